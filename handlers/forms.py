"""A form's logic, without platform or store: check what was given, branch, go back, review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from handlers.model import Answers, Ask, Dialog, Field, FieldKind, Form, Move, Step

WHOLE_STEP = ""  # the key of an error that concerns no single field


@dataclass(frozen=True, slots=True)
class Complete:
    """Every step that applies is answered; `dialog.answers` holds those steps' fields and no others."""

    dialog: Dialog


class _Fault(ValueError):
    """What is wrong with a field, in words for the person who filled it in."""


def first_step(form: Form, answers: Answers | None = None) -> Step:
    """The first step that is shown for `answers`. Raises ValueError if a form hides all its steps."""
    return _shown(form, answers or {})[0]


def page(form: Form, dialog: Dialog, errors: Mapping[str, str] | None = None) -> Ask:
    """The page that a dialog stands at, with the fields that its answers ask for. Raises KeyError."""
    return Ask(form, _fitted(step_of(form, dialog.step), dialog.answers), dialog, errors or {})


def step_of(form: Form, key: str) -> Step:
    """The step named `key`. Raises KeyError."""
    for step in form.steps:
        if step.key == key:
            return step
    raise KeyError(f"the form {form.key!r} has no step {key!r}")


def advance(form: Form, dialog: Dialog, step: Step, move: Move, given: Answers) -> Ask | Complete:
    """What comes after `step` was left by `move` with the values `given`.

    NEXT checks the step and asks the next one that applies, or completes; before completing, every step that
    applies is checked again, since an earlier answer may have been changed. BACK is never blocked and keeps what
    was typed. Where something is wrong the same step is asked again with `errors` by field, the values as they
    were given, and the dialog's version as it was: nothing has moved. Otherwise the version goes up by one.
    Raises ValueError for CANCEL, which ends a dialog and has no next step.
    """
    if move is Move.CANCEL:
        raise ValueError("a cancelled dialog has no next step")
    values, errors = _check(step, dialog.answers, given)
    answers: Answers = {**dialog.answers, **values}
    if move is Move.BACK:
        return _ask(form, _moved(dialog, answers), _before(form, step, answers))
    if errors:
        return page(form, replace(dialog, answers=answers, step=step.key), errors)
    answers = form.keeps(answers)
    following = _after(form, step, answers)
    if following is not None:
        return _ask(form, _moved(dialog, answers), following)
    return _complete(form, _moved(dialog, answers))


def refuse(form: Form, dialog: Dialog, step: str, errors: Mapping[str, str]) -> Ask:
    """Ask `step` again with `errors`, for whoever finishes a form and finds something that only the records tell."""
    return page(form, replace(dialog, step=step), errors)


def given_again(form: Form, dialog: Dialog, step: str, given: Answers, error: str) -> Ask:
    """A page as it was submitted, for whoever could do nothing with it: the same values, and a sentence on top."""
    values, _ = _read(step_of(form, step), dialog.answers, given)
    return page(form, replace(dialog, step=step, answers={**dialog.answers, **values}), {WHOLE_STEP: error})


def _complete(form: Form, dialog: Dialog) -> Ask | Complete:
    """Check all that applies once more; ask the first step that is not in order."""
    kept: dict[str, object] = {}
    for step in _shown(form, dialog.answers):
        values, errors = _check(step, dialog.answers, dialog.answers)
        if errors:
            return _ask(form, dialog, step, errors)
        kept |= values
    return Complete(replace(dialog, answers=kept))


def _ask(form: Form, dialog: Dialog, step: Step, errors: dict[str, str] | None = None) -> Ask:
    return page(form, replace(dialog, step=step.key), errors)


def _fitted(step: Step, answers: Answers) -> Step:
    """The step with the fields that the answers so far ask for."""
    return step if step.asks is None else replace(step, fields=(*step.fields, *step.asks(answers)))


def _moved(dialog: Dialog, answers: Answers) -> Dialog:
    return replace(dialog, answers=answers, version=dialog.version + 1)


def _shown(form: Form, answers: Answers) -> list[Step]:
    steps = [step for step in form.steps if step.when is None or step.when(answers)]
    if not steps:
        raise ValueError(f"the form {form.key!r} shows no step")
    return steps


