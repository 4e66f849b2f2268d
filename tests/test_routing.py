"""Routers: who answers what."""

from __future__ import annotations

import pytest

from handlers.desk import Desk
from handlers.model import Called, Event, Filled, Form, Looked, Move, Nothing, Person, Place, Pressed, Reply, Said, Step
from handlers.routing import Router

WHO, WHERE = Person("t1", "A teacher"), Place("chat")


def nothing(event: Event, desk: Desk) -> Reply:
    return Nothing()


def something(event: Event, desk: Desk) -> Reply:
    return Nothing()


def said(text: str) -> Said:
    return Said("e1", WHO, WHERE, text)


def test_words_go_to_the_first_predicate_that_takes_them_and_else_to_the_fallback() -> None:
    router = Router("test")
    router.said()(nothing)
    router.said(lambda event: event.text == "help")(something)
    assert router.find(said("help")) is something
    assert router.find(said("can I…?")) is nothing


def test_a_fallback_in_one_file_waits_for_the_predicates_of_all() -> None:
    first, second = Router("first"), Router("second")
    first.said()(nothing)
    second.said(lambda event: True)(something)
    assert Router("all").include(first, second).find(said("anything")) is something


def test_commands_buttons_and_home_go_by_their_keys() -> None:
    router = Router("test")
    router.called("can-i", "ask")(nothing)
    router.pressed("keep")(something)
    router.home()(nothing)
    assert router.find(Called("e", WHO, WHERE, "ask")) is nothing
    assert router.find(Pressed("e", WHO, WHERE, "keep")) is something
    assert router.find(Looked("e", WHO, WHERE, "home")) is nothing
    assert router.find(Pressed("e", WHO, WHERE, "ask")) is None
    assert set(router.keys("called")) == {"can-i", "ask"}


def test_a_key_registered_twice_is_a_mistake_that_names_it() -> None:
    first, second = Router("first"), Router("second")
    first.pressed("keep")(nothing)
    second.pressed("keep")(something)
    with pytest.raises(ValueError, match="'keep' is registered twice"):
        Router("all").include(first, second)


def test_a_button_named_after_a_form_opens_it_unless_another_handler_is_registered() -> None:
    router = Router("test")
    router.form("note")(lambda desk, about: Form("note", "A note", (Step("only", "Note"),), "note"))
    press = Pressed("e", WHO, WHERE, "note")
    opening = router.find(press)
    assert opening is not None
    router.pressed("note")(something)
    assert router.find(press) is something
    assert router.find(Filled("e", WHO, WHERE, "d", "only", Move.NEXT, {})) is None
