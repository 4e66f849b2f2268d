"""Follow-ups: the one question that would settle it, and what its answer makes of the verdict."""

from __future__ import annotations

import pytest

from knowledge.answering import Answerer
from knowledge.engine.deciding import Settled, settle
from knowledge.engine.fitted import shipped
from knowledge.engine.following import after, concluded, follow_up, templates
from knowledge.engine.prepared import prepare
from knowledge.language.reading import Reader, shipped_lexicon
from knowledge.model import Condition, FollowUp, Modality, Verdict
from tests.knowledge.rules import policy_of

KINDS = ("exception", "approval", "condition", "likelihood", "time")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader({})


def asked(reader: Reader, kind: str, text: str) -> FollowUp:
    found = follow_up([Settled(Condition(kind, text), "open")], reader)
    assert found is not None
    return found


def test_every_shipped_line_asks_about_something_that_exists() -> None:
    concepts = {c for some in shipped_lexicon().forms.values() for many in some.values() for _, c, _ in many}
    known = concepts | {f"{prefix}.{kind}" for prefix in ("kind", "joined") for kind in KINDS}
    assert [t.concept for t in templates() if t.concept not in known] == []
    assert [c.fact for t in templates() for c in t.follow_up.choices if c.fact[1:] not in known] == []


def test_every_shipped_question_can_be_answered_either_way() -> None:
    for template in templates():
        assert template.follow_up.question.endswith("?")
        assert sorted(choice.fact[0] for choice in template.follow_up.choices) == ["+", "-"]
        assert all(choice.label for choice in template.follow_up.choices)


def test_every_choice_has_its_own_key() -> None:
    keys = [choice.key for template in templates() for choice in template.follow_up.choices]
    assert len(keys) == len(set(keys))


def test_every_kind_of_condition_can_be_asked_about(reader: Reader) -> None:
    for kind in KINDS:
        assert "“as it may be”" in asked(reader, kind, "as it may be").question


@pytest.mark.parametrize(
    ("kind", "text", "question"),
    [
        ("exception", "unless the pupils are family members", "member of your family"),
        ("exception", "unless they are related", "member of your family"),
        ("approval", "without the headteacher's written approval", "approved by the person"),
        ("approval", "without the consent of the parents", "Has permission been given"),
        ("time", "in working time", "working time"),
        ("likelihood", "if that contact is likely to constitute a conflict of interest", "professional position"),
    ],
)
def test_the_question_is_about_what_the_condition_names(reader: Reader, kind: str, text: str, question: str) -> None:
    assert question in asked(reader, kind, text).question


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("condition", "if there is no consent"),
        ("condition", "if they receive requests from pupils who are not family members"),
        ("time", "outside working hours"),
        ("condition", "if a former pupil is 18 or over"),
        ("likelihood", "which may embarrass pupils' relatives"),
        ("condition", "if you are unsure whether it is allowed"),
        ("exception", "unless the parent is in their immediate family"),
        ("exception", "unless they are close relatives"),
    ],
)
def test_a_condition_that_could_be_taken_the_wrong_way_round_is_quoted(reader: Reader, kind: str, text: str) -> None:
    assert f"“{text}”" in asked(reader, kind, text).question


def test_what_is_settled_is_not_asked(reader: Reader) -> None:
    condition = Condition("exception", "unless they are related")
    assert follow_up([Settled(condition, "met"), Settled(condition, "not met")], reader) is None
    assert follow_up([], reader) is None


@pytest.mark.parametrize(
    ("kind", "text", "modality", "met", "not_met"),
    [
        ("exception", "unless related", Modality.PROHIBITION, Verdict.YES, Verdict.NO),
        ("approval", "without approval", Modality.PROHIBITION, Verdict.YES, Verdict.NO),
        ("approval", "with approval", Modality.PERMISSION, Verdict.YES, Verdict.NO),
        ("condition", "provided that it is polite", Modality.PERMISSION, Verdict.YES, Verdict.NO),
        ("condition", "only on school devices", Modality.PROHIBITION, Verdict.YES, Verdict.NO),
        ("condition", "only on school devices", Modality.OBLIGATION, Verdict.YES, Verdict.NO),
        ("condition", "if there is no consent", Modality.PROHIBITION, Verdict.NO, Verdict.YES),
        ("time", "during breaks", Modality.PERMISSION, Verdict.YES, Verdict.NO),
        ("time", "in working time", Modality.PROHIBITION, Verdict.NO, Verdict.YES),
        ("likelihood", "that could embarrass the school", Modality.PROHIBITION, Verdict.NO, Verdict.YES),
        ("condition", "if you earn money online", Modality.OBLIGATION, Verdict.MUST, Verdict.NO),
        ("likelihood", "that could conflict", Modality.OBLIGATION, Verdict.MUST, Verdict.YES),
        ("exception", "except in classrooms", Modality.PERMISSION, Verdict.NO, Verdict.YES),
        ("condition", "if they are 18 or over", Modality.ADVICE, Verdict.TAKE_CARE, Verdict.TAKE_CARE),
    ],
)
def test_the_answer_settles_the_verdict(
    kind: str, text: str, modality: Modality, met: Verdict, not_met: Verdict
) -> None:
    condition = Condition(kind, text)
    assert after(Settled(condition, "met"), modality) is met
    assert after(Settled(condition, "not met"), modality) is not_met


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("can i post photos of pupils", "open"),
        ("with the head's permission, can i post photos", "met"),
        ("can i post photos with no permission", "not met"),
        ("the head has given permission, can i post photos", "met"),
        ("can i post photos without permission", "not met"),
    ],
)
def test_a_question_may_settle_the_condition_itself(question: str, state: str) -> None:
    reader = Reader({})
    policy = policy_of("Staff must not post photos of pupils without the permission of the headteacher.")
    sentence = prepare([policy], shipped(), reader).sentences[0][0]
    assert [one.state for one in settle(reader.question(question), sentence)] == [state]


