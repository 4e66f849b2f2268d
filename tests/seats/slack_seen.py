"""Block Kit → what people see.

Where Slack's shape says less than ours, this is how it is read: the first of several lines of a quotation is its
lead-in; a context that follows a quotation is its source; lines that begin with bold are facts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.slack.wording import OPENS
from handlers.model import Button, Post, Quote
from tests.seats.seen import Blank, Page

Json = Mapping[str, Any]

_FACT = re.compile(r"\*(?P<name>.+?):?(?<!\u2060)\* (?P<value>.*)")  # a star of somebody's own follows a word joiner
_LINK = re.compile(r"<(?P<link>https?://[^|>]+)\|(?P<words>.*)>")
_NOTE = "Please note: "  # before what is wrong with a whole page
_ENDS = ("selected_option", "selected_options", "selected_date", "selected_time", "selected_user",
         "selected_conversation", "value")  # fmt: skip


def read_message(text: str, blocks: Sequence[Json]) -> Post:
    """A message, a Home tab or a form's last view: its blocks, or where there are none its text."""
    return _Reader().read(blocks) if blocks else Post(text=plain(text))


def read_last_view(view: Json) -> Post:
    """A form's last view, whose title may stand in the frame."""
    post = read_message("", view["blocks"])
    return post if post.title else replace(post, title=plain(view["title"]["text"]))


def read_page(view: Json, errors: Mapping[str, str], people: Mapping[str, str], on: object) -> Page:
    """A form's page. `errors` by block id, as an acknowledgement brought them; `people` are names by user id."""
    blocks, noted = list(view["blocks"]), ""
    if blocks[0]["type"] == "section":
        noted = plain(blocks.pop(0)["text"]["text"]).removeprefix(_NOTE)
    heading = plain(blocks.pop(0)["text"]["text"])
    inputs = [block for block in blocks if block["type"] == "input"]
    moves = [block for block in blocks if block.get("block_id") == "moves"]
    rest = [block for block in blocks if block not in inputs + moves]
    own = [plain(one["text"]["text"]) for block in moves for one in block["elements"]]
    buttons = (plain(view["submit"]["text"]), *own)
    state = view["state"]["values"]
    found = [_blank(block, state[block["block_id"]], errors.get(block["block_id"], ""), people) for block in inputs]
    blanks = {one.label: one for one in found}
    whole = _noted(noted, blanks)
    words = read_message("", rest) if rest else Post()
    return Page(plain(view["title"]["text"]), heading, words, blanks, buttons, whole or errors.get("", ""), on)


def plain(text: str) -> str:
    """Text as it is drawn: entities are signs again, and what keeps Slack from reading markup is not to be seen."""
    return html.unescape(text).replace("\u2060", "")


def button(element: Json) -> Button:
    """A button, as a press on it comes back."""
    key, _, place = element["action_id"].rpartition("#")
    opens = key if place.endswith(OPENS) else ""
    return Button(
        key,
        plain(element["text"]["text"]),
        html.unescape(element.get("value", "")),
        opens=opens,
        link=element.get("url", ""),
    )


def _noted(noted: str, blanks: dict[str, Blank]) -> str:
    """What stands on top of a page is put to the fields that it names; what is about the whole page."""
    names = "|".join(map(re.escape, blanks))
    whole, *named = re.split(rf"(?:^| )({names}): ", noted) if names else [noted]
    for label, fault in zip(named[::2], named[1::2], strict=True):
        blanks[label] = replace(blanks[label], error=fault)
    return whole


class _Reader:
    """Reads blocks in order; what a block means depends on the one before."""

    def __init__(self) -> None:
        self.title = ""
        self.text: list[str] = []
        self.facts: list[tuple[str, str]] = []
        self.quotes: list[Quote] = []
        self.buttons: list[Button] = []
        self.notes: list[str] = []
        self.exact = False

    def read(self, blocks: Sequence[Json]) -> Post:
        before = ""
        for block in blocks:
            before = self._block(block, before)
        return Post(
            self.title,
            "\n\n".join(self.text),
            facts=tuple(self.facts),
            quotes=tuple(self.quotes),
            buttons=tuple(self.buttons),
            notes=tuple(self.notes),
            exact=self.exact,
        )

    def _block(self, block: Json, before: str) -> str:
        """Read a block; what it was."""
        match block["type"]:
            case "header":
                assert not self.title, "one heading a message"
                self.title = plain(block["text"]["text"])
            case "rich_text":  # not parsed: what stands there is what is seen, and copied
                self.exact = True
                self.text += [one["text"] for part in block["elements"] for one in part["elements"]]
            case "section":
                return self._section(block["text"]["text"])
            case "context" if before == "quote":
                self._source(block["elements"][0]["text"])
            case "context":
                self.notes += [plain(one["text"]) for one in block["elements"]]
            case "actions":
                self.buttons += [button(one) for one in block["elements"]]
            case other:
                raise AssertionError(f"nobody has said how to read {other}")
        return ""

    def _section(self, words: str) -> str:
        lines = words.split("\n")
        if all(line.startswith("> ") for line in lines):
            first, *rest = [plain(line[2:]) for line in lines]
            self.quotes.append(Quote("\n".join(rest), "", lead_in=first) if rest else Quote(first, ""))
            return "quote"
        if _FACT.match(lines[0]):
            self.facts += _facts(lines)
        else:
            self.text.append(plain(words))
        return "words"

    def _source(self, words: str) -> None:
        quote, linked = self.quotes.pop(), _LINK.fullmatch(words)
        source, link = (linked["words"], linked["link"]) if linked else (words.removeprefix("— "), "")
        self.quotes.append(Quote(quote.text, plain(source), html.unescape(link), quote.lead_in))


def _facts(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Facts, each with the lines that follow it."""
    name, value = "", ""
    for line in lines:
        if found := _FACT.match(line):
            if name:
                yield name, value
            name, value = plain(found["name"]), plain(found["value"])
        else:
            value += "\n" + plain(line)
    yield name, value


def _blank(block: Json, state: Json, error: str, people: Mapping[str, str]) -> Blank:
    element = block["element"]
    groups = element.get("option_groups") or [element]
    options = [one for group in groups for one in group.get("options", ())]
    choices = {plain(one["text"]["text"]): str(one["value"]) for one in options}
    (held,) = state.values()
    value = next((_value(held[name], people) for name in _ENDS if held.get(name)), "")
    hint = plain(block["hint"]["text"]) if "hint" in block else ""
    return Blank(block["block_id"].rpartition("#")[0], plain(block["label"]["text"]), value, hint, error, choices)


def _value(held: object, people: Mapping[str, str]) -> str:
    """What stands in a field, in the words that are shown."""
    if isinstance(held, list):
        return ", ".join(_value(one, people) for one in held)
    return plain(held["text"]["text"]) if isinstance(held, dict) else people.get(str(held), str(held))
