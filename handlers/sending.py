"""Putting a question to the head, or to the chair where it may be about the head: only what its asker sends."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from handlers.answers import ASK_HEAD, silent
from handlers.deciding import given_back
from handlers.desk import Desk, Member, Role
from handlers.mentions import may_be_about_head
from handlers.model import Answers, Dialog, Done, Event, Field, FieldKind, Filled, Form, Post, Pressed, Reply, Say, Step
from handlers.records import SentQuestion
from handlers.resuming import open_or_go_on
from handlers.routing import Router
from handlers.sent import POST, key_of, later, notice
from handlers.wording import day

router = Router("sending")

LONGEST = 1500  # characters of the question, and of the note
_ROLES = {"head": Role.HEAD, "chair": Role.CHAIR}
_SAID = {
    "silent": "No clause of the policy decides it.",
    "unsure": "A clause was quoted as the nearest rule, without a yes or a no.",
}
_NAMED = "named"
_NAME = ((_NAMED, "Send my name with it"), ("unnamed", "Leave my name out"))
_NAME_HINT = "Leaving it out does not make it anonymous: your wording may tell who you are."

_MENTIONS_HEAD = "Your question may be about the head. You choose who gets it."
_RECEIPT = "They have it now, and it is on their Home page. Their answer comes to you here."
_RECEIPT_UNNAMED = (
    "Your name is left out. They get it within the hour, not at once, so that the moment does not tell who sent it. "
    "Their answer finds you in the same way, for four months; I tell nobody whom it reaches."
)

FORGOTTEN = Post(text="That question is more than a day old, and I have forgotten it. Please ask it again.")
NOT_YOURS = Post(
    "This question is somebody else's",
    "Only whoever asked it can go on with it. Ask me yourself, in our own chat or by mentioning me here, and you get "
    "buttons of your own.",
)
CHANGED = Post(
    "Who would get it has changed",
    "Somebody else holds the role since you began, so nothing was sent. To go on, ask me your question again.",
)
NOBODY = Post(text="The staff list names nobody whom I could send this to. Please ask in person.")


def may_ask(desk: Desk, asker: str, question: str) -> str:
    """The button's label: whom the question would go to. "" where the staff list names nobody else."""
    audience = _audience(desk, asker, question)
    labels = {"head": "Ask the head", "chair": "Ask the chair of governors", "": ""}
    return labels.get("+".join(audience), "Ask the head or the chair")


def missing(key: str, event: Event, desk: Desk) -> Post:
    """Why a question cannot be gone on with by whoever pressed: it is another's, or forgotten."""
    return NOT_YOURS if desk.tx.asked_by_another(key, event.who.key) else FORGOTTEN


@router.pressed(ASK_HEAD)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form with the question as it was asked; it can be changed before it is sent."""
    asked = desk.tx.asked(event.value, event.who.key)
    if asked is None:
        return Say(missing(event.value, event, desk), private=True)
    audience = _audience(desk, asked.who, asked.question)
    if not audience:
        return Say(NOBODY, private=True)
    answer = desk.knowledge.answer(asked.question, facts=asked.facts, capacity=asked.capacity)
    if audience == ["head"] and _others("chair", desk, asked.who):  # in case the wording comes to be about the head
        audience = ["head", "chair"]
    whom = "+".join(audience)
    about = ":".join((asked.id, whom, "silent" if silent(answer) else "unsure", _mark(_present(whom, desk))))
    return open_or_go_on(desk, ASK_HEAD, event, about=about, answers={"question": asked.question})


@router.form(ASK_HEAD)
def build(desk: Desk, about: str) -> Form:
    """What to send; to whom, where it may be about the head; and exactly what would be seen."""
    _, audience, said, _ = about.split(":")
    present = _present(audience, desk)
    at_once = _asks_whom(present, {}, desk)

    def before(_: Answers) -> Post:
        only = next((member.person.name for member in present.values()), "nobody")
        to = _MENTIONS_HEAD if at_once else f"This goes to {only} and to nobody else."
        return Post(text=f"{to} Nothing is sent until you press Send on the last page.")

    def review(answers: Answers) -> Post:
        return Post("This is what will be sent", facts=_facts(answers, _SAID[said], _chosen(present, answers, desk)))

    fields = (
        Field("question", "Your question", FieldKind.LONG, longest=LONGEST, hint="Change it as you like."),
        Field("note", "Anything to add", FieldKind.LONG, required=False, longest=LONGEST),
        Field("name", "Your name", FieldKind.CHOICE, _NAME, hint=_NAME_HINT),
    )
    choices = tuple((key, f"{present[key].person.name}, {_ROLES[key]}") for key in ("chair", "head") if key in present)
    whom = (Field("to", "Who should get it?", FieldKind.CHOICE, choices),)
    steps = (
        Step("write", "What to send", (*whom, *fields) if at_once else fields, words=before),
        Step("whom", "Who should get it?", whom, words=lambda _: Post(text=_MENTIONS_HEAD),
             when=lambda answers: not at_once and _asks_whom(present, answers, desk)),
        Step("review", "Check it", words=review, next_label="Send"),
    )  # fmt: skip
    return Form(ASK_HEAD, "Ask a question", steps, done=ASK_HEAD)


@router.done(ASK_HEAD)
def send(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Send it: the recipient gets a message, and finds it on Home. Never to somebody else than the pages showed."""
    key, audience, said, mark = dialog.about.split(":")
    present, answers = _present(audience, desk), dialog.answers
    if _mark(present) != mark:
        return Done(given_back(CHANGED, str(answers["question"])))
    member = _chosen(present, answers, desk)
    asked = desk.tx.asked(key, event.who.key)
    named = answers["name"] == _NAMED
    sent = SentQuestion(
        id=desk.new_id(),
        to=member.person.key,
        question=str(answers["question"]),
        at=desk.now + later(named),
        who=event.who.key if named else "",
        note=str(answers.get("note") or ""),
        subject=asked.subject if asked else "",
        said=_SAID[said],
    )
    desk.tx.send_question(sent, asker=event.who.key)
    desk.tx.tell(sent.to, notice(sent, event.who.name if named else ""), due=sent.at, key=key_of(sent))
    return Done(Post(f"Sent to {member.person.name}", _RECEIPT if named else _RECEIPT_UNNAMED))


