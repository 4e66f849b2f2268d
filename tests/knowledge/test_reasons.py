"""Reasons: one plain sentence for every verdict, which never promises what the clause does not."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from knowledge.engine import reasons
from knowledge.engine.deciding import Settled
from knowledge.language.forms import Form
from knowledge.model import Clause, Condition, Modality, Verdict
from tests.knowledge.rules import clause_of

CONDITION = Condition("exception", "unless they are related")
SAID = [v for v in Verdict if v is not Verdict.NOT_COVERED]


@pytest.fixture(scope="module")
def clause() -> Clause:
    return clause_of("Staff must not add pupils as friends unless they are related.")


@pytest.mark.parametrize(("verdict", "modality", "form"), list(product(SAID, Modality, Form)))
def test_every_verdict_has_one_plain_sentence(verdict: Verdict, modality: Modality, form: Form, clause: Clause) -> None:
    words = reasons.sentence(verdict, replace(clause, modality=modality), (), None, form)
    assert words[0].isupper()
    assert words.endswith(".")
    assert words.count(". ") == 0
    assert len(words) <= 90


@pytest.mark.parametrize("verdict", SAID)
def test_a_pressed_choice_is_named_in_the_reason(verdict: Verdict, clause: Clause) -> None:
    settled = Settled(CONDITION, "met")
    words = reasons.sentence(verdict, clause, (settled,), settled)
    assert words.startswith("From what you said about “unless they are related”, ")


def test_an_exception_that_applies_is_said(clause: Clause) -> None:
    words = reasons.sentence(Verdict.YES, clause, (Settled(CONDITION, "met"),), None)
    assert words == "The clause forbids this, but its exception applies to what you describe."


def test_an_open_condition_is_quoted(clause: Clause) -> None:
    words = reasons.sentence(Verdict.ONLY_IF, clause, (Settled(CONDITION, "open"),), None)
    assert words == "It turns on one thing: “unless they are related”."


def test_a_prohibition_is_never_said_to_permit(clause: Clause) -> None:
    for form in Form:
        assert "permits" not in reasons.sentence(Verdict.YES, clause, (), None, form)


def test_a_duty_that_is_none_is_said_so(clause: Clause) -> None:
    free = replace(clause, modality=Modality.PERMISSION)
    assert reasons.sentence(Verdict.NO, free, (), None, Form.MUST) == "The clause does not ask this of you."
    assert reasons.sentence(Verdict.NO, clause, (), None, Form.MUST) == "The clause rules this out."
