"""What an event of Slack's comes to for the adapter: the event itself, and what is needed to answer it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from handlers.model import Event, Place

Payload = Mapping[str, Any]

_KEY = 255  # characters of an event's id


@dataclass(frozen=True, slots=True)
class User:
    """A Slack user whom somebody picked in a form."""

    id: str


@dataclass(frozen=True, slots=True)
class View:
    """The modal that it was done in. `inputs` are the ids of its input blocks."""

    id: str
    hash: str
    inputs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """An event, and what is needed to answer it. `event.who.key` is the Slack user id, as `user` stays.

    `opens`: the answer is likely to be a form. `response_url` answers privately for 30 minutes, five times.
    `threaded`: it was said or pressed in a thread; otherwise `event.where.thread` only says where one would begin.
    """

    event: Event
    trigger: str = ""
    response_url: str = ""
    view: View | None = None
    opens: bool = False
    user: str = ""
    threaded: bool = False


def place_key(channel: str) -> str:
    """The key of a channel, or of somebody's own conversation by their user id."""
    return f"slack:{channel}"


def own_place(user: str) -> Place:
    """Somebody's own conversation with the bot, where its channel is not known."""
    return Place(place_key(user))


def event_id(*parts: object) -> str:
    """An id of at most 255 characters."""
    whole = ":".join(str(part) for part in parts)
    return whole if len(whole) <= _KEY else sha256(whole.encode()).hexdigest()
