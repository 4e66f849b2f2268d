"""A concern that nobody at the school can read: whoever told it hears whom to ring, at once and each morning again.

It goes on by itself as soon as somebody may read it (see `delivery`); then they hear that too.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.concerns.access import find
from handlers.concerns.case import Case, State
from handlers.concerns.delivery import UNREAD, arrivals, tell_reporter, unread_key
from handlers.concerns.lines import lines
from handlers.concerns.ringing import outside
from handlers.desk import Desk
from handlers.records import Arrival
from handlers.routing import Router

router = Router("messages that nobody can read")

_AGAIN = "message unread still"
_MORNING = time(9)  # on every day of the week: this waits for no weekend and no holiday


@router.woken(UNREAD)
def look(about: str, desk: Desk) -> None:
    """Whether anybody who may read it knows of it. While a notice is on its way, look again in a while; one that has
    been so for twice the time in which it should arrive is no better than none."""
    case = find(desk, about)
    if case is None:
        return
    known, told = arrivals(case, desk), desk.tx.arrival(unread_key(case)) is not Arrival.NOTHING
    if case.state is State.CLOSED or Arrival.ARRIVED in known:
        if told:
            _over(desk, case)
        return
    if Arrival.WAITS in known:
        desk.tx.wake(UNREAD, case.id, due=desk.now + desk.school.undelivered, key=unread_key(case))
    if not told and not _on_its_way(known, case, desk):
        _tell(desk, case)


@router.woken(_AGAIN)
def still(about: str, desk: Desk) -> None:
    """Nobody came meanwhile: they are told again, in place of what they were told before."""
    case = find(desk, about)
    if case is None:
        return
    if case.state is not State.CLOSED:
        _again(desk, case)
        known = arrivals(case, desk)
        if Arrival.ARRIVED not in known and not _on_its_way(known, case, desk):
            desk.tx.withdraw(unread_key(case))
    look(about, desk)


# --- inside ---


def _on_its_way(known: set[Arrival], case: Case, desk: Desk) -> bool:
    """Whether a notice may still arrive soon."""
    reached = [line.since for line in lines(case, desk) if line.since is not None]
    return Arrival.WAITS in known and (not reached or max(reached) + 2 * desk.school.undelivered > desk.now)


def _tell(desk: Desk, case: Case) -> None:
    """Say so to whoever told it. Praise can wait: of that they hear once, and of nobody to ring."""
    words = f"Nobody at the school can read your message (ref {case.ref}) at present."
    later = "It is not lost: it goes to somebody as soon as anybody can read it, and you hear of it then."
    if case.facts("").praise:
        tell_reporter(desk, case, f"{words} {later}", key=unread_key(case))
        return
    tell_reporter(desk, case, f"{words} {outside(desk)} {later}", key=unread_key(case))
    _again(desk, case)


def _again(desk: Desk, case: Case) -> None:
    morning = datetime.combine(desk.today + timedelta(days=1), _MORNING, desk.school.zone)
    desk.tx.wake(_AGAIN, case.id, due=morning, key=_again_key(case))


def _over(desk: Desk, case: Case) -> None:
    """What they were told does not hold any more."""
    desk.tx.withdraw(unread_key(case))
    desk.tx.unwake(_again_key(case))
    if case.state is not State.CLOSED:
        words = f"Somebody at the school can read your message (ref {case.ref}) again, and knows of it."
        tell_reporter(desk, case, words)


def _again_key(case: Case) -> str:
    return f"{_AGAIN} {case.id}"
