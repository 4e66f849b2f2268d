"""Opening a concern, by whoever may read it and by whoever told it: its pages, and what they may do there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers.concerns import acting, closing, deciding, handing_on, referring, reporter, revealing
from handlers.concerns.about import add_subjects, asked_about
from handlers.concerns.access import find
from handlers.concerns.account import pages
from handlers.concerns.acts import Act, Outcome, Quicker, Reading, reading
from handlers.concerns.asked import NO_ADDRESS, holds_address
from handlers.concerns.case import Case
from handlers.concerns.clocks import keep
from handlers.concerns.delivery import OPEN, opened, opening
from handlers.concerns.idle import watch
from handlers.concerns.kinds import Kind
from handlers.concerns.whom import ALSO, SOMEBODY_ELSE, TITLE, Named, ticked
from handlers.desk import Desk
from handlers.forms import WHOLE_STEP, refuse
from handlers.model import (
    Answers,
    Dialog,
    Done,
    Event,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Pressed,
    Reply,
    Say,
    Step,
)
from handlers.records import Journal
from handlers.routing import Router

router = Router("reading").include(acting.router)

ACTS = {
    act.key: act
    for act in (
        *reporter.ACTS,
        *acting.ACTS,
        *deciding.ACTS,
        *referring.ACTS,
        *revealing.ACTS,
        *handing_on.ACTS,
        *closing.ACTS,
    )
}
_MOST_PAGES = 200
_NAMES = "names"
_SHUT_OUT = "Whom it is about, as you say, cannot open it any more."

NOTHING = Post("There is nothing here for you", "If you were sent a message, it may have gone to somebody else since.")
LEFT_AS_IT_IS = Post("Nothing was changed", "You can open it again whenever you like.")
_QUICKER = "Somebody else has done something with it in the meantime, so nothing was changed. Please open it again."
_WORDS_STAY = (
    "Somebody else has settled something here in the meantime, so yours is not recorded yet. Your words still stand "
    "below: please copy them, open the message again, and see what has changed."
)


@router.pressed(OPEN)
def open_message(event: Pressed, desk: Desk) -> Reply:
    """Open it by the button under a neutral line."""
    return begin(event, desk, event.value)


def begin(event: Event, desk: Desk, key: str) -> Reply:
    """Open it for whoever may read it, or told it. To anybody else not even that it exists is said."""
    case = find(desk, key)
    one = reading(desk, case, event.who.key) if case is not None else None
    if one is None:
        return Say(NOTHING, private=True)
    if one.reads:
        one = replace(one, case=opened(desk, one.case, one.who))
        keep(desk, one.case)
        watch(desk, one.case)
    return desk.ask(OPEN, event, about=f"{one.case.id}:{len(one.case.entries)}:{one.who}")


@router.form(OPEN)
def build(desk: Desk, about: str) -> Form:
    """Its pages as it stood when it was opened; a choice of what to do; a page for each of these.

    Who may read it is asked anew at every page. The keys of the steps are the same whatever there is to see, so that
    a page of somebody who may not read any more leads to an empty one.
    """
    found = _found(desk, about)
    if found is None:
        return _form([Step("page0", "A message", words=lambda _: NOTHING)])
    one, shown = found, pages(found)
    offered = [act for act in ACTS.values() if act.may(one)]
    title = f"Message {one.case.ref}"
    steps = [Step(f"page{at}", title, words=_constant(page)) for at, page in enumerate(shown)]
    steps[-1] = replace(steps[-1], fields=(_choice(offered),) if offered else (), next_label="Go on")
    return _form([*steps, *(step for act in offered for step in _pages_of(act, one)), _names(offered, one)])


@router.done(OPEN)
def act(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Do what they chose, if it is still theirs to do, and nobody has settled the same thing meanwhile."""
    key, entries, _ = dialog.about.split(":", 2)
    case = find(desk, key)
    one = reading(desk, case, event.who.key, event) if case is not None else None
    if one is None:
        return Done(NOTHING)
    chosen = ACTS.get(str(dialog.answers.get("do")))
    if chosen is None:
        return Done(LEFT_AS_IT_IS)
    if not chosen.may(one) or _overtaken(chosen, one.case, int(entries)):
        return _too_late(chosen, one, dialog)
    return _done(chosen, one, dialog)


def _done(chosen: Act, one: Reading, dialog: Dialog) -> Reply:
    given = _given(chosen, dialog.answers)
    try:
        outcome = _addresses(chosen, one, given) or _do(chosen, one, given)
    except Quicker:
        return _too_late(chosen, one, dialog)
    after = find(one.desk, one.case.id)
    if after is not None:
        keep(one.desk, after)
        watch(one.desk, after)
    if isinstance(outcome, Post):
        return Done(outcome)
    if not isinstance(outcome, Mapping):
        return outcome
    errors = {_field(chosen, field): words for field, words in outcome.items()}
    return refuse(one.desk.form(OPEN, dialog.about), dialog, chosen.key, errors)


