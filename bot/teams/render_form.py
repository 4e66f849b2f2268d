"""A form's step as Teams shows it: the card of a dialog, as the answer to task/fetch or task/submit.

A dialog has no error by field (msteams-docs, task-modules-bots), so a wrong field carries its sentence in the card.
Nothing is marked required for the client: it would block Back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.shorten import as_date, as_time, blank, clean, one_line, shorten, working
from bot.teams.render import (
    CARD,
    LARGEST,
    Element,
    button_data,
    card,
    fault,
    labelled,
    markdown,
    name_of,
    opening,
    plain,
    small,
    submit,
    weight,
)
from handlers.forms import WHOLE_STEP
from handlers.model import Ask, Button, Done, Field, FieldKind, Move, Post

FEW = 8  # choices that are shown one beneath the other
OWN_BUTTONS = 3  # of a step, beside next, back and cancel
_YES_NO = (("yes", "Yes"), ("no", "No"))
_CHOOSING = {FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.PERSON, FieldKind.PEOPLE}
_CHANNEL = "In the channel, say: @Proviso use this channel"  # Teams has no input for a channel
_TOO_LONG = "This page does not fit into Teams. Please cancel, and tell whoever looks after this bot."
People = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Size:
    """How much of everything is shown, in characters; made smaller until the card fits. Typed words come last."""

    text: int = 8000
    choices: int = 300
    name: int = 200  # of a choice, a label, a hint's fifth
    typed: int = 4000


_SIZES = (
    _Size(),
    _Size(2000, 300, 80),
    _Size(500, 300, 40),
    _Size(200, 100, 30),
    _Size(100, 30, 25, 1500),
    _Size(100, 20, 20, 500),
    _Size(50, 10, 15, 100),
)


def dialog(ask: Ask, people: People = ()) -> dict[str, Any]:
    """`task/continue` with this step. `people`: (key, name) from the staff list, for fields that ask for a person."""
    return _continue(ask.form.title, step_card(ask, people))


def done(reply: Done, *, buttons: bool = True) -> dict[str, Any]:
    """`task/continue` with the receipt, which stays until it is closed. Its buttons are plain: see `submit`."""
    shown = card(reply.post, buttons=False)
    offered = [_offer(one, {}) for one in working(reply.post.buttons)[: OWN_BUTTONS * 2]]
    if buttons and offered and weight(shown | {"actions": offered}) <= LARGEST:
        shown["actions"] = offered
    return _continue("Done", shown)


def _continue(title: str, shown: Element) -> dict[str, Any]:
    name = one_line(plain(title), 60)
    value = {
        "title": "…" if blank(name) else name,
        "height": "medium",
        "width": "medium",
        "card": {"contentType": CARD, "content": shown},
    }
    return {"task": {"type": "continue", "value": value}}


def step_card(ask: Ask, people: People = ()) -> Element:
    """The card: what it is about, the fields with their faults, and the moves. Under 28 KB."""
    for size in _SIZES:
        made = _step_card(ask, people, size)
        if weight(made) <= LARGEST:
            return made
    return card(Post(ask.step.title, _TOO_LONG)) | {"actions": _moves(ask)[-1:]}


def _step_card(ask: Ask, people: People, size: _Size) -> Element:
    words = ask.step.words(ask.dialog.answers) if ask.step.words is not None else Post()
    if size != _SIZES[0]:
        words = Post(words.title, shorten(words.text, size.text), words.facts[:10], words.quotes[:2])
    base = card(words, buttons=False)
    body: list[Element] = []
    body += _fault(ask, WHOLE_STEP)
    title = "…" if blank(ask.step.title) else markdown(one_line(ask.step.title, 200))
    body.append({"type": "TextBlock", "text": title, "style": "heading", "weight": "Bolder", "wrap": True})
    body += base["body"] if words != Post() else []
    for field in ask.step.fields:
        body += _fault(ask, field.key)
        body += _asked(field, ask.dialog.answers.get(field.key), people, size)
    return base | {"body": body, "actions": _moves(ask)}


def _fault(ask: Ask, key: str) -> list[Element]:
    words = ask.errors.get(key, "")
    return [] if blank(words) else [fault(shorten(words, 300))]


def _moves(ask: Ask) -> list[Element]:
    moves = [(Move.NEXT, ask.step.next_label)]
    if ask.form.steps and ask.step.key != ask.form.steps[0].key:
        moves.append((Move.BACK, "Back"))
    moves.append((Move.CANCEL, "Cancel"))
    where = {"dialog": ask.dialog.id, "step": ask.step.key, "version": ask.dialog.version}
    several = [field.key for field in ask.step.fields if field.kind in (FieldKind.CHOICES, FieldKind.PEOPLE)]
    sent = {**where, "many": several} if several else where  # their values come back joined by commas
    actions = [submit(name, {**sent, "move": move.value}) for move, name in moves]
    own = [_offer(button, where) for button in working(ask.step.buttons)[:OWN_BUTTONS]]
    return [*actions[:-1], *own, actions[-1]]


def _offer(button: Button, where: Mapping[str, object]) -> Element:
    """A step's own button: the plain kind, or one that opens an address."""
    return opening(button) if button.link else submit(name_of(button), {**where, **button_data(button)})


