"""A policy's dates are read from the many ways of writing them, and never guessed."""

from __future__ import annotations

import pytest

from knowledge.model import Dates
from tests.clauses.samples import HANDBOOK, LETTER, NURSERY, QUESTIONS, TABLE, read

RULE = "\n\nPhones\n\nStaff must lock their phones away.\n"


def dates(head: str) -> Dates:
    return read(f"Phone Policy\n\n{head}{RULE}").dates


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        ("Approved & Adopted: 15 December 2016", "adopted", "2016-12-15"),
        ("Date adopted by the governing body: 1st Sept. 2021", "adopted", "2021-09-01"),
        ("Ratified by Governors\t12/03/19", "adopted", "2019-03-12"),
        ("This policy was approved by the board on 4th March 2022.", "adopted", "2022-03-04"),
        ("Approved by: Governing Board\nDate: 12 May 2023", "adopted", "2023-05-12"),
        ("Date of issue: 2024-01-31", "adopted", "2024-01-31"),
        ("Adopted by the trust on 28/11/2016 to take effect 01/01/2017", "in_force", "2017-01-01"),
        ("Effective from: September 2022", "in_force", "2022-09"),
        ("Effective Date: July 1, 2023", "in_force", "2023-07-01"),
        ("Policy last reviewed/approved: March 2023", "last_reviewed", "2023-03"),
        ("Last reviewed on: 3.4.24", "last_reviewed", "2024-04-03"),
        ("Revised: 08/15/2024", "last_reviewed", "2024-08-15"),
        ("Date reviewed\nNovember 2023", "last_reviewed", "2023-11"),
        ("Next review due by: Spring term 2025", "next_review", "2025"),
        ("Review Date: March 2024", "next_review", "2024-03"),
        ("To be reviewed: Sep-26", "next_review", "2026-09"),
        ("This policy will be reviewed in May 2026.", "next_review", "2026-05"),
        ("Review Period: Annual", "period_months", 12),
        ("Review cycle: 3 years", "period_months", 36),
        ("This policy will be reviewed every 3 years or as required.", "period_months", 36),
        ("The governors review this policy every two years.", "period_months", 24),
        ("This policy is reviewed annually.", "period_months", 12),
        ("Frequency of review: every 18 months", "period_months", 18),
        ("Review frequency\nBiennial", "period_months", 24),
    ],
)
def test_the_usual_wordings_are_understood(head: str, field: str, expected: object) -> None:
    assert getattr(dates(head), field) == expected


@pytest.mark.parametrize(
    "head",
    [
        "Next Review Due\t\nAuthor: the office",
        "Next review: 2024/25",
        "Review: bi-annually",
        "Guidance for Schools on Acceptable Usage (April 2012)",
        "Keeping Children Safe in Education (updated September 2023)",
        "The Data Protection Act 2018 applies to all of this.",
        "Risk assessments are reviewed every year by the site team.",
        "Approved: 31/02/2021",
    ],
)
def test_what_is_blank_uncertain_or_about_something_else_stays_unknown(head: str) -> None:
    assert dates(head) == Dates()
    assert len(dates(head).missing) == 5


def test_a_version_table_gives_the_first_approval_and_the_latest_review() -> None:
    control = "Version\tDate approved\tDate reviewed\n1\t1 May 2020\t4 May 2021\n2\t2 May 2022\t5 May 2023"
    assert dates(control) == Dates(adopted="2020-05-01", last_reviewed="2023-05-05")


def test_the_invented_policies_state_what_they_state() -> None:
    assert read(NURSERY).dates == Dates(adopted="2024-09-03", next_review="2025-09")
    assert read(HANDBOOK).dates == Dates(in_force="2023-07-01", last_reviewed="2024-08-15")
    assert read(QUESTIONS).dates == Dates(last_reviewed="2024-01", period_months=24)
    assert read(LETTER).dates == Dates(adopted="2023-05-12", next_review="2026")
    assert read(TABLE).dates == Dates(adopted="2020-05-01", last_reviewed="2022-05-04", next_review="2024-05")


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        (NURSERY, "x.txt", "LITTLE ACORNS DAY NURSERY Mobile Phone, Camera and Social Networking Policy"),
        (TABLE, "x.txt", "Acceptable Use Policy"),
        (LETTER, "social-media_guidance.txt", "Social media guidance"),
        ("Introduction\nAll staff follow this Social Networking Policy.\n", "x.txt", "Social Networking Policy"),
    ],
)
def test_the_title_comes_from_the_first_page_the_words_or_the_file_name(text: str, name: str, title: str) -> None:
    assert read(text, name).title == title
