"""How old people must be for a platform: what is shipped, and how it is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.requests.ages import named, platform, platforms

TODAY = date(2027, 3, 3)


@pytest.mark.parametrize("key", platforms())
def test_every_age_on_the_list_is_one_and_says_when_it_was_checked(key: str) -> None:
    one = platforms()[key]
    assert 0 <= one.least <= 18
    assert one.checked is not None
    assert f"last checked on {one.checked.day} " in one.age(TODAY)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Facebook", "facebook"),
        ("facebook group", "facebook_group"),
        ("Twitter", "x"),
        ("X", "x"),
        ("ClassDojo", "class_dojo"),
        ("tik-tok", "tiktok"),
        ("What's App", "whatsapp"),
        ("Linked In", "linkedin"),
    ],
)
def test_a_platform_is_known_however_it_is_spelt(typed: str, key: str) -> None:
    found = named(typed)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("typed", ["", "Chatterbox", "book", "("])
def test_nothing_else_is_taken_for_one(typed: str) -> None:
    assert named(typed) is None


def test_after_a_year_it_says_that_somebody_should_look_again() -> None:
    one = platforms()["instagram"]
    assert one.checked is not None
    assert "please look again" not in one.age(one.checked + timedelta(days=366))
    assert "please look again" in one.age(one.checked + timedelta(days=367))


def test_the_lowest_age_itself_is_old_enough() -> None:
    one = platforms()["whatsapp"]
    assert one.too_young(13) == ""
    assert one.too_young(12) == "WhatsApp takes people from 13 on, so it cannot be for pupils of 12."


def test_what_was_typed_counts_where_the_list_knows_nothing() -> None:
    one = platform("other", "Chatterbox", 14)
    assert (one.name, one.least) == ("Chatterbox", 14)
    assert one.age(TODAY) == "14 years, as whoever asks read it"
