"""One message each school morning at most: what is in it, what can be done about it, and that done is done."""

from __future__ import annotations

import pytest

from handlers.acknowledging import absence
from handlers.desk import Role
from tests.conftest import Clock
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.reminders.mornings import LATE, PRIVACY, REVIEW, next_morning, reminder, reminders, set_bell
from tests.handlers.talk import Talk, on
from tests.seats.seen import labels


@pytest.fixture
async def talk(talk: Talk) -> Talk:
    """Larkfield, whose policy was to be reviewed in September; Mr Field keeps it."""
    await talk.appoint(ASSISTANT.person.key, Role.POLICY_OWNER)
    await set_bell(talk)
    return talk


async def test_each_gets_one_message_with_all_there_is_to_do(talk: Talk) -> None:
    told = await reminder(talk, ASSISTANT)
    assert told.title == "2 things to do"
    assert dict(told.facts)[REVIEW] == LATE
    assert PRIVACY in dict(told.facts)
    assert labels(told) == ["Go through them"]
    assert (await reminder(talk, TEACHER)).title == "1 thing to do"
    assert [label for label, _ in (await reminder(talk, CHAIR)).facts] == [REVIEW]


async def test_whoever_is_away_for_long_hears_nothing_and_the_next_person_does(talk: Talk, clock: Clock) -> None:
    await talk.everybody_comes()
    await talk.at_desk(lambda desk: absence.begin(desk, "head", ASSISTANT.person.key, "Mr Field", "2027-03-12"))
    assert not await reminders(talk, ASSISTANT)
    assert REVIEW in dict((await reminder(talk, HEAD)).facts)
    await next_morning(talk, clock, 12)
    assert PRIVACY in dict((await reminder(talk, ASSISTANT)).facts), "back on Monday, it is still to be done"


async def test_the_same_is_not_said_again_the_next_day(talk: Talk, clock: Clock) -> None:
    await reminder(talk, ASSISTANT)
    await next_morning(talk, clock)
    assert not await reminders(talk, ASSISTANT)


async def test_a_review_that_is_late_is_brought_up_again_after_a_week(talk: Talk, clock: Clock) -> None:
    await reminder(talk, ASSISTANT)
    await next_morning(talk, clock, 6)
    assert [label for label, _ in (await reminder(talk, ASSISTANT)).facts] == [REVIEW]


async def test_nothing_comes_at_the_weekend(talk: Talk, clock: Clock) -> None:
    told = await reminder(talk, ASSISTANT)
    page = await talk.press(ASSISTANT, await talk.press(ASSISTANT, told, "Go through them"), REVIEW)
    for _ in range(2):  # put off until Saturday: until Friday, and then once more
        await next_morning(talk, clock)
    await talk.press(ASSISTANT, page, "Remind me tomorrow")
    await next_morning(talk, clock)
    assert clock.now.strftime("%A") == "Saturday"
    assert not await reminders(talk, ASSISTANT)
    await next_morning(talk, clock, 2)
    assert (await reminder(talk, ASSISTANT)).title == "1 thing to do"


async def test_the_list_shows_what_waits_and_opens_each(talk: Talk) -> None:
    await talk.told(ASSISTANT)
    seen = await talk.say(ASSISTANT, "reminders")
    assert seen.title == "2 things to do"
    assert labels(seen) == [REVIEW, PRIVACY, "My days"]
    one = await talk.press(ASSISTANT, seen, REVIEW)
    assert (one.title, one.text) == (REVIEW, LATE)
    assert labels(one) == ["It has been reviewed", "Remind me tomorrow", "In a week", "Not me"]


async def test_whoever_has_nothing_to_do_reads_so(talk: Talk) -> None:
    await talk.told(CHAIR)
    page = await talk.press(CHAIR, await talk.say(CHAIR, "reminders"), REVIEW)
    await talk.press(CHAIR, page, "Not me")
    assert (await talk.say(CHAIR, "my reminders")).title == "Nothing to do"


async def test_what_is_put_off_for_a_week_comes_back_then_for_whoever_put_it_off(talk: Talk, clock: Clock) -> None:
    await talk.told(CHAIR)
    page = await talk.press(CHAIR, await talk.say(CHAIR, "reminders"), REVIEW)
    said = await talk.press(CHAIR, page, "In a week")
    assert said.text == f"{REVIEW}: I remind you on 10 March 2027, or on your next working day after it."
    assert "Put off until 10 March 2027." in dict((await talk.say(CHAIR, "reminders")).facts)[REVIEW]
    await reminders(talk, HEAD)
    await next_morning(talk, clock, 6)
    assert not await reminders(talk, CHAIR)
    assert await reminders(talk, HEAD)
    await next_morning(talk, clock)
    assert (await reminder(talk, CHAIR)).title == "1 thing to do"


