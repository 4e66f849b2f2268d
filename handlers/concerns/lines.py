"""How far a concern has got along each of its lines, as its record tells it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from handlers.concerns.case import Case, What
from handlers.concerns.routing import Facts, Stop, people, route
from handlers.desk import Desk, School


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `reached`: its stops that the concern has reached and that have anybody who may read it, in order."""

    stops: tuple[Stop, ...]
    reached: tuple[Stop, ...]
    since: datetime | None  # when the last of them was reached, or came into new hands
    opened: bool  # somebody on it has read it, or nobody is on it but whoever told it
    ended: bool  # it was to go on, and there was nobody further

    @property
    def waits(self) -> bool:
        """Whether somebody on it is still to open it, and it may have to go on."""
        return bool(self.reached) and not self.opened and not self.ended


def lines(case: Case, desk: Desk) -> tuple[Line, ...]:
    """Every line of the concern's way as it is today."""
    facts = case.facts(desk.tx.identity(case.id))
    return tuple(_line(stops, case, facts, desk) for stops in route(facts, desk.school).lines)


def next_stop(
    stops: Iterable[Stop], facts: Facts, school: School, out_of_reach: Container[str], passed: Container[str] = ()
) -> Stop | None:
    """Where a line goes next, after the stops `passed` (keys): to the first where somebody can be reached.

    Where nobody can, to the first that has anybody: they may come to read it, and the reporter is told whom to ring.
    None where the line is at its end.
    """
    left = [one for one in stops if one.key not in passed and people(one, school, facts.shut_out)]
    return next((one for one in left if _answers(one, facts, school, out_of_reach)), left[0] if left else None)


def onward(
    stops: Iterable[Stop], facts: Facts, school: School, out_of_reach: Container[str], passed: Container[str]
) -> tuple[Stop, ...]:
    """Where a line goes on to after the stops `passed` (keys): to the next that has anybody but whoever told it.

    A stop before that one, at which they stand alone, is reached along with it: they hold that office too.
    """
    left, found = list(stops), list[Stop]()
    while (stop := next_stop(left, facts, school, out_of_reach, passed)) is not None:
        found.append(stop)
        left.remove(stop)
        if others(stop, facts, school):
            break
    return tuple(found)


def at_once(
    lines: Iterable[Iterable[Stop]], facts: Facts, school: School, out_of_reach: Container[str], reached: Iterable[str]
) -> tuple[str, ...]:
    """The stops (keys) that get it besides those `reached`, where it would otherwise rest with whoever told it alone:
    the next of each line. Empty where somebody else has it."""
    passed = tuple(reached)
    if any(others(Stop.of(key), facts, school) for key in passed):
        return ()
    return tuple(stop.key for line in lines for stop in onward(line, facts, school, out_of_reach, passed))


def others(stop: Stop, facts: Facts, school: School) -> frozenset[str]:
    """Who is at a stop, by key, but for whoever told it."""
    return frozenset(one.person.key for one in people(stop, school, facts.shut_out)) - {facts.reporter}


def unreachable(desk: Desk) -> frozenset[str]:
    """Of all who hold a role those to whom a notice cannot get, as far as is known."""
    keys = (one.person.key for one in desk.school.staff if one.roles)
    return frozenset(key for key in keys if not desk.tx.reachable(key))


# --- inside ---


def _answers(stop: Stop, facts: Facts, school: School, out_of_reach: Container[str]) -> bool:
    """Whether anybody at a stop can be reached; whoever told it needs no notice."""
    here = (one.person.key for one in people(stop, school, facts.shut_out))
    return any(key == facts.reporter or key not in out_of_reach for key in here)


def _line(stops: tuple[Stop, ...], case: Case, facts: Facts, desk: Desk) -> Line:
    reached = tuple(one for one in stops if one.key in case.stops and people(one, desk.school, facts.shut_out))
    here = frozenset[str]().union(*(others(one, facts, desk.school) for one in reached))
    sent = [entry for entry in case.entries if entry.what in (What.FILED, What.SENT_ON, What.GIVEN)]
    last = reached[-1].key if reached else ""
    arrived = next((entry for entry in reversed(sent) if last in _stops(entry.given.get("stops"))), None)
    since, at = (arrived.at, arrived.n) if arrived is not None else (case.journal.at, 0)
    ended = any(last in _stops(entry.given.get("ended")) for entry in sent if entry.n >= at)
    opened = not here or not here.isdisjoint(case.opened)
    return Line(stops, reached, since if reached else None, opened, bool(last) and ended)


def _stops(given: object) -> tuple[str, ...]:
    return tuple(str(one) for one in given) if isinstance(given, (list, tuple)) else ()
