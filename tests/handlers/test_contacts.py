"""Whom people can ring: what is shipped, what a school says itself, and what wants checking again."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from handlers.calendar import Nation
from handlers.concerns.kinds import Kind
from handlers.contacts import OWN, Contact, Contacts, shipped
from handlers.desk import Role

CHECKED = date(2026, 11, 21)
LARKFIELD = (
    shipped()
    .changed("school", number="01632 960100", checked=date(2026, 9, 1))
    .changed("chair", number="01632 960155", checked=date(2026, 9, 1))
    .changed("lado", number="01632 960199", checked=date(2026, 9, 1))
)


def signs(kind: str) -> set[str]:
    return {one.key for one in shipped().signposts(kind)}


# --- what is shipped ---


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("child_image", {"iwf", "ceop", "report_remove"}),
        ("pupil_contact", {"ceop", "online_safety_helpline"}),
        ("bullied", {"report_harmful_content", "online_safety_helpline", "education_support"}),
        ("reputation", {"report_harmful_content", "online_safety_helpline"}),
        ("fake_account", {"report_harmful_content", "online_safety_helpline"}),
        ("colleague", {"nspcc_whistleblowing", "education_support"}),
        ("disclosed", {"ico"}),
        ("self", {"online_safety_helpline", "education_support"}),
        ("something that nobody thought of", set()),
    ],
)
def test_each_kind_of_concern_has_its_signposts(kind: str, keys: set[str]) -> None:
    assert signs(kind) == keys


def test_a_picture_of_a_child_leads_nobody_to_a_form_that_is_not_for_it() -> None:
    assert "report_harmful_content" not in signs("child_image")


@pytest.mark.parametrize("nation", list(Nation))
def test_everybody_who_is_shipped_can_be_reached_and_was_checked(nation: Nation) -> None:
    for one in shipped(nation).by_key.values():
        assert one.name
        assert one.key in OWN or one.reachable
        assert not one.reachable or one.checked is not None
        assert re.fullmatch(r"999|101|0[0-9 ]{10,12}|", one.number), one.key
        assert re.fullmatch(r"https://\S+|", one.address), one.key
        assert set(one.kinds) <= set(Kind)


def test_emergencies_and_the_police_are_the_same_everywhere() -> None:
    for nation in Nation:
        assert shipped(nation)["police_emergency"].number == "999"
        assert shipped(nation)["police"].number == "101"


def test_each_nation_has_its_own_words() -> None:
    assert {shipped(nation)["safeguarding_lead"].name for nation in Nation} == {
        "designated safeguarding lead",
        "designated safeguarding person",
        "child protection coordinator",
        "designated teacher for child protection",
    }
    assert "LADO" in shipped()["lado"].name
    assert "LADO" not in shipped(Nation.SCOTLAND)["lado"].name


def test_a_number_that_each_council_has_for_itself_is_not_made_up() -> None:
    for nation in (Nation.ENGLAND, Nation.WALES, Nation.SCOTLAND):
        assert not shipped(nation)["lado"].reachable
        assert not shipped(nation)["emergency_duty_team"].reachable
    assert shipped(Nation.NORTHERN_IRELAND)["lado"].reachable  # one service for all of it


# --- what the school says ---


def test_a_role_with_a_number_of_its_own_is_rung_there() -> None:
    chair = LARKFIELD.for_role(Role.CHAIR)
    assert (chair.name, chair.number) == ("chair of governors", "01632 960155")


@pytest.mark.parametrize("role", [Role.HEAD, Role.VICE_CHAIR, Role.SAFEGUARDING_LEAD, Role.POLICY_OWNER])
def test_a_role_without_one_is_rung_at_the_school(role: Role) -> None:
    one = LARKFIELD.for_role(role)
    assert one.number == "01632 960100"
    assert one.note == "the school's own number"
    assert one.name != "school"


@pytest.mark.parametrize("key", ["lado", "emergency_duty_team"])
def test_the_schools_telephone_is_not_the_councils(key: str) -> None:
    assert not shipped().changed("school", number="01632 960100").for_role(key).reachable


def test_where_nobody_gave_a_number_there_is_none() -> None:
    head = shipped().for_role(Role.HEAD)
    assert (head.reachable, head.how) == (False, "")
    assert Contacts().for_role(Role.HEAD).how == ""


def test_every_role_has_its_own_entry_or_the_schools() -> None:
    for role in Role:
        assert LARKFIELD.for_role(role).reachable


def test_a_school_can_change_what_is_shipped_and_add_its_own() -> None:
    ours = shipped().changed("ico", hours="").changed("union", name="Union", number="01632 960111", kinds=("bullied",))
    assert ours["ico"].how.startswith("0303 123 1113 or https://ico.org.uk/")
    assert [one.key for one in ours.signposts("bullied")][-1] == "union"
    assert shipped()["ico"].hours  # what is shipped stays as it is


def test_how_somebody_is_reached_is_one_line() -> None:
    both = Contact("a", "A", "01632 960100", "https://a.example", "weekdays")
    assert both.how == "01632 960100 (weekdays) or https://a.example"
    assert Contact("a", "A", address="https://a.example", hours="weekdays").how == "https://a.example"


# --- what wants checking ---


def test_what_was_checked_more_than_a_year_ago_wants_checking_again() -> None:
    assert shipped().stale(CHECKED + timedelta(days=365)) == ()
    late = {one.key for one in LARKFIELD.stale(CHECKED + timedelta(days=366))}
    assert {"school", "chair", "lado", "iwf", "police"} <= late
    assert "head" not in late  # nothing is given that could be wrong


def test_a_number_of_which_nobody_knows_when_it_was_checked_wants_checking_now() -> None:
    assert [one.key for one in shipped().changed("head", number="01632 960123").stale(CHECKED)] == ["head"]
