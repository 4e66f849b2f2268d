"""A small school whose bot uses every kind of reply, for tests of the page and its server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.outbox import Outbox
from bot.roll import Fixed
from bot.store.store import Store
from bot.turn import Turn
from bot.web.adapter import Web
from bot.web.render import InForce
from handlers.desk import Desk, Member, Role, School
from handlers.model import (
    Button,
    Came,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Home,
    Looked,
    Person,
    Post,
    Pressed,
    Quote,
    Reply,
    Said,
    Say,
    Step,
    Style,
    Update,
)
from handlers.records import SentQuestion
from handlers.routing import Router
from knowledge.model import Answer, Dates, DocumentFault, Policy, Verdict

STAFF = (
    Member(Person("teacher", "Ms Reed"), job="Year 4 teacher"),
    Member(Person("assistant", "Mr Bell"), job="Teaching assistant"),
    Member(Person("head", "Mrs Marsh"), (Role.HEAD,), job="Headteacher"),
    Member(Person("deputy", "Mr Stone"), (Role.DEPUTY,), job="Deputy headteacher"),
    Member(Person("chair", "Dr Fields"), (Role.CHAIR,), "governors", "Chair of governors"),
)
SCHOOL = School("greenfield", "Greenfield Primary School", ZoneInfo("Europe/London"), STAFF, smallest_count=2)
SOURCE = "Social media policy, clause 5.3 (d), adopted 3 March 2027"
STARTERS = (
    "Can I be friends with a parent on Facebook?",
    "Can I post a photo of my class?",
    "Can I use WhatsApp with the PTA?",
)


def answer(question: str, related: bool | None) -> Post:
    """An answer that turns on one fact."""
    quotes = (
        Quote(
            "‘Friend’ a pupil, or accept a friend request from one, unless they are related.",
            SOURCE,
            "",
            "Staff must not use social media to:",
        ),
    )
    keep = Button("keep", "Keep a copy for me", question)
    if related is None:
        return Post(
            "Only if you are related",
            f"You asked: {question}\n\nStaff may not be friends with pupils, except with their own family.",
            facts=(("What it turns on", "unless they are related"),),
            quotes=quotes,
            buttons=(
                Button("settle", "Yes, a member of my family", "yes", Style.PRIMARY),
                Button("settle", "No", "no"),
                Button("ask_head", "Ask the head", "q1", opens="ask_head"),
                keep,
            ),
            notes=("Is the pupil a member of your family? Your answer is kept with this question only.",),
        )
    title = "Your policy allows this" if related else "Your policy says no"
    return Post(title, "Settled by what you said.", quotes=quotes, buttons=(keep,))


def feature() -> Router:
    """The echo's handlers."""
    router = Router("echo")

    @router.came()
    def welcome(event: Came, desk: Desk) -> Reply:
        return Say(Post("Hello", f"Hello {event.who.name}. Ask me what the policy of {desk.school.name} says."))

    @router.said()
    def said(event: Said, desk: Desk) -> Reply:
        return Say(answer(event.text, None))

    @router.pressed("settle")
    def settle(event: Pressed, desk: Desk) -> Reply:
        return Update(answer("", event.value == "yes"))

    @router.home()
    def home(event: Looked, desk: Desk) -> Reply:
        sent = desk.tx.sent_questions(event.who.key)
        return Home(Post(f"{len(sent)} questions sent to you", facts=tuple((one.question, one.who) for one in sent)))

    @router.form("ask_head")
    def ask_head(desk: Desk, about: str) -> Form:
        words = Step(
            "words",
            "What would you like to ask?",
            (
                Field("question", "Your question", FieldKind.LONG, hint="Leave out pupils' names.", longest=500),
                Field("named", "Shall your name go with it?", FieldKind.YES_NO),
            ),
        )
        review = Step(
            "review",
            "Is this right?",
            words=lambda given: Post("", f"To the head: {given.get('question')}"),
            next_label="Send",
        )
        return Form("ask_head", "Ask the head", (words, review), "head asked")

    @router.done("head asked")
    def head_asked(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
        question = str(dialog.answers["question"])
        who = event.who.name if dialog.answers["named"] else "name left out"
        desk.tx.send_question(SentQuestion(desk.new_id(), "head", question, desk.now, who))
        desk.tx.tell("head", Post("A question for you", question, facts=(("From", who),)))
        return Done(Post("Sent to Mrs Marsh", f"Your reference is {desk.reference}."))

    return router


class Silent:
    """A school without policies."""

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        return Answer(question, Verdict.NOT_COVERED, False, 0.0, "Your policy doesn't say.")

    def policies(self) -> Sequence[Policy]:
        return ()


@dataclass
class Pile:
    """Documents that are text; anything else is faulty."""

    listed: tuple[InForce, ...] = (InForce("Social media policy", Dates(adopted="2027-03-03", period_months=12), 42),)
    name: str = field(default="")

    async def in_force(self) -> Sequence[InForce]:
        return (InForce(self.name, Dates(), 1),) if self.name else self.listed

    async def own(self) -> bool:
        return bool(self.name)

    async def take(self, name: str, data: bytes) -> Post:
        if not data.startswith(b"Policy"):
            raise DocumentFault("This is not a policy.\nSave it as Word or PDF and drop it here again.")
        self.name = name
        return Post("I have read your document", f"{name}: 1 clause.")

    async def back(self) -> Post:
        self.name = ""
        return Post("Back to the sample policy")


@asynccontextmanager
async def room(folder: Path) -> AsyncIterator[tuple[web.Application, Web, Outbox]]:
    """The page's server with its store and outbox."""
    store = Store.open(f"sqlite:///{folder / 'echo.sqlite'}")
    turn = Turn(store, Router("all").include(feature()), Fixed(SCHOOL), lambda school: Silent())
    page = Web(turn, SCHOOL, Pile(), starters=STARTERS)
    yield page.application(), page, Outbox(store, page.send)
    await store.close()