@pytest.mark.parametrize(("fact", "state"), [("+act.approve", "met"), ("-act.approve", "not met"), ("+who.ta", "open")])
def test_a_pressed_choice_settles_the_condition_it_was_about(fact: str, state: str) -> None:
    reader = Reader({})
    policy = policy_of("Staff must not post photos of pupils without the permission of the headteacher.")
    sentence = prepare([policy], shipped(), reader).sentences[0][0]
    assert [one.state for one in settle(reader.question("can i post"), sentence, frozenset([fact]))] == [state]


OTHERS = ("Staff must behave professionally online.", "Staff must report cyberbullying of pupils to the headteacher.")
DOES_NOT_FORBID = "this clause does not forbid it"


def pressing(rule: str, question: str, *labels: str) -> str:
    """What the answer's reason is once the buttons of these labels have been pressed, one after the other."""
    answerer = Answerer([policy_of(rule, *OTHERS)])
    facts: tuple[str, ...] = ()
    answer = answerer.answer(question)
    for label in labels:
        assert answer.cited[0].clause.text == rule
        assert answer.follow_up is not None
        facts = (*facts, next(choice.fact for choice in answer.follow_up.choices if choice.label.startswith(label)))
        answer = answerer.answer(question, facts=facts)
    return answer.reason


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        (
            "Staff must not use a personal phone in school unless the headteacher has agreed and it is during a break.",
            "can I use my phone in school",
        ),
        (
            "Staff must not message pupils except through the school account and with the approval of the headteacher.",
            "can I message a pupil on whatsapp",
        ),
        ("Staff may use their own phone with the head's permission and only during breaks.", "can I use my own phone"),
        (
            "Staff must not film pupils without the head's approval or without the parents' consent.",
            "can I film pupils",
        ),
    ],
)
def test_a_condition_that_asks_for_two_things_is_asked_about_whole(rule: str, question: str) -> None:
    found = Answerer([policy_of(rule, *OTHERS)]).answer(question).follow_up
    assert found is not None
    assert found.question.startswith("Is everything in place that is asked for here: “")
    assert " and " in found.question or " or " in found.question
    assert DOES_NOT_FORBID in pressing(rule, question, "Yes")
    assert "rules this out" in pressing(rule, question, "No")


def test_what_else_the_clause_asks_for_is_asked_too() -> None:
    rule = "If the headteacher has agreed, staff may message sixth formers provided that a second adult is copied in."
    question = "can I message a sixth former"
    assert "still asks for more" in pressing(rule, question, "Yes")
    assert DOES_NOT_FORBID in pressing(rule, question, "Yes", "Yes")
    assert "rules this out" in pressing(rule, question, "Yes", "No")


def test_a_condition_in_the_next_sentence_keeps_it_open() -> None:
    rule = "Staff may film lessons with the head's approval. They must not do so without the parents' consent."
    assert "still asks for more" in pressing(rule, "can I film a lesson", "Yes")


def test_an_exception_to_a_permission_takes_it_away() -> None:
    rule = "Staff may use their phones in school except in classrooms."
    assert "rules this out" in pressing(rule, "can I use my phone in school", "Yes")
    assert DOES_NOT_FORBID in pressing(rule, "can I use my phone in school", "No")


@pytest.mark.parametrize(
    ("rule", "question"),
    [
        (
            "Staff may use personal devices for photographs with permission, but must not post them.",
            "can I post photos from my own phone",
        ),
        (
            "Staff must not post about the school unless authorised, and must never post about pupils.",
            "can I post about pupils",
        ),
        (
            "Staff must not be friends with pupils or, unless they are relatives, with parents.",
            "can I be friends with a pupil",
        ),
        ("The school monitors its e-mail without prior notice to or consent from users.", "do you monitor my emails"),
    ],
)
def test_nothing_is_asked_whose_answer_would_not_settle_the_question(rule: str, question: str) -> None:
    answer = Answerer([policy_of(rule, *OTHERS)]).answer(question)
    assert answer.cited[0].clause.text == rule
    assert answer.follow_up is None
    assert not (answer.shown and answer.verdict in (Verdict.ONLY_IF, Verdict.YES))


