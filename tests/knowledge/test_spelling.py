"""Typing mistakes: one slip away from a known word, and never further."""

from __future__ import annotations

import pytest

from knowledge.language.spelling import correct

KNOWN = {"pupil": 50, "photo": 40, "parent": 30, "parents": 20, "post": 60, "facebook": 10, "form": 5, "from": 500}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pupl", "pupil"),
        ("puppil", "pupil"),
        ("pupik", "pupil"),
        ("puipl", "pupil"),
        ("facebok", "facebook"),
        ("fcaebook", "facebook"),
    ],
)
def test_one_slip_is_mended(typed: str, meant: str) -> None:
    assert correct(typed, KNOWN) == meant


def test_a_known_word_is_left_alone_though_another_is_more_frequent() -> None:
    assert correct("form", KNOWN) == "form"


def test_of_several_neighbours_the_most_frequent_is_meant() -> None:
    assert correct("paren", {"parent": 9, "pared": 3}) == "parent"
    assert correct("frop", {"from": 1, "drop": 2, "frog": 9}) == "frog"


def test_letters_exchanged_are_likelier_than_a_more_frequent_word() -> None:
    assert correct("neice", {"nice": 30, "niece": 2}) == "niece"


@pytest.mark.parametrize("typed", ["pst", "ta", "xyzzyx", "year9", "ks22", "fcbk", ""])
def test_short_words_words_with_digits_and_strange_words_stay(typed: str) -> None:
    assert correct(typed, KNOWN) == typed


def test_without_known_words_nothing_is_corrected() -> None:
    assert correct("pupl", {}) == "pupl"


def test_no_word_is_so_long_that_it_stops_the_answer() -> None:
    assert correct("a" * 200_000, {"pupil": 3}) == "a" * 200_000