def _asked(field: Field, value: object, people: People, size: _Size) -> list[Element]:
    """A field with what is to be said about it."""
    offered = _offered(field, people)
    hints = [small(shorten(field.hint.strip(), size.name * 5))] if not blank(field.hint) else []
    if len(offered) > size.choices:
        hints.append(small(f"Only the first {size.choices} of {len(offered)} can be shown here."))
    if isinstance(value, str) and len(value) > size.typed:
        hints.append(small("What stood here is too long for Teams and is cut short. Please check it."))
    return [_input(field, value, offered, size), *hints]


def _offered(field: Field, people: People) -> People:
    """What can be chosen from."""
    match field.kind:
        case FieldKind.YES_NO:
            return _YES_NO
        case FieldKind.PERSON | FieldKind.PEOPLE:
            return people
    return field.choices


def _input(field: Field, value: object, offered: People, size: _Size) -> Element:  # noqa: PLR0911 - one for each kind
    name = "…" if blank(field.label) else one_line(plain(field.label), size.name)
    if field.kind is FieldKind.CHANNEL:
        return labelled(name, _CHANNEL)
    if field.kind in _CHOOSING and not offered:
        return labelled(name, "there is nothing to choose from.")
    made: Element = {"id": field.key, "label": name if field.required else f"{name} (optional)"}
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            made |= {"type": "Input.Text", "isMultiline": field.kind is FieldKind.LONG, "maxLength": field.longest}
            return made | _given(shorten(clean(str(value)), size.typed) if value else "")
        case FieldKind.DATE:
            return made | {"type": "Input.Date"} | _given(as_date(value))
        case FieldKind.TIME:
            return made | {"type": "Input.Time"} | _given(as_time(value))
        case FieldKind.YES_NO:
            known = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""
            return made | _choices(offered, size) | _given(known)
        case FieldKind.CHOICES | FieldKind.PEOPLE:
            return made | _choices(offered, size) | {"isMultiSelect": True} | _given(_joined(value))
        case _:
            return made | _choices(offered, size) | _given(str(value or ""))


def _choices(offered: People, size: _Size) -> Element:
    options = [
        {"title": "…" if blank(words) else one_line(plain(words), size.name), "value": key}
        for key, words in offered[: size.choices]
    ]
    style = "expanded" if len(options) <= FEW else "compact"
    return {"type": "Input.ChoiceSet", "choices": options, "wrap": True, "style": style}


def _joined(value: object) -> str:
    """Several values as a ChoiceSet writes them."""
    return ",".join(str(one) for one in value) if isinstance(value, (list, tuple)) else ""


def _given(value: str) -> Element:
    return {"value": clean(value)} if value else {}
