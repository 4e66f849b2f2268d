"""A form's step as Teams shows it: the card of a dialog, as the answer to task/fetch or task/submit.

A dialog has no error by field (msteams-docs, task-modules-bots), so a wrong field carries its sentence in the card.
Nothing is marked required for the client: it would block Back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.shorten import clean, one_line, shorten
from bot.teams.render import CARD, LARGEST, Element, card, markdown, plain, weight
from handlers.forms import WHOLE_STEP
from handlers.model import Ask, Done, Field, FieldKind, Move, Post

CHOICES = 200
_YES_NO = (("yes", "Yes"), ("no", "No"))
People = Sequence[tuple[str, str]]


def dialog(ask: Ask, people: People = ()) -> dict[str, Any]:
    """`task/continue` with this step. `people`: (key, name) from the staff list, for fields that ask for a person."""
    return _continue(one_line(plain(ask.form.title), 60), step_card(ask, people))


def done(reply: Done) -> dict[str, Any]:
    """`task/continue` with the receipt, which stays until it is closed."""
    return _continue("Done", card(reply.post, buttons=False))


def _continue(title: str, shown: Element) -> dict[str, Any]:
    value = {
        "title": title or "…",
        "height": "medium",
        "width": "medium",
        "card": {"contentType": CARD, "content": shown},
    }
    return {"task": {"type": "continue", "value": value}}


def step_card(ask: Ask, people: People = ()) -> Element:
    """The card: what it is about, the fields with their faults, and the moves. Under 28 KB."""
    for longest in (None, 2000, 500, 100):
        made = _step_card(ask, people, longest)
        if weight(made) <= LARGEST:
            return made
    return _step_card(ask, people[:50], 50)


def _step_card(ask: Ask, people: People, longest: int | None) -> Element:
    words = ask.step.words(ask.dialog.answers) if ask.step.words is not None else Post()
    if longest is not None:
        words = Post(words.title, shorten(words.text, longest), words.facts[:10], words.quotes[:2])
    base = card(words, buttons=False)
    body: list[Element] = []
    if ask.errors.get(WHOLE_STEP):
        body.append(_fault(ask.errors[WHOLE_STEP]))
    title = markdown(one_line(ask.step.title, 200))
    body.append({"type": "TextBlock", "text": title or "…", "style": "heading", "weight": "Bolder", "wrap": True})
    body += base["body"] if words != Post() else []
    for field in ask.step.fields:
        if ask.errors.get(field.key):
            body.append(_fault(ask.errors[field.key]))
        body.append(_input(field, ask.dialog.answers.get(field.key), people, longest))
        if field.hint.strip():
            hint = markdown(shorten(field.hint, 500))
            body.append({"type": "TextBlock", "text": hint, "isSubtle": True, "size": "Small", "wrap": True})
    return base | {"body": body, "actions": _moves(ask)}


def _fault(words: str) -> Element:
    """Red and bold; the sentence says by itself what to do."""
    text = markdown(shorten(words, 300))
    return {"type": "TextBlock", "text": text, "color": "Attention", "weight": "Bolder", "wrap": True}


def _moves(ask: Ask) -> list[Element]:
    moves = [(Move.NEXT, ask.step.next_label)]
    if ask.form.steps and ask.step.key != ask.form.steps[0].key:
        moves.append((Move.BACK, "Back"))
    moves.append((Move.CANCEL, "Cancel"))
    where = {"dialog": ask.dialog.id, "step": ask.step.key, "version": ask.dialog.version}
    actions = [_submit(name, {**where, "move": move.value}) for move, name in moves]
    for button in ask.step.buttons[:3]:
        actions.append(_submit(button.label, {**where, "button": button.key, "value": button.value}))
    return actions


def _submit(name: str, data: dict[str, Any]) -> Element:
    return {"type": "Action.Submit", "title": one_line(plain(name), 75) or "…", "data": data}


def _input(field: Field, value: object, people: People, longest: int | None) -> Element:  # noqa: PLR0911 - one for each kind
    name = one_line(plain(field.label), 300) or "…"
    made: Element = {"id": field.key, "label": name if field.required else f"{name} (optional)"}
    match field.kind:
        case FieldKind.TEXT | FieldKind.LONG | FieldKind.CHANNEL:
            made |= {"type": "Input.Text", "isMultiline": field.kind is FieldKind.LONG, "maxLength": field.longest}
            return made | _given(shorten(clean(str(value)), longest or 4000) if value else "")
        case FieldKind.YES_NO:
            known = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""
            return made | _choices(_YES_NO, few=True) | _given(known)
        case FieldKind.CHOICE:
            return made | _choices(field.choices, few=len(field.choices) <= 8) | _given(str(value or ""))
        case FieldKind.CHOICES:
            few = len(field.choices) <= 8
            return made | _choices(field.choices, few=few) | {"isMultiSelect": True} | _given(_joined(value))
        case FieldKind.DATE:
            return made | {"type": "Input.Date"} | _given(str(value or ""))
        case FieldKind.TIME:
            return made | {"type": "Input.Time"} | _given(str(value or ""))
        case FieldKind.PERSON:
            return made | _choices(people, few=False) | _given(str(value or ""))
        case FieldKind.PEOPLE:
            return made | _choices(people, few=False) | {"isMultiSelect": True} | _given(_joined(value))


def _choices(choices: Sequence[tuple[str, str]], few: bool) -> Element:
    options = [{"title": one_line(plain(words), 200) or "…", "value": clean(key)} for key, words in choices[:CHOICES]]
    return {"type": "Input.ChoiceSet", "choices": options, "wrap": True, "style": "expanded" if few else "compact"}


def _joined(value: object) -> str:
    """Several values as a ChoiceSet writes them."""
    return ",".join(str(one) for one in value) if isinstance(value, (list, tuple)) else ""


def _given(value: str) -> Element:
    return {"value": value} if value else {}
