"""Ways to tell a concern, from words and from an answer, and the first screen: whom to tell now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.concerns.kinds import NATURES, Kind
from knowledge.model import Verdict
from tests.conftest import Clock
from tests.handlers.concerns.dialogs import begun, facts, review, up_to_who
from tests.handlers.concerns.test_delivery import NUMBERS, neutral
from tests.handlers.larkfield import HEAD, NO_FRIENDS, REPORT, TEACHER, answer
from tests.handlers.talk import Talk, on
from tests.seats.seen import Page, labels

# --- the first screen ---


async def test_the_first_screen_says_whom_to_tell_now(talk: Talk) -> None:
    talk.settings(contacts=NUMBERS)
    page = await begun(talk, TEACHER)
    assert page.title == "A message"
    assert page.words.text == (
        "If anyone is in danger now, ring 999 first.\n\n"
        "Then tell Mrs Wood (head) now, in person or on 01632 960100; this form is the record of it."
    )
    assert facts(page) == {
        "A child may be at risk": "Mr Hill (safeguarding lead), in person",
        "It is about the head": "Dr Stone (chair of governors), in person or on 01632 960102",
        "Outside the school: the local authority designated officer (LADO)": "01632 960900",
    }
    assert list(page.blanks["What is it about?"].choices) == [one.label for one in NATURES.values()]


async def test_while_the_council_is_closed_its_duty_team_is_shown(talk: Talk, clock: Clock) -> None:
    talk.settings(contacts=NUMBERS)
    clock.forward(hours=9)  # six in the evening
    shown = facts(await begun(talk, TEACHER))
    assert shown["Outside the school: the council's emergency duty team"] == "01632 960999"
    page = await review(talk, TEACHER, page=await begun_again(talk))
    assert facts(page)["Instead, or as well: the council's emergency duty team"] == "01632 960999"


async def begun_again(talk: Talk) -> Page:
    """The first screen, once more."""
    return await talk.open_form(TEACHER, await talk.say(TEACHER, "report"), "Tell somebody")


async def test_the_head_is_told_to_turn_to_the_chair(talk: Talk) -> None:
    assert "Then tell Dr Stone (chair of governors) now, in person" in (await begun(talk, HEAD)).words.text


@pytest.mark.parametrize(
    "said",
    [
        *("report", "concern", "I want to report something", "Can I tell somebody?", "safeguarding concern"),
        *("I'd like to report a concern", "I want to report Mr Field", "Concern about the head", "whistleblowing"),
        *("I wish to report bullying", "I want to make a complaint about Mrs Wood", "I need to report a colleague."),
        *("Raise a concern about the head", "low-level concern", "I need to speak to somebody in confidence."),
    ],
)
async def test_words_open_the_way_and_say_nothing_of_what_it_is(talk: Talk, said: str) -> None:
    shown = await talk.say(TEACHER, said)
    assert neutral(shown)
    assert labels(shown) == ["Tell somebody"]


@on("web")
@pytest.mark.parametrize(
    "asked",
    [
        "I want to report a data breach, who do I tell?",
        "We need to report a fake account to Facebook. Can I do that myself?",
        "Can I complain about my pay on Facebook?",
        "Do I have to report a colleague who breaks the policy?",
    ],
)
async def test_whoever_asks_a_question_about_reporting_gets_an_answer(talk: Talk, asked: str) -> None:
    assert labels(await talk.say(TEACHER, asked)) != ["Tell somebody"]


@on("web", "slack")
async def test_the_command_opens_the_form_at_once_and_later_offers_to_go_on(talk: Talk) -> None:
    """Teams has no commands: there the word “tell somebody” stands in the menu."""
    await talk.everybody_comes()
    page = await talk.open_by(TEACHER, "concern")
    assert page.heading == "Before you write"
    await up_to_who(talk, TEACHER, Kind.OTHER, page=page)
    assert labels(await talk.command(TEACHER, "concern")) == ["Go on where I was", "Begin anew", "Throw it away"]


# --- from an answer ---


async def test_under_a_rule_that_asks_to_tell_stands_the_way_to_do_so(talk: Talk) -> None:
    """OWLS, use: staff are encouraged to report a colleague's use that breaches the policy."""
    await talk.everybody_comes()
    talk.book.answers["A pupil wrote to me, what do I do?"] = answer(Verdict.MUST, REPORT)
    shown = await talk.say(TEACHER, "A pupil wrote to me, what do I do?")
    page = await talk.open_form(TEACHER, shown, "Tell somebody")
    assert page.heading == "Before you write"


async def test_under_other_rules_it_does_not_stand(talk: Talk) -> None:
    talk.book.answers["Can I?"] = answer(Verdict.NO, NO_FRIENDS)
    assert "Tell somebody" not in labels(await talk.say(TEACHER, "Can I?"))


@on("slack", "teams")
async def test_who_tells_of_harm_in_a_channel_gets_the_way_privately(talk: Talk) -> None:
    """The browser's page has no channels."""
    await talk.everybody_comes()
    talk.book.answers["He hurt her"] = replace(answer(Verdict.MUST, REPORT), disclosure=True)
    line = await talk.say_aloud(TEACHER, "He hurt her")
    assert line.text == "I've replied to you privately."
    (reply,) = await talk.told(TEACHER)
    assert "Tell somebody" in labels(reply)


async def test_whom_to_tell_ends_with_the_way_to_do_so(talk: Talk) -> None:
    talk.book.answers["He hurt her"] = replace(answer(Verdict.MUST, REPORT), disclosure=True)
    shown = await talk.press(TEACHER, await talk.say(TEACHER, "He hurt her"), "Report it: who to tell")
    assert labels(shown) == ["Tell somebody"]
