"""Whom words name: by name or by what they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.concerns.asked import holds_address
from handlers.desk import Member, Role
from handlers.mentions import named, names_staff, perhaps_named
from handlers.model import Person
from tests.handlers.larkfield import SCHOOL


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Mr Hill shouted at a child.", ["deputy"]),
        ("mr hill shouted at a child.", ["deputy"]),
        ("Hill shouted at a child.", ["deputy"]),
        ("We went up the hill, into a wood and across a field of stone.", []),
        ("The headteacher shouted.", ["head"]),
        ("the Head shouted", ["head"]),
        ("the head of year shouted", []),
        ("the deputy head shouted", ["deputy"]),
        ("the chair of governors told everybody", ["chair"]),
        ("Our DSL did not listen", ["deputy"]),
        ("Miss Marsh and Dr Stone", ["teacher", "chair"]),
        ("a head injury", []),
        ("", []),
    ],
)
def test_a_name_or_a_role_is_found_and_a_common_word_is_none(words: str, who: list[str]) -> None:
    assert [one.person.key for one in named(words, SCHOOL)] == who


BY_WHOLE_NAMES = replace(
    SCHOOL,
    staff=(
        Member(Person("peter", "Peter O'Neill"), (Role.SAFEGUARDING_LEAD,)),
        Member(Person("mary", "Mary Smith-Jones")),
        Member(Person("will", "Will Amis")),
        Member(Person("ali", "A Khan")),
        Member(Person("ina", "I. Berg")),
        Member(Person("theresa", "Theresa May")),
        Member(Person("lee", "LEE O'HARA")),
        Member(Person("it", "IT Support")),
    ),
)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Mr O’Neill wrote to a pupil", ["peter"]),
        ("Peter keeps messaging a Year 6 girl", ["peter"]),
        ("mrs smith jones shouted", ["mary"]),
        ("Smith-Jones’s class", ["mary"]),
        ("Will a pupil see it?", []),
        ("will amis shouted", ["will"]),
        ("A pupil wrote to me, and I answered.", []),
        ("May I post this?", []),
        ("mrs may shouted", ["theresa"]),
        ("Khan and Berg shouted", ["ali", "ina"]),
    ],
)
def test_a_name_is_found_as_telephones_type_it_and_by_the_first_of_it(words: str, who: list[str]) -> None:
    assert [one.person.key for one in named(words, BY_WHOLE_NAMES)] == who
    assert names_staff(words, BY_WHOLE_NAMES) == bool(who)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Will a pupil see it?", ["will"]),
        ("I think Jones knew of it.", ["mary"]),
        ("MAY shouted", ["theresa"]),
        ("It may be. A man said so, and I will not.", []),
        ("Lee saw O'HARA", ["lee"]),
        ("", []),
    ],
)
def test_where_it_is_only_asked_any_part_of_a_name_counts(words: str, who: list[str]) -> None:
    assert [one.person.key for one in perhaps_named(words, BY_WHOLE_NAMES)] == who


@pytest.mark.parametrize(
    "words",
    [
        "https://pictures.example/1",
        "HTTP://x",
        "www.pictures.example",
        "pictures.com",
        "t.me/somebody",
        "pictures.xyz",
        "hxxps://pictures",
    ],
)
def test_an_address_is_one_however_it_is_written(words: str) -> None:
    assert holds_address(f"I saw it at {words}, yesterday")


@pytest.mark.parametrize("words", ["a group chat on Snapchat", "at 9.30 p.m.", "Year 4/5, room 2.1", None])
def test_other_words_are_none(words: str | None) -> None:
    assert not holds_address(words)
