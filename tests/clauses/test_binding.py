"""Whom a clause binds: its subject, its lead-in's subject, or whom the policy's scope names."""

from __future__ import annotations

import pytest

from knowledge.clauses.binding import binds, reach_of
from knowledge.model import Section

STAFF = ("staff",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff must not contact pupils.", ("staff",)),
        ("You must be accurate.", ("staff",)),
        ("Headteachers will ensure that all employees know the policy.", ("head",)),
        ("The Headteacher (or a senior manager) must give approval.", ("head",)),
        ("The school must make sure that staff are trained.", ("head",)),
        ("Governing bodies should limit children's exposure to risk.", ("governors",)),
        ("Contracted providers must report breaches.", ("contractors",)),
        ("Parents must sign the consent form.", ("parents",)),
        ("Pupils should hand in their phones.", ("pupils",)),
        ("Pupils must not be discussed online.", ("staff",)),
        ("The school's reputation must not be damaged.", ("staff",)),
        ("If a pupil, parent or governor complains, staff must tell the head.", ("staff",)),
        ("Share nothing unless the head has agreed.", ("staff",)),
        ("The head may allow a member of staff to keep a phone.", ("staff",)),
        ("Private tutoring of our students is not allowed.", ("staff",)),
        ("The illness of a pupil is not to be mentioned online by any member of staff.", ("staff",)),
        ("Parents' evening photographs are kept on the school's device.", ("staff",)),
        ("Without the agreement of the chair of governors, no account may be opened.", ("staff",)),
        ("Nobody other than the Principal may speak to the press.", ("staff",)),
        ("Students who carry a red flag must not appear in any image.", ("staff",)),
        ("Log-in details must not be shared. Pupils may draft posts.", ("staff",)),
    ],
)
def test_the_subject_of_the_rule_is_bound(text: str, expected: tuple[str, ...]) -> None:
    assert binds(text, "", Section.RULES, STAFF) == expected


def test_an_item_binds_whom_its_lead_in_names() -> None:
    assert binds("approve every post", "Governors must:", Section.RULES, STAFF) == ("governors",)


def test_a_lead_in_that_says_when_binds_nobody() -> None:
    assert binds("do not reply", "If a pupil does make contact with you online:", Section.RULES, STAFF) == STAFF


def test_staff_means_whom_the_scope_collects_under_that_name() -> None:
    reach = reach_of(
        ["This policy covers all employees, governors, contractors and volunteers (collectively referred to as Staff)."]
    )
    assert reach == ("staff", "governors", "contractors", "volunteers")
    assert binds("Staff must not post.", "", Section.RULES, reach) == reach


def test_the_body_that_employs_people_is_not_thereby_bound() -> None:
    reach = reach_of(["It applies to all employees and volunteers who are under the direction of the governing body."])
    assert reach == ("staff", "volunteers")


def test_without_a_scope_it_binds_staff() -> None:
    assert reach_of(["Phones must be locked away."]) == STAFF
