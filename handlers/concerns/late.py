"""A concern that waits for too long: a notice that has not arrived, or that nobody opens, or what nobody takes up."""

from __future__ import annotations

from itertools import islice

from handlers.concerns.access import find, is_reporter, who_sees
from handlers.concerns.case import Case, State
from handlers.concerns.delivery import (
    LATE,
    NOT_OPENED,
    NOT_TAKEN,
    UNDELIVERED,
    arrivals,
    knows,
    moved_on,
    neutral,
    send_on,
    tell_reporter,
)
from handlers.concerns.idle import UNTAKEN, looks, since, watch
from handlers.concerns.ringing import cannot_wait, outsiders
from handlers.desk import Desk
from handlers.records import Arrival
from handlers.routing import Router

router = Router("late messages")


@router.woken(LATE[NOT_OPENED])
def not_opened(about: str, desk: Desk) -> None:
    """Nobody has opened it in time."""
    _late(about, desk, NOT_OPENED, "has not been opened yet")


@router.woken(LATE[UNDELIVERED])
def undelivered(about: str, desk: Desk) -> None:
    """A notice has not arrived."""
    _late(about, desk, UNDELIVERED, "could not be delivered to everybody")


@router.woken(UNTAKEN)
def untaken(about: str, desk: Desk) -> None:
    """Somebody has opened it, and nobody has it in hand: its readers hear so, and from the second time on the next in
    line gets it too, until somebody takes it in hand or closes it."""
    key, _, begun = about.partition(" ")
    case = find(desk, key)
    begin = since(case, desk) if case is not None else None
    if case is None or begin is None or begin.isoformat() != begun:
        return
    words = f"Nobody has your message (ref {case.ref}) in hand yet. Please open it."
    for one in who_sees(case, desk):
        if knows(desk, case, one.person) and not is_reporter(case, desk, one.person):
            desk.tx.tell(one.person, neutral(case, words))
    _, second = islice(looks(begin, desk), 2)
    if second <= desk.now:
        _late(key, desk, NOT_TAKEN, "has been opened, and nobody has it in hand yet")
    watch(desk, find(desk, key) or case)


def _late(about: str, desk: Desk, why: str, what: str) -> None:
    found = find(desk, about)
    if found is None or found.state is State.CLOSED:
        return
    before = moved_on(desk, found)  # who has left, or holds another role, is not late
    case = send_on(desk, before, why)
    had = {desk.tx.identity(case.id), *(one.person for one in who_sees(before, desk))}
    gone_on = any(one.person not in had for one in who_sees(case, desk))
    if not gone_on and not _ended(case, before):
        return  # it waits with somebody new
    if not gone_on and not arrivals(case, desk) & {Arrival.ARRIVED, Arrival.WAITS}:
        return  # nobody knows of it: `unread` says so
    further = "The next person has it now." if gone_on else "There is nobody further in line."
    if why == NOT_OPENED and case.opened:  # of two lines one: what they heard before stays true
        what = f"{what} by everybody it was sent to"
    words = f"Your message (ref {case.ref}) {what}. {further} {cannot_wait(desk, case)}"
    if not gone_on:  # of whatever kind, since it stands in chat
        words += f" You need not wait for the school: you can ring {outsiders(desk)}."
    tell_reporter(desk, case, words)


def _ended(case: Case, before: Case) -> bool:
    """Whether it has come to the end of a line meanwhile."""
    return any(entry.given.get("ended") for entry in case.entries[len(before.entries) :])
