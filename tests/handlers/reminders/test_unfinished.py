"""What was begun and not finished: accounts, drafts, decisions, pictures on a phone, permissions that end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app import router
from bot.roll import Kept
from bot.turn import Turn
from handlers.desk import Member
from handlers.private_devices import begin
from handlers.reminders.kept import DONE, say
from handlers.reminders.privacy import key
from knowledge.model import Dates
from tests.conftest import Clock
from tests.handlers.drafts.drafting import PAGE, PUBLISHED, RULES, authorise, card, reasoned, register
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER, Book
from tests.handlers.reminders.mornings import next_morning, reminder, reminders, set_bell
from tests.handlers.requests.permission import ABOUT_DEVICE, device_approved
from tests.handlers.requests.permission import RULES as PERMISSIONS
from tests.handlers.talk import BARE, Talk
from tests.seats.seen import labels

LOOK = f"Look at {PAGE}"
WHOSE = f"Who looks after {PAGE} now?"


@pytest.fixture
async def talk(talk: Talk) -> Talk:
    """Larkfield, where nothing else is to be done: its policy is up to date, and everybody looked at their settings."""
    clauses = (*RULES.clauses, *PERMISSIONS.clauses)
    talk.book.known = (replace(RULES, clauses=clauses, dates=Dates(next_review="2029-09")),)
    turn = Turn(talk.store, router(), Kept(BARE), lambda _: Book())
    looked = {"task": key(talk.store.clock().date()), "on": "2027-03-01"}
    for one in SCHOOL.staff:
        await turn.at_desk(SCHOOL.id, lambda desk, _, who=one.person.key: say(desk, who, DONE, looked))  # type: ignore[misc]  # the default is its value now
    await set_bell(talk)
    return talk


async def to_do(talk: Talk, who: Member) -> dict[str, str]:
    """What stands in their list."""
    return dict((await talk.say(who, "reminders")).facts)


# --- the school's accounts ---


async def test_whoever_monitors_an_account_is_reminded_when_nobody_has_looked_for_a_week(
    talk: Talk, clock: Clock
) -> None:
    await register(talk, approved="2027-02-28")
    assert not await reminders(talk, ASSISTANT)
    await next_morning(talk, clock, 5)  # Monday, 8 March
    told = await reminder(talk, ASSISTANT)
    assert dict(told.facts)[LOOK].startswith("Nobody has looked at it yet.")
    assert not await reminders(talk, TEACHER)


async def test_once_they_have_looked_they_are_left_alone_for_a_week(talk: Talk, clock: Clock) -> None:
    await register(talk, approved="2027-02-22")
    shown = await talk.press(ASSISTANT, await reminder(talk, ASSISTANT), "Show it")
    account = await talk.press(ASSISTANT, shown, "Show the account")
    await talk.press(ASSISTANT, account, "I have looked at it today")
    assert LOOK not in await to_do(talk, ASSISTANT)
    await next_morning(talk, clock, 6)
    assert not await reminders(talk, ASSISTANT)
    await next_morning(talk, clock)
    assert dict((await reminder(talk, ASSISTANT)).facts)[LOOK].startswith("It was last looked at on 3 March 2027.")


async def test_if_whoever_monitored_it_has_left_the_owner_is_reminded(talk: Talk) -> None:
    await register(talk, approved="2027-01-04", owner="deputy")
    await talk.employ(ASSISTANT, ended="2027-02-26")
    assert LOOK in dict((await reminder(talk, DEPUTY)).facts)


async def test_when_its_owner_has_left_the_head_is_asked_who_has_it_now(talk: Talk, clock: Clock) -> None:
    await register(talk, approved="2027-03-02")
    await talk.employ(ASSISTANT, ended="2027-03-03")
    assert not await reminders(talk, HEAD)
    await next_morning(talk, clock)
    told = await reminder(talk, HEAD)
    assert dict(told.facts)[WHOSE].startswith("Its owner is not on the staff list any more.")
    shown = await talk.press(HEAD, told, "Show it")
    assert "Change it" in labels(await talk.press(HEAD, shown, "Show the account"))


# --- drafts and decisions ---


async def test_a_draft_that_was_sent_back_is_brought_to_mind_after_two_days(talk: Talk, clock: Clock) -> None:
    await register(talk, approved="2027-03-03")
    await authorise(talk)
    await reasoned(talk, await card(talk), "Ask for changes", "Say which Saturday.")
    await talk.told(TEACHER)
    await next_morning(talk, clock)
    assert not await reminders(talk, TEACHER)
    await next_morning(talk, clock)
    ((what, words),) = (await reminder(talk, TEACHER)).facts
    assert what.startswith("Your draft ")
    assert words == f"{PAGE}: the summer fair. It was sent back to you for changes on 3 March 2027."


async def test_what_was_approved_and_not_published_is_brought_to_whoever_may_publish(talk: Talk, clock: Clock) -> None:
    await register(talk, approved="2027-03-03")
    await authorise(talk)
    await talk.press(HEAD, await card(talk), "Approve")
    await talk.told(ASSISTANT)
    await next_morning(talk, clock)
    shown = await talk.press(ASSISTANT, await reminder(talk, ASSISTANT), "Show it")
    assert labels(shown)[0] == PUBLISHED
    await talk.finish(ASSISTANT, await talk.open_form(ASSISTANT, shown, PUBLISHED))
    await next_morning(talk, clock, 7)
    assert not [one for one in await reminders(talk, ASSISTANT) if LOOK not in dict(one.facts)]


async def test_what_its_author_publishes_is_brought_to_nobody_else(talk: Talk, clock: Clock) -> None:
    """The chair approved what the head wrote; the head has the text, and may post."""
    await register(talk, approved="2027-03-03")
    await authorise(talk)
    await talk.press(CHAIR, await card(talk, CHAIR, who=HEAD), "Approve")
    await talk.told(HEAD)
    await next_morning(talk, clock)
    assert labels(await talk.press(HEAD, await reminder(talk, HEAD), "Show it"))[0] == PUBLISHED
    assert not await reminders(talk, ASSISTANT)


async def test_what_waits_for_a_decision_stands_in_the_list_at_once_and_in_the_mornings_message(
    talk: Talk, clock: Clock
) -> None:
    """The card has just said so itself."""
    await register(talk, approved="2027-03-03")
    await authorise(talk)
    await card(talk)
    ((what, _),) = (await to_do(talk, HEAD)).items()
    assert what.startswith("To be decided: ")
    assert not await to_do(talk, TEACHER)
    await next_morning(talk, clock)
    assert [name for name, _ in (await reminder(talk, HEAD)).facts] == [what]


# --- own devices and permissions ---


async def test_pictures_on_somebodys_own_phone_stand_in_their_list_until_they_are_deleted(talk: Talk) -> None:
    turn = Turn(talk.store, router(), Kept(BARE), lambda _: Book())
    await turn.at_desk(SCHOOL.id, lambda desk, _: begin(desk, TEACHER.person.key, "ABC-DEF"))
    await talk.told(TEACHER)
    what = "Delete the pictures from your own device"
    shown = await talk.press(TEACHER, await talk.say(TEACHER, "reminders"), what)
    assert labels(shown)[0] == "I have deleted them"
    await talk.press(TEACHER, shown, "I have deleted them")
    assert not await to_do(talk, TEACHER)


async def test_a_permission_stands_in_the_list_of_its_holder_two_weeks_before_it_ends(talk: Talk, clock: Clock) -> None:
    await device_approved(talk, {**ABOUT_DEVICE, "Until": "2027-04-30"})
    assert not await to_do(talk, TEACHER)
    clock.forward(days=44)
    assert "Ends soon: the use of a private device for photographs" in await to_do(talk, TEACHER)
