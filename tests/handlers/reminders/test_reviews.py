"""When a policy is due for review, who is reminded of it, and what has to be asked because no document says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handlers.reminders.dates import last_day, review_due, with_recorded
from handlers.reminders.reviews import Line, gap, reviews
from handlers.reminders.task import Task
from knowledge.model import Dates, Policy
from knowledge.policy import read_policy
from tests.handlers.larkfield import POLICY

LINE = Line(("owner",), ("head",), ("chair",))
POLICIES = Path(__file__).parents[4] / "shared" / "policies"
TODAY = date(2026, 11, 23)
END = "31 May 2027"


def policy(**dates: str | int | None) -> Policy:
    return replace(POLICY, dates=Dates(**dates))  # type: ignore[arg-type]  # as each test gives them


def task(known: Policy, today: date = TODAY, line: Line = LINE) -> Task:
    (only,) = reviews([known], line, today)
    return only


@pytest.mark.parametrize(
    ("dates", "due"),
    [
        ({"next_review": "2027-05-12"}, date(2027, 5, 12)),
        ({"next_review": "2024-02"}, date(2024, 2, 29)),
        ({"next_review": "2027"}, date(2027, 12, 31)),
        ({"last_reviewed": "2025-11-30", "period_months": 3}, date(2026, 2, 28)),
        ({"last_reviewed": "2023-03", "period_months": 12}, date(2024, 3, 31)),
        ({"adopted": "2025-09-08", "period_months": 24}, date(2027, 9, 8)),
        ({"adopted": "2016-11-28"}, None),
        ({"period_months": 36}, None),
        ({}, None),
    ],
)
def test_a_review_is_due_on_the_last_day_that_the_document_can_mean(dates: dict[str, str], due: date | None) -> None:
    assert review_due(policy(**dates).dates) == due


def test_a_month_ends_with_its_last_day() -> None:
    assert [last_day(one) for one in ("2023-03", "2024-02", "2023-02-07")] == [
        date(2023, 3, 31),
        date(2024, 2, 29),
        date(2023, 2, 7),
    ]


@pytest.mark.parametrize(
    ("today", "whom"),
    [
        (date(2027, 2, 10), None),
        (date(2027, 2, 11), ("owner",)),  # 90 days before
        (date(2027, 4, 12), ("owner",)),  # 30
        (date(2027, 5, 5), ("owner", "head")),  # 7
        (date(2027, 5, 12), ("owner", "head")),  # the day
        (date(2027, 5, 19), ("owner", "head", "chair")),  # a week after
        (date(2027, 6, 30), ("owner", "head", "chair")),
    ],
)
def test_the_owner_is_reminded_first_then_the_head_then_the_chair(today: date, whom: tuple[str, ...] | None) -> None:
    nudge = task(policy(next_review="2027-05-12"), today).nudge(today)
    assert (nudge[1] if nudge else None) == whom


def test_after_the_day_they_are_reminded_once_a_week() -> None:
    late = task(policy(next_review="2027-05-12"))
    days = {nudge[0] for day in range(1, 29) if (nudge := late.nudge(date(2027, 6, day)))}
    assert days == {date(2027, 5, 26), date(2027, 6, 2), date(2027, 6, 9), date(2027, 6, 16), date(2027, 6, 23)}


def test_where_the_policy_has_no_owner_it_is_the_heads() -> None:
    ownerless = task(policy(next_review="2027-05-12"), line=replace(LINE, owners=()))
    assert ownerless.nudge(date(2027, 2, 11)) == (date(2027, 2, 11), ("head",))


def test_where_the_school_chose_a_channel_it_is_spoken_of_there() -> None:
    spoken_of = task(policy(next_review="2027-05-12"), line=replace(LINE, channel="in slack:C1"))
    assert spoken_of.nudge(date(2027, 5, 5)) == (date(2027, 5, 5), ("in slack:C1", "head"))


def test_another_date_is_another_review() -> None:
    before, after = task(policy(next_review="2027-05-12")), task(policy(next_review="2027-06-12"))
    assert before.key != after.key
    assert after.nudge(date(2027, 2, 11)) is None


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2027, 5, 1), "It is due on 31 May 2027 (May 2027, so by the end of it), in 30 days."),
        (date(2027, 5, 31), "It is due today, 31 May 2027 (May 2027, so by the end of it)."),
        (date(2027, 6, 1), "It was due on 31 May 2027 (May 2027, so by the end of it), and is 1 day late."),
        (date(2027, 6, 30), "It was due on 31 May 2027 (May 2027, so by the end of it), and is 4 weeks late."),
        (
            date(2030, 2, 1),
            "It was due on 31 May 2027 (May 2027, so by the end of it), and is 2 years and 8 months late.",
        ),
    ],
)
def test_it_says_how_long_there_is_left_and_how_late_it_is(today: date, words: str) -> None:
    assert task(policy(next_review="2027-05"), today).words == words


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({}, "It has no dates: neither of its last review nor of its next."),
        ({"period_months": 36}, "It is to be reviewed every 3 years, and does not say since when."),
        (
            {"adopted": "2016-11-28"},
            "Its last date is 28 November 2016, and it does not say when it is due for review.",
        ),
    ],
)
def test_what_no_document_says_is_asked_for_once(dates: dict[str, str], words: str) -> None:
    asked = task(policy(**dates))
    assert asked.words == words
    assert asked.nudge(TODAY) == asked.nudge(date(2029, 1, 1)), "it is one reminder, however late"
    assert asked.nudge(TODAY)[1] == ("owner",)  # type: ignore[index]  # the line above says that there is one


def test_what_the_school_writes_down_goes_before_what_the_document_says() -> None:
    stale = policy(last_reviewed="2023-03", next_review="2024-03", period_months=12)
    after = with_recorded(stale, {stale.sha: Dates(last_reviewed="2027-03-03")})
    assert review_due(after.dates) == date(2028, 3, 3)
    assert with_recorded(stale, {"another": Dates(last_reviewed="2027-03-03")}) == stale


# --- the five real policies ---

NAMES = ("wigan", "st-marys", "owls", "waterloo", "northumberland")


@pytest.fixture
def five() -> dict[str, Policy]:
    if not POLICIES.is_dir():
        pytest.skip("the five real policies are not on this machine")
    return {name: read_policy((POLICIES / f"{name}.txt").read_bytes(), f"{name}.txt") for name in NAMES}


def test_of_the_five_real_policies_one_is_overdue_and_four_do_not_say(five: dict[str, Policy]) -> None:
    assert {name: review_due(one.dates) for name, one in five.items()} == {
        "wigan": None,
        "st-marys": None,
        "owls": None,
        "waterloo": date(2024, 3, 31),
        "northumberland": None,
    }


def test_waterloos_review_is_brought_to_owner_head_and_chair_every_week(five: dict[str, Policy]) -> None:
    waterloo = task(five["waterloo"])
    assert waterloo.words == (
        "It was due on 31 March 2024 (March 2024, so by the end of it), and is 2 years and 7 months late."
    )
    assert waterloo.nudge(TODAY) == (date(2026, 11, 22), ("owner", "head", "chair"))


def test_the_owners_of_the_other_four_are_asked_for_what_is_missing(five: dict[str, Policy]) -> None:
    assert {name: gap(one) for name, one in five.items() if gap(one)} == {
        "wigan": "It has no dates: neither of its last review nor of its next.",
        "st-marys": "It has no dates: neither of its last review nor of its next.",
        "owls": "Its last date is 1 January 2017, and it does not say when it is due for review.",
        "northumberland": "It is to be reviewed every 3 years, and does not say since when.",
    }
