"""Tokens and stems: one spelling for each word, and inflections taken off but nothing more."""

from __future__ import annotations

import pytest

from knowledge.language.tokens import stem, stems, tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can I post this?", ["can", "i", "post", "this"]),
        ("I can't, cant and cannot", ["i", "can", "not", "can", "not", "and", "can", "not"]),
        ("I’m sure they’re staff", ["i", "am", "sure", "they", "are", "staff"]),
        ("the pupil's photo, the pupils' photos", ["the", "pupil", "photo", "the", "pupils", "photos"]),
        ("e-mail in Year 9", ["e", "mail", "in", "year", "9"]),
        ("Zoë's café, naïve", ["zoe", "cafe", "naive"]),
        ("non\u00a0breaking – dash", ["non", "breaking", "dash"]),
        ("🎉!!! …", []),
        ("", []),
    ],
)
def test_a_text_becomes_plain_lower_case_words(text: str, words: list[str]) -> None:
    assert tokenise(text) == words


@pytest.mark.parametrize(
    "words",
    [
        "share shares shared sharing",
        "post posts posted posting",
        "child children",
        "policy policies",
        "write writes wrote written writing",
        "stop stops stopped stopping",
        "class classes",
        "use uses used using",
        "reply replies replied replying",
        "agree agrees agreed agreeing",
        "person people",
        "tell tells told telling",
        "is are was were been being",
    ],
)
def test_forms_of_one_word_share_a_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("information", "inform"),
        ("reporter", "report"),
        ("photographer", "photograph"),
        ("position", "positive"),
        ("business", "busy"),
        ("media", "medium"),
        ("news", "new"),
        ("thing", "the"),
        ("during", "dure"),
        ("wedding", "wed"),
        ("rapping", "raped"),
        ("teacher", "teach"),
        ("governor", "govern"),
        ("parental", "parent"),
    ],
)
def test_words_that_a_policy_keeps_apart_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["bus", "status", "series", "king", "ring", "feed", "2027", "ks2", "ta"])
def test_a_stem_is_stable(word: str) -> None:
    assert stem(stem(word)) == stem(word)


def test_a_text_keeps_the_order_of_its_stems() -> None:
    assert stems("Staff must not share photos") == [stem(w) for w in ("staff", "must", "not", "share", "photo")]
