"""What clauses say: weighed at once, and sign by sign as the weights are fitted."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.engine import fitted
from knowledge.engine.deciding import Decider, VerdictWeights, deciding_sentence, mixed_verdict, settle, signs
from knowledge.engine.prepared import Prepared, prepare
from knowledge.engine.ranking import VERDICTS, read_question
from knowledge.language.reading import Reader
from knowledge.model import Policy, Verdict

QUESTIONS = (
    "can I accept a friend request from a pupil?",
    "The head has said I can post the photos, surely that's fine?",
    "do I have to report a message that a parent sent me?",
    "my own daughter is in year 4, is it still ok not to unfollow her?",
    "is it wise to say where I work",
    "xyzzy",
    "",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(fitted.shipped().words)


@pytest.fixture(scope="module")
def prepared(sample: Policy, reader: Reader) -> Prepared:
    return prepare([sample], fitted.shipped(), reader)


@pytest.fixture(scope="module")
def weights() -> VerdictWeights:
    return VerdictWeights.of(fitted.shipped().weights["verdict"])


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_shortcut_says_what_the_signs_say_one_by_one(
    text: str, prepared: Prepared, reader: Reader, weights: VerdictWeights
) -> None:
    question = read_question(text, fitted.shipped(), reader)
    decider = Decider(prepared, weights)
    for asked_again in range(2):
        found = decider.verdicts(question, range(prepared.size))
        for row, verdicts in enumerate(found):
            sentence = deciding_sentence(question, prepared, row)
            settled = settle(question.reading, sentence)
            expected = weights.probabilities(signs(question, prepared.places[row][1], sentence, settled))
            np.testing.assert_allclose(verdicts, expected, atol=1e-5, err_msg=f"clause {row}, {asked_again}")


def test_every_clause_gives_probabilities_and_leaves_silence_to_others(
    prepared: Prepared, reader: Reader, weights: VerdictWeights
) -> None:
    question = read_question(QUESTIONS[0], fitted.shipped(), reader)
    found = Decider(prepared, weights).verdicts(question, range(prepared.size))
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
    assert (found[:, VERDICTS.index(Verdict.NOT_COVERED)] < 1e-6).all()


def test_a_clause_that_says_more_about_the_question_weighs_more_in_the_mixture() -> None:
    no, yes = np.eye(2, dtype=np.float32)
    np.testing.assert_allclose(mixed_verdict([no, yes], np.array([1.0, 0.25])), [0.8, 0.2], atol=1e-6)
