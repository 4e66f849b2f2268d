"""What the page sends → an event. Pure; the page is trusted with nothing but the choice of persona."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from handlers.model import Called, Came, Event, Filled, Looked, Move, Person, Place, Pressed, Said

LONGEST = 40_000  # characters of a message; the handler says what is too long for a question
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_KEY = 255  # characters of a key or an id of ours
_FIELDS = 100


class Unreadable(ValueError):
    """The page sent what it never sends. `str()` is one plain line."""


def event(kind: str, payload: object, people: Mapping[str, Person]) -> Event:
    """The event of a submission: kind is said, pressed, filled, home or came.

    The id comes from the persona and the id that the page gave the submission, so that the same submission sent
    twice is the same event. Raises Unreadable.
    """
    if not isinstance(payload, dict):
        raise Unreadable("The page sent something that is not an object.")
    who = people.get(_text(payload, "who"))
    if who is None:
        raise Unreadable("There is nobody of that name here.")
    key, where = event_id(who, _submission(payload)), place(who)
    match kind:
        case "said":
            return _said(key, who, where, _text(payload, "text", LONGEST))
        case "pressed":
            button, value = _text(payload, "button"), _text(payload, "value", 2000, needed=False)
            return Pressed(key, who, where, button, value, _text(payload, "post", needed=False))
        case "filled":
            return _filled(key, who, where, payload)
        case "home":
            return Looked(key, who, where, "home")
        case "came":
            return Came(key, who, where)
    raise Unreadable("The page asked for something that does not exist.")


def event_id(who: Person, submission: str) -> str:
    """The id of a persona's submission, 44 characters."""
    return "web-" + sha256(f"{who.key}\0{submission}".encode()).hexdigest()[:40]


def place(who: Person) -> Place:
    """The persona's own conversation with the bot."""
    return Place(f"web:{who.key}", private=True)


def _said(key: str, who: Person, where: Place, text: str) -> Said | Called:
    """Words, or a command typed with a slash."""
    command = re.match(r"/([a-z][a-z-]{1,31})(?:\s+|$)", text)
    if command is None:
        return Said(key, who, where, text)
    return Called(key, who, where, command.group(1), text[command.end() :].strip())


def _filled(key: str, who: Person, where: Place, payload: dict[str, Any]) -> Filled:
    try:
        move = Move(_text(payload, "move"))
    except ValueError:
        raise Unreadable("The page made a move that does not exist.") from None
    given, version = payload.get("given"), payload.get("version")
    if not isinstance(given, dict) or len(given) > _FIELDS or isinstance(version, bool) or not isinstance(version, int):
        raise Unreadable("The page sent a form that cannot be read.")
    answers = {str(name): _answer(value) for name, value in given.items()}
    return Filled(key, who, where, _text(payload, "dialog"), _text(payload, "step"), move, answers, version)


def _answer(value: object) -> str | bool | list[str]:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and len(value) <= LONGEST:
        return value
    if isinstance(value, list) and len(value) <= _FIELDS and all(isinstance(one, str) for one in value):
        return list(value)
    raise Unreadable("The page sent an answer that cannot be read.")


def _submission(payload: Mapping[str, object]) -> str:
    given = payload.get("id")
    if not isinstance(given, str) or _ID.fullmatch(given) is None:
        raise Unreadable("The page sent a submission without an id.")
    return given


def _text(payload: Mapping[str, object], name: str, longest: int = _KEY, *, needed: bool = True) -> str:
    given = payload.get(name, None if needed else "")
    if not isinstance(given, str):
        raise Unreadable(f"The page left out “{name}”.")
    if len(given) > longest:
        raise Unreadable(f"That is too long: please keep it under {longest:,} characters.")
    return given
