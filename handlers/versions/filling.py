"""Filling in what a policy leaves to the school: head or chair decide it, as a ruling that staff then read."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.forms import refuse
from handlers.making_rulings import HOW, fields, made, review, role_of, until, wrong
from handlers.model import (
    Answers,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Pressed,
    Quote,
    Reply,
    Say,
    Step,
)
from handlers.records import Decision, Ruling
from handlers.resuming import open_or_go_on
from handlers.routing import Router
from handlers.ruled import LABELS
from handlers.versions.card import GONE, NOT_FOR_YOU, policy
from handlers.versions.gaps import FILL, fill_button, undecided
from handlers.versions.preview import cited
from handlers.versions.version import What, add, journalled
from handlers.wording import day
from knowledge.gaps import LeftOpen
from knowledge.model import Policy

router = Router("filling in a policy")

LONGEST = 600  # characters of the answer
_ANSWERS = (Decision.YES, Decision.NO, Decision.ONLY_IF, Decision.DONT)
_HINT = "As staff would ask it, for example: May I use social media on my own phone at lunch? I find it by these words."

ALL_DECIDED = Post("Nothing is left to decide", "What this policy leaves to the school has been filled in.")


@router.pressed(FILL)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form; the button's value is the file's hash."""
    read = _in_force(desk, event.value)
    if not role_of(desk, event.who.key):
        return Say(NOT_FOR_YOU, private=True)
    if read is None:
        return Say(GONE, private=True)
    waits = undecided(desk, read)
    if not waits:
        return Say(ALL_DECIDED, private=True)
    answers = {"which": waits[0].clause.id, "until": until("", desk)}
    return open_or_go_on(desk, FILL, event, about=f"{read.sha}:{event.who.key}", answers=answers)


@router.form(FILL)
def build(desk: Desk, about: str) -> Form:
    """Which decision; the question and the answer; exactly what staff will read."""
    sha, _, who = about.partition(":")
    read = _in_force(desk, sha)
    waits = {one.clause.id: one for one in undecided(desk, read)} if read is not None else {}
    role = role_of(desk, who)

    def sentence(answers: Answers) -> Post:
        one = waits.get(str(answers.get("which")))
        return Post(text=HOW, quotes=(_quote(one),)) if one is not None else ALL_DECIDED

    def check(answers: Answers) -> Post:
        one = waits.get(str(answers.get("which")))
        return _review(made(answers, who, role, desk), one, desk) if one is not None else ALL_DECIDED

    def all_of_them(_: Answers) -> Post:
        return Post(quotes=tuple(_quote(one) for one in waits.values()))

    choices = tuple((key, one.text) for key, one in waits.items())
    answer = Field("verdict", "Your answer", FieldKind.CHOICE, tuple((one, LABELS[one]) for one in _ANSWERS))
    question, words, last = fields(Field("words", "Your words", FieldKind.LONG, longest=LONGEST), _HINT)
    return Form(
        FILL,
        "Decide for the school",
        (
            Step(
                "which",
                "Which decision?",
                (Field("which", "Which one?", FieldKind.CHOICE, choices),),
                words=all_of_them,
            ),
            Step("ruling", "What you decide", (question, answer, words, last), words=sentence),
            Step("review", "Check it", words=check, next_label="Decide it"),
        ),
        FILL,
    )


@router.done(FILL)
def decide(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put the ruling in force, and down beside the clause that left it open; once."""
    sha, who = dialog.about.partition(":")[0], event.who.key
    read, role = _in_force(desk, sha), role_of(desk, who)
    if not role:
        return Done(NOT_FOR_YOU)
    kept = desk.tx.policy(sha)
    waits = {one.clause.id for one in undecided(desk, read)} if read is not None else set()
    if kept is None or str(dialog.answers["which"]) not in waits:
        return Done(ALL_DECIDED)
    ruling = made(dialog.answers, who, role, desk)
    errors = wrong(ruling, desk)
    if errors:
        return refuse(desk.form(FILL, dialog.about), dialog, "ruling", errors)
    desk.tx.add_ruling(ruling)
    add(desk.tx, journalled(desk.tx, kept), who, What.DECIDED,
        {"clause": str(dialog.answers["which"]), "ruling": ruling.id})  # fmt: skip
    words = f"It is in force until {day(ruling.until)}. Say “rulings” to see it, or to withdraw it."
    left = fill_button(desk, who, read) if read is not None else ()
    return Done(Post("Decided", words, buttons=left))


# --- inside ---


def _in_force(desk: Desk, sha: str) -> Policy | None:
    return policy(desk, sha) if any(kept.sha == sha for kept in desk.tx.policies()) else None


def _quote(one: LeftOpen) -> Quote:
    return Quote(one.text, cited(one.clause))


def _review(ruling: Ruling, one: LeftOpen, desk: Desk) -> Post:
    """With a word where staff will find it beside another clause than the one that leaves it open."""
    if ruling.clause in ("", one.clause.id):
        return review(ruling, desk)
    words = "Staff see it beside another clause, which decides the question, than the one that leaves it open: "
    return review(ruling, desk, [("Please note", words + cited(one.clause))])
