"""When somebody is reminded of something, and when not: facts and a clock in, reminders out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from handlers.calendar import Calendar
from handlers.reminders.task import IN, Acts, Facts, Task, due, mine

WEDNESDAY = date(2027, 3, 3)
CALENDAR = Calendar(
    terms=((date(2027, 1, 4), date(2027, 3, 25)), (date(2027, 4, 12), date(2027, 7, 21))),
    closed=((date(2027, 2, 15), date(2027, 2, 19)),),
    inset=frozenset({date(2027, 4, 9)}),
)
REVIEW = Task(
    "review",
    "Review",
    "It is due.",
    date(2027, 3, 31),
    ((-30, ("owner",)), (-7, ("owner", "head")), (0, ("owner", "head", "chair"))),
    again=7,
    then=("head", "chair"),
)
STAFF = frozenset({"owner", "head", "chair", "teacher"})


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), CALENDAR.zone).astimezone(UTC)


def facts(*tasks: Task, staff: frozenset[str] = STAFF, **said: Acts) -> Facts:
    return Facts(CALENDAR, staff, tasks or (REVIEW,), said)


def reminded(known: Facts, now: datetime) -> set[str]:
    return {one.to for one in due(known, now)}


def made(known: Facts, days: int = 60, begin: date = date(2027, 2, 20)) -> list[tuple[date, str]]:
    """What a whole spring would bring: each reminder on the first day on which it is due."""
    seen: dict[tuple[str, str], date] = {}
    for n in range(days):
        day = begin + timedelta(days=n)
        for one in due(known, at(day)):
            seen.setdefault((one.key, one.to), day)
    return sorted((day, to) for (_, to), day in seen.items())


def test_nobody_is_reminded_before_the_first_day() -> None:
    assert reminded(facts(), at(date(2027, 2, 26))) == set()
    assert reminded(facts(), at(date(2027, 3, 1))) == {"owner"}


def test_each_stage_is_one_reminder_and_reaches_more_people() -> None:
    assert made(facts()) == [
        (date(2027, 3, 1), "owner"),
        (date(2027, 3, 24), "head"),
        (date(2027, 3, 24), "owner"),
        # the day itself and the week after are in the holidays: one reminder on the INSET day, then weekly
        (date(2027, 4, 9), "chair"),
        (date(2027, 4, 9), "head"),
        (date(2027, 4, 9), "owner"),
        (date(2027, 4, 14), "chair"),
        (date(2027, 4, 14), "head"),
        (date(2027, 4, 14), "owner"),
    ]


@pytest.mark.parametrize(
    "quiet",
    [
        at(WEDNESDAY, 7),
        at(WEDNESDAY, 20),
        at(date(2027, 3, 6)),  # Saturday
        at(date(2027, 3, 30)),  # Easter holidays
        at(date(2027, 5, 3)),  # bank holiday
        at(date(2027, 2, 16)),  # half-term
    ],
)
def test_nobody_is_reminded_at_night_at_the_weekend_or_in_the_holidays(quiet: datetime) -> None:
    begun = Task("task", "Task", "", date(2027, 1, 5), ((0, ("owner",)),))
    assert reminded(facts(begun), quiet) == set()


def test_school_opens_at_the_same_time_on_the_wall_before_and_after_the_clocks_change() -> None:
    begun = Task("task", "Task", "", date(2027, 1, 5), ((0, ("owner",)),))
    winter, summer = datetime(2027, 3, 3, 8, 0, tzinfo=UTC), datetime(2027, 4, 14, 8, 0, tzinfo=UTC)
    assert reminded(facts(begun), winter) == set()  # eight o'clock
    assert reminded(facts(begun), summer) == {"owner"}  # nine o'clock


def test_somebody_who_works_two_days_a_week_is_reminded_on_those() -> None:
    part_time = facts(owner=Acts(days=frozenset({1, 3})))
    assert reminded(part_time, at(WEDNESDAY)) == set()
    assert reminded(part_time, at(WEDNESDAY + timedelta(days=1))) == {"owner"}


def test_whoever_puts_it_off_is_reminded_once_more_on_that_day() -> None:
    later = facts(owner=Acts(later={"review": date(2027, 3, 10)}))
    assert made(later, days=20) == [(date(2027, 3, 10), "owner")]


def test_putting_it_off_holds_for_whoever_did_and_for_nobody_else() -> None:
    later = facts(owner=Acts(later={"review": date(2027, 4, 30)}))
    assert reminded(later, at(date(2027, 3, 24))) == {"head"}


def test_once_somebody_has_done_it_nobody_is_reminded() -> None:
    done = facts(head=Acts(done={"review": WEDNESDAY}))
    assert reminded(done, at(date(2027, 4, 14))) == set()
    assert mine(done, "owner", at(WEDNESDAY)) == ()


def test_what_each_does_for_themselves_stops_for_whoever_has_done_it() -> None:
    own = Task("look", "Look", "", WEDNESDAY, ((0, ("owner", "teacher")),), own=True)
    assert reminded(facts(own, owner=Acts(done={"look": WEDNESDAY})), at(WEDNESDAY)) == {"teacher"}


def test_if_it_is_not_theirs_it_goes_to_the_next_in_line() -> None:
    assert reminded(facts(owner=Acts(not_me=frozenset({"review"}))), at(WEDNESDAY)) == {"head"}
    both = facts(owner=Acts(not_me=frozenset({"review"})), head=Acts(not_me=frozenset({"review"})))
    assert reminded(both, at(WEDNESDAY)) == {"chair"}


def test_if_everybody_says_that_it_is_not_theirs_it_rests_with_nobody_all_the_same() -> None:
    nobody = {one: Acts(not_me=frozenset({"review"})) for one in ("owner", "head", "chair")}
    assert reminded(facts(**nobody), at(WEDNESDAY)) == {"owner"}


def test_if_it_is_theirs_beside_others_only_the_others_go_on() -> None:
    assert reminded(facts(owner=Acts(not_me=frozenset({"review"}))), at(date(2027, 3, 24))) == {"head"}


def test_whoever_has_left_is_not_reminded_but_the_next_in_line() -> None:
    assert reminded(facts(staff=STAFF - {"owner"}), at(WEDNESDAY)) == {"head"}


def test_a_channel_is_reminded_like_a_person() -> None:
    spoken_of = Task("task", "Task", "", WEDNESDAY, ((0, (IN + "slack:C1",)),))
    assert reminded(facts(spoken_of), at(WEDNESDAY)) == {"in slack:C1"}


def test_my_list_has_what_i_put_off_and_not_what_is_still_to_come() -> None:
    later = facts(owner=Acts(later={"review": date(2027, 4, 30)}))
    assert [one.key for one in mine(later, "owner", at(WEDNESDAY))] == ["review"]
    assert mine(later, "chair", at(WEDNESDAY)) == ()
    for one in STAFF:
        assert mine(later, one, at(date(2027, 2, 26))) == ()


def test_a_task_without_nudges_stands_in_the_list_and_reminds_nobody() -> None:
    quiet = Task("task", "Task", "", WEDNESDAY, listed=("teacher",))
    assert reminded(facts(quiet), at(WEDNESDAY)) == set()
    assert [one.key for one in mine(facts(quiet), "teacher", at(WEDNESDAY, 22))] == ["task"]
