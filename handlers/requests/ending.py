"""How what was given ends: on its last day; at once for leavers, and with its account; by the head's hand.

Two weeks before, the day's reminders say so (`handlers/reminders/unfinished.py`).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.desk import Desk, Role
from handlers.model import Button, Post
from handlers.requests.kinds import CONTACT, DEVICE, Kind
from handlers.requests.request import Request, State, What, request_of
from handlers.roles import name
from handlers.routing import Router
from handlers.wording import day

router = Router("what was given ends")

ENDS, LEAVERS = "request_ends", "requests_of_leavers"
_MORNING = time(8)

_AFTERWARDS = {
    DEVICE.key: "Please do not take the school's photos with it any more, and delete any that are still on it.",
    CONTACT.key: "Please do not get in touch with pupils there any more.",
}


def begin_clock(desk: Desk, one: Request) -> None:
    """Set the timers of what was just given."""
    if one.until:
        last = date.fromisoformat(one.until)
        desk.tx.wake(ENDS, one.id, due=_morning(desk, last + timedelta(days=1)), key=f"{ENDS} {one.id}")
    watch(desk)


def watch(desk: Desk) -> None:
    """Look every morning whether whoever asked still works here, as long as there is anything to look at."""
    desk.tx.wake(LEAVERS, "", due=_morning(desk, desk.today + timedelta(days=1)), key=LEAVERS)


def may_end(desk: Desk, one: Request, who: str) -> bool:
    """Whether somebody may end it: whom it was given to; the head; for the head's own, the chair."""
    over = Role.CHAIR if desk.school.holds(one.owner, Role.HEAD) else Role.HEAD
    return one.state is State.GIVEN and one.journal.open and (who == one.owner or desk.school.holds(who, over))


def end(desk: Desk, one: Request, by: str = "", why: str = "") -> bool:
    """End it, and tell whom it was given to and who asked. False if it has changed since it was read."""
    if desk.tx.add_entry(one.journal, by, What.ENDED, {"why": why}, open_=False) is None:
        return False
    desk.tx.unwake(f"{ENDS} {one.id}")
    for who in dict.fromkeys((one.owner, one.by)):
        if who != by and desk.school.member(who) is not None:
            desk.tx.tell(who, _ended(desk, one, by, why))
    return True


# --- timers ---


@router.woken(ENDS)
def ring(about: str, desk: Desk) -> None:
    """Its last day is over."""
    one = request_of(desk, about)
    if one is not None and one.state is State.GIVEN and one.until < desk.today.isoformat():
        end(desk, one)


# --- inside ---


def _ended(desk: Desk, one: Request, by: str, why: str) -> Post:
    given = one.state is State.GIVEN
    title = f"{'Ended' if given else 'No longer to be decided'}: {one.kind.asks}"
    how = f"{name(desk.school, by)} ended it." if by else "" if why else f"Its last day was {day(one.until)}."
    text = " ".join(part for part in (how, _AFTERWARDS.get(one.kind.key, "")) if part) if given else ""
    facts = (("For", one.whose), *one.shown[:1], *((("Why", why),) if why else ()), ("Ref", one.ref))
    return Post(title, text, facts=facts, buttons=() if by or why else (_again(one.kind),),
                glance=f"Something has ended (ref {one.ref}).")  # fmt: skip


def _again(kind: Kind) -> Button:
    return Button("ask_permission", "Ask again", kind.key, opens="ask_permission")


def _morning(desk: Desk, on: date) -> datetime:
    return datetime.combine(on, _MORNING, desk.school.zone)
