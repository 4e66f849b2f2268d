"""Who sees a concern: the one function that delivery, lists, exports, the review page and `proviso whosees` all ask.

Access is by office: whoever holds a role that the concern has reached sees it, as long as they hold it. It is never
theirs whom it is about, nor theirs whom the reporter crossed out or who stepped aside; and nobody's who looks after
the bot and holds no role. A role that is merely stood in for (`/away`) opens nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.concerns.case import CONCERN, Case, State
from handlers.concerns.routing import Facts, Route, Stop, first, people
from handlers.desk import Desk, School


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who may read it, and why."""

    person: str  # person key
    why: str  # a role, or "chosen by name"


def seers(facts: Facts, stops: Iterable[str], school: School) -> tuple[Seer, ...]:
    """Who may read a concern that has reached these stops (keys of `Stop`)."""
    found: dict[str, Seer] = {}
    for key in stops:
        stop = Stop.of(key)
        for member in people(stop, school, facts.shut_out):
            who = member.person.key
            found.setdefault(who, Seer(who, stop.role or "chosen by name"))
    return tuple(found.values())


def begins_with(facts: Facts, route: Route, school: School) -> tuple[str, ...]:
    """The stops (keys) that get it at once: of each line the first that has anybody."""
    starts = (first(line, school, facts.shut_out) for line in route.lines)
    return tuple(dict.fromkeys(stop.key for stop in starts if stop is not None))


def who_sees(case: Case, desk: Desk) -> tuple[Seer, ...]:
    """Who may read this concern now, its reporter apart.

    Once it is closed, only those who could read it then: whoever takes an office over sees no earlier record, until one
    of them opens it again. Where none of them is left it is the office's, since a record that nobody can read is lost.
    """
    found = seers(case.facts(desk.tx.identity(case.id)), case.stops, desk.school)
    if case.state is not State.CLOSED:
        return found
    return tuple(one for one in found if one.person in case.readers) or found


def may_read(case: Case, desk: Desk, who: str) -> bool:
    """Whether somebody may read it as one whom it was sent to."""
    return any(one.person == who for one in who_sees(case, desk))


def is_reporter(case: Case, desk: Desk, who: str) -> bool:
    """Whether somebody told it: they see what they said, and where it stands."""
    return bool(who) and desk.tx.identity(case.id) == who


def readable(desk: Desk, who: str, *, open_only: bool = False) -> tuple[Case, ...]:
    """The concerns that somebody may read, newest first."""
    found = (Case.of(one) for one in desk.tx.journals(CONCERN, open_only=open_only))
    return tuple(case for case in found if may_read(case, desk, who))


def told_by(desk: Desk, who: str) -> tuple[Case, ...]:
    """The concerns that somebody told, newest first."""
    journals = (desk.tx.journal(key) for key in desk.tx.identified(who))
    return tuple(Case.of(one) for one in journals if one is not None and one.kind == CONCERN)


def find(desk: Desk, key: str) -> Case | None:
    """A concern by its id. Whoever asks for it must ask next who may see it."""
    journal = desk.tx.journal(key)
    return Case.of(journal) if journal is not None and journal.kind == CONCERN else None
