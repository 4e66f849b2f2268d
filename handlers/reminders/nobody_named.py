"""What staff tell about some people would reach nobody: head and chair are asked to name somebody, until it would.

Read from roles alone, so that the same is said whether anybody has told anything or not.
"""

from __future__ import annotations

from datetime import date

from handlers.concerns.routing import PRESETS, WORDS, About, nobody_for
from handlers.desk import Desk, Role
from handlers.reminders.task import Task
from handlers.setup import SETTINGS
from handlers.wording import listed

EVERY = 7  # days


def tasks(desk: Desk) -> list[Task]:
    """One for each line of the school's table on which there is nobody; none where roles stand in a file."""
    return [] if desk.school.fixed else [_task(one, desk) for one in nobody_for(desk.school) if _roles(one, desk)]


def _task(one: About, desk: Desk) -> Task:
    roles = listed(_roles(one, desk))
    leading = (member.person.key for role in (Role.HEAD, Role.CHAIR) for member in desk.school.holders(role))
    return Task(
        f"nobody for {one}",
        f"Name a {roles}",
        f"What staff tell in confidence about {WORDS[one]} would reach nobody at the school.",
        date(2000, 1, 3),  # a Monday
        ((0, tuple(dict.fromkeys(leading))),),
        again=EVERY,
        then=(desk.school.administrator,),
        button=SETTINGS,
    )


def _roles(one: About, desk: Desk) -> tuple[Role, ...]:
    """Who could be named for it; none for what the table sends outside the school."""
    return PRESETS[desk.school.preset][one]
