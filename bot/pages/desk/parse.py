"""What a page of ours sends → an event. Pure; who it is comes from the visit, never from the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from handlers.model import Filled, Looked, Move, Person, Place, Pressed

ONE, MANY = "one.", "many."  # before the key of a field, by how many values it may have
_LONGEST = 40_000  # characters of an answer
_FIELDS = 200
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

Sent = Sequence[tuple[str, str]]  # names and values, in order


class Unreadable(ValueError):
    """The page sent what it never sends. `str()` is one plain line."""


def place(who: Person) -> Place:
    """Where somebody's page is. Nothing can be sent there: it goes to them wherever else they can be reached."""
    return Place(f"page:{who.key}", private=True)


def opened(who: Person, submission: str, about: str) -> Pressed | Looked:
    """The first page of a visit: a button's key and value, or Home."""
    button, _, value = about.partition(" ")
    if button in ("", "home"):
        return home(who, submission)
    return Pressed(_id(who, submission), who, place(who), button, value)


def home(who: Person, submission: str) -> Looked:
    """Their own page."""
    return Looked(_id(who, submission), who, place(who), "home")


def pressed(who: Person, sent: Sent) -> Pressed:
    """A button. Raises Unreadable."""
    given = dict(sent)
    return Pressed(_event_id(who, given), who, place(who), _text(given, "button"), given.get("value", "")[:2000])


def filled(who: Person, sent: Sent) -> Filled:
    """A form's page. Raises Unreadable."""
    given = dict(sent)
    if len(sent) > _FIELDS or any(len(value) > _LONGEST for _, value in sent):
        raise Unreadable("That is too long. Please go back and shorten it.")
    answers: dict[str, object] = {
        name.removeprefix(ONE): value.replace("\r\n", "\n") for name, value in sent if name.startswith(ONE)
    }
    for name in dict.fromkeys(name for name, _ in sent if name.startswith(MANY)):
        answers[name.removeprefix(MANY)] = [value for other, value in sent if other == name and value]
    try:
        move, version = Move(_text(given, "move")), int(_text(given, "version"))
    except ValueError:
        raise Unreadable("The page sent a move that does not exist.") from None
    dialog, step = _text(given, "dialog"), _text(given, "step")
    return Filled(_event_id(who, given), who, place(who), dialog, step, move, answers, version)


def _event_id(who: Person, given: Mapping[str, str]) -> str:
    """The same submission sent twice is the same event."""
    if not _ID.fullmatch(given.get("submission", "")):
        raise Unreadable("The page sent a submission without an id.")
    return _id(
        who, f"{given['submission']}\0{given.get('move', '')}\0{given.get('button', '')}\0{given.get('value', '')}"
    )


def _id(who: Person, submission: str) -> str:
    return "page-" + sha256(f"{who.key}\0{submission}".encode()).hexdigest()[:40]


def _text(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if not value or len(value) > 255:
        raise Unreadable(f"The page left out “{name}”.")
    return value
