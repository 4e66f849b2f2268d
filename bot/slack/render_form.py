"""A form's step as Slack shows it: a modal view, its errors, and its last view.

Limits: docs.slack.dev/reference/views (24 characters of title and buttons, 100 blocks) and the input elements' pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.shorten import as_date, as_time, blank, clean, shorten, working
from bot.slack.render import PAGE, Block, blocks, button_element, escape, label, page_blocks
from handlers.forms import WHOLE_STEP
from handlers.model import Ask, Button, Done, Field, FieldKind, Move

TITLE, LABEL, OPTION, OPTIONS, FEW = 24, 2000, 75, 100, 10
TYPED = 3000  # characters of a plain_text_input
VIEW_BLOCKS = 100
LARGEST = 240_000  # bytes of a view, of which Slack takes 250 KB

_USER = re.compile(r"[UW][A-Z0-9]{2,20}")
_CHANNEL = re.compile(r"slack:([CG][A-Z0-9]{2,20})")  # Place.key of a channel, public or private
_YES_NO = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class _Size:
    """How much of everything a page shows; made smaller until the view fits."""

    choices: int = 1000
    words: int = OPTION  # characters of a choice
    typed: int = TYPED  # characters of a value


_SIZES = (_Size(), _Size(300, 30), _Size(100, 15), _Size(30, 10), _Size(10, 10, 500))


def view(ask: Ask, people: Mapping[str, str] = MappingProxyType({})) -> Block:
    """The modal for `views.open`, `views.update` or the answer to a submission.

    `private_metadata` carries the dialog's id, step and version only. Block ids carry the version too: a new page
    starts from our values, the same page with errors keeps what was typed. `people` are the Slack user ids of person
    keys; whoever is not among them is left for the person to pick.
    """
    made: Block = {}
    for size in _SIZES:
        made = _view(ask, people, size)
        if len(json.dumps(made, ensure_ascii=False).encode("utf-8", "replace")) <= LARGEST:
            break
    return made


def _view(ask: Ask, people: Mapping[str, str], size: _Size) -> Block:
    made: list[Block] = []
    if ask.errors.get(WHOLE_STEP):
        made.append(_said(f"Please note: {ask.errors[WHOLE_STEP]}"))
    made.append({"type": "header", "text": label(ask.step.title, 150)})
    if ask.step.words is not None:
        made += blocks(ask.step.words(ask.dialog.answers), altogether=PAGE, buttons=False)
    made += [_input(field, ask, people, size) for field in ask.step.fields][: VIEW_BLOCKS - len(made) - 2]
    made += _buttons(ask)
    where = {"dialog": ask.dialog.id, "step": ask.step.key, "version": ask.dialog.version}
    return {
        "type": "modal",
        "callback_id": "dialog",
        "private_metadata": json.dumps(where),
        "title": label(ask.form.title, TITLE),
        "submit": label(ask.step.next_label, TITLE),
        "close": label("Close", TITLE),
        "blocks": made,
    }


def errors(ask: Ask) -> dict[str, str]:
    """What `response_action: errors` wants: a sentence by block id. The page's own error is not among them.

    None where something was chosen that is not offered any more: the page itself has to be shown anew then.
    """
    asked = {field.key: field for field in ask.step.fields}
    if any(asked[key].choices and ask.dialog.answers.get(key) for key in ask.errors if key in asked):
        return {}
    return {block_id(key, ask): shorten(words, 2000) for key, words in ask.errors.items() if key in asked}


def done(reply: Done) -> Block:
    """The last view, which stays until it is closed, so that the receipt is seen."""
    title = label(reply.post.title, TITLE)
    whole = not blank(reply.post.title) and label(reply.post.title, 150) == title
    return {
        "type": "modal",
        "title": title if whole else label("Done", TITLE),
        "close": label("Close", TITLE),
        "blocks": page_blocks(replace(reply.post, title="") if whole else reply.post),
    }


def block_id(field: str, ask: Ask) -> str:
    """The id of a field's block in this version of the dialog."""
    return f"{field[:240]}#{ask.dialog.version}"


def _buttons(ask: Ask) -> list[Block]:
    """The step's own buttons, and Back and Cancel, which are presses and no submissions, so that nothing blocks them.

    Slack's own Close, its × and Escape are one and the same to us: none of them says that what was filled in may go.
    """
    elements = [button_element(button, place) for place, button in enumerate(working(ask.step.buttons)[:20])]
    if ask.form.steps and ask.step.key != ask.form.steps[0].key:
        elements.append(button_element(Button(Move.BACK, "Back", ask.dialog.id), 99))
    elements.append(button_element(Button(Move.CANCEL, "Cancel", ask.dialog.id), 100))
    return [{"type": "actions", "block_id": "moves", "elements": elements}]


