"""Who gets a concern, by the school's table: the right person, and never the one it is about."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.concerns.access import begins_with, seers
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.routing import PRESETS, Facts, dead_ends, first, people, route
from handlers.desk import Member, Role, School
from handlers.model import Person
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER

VICE = Member(Person("vice", "Ms Brook", "vice@larkfield.example"), (Role.VICE_CHAIR,), capacity="governors")
TRUST = Member(Person("trust", "Mr Lane", "trust@larkfield.example"), (Role.TRUST,))
GOVERNOR = Member(Person("governor", "Mr Dale", "dale@larkfield.example"), capacity="governors")
FULL = replace(SCHOOL, staff=(*SCHOOL.staff, VICE, TRUST, GOVERNOR))

CONDUCT = Facts(Kind.COLLEAGUE, "teacher")


def starts(facts: Facts, school: School = FULL) -> list[str]:
    """Who gets it at once, by person."""
    stops = begins_with(facts, route(facts, school), school)
    return [one.person for one in seers(facts, stops, school)]


def test_what_a_colleague_did_goes_to_the_head() -> None:
    assert starts(CONDUCT) == ["head"]
    assert starts(replace(CONDUCT, subjects=("assistant",))) == ["head"]


def test_what_the_head_did_goes_to_the_chair() -> None:
    assert starts(replace(CONDUCT, subjects=("head",))) == ["chair"]


def test_what_a_governor_did_goes_to_the_chair() -> None:
    assert starts(replace(CONDUCT, subjects=("governor",))) == ["chair"]


@pytest.mark.parametrize(("preset", "who"), [("maintained", ["vice"]), ("academy", ["trust"]), ("independent", [])])
def test_what_the_chair_did_goes_as_the_school_is_made(preset: str, who: list[str]) -> None:
    facts = replace(CONDUCT, subjects=("chair",))
    school = replace(FULL, preset=preset)
    assert starts(facts, school) == who
    assert route(facts, school).outside


def test_what_head_and_chair_did_together_goes_outside() -> None:
    facts = replace(CONDUCT, subjects=("head", "chair"))
    assert starts(facts) == []
    assert route(facts, FULL).outside


def test_a_head_who_is_bullied_turns_to_the_chair() -> None:
    assert starts(Facts(Kind.BULLIED, "head", ("assistant",))) == ["chair"]
    assert starts(Facts(Kind.BULLIED, "teacher")) == ["head"]


def test_a_head_who_may_have_crossed_a_line_tells_the_chair() -> None:
    assert starts(Facts(Kind.SELF, "head", ("head",))) == ["chair"]


def test_a_pupil_at_risk_concerns_the_safeguarding_lead_too() -> None:
    assert starts(replace(CONDUCT, child=True)) == ["head", "deputy"]
    assert starts(Facts(Kind.CONTACT, "teacher")) == ["head", "deputy"]


def test_the_deputy_lead_stands_in_where_it_is_about_the_lead() -> None:
    """Mr Hill is the lead; Mrs Wood, the head, is the deputy lead, and gets it once."""
    assert starts(replace(CONDUCT, child=True, subjects=("deputy",))) == ["head"]
    apart = replace(VICE, person=Person("second", "Mrs Ash"), roles=(Role.DEPUTY_SAFEGUARDING_LEAD,))
    school = replace(FULL, staff=(*FULL.staff, apart))
    assert starts(replace(CONDUCT, child=True, subjects=("deputy",)), school) == ["head", "second"]


def test_disclosed_information_concerns_the_data_protection_lead_too() -> None:
    lead = replace(ASSISTANT, roles=(Role.DATA_PROTECTION_LEAD,))
    school = replace(FULL, staff=(TEACHER, lead, HEAD, DEPUTY, CHAIR))
    assert starts(Facts(Kind.DISCLOSED, "teacher"), school) == ["head", "assistant"]


def test_praise_goes_to_head_and_communications_lead() -> None:
    lead = replace(ASSISTANT, roles=(Role.COMMUNICATIONS_LEAD,))
    school = replace(FULL, staff=(TEACHER, lead, HEAD, DEPUTY, CHAIR))
    assert starts(Facts(Kind.REPUTATION, "teacher", praise=True), school) == ["head", "assistant"]


def test_whoever_is_too_close_is_passed_over() -> None:
    assert starts(replace(CONDUCT, barred=("head",))) == ["chair"]


def test_a_leader_chosen_by_name_is_asked_first_unless_it_is_about_the_head() -> None:
    assert starts(replace(CONDUCT, leader="deputy")) == ["deputy"]
    assert starts(replace(CONDUCT, leader="deputy", harm=True)) == ["deputy", "head"], "who decides about it"
    assert starts(replace(CONDUCT, leader="deputy", subjects=("deputy",))) == ["head"]
    assert starts(replace(CONDUCT, leader="deputy", subjects=("head",))) == ["chair"]


def test_a_line_is_gone_along_stop_by_stop_past_whoever_may_not() -> None:
    facts = replace(CONDUCT, barred=("chair",))
    (line,) = route(facts, FULL).lines
    assert (stop := first(line, FULL, facts.shut_out, passed=["head"])) is not None
    assert [one.person.key for one in people(stop, FULL, facts.shut_out)] == ["vice"]
    assert first(line, FULL, facts.shut_out, passed=["head", Role.VICE_CHAIR]) is None


def test_a_school_with_a_dead_end_is_told_where_it_is() -> None:
    nobody = replace(SCHOOL, staff=(TEACHER, HEAD))
    faults = dead_ends(nobody)
    assert any("the head would go to" in one for one in faults)
    assert not any("safeguarding" in one for one in faults), "the head is deputy lead"
    reached = replace(FULL, contacts=FULL.contacts.changed("lado", number="01632 960001"))
    assert dead_ends(reached) == ()


MOST_KEYS = [one.person.key for one in FULL.staff]


@given(
    kind=st.sampled_from(Kind),
    reporter=st.sampled_from(MOST_KEYS),
    subjects=st.sets(st.sampled_from(MOST_KEYS)),
    barred=st.sets(st.sampled_from(MOST_KEYS)),
    child=st.booleans(),
    leader=st.sampled_from(["", *MOST_KEYS]),
    preset=st.sampled_from(sorted(PRESETS)),
)
def test_nobody_whom_it_is_about_is_ever_on_the_way(
    kind: Kind, reporter: str, subjects: set[str], barred: set[str], child: bool, leader: str, preset: str
) -> None:
    facts = Facts(kind, reporter, tuple(subjects), tuple(barred), child, leader)
    school = replace(FULL, preset=preset)
    way = route(facts, school)
    everywhere = [stop.key for stop in itertools.chain.from_iterable(way.lines)]
    seen = {one.person for one in seers(facts, everywhere, school)}
    assert not seen & (subjects | barred)
    if NATURES[kind].victim or kind is Kind.SELF:
        assert reporter not in seen
    if not starts(facts, school):
        assert way.outside or subjects | barred, "only those it is about or were crossed out can empty a line"
