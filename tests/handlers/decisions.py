"""Asking the head and being answered, for conversations about what comes of it."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.desk import Member
from tests.conftest import Clock
from tests.handlers.larkfield import HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen

ASKED = "can I sell laptops?"
RULED = "May we sell old school laptops?"  # as the head puts it
YES = {"Your answer": "Yes", "Who is it for?": "Everybody: a ruling, shown to staff who ask the same"}
ONLY_IF = {**YES, "Your answer": "Only if…"}
NO = {**YES, "Your answer": "No"}
ALONE = "Whoever asked, this once"
QUESTION, WORDS, UNTIL = "The question, as staff will read it", "Your words", "The last day that it holds"


async def send(
    talk: Talk, asked: str = ASKED, *, who: Member = TEACHER, named: bool = True, button: str = "Ask the head"
) -> Seen:
    """They ask, and send it; what they read then."""
    form = await talk.open_form(who, await talk.say(who, asked), button)
    name = {"Your name": "Send my name with it" if named else "Leave my name out"}
    return await talk.finish(who, await talk.fill(who, form, name))


async def sent(talk: Talk, asked: str = ASKED, *, to: Member = HEAD) -> Seen:
    """Miss Marsh asks with her name; what its recipient gets."""
    await send(talk, asked, button="Ask the head" if to is HEAD else "Ask the chair of governors")
    return (await talk.told(to))[-1]


async def sent_unnamed(talk: Talk, clock: Clock, asked: str = ASKED) -> Seen:
    """Miss Marsh asks without her name; what the head gets within the hour."""
    await send(talk, asked, named=False)
    clock.forward(hours=1)
    return (await talk.told(HEAD))[-1]


async def review(
    talk: Talk, notice: Seen, given: Mapping[str, object] = YES, *, by: Member = HEAD, words: str = "The proceeds are "
    "the school's.", question: str = RULED, **others: object,
) -> Page:  # fmt: skip
    """They answer with a ruling, up to the page where it is read once more."""
    page = await talk.fill(by, await talk.open_form(by, notice, "Answer it"), given)
    return await talk.fill(by, page, {QUESTION: question, WORDS: words, **others})


async def ruled(talk: Talk, given: Mapping[str, object] = YES, **others: object) -> Seen:
    """Asked, and ruled on by the head; what the head reads at the end."""
    return await talk.finish(HEAD, await review(talk, await sent(talk), given, **others))  # type: ignore[arg-type]
