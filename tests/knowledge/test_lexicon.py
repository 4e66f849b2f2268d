"""The lexicon: longest forms win, and a longer form hides only its own group."""

from __future__ import annotations

import pytest

from knowledge.language.lexicon import Lexicon, shipped
from knowledge.language.tokens import stems

LINES = """
# people and things
who.pupil: pupil, year 9, child
who.expupil: former pupil, pupil who has left
who.parent: parent, pupil's mum
thing.profile: profile
thing.photo: photo, picture, profile picture, photo of a pupil
thing.post: post
act.post: post   # both a thing and an act
""".splitlines()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.from_lines(LINES)


def found(lexicon: Lexicon, text: str) -> list[str]:
    return [match.concept for match in lexicon.matches(stems(text))]


def test_a_form_is_found_in_any_inflection(lexicon: Lexicon) -> None:
    assert found(lexicon, "Two pupils and their PICTURES") == ["who.pupil", "thing.photo"]


def test_the_longest_form_at_a_place_wins(lexicon: Lexicon) -> None:
    assert found(lexicon, "a former pupil") == ["who.expupil"]
    assert found(lexicon, "a pupil who has left") == ["who.expupil"]


def test_a_longer_form_hides_the_words_of_its_own_group(lexicon: Lexicon) -> None:
    assert found(lexicon, "my profile picture") == ["thing.photo"]


def test_inside_a_longer_form_another_group_is_still_heard(lexicon: Lexicon) -> None:
    assert found(lexicon, "a photo of a pupil") == ["thing.photo", "who.pupil"]


def test_after_a_longer_form_its_group_is_heard_again(lexicon: Lexicon) -> None:
    assert found(lexicon, "a former pupil and a pupil") == ["who.expupil", "who.pupil"]


def test_concepts_that_share_a_form_are_all_found(lexicon: Lexicon) -> None:
    assert sorted(found(lexicon, "a post")) == ["act.post", "thing.post"]


def test_a_match_says_where_it_stands(lexicon: Lexicon) -> None:
    (match,) = lexicon.matches(stems("about a former pupil"))
    assert (match.start, match.end) == (2, 4)


def test_nothing_is_found_in_nothing(lexicon: Lexicon) -> None:
    assert found(lexicon, "") == []
    assert found(lexicon, "year") == []


def test_a_line_without_a_colon_is_named() -> None:
    with pytest.raises(ValueError, match=r"line 2: expected “concept: form, form”, found “who.parent mum, dad”"):
        Lexicon.from_lines(["who.pupil: pupil", "who.parent mum, dad"])


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("the kiddos in Year 9", "who.pupil"),
        ("an ex-pupil", "who.expupil"),
        ("somebody's mum", "who.parent"),
        ("photos on insta", "thing.photo"),
        ("photos on insta", "thing.social_media"),
        ("tell the head", "who.head"),
        ("tell the DSL", "who.dsl"),
        ("an agency teacher", "who.agency"),
        ("in my lunch break", "when.break"),
        ("a dress code", "ood.dress"),
        ("my annual leave", "ood.leave_absence"),
    ],
)
def test_the_shipped_lexicon_knows_school_words(text: str, concept: str) -> None:
    assert concept in {match.concept for match in shipped().matches(stems(text))}


def test_every_shipped_concept_has_a_group_and_a_name() -> None:
    forms = shipped().forms
    names = {concept for some in forms.values() for many in some.values() for _, concept, _ in many}
    assert len(names) > 150
    assert {name.partition(".")[0] for name in names} == {"who", "act", "thing", "when", "where", "ood"}
    assert [name for name in names if name.count(".") != 1 or " " in name] == []
