"""Phrases with gaps and groups: the form in which a school writes what must not wait."""

from __future__ import annotations

import pytest

from knowledge.engine.phrases import Phrases
from knowledge.language.tokens import stems

LINES = """
# who
{pupil} = pupil, year #, y#, #yr old, young person
told: {pupil} .. told me
danger: has a? knife/blade
""".splitlines()


def kinds(text: str) -> set[str]:
    return Phrases.from_lines("list.txt", LINES).kinds(stems(text))


@pytest.mark.parametrize(
    "text",
    [
        "a pupil told me",
        "a Year 9 told me",
        "two year 9s told me",
        "a young person has just told me",
        "a y9 told me",
        "a 14yr old told me",
    ],
)
def test_a_group_stands_for_each_of_its_forms(text: str) -> None:
    assert kinds(text) == {"told"}


@pytest.mark.parametrize("text", ["pupil one two three told me", "pupil told me", "pupil tells me"])
def test_a_gap_is_up_to_three_words(text: str) -> None:
    assert kinds(text) == {"told"}


def test_a_gap_is_no_more_than_three_words() -> None:
    assert kinds("pupil one two three four told me") == set()


@pytest.mark.parametrize("text", ["has a knife", "has knife", "have knives and has a blade"])
def test_a_word_may_be_missing_or_be_another(text: str) -> None:
    assert kinds(text) == {"danger"}


def test_several_kinds_may_be_found() -> None:
    assert kinds("a pupil told me he has a blade") == {"told", "danger"}


@pytest.mark.parametrize("text", ["", "told me", "the pupils were told", "a knifepoint"])
def test_part_of_a_phrase_is_not_enough(text: str) -> None:
    assert kinds(text) == set()


def test_a_line_without_a_colon_is_named() -> None:
    with pytest.raises(ValueError, match=r"list\.txt, line 2: expected “kind: phrase, phrase”, found “has a knife”"):
        Phrases.from_lines("list.txt", ["# danger", "has a knife"])


def test_a_group_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match=r"list\.txt, line 1: no group is called {pupl}"):
        Phrases.from_lines("list.txt", ["told: {pupl} told me"])


def test_a_phrase_of_gaps_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no word of its own"):
        Phrases.from_lines("list.txt", ["told: .. .."])
