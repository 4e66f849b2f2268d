"""What Slack takes and how it reads it, told from its reference alone: nothing of ours is used to judge ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import blockkit
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.rendering.any_reply import GOOD_LINK
from tests.rendering.seeing import visible

JOINER = "\u2060"
OWN_LINK = re.compile(r"<(https://school\.example/[^\s<>|]*)\|([^<>|]*)>")
VIEW = 250_000  # bytes

_PARTS = {
    "plain_text": blockkit.Text,
    "mrkdwn": blockkit.Text,
    "header": blockkit.Header,
    "section": blockkit.Section,
    "context": blockkit.Context,
    "actions": blockkit.Actions,
    "input": blockkit.Input,
    "button": blockkit.Button,
    "plain_text_input": blockkit.PlainTextInput,
    "radio_buttons": blockkit.RadioButtons,
    "checkboxes": blockkit.Checkboxes,
    "static_select": blockkit.StaticSelect,
    "multi_static_select": blockkit.MultiStaticSelect,
    "datepicker": blockkit.DatePicker,
    "timepicker": blockkit.TimePicker,
    "users_select": blockkit.UsersSelect,
    "multi_users_select": blockkit.MultiUsersSelect,
    "conversations_select": blockkit.ConversationsSelect,
    "modal": blockkit.Modal,
    "rich_text": blockkit.RichText,
    "rich_text_preformatted": blockkit.RichTextPreformatted,
    "text": blockkit.RichTextEl,
    "home": blockkit.Home,
}


def build(value: Any, place: str = "") -> Any:
    """JSON as blockkit's own objects, which check lengths and kinds when they are built."""
    if isinstance(value, list):
        return [build(one, place) for one in value]
    if not isinstance(value, dict):
        return value
    untyped = {"filter": blockkit.ConversationFilter, "option_groups": blockkit.OptionGroup}
    made = (_PARTS[value["type"]] if "type" in value else untyped.get(place, blockkit.Option))()
    for key, one in value.items():
        part = build(one, key)
        if key != "type":
            getattr(made, key)(*part) if isinstance(part, list) else getattr(made, key)(part)
    return made.type(value["type"]) if isinstance(made, blockkit.Text) else made


def _unpicked(value: Any) -> Any:
    """Without what is picked from groups: blockkit looks for it among the groups, not in them; `_check_input` looks."""
    if isinstance(value, list):
        return [_unpicked(one) for one in value]
    if not isinstance(value, dict):
        return value
    grouped = "option_groups" in value
    return {key: _unpicked(one) for key, one in value.items() if not (grouped and key.startswith("initial_option"))}


def check_message(message: dict[str, Any]) -> None:
    """Arguments of chat.postMessage: text and at most 50 blocks, nothing that would parse names anew."""
    assert set(message) == {"text", "blocks", "unfurl_links", "unfurl_media"}  # no link_names, no parse, no markdown
    assert message["unfurl_links"] is message["unfurl_media"] is False
    assert len(message["text"]) <= 4000
    assert visible(message["text"])
    dead(message["text"], links=False)
    check_blocks(message["blocks"], most=50)
    assert blockkit.Message(message["text"], build(message["blocks"])).build()["blocks"] == message["blocks"]
    carried(message)


def check_view(view: dict[str, Any]) -> None:
    """A modal or a home."""
    View(**view).validate_json()
    check_blocks(view["blocks"], most=100)
    judged = _unpicked(view)
    assert build(judged).build() == {"private_metadata": "null"} | judged  # which blockkit writes where there is none
    assert len(json.dumps(view, ensure_ascii=False).encode()) <= VIEW
    has_input = any(block["type"] == "input" for block in view["blocks"])
    assert not has_input or "submit" in view
    carried(view)


def carried(payload: dict[str, Any]) -> None:
    """Both ways of writing JSON work, and what is read back is what was written."""
    assert json.loads(json.dumps(payload)) == payload
    json.dumps(payload, ensure_ascii=False).encode()


def check_blocks(blocks: list[dict[str, Any]], most: int) -> None:
    """Limits of the reference that the models do not know, and words that stay words."""
    assert 1 <= len(blocks) <= most
    for block in Block.parse_all(blocks):
        block.validate_json()
    assert len([block for block in blocks if block["type"] == "header"]) <= 2  # a form's page and what it is about
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(set(ids)) == len(ids)
    for block in blocks:
        pressed = [element["action_id"] for element in block.get("elements", []) if "action_id" in element]
        assert len(set(pressed)) == len(pressed)
        assert "fields" not in block  # two columns, too narrow to read
        for element in block.get("elements", []):
            assert len(element.get("value", "")) <= 2000
            assert element.get("value") != ""
            assert element.get("url", GOOD_LINK) == GOOD_LINK
            assert ("url" in element) == str(element.get("action_id", "")).endswith(">")
    for text in texts(blocks):
        check_text(text)
    for element in (block["element"] for block in blocks if block["type"] == "input"):
        _check_input(element)


def _check_input(element: dict[str, Any]) -> None:
    if element["type"] in ("radio_buttons", "checkboxes"):
        assert len(element["options"]) <= 10
    groups = element.get("option_groups") or [element]
    assert len(groups) <= 100
    offered = [option for group in groups for option in group.get("options", [])]
    assert len({option["value"] for option in offered}) == len(offered)
    chosen = [element.get("initial_option"), *element.get("initial_options", [])]
    assert all(option in offered for option in chosen if option)
    for user in (element.get("initial_user"), *element.get("initial_users", [])):
        assert user is None or re.fullmatch(r"[UW][A-Z0-9]+", user)
    assert re.fullmatch(r"[CG][A-Z0-9]+", element.get("initial_conversation", "C1"))
    assert re.fullmatch(r"\d\d:\d\d", element.get("initial_time", "00:00"))
    assert len(element.get("initial_value", "")) <= element.get("max_length", 3000) <= 3000


def texts(value: object) -> Iterator[dict[str, Any]]:
    """Every text object."""
    if isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn"):
            yield value
        else:
            for one in value.values():
                yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def check_text(text: dict[str, Any]) -> None:
    """A text object: something to see, nothing alive, no emoji made of words between colons where it can be told."""
    words = text["text"]
    assert visible(words)
    if text["type"] == "plain_text":
        assert text["emoji"] is False
        assert "\n" not in words
        dead(words, links=False)
    else:
        assert text["verbatim"] is True  # else Slack makes links and mentions of bare words
        dead(words, links=True)
        _unformatted(words)


def dead(words: str, *, links: bool) -> None:
    """No mention and no link but our own: Slack reads them between raw angle brackets only, and entities behind &."""
    rest = OWN_LINK.sub("", words) if links else words
    rest = re.sub(r"^> ", "", rest, flags=re.MULTILINE) if links else rest
    assert "<" not in rest
    assert ">" not in rest
    assert re.search(r"&(?!amp;|lt;|gt;)", rest) is None
    assert re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", rest) is None


def _unformatted(words: str) -> None:
    """No mark that could begin or end bold, italics, strike or code, but the bold of a fact's name; no forged quote."""
    own = re.sub(r"^\*([^\n]*?)[:?]\*(?= )", r"\1", words, flags=re.MULTILINE)
    assert re.search(rf"(?<!{JOINER})[*_~`]", own) is None
    assert re.search(r"^\s*&gt;", own.replace("\n> ", "\n"), re.MULTILINE) is None
