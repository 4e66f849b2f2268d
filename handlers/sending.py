"""Putting a question to the head, or to the chair where it may be about the head: only what its asker sends."""

from __future__ import annotations

from handlers.answers import ASK_HEAD, silent
from handlers.desk import Desk, Member, Role
from handlers.model import Answers, Dialog, Done, Field, FieldKind, Filled, Form, Post, Pressed, Reply, Say, Step
from handlers.records import SentQuestion
from handlers.routing import Router
from handlers.telling import names_head
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

GONE = Post(text="That question is more than a day old, and I have forgotten it. Please ask it again.")
NOBODY = Post(text="The staff list names nobody whom I could send this to. Please ask in person.")


def may_ask(desk: Desk, asker: str, question: str) -> str:
    """The button's label: whom the question would go to. "" where the staff list names nobody else."""
    audience = _audience(desk, asker, question)
    labels = {"head": "Ask the head", "chair": "Ask the chair of governors", "": ""}
    return labels.get("+".join(audience), "Ask the head or the chair")


@router.pressed(ASK_HEAD)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form with the question as it was asked; it can be changed before it is sent."""
    asked = desk.tx.asked(event.value, event.who.key)
    if asked is None:
        return Say(GONE, private=True)
    audience = _audience(desk, asked.who, asked.question)
    if not audience:
        return Say(NOBODY, private=True)
    answer = desk.knowledge.answer(asked.question, facts=asked.facts, capacity=asked.capacity)
    about = ":".join((asked.id, "+".join(audience), "silent" if silent(answer) else "unsure"))
    return desk.ask(ASK_HEAD, event, about=about, answers={"question": asked.question})


@router.form(ASK_HEAD)
def build(desk: Desk, about: str) -> Form:
    """Two pages: what to send, and exactly what would be seen."""
    _, audience, said = about.split(":")
    people = {key: _holder(desk, key) for key in audience.split("+")}
    present = {key: member for key, member in people.items() if member is not None}
    only = next(iter(present.values())).person.name if len(present) == 1 else ""

    def before(_: Answers) -> Post:
        to = (
            f"This goes to {only} and to nobody else."
            if only
            else "Your question mentions the head. You choose who gets it."
        )
        return Post(text=f"{to} Nothing is sent until you press Send on the next page.")

    def review(answers: Answers) -> Post:
        member = _chosen(present, answers)
        return Post("This is what will be sent", facts=_facts(answers, _SAID[said], member))

    fields = [
        Field("question", "Your question", FieldKind.LONG, longest=LONGEST, hint="Change it as you like."),
        Field("note", "Anything to add", FieldKind.LONG, required=False, longest=LONGEST),
        Field("name", "Your name", FieldKind.CHOICE, _NAME, hint=_NAME_HINT),
    ]
    if not only:
        choices = tuple((key, f"{member.person.name}, {_ROLES[key]}") for key, member in present.items())
        fields.insert(0, Field("to", "Who should get it?", FieldKind.CHOICE, choices))
    return Form(
        ASK_HEAD,
        "Ask a question" if not only else f"Ask {only}",
        (
            Step("write", "What to send", tuple(fields), words=before),
            Step("review", "Check it", words=review, next_label="Send"),
        ),
        done=ASK_HEAD,
    )


@router.done(ASK_HEAD)
def send(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Send it: the recipient gets a message, and finds it on Home."""
    key, audience, said = dialog.about.split(":")
    present = {role: member for role in audience.split("+") if (member := _holder(desk, role)) is not None}
    if not present:
        return Done(NOBODY)
    member, answers = _chosen(present, dialog.answers), dialog.answers
    asked = desk.tx.asked(key, event.who.key)
    named = answers["name"] == _NAMED
    desk.tx.send_question(
        SentQuestion(
            id=desk.new_id(),
            to=member.person.key,
            question=str(answers["question"]),
            at=desk.now,
            who=event.who.key if named else "",
            note=str(answers.get("note") or ""),
            subject=asked.subject if asked else "",
            said=_SAID[said],
        )
    )
    who = event.who.name if named else ""
    desk.tx.tell(member.person.key, notice(str(answers["question"]), str(answers.get("note") or ""), who, _SAID[said]))
    return Done(Post(f"Sent to {member.person.name}", "They have it now, and it is on their Home page."
                     + ("" if named else " Your name was left out, so an answer may come to everybody.")))  # fmt: skip


def notice(question: str, note: str, who: str, said: str) -> Post:
    """A sent question as its recipient reads it. `who` is "" where the name was left out."""
    facts = [("From", who or "Name left out"), ("What the bot had said", said)]
    if note:
        facts.insert(1, ("Added", note))
    how = "Please answer them directly." if who else "You could answer to everybody, at a staff meeting for example."
    return Post("A question for you", f"“{question}”\n\n{how}", facts=tuple(facts), notes=("Sent to you alone.",))


def sent_line(sent: SentQuestion, desk: Desk) -> tuple[str, str]:
    """A sent question in one line, for a list: (when and from whom, what)."""
    member = desk.school.member(sent.who) if sent.who else None
    who = member.person.name if member else "name left out"
    words = f"“{sent.question}”" + (f" Added: {sent.note}" if sent.note else "")
    return f"{day(sent.at.astimezone(desk.school.zone).date())}, {who}", words


# --- inside ---


def _audience(desk: Desk, asker: str, question: str) -> list[str]:
    """Who may be asked, the likeliest first: the chair before the head where the question mentions the head."""
    order = ["chair", "head"] if names_head(question, desk.school) else ["head"]
    found = [key for key in order if (member := _holder(desk, key)) is not None and member.person.key != asker]
    if not found and desk.school.holds(asker, Role.HEAD) and _holder(desk, "chair") is not None:
        return ["chair"]
    return found


def _holder(desk: Desk, key: str) -> Member | None:
    return next(iter(desk.school.holders(_ROLES[key])), None)


def _chosen(present: dict[str, Member], answers: Answers) -> Member:
    return present.get(str(answers.get("to")), next(iter(present.values())))


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
