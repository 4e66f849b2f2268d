"""How long it takes until what is told in confidence is opened: one number, from which nothing else can be learnt.

Whoever sees the overview could be whom something is about. So what a head or chair must not see is never in the number;
and whether it is, is settled for good when it is first opened: were somebody's case to leave the number on the day on
which they turn out to be concerned, they could tell by that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from handlers.concerns.case import CONCERN, Case, What
from handlers.desk import Desk, Role
from handlers.overview.figures import Opening
from handlers.records import Journal

READERS = (Role.HEAD, Role.CHAIR)  # who sees the overview


def opening(desk: Desk) -> Opening:
    """The median from sending to first opening, rounded, and of how many; nothing where they are few."""
    return Opening.of(_waits(desk), desk.school.smallest_count)


def _waits(desk: Desk) -> Iterator[timedelta]:
    readers = {one.person.key for role in READERS for one in desk.school.holders(role)}
    for journal in desk.tx.journals(CONCERN):
        case = _when_opened(journal)
        if case is not None and not readers & case.facts(desk.tx.identity(case.id)).shut_out:
            yield min(case.opened.values()) - journal.at


def _when_opened(journal: Journal) -> Case | None:
    """As it stood when it was first opened; None where nobody has opened it."""
    for n, entry in enumerate(journal.entries, 1):
        if entry.what == What.OPENED:
            return Case.of(replace(journal, entries=journal.entries[:n]))
    return None
