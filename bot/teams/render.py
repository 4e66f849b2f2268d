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

from bot.shorten import ELLIPSIS, address, blank, clean, colon, one_line, shorten, stop, working
from handlers.model import Button, Home, Post, Quote

Element = dict[str, Any]

CARD = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
LARGEST = 23_000  # bytes of a card; with its summary under 28 KB, which is safe in every client and tenant
PRIMARY, BUTTONS, REFRESHING = 6, 20, 60
SUMMARY = 400

_MARKDOWN = re.compile(r"[\\`*_~\[\]<]|&(?=#?\w+;)|^[#>+-]")  # no more: some clients show the backslash
_NUMBERED = re.compile(r"^(\d{1,9})(?=[.)])")
_TAG = re.compile(r"<(?=[^\w<>]*at)|\{(?=\{)", re.IGNORECASE)  # a mention; {{DATE(…)}}, which clients reword


@dataclass(frozen=True, slots=True)
class _Size:
    """How much of everything is shown; made smaller until the card fits."""

    text: int = 8000  # characters
    quote: int = 3000
    quotes: int = 12
    rows: int = 30  # facts, pictures, notes


_SIZES = (_Size(), _Size(4000, 1500, 8, 20), _Size(2000, 800, 5, 10), _Size(1000, 400, 3, 5), _Size(300, 150, 1, 2))


def message(post: Post, *, buttons: bool = True, refresh: Sequence[str] = ()) -> dict[str, Any]:
    """A message activity. With `refresh` it is the base card, which everybody sees, and so has no buttons:

    the clients of the actors ask for theirs, which is `card(post, refresh=refresh)`.
    """
    shown = card(post, buttons=buttons and not refresh, refresh=refresh)
    glance = one_line(plain(post.glance), SUMMARY) if post.glance else summary(post)
    return {"type": "message", "summary": glance, "attachments": [{"contentType": CARD, "content": shown}]}


def home(reply: Home) -> dict[str, Any]:
    """The person's own page, which Teams gets as a message."""
    return message(reply.post)


def summary(post: Post) -> str:
    """The content in plain words, for the feed and the toast: title, text, then the words of the policy."""
    title = one_line(post.title, SUMMARY)
    quoted = [f"“{one_line(quote.text, SUMMARY)}”" for quote in post.quotes[:1] if not blank(quote.text)]
    parts = ["" if blank(title) else stop(title), one_line(post.text, SUMMARY), *quoted]
    words = " ".join(part for part in parts if not blank(part))
    if not words:
        facts = [f"{name}{colon(name)} {value}" for name, value in post.facts[:10]]
        other = [*facts, *(image.alt for image in post.images), *post.notes, *(one.label for one in post.buttons)]
        words = "; ".join(one_line(part, SUMMARY) for part in other if not blank(part))
    return one_line(plain(words), SUMMARY) or ELLIPSIS


def card(post: Post, *, buttons: bool = True, refresh: Sequence[str] = ()) -> Element:
    """The card, under 28 KB whatever the post holds.

    `buttons=False` is the base card for readers who are not among the post's actors; `refresh` are the Teams ids of
    the actors, whose clients ask for a card of their own (at most 60, Universal Actions).
    """
    for size in _SIZES:
        made = _card(post, size, buttons, refresh)
        if weight(made) <= LARGEST:
            return made
    heading = "" if blank(post.title) else post.title
    rest = small("… The rest does not fit into this card.")
    return _bare([_heading(heading or "A long message", 100), _words(summary(post)), rest])


def weight(card: Element) -> int:
    """The card's size in bytes as JSON, written in the longest way (with \\u escapes)."""
    return len(json.dumps(card))


def plain(text: str) -> str:
    """Text that mentions nobody, for a place that knows no Markdown."""
    return _TAG.sub(lambda mark: mark.group() + "\u2060", clean(text))


def markdown(text: str) -> str:
    """One line for a TextBlock, its Markdown escaped."""
    return _NUMBERED.sub(r"\1\\", _MARKDOWN.sub(lambda mark: "\\" + mark.group(), plain(text)))


# --- the card's parts, in reading order --------------------------------------------------------------


