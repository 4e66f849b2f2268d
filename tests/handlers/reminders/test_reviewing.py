"""Writing down a policy's dates, in the form and in the channel where reviews are spoken of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.desk import Role
from handlers.records import Standing
from knowledge.model import Dates, Verdict
from tests.conftest import Clock
from tests.handlers.acknowledging.campaign import replaced
from tests.handlers.larkfield import ASSISTANT, CAREFUL, CHAIR, HEAD, POLICY, SCHOOL, TEACHER, TRUST, answer, cited
from tests.handlers.reminders.mornings import LATE, REVIEW, next_morning, reminder, reminders, set_bell
from tests.handlers.talk import Talk, on
from tests.handlers.versions.papers import MINOR, NEW, in_force
from tests.seats.seen import Page, labels

LAST, NEXT, OFTEN = "When was it last reviewed?", "When is the next review due?", "How often is it reviewed?"
ASKED = "When is “Trust policy” to be reviewed?"
WRITE = "Write down the dates"


@pytest.fixture
async def talk(talk: Talk) -> Talk:
    """Larkfield, with a policy whose document does not say when it is due; Mr Field keeps them."""
    talk.book.known = (TRUST,)
    await talk.appoint(ASSISTANT.person.key, Role.POLICY_OWNER)
    await set_bell(talk)
    return talk


async def form(talk: Talk) -> Page:
    """Mr Field opens it from what he has to do."""
    await talk.told(ASSISTANT)
    return await talk.open_form(
        ASSISTANT, await talk.press(ASSISTANT, await talk.say(ASSISTANT, "reminders"), ASKED), WRITE
    )


async def test_the_owner_is_asked_once_for_what_no_document_says(talk: Talk, clock: Clock) -> None:
    rows = dict((await reminder(talk, ASSISTANT)).facts)
    assert rows[ASKED] == "Its last date is March 2023, and it does not say when it is due for review."
    assert not await reminders(talk, CHAIR)
    await next_morning(talk, clock, 60)
    assert not [one for one in await reminders(talk, ASSISTANT) if ASKED in dict(one.facts)]


async def test_the_form_shows_what_is_known_and_says_what_was_understood(talk: Talk) -> None:
    page = await form(talk)
    assert page.words.text == "“Trust policy”. Last reviewed March 2023."
    done = await talk.finish(ASSISTANT, page, {OFTEN: "every 2 years"})
    assert done.text == "“Trust policy” is due for review on 31 March 2025."


async def test_what_is_written_down_is_what_the_reminders_go_by(talk: Talk, clock: Clock) -> None:
    await talk.finish(ASSISTANT, await form(talk), {NEXT: "2027-06-02"})
    await next_morning(talk, clock)
    rows = dict((await reminder(talk, ASSISTANT)).facts)
    assert rows == {"Review of “Trust policy”": "It is due on 2 June 2027, in 90 days."}


async def test_a_date_that_is_moved_moves_the_reminders(talk: Talk, clock: Clock) -> None:
    await talk.finish(ASSISTANT, await form(talk), {NEXT: "2027-06-02"})
    await next_morning(talk, clock)
    page = await talk.press(ASSISTANT, await reminder(talk, ASSISTANT), "Show it")
    again = await talk.open_form(ASSISTANT, page, "It has been reviewed")
    await talk.finish(ASSISTANT, again, {NEXT: "2027-06-10"})
    await next_morning(talk, clock, 7)
    assert not await reminders(talk, ASSISTANT)
    await next_morning(talk, clock)
    rows = dict((await reminder(talk, ASSISTANT)).facts)
    assert rows == {"Review of “Trust policy”": "It is due on 10 June 2027, in 90 days."}


async def test_what_was_written_down_before_still_holds_after_the_next_review(talk: Talk, clock: Clock) -> None:
    await talk.finish(ASSISTANT, await form(talk), {OFTEN: "every 2 years"})
    late = await talk.press(ASSISTANT, await talk.say(ASSISTANT, "reminders"), "Review of “Trust policy”")
    page = await talk.open_form(ASSISTANT, late, "It has been reviewed")
    assert page.words.text == "“Trust policy”. Last reviewed March 2023, reviewed every 2 years."
    done = await talk.finish(ASSISTANT, page, {LAST: "2027-03-01"})
    assert done.text.startswith("“Trust policy” is due for review on 1 March 2029.")


async def test_answers_and_lists_say_the_dates_that_were_written_down(talk: Talk) -> None:
    said = replace(answer(Verdict.TAKE_CARE, CAREFUL), cited=(cited(CAREFUL, TRUST),))
    talk.book.answers["Do I have to?"] = said
    await talk.finish(ASSISTANT, await form(talk), {LAST: "2027-03-01", NEXT: "2028-03-01"})
    rows = dict((await talk.say(TEACHER, "policies")).facts)
    assert rows["Trust policy"].startswith("Last reviewed 1 March 2027, next review due 1 March 2028.")
    (quote,) = (await talk.say(TEACHER, "Do I have to?")).quotes
    assert quote.source == "Trust policy, clause 5.3, reviewed 1 March 2027"


async def test_what_cannot_be_is_said_and_nothing_is_kept(talk: Talk) -> None:
    page = await form(talk)
    page = await talk.fill(ASSISTANT, page, {LAST: "2027-03-04"})
    assert page.errors == {LAST: "This day is still to come."}
    page = await talk.fill(ASSISTANT, page, {LAST: "2027-03-01", NEXT: "2026-03-01"})
    assert page.errors == {NEXT: "The next review comes after the last one."}
    page = await talk.fill(ASSISTANT, page, {LAST: "2027-03-01", NEXT: ""})
    assert page.errors[NEXT].startswith("Please give a date here.")


async def test_once_one_of_them_has_written_it_down_the_others_form_says_so_too(talk: Talk) -> None:
    await talk.finish(ASSISTANT, await form(talk), {NEXT: "2027-06-02"})
    assert (await talk.say(HEAD, "reminders")).title == "1 thing to do"  # her own privacy settings


async def test_whoever_keeps_the_policies_no_longer_writes_nothing_down(talk: Talk) -> None:
    page = await form(talk)
    role = f"{ASSISTANT.person.key}-{Role.POLICY_OWNER}"
    move = (role, Standing.HELD, Standing.ENDED, "head")
    assert await talk.store.run(lambda tx: tx.at(SCHOOL.id).move_appointment(*move))
    done = await talk.finish(ASSISTANT, page, {NEXT: "2027-06-02"})
    assert done.title == "This is for a few people only"


async def test_of_a_version_that_was_replaced_meanwhile_nothing_is_written_down(talk: Talk) -> None:
    page = await form(talk)
    talk.book.known = (replace(TRUST, sha="c" * 64, dates=Dates(next_review="2029-01")),)
    done = await talk.finish(ASSISTANT, page, {NEXT: "2027-06-02"})
    assert done.title == "This version is not in force any more"


# --- in a channel ---


@on("slack", "teams")
async def test_a_school_may_have_reviews_spoken_of_in_a_channel(talk: Talk, clock: Clock) -> None:
    """The browser's page has no channels."""
    talk.book.known = (replace(POLICY, dates=Dates(next_review="2027-04-20")),)
    await talk.everybody_comes()
    said = await talk.say_aloud(HEAD, "use this channel for reviews")
    assert said.title == "Policy reviews are spoken of here now"
    (told,) = [one for one in await reminders(talk, TEACHER) if not one.alone]
    assert dict(told.facts) == {REVIEW: "It is due on 20 April 2027, in 48 days."}
    assert labels(told) == ["Show it"]
    shown = await talk.press(ASSISTANT, told, "Show it")
    assert shown.alone
    assert labels(shown)[0] == "It has been reviewed"
    assert (await talk.press(TEACHER, told, "Show it")).title == "Nothing to do any more"


