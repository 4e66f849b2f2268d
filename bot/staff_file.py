"""Reads a staff list as schools' systems export it: bytes → lines of the list, and what is wrong with which line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.staff_columns import Columns, columns, shown
from handlers.records import StaffLine

LARGEST = 5_000_000  # bytes; a school of a thousand people is a tenth of it
_TITLES = 10  # rows that may stand above the headings: a report's name, the date it was printed
_LONGEST = 200  # characters of a name or a job
_SEPARATORS = (",", ";", "\t", "|")
_EMAIL = re.compile(r"[^\s@,;<>\"()\[\]\\]+@[^\s@,;<>\"()\[\]\\.]+(\.[^\s@,;<>\"()\[\]\\.]+)+")


class StaffFileFault(Exception):
    """A file that no staff list can be read from; `str()` says why and what to do."""


@dataclass(frozen=True, slots=True)
class StaffFile:
    """What was read. `faults` name their line, and nobody of a faulty line is in `lines`."""

    columns: Columns
    lines: tuple[StaffLine, ...]
    faults: tuple[str, ...] = ()
    several: int = 0  # people who have several lines, one for each post

    @property
    def silent(self) -> tuple[str, ...]:
        """The fields of a line that no column is for."""
        ours = {"job": "job", "start": "begins", "end": "ends"}
        return tuple(name for field, name in ours.items() if field not in self.columns.places)


def read_staff(data: bytes, mapping: Mapping[str, str] | None = None, capacity: str = "staff") -> StaffFile:
    """Read an export. `mapping` says what columns mean where their headings do not, `capacity` what people are whose
    line does not say.

    Raises StaffFileFault, and MappingFault for a mapping that does not fit.
    """
    text = _text(data)
    separator, above, found = _headings(text, mapping or {})
    if found.missing():
        there = ", ".join(f"“{title}”" for title in found.titles if title) or "none"
        raise StaffFileFault(
            f"No column is the {' or the '.join(found.missing())}. The columns are: {there}. Say which it is, for "
            f'example: --map "{_first(found)}={"name" if "name" in found.missing() else "email"}".'
        )
    people: dict[str, tuple[int, StaffLine]] = {}
    faults: list[str] = []
    several: set[str] = set()
    for number, row in _rows(text, separator, above):
        one, wrong = _line(found, row, capacity)
        if wrong:
            faults.append(f"line {number}: {'; '.join(wrong)}")
            continue
        before = people.get(one.key)
        if before is None:
            people[one.key] = (number, one)
        elif before[1].name.casefold() != one.name.casefold():
            faults.append(
                f"line {number}: {one.name} has the same e-mail address as {before[1].name} in line {before[0]}"
            )
        else:
            people[one.key] = (before[0], _together(before[1], one))
            several.add(one.key)
    if not people and not faults:
        raise StaffFileFault("There is nobody in this file, only headings.")
    return StaffFile(found, tuple(one for _, one in people.values()), tuple(faults), len(several))


# --- the file ---


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise StaffFileFault("This is larger than 5 MB, so it is no staff list.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise StaffFileFault("This is an Excel workbook. In Excel choose File, Save As, “CSV UTF-8”, and import that.")
    try:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # Excel's “Unicode text”
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise StaffFileFault("This is no text. Export the staff list as CSV.") from None
    if "\x00" in text:
        raise StaffFileFault("This is no text. Export the staff list as CSV.")
    if not text.strip():
        raise StaffFileFault("The file is empty.")
    return text


def _headings(text: str, mapping: Mapping[str, str]) -> tuple[str, int, Columns]:
    """What separates the cells, how many rows end with the headings, and what these mean: as most is understood."""
    found = [
        ((columns(row).fitting(mapping), -above, len(row)), separator, above, row)
        for separator in _SEPARATORS
        for above, (_, row) in enumerate(_rows(text, separator, 0, most=_TITLES), start=1)
    ]
    if not found:
        raise StaffFileFault(_QUOTES.format(1))
    _, separator, above, row = max(found, key=lambda one: one[0])
    return separator, above, columns(row, mapping)


def _rows(text: str, separator: str, above: int, most: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, after the first `above` of them, each with the line that it begins in."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    seen, begins = 0, 1
    try:
        for row in lines:
            if any(cell.strip() for cell in row) and not row[0].startswith("sep="):
                seen += 1
                if seen > above:
                    yield begins, row
                if seen == most:
                    return
            begins = lines.line_num + 1
    except csv.Error:
        if most:  # only looked for headings: another separator may fit
            return
        raise StaffFileFault(_QUOTES.format(begins)) from None


_QUOTES = (
    "line {}: a quotation mark is opened and not closed, or closed too early, so nothing after it can be read. Export "
    "the list again, or put the line right."
)


def _first(found: Columns) -> str:
    return next((title for title, meaning in found.understood() if not meaning), "Column")


# --- a line ---


def _line(found: Columns, row: Sequence[str], default: str) -> tuple[StaffLine, list[str]]:
    """One person, and what is wrong with their line."""
    wrong: list[str] = []
    name = _name(found, row)
    email = found.value(row, "email").removeprefix("mailto:")
    if not name:
        wrong.append("no name")
    elif len(name) > _LONGEST:
        wrong.append(f"the name has more than {_LONGEST} characters")
    if not email:
        wrong.append("no e-mail address")
    elif not _EMAIL.fullmatch(email) or len(email) > 254:
        wrong.append(f"“{email[:80]}” is not an e-mail address")
    days = []
    for field, which in (("start", "first"), ("end", "last")):
        written = found.value(row, field)
        day = day_of(written)
        if day is None:
            wrong.append(f"the {which} day “{written[:40]}” is no date; write it like 31/08/2027")
        days.append(day or "")
    if all(days) and days[1] < days[0]:
        wrong.append("the last day is before the first")
    job = found.value(row, "job")[:_LONGEST]
    return StaffLine(email.lower(), name, email, _capacity(found, row, job, default), job, days[0], days[1]), wrong


def _name(found: Columns, row: Sequence[str]) -> str:
    forename, surname = found.value(row, "forename"), found.value(row, "surname")
    whole = found.value(row, "name")
    if (forename and surname) or not whole:
        return f"{forename} {surname}".strip()
    last, comma, first = whole.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else whole


_CAPACITIES = (
    ("governors", re.compile(r"\b(governors?|trustees?)\b")),
    ("volunteers", re.compile(r"\b(volunteers?|parent helpers?)\b")),
    ("supply", re.compile(r"\b(supply|temporary|temp|casual)\b")),
    ("contractors", re.compile(r"\b(contractors?|agency|self.employed|third party)\b")),
)
_JOBS = {"governor": "governors", "trustee": "governors", "volunteer": "volunteers", "contractor": "contractors"}
_YES = {"yes", "y", "true", "1", "x", "✓", "t"}


def _capacity(found: Columns, row: Sequence[str], job: str, default: str) -> str:
    """The word that policies use for what somebody is. A job title decides it only where it says nothing else."""
    for field, meant in _JOBS.items():
        if found.value(row, field).casefold() in _YES:
            return meant
    written = found.value(row, "capacity").casefold()
    if not written:
        return _JOBS.get(job.casefold(), default)
    return next((meant for meant, words in _CAPACITIES if words.search(written)), "staff")


def _together(one: StaffLine, other: StaffLine) -> StaffLine:
    """Somebody with two posts: from the first day of either to the last, staff before all else.

    The job is that of the post which has no end, or both.
    """
    lasting = [line for line in (one, other) if not line.ends] or [one, other]
    jobs = dict.fromkeys(line.job for line in lasting if line.job)
    begins = min(one.begins, other.begins)  # "" is before any day
    ends = "" if not (one.ends and other.ends) else max(one.ends, other.ends)
    capacity = "staff" if "staff" in (one.capacity, other.capacity) else one.capacity
    return StaffLine(one.key, one.name, one.email, capacity, " and ".join(jobs)[:_LONGEST], begins, ends)


# --- dates ---

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NONE = {"", "-", "–", "n/a", "na", "none", "present", "current", "ongoing", "permanent"}
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_BRITISH = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})")
_WORDS = re.compile(
    r"(?:[a-z]+,? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[- ](?P<month>[a-z]{3,9})\.?,?[- ](?P<year>\d{4}|\d{2})"
)
_TIME = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?z?$")


def day_of(written: str) -> str | None:
    """A date in ISO form; "" where none is set; None for what is no date. Day before month, as in Britain."""
    words = _TIME.sub("", shown(written).casefold())
    if words in _NONE:
        return ""
    for form in (_ISO, _BRITISH, _WORDS):
        if found := form.fullmatch(words):
            month = found["month"]
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else 0
            year = int(found["year"])
            if len(found["year"]) == 2:
                year += 2000 if year < 70 else 1900
            try:
                return date(year, number, int(found["day"])).isoformat() if year >= 1900 else None
            except ValueError:
                return None
    return None
