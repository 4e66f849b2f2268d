"""What was given ends: on its day, with a word two weeks before; at once for leavers; by the head's hand."""

from __future__ import annotations

from bot.app import router
from bot.roll import Kept
from bot.store.tx import Tx
from handlers.desk import Desk
from handlers.requests.authority import approved_devices, given_authority
from tests.conftest import Clock
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, TEACHER
from tests.handlers.reminders.mornings import next_morning, reminder, reminders, set_bell
from tests.handlers.requests.permission import (
    ABOUT_DEVICE,
    card,
    device_approved,
    posting_given,
    posting_sent,
    sent_device,
)
from tests.handlers.talk import BARE, Talk
from tests.seats.seen import Seen, labels

APRIL = {**ABOUT_DEVICE, "Until": "2027-04-30"}
IT = "the use of a private device for photographs"


async def ended_by_head(talk: Talk) -> Seen:
    """The head ends what there is; what the head reads at the end."""
    form = await talk.open_form(HEAD, await talk.say(HEAD, "devices"), "End one")
    (which,) = form.blanks["Which one?"].choices
    page = await talk.fill(HEAD, form, {"Which one?": which, "Why": "We have cameras now."})
    assert page.words.title == "This will end"
    return await talk.finish(HEAD, page)


async def test_two_weeks_before_its_holder_is_reminded_once(talk: Talk, clock: Clock) -> None:
    await device_approved(talk, APRIL)
    clock.forward(days=42)  # 14 April
    await set_bell(talk)
    await talk.told(TEACHER)
    await next_morning(talk, clock)
    assert not [one for one in await reminders(talk, TEACHER) if "Ends soon" in repr(one.facts)]
    await next_morning(talk, clock)
    told = await reminder(talk, TEACHER)
    assert dict(told.facts)[f"Ends soon: {IT}"].startswith("It ends on 30 April 2027.")
    listed = await talk.say(TEACHER, "reminders")
    (label,) = [one for one in labels(listed) if one.startswith("Ends soon")]
    form = await talk.open_form(TEACHER, await talk.press(TEACHER, listed, label), "Ask again")
    assert form.blanks["What is it about?"].value == "My own device, for the school's photographs"
    await next_morning(talk, clock)
    assert not [one for one in await reminders(talk, TEACHER) if "Ends soon" in repr(one.facts)]


async def test_on_its_last_day_it_holds_and_the_next_day_it_does_not(talk: Talk, clock: Clock) -> None:
    await device_approved(talk, APRIL)
    clock.forward(days=58)  # 30 April
    assert (await talk.say(TEACHER, "devices")).text == "1 device is approved today."
    await talk.told(TEACHER)
    clock.forward(hours=15)  # midnight in London
    assert (await talk.say(TEACHER, "devices")).text == "0 devices are approved today."
    clock.forward(hours=9)
    (told,) = await talk.told(TEACHER)
    assert (told.title, "Its last day was 30 April 2027." in told.text) == (f"Ended: {IT}", True)
    assert "delete any that are still on it" in told.text


async def test_what_is_given_for_less_than_two_weeks_is_not_announced_to_end(talk: Talk, clock: Clock) -> None:
    await device_approved(talk, {**ABOUT_DEVICE, "Until": "2027-03-10"})
    await set_bell(talk)
    await next_morning(talk, clock, 6)
    assert not [one for one in await reminders(talk, TEACHER) if "Ends soon" in repr(one.facts)]


async def test_the_head_ends_it_and_its_holder_is_told_why(talk: Talk, clock: Clock) -> None:
    await device_approved(talk, APRIL)
    assert (await ended_by_head(talk)).title == "Ended"
    (told,) = await talk.told(TEACHER)
    assert told.title == f"Ended: {IT}"
    assert told.text.startswith("Mrs Wood ended it.")
    assert dict(told.facts)["Why"] == "We have cameras now."
    assert (await talk.say(TEACHER, "devices")).text == "0 devices are approved today."
    clock.forward(days=90)
    assert not await talk.told(TEACHER), "no reminder of what has ended"


