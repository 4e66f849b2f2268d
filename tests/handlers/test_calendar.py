"""The school's time, by example and by property: terms, bank holidays, nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs.make_bank_holidays import FILE, LAST, written
from handlers.calendar import LONDON, Calendar, Nation

SCHOOL = Calendar(
    terms=(
        (date(2026, 9, 2), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 18)),
        (date(2027, 1, 5), date(2027, 3, 25)),
        (date(2027, 4, 12), date(2027, 7, 21)),
        (date(2027, 9, 6), date(2027, 12, 17)),
    ),
    closed=((date(2027, 5, 31), date(2027, 6, 4)),),
    inset=frozenset({date(2026, 9, 1), date(2027, 7, 22)}),
)
HOUR = timedelta(hours=1)


def at(words: str, zone: ZoneInfo = LONDON) -> datetime:
    """A moment on the school's wall: "2027-03-03 09:00"."""
    return datetime.fromisoformat(words).replace(tzinfo=zone)


FIRST = datetime(2026, 8, 1, tzinfo=UTC)
moments = st.integers(0, 530 * 24 * 60 * 60).map(lambda seconds: FIRST + timedelta(seconds=seconds))


# --- is anybody there? ---


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2027-03-03 09:00", True),  # a Wednesday in term
        ("2027-03-03 08:29", False),
        ("2027-03-03 08:30", True),
        ("2027-03-03 16:29", True),
        ("2027-03-03 16:30", False),
        ("2027-03-06 10:00", False),  # Saturday
        ("2026-10-28 10:00", False),  # half-term, between two terms
        ("2027-06-02 10:00", False),  # half-term, closed within a term
        ("2027-08-17 10:00", False),  # summer
        ("2027-05-03 10:00", False),  # May Day, in term
        ("2026-09-01 10:00", True),  # INSET before term begins
        ("2027-07-22 10:00", True),  # INSET after it has ended
        ("2027-06-08 08:45", True),  # British Summer Time: 07:45 UTC
        ("2027-06-08 16:45", False),
    ],
)
def test_somebody_is_at_school_on_school_days_between_the_bells(moment: str, there: bool) -> None:
    assert SCHOOL.in_school_time(at(moment)) is there
    assert SCHOOL.in_school_time(at(moment).astimezone(UTC)) is there


def test_without_term_dates_every_weekday_but_bank_holidays_counts() -> None:
    plain = Calendar()
    assert plain.in_school_time(at("2027-08-17 10:00"))
    assert not plain.in_school_time(at("2027-08-30 10:00"))  # late summer bank holiday
    assert not plain.knows(date(2027, 8, 17))


def test_beyond_the_last_term_that_is_known_weekdays_count_until_next_years_dates_are_given() -> None:
    assert SCHOOL.knows(date(2027, 12, 17))
    assert not SCHOOL.knows(date(2027, 12, 20))
    assert SCHOOL.in_school_time(at("2028-02-02 10:00"))


@pytest.mark.parametrize(
    ("nation", "day"),
    [
        (Nation.ENGLAND, date(2027, 3, 29)),  # Easter Monday, not in Scotland
        (Nation.WALES, date(2027, 3, 29)),
        (Nation.SCOTLAND, date(2027, 11, 30)),  # St Andrew's Day
        (Nation.NORTHERN_IRELAND, date(2027, 7, 12)),
    ],
)
def test_bank_holidays_are_the_nations_own(nation: Nation, day: date) -> None:
    others = {other for other in Nation if Calendar(nation=other).bank_holiday(day)}
    assert nation in others
    assert others != set(Nation)


def test_the_shipped_bank_holidays_are_those_of_the_library() -> None:
    """`python -m docs.make_bank_holidays` makes them anew."""
    assert written() == FILE.read_text("utf-8")
    assert date.today().year + 10 < LAST  # noqa: DTZ011 - the year is enough


def test_a_school_that_teaches_on_sundays_says_so() -> None:
    weekend = Calendar(days=frozenset({6, 0, 1, 2, 3}))
    assert weekend.in_school_time(at("2027-03-07 10:00"))
    assert not weekend.in_school_time(at("2027-03-05 10:00"))


