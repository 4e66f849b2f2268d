"""What the page sends becomes an event, or one plain line about what is wrong with it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web import parse
from handlers.model import Called, Came, Event, Filled, Looked, Move, Person, Place, Pressed, Said

REED, MARSH = Person("teacher", "Ms Reed"), Person("head", "Mrs Marsh")
PEOPLE = {"teacher": REED, "head": MARSH}
FORM = {
    "dialog": "d1",
    "step": "words",
    "move": "next",
    "version": 2,
    "given": {"question": "Can I?", "tags": ["a"], "ok": True},
}


def event(kind: str, **payload: Any) -> Event:
    return parse.event(kind, {"who": "teacher", "id": "a" * 32, **payload}, PEOPLE)


def test_words_are_said_in_the_personas_own_conversation() -> None:
    said = event("said", text="Can I…?")
    assert said == Said(said.id, REED, Place("web:teacher"), "Can I…?")


def test_a_word_behind_a_slash_is_a_command() -> None:
    called = event("said", text="/policy photos of pupils")
    assert isinstance(called, Called)
    assert (called.command, called.text) == ("policy", "photos of pupils")


@pytest.mark.parametrize("text", ["/", "/ policy", "and/or", "/etc/passwd", "/2 questions"])
def test_other_slashes_are_words(text: str) -> None:
    assert isinstance(event("said", text=text), Said)


def test_a_button_brings_its_value_and_the_message_it_stood_on() -> None:
    pressed = event("pressed", button="settle", value="q1:yes", post="ab-1")
    assert pressed == Pressed(pressed.id, REED, Place("web:teacher"), "settle", "q1:yes", "ab-1")


def test_a_step_brings_what_was_filled_in_and_the_version_that_was_seen() -> None:
    filled = event("filled", **FORM)
    assert isinstance(filled, Filled)
    assert (filled.dialog, filled.step, filled.move, filled.version) == ("d1", "words", Move.NEXT, 2)
    assert filled.given == {"question": "Can I?", "tags": ["a"], "ok": True}


def test_home_and_the_first_contact_need_nothing_else() -> None:
    assert isinstance(event("home"), Looked)
    assert isinstance(event("came"), Came)


def test_the_same_submission_is_the_same_event_and_another_is_not() -> None:
    assert event("said", text="a").id == event("said", text="a").id
    assert event("said", text="a").id != event("said", text="a", id="b" * 32).id
    assert event("said", text="a").id != event("said", text="a", who="head").id
    assert len(event("said", text="a").id) <= 255


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("said", {"who": "stranger", "text": "a"}),
        ("said", {"text": 3}),
        ("said", {}),
        ("said", {"text": "a", "id": "short"}),
        ("said", {"text": "a", "id": "../../etc/passwd"}),
        ("said", {"text": "a" * 40_001}),
        ("pressed", {"button": "a" * 300}),
        ("filled", {**FORM, "move": "jump"}),
        ("filled", {**FORM, "given": ["a"]}),
        ("filled", {**FORM, "given": {"a": {"b": 1}}}),
        ("filled", {**FORM, "version": "2"}),
        ("filled", {**FORM, "version": True}),
        ("deleted", {}),
    ],
)
def test_what_the_page_never_sends_is_refused_in_one_line(kind: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(parse.Unreadable) as refused:
        event(kind, **wrong)
    assert "\n" not in str(refused.value)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["who", "id", "text", "given", "a"]), inner, max_size=4)
    ),
)


@given(st.sampled_from(["said", "pressed", "filled", "home", "came"]), _json)
def test_any_json_is_an_event_or_refused(kind: str, payload: object) -> None:
    with suppress(parse.Unreadable):
        assert parse.event(kind, payload, PEOPLE).who in PEOPLE.values()