async def test_not_me_moves_it_to_the_next_in_line(talk: Talk, clock: Clock) -> None:
    for one in (ASSISTANT, HEAD):
        await talk.told(one)
        page = await talk.press(one, await talk.say(one, "reminders"), REVIEW)
        assert (await talk.press(one, page, "Not me")).title == "Not yours, then"
    await talk.told(CHAIR)
    await next_morning(talk, clock, 6)
    assert not await reminders(talk, ASSISTANT)
    assert not await reminders(talk, HEAD)
    assert [label for label, _ in (await reminder(talk, CHAIR)).facts] == [REVIEW]


async def test_not_me_is_not_offered_to_the_only_one_who_has_it(talk: Talk) -> None:
    """Mr Field and Mrs Wood have passed it on; Dr Stone is the last, and reads so."""
    for one, to in ((ASSISTANT, "Mrs Wood"), (HEAD, "Dr Stone")):
        await talk.told(one)
        page = await talk.press(one, await talk.say(one, "reminders"), REVIEW)
        assert to in (await talk.press(one, page, "Not me")).text
    page = await talk.press(CHAIR, await talk.say(CHAIR, "reminders"), REVIEW)
    assert "Not me" not in labels(page)
    assert "It is with nobody but you." in page.notes[0]


async def test_a_button_that_comes_late_says_that_it_has_been_dealt_with(talk: Talk) -> None:
    told = await reminder(talk, CHAIR)
    await reviewed(talk)
    assert (await talk.press(CHAIR, told, "Show it")).title == "Nothing to do any more"


async def test_nobody_is_reminded_of_a_review_that_somebody_has_written_down(talk: Talk, clock: Clock) -> None:
    for one in (ASSISTANT, HEAD, CHAIR):
        await talk.told(one)
    await reviewed(talk)
    await next_morning(talk, clock, 7)
    for one in (ASSISTANT, HEAD, CHAIR):
        assert not await reminders(talk, one)


@on("slack", "teams")
async def test_asked_for_in_the_staff_room_they_are_shown_to_whoever_asks_alone(talk: Talk) -> None:
    """The browser's page has no channels."""
    await talk.told(TEACHER)
    seen = await talk.say_aloud(TEACHER, "reminders")
    assert seen.alone
    assert [label for label, _ in seen.facts] == [PRIVACY]


@on("slack")
async def test_the_command_shows_them_to_whoever_uses_it_wherever_that_is(talk: Talk) -> None:
    """Only Slack has commands."""
    await talk.told(TEACHER)
    for aloud in (False, True):
        seen = await talk.command(TEACHER, "reminders", aloud=aloud)
        assert [label for label, _ in seen.facts] == [PRIVACY]


# --- my days ---


async def test_whoever_works_on_mondays_and_tuesdays_is_reminded_on_those(talk: Talk, clock: Clock) -> None:
    await talk.told(DEPUTY)
    form = await talk.open_form(DEPUTY, await talk.say(DEPUTY, "reminders"), "My days")
    done = await talk.finish(DEPUTY, form, {"Which days do you work?": ["Monday", "Tuesday"]})
    assert done.text == "I remind you on Mondays and Tuesdays."
    page = await talk.press(DEPUTY, await talk.say(DEPUTY, "reminders"), PRIVACY)
    await talk.press(DEPUTY, page, "Remind me tomorrow")
    await next_morning(talk, clock, 4)
    assert not await reminders(talk, DEPUTY)
    await next_morning(talk, clock)
    assert clock.now.strftime("%A") == "Monday"
    assert await reminder(talk, DEPUTY)


async def reviewed(talk: Talk) -> None:
    """Mr Field has reviewed the policy, and writes it down."""
    await talk.told(ASSISTANT)
    page = await talk.press(ASSISTANT, await talk.say(ASSISTANT, "reminders"), REVIEW)
    form = await talk.open_form(ASSISTANT, page, "It has been reviewed")
    done = await talk.finish(ASSISTANT, form, {"When was it last reviewed?": "2027-03-01"})
    assert done.text.startswith("“Online conduct policy” is due for review on 1 March 2028.")
