"""Term dates from a calendar file: what counts, what does not, and what is said where nothing can be had."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.term_dates import read_term_dates, term_dates


def calendar(*events: str) -> bytes:
    """A calendar as programs export it, with their line ends."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Larkfield//EN"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@larkfield.example", "DTSTAMP:20260701T090000Z", event, "END:VEVENT"]
    return "\r\n".join([*"\n".join(lines).split("\n"), "END:VCALENDAR", ""]).encode()


def event(name: str, first: str, after: str = "") -> str:
    """An event of whole days; `after` is the day after its last, as the format has it."""
    end = f"\nDTEND;VALUE=DATE:{after}" if after else ""
    return f"SUMMARY:{name}\nDTSTART;VALUE=DATE:{first}{end}"


AUTUMN = event("Autumn Term", "20260902", "20261219")


def test_terms_holidays_and_inset_days_are_told_apart_by_their_names() -> None:
    read = term_dates(
        calendar(
            AUTUMN,
            event("October half-term", "20261026", "20261031"),
            event("Christmas holiday", "20261219", "20270105"),
            event("INSET day - school closed to pupils", "20260901"),
            event("Staff training day", "20270104"),
            event("Harvest festival", "20261002"),
        )
    )
    assert read.terms == ((date(2026, 9, 2), date(2026, 12, 18)),)  # the last day is the one before DTEND
    assert read.closed == (
        (date(2026, 10, 26), date(2026, 10, 30)),
        (date(2026, 12, 19), date(2027, 1, 4)),
    )
    assert read.inset == {date(2026, 9, 1), date(2027, 1, 4)}


def test_an_event_with_hours_is_nobodys_holiday() -> None:
    meeting = "SUMMARY:Holiday club planning\nDTSTART:20261002T150000Z\nDTEND:20261002T160000Z"
    assert term_dates(calendar(AUTUMN, meeting)).closed == ()


def test_a_single_first_day_of_term_is_no_term() -> None:
    read = term_dates(calendar(event("Summer term begins", "20270412"), event("Half term", "20270531", "20270605")))
    assert read.terms == ()


@pytest.mark.parametrize("name", ["Break up for Christmas", "Last day before half-term", "Holiday club booking opens"])
def test_a_single_day_that_only_speaks_of_holidays_is_a_school_day(name: str) -> None:
    assert term_dates(calendar(AUTUMN, event(name, "20261023"))).closed == ()


@pytest.mark.parametrize("name", ["School closed: polling station", "Occasional day", "May bank holiday"])
def test_a_single_day_off_says_that_it_is_one(name: str) -> None:
    day = date(2026, 10, 23)
    assert term_dates(calendar(AUTUMN, event(name, "20261023"))).closed == ((day, day),)


def test_a_length_does_instead_of_an_end() -> None:
    long = "SUMMARY:Easter holidays\nDTSTART;VALUE=DATE:20270329\nDURATION:P2W"
    assert term_dates(calendar(long)).closed == ((date(2027, 3, 29), date(2027, 4, 11)),)


@pytest.mark.parametrize(
    ("ics", "says"),
    [
        (b"", "calendar file"),
        (b"name,first,last\nAutumn,2026-09-02,2026-12-18\n", "calendar file"),
        (b"\x89PNG\r\n\x1a\n", "calendar file"),
        (calendar(event("Autumn term", "00010101", "00010101")), "calendar file"),
        (calendar(event("Harvest festival", "20261002")), "called a term"),
        (calendar(), "called a term"),
    ],
)
def test_a_file_that_says_nothing_of_terms_is_refused_in_words(ics: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        term_dates(ics)


def test_a_file_that_is_not_there_or_far_too_large_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_term_dates(tmp_path / "none.ics")
    (tmp_path / "large.ics").write_bytes(b"x" * 2_000_001)
    with pytest.raises(ValueError, match="too large"):
        read_term_dates(tmp_path / "large.ics")


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda name: calendar(event(name, "20261002"))))
def test_whatever_a_file_holds_it_is_read_or_refused(ics: bytes) -> None:
    try:
        read = term_dates(ics)
    except ValueError:
        return
    assert all(first <= last for first, last in (*read.terms, *read.closed))


def test_a_half_of_a_term_that_is_called_a_half_term_is_no_holiday() -> None:
    """Seven weeks in which nobody would be reminded of anything."""
    read = term_dates(
        calendar(event("Autumn half term 1", "20260902", "20261024"), event("Half term", "20261026", "20261107"))
    )
    assert read.terms == ((date(2026, 9, 2), date(2026, 10, 23)),)
    assert read.closed == ((date(2026, 10, 26), date(2026, 11, 6)),)