def _after(form: Form, step: Step, answers: Answers) -> Step | None:
    place = form.steps.index(step)
    return next((later for later in _shown(form, answers) if form.steps.index(later) > place), None)


def _before(form: Form, step: Step, answers: Answers) -> Step:
    place = form.steps.index(step)
    earlier = [other for other in _shown(form, answers) if form.steps.index(other) < place]
    return earlier[-1] if earlier else step


# --- checking one field ----------------------------------------------------------------------------


def _check(step: Step, before: Answers, given: Answers) -> tuple[dict[str, object], dict[str, str]]:
    """The step's values, and all that is wrong with them, by field."""
    values, errors = _read(step, before, given)
    if step.check is not None and not errors:
        errors |= step.check({**before, **values})
    return values, errors


def _read(step: Step, before: Answers, given: Answers) -> tuple[dict[str, object], dict[str, str]]:
    """The step's values in the form that is kept (as given where they are wrong), and each field's own errors.

    `before` is what was answered until the step was shown.
    """
    values: dict[str, object] = {}
    errors: dict[str, str] = {}
    for field in _fitted(step, before).fields:
        raw = given.get(field.key)
        try:
            values[field.key] = _value(field, raw)
        except _Fault as fault:
            errors[field.key] = str(fault)
            values[field.key] = raw
    return values, errors


def _value(field: Field, raw: object) -> object:
    """`raw` as it is kept: text stripped, dates in ISO form, lists without repeats; None where nothing was given."""
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw in ("", [], ()):
        if field.required:
            raise _Fault(_MISSING.get(field.kind, "Please fill this in."))
        return None
    return _READ[field.kind](field, raw)


def _text(field: Field, raw: object) -> str:
    text = str(raw)
    if len(text) > field.longest:
        raise _Fault(f"Please shorten this to {field.longest:,} characters; it has {len(text):,} now.")
    return text


def _choice(field: Field, raw: object) -> str:
    if str(raw) not in {key for key, _ in field.choices}:
        raise _Fault("Please choose one of the options shown.")
    return str(raw)


def _choices(field: Field, raw: object) -> list[str]:
    picked = _keys(field, raw)
    if not set(picked) <= {key for key, _ in field.choices}:
        raise _Fault("Please choose from the options shown.")
    return picked


def _keys(_: Field, raw: object) -> list[str]:
    many = raw if isinstance(raw, (list, tuple)) else [raw]
    return list(dict.fromkeys(str(one) for one in many))


def _yes_no(_: Field, raw: object) -> bool:
    known = {True: True, False: False, "yes": True, "no": False, "true": True, "false": False}
    key = raw.lower() if isinstance(raw, str) else raw
    if not isinstance(key, (bool, str)) or key not in known:
        raise _Fault("Please answer yes or no.")
    return known[key]


def _date(_: Field, raw: object) -> str:
    text = str(raw)
    for written in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"):
        try:
            return datetime.strptime(text, written).date().isoformat()  # noqa: DTZ007 - a calendar date has no zone
        except ValueError:
            continue
    raise _Fault("Please give a date like 3 March 2027 or 03/03/2027.")


def _time(_: Field, raw: object) -> str:
    try:
        return time.fromisoformat(str(raw)).strftime("%H:%M")
    except ValueError:
        raise _Fault("Please give a time like 15:30.") from None


def _key(_: Field, raw: object) -> str:
    if not isinstance(raw, str):
        raise _Fault("Please choose one.")
    return raw


_MISSING = {
    FieldKind.CHOICE: "Please choose one.",
    FieldKind.CHOICES: "Please choose at least one.",
    FieldKind.YES_NO: "Please answer yes or no.",
    FieldKind.DATE: "Please give a date.",
    FieldKind.TIME: "Please give a time.",
    FieldKind.PERSON: "Please choose a person.",
    FieldKind.PEOPLE: "Please choose at least one person.",
    FieldKind.CHANNEL: "Please choose a channel.",
}

_READ: dict[FieldKind, Callable[[Field, object], object]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG: _text,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.YES_NO: _yes_no,
    FieldKind.DATE: _date,
    FieldKind.TIME: _time,
    FieldKind.PERSON: _key,
    FieldKind.PEOPLE: _keys,
    FieldKind.CHANNEL: _key,
}
