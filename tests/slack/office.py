"""A small form for tests: what, whom and where; when; a page to check."""

from __future__ import annotations

from threading import Event

from handlers.desk import Desk
from handlers.forms import WHOLE_STEP, refuse
from handlers.model import (
    Answers,
    Button,
    Called,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Home,
    Looked,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Step,
)
from handlers.routing import Router
from tests.slack.bot import MARSH, ROOM, WOOD, Bot
from tests.slack.workspace import words
from tests.slack.world import Form as Shown


def office(gate: Event | None = None) -> Router:
    """A bot with one form: what, whom and where; then when; then a page to check. It waits for the gate to open."""
    router = Router("office")
    slow = 5 if gate else 0
    gate = gate or Event()

    @router.said()
    def offer(event: Said, desk: Desk) -> Reply:
        return Say(Post("A form", buttons=(Button("start", "Fill it in", opens="note"), Button("plain", "Read"))))

    @router.pressed("start")
    def start(event: Pressed, desk: Desk) -> Reply:
        gate.wait(slow)
        if event.value == "no":
            return Say(Post(text="Not today."))
        return desk.ask("note", event)

    @router.called("ask")
    def from_anywhere(event: Called, desk: Desk) -> Reply:
        gate.wait(slow)
        return desk.ask("note", event)

    @router.pressed("hint")
    def hint(event: Pressed, desk: Desk) -> Reply:
        return Say(Post(text="Short is best."), private=True)

    @router.home()
    def home(event: Looked, desk: Desk) -> Reply:
        return Home(Post("Home", buttons=(Button("start", "Fill it in", opens="note"),)))

    @router.form("note")
    def note(desk: Desk, about: str) -> Form:
        first = Step(
            "what",
            "What is it?",
            (
                Field("what", "What", longest=20),
                Field("whom", "Whom", FieldKind.PERSON),
                Field("where", "Where", FieldKind.CHANNEL, required=False),
            ),
            buttons=(Button("hint", "Give me a hint"),),
        )
        days = Step("when", "When?", (Field("day", "Day", FieldKind.DATE),))
        return Form("note", "A note", (first, days, Step("check", "Please check", words=review)), "noted")

    @router.done("noted")
    def noted(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
        gate.wait(slow)
        if dialog.answers["day"] == "2027-03-06":
            return refuse(desk.form("note"), dialog, "check", {WHOLE_STEP: "That is a Saturday."})
        if dialog.answers["what"] == "Beer":
            return refuse(desk.form("note"), dialog, "what", {"what": "Not in school."})
        desk.tx.tell("wood@larkfield.example", review(dialog.answers))
        return Done(Post("Sent", f"{dialog.answers['what']} for {dialog.answers['whom']}."))

    return router


def review(answers: Answers) -> Post:
    """What was filled in."""
    return Post(text=f"{answers['what']} / {answers['whom']} / {answers.get('where')} / {answers['day']}")


async def opened(bot: Bot) -> Shown:
    """The form, opened by its button."""
    ack = await bot.slack.press(MARSH, "Fill it in")
    assert (ack.status, ack.body) == (200, {})
    form: Shown = await bot.slack.until(lambda: bot.slack.modal(MARSH))
    return form


async def first_page(bot: Bot) -> Shown:
    """The form with its first page filled in."""
    form = await opened(bot)
    await bot.slack.fill(MARSH, what="Cake", whom=WOOD, where=ROOM)
    assert "When?" in words(form)
    return form
