"""Other ways to ask than to type: a command, a form, somebody's message. Only the asker sees the answer."""

from __future__ import annotations

from dataclasses import replace

from handlers.desk import Desk
from handlers.model import Button, Called, Dialog, Done, Field, FieldKind, Filled, Form, Post, Reply, Say, Step
from handlers.questions import LONGEST, first_answer
from handlers.routing import Router

router = Router("asking")

BOX = "ask_box"
ASK = Button(BOX, "Ask a question", opens=BOX)

NO_WORDS = Post(
    "There are no words in this message",
    "I read words only, no pictures and no files. Ask me in your own words what you would like to know.",
)


@router.called("can-i")
def ask_by_command(event: Called, desk: Desk) -> Reply:
    """A question as a command, which the platform does not show: the answer says what was asked."""
    post = first_answer(event, event.text, desk)
    asked = " ".join(event.text.split())
    return Say(replace(post, notes=(f"You asked: “{asked}”", *post.notes)) if asked else post, private=True)


@router.called("policy-on-this")
def ask_about_message(event: Called, desk: Desk) -> Reply:
    """What the policy says about a message. Its words are said again nowhere."""
    text = event.about.text if event.about else ""
    return Say(first_answer(event, text, desk) if text.strip() else NO_WORDS, private=True)


@router.called("ask")
def open_box(event: Called, desk: Desk) -> Reply:
    """A form, from wherever somebody is."""
    return desk.ask(BOX, event)


@router.form(BOX)
def build(desk: Desk, about: str) -> Form:
    """One page with one field; Home's button opens it too."""
    hint = "In your own words, as you would ask a colleague. Leave names out."
    field = Field("question", "Your question", FieldKind.LONG, longest=LONGEST, hint=hint)
    return Form(
        BOX, "Ask about our policy", (Step("ask", "What would you like to know?", (field,), next_label="Ask"),), BOX
    )


@router.done(BOX)
def answer(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """The answer takes the form's place, with its buttons."""
    return Done(first_answer(event, str(dialog.answers["question"]), desk))
