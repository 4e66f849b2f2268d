"""“My messages”: what somebody told, and where it stands; for those entitled the list of what they were sent, filtered.

In chat stands a button, and on Home a number. The list names kinds, and so it opens in a dialog.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers.concerns.access import readable, told_by
from handlers.concerns.case import Case, State
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.reading import NOTHING, begin
from handlers.desk import Desk
from handlers.model import (
    Answers,
    Button,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Step,
)
from handlers.routing import Router
from handlers.smalltalk import says
from handlers.wording import day, plural

router = Router("lists")

MESSAGES = "my_messages"
SHOW = Button(MESSAGES, "Show my messages", opens=MESSAGES)
OFFER = Post("Your messages", "The list opens in a window of its own, which only you see.", buttons=(SHOW,))
NONE = Post("There are no messages of yours", "You have told nothing here, and nothing was sent to you.")

_OPEN, _CLOSED, _ALL, _MINE = "open", "closed", "all", "mine"
_WHICH = {
    _OPEN: "Sent to me, and open",
    _CLOSED: "Sent to me, and closed",
    _ALL: "All that were sent to me",
    _MINE: "Those that I told myself",
}
_ANY = "any"
_MOST = 25  # lines of a list in words; the choice beneath has all


@router.said(lambda event: says(event, r"(show )?(me )?my (messages|reports)"))
def offer(event: Said, desk: Desk) -> Reply:
    """Asked for in words: a button opens the list. It is the same for everybody."""
    return Say(OFFER, private=True)


@router.pressed(MESSAGES)
def show(event: Pressed, desk: Desk) -> Reply:
    """Open the list, where there is anything on it."""
    sent = readable(desk, event.who.key)
    if not sent and not told_by(desk, event.who.key):
        return Say(NONE, private=True)
    return desk.ask(MESSAGES, event, about=event.who.key, answers={"which": _OPEN} if sent else {})


@router.form(MESSAGES)
def build(desk: Desk, about: str) -> Form:
    """Which of them, for those who were sent any; then a page for each answer that can be given, to choose one from."""
    sent, mine = readable(desk, about), told_by(desk, about)
    which = Step("which", "Which messages?", _filters(sent, mine), when=lambda _: bool(sent))
    pages = [
        Step(
            f"{state} {number}",  # a step's key is not sealed: it names no kind
            _WHICH[state],
            _choice(chosen, desk),
            when=_if(state, kind, default=not sent),
            words=_listed(chosen, desk),
            next_label="Open it",
        )
        for state in _WHICH
        for number, kind in enumerate((_ANY, *Kind))
        for chosen in [_chosen(state, kind, sent, mine)]
    ]
    return Form(MESSAGES, "Your messages", (which, *pages), MESSAGES)


@router.done(MESSAGES)
def open_one(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Open the one that was chosen, if it is still theirs to read."""
    key = dialog.answers.get("one")
    if not key:
        return Done(Post("Nothing was opened", "Say “my messages” to see the list again."))
    opened = begin(event, desk, str(key))
    return Done(NOTHING) if isinstance(opened, Say) else opened


def on_home(desk: Desk, who: str) -> tuple[list[tuple[str, str]], list[Button]]:
    """The lines and the button on somebody's own page: numbers and nothing else."""
    sent = readable(desk, who, open_only=True)  # what is closed stands on the list itself
    waiting = [case for case in sent if who not in case.opened]
    with_nobody = [case for case in sent if who in case.opened and case.with_nobody and not case.facts("").praise]
    in_hand = [case for case in sent if case.owner == who and case.state is State.IN_HAND]
    facts = []
    if waiting:
        facts.append(
            ("Messages", f"{plural(len(waiting), 'message')} {'waits' if len(waiting) == 1 else 'wait'} for you")
        )
    if with_nobody:
        facts.append(("Opened", f"{plural(len(with_nobody), 'message')}, with nobody"))
    if in_hand:
        facts.append(("In hand", f"{plural(len(in_hand), 'message')} with you"))
    return facts, [SHOW] if sent or desk.tx.identified(who) else []


# --- inside ---


def _filters(sent: tuple[Case, ...], mine: tuple[Case, ...]) -> tuple[Field, ...]:
    which = tuple((key, words) for key, words in _WHICH.items() if key != _MINE or mine)
    there = {case.kind for case in (*sent, *mine)}
    kinds = ((_ANY, "Whatever it is about"), *((kind, NATURES[kind].label) for kind in Kind if kind in there))
    return (
        Field("which", "Which ones?", FieldKind.CHOICE, which),
        Field("kind", "About what?", FieldKind.CHOICE, kinds, required=False),
    )


def _chosen(state: str, kind: str, sent: tuple[Case, ...], mine: tuple[Case, ...]) -> tuple[Case, ...]:
    cases = mine if state == _MINE else sent
    closed = {_OPEN: False, _CLOSED: True}.get(state)
    return tuple(
        case
        for case in cases
        if (kind in (_ANY, case.kind)) and (closed is None or closed == (case.state is State.CLOSED))
    )


def _if(state: str, kind: str, *, default: bool) -> Callable[[Answers], bool]:
    """Whether a page is the one that was asked for. Whoever was sent nothing sees what they told."""

    def asked(answers: Answers) -> bool:
        if default:
            return (state, kind) == (_MINE, _ANY)
        return (answers.get("which"), answers.get("kind") or _ANY) == (state, kind)

    return asked


def _choice(cases: tuple[Case, ...], desk: Desk) -> tuple[Field, ...]:
    if not cases:
        return ()
    choices = tuple((case.id, f"{case.ref}, {_told(case, desk)}, {case.state.value}") for case in cases)
    return (Field("one", "Which one would you like to open?", FieldKind.CHOICE, choices, required=False),)


def _listed(cases: tuple[Case, ...], desk: Desk) -> Callable[[Answers], Post]:
    """The list in words. The reporter reads the same: what it is about they know, and where it stands they may."""
    facts = tuple(
        (f"{case.ref}, {_told(case, desk)}", f"{NATURES[case.kind].label}: {case.state.value}")
        for case in cases[:_MOST]
    )
    more = len(cases) - len(facts)
    note = (f"And {more} older: choose one beneath, or go back and say what it is about.",) if more > 0 else ()
    post = Post(text=f"{plural(len(cases), 'message')}." if cases else "There are none.", facts=facts, notes=note)
    return lambda _: post


def _told(case: Case, desk: Desk) -> str:
    return day(case.journal.at.astimezone(desk.school.zone).date())
