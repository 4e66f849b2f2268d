"""Strictness: which of two verdicts decides, and which disagreements are worth saying."""

from __future__ import annotations

from itertools import product

import pytest

from knowledge.engine.strictness import disagree, stricter
from knowledge.model import Verdict

ORDER = [Verdict.NO, Verdict.MUST, Verdict.ONLY_IF, Verdict.TAKE_CARE, Verdict.YES, Verdict.NOT_COVERED]


@pytest.mark.parametrize(("one", "other"), list(product(ORDER, ORDER)))
def test_the_stricter_verdict_decides_whichever_comes_first(one: Verdict, other: Verdict) -> None:
    assert stricter(one, other) is stricter(other, one) is ORDER[min(ORDER.index(one), ORDER.index(other))]


@pytest.mark.parametrize("other", [Verdict.NO, Verdict.ONLY_IF])
def test_a_yes_and_a_refusal_disagree(other: Verdict) -> None:
    assert disagree(Verdict.YES, other)
    assert disagree(other, Verdict.YES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Verdict.YES, Verdict.YES),
        (Verdict.YES, Verdict.TAKE_CARE),
        (Verdict.NO, Verdict.MUST),
        (Verdict.ONLY_IF, Verdict.TAKE_CARE),
        (Verdict.NO, Verdict.NO),
    ],
)
def test_verdicts_that_go_well_together_do_not_disagree(one: Verdict, other: Verdict) -> None:
    assert not disagree(one, other)
    assert not disagree(other, one)
