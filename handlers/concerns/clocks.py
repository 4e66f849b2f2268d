"""The clocks of policy and law over a concern: the designated officer's working day, the regulator's 72 hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.concerns.access import find, may_read, who_sees
from handlers.concerns.acts import DECIDERS
from handlers.concerns.case import Case, State, What
from handlers.concerns.delivery import arrivals, knows, moved_on, neutral
from handlers.concerns.kinds import Kind
from handlers.desk import Desk, Role
from handlers.records import Arrival
from handlers.routing import Router
from handlers.wording import day

router = Router("clocks")

CLOCK = "message clock"  # neither it nor what it is about says what the time limit is for
_AGAIN = timedelta(days=1)  # after the end, until it is done


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit that runs."""

    what: str  # as readers see it
    due: datetime
    before: tuple[timedelta, ...]  # how long before its end they are reminded

    def moments(self, after: datetime) -> Iterator[datetime]:
        """When they are reminded after this moment, the first of each kind."""
        for one in (*(self.due - early for early in self.before), self.due):
            if one > after:
                yield one
        if after >= self.due:
            yield self.due + _AGAIN * ((after - self.due) // _AGAIN + 1)


def _known(case: Case, desk: Desk) -> datetime | None:
    """When the school knew: when somebody first opened it, or where nothing in it said so, when it was decided.

    What somebody tells whom it would be sent to, the school knows at once.
    """
    decided = case.last(What.DECIDED)
    if decided is not None and not case.apparent_harm:
        return decided.at
    told = desk.tx.identity(case.id)
    if not case.hidden and may_read(case, desk, told):  # of a hidden name not even that
        return case.journal.at
    return min(case.opened.values(), default=None)


def running(case: Case, desk: Desk) -> tuple[Clock, ...]:
    """The time limits that run now.

    The officer's begins when the school knew (Keeping Children Safe in Education, part four: within one working day);
    the regulator's when the school was told (UK GDPR, article 33: 72 hours).
    """
    if case.state is State.CLOSED:
        return ()
    calendar, found = desk.school.calendar, []
    known = _known(case, desk)
    if case.harm and case.referred is None and known is not None:
        officer = desk.school.contacts["lado"].name
        what = f"if it meets the threshold of harm, tell the {officer}"
        found.append(Clock(what, calendar.working_day_after(known), (timedelta(hours=18), timedelta(hours=2))))
    if case.kind is Kind.DISCLOSED and case.last(What.REGULATOR) is None:
        what = "decide whether the regulator must be told, and tell it if so"
        found.append(Clock(what, calendar.statutory(case.journal.at), (timedelta(hours=24), timedelta(hours=4))))
    return tuple(found)


def keep(desk: Desk, case: Case) -> None:
    """Set the timer for the next reminder, or none where no clock runs. To be called whenever the case has changed."""
    moments = [one for clock in running(case, desk) for one in clock.moments(desk.now)]
    if moments:
        desk.tx.wake(CLOCK, case.id, due=min(moments), key=f"{CLOCK} {case.id}")
    else:
        desk.tx.unwake(f"{CLOCK} {case.id}")


@router.woken(CLOCK)
def remind(about: str, desk: Desk) -> None:
    """A time limit comes near, or is over: tell whoever has it in hand, neutrally, and set the next reminder.

    Whoever has just come to it has their notice first: as long as that is on its way, this waits.
    """
    found = find(desk, about)
    if found is None:
        return
    case = moved_on(desk, found)
    near = [clock for clock in running(case, desk) if any(clock.due - early <= desk.now for early in clock.before)]
    for clock in near:
        _tell(case, clock, desk)
    keep(desk, case)
    if near and not _whom(case, desk) and Arrival.WAITS in arrivals(case, desk):
        desk.tx.wake(CLOCK, case.id, due=desk.now + desk.school.undelivered, key=f"{CLOCK} {case.id}")


def _tell(case: Case, clock: Clock, desk: Desk) -> None:
    over = clock.due <= desk.now
    due = clock.due.astimezone(desk.school.zone)
    when = f"at {due.hour}:{due:%M} on {day(due.date())}"
    words = f"Your message (ref {case.ref}) has a time limit. It {'ended' if over else 'ends'} {when}. Please open it."
    for person in _whom(case, desk):
        desk.tx.tell(person, neutral(case, words))


def _whom(case: Case, desk: Desk) -> tuple[str, ...]:
    """Whoever has it in hand; else all who can settle it; else everybody whom it was sent to. All who know of it."""
    seers = tuple(one.person for one in who_sees(case, desk) if knows(desk, case, one.person))
    settle = tuple(one for one in seers if desk.school.holds(one, *DECIDERS, Role.DATA_PROTECTION_LEAD))
    return (case.owner,) if case.owner in seers else settle or seers
