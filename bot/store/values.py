"""Neutral values to JSON and back: posts, places, and the reply that is kept for a repeated event."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter

from handlers.model import Ask, Done, Home, Nothing, Place, Post, Reply, Say, Update
from knowledge.model import Dates

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeptAsk:
    """An Ask as it is kept: the form is code, the dialog's state is in the store."""

    dialog: str
    errors: Mapping[str, str]


_ADAPTERS: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in (Post, Place, Dates)}


def dump(value: Post | Place | Dates | None) -> str:
    """A value as JSON; "" for None."""
    return "" if value is None else _ADAPTERS[type(value)].dump_json(value).decode()


def load(kind: type[T], written: str) -> T | None:
    """The value that `dump` wrote; None for "". Raises pydantic.ValidationError."""
    loaded: T | None = _ADAPTERS[kind].validate_json(written) if written else None
    return loaded


def dump_reply(reply: Reply) -> str:
    """A reply as JSON. Of an Ask only the dialog's id: it is said again from the state of then."""
    kept: dict[str, Any] = {"kind": type(reply).__name__}
    match reply:
        case Ask():
            kept |= {"dialog": reply.dialog.id, "errors": dict(reply.errors)}
        case Say():
            kept |= {"private": reply.private, "post": json.loads(dump(reply.post))}
        case Update() | Done() | Home():
            kept |= {"post": json.loads(dump(reply.post))}
    return json.dumps(kept, ensure_ascii=False)


def has_words(reply: Reply) -> bool:
    """Whether what is kept of a reply may hold what somebody wrote."""
    return not isinstance(reply, Nothing)


def load_reply(written: str) -> Reply | KeptAsk:
    """The reply that `dump_reply` wrote."""
    kept = json.loads(written)
    if kept["kind"] == "Nothing":
        return Nothing()
    if kept["kind"] == "Ask":
        return KeptAsk(kept["dialog"], kept["errors"])
    post = _ADAPTERS[Post].validate_python(kept["post"])
    if kept["kind"] == "Say":
        return Say(post, kept["private"])
    shapes: dict[str, Callable[[Post], Reply]] = {"Update": Update, "Done": Done, "Home": Home}
    return shapes[kept["kind"]](post)
