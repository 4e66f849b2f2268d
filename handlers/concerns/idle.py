"""A concern that was opened and that nobody has in hand: since when, and when its readers are to hear of it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from handlers.concerns.access import who_sees
from handlers.concerns.case import Case
from handlers.desk import Desk

UNTAKEN = "message with nobody"  # wakes `late`


def since(case: Case, desk: Desk) -> datetime | None:
    """From when on it has lain with nobody, opened by somebody who may read it now; None where it does not."""
    readers = {one.person for one in who_sees(case, desk)}
    opened = [at for who, at in case.opened.items() if who in readers]
    if case.with_nobody is None or not opened or case.facts("").praise:
        return None
    return max(case.with_nobody, min(opened))


def looks(begin: datetime, desk: Desk) -> Iterator[datetime]:
    """When somebody looks whether it is still so: after each of the school's times, one after the other."""
    days = desk.school.untaken
    return (desk.school.calendar.working_day_after(begin, days * number) for number in count(1))


def watch(desk: Desk, case: Case) -> None:
    """Set the timer for the next look. To be called whenever the case has changed.

    Each look has a timer of its own, so that one that is due is never put off; where it is in hand by then, or began
    to lie anew, the timer does nothing.
    """
    begin = since(case, desk)
    if begin is not None:
        due, about = next(at for at in looks(begin, desk) if at > desk.now), f"{case.id} {begin.isoformat()}"
        desk.tx.wake(UNTAKEN, about, due=due, key=f"{UNTAKEN} {about} {due.isoformat()}")
