"""Reads the office's consent list: bytes → pupils with what their parents said, and what is wrong with which line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.staff_columns import plain, shown
from bot.staff_file import day_of
from handlers.consent import channel_of
from handlers.records import Consent

LARGEST = 5_000_000  # bytes
_LONGEST = 200  # characters of a reference or a name
_SEPARATORS = (",", ";", "\t", "|")
_HEADINGS: dict[str, tuple[str, ...]] = {
    "pupil": (
        "pupil reference",
        "pupil ref",
        "reference",
        "ref",
        "upn",
        "admission number",
        "adno",
        "pupil id",
        "pupil",
    ),
    "name": ("name", "pupil name", "full name", "child", "child s name"),
    "channel": ("channel", "where", "consent for", "consent type", "type", "use"),
    "said": ("consent", "permission", "answer", "yes no", "given", "response"),
    "on": ("date", "on", "date given", "consent date", "recorded", "signed on"),
}
_NEEDED = {"pupil": "pupil reference", "channel": "channel", "said": "yes or no", "on": "date"}
_YES, _NO = (
    frozenset({"yes", "y", "true", "1", "given", "granted"}),
    frozenset({"no", "n", "false", "0", "refused", "withdrawn"}),
)


class ConsentFileFault(Exception):
    """A file that no consent list can be read from; `str()` says why and what to do."""


@dataclass(frozen=True, slots=True)
class ConsentFile:
    """What was read. `faults` name their line and nobody."""

    pupils: tuple[Consent, ...]
    faults: tuple[str, ...] = ()


def read_consents(data: bytes) -> ConsentFile:
    """Read an export: a line for each pupil and channel. Of two lines about the same the later date decides; on the
    same day, the no. Raises ConsentFileFault."""
    rows = _rows(_text(data))
    _, headings = next(rows, (0, []))
    places = _places(headings)
    missing = [words for field, words in _NEEDED.items() if field not in places]
    if missing:
        there = ", ".join(f"“{shown(one)}”" for one in headings if one.strip()) or "none"
        raise ConsentFileFault(f"No column is the {' or the '.join(missing)}. The columns are: {there}.")
    names: dict[str, str] = {}
    said: dict[str, dict[str, tuple[bool, str]]] = {}
    faults = []
    for number, row in rows:
        one = {field: shown(row[place]) if place < len(row) else "" for field, place in places.items()}
        wrong = _wrong(one)
        if wrong:
            faults.append(f"line {number}: {'; '.join(wrong)}")
            continue
        names[one["pupil"]] = one.get("name", "") or names.get(one["pupil"], "")
        answers = said.setdefault(one["pupil"], {})
        channel, now = channel_of(one["channel"]) or "", (one["said"].casefold() in _YES, day_of(one["on"]) or "")
        answers[channel] = _later(answers.get(channel), now)
    if not said and not faults:
        raise ConsentFileFault("There is nobody in this file, only headings.")
    return ConsentFile(tuple(Consent(key, names[key], answers) for key, answers in said.items()), tuple(faults))


def _later(before: tuple[bool, str] | None, now: tuple[bool, str]) -> tuple[bool, str]:
    if before is None or now[1] > before[1]:
        return now
    return before if before[1] > now[1] or not before[0] else now


def _wrong(one: dict[str, str]) -> list[str]:
    wrong = []
    if not one["pupil"]:
        wrong.append("no pupil reference")
    elif max(len(one["pupil"]), len(one.get("name", ""))) > _LONGEST:
        wrong.append(f"a reference or name has more than {_LONGEST} characters")
    if channel_of(one["channel"]) is None:
        wrong.append(f"“{one['channel'][:40]}” is no channel that I know, such as website, social media or Class Dojo")
    if one["said"].casefold() not in _YES | _NO:
        wrong.append(f"“{one['said'][:40]}” is neither yes nor no")
    if not day_of(one["on"]):
        wrong.append(f"“{one['on'][:40]}” is no date; write it like 31/08/2027")
    return wrong


def _places(headings: Sequence[str]) -> dict[str, int]:
    known = [plain(one) for one in headings]
    found = {
        field: next((known.index(name) for name in names if name in known), -1) for field, names in _HEADINGS.items()
    }
    return {field: place for field, place in found.items() if place >= 0}


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise ConsentFileFault("This is larger than 5 MB, so it is no consent list.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ConsentFileFault(
            "This is an Excel workbook. In Excel choose File, Save As, “CSV UTF-8”, and import that."
        )
    for encoding in ("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and "\0" not in text:
            return text
    raise ConsentFileFault("This is empty, or no text. Export the consent list as CSV.")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with the line in which each begins."""
    first = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for row in lines:
            if any(cell.strip() for cell in row):
                yield begins, row
            begins = lines.line_num + 1
    except csv.Error:
        raise ConsentFileFault(
            f"line {begins}: a quotation mark is opened and not closed, or closed too early."
        ) from None
