"""A post as Teams shows it: a message activity with one Adaptive Card 1.5 and a `summary`.

People's words stand in RichTextBlocks, whose runs know no Markdown at all (schema of TextRun, 1.2); where only a
TextBlock will do, Markdown is escaped. Colours and container styles are the theme's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.shorten import clean, one_line, shorten
from handlers.model import Button, Home, Post, Quote

Element = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
LARGEST = 23_000  # bytes of a card; with its summary under 28 KB, which is safe in every client and tenant
PRIMARY, BUTTONS, REFRESHING = 6, 20, 60
SUMMARY = 400

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~])")
_TAG = re.compile(r"<(?=/?\s*at)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Size:
    """How much of everything is shown; made smaller until the card fits."""

    text: int = 8000  # characters
    quote: int = 3000
    quotes: int = 12
    rows: int = 30  # facts, pictures, notes


_SIZES = (_Size(), _Size(4000, 1500, 8, 20), _Size(2000, 800, 5, 10), _Size(1000, 400, 3, 5), _Size(300, 150, 1, 2))


def message(post: Post, *, buttons: bool = True, refresh: Sequence[str] = ()) -> dict[str, Any]:
    """A message activity. See `card` for `buttons` and `refresh`."""
    return {
        "type": "message",
        "summary": summary(post),
        "attachments": [{"contentType": CARD, "content": card(post, buttons=buttons, refresh=refresh)}],
    }


def home(reply: Home) -> dict[str, Any]:
    """The person's own page, which Teams gets as a message."""
    return message(reply.post)


def summary(post: Post) -> str:
    """The content in plain words, for the feed and the toast: title, text, then the words of the policy."""
    parts = [post.title, post.text, *(quote.text for quote in post.quotes[:1])]
    words = ": ".join(one_line(part, SUMMARY) for part in parts if part.strip())
    other = [image.alt for image in post.images] + [button.label for button in post.buttons]
    return one_line(plain(words or "; ".join(other)), SUMMARY) or "…"


def card(post: Post, *, buttons: bool = True, refresh: Sequence[str] = ()) -> Element:
    """The card, under 28 KB whatever the post holds.

    `buttons=False` is the base card for readers who are not among the post's actors; `refresh` are the Teams ids of
    the actors, whose clients ask for a card of their own (at most 60, Universal Actions).
    """
    for size in _SIZES:
        made = _card(post, size, buttons, refresh)
        if weight(made) <= LARGEST:
            return made
    return _bare([_heading(post.title or summary(post), 100), _words(summary(post))])


def weight(card: Element) -> int:
    """The card's size in bytes as JSON, written in the longest way (with \\u escapes)."""
    return len(json.dumps(card))


def plain(text: str) -> str:
    """Text that mentions nobody, for a place that knows no Markdown."""
    return _TAG.sub("<\u2060", clean(text))


def markdown(text: str) -> str:
    """Text for a TextBlock, its Markdown escaped."""
    return _MARKDOWN.sub(r"\\\1", plain(text))


# --- the card's parts, in reading order --------------------------------------------------------------


def _card(post: Post, size: _Size, buttons: bool, refresh: Sequence[str]) -> Element:
    body: list[Element] = []
    if post.title.strip():
        body.append(_heading(post.title, 200))
    body += paragraphs(post.text, size.text)
    body += [_quote(quote, size) for quote in post.quotes[: size.quotes]]
    body += _facts(post.facts[: size.rows], size)
    body += [
        _words(f"Picture: {one_line(image.alt, size.quote) or 'no description'}") for image in post.images[: size.rows]
    ]
    if left_out := _left_out(post, size):
        body.append(small(f"… {left_out} more {'part does' if left_out == 1 else 'parts do'} not fit into this card."))
    body += [small(shorten(note, size.quote)) for note in post.notes[: size.rows] if note.strip()]
    made = _bare(body or [_words("…")])
    if buttons and post.buttons:
        made["actions"] = [action(button, place) for place, button in enumerate(post.buttons[:BUTTONS])]
    if refresh:
        made["refresh"] = {
            "action": {"type": "Action.Execute", "verb": "refresh", "data": {"surface": "card"}},
            "userIds": list(refresh)[:REFRESHING],
        }
    return made


def _left_out(post: Post, size: _Size) -> int:
    shown = ((post.quotes, size.quotes), (post.facts, size.rows), (post.images, size.rows), (post.notes, size.rows))
    return sum(max(0, len(parts) - most) for parts, most in shown)


def _bare(body: list[Element]) -> Element:
    return {"type": "AdaptiveCard", "$schema": SCHEMA, "version": "1.5", "body": body}


def _heading(title: str, longest: int) -> Element:
    return {
        "type": "TextBlock",
        "text": markdown(one_line(title, longest)),
        "style": "heading",
        "size": "Large",
        "weight": "Bolder",
        "wrap": True,
    }


def paragraphs(text: str, longest: int) -> list[Element]:
    """A block for each paragraph, so that clients set them apart."""
    shown = shorten(clean(text).strip(), longest)
    return [_words(part.strip()) for part in re.split(r"\n\s*\n", shown)[:40] if part.strip()]


def _words(text: str, **look: object) -> Element:
    run = {"type": "TextRun", "text": plain(text), **look}
    return {"type": "RichTextBlock", "inlines": [run]}


def small(text: str) -> Element:
    """Small print."""
    return _words(text, size="Small", isSubtle=True)


def _quote(quote: Quote, size: _Size) -> Element:
    """The policy's words, set apart by a container and by quotation marks, for those who see no shade."""
    items = []
    if quote.lead_in.strip():
        items.append(_words(shorten(quote.lead_in.strip(), size.quote)))
    if quote.text.strip():
        items.append(_words(f"“{shorten(quote.text.strip(), size.quote)}”"))
    source = one_line(quote.source, min(300, size.quote))
    if source:
        items.append(small(f"— {source}"))
    made: Element = {"type": "Container", "style": "emphasis", "items": items or [_words("…")]}
    if re.fullmatch(r"https?://[^\s<>\"]{1,1000}", quote.link):
        title = plain(source) or "Open the policy"
        made["selectAction"] = {"type": "Action.OpenUrl", "url": quote.link, "title": title}
    return made


def _facts(facts: Sequence[tuple[str, str]], size: _Size) -> list[Element]:
    rows = []
    for name, value in facts:
        runs = [
            {"type": "TextRun", "text": plain(one_line(name, 100)) + ": ", "weight": "Bolder"},
            {"type": "TextRun", "text": plain(shorten(value, size.quote)) or "–"},
        ]
        rows.append({"type": "RichTextBlock", "inlines": runs, "spacing": "Small"})
    return rows


def action(button: Button, place: int = 0) -> Element:
    """A button. One that `opens` a form asks for a dialog; any other is a Universal Action.

    From the seventh on they stand in the overflow menu: Teams shows six.
    """
    data: dict[str, Any] = {"button": clean(button.key[:250]), "value": clean(button.value[:1000])}
    made: Element
    if button.opens:
        data["msteams"] = {"type": "task/fetch"}
        made = {"type": "Action.Submit", "title": _title(button), "data": data}
    else:
        made = {
            "type": "Action.Execute",
            "title": _title(button),
            "verb": data["button"],
            "data": data,
            "fallback": {"type": "Action.Submit", "title": _title(button), "data": data},
        }
    if place >= PRIMARY:
        made["mode"] = "secondary"
    return made


def _title(button: Button) -> str:
    return one_line(plain(button.label or button.key), 75) or "…"
