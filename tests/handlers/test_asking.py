"""Asking by command, on a form, and about somebody's message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.questions import SMALL_TALK
from knowledge.model import Verdict
from tests.handlers.larkfield import ASSISTANT, FAMILY, HEAD, NO_FRIENDS, PARENTS, SILENT, TEACHER, answer
from tests.handlers.talk import Talk, on
from tests.seats.seen import labels, words

PARENT = "can I accept a mum on Facebook?"
FRIEND = "can I accept a pupil on Facebook?"


@on("web", "slack")
async def test_a_command_asks_and_answers_its_asker_alone(talk: Talk) -> None:
    """Teams has no slash commands; there it is typed."""
    talk.book.answers[FRIEND] = answer(Verdict.NO, NO_FRIENDS)
    assert (await talk.command(TEACHER, "can-i", FRIEND)).title == "No"
    assert (await talk.command(TEACHER, "can-i")).title == "What would you like to know?"


@on("slack")
async def test_a_command_in_a_channel_is_read_by_its_asker_alone_and_stays_theirs(talk: Talk) -> None:
    """Only Slack has commands in channels."""
    talk.book.answers[PARENT] = replace(answer(Verdict.ONLY_IF, PARENTS), follow_up=FAMILY)
    seen = await talk.command(TEACHER, "can-i", PARENT, aloud=True)
    settled = await talk.press(TEACHER, seen, "No")
    assert settled.at == seen.at
    assert settled.alone
    assert "Keep a copy for me" in labels(settled)
    assert not await talk.overheard(HEAD)


async def test_what_asks_nothing_is_answered_with_what_can_be_asked(talk: Talk) -> None:
    talk.book.answers["lovely weather today"] = replace(SILENT, subject=SMALL_TALK)
    seen = await talk.say(TEACHER, "lovely weather today")
    assert seen.title == "I am not sure what you would like"
    assert "“tell somebody”" in words(await talk.press(TEACHER, seen, "What can you do?"))


@pytest.mark.parametrize("command", ["help", "copies", "policies", "nonsense"])
@on("web", "slack")
async def test_a_command_that_is_none_is_answered_kindly(talk: Talk, command: str) -> None:
    """Teams has no slash commands."""
    assert "Say “help” to see what I can do" in (await talk.command(TEACHER, command)).text


async def test_home_opens_a_form_whose_end_is_the_answer_with_its_buttons(talk: Talk) -> None:
    talk.book.answers[FRIEND] = answer(Verdict.NO, NO_FRIENDS)
    form = await talk.open_form(TEACHER, await talk.home(TEACHER), "Ask a question")
    assert (form.title, form.heading) == ("Ask about our policy", "What would you like to know?")
    assert list(form.blanks) == ["Your question"]
    again = await talk.fill(TEACHER, form, {"Your question": " "})
    assert again.errors == {"Your question": "Please fill this in."}
    done = await talk.finish(TEACHER, again, {"Your question": FRIEND})
    assert done.title == "No"
    kept = await talk.press(TEACHER, done, "Keep a copy for me")
    assert labels(kept) == ["Throw my copy away"]
    assert kept.at == done.at, "in the form's last view, and not beside it"
    assert not await talk.told(TEACHER)


@on("slack")
async def test_a_shortcut_opens_the_same_form(talk: Talk) -> None:
    """Only Slack has shortcuts."""
    form = await talk.shortcut(TEACHER, "ask")
    assert list(form.blanks) == ["Your question"]
    assert (await talk.finish(TEACHER, form, {"Your question": FRIEND})).title == "Your policy doesn't say"


@on("slack", "teams")
async def test_a_message_is_held_against_the_policy_for_whoever_asks_alone(talk: Talk) -> None:
    """The page shows nobody else's messages."""
    talk.book.answers[FRIEND] = answer(Verdict.NO, NO_FRIENDS)
    seen = await talk.use_on(TEACHER, "policy-on-this", FRIEND, ASSISTANT)
    assert seen.title == "No"
    assert FRIEND not in words(seen)
    assert not await talk.told(TEACHER)
    assert not await talk.told(ASSISTANT)
    assert labels(await talk.press(TEACHER, seen, "Keep a copy for me")) == ["Throw my copy away"]


@on("slack", "teams")
@pytest.mark.parametrize("text", ["", " \n"])
async def test_a_message_without_words_is_said_to_have_none(talk: Talk, text: str) -> None:
    """The page shows nobody else's messages."""
    talk.book.answers[""] = SILENT
    seen = await talk.use_on(TEACHER, "policy-on-this", text, ASSISTANT)
    assert seen.title == "There are no words in this message"
