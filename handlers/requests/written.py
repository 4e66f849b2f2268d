"""What was decided, in writing: a dated record with its reference, for whom it is for to keep and to show."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.model import Post
from handlers.requests.request import Request, State
from handlers.roles import name
from handlers.wording import day

_TITLES = {
    State.WAITS: "Waits to be decided",
    State.CHANGES: "Changes are asked for",
    State.GIVEN: "Approved",
    State.REFUSED: "Not given",
    State.TAKEN_BACK: "Taken back",
    State.ENDED: "Ended",
}


def in_writing(desk: Desk, one: Request) -> Post:
    """All of it, as it was decided on: for whom, what, by whom and when, until when."""
    over = one.state is State.GIVEN and not one.in_force(desk)
    title = "Ended" if over else _TITLES[one.state]
    facts = [("For", one.whose), *one.shown]
    if one.decided is not None:
        facts.append(("Decision", one.decided.line(desk)))
        facts += [("Reason", one.decided.words)] if one.decided.words else []
    if one.ended is not None:
        facts.append(("Ended", _ended(desk, one)))
    facts.append(("Ref", one.ref))
    return Post(
        f"{title}: {one.kind.asks}",
        _holds(one) if one.state is State.GIVEN and not over else "",
        facts=tuple(facts),
        notes=("You can show this: say “requests” to find it again.",) if one.state is State.GIVEN else (),
        glance=f"There is an answer for you (ref {one.ref}).",
    )


def line(desk: Desk, one: Request) -> str:
    """One line of a list."""
    about = next((words for _, words in one.shown), "")
    end = f", until {day(one.until)}" if one.state is State.GIVEN and one.until else ""
    decided = f" {one.decided.line(desk)}{end}." if one.decided is not None and one.state is not State.WAITS else ""
    return f"{about}.{decided} Ref {one.ref}."


def _holds(one: Request) -> str:
    if one.until:
        return f"It holds until {day(one.until)}, and only as it stands here."
    return "It stands on the register of the school's accounts now."


def _ended(desk: Desk, one: Request) -> str:
    assert one.ended is not None, "the caller has looked"
    when = day(one.ended.astimezone(desk.school.zone).date())
    by = f" by {name(desk.school, one.ended_by)}" if one.ended_by else ""
    return f"{when}{by}" + (f": {one.why}" if one.why else "")
