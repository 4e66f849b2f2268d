"""Adaptive Cards → what people see.

How it is read: the first heading is the title; a shaded container is a quotation, what stands between quotation marks
in it the policy's words, what stands before them the lead-in; two runs of words are a fact; small print is a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.model import Button, Post, Quote
from tests.seats.seen import Blank, Page

Json = Mapping[str, Any]

_ESCAPED = re.compile(r"\\(.)")
_OPTIONAL = " (optional)"


def read_message(activity: Json, card: Json) -> Post:
    """A message: its card, or where there is none its text."""
    return read_card(card) if card else Post(text=str(activity.get("text") or ""))


def read_card(card: Json) -> Post:
    """A card, with its buttons."""
    body, title = list(card["body"]), ""
    if body and body[0]["type"] == "TextBlock":
        title = _words(body.pop(0))
    parts = [_part(one) for one in body]
    return Post(
        title,
        "\n\n".join(text for kind, text in parts if kind in ("text", "exact")),
        facts=tuple(fact for kind, fact in parts if kind == "fact"),
        quotes=tuple(quote for kind, quote in parts if kind == "quote"),
        buttons=tuple(button(one) for one in card.get("actions", ())),
        notes=tuple(note for kind, note in parts if kind == "note"),
        exact=any(kind == "exact" for kind, _ in parts),
    )


def read_page(task: Json) -> Page:
    """A dialog's page: `task` is what the invoke was answered with. A fault stands before its field, a hint after."""
    card = task["value"]["card"]["content"]
    body = list(card["body"])
    at_fields = {place for place, one in enumerate(body[1:]) if _is_fault(body[place]) and _is_blank(one)}
    whole = [_words(one) for place, one in enumerate(body) if _is_fault(one) and place not in at_fields]
    body = [one for place, one in enumerate(body) if not _is_fault(one) or place in at_fields]
    heading = _words(body.pop(0))
    first = next((place for place, one in enumerate(body) if _is_blank(one) or _is_fault(one)), len(body))
    words = read_card({"body": body[:first]}) if first else Post()
    blanks = {one.label: one for one in _blanks(body[first:])}
    buttons = tuple(one["title"] for one in card["actions"])
    return Page(task["value"]["title"], heading, words, blanks, buttons, "\n".join(whole), task)


def is_page(task: Json) -> bool:
    """Whether a dialog shows a form's page, and not a last view or a bare word."""
    if not isinstance(task["value"], dict):
        return False
    return any("dialog" in one.get("data", ()) for one in task["value"]["card"]["content"].get("actions", ()))


def button(action: Json) -> Button:
    """A button, as a press on it comes back."""
    if action["type"] == "Action.OpenUrl":
        return Button("", action["title"], link=action["url"])
    data = action["data"]
    key, opens = data.get("button", ""), data.get("msteams", {}).get("type") == "task/fetch"
    return Button(key, action["title"], data.get("value", ""), opens=key if opens else "")


def _part(part: Json) -> tuple[str, Any]:
    """What a part of a card is, and what it says."""
    if part["type"] == "Container":
        return "quote", _quote(part["items"])
    runs = part.get("inlines", ())
    if len(runs) == 2:
        return "fact", (_plain(runs[0]["text"]).removesuffix(" ").removesuffix(":"), _plain(runs[1]["text"]))
    if any(run.get("fontType") == "Monospace" for run in runs):
        return "exact", "".join(run["text"] for run in runs)
    return "note" if _is_small(part) else "text", _words(part)


def _quote(items: Sequence[Json]) -> Quote:
    text = lead_in = source = ""
    for one in items:
        words = _words(one)
        if _is_small(one):
            source = words.removeprefix("— ")
        elif words.startswith("“") and words.endswith("”"):
            text = words[1:-1]
        else:
            lead_in = words
    return Quote(text, source, lead_in=lead_in)


def _blanks(body: Sequence[Json]) -> list[Blank]:
    found: list[Blank] = []
    error = ""
    for part in body:
        if _is_blank(part):
            found.append(_blank(part, error))
            error = ""
        elif _is_fault(part):
            error = _words(part)
        elif _is_small(part) and found:
            last = found.pop()
            hint = f"{last.hint} {_words(part)}".strip()
            found.append(Blank(last.key, last.label, last.value, hint, last.error, last.choices))
    return found


def _blank(part: Json, error: str) -> Blank:
    choices = {one["title"]: one["value"] for one in part.get("choices", ())}
    given = part.get("value", "")
    held = given.split(",") if part.get("isMultiSelect") else [given]
    value = ", ".join(next((words for words, key in choices.items() if key == one), one) for one in held)
    return Blank(part["id"], _plain(part["label"]).removesuffix(_OPTIONAL), value, "", error, choices)


def _is_blank(part: Json) -> bool:
    return str(part["type"]).startswith("Input.")


def _is_fault(part: Json) -> bool:
    return any(run.get("color") == "Attention" for run in part.get("inlines", ()))


def _is_small(part: Json) -> bool:
    return any(run.get("size") == "Small" for run in part.get("inlines", ()))


def _words(part: Json) -> str:
    if part["type"] == "TextBlock":
        return _plain(_ESCAPED.sub(r"\1", part["text"]))
    return "".join(_plain(run["text"]) for run in part["inlines"])


def _plain(text: str) -> str:
    return str(text).replace("\u2060", "")