async def test_its_holder_can_give_it_back_and_nobody_else_can_end_it(talk: Talk) -> None:
    await device_approved(talk, APRIL)
    for other in (ASSISTANT, DEPUTY):
        assert "End one" not in labels(await talk.say(other, "devices"))
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, "devices"), "End one")
    (which,) = form.blanks["Which one?"].choices
    page = await talk.fill(TEACHER, form, {"Which one?": which, "Why": "I have a new phone."})
    assert (await talk.finish(TEACHER, page)).title == "Ended"


async def test_a_leavers_authority_ends_with_their_last_day_and_the_head_is_told(talk: Talk, clock: Clock) -> None:
    await posting_given(talk)
    await talk.employ(TEACHER, ended="2027-03-03")
    assert (await talk.say(HEAD, "authorities")).text == "1 person has the authority to post today."
    clock.forward(hours=15)  # the next day
    assert (await talk.say(HEAD, "authorities")).text == "0 people have the authority to post today."
    await talk.told(HEAD)
    clock.forward(hours=9)
    told = await talk.told(HEAD)
    assert [(one.title, one.text) for one in told] == [
        ("Ended, because they have left", "Miss Marsh: authority to post for the school")
    ]


async def test_what_a_leaver_asked_for_is_decided_no_more(talk: Talk, clock: Clock) -> None:
    await sent_device(talk)
    seen = await card(talk)
    await talk.employ(TEACHER, ended="2027-03-03")
    clock.forward(days=1)
    now = await talk.press(HEAD, seen, "Approve")
    assert now.title == f"No longer to be decided: {IT}"
    assert now.text == "Miss Marsh is not on the staff list any more."
    await talk.told(HEAD)
    assert "Waits for your decision" not in dict((await talk.home(HEAD)).facts)


async def test_whoever_asked_for_a_leaver_hears_that_nothing_comes_of_it(talk: Talk, clock: Clock) -> None:
    await posting_sent(talk, **{"Who is to post": "Mr Field"})
    await talk.told(TEACHER)
    await talk.employ(ASSISTANT, ended="2027-03-03")
    clock.forward(days=1)
    told = (await talk.told(TEACHER))[-1]
    assert told.title == "No longer to be decided: authority to post for the school"
    assert (dict(told.facts)["For"], dict(told.facts)["Why"]) == ("Mr Field", "no longer on the staff list")


async def test_what_was_sent_back_to_somebody_who_has_left_ends_and_whom_it_was_for_is_told(
    talk: Talk, clock: Clock
) -> None:
    await posting_sent(talk, **{"Who is to post": "Mr Field"})
    form = await talk.open_form(HEAD, await card(talk), "Ask for changes")
    await talk.finish(HEAD, form, {"Your reason": "For how long?"})
    await talk.told(ASSISTANT)
    await talk.employ(TEACHER, ended="2027-03-03")
    clock.forward(days=1)
    told = (await talk.told(ASSISTANT))[-1]
    assert told.title == "No longer to be decided: authority to post for the school"
    assert dict(told.facts)["Why"] == "whoever asked is no longer on the staff list"


async def test_what_holds_is_known_to_whoever_has_to_ask(talk: Talk, clock: Clock) -> None:
    """The checklist looks for approved devices, publishing for the authority."""
    await posting_given(talk)
    await device_approved(talk, APRIL)
    (account,) = await talk.store.read(lambda tx: tx.at("larkfield").journals("account"))

    async def known(person: str) -> tuple[bool, int]:
        def ask(tx: Tx) -> tuple[bool, int]:
            records = tx.at("larkfield")
            desk = Desk(Kept(BARE).school(records), tx.now, records, talk.book, "", router().builder)
            return person in given_authority(desk, account.id), len(approved_devices(desk, person))

        return await talk.store.read(ask)

    assert await known("teacher") == (True, 1)
    assert await known("assistant") == (False, 0)
    clock.forward(days=200)
    assert await known("teacher") == (False, 0)
