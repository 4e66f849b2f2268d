"""Follow-ups: the one question that would settle it, and what its answer makes of the verdict."""

from __future__ import annotations

import pytest

from knowledge.engine.deciding import Settled, settle
from knowledge.engine.fitted import shipped
from knowledge.engine.following import after, follow_up, templates
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
    known = concepts | {f"kind.{kind}" for kind in KINDS}
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
