"""The school's accounts: nobody has looked at one for a while, or whoever owns it has left."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.desk import Desk, Role
from handlers.drafts.accounts import Account, accounts, looked_on
from handlers.drafts.register import SHOW
from handlers.model import Button, Style
from handlers.reminders.task import Task
from handlers.wording import day

EVERY = 7  # days after which somebody should have looked at an account


def tasks(desk: Desk) -> list[Task]:
    """One for each account that wants looking at, one for each that nobody here owns."""
    found = accounts(desk)
    heads = tuple(one.person.key for one in desk.school.holders(Role.HEAD))
    unseen = [_unseen(one, looked_on(desk, one), heads) for one in found]
    left = [_left(one, heads) for one in found if desk.school.member(one.owner) is None]
    return unseen + left


def _unseen(one: Account, looked: date | None, heads: tuple[str, ...]) -> Task:
    since = looked or date.fromisoformat(one.approved)
    words = f"It was last looked at on {day(looked)}." if looked else "Nobody has looked at it yet."
    due = since + timedelta(days=EVERY)
    return Task(
        f"look {one.id} {since.isoformat()}",
        f"Look at {one.title}",
        f"{words} Comments, messages and tags want answering or removing.",
        due,
        ((0, one.monitors or (one.owner,)),),
        again=EVERY,
        then=(one.owner, *heads),
        button=Button(SHOW, "Show the account", one.id, Style.PRIMARY),
    )


def _left(one: Account, heads: tuple[str, ...]) -> Task:
    return Task(
        f"owner {one.id}",
        f"Who looks after {one.title} now?",
        "Its owner is not on the staff list any more. Change the password, and name somebody else.",
        date(2000, 1, 1),
        ((0, heads),),
        again=EVERY,
        button=Button(SHOW, "Show the account", one.id, Style.PRIMARY),
    )
