"""Text in, the dates written in it out, with as many parts as are certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d{2}"
_PATTERN = re.compile(
    rf"""
      (?<![\d/.-])(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)
    | (?<![\d/.-])(?P<one>\d{{1,2}})\s?[/.\-–]\s?(?P<two>\d{{1,2}})\s?[/.\-–]\s?
      (?P<year>{_YEAR}|\d{{2}})(?![\d/.-]*\d)
    | (?<!\d)(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?:\s+of)?[\s-]+(?P<month>{_NAME}),?
      [\s-]+(?P<year2>{_YEAR}|['’]?\d{{2}})(?!\d)
    | \b(?P<month3>{_NAME})\s+(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year3>{_YEAR})(?!\d)
    | \b(?P<month4>{_NAME})(?:,?\s+(?:of\s+)?|-|/)(?P<year4>{_YEAR})(?!\d)
    | \b(?P<month5>{_NAME})(?:\s?['’]|-)(?P<year5>\d{{2}})(?!\d)
    | (?<![\d/.-])(?P<month6>0[1-9]|1[0-2])/(?P<year6>{_YEAR})(?!\d)
    | \b(?:spring|summer|autumn|winter|fall|michaelmas|lent|trinity)(?:\s+term)?,?\s+(?P<year7>{_YEAR})(?![\d/–-])
    | (?<![\d/.\-–])(?P<year8>{_YEAR})(?![\d/–-]|\.\d|\s?[-–/]\s?\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date and where it stands; `iso` is 2016-11-28, 2023-03 or 2025."""

    iso: str
    start: int
    end: int


def dates_in(text: str) -> list[Found]:
    """The dates in `text`. Day before month, as British schools write, unless that cannot be."""
    return [Found(iso, hit.start(), hit.end()) for hit in _PATTERN.finditer(text) if (iso := _iso(hit))]


def _iso(hit: re.Match[str]) -> str:
    part = hit.groupdict()
    if part["iso"]:
        return str(part["iso"])
    if part["one"]:
        return _numeric(int(part["one"]), int(part["two"]), _full(part["year"]))
    if part["day"]:
        return _checked(_full(part["year2"]), _month(part["month"]), int(part["day"]))
    if part["month3"]:
        return _checked(_full(part["year3"]), _month(part["month3"]), int(part["day3"]))
    for month, year in (("month4", "year4"), ("month5", "year5"), ("month6", "year6")):
        if part[month]:
            return f"{_full(part[year])}-{_month(part[month]):02d}"
    return str(part["year7"] or part["year8"])  # a term is no month: only the year is certain


def _numeric(one: int, two: int, year: int) -> str:
    return _checked(year, two, one) or _checked(year, one, two)


def _checked(year: int, month: int, day: int) -> str:
    longest = (31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    valid = 1 <= month <= 12 and 1 <= day <= longest[month - 1]
    return f"{year}-{month:02d}-{day:02d}" if valid else ""


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    return next(at for at, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].casefold()))


def _full(year: str) -> int:
    digits = int(year.strip("'’"))
    return digits if digits > 99 else 2000 + digits if digits < 70 else 1900 + digits
