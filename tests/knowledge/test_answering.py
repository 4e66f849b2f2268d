"""Whole answers: verdict, clause, condition, follow-up, disagreement, silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge.answering import Answerer, policy_words
from knowledge.model import Answer, Policy, Verdict
from tests.knowledge.rules import policy_of

Ask = Callable[[str], Answer]

PUPILS = "Staff must not accept friend requests from pupils on their personal accounts."
FAMILY = "Staff must not accept friend requests from pupils on their personal accounts unless they are family members."
LOGO = "Staff must not use the school's logo on personal accounts."
PHONES = "Staff may use their own mobile phones for personal social media during their breaks."
NO_PHONES = "Staff must not use their own mobile phones for personal social media during their breaks."
TOOLS = (
    "Staff must not enter personal data of pupils into artificial intelligence tools "
    "unless the headteacher has approved it."
)
OTHERS = (LOGO, TOOLS, "Staff must not discuss pupils or school business online.")
FRIEND = "Can I accept a friend request from a pupil?"
PHONE = "Can I use my own phone for social media during my break?"


def answer(question: str, *lines: str, facts: tuple[str, ...] = ()) -> Answer:
    return Answerer([policy_of(*lines)]).answer(question, facts=facts)


def test_a_policy_without_clauses_cannot_answer() -> None:
    empty = replace(policy_of(PUPILS), clauses=())
    with pytest.raises(ValueError, match="no clause to answer from"):
        Answerer([empty])
    with pytest.raises(ValueError, match="no clause to answer from"):
        Answerer([])


def test_an_answer_names_clause_and_policy() -> None:
    found = answer(FRIEND, PUPILS, *OTHERS)
    assert found.verdict is Verdict.NO
    assert found.cited[0].clause.text == PUPILS
    assert found.cited[0].policy.title == "Social media policy"
    assert found.question == FRIEND


def test_up_to_four_other_clauses_stand_beside_it_best_first(ask: Ask) -> None:
    found = ask(FRIEND)
    assert len(found.cited) == 5
    scores = [cited.score for cited in found.cited]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({cited.clause.id for cited in found.cited}) == 5


def test_silence_cites_nothing_and_names_the_nearest_headings(ask: Ask) -> None:
    found = ask("Can I take annual leave in term time?")
    assert found.verdict is Verdict.NOT_COVERED
    assert found.cited == ()
    assert (found.condition, found.follow_up, found.conflict) == (None, None, None)
    assert 1 <= len(found.nearest) <= 3
    assert len(set(found.nearest)) == len(found.nearest)


def test_the_nearest_heading_of_a_policy_without_headings_is_its_title() -> None:
    policy = policy_of(LOGO)
    bare = replace(policy, clauses=tuple(replace(clause, heading=()) for clause in policy.clauses))
    assert Answerer([bare]).answer("What is the dress code?").nearest == ("Social media policy",)


def test_an_open_exception_turns_the_answer_and_is_asked_about() -> None:
    found = answer("Can I put pupils' names into ChatGPT?", TOOLS, PUPILS, PHONES)
    assert found.cited[0].clause.text == TOOLS
    assert found.verdict is Verdict.ONLY_IF
    assert found.condition == "unless the headteacher has approved it"
    assert found.follow_up is not None
    assert [choice.label for choice in found.follow_up.choices] == ["Yes, approved", "Not yet"]


def test_pressing_a_choice_changes_the_verdict() -> None:
    question = "Can I put pupils' names into ChatGPT?"
    asked = answer(question, TOOLS, PUPILS, PHONES).follow_up
    assert asked is not None
    approved, not_yet = (answer(question, TOOLS, PUPILS, PHONES, facts=(c.fact,)) for c in asked.choices)
    assert (approved.verdict, not_yet.verdict) == (Verdict.YES, Verdict.NO)
    assert approved.follow_up is None
    assert not_yet.follow_up is None
    assert "unless the headteacher has approved it" in approved.reason


def test_a_no_with_an_exception_asks_whether_it_applies() -> None:
    found = answer(FRIEND, FAMILY, *OTHERS)
    assert found.verdict in (Verdict.NO, Verdict.ONLY_IF)
    assert found.follow_up is not None
    assert found.follow_up.question == "Is this person a member of your family?"
    family, stranger = (answer(FRIEND, FAMILY, *OTHERS, facts=(c.fact,)) for c in found.follow_up.choices)
    assert (family.verdict, stranger.verdict) == (Verdict.YES, Verdict.NO)


def test_two_policies_in_force_that_disagree_are_both_quoted_and_the_strictest_decides() -> None:
    school = policy_of(PHONES, *OTHERS, title="School policy")
    trust = policy_of(NO_PHONES, title="Trust policy")
    found = Answerer([school, trust]).answer(PHONE)
    assert found.conflict is not None
    assert {found.cited[0].policy.title, found.conflict.policy.title} == {"School policy", "Trust policy"}
    assert found.verdict is Verdict.NO


def test_the_order_of_the_policies_does_not_matter() -> None:
    school = policy_of(PHONES, *OTHERS, title="School policy")
    trust = policy_of(NO_PHONES, title="Trust policy")
    one, other = (Answerer(policies).answer(PHONE) for policies in ([school, trust], [trust, school]))
    assert one.verdict is other.verdict is Verdict.NO
    assert one.cited[0].clause == other.cited[0].clause


def test_policies_that_agree_are_in_no_conflict() -> None:
    one, other = policy_of(NO_PHONES, *OTHERS, title="School policy"), policy_of(NO_PHONES, title="Trust policy")
    assert Answerer([one, other]).answer(PHONE).conflict is None


NO_NAME = "Staff must not name the school on a personal profile."
NAMED = "If staff say where they work on a personal profile, they must add that the views are their own."
NAMING = "Can I name the school on my profile?"


@pytest.mark.parametrize("lines", [(NO_NAME, NAMED), (NAMED, NO_NAME)])
def test_a_policy_that_forbids_and_takes_for_granted_says_so(lines: tuple[str, ...]) -> None:
    """Its writer forgot one clause in writing the other; who asks is told of both, and the ban decides."""
    found = answer(NAMING, *lines, *OTHERS)
    assert found.cited[0].clause.text == NO_NAME
    assert found.conflict is not None
    assert found.conflict.clause.text == NAMED
    assert found.verdict is Verdict.NO


def test_a_policy_that_forbids_and_allows_the_same_says_so() -> None:
    allowed = "Members of staff may name the school on their profiles."
    found = answer(NAMING, NO_NAME, allowed, *OTHERS)
    assert found.conflict is not None
    assert {found.cited[0].clause.text, found.conflict.clause.text} == {NO_NAME, allowed}
    assert found.verdict is Verdict.NO


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (NAMING, (NO_NAME, "If a parent says where you work on a profile, tell the headteacher.")),
        (NAMING, (NO_NAME, "Staff may name the school on LinkedIn if the headteacher has agreed.")),
        (FRIEND, (PUPILS, "Staff may accept friend requests from colleagues.")),
        (FRIEND, (PUPILS, "If a pupil sends a friend request, staff must tell the headteacher.")),
        ("Can I message a pupil?", ("Staff must not message pupils.", "If a pupil messages you, tell the head.")),
    ],
)
def test_rules_that_can_both_be_kept_do_not_contradict_each_other(question: str, lines: tuple[str, ...]) -> None:
    assert answer(question, *lines, *OTHERS).conflict is None


def test_the_asker_s_capacity_selects_what_binds() -> None:
    governors = "Governors must not be friends with parents on social media."
    staff = "Staff may be friends with parents on social media."
    answerer = Answerer([policy_of(governors, staff, LOGO)])
    question = "Can I be friends with parents on social media?"
    assert answerer.answer(question, capacity="governors").cited[0].clause.text == governors
    assert answerer.answer(question, capacity="staff").cited[0].clause.text == staff


def test_a_yes_needs_a_permitting_clause() -> None:
    assert not answer(PHONE, "Staff use their own phones and social media in breaks.", *OTHERS).shown


def test_a_permission_is_a_yes() -> None:
    found = answer(PHONE, PHONES, *OTHERS)
    assert found.cited[0].clause.text == PHONES
    assert found.verdict is Verdict.YES


def test_a_question_that_tells_of_danger_says_so_even_where_the_policy_is_silent(ask: Ask) -> None:
    found = ask("What is the dress code? A boy has a knife.")
    assert found.danger
    assert found.disclosure


def test_a_disclosure_gets_the_rule_and_the_offer(ask: Ask) -> None:
    found = ask("A Year 5 keeps messaging me on Instagram, can I reply?")
    assert found.disclosure
    assert not found.danger
    assert found.cited[0].clause.number in ("4.2", "4.3")


def test_a_question_about_a_colleague_is_marked(ask: Ask) -> None:
    assert ask("My colleague posts about pupils on Facebook, who do I tell?").names_staff
    assert ask("The head shared my photo, is that allowed?").names_staff
    assert not ask(FRIEND).names_staff


def test_every_answer_has_a_subject(ask: Ask) -> None:
    assert ask(FRIEND).subject == "contact with pupils"
    assert ask("qwertz uiop").subject


def test_two_readings_are_offered_only_where_no_verdict_is_shown(ask: Ask) -> None:
    for question in (FRIEND, PHONE, "governors", "can i use it", "photos of children", "can I reply to a message"):
        found = ask(question)
        assert len(found.readings) in (0, 2)
        assert not (found.shown and found.readings)
        assert len(set(found.readings)) == len(found.readings)


def test_a_policy_s_own_words_are_known(sample: Policy) -> None:
    words = policy_words(sample)
    assert words["larkfield"] >= 1
    assert all(len(word) > 2 for word in words)


def test_a_ban_on_the_act_and_the_things_that_are_named_is_no_silence() -> None:
    rule = "Personal use of social media is never permitted during working time or by means of our computers."
    others = ("Staff must be polite to visitors in the office.", "The school keeps parents informed about trips.")
    found = answer("can I check insta on the staffroom pc at lunch", rule, *others)
    assert found.verdict is not Verdict.NOT_COVERED
    assert found.cited[0].clause.text == rule
    assert answer("can I borrow a laptop for the weekend", rule, *others).verdict is Verdict.NOT_COVERED
