"""What reminders know of versions: one that was read and that nobody has adopted or put aside."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.desk import Desk, Role
from handlers.reminders.task import Task
from handlers.versions.history import show_button
from handlers.versions.version import State, versions

_FIRST, _SECOND, _AGAIN = 7, 21, 28  # days after it was read; governors meet a few times a term


def tasks(desk: Desk) -> Iterator[Task]:
    """To head, then to chair too. Adopting it or putting it aside ends it by itself."""
    head, chair = (tuple(one.person.key for one in desk.school.holders(role)) for role in (Role.HEAD, Role.CHAIR))
    for one in versions(desk.tx, open_only=True):
        if one.state is State.WAITS:
            yield Task(
                f"adopt {one.id}",
                f"“{one.title}” waits to be adopted",
                "It has been read. Nothing changes before head or chair adopt it from a day, or put it aside.",
                one.journal.entries[-1].at.astimezone(desk.school.zone).date(),
                ((_FIRST, head), (_SECOND, (*head, *chair))),
                again=_AGAIN,
                then=chair,
                button=show_button(one),
                listed=(*head, *chair),
            )
