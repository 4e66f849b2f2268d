"""The school's time: when somebody is there to read, and when the clocks of policy and law run out.

Every moment that comes in has a zone; every moment that goes out is UTC. What counts in hours is counted in real hours,
so that the nights on which the clocks change are an hour shorter or longer; what counts in days keeps the time that the
clock on the wall shows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import count, islice
from zoneinfo import ZoneInfo

Span = tuple[date, date]  # first and last day, both included
Hours = tuple[time, time]  # from, until; the end itself is outside

LONDON = ZoneInfo("Europe/London")
MONDAY_TO_FRIDAY = frozenset(range(5))
_BY_DAY: Hours = (time(8), time(21))


class Nation(StrEnum):
    """Whose bank holidays, guidance and words apply."""

    ENGLAND = "England"
    WALES = "Wales"
    SCOTLAND = "Scotland"
    NORTHERN_IRELAND = "Northern Ireland"


@dataclass(frozen=True, slots=True)
class Calendar:
    """One school's time. `days` are weekdays, 0 for Monday.

    Without `terms`, and on days before the first or after the last that is known, every weekday of `days` counts as
    one in term: who is not sure whether somebody is there had better pass a message on too early than too late.
    """

    zone: ZoneInfo = LONDON
    nation: Nation = Nation.ENGLAND
    hours: Hours = (time(8, 30), time(16, 30))
    days: frozenset[int] = MONDAY_TO_FRIDAY
    terms: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()  # half-terms and other days off within the terms
    inset: frozenset[date] = frozenset()  # the staff are there, also outside the terms
    council: Hours = (time(9), time(17))  # when the council's own office answers, Monday to Friday
    patience_in: timedelta = timedelta(hours=1)
    patience_outside: timedelta = timedelta(hours=4)

    def __post_init__(self) -> None:
        """Raise ValueError for a calendar in which the school is never there."""
        if not self.days <= frozenset(range(7)) or not self.days:
            raise ValueError("days: at least one, from 0 for Monday to 6 for Sunday")
        if any(first >= last for first, last in (self.hours, self.council)):
            raise ValueError("hours: must end after they begin")
        if any(first > last for first, last in (*self.terms, *self.closed)):
            raise ValueError("terms: must end after they begin")

    # --- the school's days and hours ---

    def bank_holiday(self, day: date) -> bool:
        """Whether it is a bank holiday in this nation."""
        return day in _bank_holidays(self.nation, day.year)

    def school_day(self, day: date) -> bool:
        """Whether the staff are at work: on INSET days too, on bank holidays never."""
        if self.bank_holiday(day):
            return False
        if day in self.inset:
            return True
        return day.weekday() in self.days and self._in_term(day) and not _within(day, self.closed)

    def knows(self, day: date) -> bool:
        """Whether the term dates reach this day. Where they do not, it is time to give the next year's."""
        return bool(self.terms) and min(self.terms)[0] <= day <= max(last for _, last in self.terms)

    def in_school_time(self, moment: datetime) -> bool:
        """Whether somebody at school can be expected to see a message."""
        here = self._here(moment)
        return self.school_day(here.date()) and _during(here, self.hours)

    def next_school_moment(self, after: datetime) -> datetime:
        """The first moment of school time that is not before `after`; `after` itself, in school time."""
        here = self._here(after)
        if self.in_school_time(after):
            return after.astimezone(UTC)
        opens = self.hours[0]
        begin = here.date() if here.time() < opens else here.date() + timedelta(days=1)
        day = next(day for day in _days_from(begin) if self.school_day(day))
        return self._moment(day, opens)

    def by_day(self, moment: datetime) -> datetime:
        """The moment itself; from nine in the evening to eight in the morning, the next eight o'clock.

        For what waits for no school day, and yet need not wake anybody.
        """
        here = self._here(moment)
        if _during(here, _BY_DAY):
            return moment.astimezone(UTC)
        first = here.date() if here.time() < _BY_DAY[0] else here.date() + timedelta(days=1)
        return self._moment(first, _BY_DAY[0])

    # --- concerns: how long a notice may lie unopened ---

    def due(self, begin: datetime) -> datetime:
        """When a notice that was sent at `begin`, and is still unopened, goes to the next person.

        An hour in school time, four outside it; and an hour after school opens, should that come first, so that
        what was sent before breakfast does not wait longer than what was sent after it.
        """
        if self.in_school_time(begin):
            return begin.astimezone(UTC) + self.patience_in
        opened = self.next_school_moment(begin) + self.patience_in
        return min(begin.astimezone(UTC) + self.patience_outside, opened)

    def patience(self, moment: datetime) -> timedelta:
        """How long a notice that is sent at `moment` may lie unopened."""
        return self.due(moment) - moment

    # --- the council and the law: whatever the term ---

    def working_day(self, day: date) -> bool:
        """Monday to Friday, without bank holidays. School holidays make no difference."""
        return day.weekday() in MONDAY_TO_FRIDAY and not self.bank_holiday(day)

    def office_closed(self, moment: datetime) -> bool:
        """Whether the council's office is closed, so that its emergency duty team is who answers."""
        here = self._here(moment)
        return not (self.working_day(here.date()) and _during(here, self.council))

    def working_day_after(self, moment: datetime, days: int = 1) -> datetime:
        """The end of `days` working days, 1 or more: the time within which the designated officer must hear.

        From within the council's hours: the same time on the last of those days. From outside them, the first of
        the days is the next on which the office opens, and the last ends when the office closes.
        """
        here = self._here(moment)
        if not self.office_closed(moment):
            later = (day for day in _days_from(here.date() + timedelta(days=1)) if self.working_day(day))
            return self._moment(_nth(later, days), here.time())
        begin = here.date() if here.time() < self.council[0] else here.date() + timedelta(days=1)
        opening = (day for day in _days_from(begin) if self.working_day(day))
        return self._moment(_nth(opening, days), self.council[1])

    def statutory(self, begin: datetime, hours: int = 72) -> datetime:
        """The end of a clock that runs through nights, weekends and holidays, as data protection law counts it."""
        return _aware(begin).astimezone(UTC) + timedelta(hours=hours)

    def _in_term(self, day: date) -> bool:
        return not self.knows(day) or _within(day, self.terms)

    def _here(self, moment: datetime) -> datetime:
        return _aware(moment).astimezone(self.zone)

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    """Raises ValueError for a moment without a zone, which would be read as this machine's."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment


def _within(day: date, spans: tuple[Span, ...]) -> bool:
    return any(first <= day <= last for first, last in spans)


def _during(here: datetime, hours: Hours) -> bool:
    return hours[0] <= here.time() < hours[1]


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=number) for number in count())


def _nth(days: Iterator[date], number: int) -> date:
    if number < 1:
        raise ValueError("at least one working day")
    return next(islice(days, number - 1, None))


def _bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    """The days of one year; none of a year that the file does not reach."""
    return _shipped().get((nation, year), frozenset())


@cache
def _shipped() -> Mapping[tuple[str, int], frozenset[date]]:
    """The file that `python -m docs.make_bank_holidays` writes."""
    table = tomllib.loads(files("handlers").joinpath("data", "bank_holidays.toml").read_text("utf-8"))
    return {(nation, int(year)): frozenset(days) for nation, years in table.items() for year, days in years.items()}