def _card(post: Post, size: _Size, buttons: bool, refresh: Sequence[str]) -> Element:
    body: list[Element] = []
    if not blank(post.title):
        body.append(_heading(post.title, 200))
    body += [_exact(post.text, size.text)] if post.exact and not blank(post.text) else paragraphs(post.text, size.text)
    body += [_quote(quote, size) for quote in post.quotes[: size.quotes]]
    body += _facts(post.facts[: size.rows], size)
    body += [
        _words(f"Picture: {'no description' if blank(image.alt) else one_line(image.alt, size.quote)}")
        for image in post.images[: size.rows]
    ]
    if left_out := _left_out(post, size):
        body.append(small(f"… {left_out} more {'part does' if left_out == 1 else 'parts do'} not fit into this card."))
    body += [small(shorten(note, size.quote)) for note in post.notes[: size.rows] if not blank(note)]
    made = _bare(body or [_words(ELLIPSIS)])
    if buttons and (offered := working(post.buttons)):
        made["actions"] = [action(button, place) for place, button in enumerate(offered[:BUTTONS])]
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
    parts = [part.strip() for part in re.split(r"\n\s*\n", shown, maxsplit=39)]
    return [_words(part) for part in parts if not blank(part)]


def _exact(text: str, longest: int) -> Element:
    """Words to be copied, in one piece. A run of text is not parsed; what would be a mention is broken all the same."""
    return _words(shorten(clean(text), longest), fontType="Monospace")


def _words(text: str, **look: object) -> Element:
    """Words that are shown as they are; not empty."""
    run = {"type": "TextRun", "text": plain(text), **look}
    return {"type": "RichTextBlock", "inlines": [run]}


def small(text: str) -> Element:
    """Small print."""
    return _words(text, size="Small", isSubtle=True)


def fault(text: str) -> Element:
    """Red and bold; the sentence says by itself what to do."""
    return _words(text, color="Attention", weight="Bolder")


def _quote(quote: Quote, size: _Size) -> Element:
    """The policy's words, set apart by a container and by quotation marks, for those who see no shade."""
    items = []
    if not blank(quote.lead_in):
        items.append(_words(shorten(quote.lead_in.strip(), size.quote)))
    if not blank(quote.text):
        items.append(_words(f"“{shorten(quote.text.strip(), size.quote)}”"))
    source = "" if blank(quote.source) else one_line(quote.source, min(300, size.quote))
    if source:
        items.append(small(f"— {source}"))
    made: Element = {"type": "Container", "style": "emphasis", "items": items or [_words(ELLIPSIS)]}
    if re.fullmatch(r"https?://[^\s<>\"]{1,1000}", quote.link):
        title = plain(source) or "Open the policy"
        made["selectAction"] = {"type": "Action.OpenUrl", "url": quote.link, "title": title}
    return made


def _facts(facts: Sequence[tuple[str, str]], size: _Size) -> list[Element]:
    return [labelled(name, value, size.quote) for name, value in facts]


def labelled(name: str, value: str, longest: int = 3000) -> Element:
    """A line of its own: what it is, and what it says."""
    heading = ELLIPSIS if blank(name) else plain(one_line(name, 100))
    runs = [
        {"type": "TextRun", "text": f"{heading}{colon(heading)} ", "weight": "Bolder"},
        {"type": "TextRun", "text": "–" if blank(value) else plain(shorten(value.strip(), longest))},
    ]
    return {"type": "RichTextBlock", "inlines": runs, "spacing": "Small"}


def action(button: Button, place: int = 0) -> Element:
    """A button. One that `opens` a form asks for a dialog, one with a link opens it; others are Universal Actions.

    From the seventh on they stand in the overflow menu: Teams shows six.
    """
    name, data = name_of(button), button_data(button)
    made: Element
    if button.link:
        made = opening(button)
    elif button.opens:
        made = submit(name, {**data, "msteams": {"type": "task/fetch"}})
    else:
        fallback = submit(name, data)  # for clients that know no Universal Actions
        made = {**fallback, "type": "Action.Execute", "verb": data["button"], "fallback": fallback}
    if place >= PRIMARY:
        made["mode"] = "secondary"
        if "fallback" in made:
            made["fallback"]["mode"] = "secondary"
    return made


def submit(name: str, data: dict[str, Any]) -> Element:
    """The plain button, which is the only kind that works inside a dialog."""
    return {"type": "Action.Submit", "title": _title(name), "data": data}


def opening(button: Button) -> Element:
    """A button that opens an address in the browser, which works everywhere."""
    return {"type": "Action.OpenUrl", "title": _title(name_of(button)), "url": address(button.link)}


def _title(name: str) -> str:
    return ELLIPSIS if blank(name) else one_line(plain(name), 75)


def name_of(button: Button) -> str:
    """What stands on a button; its key rather than nothing."""
    return button.key if blank(button.label) else button.label


def button_data(button: Button) -> dict[str, Any]:
    """What a press brings back."""
    return {"button": clean(button.key[:250]), "value": clean(button.value[:1000])}