def _input(field: Field, ask: Ask, people: Mapping[str, str], size: _Size) -> Block:
    element = _element(field, ask.dialog.answers.get(field.key), people, size)
    if element is None:
        return _said(f"{field.label}: there is nothing to choose from.")
    block: Block = {
        "type": "input",
        "block_id": block_id(field.key, ask),
        "label": label(field.label, LABEL),
        "element": {"action_id": "value", **element},
        "optional": not field.required,
    }
    hint = field.hint
    if len(field.choices) > size.choices:
        hint = f"Only the first {size.choices} of {len(field.choices)} can be shown here. {hint}"
    if not blank(hint):
        block["hint"] = label(hint, LABEL)
    return block


def _element(field: Field, value: object, people: Mapping[str, str], size: _Size) -> Block | None:  # noqa: PLR0911 - one for each kind
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            return _typed(field, value, size)
        case FieldKind.CHOICE:
            return _one_of(field.choices, str(value or ""), size)
        case FieldKind.YES_NO:
            return _one_of(_YES_NO, {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else "", size)
        case FieldKind.CHOICES:
            return _several_of(field.choices, value if isinstance(value, (list, tuple)) else (), size)
        case FieldKind.DATE:
            return {"type": "datepicker"} | ({"initial_date": day} if (day := as_date(value)) else {})
        case FieldKind.TIME:
            return {"type": "timepicker"} | ({"initial_time": hour} if (hour := as_time(value)) else {})
        case FieldKind.PERSON:
            return {"type": "users_select"} | ({"initial_user": user} if (user := _user(value, people)) else {})
        case FieldKind.PEOPLE:
            named = [_user(one, people) for one in value] if isinstance(value, (list, tuple)) else []
            picked = list(dict.fromkeys(filter(None, named)))
            return {"type": "multi_users_select"} | ({"initial_users": picked} if picked else {})
        case FieldKind.CHANNEL:
            known = _CHANNEL.fullmatch(value) if isinstance(value, str) else None
            shown = {"initial_conversation": known[1]} if known else {"default_to_current_conversation": True}
            return {"type": "conversations_select", "filter": {"include": ["public", "private"]}} | shown


def _typed(field: Field, value: object, size: _Size) -> Block:
    most = max(1, min(TYPED, field.longest))
    element: Block = {"type": "plain_text_input", "multiline": field.kind is FieldKind.LONG, "max_length": most}
    words = clean(str(value)) if value else ""
    return element | ({"initial_value": shorten(words, min(most, size.typed))} if words else {})


def _one_of(choices: Sequence[tuple[str, str]], value: str, size: _Size) -> Block | None:
    options = _options(choices, size)
    if not options:
        return None
    kind = "radio_buttons" if len(options) <= FEW else "static_select"
    chosen = [option for option in options if option["value"] == value]
    return {"type": kind} | _grouped(options) | ({"initial_option": chosen[0]} if chosen else {})


def _several_of(choices: Sequence[tuple[str, str]], values: Sequence[object], size: _Size) -> Block | None:
    options = _options(choices, size)
    if not options:
        return None
    kind = "checkboxes" if len(options) <= FEW else "multi_static_select"
    chosen = [option for option in options if option["value"] in values][:OPTIONS]
    return {"type": kind} | _grouped(options) | ({"initial_options": chosen} if chosen else {})


def _options(choices: Sequence[tuple[str, str]], size: _Size) -> list[Block]:
    return [{"text": label(words, size.words), "value": key[:150]} for key, words in choices[: size.choices]]


def _grouped(options: list[Block]) -> Block:
    """One list, or where a list may not be that long, several."""
    if len(options) <= OPTIONS:
        return {"options": options}
    groups = [(at + 1, options[at : at + OPTIONS]) for at in range(0, len(options), OPTIONS)]
    return {
        "option_groups": [
            {"label": label(f"{first} to {first + len(some) - 1}", OPTION), "options": some} for first, some in groups
        ]
    }


def _user(key: object, people: Mapping[str, str]) -> str:
    """The Slack id of a person key; "" for whoever has none, since a wrong one would have the whole view refused."""
    user = people.get(key, "") if isinstance(key, str) else ""
    return user if _USER.fullmatch(user) else ""


def _said(words: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": escape(words, 3000), "verbatim": True}}
