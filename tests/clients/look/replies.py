"""Every kind of reply there is, as the real handlers give it, and a form with every kind of field."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.store.store import Store
from handlers.model import Ask, Dialog, Done, Field, FieldKind, Form, Home, Message, Move, Post, Reply, Say, Step
from knowledge.model import Verdict
from tests.clients.look.turns import Talk
from tests.conftest import Clock
from tests.handlers.larkfield import (
    CAREFUL,
    DEPUTY,
    FAMILY,
    HEAD,
    LUNCH,
    NO_FRIENDS,
    PARENTS,
    REPORT,
    SILENT,
    TEACHER,
    TRUST,
    Book,
    answer,
    cited,
)  # fmt: skip

FRIEND, MUM, LAPTOP = "can I accept a pupil on Facebook?", "can I accept a mum on Facebook?", "can I sell laptops?"
NEAR, TWO, WHICH = "may I put up a photo?", "may I film the play?", "accept?"
HARM, DANGER = "a Year 9 keeps messaging me, can I reply?", "she is going to hurt herself"

ANSWERS = {
    FRIEND: answer(Verdict.NO, NO_FRIENDS, REPORT, PARENTS),
    MUM: replace(answer(Verdict.ONLY_IF, PARENTS), condition="unless they are related", follow_up=FAMILY),
    NEAR: answer(Verdict.YES, LUNCH, shown=False),
    TWO: replace(answer(Verdict.NO, NO_FRIENDS, shown=False), conflict=cited(CAREFUL, TRUST)),
    WHICH: replace(
        answer(Verdict.NO, LUNCH, shown=False), readings=("May I accept a pupil?", "May I accept a parent?")
    ),
    HARM: replace(answer(Verdict.MUST, REPORT), disclosure=True),
    DANGER: replace(SILENT, danger=True),
}


def replies(folder: Path) -> dict[str, Reply]:
    """By name. Made in a thread, since a browser that is driven beside it has an event loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _talked(folder)).result()


async def _talked(folder: Path) -> dict[str, Reply]:
    store = Store.open(f"sqlite:///{folder / 'look.sqlite'}", clock=Clock(datetime(2027, 3, 3, 9, tzinfo=UTC)))
    try:
        talk = Talk(store, Book(ANSWERS))
        return {**await _posts(talk), **await _forms(talk), **_every_field()}
    finally:
        await store.close()


async def _posts(talk: Talk) -> dict[str, Reply]:
    verdict = await talk.say(TEACHER, FRIEND)
    only_if = await talk.say(TEACHER, MUM)
    kept = await talk.press(TEACHER, verdict, "Keep a copy for me")
    danger = await talk.say(TEACHER, DANGER)
    for _ in range(2):
        silent = await talk.say(TEACHER, LAPTOP)
    seen = {
        "welcome": await talk.come(TEACHER),
        "help": await talk.say(TEACHER, "help"),
        "verdict": verdict,
        "only if": only_if,
        "other rules": await talk.press(TEACHER, verdict, "Other rules about this"),
        "kept": kept,
        "copies": await talk.say(TEACHER, "my copies"),
        "nearest rule": await talk.say(TEACHER, NEAR),
        "two things": await talk.say(TEACHER, TWO),
        "which meant": await talk.say(TEACHER, WHICH),
        "silent": silent,
        "disclosure": await talk.say(TEACHER, HARM),
        "danger": danger,
        "who to tell": await talk.press(TEACHER, danger, "Report it: who to tell"),
        "policies": await talk.say(TEACHER, "policies"),
        "search": await talk.say(TEACHER, "search phone"),
    }
    homes = {f"home of {who.person.name}": Home(await talk.home(who)) for who in (TEACHER, HEAD)}
    return {**{name: Say(post) for name, post in seen.items()}, **homes}


async def _forms(talk: Talk) -> dict[str, Reply]:
    first = await talk.open(TEACHER, await talk.say(TEACHER, LAPTOP), "Ask the head")
    wrong = await talk.fill(TEACHER, first, question=" ", note="It is about the old ones.", name="")
    assert isinstance(wrong, Ask)
    assert wrong.errors
    review = await talk.fill(TEACHER, wrong, question=LAPTOP, note="The old ones.", name="named")
    assert isinstance(review, Ask)
    sent = await talk.fill(TEACHER, review)
    told = await talk.told(HEAD)
    begun = await talk.open(TEACHER, await talk.say(TEACHER, LAPTOP), "Ask the head")
    box = await talk.shortcut(DEPUTY, "ask", Message("m1", ""))
    assert isinstance(box, Ask)
    return {
        "form": first,
        "form with errors": wrong,
        "form's review": review,
        "sent": sent,
        "a question for the head": Say(told[0]),
        "cancelled": await talk.fill(TEACHER, begun, Move.CANCEL),
        "answer in a form": await talk.fill(DEPUTY, box, question=FRIEND),
    }  # fmt: skip


def _every_field() -> dict[str, Reply]:
    """No handler asks for everything; this form does, once empty with all its errors, once filled in."""
    names = (("safe", "Safeguarding, which goes to Mr Hill"), ("data", "Personal data"), ("other", "Something else"))
    many = tuple((f"k{n}", f"Class {n}") for n in range(14))
    fields = tuple(
        Field(kind.value, f"Which {kind.value.replace('_', ' or ')}?", kind, names, hint="A short hint.")
        for kind in FieldKind
    )
    fields += (Field("class", "Which class, of many?", FieldKind.CHOICE, many, required=False),)
    about = Post(text="Nothing is sent until you press Send.", facts=(("Who will see it", "Mr Hill. Nobody else."),))
    step = Step("all", "What happened", fields, words=lambda _: about, next_label="Send")
    form = Form("all", "Report a concern", (Step("first", "First"), step), "done")
    filled = {"text": "At the gate", "long": "Two lines\nof words", "choice": "safe", "choices": ["data", "other"],
              "yes_no": False, "date": "2027-03-03", "time": "08:45", "person": "head", "people": ["head", "deputy"],
              "channel": "slack:C024BE91L", "class": "k7"}  # fmt: skip
    empty = Dialog("d1", "all", "all", {}, "teacher", version=2)
    errors = {
        "": "This page was out of date. Please check it.",
        **{field.key: "Please fill this in." for field in fields},
    }
    return {
        "every field, empty": Ask(form, step, empty, errors),
        "every field, filled in": Ask(form, step, replace(empty, answers=filled)),
        "done": Done(Post("Sent", "Your reference is KX7-4QM. Mr Hill has it now.", notes=("Keep the reference.",))),
    }
