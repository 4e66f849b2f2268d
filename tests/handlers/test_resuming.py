"""A form that was closed, by a slip or on purpose: nothing completed is lost, and nothing of it waits for ever."""

from __future__ import annotations

from typing import NoReturn

import pytest

from bot.store.schema import metadata
from handlers.concerns import entering
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.pages import Pages
from tests.conftest import Clock
from tests.handlers.concerns.dialogs import NIGHT, anew, begun, review, sent, up_to_who
from tests.handlers.concerns.test_reported_message import reported
from tests.handlers.drafts.drafting import DRAFT, RULES, TEXT, WHAT, authorise, register
from tests.handlers.larkfield import HEAD, TEACHER
from tests.handlers.talk import Talk, on
from tests.handlers.test_sending import LAPTOPS, NAMED
from tests.seats.seen import labels, words

WAYS = ["Go on where I was", "Begin anew", "Throw it away"]


# --- something told in confidence ---------------------------------------------------------------------


async def test_closed_by_a_slip_it_goes_on_at_the_last_completed_step(talk: Talk) -> None:
    """Miss Marsh has told what happened. Her hand slips, and Escape closes the form."""
    await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    await talk.leave(TEACHER)
    shown = await talk.say(TEACHER, "report")
    assert (shown.title, labels(shown)) == ("You have begun something", WAYS)
    assert NIGHT not in words(shown)
    page = await talk.open_form(TEACHER, shown, "Go on where I was")
    assert page.heading == "Whom is it about?"
    assert (await talk.back(TEACHER, page)).blanks["What happened?"].value == NIGHT


async def test_the_button_that_opened_it_asks_the_same(talk: Talk) -> None:
    await talk.everybody_comes()
    offer = await talk.say(TEACHER, "report")
    await up_to_who(talk, TEACHER, Kind.COLLEAGUE, page=await talk.open_form(TEACHER, offer, "Tell somebody"))
    await talk.leave(TEACHER)
    shown = await talk.press(TEACHER, offer, "Tell somebody")
    assert labels(shown) == WAYS
    assert (await talk.open_form(TEACHER, shown, "Go on where I was")).heading == "Whom is it about?"


async def test_what_is_thrown_away_is_gone_and_says_so(talk: Talk) -> None:
    await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    await talk.leave(TEACHER)
    shown = await talk.say(TEACHER, "report")
    gone = await talk.press(TEACHER, shown, "Throw it away")
    assert (gone.title, gone.text) == ("Cancelled", "Nothing was sent, and what you filled in is gone.")
    assert labels(await talk.say(TEACHER, "report")) == ["Tell somebody"]
    assert not await talk.told(HEAD)


async def test_whoever_filled_in_nothing_is_asked_nothing(talk: Talk) -> None:
    await begun(talk, TEACHER)
    await talk.leave(TEACHER)
    assert labels(await talk.say(TEACHER, "report")) == ["Tell somebody"]


async def test_whoever_begins_anew_is_offered_the_new_one_then(talk: Talk) -> None:
    await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    await talk.leave(TEACHER)
    await up_to_who(talk, TEACHER, Kind.OTHER, {"What happened?": "Another thing."}, page=await anew(talk, TEACHER))
    await talk.leave(TEACHER)
    page = await talk.open_form(TEACHER, await talk.say(TEACHER, "report"), "Go on where I was")
    assert (await talk.back(TEACHER, page)).blanks["What happened?"].value == "Another thing."


async def test_it_waits_for_a_day_and_no_longer(talk: Talk, clock: Clock) -> None:
    await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    await talk.leave(TEACHER)
    old = await talk.say(TEACHER, "report")
    clock.forward(hours=24, minutes=1)
    assert labels(await talk.say(TEACHER, "report")) == ["Tell somebody"]
    assert (await talk.press(TEACHER, old, "Go on where I was")).title == "This form is closed"


async def test_once_it_is_sent_there_is_nothing_to_go_on_with(talk: Talk) -> None:
    await sent(talk, TEACHER, await review(talk, TEACHER, Kind.OTHER))
    assert labels(await talk.say(TEACHER, "report")) == ["Tell somebody"]


@on("slack", "teams")
async def test_a_reported_message_is_copied_at_once_and_what_was_begun_before_stays(talk: Talk) -> None:
    """The page shows nobody else's messages."""
    await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    await talk.leave(TEACHER)
    await reported(talk, Kind.OTHER)
    await talk.leave(TEACHER)
    page = await talk.open_form(TEACHER, await talk.say(TEACHER, "report"), "Go on where I was")
    assert page.heading == "Whom is it about?"


