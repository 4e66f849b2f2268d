"""Asking where others read along: what they read, and what only the asker gets. The page has no such place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.questions import LONGEST
from knowledge.model import Answer, Verdict
from tests.handlers.larkfield import ASSISTANT, FAMILY, HEAD, NO_FRIENDS, PARENTS, REPORT, SILENT, TEACHER, answer
from tests.handlers.talk import Talk, on
from tests.seats.seen import labels, words

pytestmark = on("slack", "teams")

FRIEND = "can I accept a pupil on Facebook?"
PARENT = "can I accept a mum on Facebook?"
NEUTRAL = "I've replied to you privately."
ALONE = "Ask me in our own chat to keep a copy or to send it to the head."


async def test_the_answer_stands_in_the_channel_without_the_asker_s_own_buttons(talk: Talk) -> None:
    """A question by mention is of interest to others; keeping it and sending it is not their business."""
    talk.book.answers[PARENT] = replace(answer(Verdict.ONLY_IF, PARENTS, REPORT), follow_up=FAMILY)
    talk.book.answers[PARENT, "+who.relative"] = answer(Verdict.YES, PARENTS, REPORT, reason="The exception applies.")
    seen = await talk.say_aloud(TEACHER, PARENT)
    assert not seen.alone
    assert seen.title == "Only if…"
    assert labels(seen) == ["Yes, family", "No", "Other rules about this"]
    assert ALONE in seen.notes
    assert await talk.overheard(HEAD) == [seen]
    settled = await talk.press(TEACHER, seen, "Yes, family")
    assert settled.at == seen.at, "the same message"
    assert settled.title == "Your policy allows this"
    assert labels(settled) == ["Other rules about this"]
    assert await talk.overheard(HEAD) == [settled]
    others = await talk.press(TEACHER, settled, "Other rules about this")
    assert others.at != settled.at, "another message"
    assert others.quotes[0].text == REPORT.text
    assert await talk.overheard(HEAD) == [others]


async def test_silence_in_a_channel_offers_nothing_that_is_not_for_all(talk: Talk) -> None:
    seen = await talk.say_aloud(TEACHER, "can I sell laptops?")
    assert seen.title == "Your policy doesn't say"
    assert labels(seen) == []
    assert ALONE in seen.notes


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("she is going to hurt herself", replace(SILENT, danger=True)),
        ("he keeps messaging me", replace(answer(Verdict.MUST, REPORT), disclosure=True)),
        ("is Mrs Wood allowed to do that?", answer(Verdict.NO, NO_FRIENDS)),
        ("is the headteacher allowed to do that?", answer(Verdict.NO, NO_FRIENDS)),
        ("my colleague posts about pupils", replace(answer(Verdict.NO, NO_FRIENDS), names_staff=True)),
        ("so " * LONGEST, SILENT),
    ],
)
async def test_what_others_must_not_read_goes_to_the_asker_alone(talk: Talk, said: str, found: Answer) -> None:
    """One neutral line in the channel; everything else, with all its buttons, in the asker's own chat."""
    talk.book.answers[said] = found
    alone = await talk.say(TEACHER, said)
    seen = await talk.say_aloud(TEACHER, said)
    assert words(seen).strip() == NEUTRAL
    (told,) = await talk.told(TEACHER)
    assert told.alone
    assert (told.title, told.text, labels(told)) == (alone.title, alone.text, labels(alone))
    assert await talk.told(HEAD) == [seen]


async def test_somebody_who_cannot_be_written_to_is_not_left_waiting(talk: Talk) -> None:
    """Teams lets nobody be written to who has not opened the bot: the line says so, and no more."""
    talk.book.answers["he keeps messaging me"] = replace(SILENT, disclosure=True)
    await talk.everybody_comes()
    await talk.store.run(lambda tx: tx.at("larkfield").put_unreached("teacher", "has not opened Proviso in Teams yet"))
    seen = await talk.say_aloud(TEACHER, "he keeps messaging me")
    assert words(seen).strip() == (
        "I cannot write to you privately yet. Please open a chat with me, and ask again there."
    )


async def test_a_reading_that_is_not_for_others_goes_to_the_asker_alone(talk: Talk) -> None:
    readings = ("Is a colleague touching me?", "May I accept a parent?")
    talk.book.answers["accept?"] = replace(answer(Verdict.NO, PARENTS, shown=False), readings=readings)
    talk.book.answers[readings[0]] = replace(answer(Verdict.MUST, REPORT), disclosure=True)
    seen = await talk.say_aloud(TEACHER, "accept?")
    assert labels(seen) == [*readings, "Neither of these"]
    chosen = await talk.press(TEACHER, seen, readings[0])
    assert chosen.at == seen.at
    assert words(chosen).strip() == NEUTRAL
    (told,) = await talk.told(TEACHER)
    assert told.alone
    assert "Report it: who to tell" in labels(told)


async def test_somebody_else_s_press_is_answered_kindly_and_changes_nothing(talk: Talk) -> None:
    talk.book.answers[PARENT] = replace(answer(Verdict.ONLY_IF, PARENTS, REPORT), follow_up=FAMILY)
    seen = await talk.say_aloud(TEACHER, PARENT)
    assert await talk.overheard(ASSISTANT) == [seen]
    for label in labels(seen):
        told = await talk.press(ASSISTANT, seen, label)
        assert told.alone
        assert told.title == "This question is somebody else's"
        assert "Ask me yourself" in told.text
    assert not await talk.overheard(TEACHER)


@pytest.mark.parametrize("said", ["my copies", "home", "settings"])
async def test_what_is_the_asker_s_own_is_never_shown_to_others(talk: Talk, said: str) -> None:
    assert (await talk.say_aloud(HEAD, said)).alone
    assert not [seen for seen in await talk.told(TEACHER) if not seen.alone]


@pytest.mark.parametrize("said", ["policies", "search phone", "help"])
async def test_what_is_no_secret_is_said_in_the_channel(talk: Talk, said: str) -> None:
    seen = await talk.say_aloud(TEACHER, said)
    assert not seen.alone
    assert await talk.overheard(HEAD) == [seen]