@pytest.mark.parametrize(
    ("after", "then"),
    [
        ("2027-03-03 09:00", "2027-03-03 09:00"),
        ("2027-03-03 06:00", "2027-03-03 08:30"),
        ("2027-03-05 16:30", "2027-03-08 08:30"),  # Friday evening → Monday
        ("2027-03-25 18:00", "2027-04-12 08:30"),  # Maundy Thursday → after the Easter holidays, in summer time
        ("2027-07-21 17:00", "2027-07-22 08:30"),  # INSET
        ("2027-07-22 17:00", "2027-09-06 08:30"),
        ("2026-12-18 17:00", "2027-01-05 08:30"),
    ],
)
def test_a_digest_waits_for_the_next_school_moment(after: str, then: str) -> None:
    assert SCHOOL.next_school_moment(at(after)) == at(then)


@given(moments)
def test_the_next_school_moment_is_in_school_time_and_none_is_skipped(moment: datetime) -> None:
    then = SCHOOL.next_school_moment(moment)
    assert then >= moment
    assert SCHOOL.in_school_time(then)
    assert then.tzinfo is UTC
    if then > moment:
        assert not SCHOOL.in_school_time(then - timedelta(minutes=1))
        assert not SCHOOL.in_school_time(moment + (then - moment) / 2)


# --- how long a notice may lie unopened ---


@pytest.mark.parametrize(
    ("sent", "next_person_at"),
    [
        ("2027-03-03 09:00", "2027-03-03 10:00"),
        ("2027-03-03 16:15", "2027-03-03 17:15"),
        ("2027-03-03 16:45", "2027-03-03 20:45"),
        ("2027-03-03 22:00", "2027-03-04 02:00"),  # escalations of concerns do not sleep
        ("2027-03-06 10:00", "2027-03-06 14:00"),  # nor have they weekends
        ("2027-08-17 10:00", "2027-08-17 14:00"),  # nor holidays
        ("2027-03-03 07:00", "2027-03-03 09:30"),  # an hour after school has opened
        ("2027-03-03 02:00", "2027-03-03 06:00"),
        ("2027-03-27 23:00", "2027-03-28 04:00"),  # four real hours in the night that has one less
        ("2027-10-30 23:00", "2027-10-31 02:00"),  # and in the night that has one more
    ],
)
def test_an_unopened_notice_goes_on_after_an_hour_in_school_time_and_four_outside(
    sent: str, next_person_at: str
) -> None:
    assert SCHOOL.due(at(sent)) == at(next_person_at)
    assert SCHOOL.patience(at(sent)) == SCHOOL.due(at(sent)) - at(sent).astimezone(UTC)


def test_how_long_is_a_setting() -> None:
    quicker = Calendar(patience_in=timedelta(minutes=20), patience_outside=timedelta(hours=2))
    assert quicker.patience(at("2027-03-03 09:00")) == timedelta(minutes=20)
    assert quicker.patience(at("2027-03-03 20:00")) == timedelta(hours=2)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=2)))
def test_nothing_waits_longer_than_four_hours_and_what_was_sent_first_is_due_first(
    moment: datetime, later: timedelta
) -> None:
    assert HOUR <= SCHOOL.patience(moment) <= 4 * HOUR
    assert SCHOOL.due(moment) <= SCHOOL.due(moment + later)


# --- the council, and one working day ---


@pytest.mark.parametrize(
    ("heard", "by"),
    [
        ("2027-03-03 09:00", "2027-03-04 09:00"),
        ("2027-03-03 16:00", "2027-03-04 16:00"),
        ("2027-03-25 16:00", "2027-03-30 16:00"),  # Maundy Thursday → Tuesday, in summer time
        ("2027-03-25 18:00", "2027-03-30 17:00"),  # after hours: the whole of the next day, and no more
        ("2027-03-03 06:00", "2027-03-03 17:00"),
        ("2027-03-05 16:30", "2027-03-08 16:30"),  # Friday → Monday
        ("2027-03-06 10:00", "2027-03-08 17:00"),  # Saturday: Monday
        ("2027-08-17 10:00", "2027-08-18 10:00"),  # whatever the term
        ("2026-12-24 16:00", "2026-12-29 16:00"),  # Christmas on a Friday, Boxing Day made up for on the Monday
    ],
)
def test_the_designated_officer_hears_within_one_working_day_whatever_the_term(heard: str, by: str) -> None:
    assert SCHOOL.working_day_after(at(heard)) == at(by)
    assert Calendar().working_day_after(at(heard)) == at(by)


