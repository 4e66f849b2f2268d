"""What Teams takes and how it reads it, told from the schema and the documents alone."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft6Validator
from markdown_it import MarkdownIt

from tests.rendering.any_reply import GOOD_LINK
from tests.rendering.seeing import visible

SCHEMA = Path(__file__).parents[3] / "shared/schemas/adaptive-card-1.5.0.json"
SAFE = 28 * 1024  # bytes of an activity
WORDS_ONLY = {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak"}

_markdown = MarkdownIt("commonmark").enable(["strikethrough", "table"])
_TAG = re.compile(r"<(?!\u2060)[^\w<>]{0,20}at\b", re.IGNORECASE)
_REWORDED = re.compile(r"\{\{\s*(?:DATE|TIME)", re.IGNORECASE)


@cache
def schema() -> Draft6Validator:
    """The published schema of Adaptive Cards 1.5. Skips where it is not at hand."""
    if not SCHEMA.exists():
        if os.environ.get("PROVISO_REQUIRE_CLIENTS") == "1":
            pytest.fail(f"PROVISO_REQUIRE_CLIENTS is set, and there is no {SCHEMA}")
        pytest.skip(f"the schema of Adaptive Cards 1.5 is not at {SCHEMA}")
    return Draft6Validator(json.loads(SCHEMA.read_text("utf-8")))


def check_activity(activity: dict[str, Any]) -> None:
    """A message: one card, a summary, and neither text nor entities, without which nothing is a mention."""
    assert set(activity) == {"type", "summary", "attachments"}
    assert len(activity["attachments"]) == 1
    assert 1 <= len(activity["summary"]) <= 500
    assert visible(activity["summary"])
    dead(activity["summary"])
    check_card(activity["attachments"][0]["content"])
    check_size(activity)


def check_dialog(answer: dict[str, Any]) -> None:
    """The answer to task/fetch or task/submit, in which the only working buttons are plain ones."""
    assert set(answer) == {"task"}
    assert answer["task"]["type"] == "continue"
    value = answer["task"]["value"]
    assert visible(value["title"])
    shown = value["card"]["content"]
    check_card(shown)
    assert all(action["type"] in ("Action.Submit", "Action.OpenUrl") for action in shown.get("actions", []))
    assert "msteams" not in json.dumps(shown.get("actions", []))
    assert "refresh" not in shown
    check_size(answer)


def check_size(payload: dict[str, Any]) -> None:
    """Small enough in every client, however its JSON is written, and nothing that JSON cannot carry."""
    assert len(json.dumps(payload)) <= SAFE
    assert json.loads(json.dumps(payload)) == payload
    json.dumps(payload, ensure_ascii=False).encode()


def check_card(card: dict[str, Any]) -> None:
    """By the schema, by what Teams shows, and by what its readers see."""
    _follows(_without_teams_own(card))
    assert card["version"] == "1.5"
    assert card["body"]
    actions = card.get("actions", [])
    assert len([action for action in actions if action.get("mode") != "secondary"]) <= 6
    for action in actions:
        _check_action(action)
    assert len(card.get("refresh", {"userIds": []})["userIds"]) <= 60
    inputs = [element for element in elements(card) if element["type"].startswith("Input.")]
    assert len({element["id"] for element in inputs}) == len(inputs)
    for element in inputs:
        assert visible(element["label"])
        dead(element["label"])
        for choice in element.get("choices", []):
            assert visible(choice["title"])
            dead(choice["title"])
    for element in elements(card):
        if element["type"] == "TextBlock":
            assert element["wrap"] is True
            words_only(element["text"])
        for run in element.get("inlines", []):
            dead(run["text"])
        if "inlines" in element:
            assert visible("".join(run["text"] for run in element["inlines"]))


def _follows(card: dict[str, Any]) -> None:
    """By the schema. Its `anyOf` over all elements makes messages endless, so that a fault is told by its path."""
    fault = next(schema().iter_errors(card), None)
    assert fault is None, f"{list(fault.absolute_path)}: {str(fault.instance)[:300]}"


def _without_teams_own(card: dict[str, Any]) -> dict[str, Any]:
    """The card without `msteams` in its actions' data, each of which must be the request for a dialog."""
    actions = []
    for action in card.get("actions", []):
        if "data" not in action:
            actions.append(action)
            continue
        data = dict(action["data"])
        own = data.pop("msteams", None)
        assert own in (None, {"type": "task/fetch"})
        assert own is None or action["type"] == "Action.Submit"  # an Action.Execute can open no dialog
        actions.append({**action, "data": data})
    return {**card, "actions": actions} if actions else card


def _check_action(action: dict[str, Any]) -> None:
    assert visible(action["title"])
    dead(action["title"])
    assert "style" not in action  # Teams shows none, so no meaning may rest on it
    if action["type"] == "Action.OpenUrl":
        assert action["url"] == GOOD_LINK
    if action["type"] == "Action.Execute":
        fallback = action["fallback"]
        assert fallback["type"] == "Action.Submit"
        assert (fallback["title"], fallback["data"]) == (action["title"], action["data"])


def elements(value: object) -> Iterator[dict[str, Any]]:
    """Every element of a card, containers' too."""
    if isinstance(value, dict):
        if str(value.get("type", "")).startswith(("TextBlock", "RichTextBlock", "Input.", "Container")):
            yield value
        for one in value.values():
            yield from elements(one)
    elif isinstance(value, list):
        for one in value:
            yield from elements(one)


def dead(words: str) -> None:
    """No tag of a mention, no date that the client words anew, no sign that turns the reading round."""
    assert _TAG.search(words) is None
    assert _REWORDED.search(words) is None
    assert re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", words) is None


def words_only(text: str) -> None:
    """A TextBlock, whose Markdown an independent reader finds to be words and nothing else."""
    dead(text)
    assert visible(text), ascii(text[:200])
    for token in _markdown.parse(text):
        found = {token.type, *(child.type for child in token.children or [])}
        assert found <= WORDS_ONLY, f"{found - WORDS_ONLY} in {text[:200]!r}"
