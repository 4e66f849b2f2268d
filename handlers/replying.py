"""Answering what was sent, as a form: to whoever asked, or for everybody as a ruling; once, and as it was shown."""

from __future__ import annotations

from dataclasses import replace

from handlers.desk import Desk
from handlers.forms import refuse
from handlers.making_rulings import HOW, made, role_of, until, wrong
from handlers.making_rulings import fields as ruling_fields
from handlers.making_rulings import review as ruling_review
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
    Reply,
    Say,
    Step,
    Update,
)
from handlers.records import Decision, Ruling, SentQuestion
from handlers.resuming import open_or_go_on
from handlers.routing import Router
from handlers.ruled import LABELS
from handlers.sent import ANSWER, NOT_YOURS, POST, closed, key_of, later, name_of, reply
from handlers.wording import day

router = Router("replying")

LONGEST = 600  # characters

_EVERYBODY, _ASKER = "everybody", "asker"
_WHOM = (
    (_ASKER, "Whoever asked, this once"),  # the first is everybody's; to rule takes a role
    (_EVERYBODY, "Everybody: a ruling, shown to staff who ask the same"),
)


# --- the form ---


@router.pressed(ANSWER)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form, unless it is answered."""
    sent = desk.tx.sent_question(event.value, event.who.key)
    if sent is None:
        return Say(NOT_YOURS, private=True)
    if sent.closed:
        return Update(closed(sent, event, desk))
    answers = {"until": until(sent.question, desk)}
    return open_or_go_on(desk, ANSWER, event, about=f"{sent.id}:{event.who.key}", answers=answers)


@router.form(ANSWER)
def build(desk: Desk, about: str) -> Form:
    """The answer and for whom; the words; exactly what will be read."""
    key, _, who = about.partition(":")
    sent = desk.tx.sent_question(key, who) or SentQuestion(key, who, "", desk.now)
    role, name = _role(desk, who, sent), desk.school.member(who)
    by = name.person.name if name else ""
    kinds = _FOR_POSTS if sent.kind == POST else _FOR_QUESTIONS
    first = [Field("verdict", "Your answer", FieldKind.CHOICE, tuple((one, LABELS[one]) for one in kinds))]
    if sent.kind != POST:
        first.append(Field("whom", "Who is it for?", FieldKind.CHOICE, _WHOM if role else _WHOM[:1]))

    def review(answers: Answers) -> Post:
        if _is_ruling(answers):
            return ruling_review(made(answers, who, role, desk), desk, _gets_it(sent))
        return _reply_review(sent, answers, by, desk)

    words = Field("words", "Your words", FieldKind.LONG, longest=LONGEST, hint="Only whoever asked reads them.")
    return Form(
        ANSWER,
        "Answer",
        (
            Step("verdict", "Your answer", tuple(first), words=lambda _: Post(text=f"“{sent.question}”")),
            Step("words", "In your words", (words,), when=lambda answers: not (_is_ruling(answers) or _talk(answers))),
            Step("ruling", "A ruling", ruling_fields(words), when=_is_ruling, words=lambda _: Post(text=HOW)),
            Step("talk", "Anything to add?", (replace(words, required=False),), when=_talk),
            Step("review", "Check it", words=review, next_label="Send"),
        ),
        done=ANSWER,
    )


@router.done(ANSWER)
def answer(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Close the question, put the ruling in force, tell whoever asked: all or nothing, and once."""
    key, who = dialog.about.partition(":")[0], event.who.key
    sent, answers = desk.tx.sent_question(key, who), dialog.answers
    if sent is None:
        return Done(NOT_YOURS)
    ruling = made(answers, who, _role(desk, who, sent), desk) if _is_ruling(answers) else None
    if ruling is not None:
        errors = wrong(ruling, desk)
        if errors:
            return refuse(desk.form(ANSWER, dialog.about), dialog, "ruling", errors)
    decision, words = Decision(str(answers["verdict"])), str(answers.get("words") or "")
    if not desk.tx.close_question(sent.id, who, decision, words, ruling.id if ruling else ""):
        return Done(closed(sent, event, desk))
    if ruling is not None:
        desk.tx.add_ruling(ruling)
    told = reply(sent, decision, words, event.who.name, ruling)
    desk.tx.tell_asker(sent.id, told, due=desk.now + later(bool(sent.who)))
    desk.tx.amend(key_of(sent), closed(sent, event, desk))
    return Done(Post("Answered", f"{_arrives(sent, desk)} {_in_force(ruling)}".strip()))


# --- inside ---

_FOR_QUESTIONS = (Decision.YES, Decision.NO, Decision.ONLY_IF, Decision.DONT, Decision.TALK)
_FOR_POSTS = (Decision.FINE, Decision.DONT, Decision.TALK)


def _is_ruling(answers: Answers) -> bool:
    return answers.get("whom") == _EVERYBODY and not _talk(answers)


def _talk(answers: Answers) -> bool:
    return answers.get("verdict") == Decision.TALK


def _role(desk: Desk, who: str, sent: SentQuestion) -> str:
    """The role in which somebody may rule for everybody; "": none, or nothing to rule on."""
    return role_of(desk, who) if sent.kind != POST else ""


def _gets_it(sent: SentQuestion) -> tuple[tuple[str, str], ...]:
    return (("Whoever asked", "gets this question and answer" + ("" if sent.who else ", within the hour")),)


def _arrives(sent: SentQuestion, desk: Desk) -> str:
    if sent.who and desk.school.member(sent.who) is None:
        return "Whoever asked is not on the staff list any more, and is not told."
    if sent.who:
        return f"{name_of(desk, sent)} has it now."
    return "It goes to whoever asked within the hour, and not at once, so that the moment does not tell who it is."


def _in_force(ruling: Ruling | None) -> str:
    if ruling is None:
        return ""
    return f"The ruling is in force until {day(ruling.until)}. Say “rulings” to see it, or to withdraw it."


def _reply_review(sent: SentQuestion, answers: Answers, by: str, desk: Desk) -> Post:
    post = reply(sent, Decision(str(answers["verdict"])), str(answers.get("words") or ""), by, None)
    to = name_of(desk, sent) or "whoever asked; I tell nobody who that is"
    notes = (("Note", note) for note in post.notes)
    facts = (("To", to), ("Title", post.title), ("Text", post.text), *post.facts, *notes)
    return Post("This is what they will read", facts=facts)