@on("slack", "teams")
async def test_who_may_not_choose_the_channel_is_told_who_can(talk: Talk) -> None:
    """The browser's page has no channels."""
    said = await talk.say_aloud(TEACHER, "use this channel for reviews")
    assert (said.alone, said.title) == (True, "This is for a few people only")


async def test_in_our_own_chat_there_is_no_channel_to_use(talk: Talk) -> None:
    assert (await talk.say(HEAD, "use this channel for reviews")).title == "Please say it in the channel"


@on("slack", "teams")
async def test_the_channel_is_given_up_by_saying_so_there(talk: Talk) -> None:
    """The browser's page has no channels."""
    talk.book.known = (POLICY,)
    await talk.everybody_comes()
    await talk.say_aloud(HEAD, "use this channel for reviews")
    await talk.say_aloud(HEAD, "stop reviews here")
    assert dict((await reminder(talk, ASSISTANT)).facts)[REVIEW] == LATE


async def test_what_is_written_down_holds_on_until_a_document_states_other_dates(talk: Talk) -> None:
    """The two documents before say when they were adopted and no more; the third was adopted on another day."""
    await in_force(talk)
    await talk.told(ASSISTANT)
    asked = "When is “Online conduct policy” to be reviewed?"
    page = await talk.press(ASSISTANT, await talk.say(ASSISTANT, "reminders"), asked)
    await talk.finish(ASSISTANT, await talk.open_form(ASSISTANT, page, WRITE), {NEXT: "2027-06-01"})
    await replaced(talk, HEAD, MINOR, "minor.txt", minor="Yes")
    mine = dict((await talk.say(ASSISTANT, "reminders")).facts)
    assert asked not in mine
    assert mine["Review of “Online conduct policy”"] == "It is due on 1 June 2027, in 90 days."
    await replaced(talk, HEAD, NEW)
    assert asked in dict((await talk.say(ASSISTANT, "reminders")).facts)