# --- inside ---


def _do(chosen: Act, one: Reading, given: Answers) -> Outcome:
    """Do it. Whom their words name, and it is about as they say, is put down first, so as to hear nothing of it."""
    if not ticked(given, ALSO):
        return chosen.do(one, given)
    outcome = chosen.do(add_subjects(one, given), given)
    return replace(outcome, text=f"{outcome.text} {_SHUT_OUT}") if isinstance(outcome, Post) else outcome


def _found(desk: Desk, about: str) -> Reading | None:
    """The concern as it stood when it was opened, if this person may see it now."""
    key, entries, who = about.split(":", 2)
    case = find(desk, key)
    now = reading(desk, case, who) if case is not None else None
    if now is None:
        return None
    journal = now.case.journal
    return replace(now, case=Case.of(_as_read(journal, int(entries))))


def _as_read(journal: Journal, entries: int) -> Journal:
    return replace(journal, entries=journal.entries[:entries])


def _form(steps: list[Step]) -> Form:
    """With every step that there might ever be, hidden, so that wherever somebody stands the form knows it."""
    made = {step.key: step for step in steps}
    every = [*(f"page{at}" for at in range(_MOST_PAGES)), *ACTS, _NAMES]
    hidden = [Step(key, "A message", when=_never, words=lambda _: NOTHING) for key in every if key not in made]
    return Form(OPEN, "A message", (*steps, *hidden), OPEN)


def _choice(offered: list[Act]) -> Field:
    return Field(
        "do",
        "What would you like to do?",
        FieldKind.CHOICE,
        tuple((one.key, one.label) for one in offered),
        required=False,
        hint="Leave it empty if you only wanted to read.",
    )


def _pages_of(act: Act, one: Reading) -> list[Step]:
    """The page of an act; none where it asks and says nothing."""
    fields = tuple(replace(field, key=_field(act, field.key)) for field in act.fields(one))
    words = act.words(one) if act.words is not None else None
    if not fields and words is None:
        return []
    return [
        Step(
            act.key,
            act.label,
            fields,
            when=lambda answers: answers.get("do") == act.key,
            words=_constant(words) if words is not None else None,
            next_label=act.button,
        )
    ]


def _names(offered: list[Act], one: Reading) -> Step:
    """The page that asks whether it is about whom the words of an act name."""

    def named(answers: Answers) -> Named:
        act = next((act for act in offered if act.key == answers.get("do")), None)
        return asked_about(one, act, _given(act, answers)) if act is not None else Named((), ())

    return Step(
        _NAMES,
        TITLE,
        when=lambda answers: bool(named(answers)),
        words=lambda answers: named(answers).words(),
        asks=lambda answers: named(answers).fields(f"{_NAMES}-"),
        next_label="Record it",
    )


def _addresses(act: Act, one: Reading, given: Answers) -> Mapping[str, str]:
    """Of a picture that may show a child no address is taken later on either, by field."""
    if one.case.kind is not Kind.CHILD_IMAGE or not act.tells:
        return {}
    return {key: NO_ADDRESS for key, words in given.items() if holds_address(words)}


def _field(act: Act, key: str) -> str:
    """Each act's fields are its own, so that what was written for one is never taken for another."""
    return f"{act.key}-{key}"


def _given(act: Act, answers: Answers) -> dict[str, object]:
    mark = f"{act.key}-"
    own = {key.removeprefix(mark): value for key, value in answers.items() if key.startswith(mark)}
    return {**own, **{key: answers.get(f"{_NAMES}-{key}") for key in (ALSO, SOMEBODY_ELSE)}}


def _constant(post: Post) -> Callable[[Answers], Post]:
    return lambda _: post


def _never(_: Answers) -> bool:
    return False


def _overtaken(act: Act, case: Case, entries: int) -> bool:
    return any(entry.what in act.overtaken_by for entry in case.entries[entries:])


def _too_late(act: Act, one: Reading, dialog: Dialog) -> Reply:
    """Nothing is recorded; what they wrote stays before them, as long as they may read it."""
    opened = _found(one.desk, dialog.about)
    if opened is not None and act.may(opened) and act.fields(opened):
        return refuse(one.desk.form(OPEN, dialog.about), dialog, act.key, {WHOLE_STEP: _WORDS_STAY})
    again = replace(opening(one.case), label="Open it again")
    return Done(Post("It has moved on", _QUICKER, buttons=(again,)))
