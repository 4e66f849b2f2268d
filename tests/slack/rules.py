"""What Slack refuses in blocks and views: by its own SDK's models, and by the figures of its reference."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
VIEW_BYTES = 250_000
_BUTTON = {"text": 75, "value": 2000, "action_id": 255}


def blocks_refused(blocks: object, most: int = MESSAGE_BLOCKS) -> list[str]:
    """What is wrong with these blocks."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["blocks are no list of objects"]
    wrong = [] if len(blocks) <= most else [f"{len(blocks)} blocks"]
    try:
        parsed = Block.parse_all(blocks)
        wrong += ["unknown block"] if len(parsed) != len(blocks) or None in parsed else []
        for block in parsed:
            block.validate_json()
    except (SlackObjectFormationError, TypeError, ValueError) as fault:
        wrong.append(str(fault))
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    wrong += ["two blocks of one id"] if len(set(ids)) != len(ids) else []
    return wrong + [fault for block in blocks for fault in _faults(block)]


def view_refused(view: object) -> list[str]:
    """What is wrong with this view."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["no view"]
    wrong = blocks_refused(view.get("blocks"), VIEW_BLOCKS)
    inputs = [block for block in view["blocks"] if block.get("type") == "input"]
    if view["type"] == "modal":
        wrong += [f"{name} too long" for name in ("title", "submit", "close") if len(_words(view.get(name))) > 24]
        wrong += [] if _words(view.get("title")) else ["no title"]
        wrong += ["inputs, and no submit"] if inputs and "submit" not in view else []
    wrong += ["view_too_large"] if len(json.dumps(view)) > VIEW_BYTES else []
    wrong += ["private_metadata too long"] if len(view.get("private_metadata", "")) > 3000 else []
    try:
        View(**view).validate_json()
    except (SlackObjectFormationError, TypeError) as fault:
        wrong.append(str(fault))
    return wrong


def elements(blocks: list[dict[str, Any]], kind: str = "button") -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(block, element) of every element of a kind in actions and sections."""
    for block in blocks:
        inside = block.get("elements", []) if block.get("type") == "actions" else [block.get("accessory") or {}]
        yield from ((block, one) for one in inside if one.get("type") == kind)


def _faults(block: Mapping[str, Any]) -> Iterator[str]:
    match block.get("type"):
        case "section":
            if not 1 <= len(_words(block.get("text", "x"))) <= 3000:
                yield "section text"
            fields = block.get("fields", [])
            if len(fields) > 10 or any(not 1 <= len(_words(one)) <= 2000 for one in fields):
                yield "section fields"
        case "header":
            if not 1 <= len(_words(block.get("text"))) <= 150:
                yield "header text"
        case "context":
            if not 1 <= len(block.get("elements", [])) <= 10:
                yield "context elements"
        case "actions":
            yield from _actions(block.get("elements", []))


def _actions(found: list[dict[str, Any]]) -> Iterator[str]:
    if not 1 <= len(found) <= 25:
        yield "actions elements"
    ids = [one.get("action_id") for one in found]
    if len(set(ids)) != len(ids):
        yield "two elements of one action_id"
    for one in found:
        if any(len(_words(one.get(name, "x"))) > most for name, most in _BUTTON.items()):
            yield "button too long"


def _words(text: object) -> str:
    if isinstance(text, dict):
        text = text.get("text")
    return text if isinstance(text, str) else ""
