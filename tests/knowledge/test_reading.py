"""Reading: what a question and a clause say, as stems, concepts and features."""

from __future__ import annotations

import pytest

from knowledge.language.lexicon import Lexicon
from knowledge.language.reading import Reader

LEXICON = Lexicon.from_lines(["who.pupil: pupil", "who.ta: teaching assistant", "thing.photo: photo", "act.post: post"])
WORDS = {"pupil": 9, "photo": 9, "post": 9}


@pytest.fixture
def reader() -> Reader:
    return Reader(WORDS, LEXICON)


def test_typing_mistakes_in_a_question_are_mended(reader: Reader) -> None:
    assert reader.question("a phtoo of a pupli").concepts == {"thing.photo", "who.pupil"}


def test_a_clause_is_read_as_it_stands(reader: Reader) -> None:
    assert reader.clause("a phtoo of a pupli").concepts == frozenset()


def test_abbreviations_are_written_out(reader: Reader) -> None:
    assert "teach" in reader.question("can a TA post?").stems


def test_a_word_of_the_school_s_own_policy_is_not_mended_away(reader: Reader) -> None:
    reader.learn({"phoro": 1})
    assert "phoro" in reader.question("our Phoro page").stems
    assert "phoro" not in Reader(WORDS, LEXICON).question("our Phoro page").stems


def test_without_known_words_nothing_is_mended() -> None:
    assert Reader({}, LEXICON).question("a phtoo").concepts == frozenset()


def test_who_stands_before_whom_is_a_feature(reader: Reader) -> None:
    mine = reader.question("I post the pupil")
    theirs = reader.question("the pupil post")
    assert "@act.post>who.pupil" in mine.features
    assert "@who.pupil>act.post" not in mine.features
    assert "@who.pupil>act.post" in theirs.features
    assert "@self>act.post" in mine.features


def test_words_without_a_subject_are_no_features_but_not_is(reader: Reader) -> None:
    features = reader.question("the pupil is not to post it").features
    assert "the" not in features
    assert "not" in features


def test_an_empty_text_reads_as_nothing(reader: Reader) -> None:
    reading = reader.question("")
    assert (reading.stems, reading.matches, reading.features) == ((), (), ())


def test_nonsense_cannot_fill_the_memory(reader: Reader) -> None:
    for i in range(6000):
        reader.question("z" * 4 + "".join(chr(97 + (i // 26**p) % 26) for p in range(3)))
    assert len(reader._mended) <= 4096


def test_a_week_against_bullying_is_no_bullying() -> None:
    concepts = Reader({}).question("can I post about our anti-bullying week?").concepts
    assert "act.bully" not in concepts
    assert "act.bully" in Reader({}).question("a parent is bullying me online").concepts
