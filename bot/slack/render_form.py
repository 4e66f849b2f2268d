"""A form's step as Slack shows it: a modal view, its errors, and its last view.

Limits: docs.slack.dev/reference/views (24 characters of title and buttons, 100 blocks) and the input elements' pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from bot.shorten import clean, shorten
from bot.slack.render import Block, blocks, button_element, escape, label
from handlers.forms import WHOLE_STEP
from handlers.model import Ask, Button, Done, Field, FieldKind, Post, Style

TITLE, LABEL, OPTION, OPTIONS, FEW = 24, 2000, 75, 100, 10
TYPED = 3000  # characters of a plain_text_input
VIEW_BLOCKS = 100
BACK, CANCEL = "back", "cancel"

_YES_NO = (("yes", "Yes"), ("no", "No"))


def view(ask: Ask) -> Block:
    """The modal for `views.open`, `views.update` or the answer to a submission.

    `private_metadata` carries the dialog's id, step and version only. Block ids carry the version too: a new page
    starts from our values, the same page with errors keeps what was typed.
    """
    made: list[Block] = []
    if ask.errors.get(WHOLE_STEP):
        made.append(_said(f"Please note: {ask.errors[WHOLE_STEP]}"))
    made.append({"type": "header", "text": label(ask.step.title, 150)})
    if ask.step.words is not None:
        made += [block for block in blocks(ask.step.words(ask.dialog.answers)) if block["type"] != "actions"]
    made += [_input(field, ask) for field in ask.step.fields][: VIEW_BLOCKS - len(made) - 2]
    made += _buttons(ask)
    where = {"dialog": ask.dialog.id, "step": ask.step.key, "version": ask.dialog.version}
    return {
        "type": "modal",
        "callback_id": "dialog",
        "private_metadata": json.dumps(where),
        "title": label(ask.form.title, TITLE),
        "submit": label(ask.step.next_label, TITLE),
        "close": label("Cancel", TITLE),
        "notify_on_close": True,
        "blocks": made,
    }


def errors(ask: Ask) -> dict[str, str]:
    """What `response_action: errors` wants: a sentence by block id. The page's own error is not among them."""
    asked = {field.key for field in ask.step.fields}
    return {block_id(key, ask): shorten(words, 2000) for key, words in ask.errors.items() if key in asked}


def done(reply: Done) -> Block:
    """The last view, which stays until it is closed, so that the receipt is seen."""
    title = reply.post.title if len(reply.post.title) <= TITLE else "Done"
    post = Post("" if title == reply.post.title else reply.post.title, *_rest(reply.post))
    return {
        "type": "modal",
        "title": label(title or "Done", TITLE),
        "close": label("Close", TITLE),
        "blocks": blocks(post, most=VIEW_BLOCKS),
    }


def _rest(post: Post) -> tuple[Any, ...]:
    return (post.text, post.facts, post.quotes, post.images, post.buttons, post.actors, post.notes)


def block_id(field: str, ask: Ask) -> str:
    """The id of a field's block in this version of the dialog."""
    return f"{field[:240]}#{ask.dialog.version}"


def _buttons(ask: Ask) -> list[Block]:
    """The step's own buttons, and Back, which is a press and no submission, so that it is never blocked."""
    elements = [button_element(button, place) for place, button in enumerate(ask.step.buttons[:20])]
    if ask.form.steps and ask.step.key != ask.form.steps[0].key:
        elements.append(button_element(Button(BACK, "Back", ask.dialog.id, Style.PLAIN), 99))
    return [{"type": "actions", "block_id": "moves", "elements": elements}] if elements else []


def _input(field: Field, ask: Ask) -> Block:
    value = ask.dialog.answers.get(field.key)
    element = _element(field, value)
    if element is None:
        return _said(f"{field.label}: there is nothing to choose from.")
    block: Block = {
        "type": "input",
        "block_id": block_id(field.key, ask),
        "label": label(field.label, LABEL),
        "element": {"action_id": "value", **element},
        "optional": not field.required,
    }
    if field.hint.strip():
        block["hint"] = label(field.hint, LABEL)
    return block


def _element(field: Field, value: object) -> Block | None:  # noqa: PLR0911 - one for each kind
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            return _typed(field, value)
        case FieldKind.CHOICE:
            return _one_of(field.choices, str(value or ""))
        case FieldKind.YES_NO:
            return _one_of(_YES_NO, {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else "")
        case FieldKind.CHOICES:
            return _several_of(field.choices, value if isinstance(value, (list, tuple)) else ())
        case FieldKind.DATE:
            return {"type": "datepicker"} | ({"initial_date": value} if _reads(date, value) else {})
        case FieldKind.TIME:
            return {"type": "timepicker"} | ({"initial_time": value} if _reads(time, value) else {})
        case FieldKind.PERSON:
            return {"type": "users_select"} | ({"initial_user": value} if _user(value) else {})
        case FieldKind.PEOPLE:
            picked = [one for one in value if _user(one)] if isinstance(value, (list, tuple)) else []
            return {"type": "multi_users_select"} | ({"initial_users": picked} if picked else {})
        case FieldKind.CHANNEL:
            return {"type": "conversations_select", "default_to_current_conversation": True}


def _typed(field: Field, value: object) -> Block:
    most = max(1, min(TYPED, field.longest))
    element: Block = {"type": "plain_text_input", "multiline": field.kind is FieldKind.LONG, "max_length": most}
    return element | ({"initial_value": shorten(clean(str(value)), most)} if value else {})


def _one_of(choices: Sequence[tuple[str, str]], value: str) -> Block | None:
    options = _options(choices)
    if not options:
        return None
    kind = "radio_buttons" if len(options) <= FEW else "static_select"
    chosen = [option for option in options if option["value"] == value]
    return {"type": kind, "options": options} | ({"initial_option": chosen[0]} if chosen else {})


def _several_of(choices: Sequence[tuple[str, str]], values: Sequence[object]) -> Block | None:
    options = _options(choices)
    if not options:
        return None
    kind = "checkboxes" if len(options) <= FEW else "multi_static_select"
    chosen = [option for option in options if option["value"] in values]
    return {"type": kind, "options": options} | ({"initial_options": chosen} if chosen else {})


def _options(choices: Sequence[tuple[str, str]]) -> list[Block]:
    return [{"text": label(words, OPTION), "value": key[:150]} for key, words in choices[:OPTIONS]]


def _reads(kind: type[date] | type[time], value: object) -> bool:
    try:
        return bool(isinstance(value, str) and value and kind.fromisoformat(value))
    except ValueError:
        return False


def _user(value: object) -> bool:
    """Whether this is a Slack user's id; another would have the whole view refused."""
    return isinstance(value, str) and re.fullmatch(r"[UW][A-Z0-9]{2,20}", value) is not None


def _said(words: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": escape(words, 3000), "verbatim": True}}
