"""Ranking by its shortcut, and by the long way round that its weights are fitted on."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.engine import fitted
from knowledge.engine.fitted import Floats
from knowledge.engine.prepared import Prepared, prepare
from knowledge.engine.ranking import COMPARED, Question, Ranking, compare, likenesses, read_question
from knowledge.language.reading import Reader
from knowledge.policy import read_policy

POLICY = """Hill Lane School: social media policy

Pupils
1. Staff must not accept friend requests from pupils, unless the pupil is a member of their family.
2. Governors should think carefully before they post about the school.
3. The headteacher may publish photographs of pupils on the school's account with the consent of parents.

Working day
4. Staff may use social media during their lunch break. They must not use it in lessons.
5. Parents are asked not to film other people's children.
"""
QUESTIONS = (
    "can I accept a friend request from a pupil?",
    "I'm a governor, is it wise to post about the school on Facebook?",
    "who has to agree before the head puts a photo of Year 4 on our page",
    "do I need to stop a mum filming the nativity",
    "how much annual leave do I get",
    "xyzzy",
    "",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(fitted.shipped().words)


@pytest.fixture(scope="module")
def prepared(reader: Reader) -> Prepared:
    return prepare([read_policy(POLICY.encode(), "hill-lane.txt")], fitted.shipped(), reader)


@pytest.fixture(params=QUESTIONS)
def question(request: pytest.FixtureRequest, reader: Reader) -> Question:
    return read_question(request.param, fitted.shipped(), reader)


def test_the_shortcut_gives_the_scores_that_the_weights_were_fitted_for(question: Question, prepared: Prepared) -> None:
    numbers = compare(question, prepared)
    weights = np.random.default_rng(1).normal(size=numbers.shape[1]).astype(np.float32)
    scores = Ranking.of(weights, prepared).scores(question, likenesses(question, prepared))
    np.testing.assert_allclose(scores, numbers @ weights, atol=1e-4, rtol=1e-5)


def test_the_shipped_weights_are_as_many_as_there_are_numbers(prepared: Prepared, reader: Reader) -> None:
    question = read_question(QUESTIONS[0], fitted.shipped(), reader)
    assert compare(question, prepared).shape == (prepared.size, len(fitted.shipped().weights["ranking"]))


def _number(name: str, text: str, prepared: Prepared, reader: Reader) -> Floats:
    return likenesses(read_question(text, fitted.shipped(), reader), prepared)[COMPARED.index(name)]


def test_words_that_no_clause_has_share_nothing(prepared: Prepared, reader: Reader) -> None:
    assert not _number("bm25", "xyzzy", prepared, reader).any()
    assert not _number("concept_share", "xyzzy", prepared, reader).any()


def test_the_clause_with_the_words_of_the_question_has_the_most_bm25(prepared: Prepared, reader: Reader) -> None:
    bm25 = _number("bm25", "accept friend requests from pupils", prepared, reader)
    assert prepared.places[int(bm25.argmax())][1].text.startswith("Staff must not accept friend requests")


def test_who_what_and_to_what_must_all_agree_to_count_as_all_three(prepared: Prepared, reader: Reader) -> None:
    text = "can the head publish a photo of a pupil?"
    all_three = _number("all_three", text, prepared, reader)
    groups = [_number(f"{group}_shared", text, prepared, reader) > 0 for group in ("who", "act", "thing")]
    assert all_three.any()
    assert (all_three == np.logical_and.reduce(groups)).all()


def test_a_clause_for_parents_is_another_reader_s(prepared: Prepared, reader: Reader) -> None:
    other = _number("other_reader", "can I film the nativity?", prepared, reader)
    for (_, clause), number in zip(prepared.places, other, strict=True):
        assert number == (not clause.binds or "staff" not in clause.binds), clause.binds


def test_a_clause_for_governors_is_meant_for_a_governor_who_asks(prepared: Prepared, reader: Reader) -> None:
    (row,) = [row for row, (_, clause) in enumerate(prepared.places) if clause.binds == ("governors",)]
    assert _number("other_reader", "can I post about the school?", prepared, reader)[row] == 1
    assert _number("other_reader", "I'm a governor, can I post about the school?", prepared, reader)[row] == 0