def sent_line(sent: SentQuestion, desk: Desk) -> tuple[str, str]:
    """A sent question in one line, for a list: (when and from whom, what)."""
    member = desk.school.member(sent.who) if sent.who else None
    who = member.person.name if member else "name left out"
    words = f"“{sent.question}”" + (f" Added: {sent.note}" if sent.note else "")
    if sent.kind == POST:
        words = f"A post to look at, for {sent.note}"
    return f"{day(sent.at.astimezone(desk.school.zone).date())}, {who}", words


# --- inside ---


def _audience(desk: Desk, asker: str, question: str) -> list[str]:
    """Who may be asked, the likeliest first: the chair before the head where the question mentions the head."""
    order = ["chair", "head"] if may_be_about_head(question, desk.school) else ["head"]
    found = [key for key in order if _others(key, desk, asker)]
    if not found and desk.school.holds(asker, Role.HEAD) and _holder(desk, "chair") is not None:
        return ["chair"]
    return found


def _others(key: str, desk: Desk, asker: str) -> bool:
    """Whether somebody else than the asker holds the role."""
    member = _holder(desk, key)
    return member is not None and member.person.key != asker


def _present(audience: str, desk: Desk) -> dict[str, Member]:
    """Who may get it, by role, the likeliest first."""
    return {key: member for key in audience.split("+") if (member := _holder(desk, key)) is not None}


def _mark(present: Mapping[str, Member]) -> str:
    """Names who they are, so that nobody takes another's place while somebody writes."""
    who = [f"{role} {member.person.key}" for role, member in present.items()]
    return sha256("\n".join(who).encode()).hexdigest()[:16]


def _asks_whom(present: Mapping[str, Member], answers: Answers, desk: Desk) -> bool:
    """Whether the asker chooses who gets it: where the question mentioned the head, or once its wording does."""
    wording = f"{answers.get('question') or ''} {answers.get('note') or ''}"
    return len(present) > 1 and (next(iter(present)) == "chair" or may_be_about_head(wording, desk.school))


def _holder(desk: Desk, key: str) -> Member | None:
    return next(iter(desk.school.holders(_ROLES[key])), None)


def _chosen(present: Mapping[str, Member], answers: Answers, desk: Desk) -> Member:
    first = next(iter(present.values()))
    return present.get(str(answers.get("to")), first) if _asks_whom(present, answers, desk) else first


def _facts(answers: Answers, said: str, to: Member) -> tuple[tuple[str, str], ...]:
    role = next(str(role) for role in _ROLES.values() if role in to.roles)
    name = "is sent" if answers.get("name") == _NAMED else "is left out; your wording may still tell who you are"
    return (
        ("To", f"{to.person.name}, {role}. Nobody else."),
        ("Question", str(answers.get("question") or "")),
        ("Added", str(answers.get("note") or "nothing")),
        ("What the bot had said", said),
        ("Your name", name),
    )
