"""A school for tests of Teams: four people, and a feature that uses every kind of reply."""

from __future__ import annotations

import time
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.desk import Desk, School
from handlers.model import (
    Button,
    Called,
    Came,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Home,
    Left,
    Nothing,
    Place,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Step,
    Update,
)
from handlers.records import SentQuestion
from handlers.routing import Router
from knowledge.model import Answer, Cited, Policy, Verdict

SCHOOL = School("larkfield", "Larkfield", ZoneInfo("Europe/London"))
SLOW = 1.0  # seconds that a slow handler takes
SUBJECTS = (("phones", "Phones"), ("photos", "Photos"), ("friends", "Friends"))


class Silent:
    """A school without policies."""

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        return Answer(question, Verdict.NOT_COVERED, False, 0.0, "Your policy doesn't say.")

    def policies(self) -> Sequence[Policy]:
        return ()

    def search(self, words: str, most: int = 5) -> Sequence[Cited]:
        return ()


def question(text: str) -> Post:
    """An answer with a button of each kind."""
    buttons = (
        Button("settle", "Yes", "yes"),
        Button("again", "Once more", "q1"),
        Button("note", "Ask the head", "q1", opens="note"),
        Button("late", "Too late", "q1", opens="late"),
    )
    return Post("You asked", text, buttons=buttons)


def feature() -> Router:
    """The handlers."""
    router = Router("teams test")

    @router.came()
    def came(event: Came, desk: Desk) -> Reply:
        return Say(Post("Hello", f"Hello {event.who.name}."))

    @router.left()
    def left(event: Left, desk: Desk) -> Reply:
        desk.tx.count_unanswered("left")
        return Nothing()

    @router.said()
    def said(event: Said, desk: Desk) -> Reply:
        desk.tx.count_unanswered("said")
        return Say(question(event.text))

    @router.said(lambda event: event.text.startswith("slow"))
    def slow(event: Said, desk: Desk) -> Reply:
        time.sleep(SLOW)
        return Say(Post(text="At last"))

    @router.said(lambda event: event.text == "secret")
    def secret(event: Said, desk: Desk) -> Reply:
        return Say(Post(text="For you alone"), private=True)

    @router.said(lambda event: event.text == "home")
    def home(event: Said, desk: Desk) -> Reply:
        return Home(Post("Your page", event.who.name))

    @router.said(lambda event: event.text == "long")
    def long(event: Said, desk: Desk) -> Reply:
        return Say(Post("Long", "word " * 3000, buttons=(Button("settle", "Yes", "yes"),)))

    @router.said(lambda event: event.text.startswith("tell "))
    def tell(event: Said, desk: Desk) -> Reply:
        desk.tx.tell(event.text.removeprefix("tell "), Post("News", "From the head"), key="news")
        return Say(Post(text="Told"))

    @router.said(lambda event: event.text == "change")
    def change(event: Said, desk: Desk) -> Reply:
        desk.tx.amend("news", Post("News", "Changed"))
        return Say(Post(text="Changed it"))

    @router.said(lambda event: event.text == "withdraw")
    def withdraw(event: Said, desk: Desk) -> Reply:
        desk.tx.withdraw("news")
        return Say(Post(text="Withdrew it"))

    @router.said(lambda event: event.text.startswith("draft "))
    def draft(event: Said, desk: Desk) -> Reply:
        actors = tuple(event.text.removeprefix("draft ").split())
        post = Post("A draft", "Please decide", buttons=(Button("decide", "Approve", "d1"),), actors=actors)
        desk.tx.tell(Place(event.where.key, private=False), post, key="draft")
        return Say(Post(text="Sent for approval"))

    @router.pressed("decide")
    def decide(event: Pressed, desk: Desk) -> Reply:
        return Update(Post("A draft", f"Approved by {event.who.name}"))

    @router.pressed("settle")
    def settle(event: Pressed, desk: Desk) -> Reply:
        desk.tx.count_unanswered("settled")
        return Update(Post("Settled", f"By {event.who.name}"))

    @router.pressed("again")
    def again(event: Pressed, desk: Desk) -> Reply:
        desk.tx.count_unanswered("again")
        return Say(Post(text="Once more"))

    @router.pressed("drag")
    def drag(event: Pressed, desk: Desk) -> Reply:
        time.sleep(SLOW)
        return Say(Post(text="Dragged along"))

    @router.pressed("late")
    def late(event: Pressed, desk: Desk) -> Reply:
        return Update(Post("Decided", "Somebody was quicker."))

    @router.called("policy-on-this")
    def on_this(event: Called, desk: Desk) -> Reply:
        assert event.about is not None
        words = f"{event.about.author} wrote: {event.about.text}"
        return Say(Post("About this", words, buttons=(Button("again", "Once more", "q2"),)), private=True)

    @router.form("note")
    def note(desk: Desk, about: str) -> Form:
        first = Step(
            "words",
            "What would you like to ask?",
            (
                Field("words", "Your question", FieldKind.LONG),
                Field("subjects", "About what?", FieldKind.CHOICES, SUBJECTS),
                Field("to", "To whom?", FieldKind.PERSON, required=False),
            ),
        )
        review = Step("review", "Is this right?", words=lambda given: Post(text=f"You ask: {given['words']}"))
        return Form("note", "Ask the head", (first, review), "note sent")

    @router.done("note sent")
    def note_sent(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
        given = dialog.answers
        text = f"{given['words']} ({', '.join(map(str, given['subjects']))}) to {given['to']}"  # type: ignore[call-overload]
        desk.tx.send_question(SentQuestion(desk.new_id(), "head", text, desk.now, event.who.key))
        desk.tx.count_unanswered("sent")
        return Done(Post("Sent", text, buttons=(Button("again", "Once more", "q3"),)))

    return router
