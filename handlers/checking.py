"""“Check this before I post”: the rules that a wording touches, and, if its author likes, somebody's word on it."""

from __future__ import annotations

from datetime import timedelta

from handlers.answers import quote, silent
from handlers.desk import Desk, Member, Role
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
from handlers.records import SentQuestion
from handlers.resuming import open_or_go_on
from handlers.routing import Router
from handlers.sent import POST, key_of, notice
from handlers.smalltalk import says
from handlers.telling import danger_words, disclosure_words, named
from handlers.wording import listed, source
from knowledge.model import Answer

router = Router("checking")

CHECK = "check_post"
CHECK_POST = Button(CHECK, "Check a post before I post it", opens=CHECK)
LONGEST = 3000  # characters
KEPT = timedelta(days=30)
_MOST = 2  # clauses: what a form shows on every platform

_WHERE = (
    ("own", "my own account"),
    ("school", "the school's account or page"),
    ("group", "a group or chat with parents"),
    ("staff", "a group or chat with colleagues"),
    ("other", "somewhere else"),
)
_NOBODY = "nobody"
_ASKED = (Role.HEAD, Role.DEPUTY, Role.CHAIR)  # St Mary's: head or deputy; Northumberland 19: head or chair

OFFER = Post(
    "Check a post before you post it",
    "Paste the wording, and I show the rules that it touches. If you like, I then send it to the head, the deputy or "
    "the chair, privately. I do not look at pictures.",
    buttons=(CHECK_POST,),
)
NOTHING_SENT = Post(
    "Nothing was sent, and nothing is kept",
    "I showed you rules, not an answer. If you are unsure, ask before you post.",
)


@router.said(
    lambda event: says(event, r"(please )?check (this|it|my post|a post)( for me)?( before i post( (it|this))?)?")
)
def offer(event: Said, desk: Desk) -> Reply:
    """Asked for in words: a button opens the form, since words cannot."""
    return Say(OFFER, private=True)


@router.pressed(CHECK)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form. What it goes by is whoever opened it."""
    return open_or_go_on(desk, CHECK, event, about=event.who.key)


@router.form(CHECK)
def build(desk: Desk, about: str) -> Form:
    """The wording and where it would go; the rules; whom to ask; exactly what would be sent."""
    readers = _readers(desk, about)

    def see(answers: Answers) -> Post:
        return rules(_answer(answers, desk), answers, about, desk)

    def review(answers: Answers) -> Post:
        to = readers.get(str(answers.get("to")))
        found = _answer(answers, desk)
        return Post(
            "This is what will be sent",
            f"“{answers['wording']}”",
            facts=(
                ("To", f"{_named(to)}. Nobody else." if to else "nobody"),
                ("Where it would go", _where(answers)),
                ("Rules that it touches", _touched(found)),
                ("Your name", "is sent"),
            ),
            notes=("It is kept for thirty days, then forgotten. Your chat may keep messages longer.",),
        )

    choices = ((_NOBODY, "Nobody: I only wanted to see the rules"), *((k, _named(m)) for k, m in readers.items()))
    return Form(
        CHECK,
        "Check a post",
        (
            Step("write", "What would you like to post?", _FIELDS),
            Step(
                "see",
                "Rules that it touches",
                (Field("to", "Who should look at it?", FieldKind.CHOICE, choices),),
                words=see,
            ),
            Step("review", "Check it", words=review, when=lambda a: a.get("to") in readers, next_label="Send"),
        ),
        CHECK,
    )


@router.done(CHECK)
def send(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put it before whoever was chosen; where nobody was, nothing of it is left."""
    answers = dialog.answers
    to = _readers(desk, event.who.key).get(str(answers.get("to")))
    if to is None:
        return Done(NOTHING_SENT)
    sent = SentQuestion(
        id=desk.new_id(),
        to=to.person.key,
        question=str(answers["wording"]),
        at=desk.now,
        who=event.who.key,
        note=_where(answers),
        said=_touched(_answer(answers, desk)),
        kind=POST,
        expires=desk.now + KEPT,
    )
    desk.tx.send_question(sent)
    desk.tx.tell(sent.to, notice(sent, event.who.name), key=key_of(sent))
    words = "Please wait for their answer before you post it; it comes to you here."
    return Done(Post(f"Sent to {to.person.name}", words))


def rules(found: Answer, answers: Answers, who: str, desk: Desk) -> Post:
    """The clauses that a wording touches, and never a verdict: nobody has looked at what it means."""
    wording = str(answers.get("wording") or "")
    if found.danger:
        return Post("Please read this first", danger_words(desk, who, wording))
    first = f"{disclosure_words(desk, who, wording)}\n\n" if found.disclosure else ""
    if silent(found):
        words = "No clause of your policy is about this. That does not make it all right: if you are unsure, ask."
        return Post("Your policy doesn't say", first + words)
    words = "These clauses come nearest. Whether your wording keeps to them is for people to judge."
    return Post("Rules that it touches", first + words, quotes=tuple(quote(one) for one in found.cited[:_MOST]))


# --- inside ---

_FIELDS = (
    Field("wording", "The wording", FieldKind.LONG, longest=LONGEST, hint="As you would post it. Leave out nothing."),
    Field("where", "Where would it go?", FieldKind.CHOICE, _WHERE),
)


def _answer(answers: Answers, desk: Desk) -> Answer:
    return desk.knowledge.answer(f"Can I post this on {_where(answers)}? {answers.get('wording') or ''}")


def _where(answers: Answers) -> str:
    return dict(_WHERE).get(str(answers.get("where")), "")


def _touched(found: Answer) -> str:
    return "none that I know of" if silent(found) else listed((source(one) for one in found.cited[:_MOST]), "and")


def _readers(desk: Desk, who: str) -> dict[str, Member]:
    """Whom its author may ask."""
    found = (next(iter(desk.school.holders(role)), None) for role in _ASKED)
    return {member.person.key: member for member in found if member is not None and member.person.key != who}


def _named(member: Member) -> str:
    return named(member, *_ASKED)
