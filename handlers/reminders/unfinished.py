"""Unfinished things: drafts, decisions, pictures on somebody's own device, permissions that end soon.

What is put before somebody comes to them at once, by its own feature; here they are reminded of it until it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handlers import private_devices
from handlers.decisions import Kind, able
from handlers.desk import Desk, Role
from handlers.drafts import deciding, mine, publishing
from handlers.drafts.accounts import account
from handlers.drafts.draft import Draft, State, drafts
from handlers.model import Button, Style
from handlers.reminders.task import Task
from handlers.requests import asking, matters
from handlers.requests.request import State as RequestState
from handlers.requests.request import requests
from handlers.roles import name
from handlers.setup import SETTINGS
from handlers.who_decides import nobody_can
from handlers.wording import day, plural

BEFORE = timedelta(days=14)  # that a permission ends
_PATIENCE = 2  # days that something may lie before anybody is reminded of it
_AGAIN = 7


def tasks(desk: Desk) -> Iterator[Task]:
    """All that is begun and not finished."""
    for draft in drafts(desk):
        yield from _draft(desk, draft)
    for kind in (deciding.KIND, matters.KIND):
        yield from _to_decide(desk, kind)
    yield from _nobody_decides(desk)
    yield from _pictures(desk)
    yield from _permissions(desk)


# --- drafts ---


def _draft(desk: Desk, draft: Draft) -> Iterator[Task]:
    """Sent back to its author; or approved, and not yet published by anybody who may."""
    where = account(desk, draft.content.account)
    if where is None:
        return
    since = _day(desk, draft.decided.at if draft.decided else draft.since)
    about = f"{where.title}: {draft.content.purpose}"
    if draft.state is State.CHANGES:
        yield Task(
            f"changes {draft.version}",
            f"Your draft {draft.journal.ref}",
            f"{about}. It was sent back to you for changes on {day(since)}.",
            since,
            ((_PATIENCE, (draft.author,)),),
            again=_AGAIN,
            button=Button(mine.SHOW, "Show the draft", draft.journal.id, Style.PRIMARY),
        )
    elif draft.state is State.APPROVED:
        begins = max(since, date.fromisoformat(draft.content.when)) if draft.content.when else since
        yield Task(
            f"publish {draft.version}",
            f"Publish {draft.journal.ref}",
            f"{about}. It is ready to be published since {day(since)}.",
            begins,
            ((1, publishing.publishers(desk, draft, where)),),
            again=_AGAIN,
            button=Button(publishing.DONE, "Published, here is the link", draft.version, opens=publishing.DONE),
        )


# --- decisions ---


def _to_decide(desk: Desk, kind: Kind) -> Iterator[Task]:
    for journal in desk.tx.journals(kind.key, open_only=True):
        matter = kind.read(desk, journal)
        if matter is not None and matter.waits:
            yield Task(
                f"decide {matter.version}",
                f"To be decided: {matter.title}",
                f"From {name(desk.school, matter.author)}, since {day(_day(desk, matter.since))}.",
                _day(desk, matter.since),
                ((0, ()), (1, tuple(one.key for one in able(desk, matter)))),
                again=1,
                button=Button(kind.button("waiting"), "Show what waits", style=Style.PRIMARY),
                listed=tuple(one.key for one in able(desk, matter)),
            )


def _nobody_decides(desk: Desk) -> Iterator[Task]:
    """To those who can name somebody; what waits stands in it by number alone."""
    rest = nobody_can(desk)
    leading = [one.person.key for role in (Role.HEAD, Role.CHAIR) for one in desk.school.holders(role)]
    if rest and not desk.school.fixed:
        yield Task(
            "nobody decides",
            "Name somebody who decides",
            f"{plural(len(rest), 'post or request', 'posts and requests')} can be decided by nobody at the school: "
            "nobody holds the role that it takes, or only whoever wrote it.",
            _day(desk, min(one.since for one in rest)),
            ((1, tuple(dict.fromkeys(leading)) or (desk.school.administrator,)),),
            again=_AGAIN,
            then=(desk.school.administrator,),
            button=SETTINGS,
        )


# --- own devices, and permissions ---


def _pictures(desk: Desk) -> Iterator[Task]:
    for journal in desk.tx.journals(private_devices.TASK, open_only=True):
        yield Task(
            f"pictures {journal.id}",
            "Delete the pictures from your own device",
            f"Those that you brought (ref {journal.entries[0].given['ref']}): from the photos, from “recently deleted” "
            "and from any cloud backup. The same day.",
            _day(desk, journal.at),
            ((0, ()), (1, (journal.entries[0].by,))),  # on the day itself its own timer rings
            again=1,
            button=Button(private_devices.DONE, "I have deleted them", journal.id, Style.PRIMARY),
            own=True,
            listed=(journal.entries[0].by,),
        )


def _permissions(desk: Desk) -> Iterator[Task]:
    """What was given and ends within two weeks."""
    for one in requests(desk, open_only=True):
        if one.state is RequestState.GIVEN and one.until and one.in_force(desk):
            last = date.fromisoformat(one.until)
            given = _day(desk, one.decided.at) if one.decided else last  # for less than two weeks: nobody forgets it
            if given <= last - BEFORE <= desk.today:
                yield Task(
                    f"ends {one.id}",
                    f"Ends soon: {one.kind.asks}",
                    f"It ends on {day(last)}. If it is still needed, ask again in good time.",
                    last - BEFORE,
                    ((0, (one.owner,)),),
                    button=Button(asking.ASK_FOR, "Ask again", one.kind.key, opens=asking.ASK_FOR),
                )


# --- inside ---


def _day(desk: Desk, moment: datetime) -> date:
    return moment.astimezone(desk.school.zone).date()