@pytest.mark.parametrize(
    "rule",
    [
        "Staff must not post photographs of pupils on their own accounts, with or without permission.",
        "Staff must not post photographs of pupils on their own accounts, even with permission.",
        "Staff must not post photographs of pupils on their own accounts, regardless of whether consent is given.",
    ],
)
def test_a_permission_that_changes_nothing_is_not_asked_about(rule: str) -> None:
    answer = Answerer([policy_of(rule, *OTHERS)]).answer("can I post a photo of a pupil on my own account")
    assert answer.verdict is Verdict.NO
    assert answer.follow_up is None


def test_whoever_the_rule_is_about_does_not_settle_its_exception() -> None:
    rule = "Unless a pupil is at risk, staff must not reply to messages from pupils."
    answer = Answerer([policy_of(rule, *OTHERS)]).answer("can I reply to a message from a pupil")
    assert answer.verdict is not Verdict.YES
    assert answer.follow_up is not None
    assert "Unless a pupil is at risk" in answer.follow_up.question


def test_an_exception_in_a_sentence_of_its_own_belongs_to_the_rule() -> None:
    rule = "Do not follow, friend or message students. Family is the only exception."
    sentences = prepare([policy_of(rule)], shipped(), Reader({})).sentences[0]
    assert [[c.text for c in one.conditions] for one in sentences] == [["Family is the only exception"]]


def test_a_pressed_choice_settles_no_other_condition() -> None:
    rule = "Staff may not film without the head's approval. They may not film without the parents' consent."
    first, second = prepare([policy_of(rule)], shipped(), Reader({})).sentences[0]
    found = follow_up(settle(Reader({}).question("can i film"), first), Reader({}))
    assert found is not None
    facts = frozenset([found.choices[0].fact])
    assert [one.state for one in settle(Reader({}).question("can i film"), first, facts)] == ["met"]
    assert [one.state for one in settle(Reader({}).question("can i film"), second, facts)] == ["open"]


def test_one_of_two_exceptions_is_enough_but_not_one_of_two_approvals() -> None:
    def made(kind: str, text: str, state: str) -> Settled:
        return Settled(Condition(kind, text), state)

    related, tutors = made("exception", "unless related", "met"), made("exception", "except tutors", "open")
    assert concluded([related, tutors], [related], Modality.PROHIBITION)[1] is Verdict.YES
    stranger = made("exception", "unless related", "not met")
    assert concluded([stranger, tutors], [stranger], Modality.PROHIBITION)[1] is Verdict.ONLY_IF
    head, parents = made("approval", "without the head's approval", "met"), made("approval", "without consent", "open")
    assert concluded([head, parents], [head], Modality.PROHIBITION)[1] is Verdict.ONLY_IF
    refused = made("approval", "without consent", "not met")
    assert concluded([head, refused], [head], Modality.PROHIBITION)[1] is Verdict.NO


def test_who_asks_about_a_duty_is_not_asked_who_is_in_the_family() -> None:
    rule = "Personal accounts must be set to private and list no pupils. An exception may be a pupil who is a relative."
    answer = Answerer([policy_of(rule, *OTHERS)]).answer("should my account be private")
    assert answer.cited[0].clause.text == rule
    assert answer.follow_up is None


@pytest.mark.parametrize(
    ("question", "asked_back"), [("can I be friends with a parent", True), ("can I be friends with a pupil", False)]
)
def test_an_exception_for_parents_is_none_for_pupils(question: str, *, asked_back: bool) -> None:
    rule = "Staff must not be friends with a pupil or parent online (unless the parent is in their immediate family)."
    answer = Answerer([policy_of(rule, *OTHERS)]).answer(question)
    assert answer.cited[0].clause.text == rule
    assert (answer.follow_up is not None) is asked_back
    assert asked_back or not (answer.shown and answer.verdict in (Verdict.ONLY_IF, Verdict.YES))


def test_an_exception_to_an_only_frees_people_of_it() -> None:
    rule = "Unless otherwise agreed with the head, staff may use social media at work only during breaks."
    question = "can I use social media at work"
    assert DOES_NOT_FORBID in pressing(rule, question, "Yes")
    assert "still asks for more" in pressing(rule, question, "Not yet")
    assert DOES_NOT_FORBID in pressing(rule, question, "Not yet", "Yes")
    assert "rules this out" in pressing(rule, question, "Not yet", "No")


def test_what_is_set_out_elsewhere_is_not_asked_about() -> None:
    rule = "Staff must not post photographs of pupils except as set out in section 6."
    assert Answerer([policy_of(rule, *OTHERS)]).answer("can I post a photo of a pupil").follow_up is None


def test_an_exception_that_may_free_or_bind_gives_no_leave() -> None:
    fridays = Settled(Condition("exception", "except on Fridays"), "met")
    breaks = Settled(Condition("time", "only during breaks"), "met")
    assert concluded([breaks, fridays], [fridays], Modality.PERMISSION)[1] is Verdict.ONLY_IF