def test_several_working_days_are_counted_the_same_way() -> None:
    assert SCHOOL.working_day_after(at("2027-03-24 10:00"), 3) == at("2027-03-31 10:00")
    assert SCHOOL.working_day_after(at("2027-03-27 10:00"), 2) == at("2027-03-31 17:00")
    with pytest.raises(ValueError, match="at least one"):
        SCHOOL.working_day_after(at("2027-03-24 10:00"), 0)


def test_scotland_works_on_easter_monday() -> None:
    assert Calendar(nation=Nation.SCOTLAND).working_day_after(at("2027-03-25 16:00")) == at("2027-03-29 16:00")


@given(moments)
def test_one_working_day_ends_on_a_working_day_and_has_none_whole_in_between(moment: datetime) -> None:
    by = SCHOOL.working_day_after(moment)
    begin, end = moment.astimezone(LONDON), by.astimezone(LONDON)
    assert by > moment
    assert SCHOOL.working_day(end.date())
    assert time(9) <= end.time() <= time(17)
    between = [begin.date() + timedelta(days=number) for number in range(1, (end.date() - begin.date()).days)]
    assert not any(SCHOOL.working_day(day) for day in between)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=5)))
def test_who_heard_first_must_tell_first(moment: datetime, later: timedelta) -> None:
    assert SCHOOL.working_day_after(moment) <= SCHOOL.working_day_after(moment + later)


@pytest.mark.parametrize(
    ("moment", "closed"),
    [
        ("2027-03-03 08:59", True),
        ("2027-03-03 09:00", False),
        ("2027-03-03 16:45", False),  # school is out, the council is in
        ("2027-03-03 17:00", True),
        ("2027-03-06 11:00", True),
        ("2027-03-29 11:00", True),  # Easter Monday
        ("2027-08-17 11:00", False),  # the council has no school holidays
    ],
)
def test_out_of_the_councils_hours_the_emergency_duty_team_answers(moment: str, closed: bool) -> None:
    assert SCHOOL.office_closed(at(moment)) is closed


# --- the law's hours ---


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2027-03-24 10:00", "2027-03-27 10:00"),
        ("2027-03-26 10:00", "2027-03-29 11:00"),  # over Good Friday's weekend, and the night that has an hour less
        ("2027-10-29 10:00", "2027-11-01 09:00"),  # and the one that has an hour more
    ],
)
def test_seventy_two_hours_run_through_weekends_holidays_and_changes_of_the_clock(begin: str, end: str) -> None:
    assert SCHOOL.statutory(at(begin)) == at(end)


@given(moments, st.integers(1, 1000))
def test_the_laws_hours_are_real_hours(moment: datetime, hours: int) -> None:
    assert SCHOOL.statutory(moment.astimezone(LONDON), hours) - moment == timedelta(hours=hours)


# --- what cannot be ---


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": frozenset()},
        {"days": frozenset({7})},
        {"hours": (time(16), time(8))},
        {"council": (time(9), time(9))},
        {"terms": ((date(2027, 3, 1), date(2027, 2, 1)),)},
    ],
)
def test_a_calendar_in_which_nobody_is_ever_there_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"days|hours|terms"):
        Calendar(**wrong)  # type: ignore[arg-type]


def test_a_moment_without_a_zone_is_refused_rather_than_guessed() -> None:
    naive = datetime(2027, 3, 3, 9, 0)  # noqa: DTZ001 - the point of the test
    for ask in (SCHOOL.in_school_time, SCHOOL.due, SCHOOL.next_school_moment, SCHOOL.working_day_after):
        with pytest.raises(ValueError, match="zone"):
            ask(naive)