@on("web", "slack")
async def test_words_after_the_command_are_the_beginning_and_no_slip_loses_them(talk: Talk) -> None:
    """Teams has no slash commands."""
    await talk.everybody_comes()
    page = await talk.open_by(TEACHER, "concern", NIGHT)
    await talk.leave(TEACHER)
    page = await talk.open_form(TEACHER, await talk.command(TEACHER, "concern"), "Go on where I was")
    page = await talk.fill(TEACHER, page, {"What is it about?": NATURES[Kind.OTHER].label})
    assert page.blanks["What happened?"].value == NIGHT
    rows = await talk.store.run(
        lambda tx: [row for one in metadata.sorted_tables for row in tx.connection.execute(one.select())]
    )
    assert NIGHT not in str(rows), "sealed like what is typed into the form"


@on("web", "slack")
async def test_words_after_the_command_are_not_lost_beside_what_was_begun_before(talk: Talk) -> None:
    """Teams has no slash commands."""
    await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    await talk.leave(TEACHER)
    shown = await talk.command(TEACHER, "concern", "Another thing.")
    assert labels(shown) == WAYS
    page = await talk.open_form(TEACHER, shown, "Begin anew")
    page = await talk.fill(TEACHER, page, {"What is it about?": NATURES[Kind.OTHER].label})
    assert page.blanks["What happened?"].value == "Another thing."


async def test_where_something_fails_the_page_stays_with_what_was_typed(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    with monkeypatch.context() as broken:
        broken.setattr(Pages, "check_who", _fails)
        page = await talk.fill(TEACHER, page, {"Somebody who is not on it": "his neighbour"})
    assert page.heading == "Whom is it about?"
    assert "that did not work, and nothing was changed. What you filled in is still here." in page.error
    assert page.blanks["Somebody who is not on it"].value == "his neighbour"
    page = await talk.fill(TEACHER, page, {"Somebody who is not on it": "his neighbour"})
    assert page.heading == "When, and your name"


async def test_where_sending_fails_the_last_page_stays_and_send_works_again(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await review(talk, TEACHER, Kind.OTHER)
    with monkeypatch.context() as broken:
        broken.setattr(entering, "file", _fails)
        page = await talk.fill(TEACHER, page)
    assert page.heading == "Check it, then send it"
    assert "the reference is" in page.error
    assert not await talk.told(HEAD)
    assert (await sent(talk, TEACHER, page)).title == "Received"
    assert len(await talk.told(HEAD)) == 1


def _fails(*_: object) -> NoReturn:
    raise RuntimeError


# --- other forms --------------------------------------------------------------------------------------


async def test_a_draft_goes_on_too(talk: Talk) -> None:
    talk.book.known = (RULES,)
    await register(talk)
    await authorise(talk)
    page = await talk.fill(TEACHER, await talk.open_form(TEACHER, await talk.home(TEACHER), DRAFT), WHAT)
    await talk.fill(TEACHER, page, {"The text, up to 3,000 characters": TEXT})
    await talk.leave(TEACHER)
    shown = await talk.press(TEACHER, await talk.say(TEACHER, "draft a post"), DRAFT)
    page = await talk.open_form(TEACHER, shown, "Go on where I was")
    assert page.heading == "The checklist"
    assert (await talk.back(TEACHER, page)).blanks["The text, up to 3,000 characters"].value == TEXT


async def test_a_question_for_the_head_goes_on_at_the_same_question_alone(talk: Talk) -> None:
    asked = await talk.say(TEACHER, LAPTOPS)
    await talk.fill(TEACHER, await talk.open_form(TEACHER, asked, "Ask the head"), NAMED)
    await talk.leave(TEACHER)
    page = await talk.open_form(TEACHER, await talk.press(TEACHER, asked, "Ask the head"), "Go on where I was")
    assert page.heading == "Check it"
    await talk.leave(TEACHER)
    other = await talk.open_form(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    assert other.heading == "What to send"


@on("web", "slack")
async def test_words_after_the_command_are_the_text_of_a_draft(talk: Talk) -> None:
    """Teams has no slash commands."""
    talk.book.known = (RULES,)
    await register(talk)
    await authorise(talk)
    page = await talk.fill(TEACHER, await talk.open_by(TEACHER, "draft-post", TEXT), WHAT)
    assert page.blanks["The text, up to 3,000 characters"].value == TEXT
