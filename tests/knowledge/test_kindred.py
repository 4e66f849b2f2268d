"""Different words for one matter: what people type and what policies say meet in the situations they are used of."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.engine.fitted import Fitted, shipped
from knowledge.engine.kindred import Kindred, Met
from knowledge.language.reading import Reader

CLAUSES = (
    "Photographs of pupils must not be published.",
    "Critical remarks about colleagues must not be made.",
    "Xyzzy plugh.",
)


@pytest.fixture(scope="module")
def numbers() -> Fitted:
    return shipped()


def meet(numbers: Fitted, question: str) -> Met:
    reader = Reader(numbers.words)
    return Kindred([reader.clause(text) for text in CLAUSES], numbers).meet(reader.question(question))


@pytest.mark.parametrize(
    ("question", "nearest"),
    [("can i upload a pic of my class", 0), ("is it ok to slag off my boss", 1), ("moaning about the deputy", 1)],
)
def test_what_is_typed_meets_what_the_policy_says_in_other_words(numbers: Fitted, question: str, nearest: int) -> None:
    met = meet(numbers, question)
    assert [int(each.argmax()) for each in met] == [nearest] * 2


@pytest.mark.parametrize("question", ["", "plugh", "?!"])
def test_a_question_of_unknown_words_meets_nothing(numbers: Fitted, question: str) -> None:
    assert all(not each.any() for each in meet(numbers, question))


def test_a_clause_of_unknown_words_is_met_by_nothing(numbers: Fitted) -> None:
    assert all(each[2] == 0 for each in meet(numbers, "can i upload a pic of my class"))


def test_all_of_it_lies_between_nought_and_one(numbers: Fitted) -> None:
    met = meet(numbers, "photographs photographs pupils published remarks colleagues")
    assert met.asked.min() >= 0
    assert met.asked.max() <= 1
    assert np.abs(met.whole).max() <= 1.001


def test_words_of_the_same_situations_lie_near_each_other() -> None:
    pytest.importorskip("scipy", reason="fitting needs more than answering: pip install -e '.[fit]'")
    from knowledge.fitting.kindred import fit_kindred

    situations = 70  # each with words of its own, and two that are used of both
    texts = [((f"w{n}", f"v{n}", f"@act.a{n}", f"w{n} v{n}"), n) for n in range(situations)]
    vocabulary = sorted({feature for features, _ in texts for feature in features})
    vectors = fit_kindred(texts, vocabulary, situations).astype(float)
    words = [feature for feature in vocabulary if feature[0] in "vw" and " " not in feature]
    assert vectors.shape == (len(words), 64)
    near = vectors @ vectors.T / 127**2
    one, other = words.index("w3"), words.index("v3")
    assert near[one, other] > 0.9
