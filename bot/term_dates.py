"""Term dates from a calendar file (.ics, RFC 5545), as councils and school calendars export them.

Only events of whole days count, and only by what they are called: terms, half-terms and holidays, INSET days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from handlers.calendar import Span

if TYPE_CHECKING:
    from icalendar import Component

_LARGEST = 2_000_000  # bytes; a council's calendar of five years has a hundredth of that
_INSET = re.compile(r"\binset\b|\b(staff|teacher)s?'? (training|development|day)|\btraining day|\bnon[- ]?pupil", re.I)
_OFF = re.compile(r"\bholidays?\b|\bbreak\b|\bclosed\b|\bclosure\b", re.I)
_HALF_TERM = re.compile(r"\bhalf[- ]?term\b", re.I)
_FORTNIGHT = timedelta(days=16)  # with the weekends around it
_DAY_OFF = re.compile(r"\bclosed\b|\bclosure\b|\boccasional day\b|\bbank holiday\b", re.I)
_TERM = re.compile(r"\bterm\b", re.I)


@dataclass(frozen=True, slots=True)
class TermDates:
    """What a file says."""

    terms: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()
    inset: frozenset[date] = frozenset()


def read_term_dates(file: Path) -> TermDates:
    """The term dates in a file. Raises ValueError, in words, where there are none to be had."""
    try:
        if file.stat().st_size > _LARGEST:
            raise ValueError("is too large for a calendar of term dates")
        return term_dates(file.read_bytes())
    except OSError as fault:
        raise ValueError(f"cannot be read ({fault.strerror})") from None


def term_dates(ics: bytes) -> TermDates:
    """The term dates in a calendar's bytes. Raises ValueError, in words, where there are none to be had.

    A term is an event of more than a week that is called one; a term's single first or last day is not read.
    """
    from icalendar import Calendar  # forty milliseconds, and only where a file is named

    terms, closed, inset = [], [], set[date]()
    try:
        events = [(str(event.get("SUMMARY", "")), _days(event)) for event in Calendar.from_ical(ics).walk("VEVENT")]
    except (ValueError, KeyError, AttributeError, TypeError, OverflowError):
        raise ValueError("is not a calendar file that can be read; export it again as .ics") from None
    for name, days in events:
        if days is None:
            continue
        first, last = days
        if _INSET.search(name):
            inset |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
        elif _day_off(name) if first == last else _days_off(name, last - first):
            closed.append(days)
        elif _TERM.search(name) and (last - first).days > 7:
            terms.append(days)
    if not (terms or closed):
        raise ValueError("has no event of whole days that is called a term, a half-term or a holiday")
    return TermDates(tuple(sorted(terms)), tuple(sorted(closed)), frozenset(inset))


def _day_off(name: str) -> bool:
    return _DAY_OFF.search(name) is not None  # "Break up for Christmas" is a school day


def _days_off(name: str, length: timedelta) -> bool:
    """A half-term holiday; what is called “Autumn half term 1” and lasts longer is half of a term."""
    return _OFF.search(name) is not None or (_HALF_TERM.search(name) is not None and length <= _FORTNIGHT)


def _days(event: Component) -> Span | None:
    """First and last day of an event of whole days; None for one that has hours. DTEND is the day after the last."""
    first, after = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND"))
    if not isinstance(first, date) or isinstance(first, datetime):
        return None
    if not isinstance(after, date) or isinstance(after, datetime):
        length = getattr(event.get("DURATION"), "dt", None)
        after = first + (length if isinstance(length, timedelta) else timedelta(days=1))
    return first, max(first, after - timedelta(days=1))
