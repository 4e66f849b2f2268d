"""The decision: by whom the policy says, never on their own, once, on exactly what was shown, and told in writing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.desk import Role
from tests.conftest import Clock
from tests.handlers.drafts import drafting
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.reminders.mornings import next_morning, reminder, set_bell
from tests.handlers.requests.permission import (
    ABOUT_DEVICE,
    RULES,
    card,
    device_approved,
    review_device,
    sent_device,
    sent_site,
)
from tests.handlers.talk import Talk
from tests.seats.seen import Seen, labels, words

WHY = "Your reason"


async def sent_back(talk: Talk, why: str = "Say which day.") -> Seen:
    """Asked for, and sent back for changes; what Miss Marsh gets."""
    await sent_device(talk)
    page = await talk.open_form(HEAD, await card(talk), "Ask for changes")
    await talk.finish(HEAD, page, {WHY: why})
    return (await talk.told(TEACHER))[-1]


async def test_a_yes_is_in_writing_for_whom_it_is_for(talk: Talk) -> None:
    seen = await device_approved(talk)
    assert seen.title == "Approved: the use of a private device for photographs"
    facts = dict(seen.facts)
    assert facts["For"] == "Miss Marsh"
    assert facts["Which device"] == "my blue phone"
    assert facts["Decision"] == "Approved by Mrs Wood on 3 March 2027"
    assert seen.text == "It holds until 31 August 2027, and only as it stands here."


async def test_what_has_waited_past_its_last_day_is_sent_back_and_not_approved(talk: Talk, clock: Clock) -> None:
    await sent_device(talk, {**ABOUT_DEVICE, "Until": "2027-03-05"})
    seen = await card(talk)
    clock.forward(days=3)
    end = await talk.press(HEAD, seen, "Approve")
    assert end.title == "This cannot be approved yet"
    assert end.text == "Its last day was 5 March 2027. Ask for changes, and Miss Marsh can give a later one."


async def test_a_no_comes_with_its_reason_and_nothing_follows(talk: Talk) -> None:
    await sent_device(talk)
    page = await talk.open_form(HEAD, await card(talk), "Refuse")
    end = await talk.finish(HEAD, page, {WHY: "Please take the school's camera."})
    assert end.title == "Refused by Mrs Wood on 3 March 2027"
    assert "camera" not in words((await talk.told(HEAD))[-1]), "the reason is for whoever asked"
    (told,) = await talk.told(TEACHER)
    assert (told.title, dict(told.facts)["Why"]) == ("Not given", "Please take the school's camera.")
    assert (await talk.say(HEAD, "devices")).text == "0 devices are approved today."


async def test_changes_are_asked_for_and_made_and_the_card_says_what_is_new(talk: Talk) -> None:
    told = await sent_back(talk)
    assert (told.title, dict(told.facts)["What to change"]) == ("Changes are asked for", "Say which day.")
    form = await talk.open_form(TEACHER, told, "Change it and send it again")
    assert form.heading == "Your device", "what it is about stays as it was"
    assert form.blanks["Which device"].value == "my blue phone"
    page = await talk.fill(TEACHER, form, {"What for": "Sports day on 4 June"})
    assert (await talk.finish(TEACHER, page)).title == "Sent"
    seen = await card(talk)
    assert ("Changed since the last round", "What for (it was “Sports day”)") in seen.facts
    await talk.press(HEAD, seen, "Approve")
    assert dict((await talk.told(TEACHER))[-1].facts)["What for"] == "Sports day on 4 June"


async def test_a_card_of_the_round_before_decides_nothing(talk: Talk) -> None:
    await sent_device(talk)
    old = await card(talk)
    page = await talk.open_form(HEAD, old, "Ask for changes")
    await talk.finish(HEAD, page, {WHY: "Say which day."})
    form = await talk.open_form(TEACHER, (await talk.told(TEACHER))[-1], "Change it and send it again")
    await talk.finish(TEACHER, await talk.fill(TEACHER, form, {"What for": "Every day"}))
    await talk.told(HEAD)
    seen = await talk.press(HEAD, replace(old, at="", buttons=old.buttons), "Approve")
    assert "decides nothing any more" in seen.text
    assert not await talk.told(TEACHER), "nothing was decided"


async def test_of_two_presses_one_decides_and_the_second_sees_it(talk: Talk) -> None:
    await talk.hold(deputy=Role.HEAD)
    await sent_device(talk)
    one, other = await card(talk, HEAD), await card(talk, DEPUTY)
    assert (await talk.press(HEAD, one, "Approve")).title == "Approved by Mrs Wood on 3 March 2027"
    seen = await talk.press(DEPUTY, other, "Approve")
    assert seen.title == "Approved by Mrs Wood on 3 March 2027"
    assert not seen.buttons
    assert len(await talk.told(TEACHER)) == 1


async def test_nobody_decides_their_own_and_the_heads_goes_to_the_chair(talk: Talk) -> None:
    page = await review_device(talk, who=HEAD)
    assert dict(page.words.facts)["To"] == "Dr Stone (chair of governors)"
    await talk.finish(HEAD, page)
    seen = await card(talk, CHAIR)
    assert not await talk.told(DEPUTY)
    assert (await talk.press(HEAD, replace(seen, at=""), "Approve")).title == "Nobody decides about their own"
    await talk.press(CHAIR, seen, "Approve")
    assert dict((await talk.told(HEAD))[-1].facts)["Decision"] == "Approved by Dr Stone on 3 March 2027"


async def test_whoever_got_hold_of_a_card_decides_nothing(talk: Talk) -> None:
    await sent_device(talk)
    seen = await card(talk)
    end = await talk.press(ASSISTANT, replace(seen, at=""), "Approve")
    assert end.title == "This is not yours to decide"
    assert not await talk.told(TEACHER)


async def test_whoever_is_not_head_any_more_when_they_press_decides_nothing(talk: Talk) -> None:
    await talk.hold(deputy=Role.HEAD)
    await sent_device(talk)
    seen = await card(talk)
    form = await talk.open_form(HEAD, await talk.say(HEAD, "settings"), "Give up a role")
    await talk.finish(HEAD, await talk.fill(HEAD, form, {"Which one?": "You: head"}))
    assert (await talk.press(HEAD, seen, "Approve")).title == "This is not yours to decide"


async def test_the_head_finds_what_waits_on_home_and_among_the_requests(talk: Talk, clock: Clock) -> None:
    await sent_device(talk)
    clock.forward(minutes=1)
    await sent_site(talk)
    home = await talk.home(HEAD)
    assert [words for label, words in home.facts if label == "Waits for your decision"] == [
        "Miss Marsh: the use of a private device for photographs",
        "Miss Marsh: a new official account",
    ]
    seen = await talk.press(HEAD, await talk.say(HEAD, "requests"), "Decide about requests")
    assert seen.title == "To be decided: the use of a private device for photographs"
    assert (await talk.press(HEAD, seen, "Show the next one")).title == "To be decided: a new official account"
    assert "Decide about requests" not in labels(await talk.say(TEACHER, "requests"))


@pytest.mark.parametrize("clause", [True, False])
async def test_the_deputy_decides_while_the_head_is_away_if_the_policy_says_so(talk: Talk, clause: bool) -> None:
    """St Mary's: the head, or the deputy in the head's absence; recorded as what it is."""
    if not clause:
        talk.book.known = (replace(RULES, clauses=RULES.clauses[:5]),)
    form = await talk.open_form(HEAD, await talk.say(HEAD, "away"), "I will be away")
    given = {
        "First day away": "2027-03-03",
        "Last day away": "2027-03-05",
        "Who stands in for you?": "Mr Hill (deputy)",
    }
    await talk.finish(HEAD, await talk.fill(HEAD, form, given))
    await talk.told(DEPUTY)
    await sent_device(talk)
    if not clause:
        assert not await talk.told(DEPUTY)
        return
    await talk.press(DEPUTY, await card(talk, DEPUTY), "Approve")
    decided = dict((await talk.told(TEACHER))[-1].facts)["Decision"]
    assert decided == "Approved by Mr Hill on 3 March 2027, as deputy for Mrs Wood"


async def test_the_deputy_decides_nothing_while_the_head_is_there(talk: Talk) -> None:
    await sent_device(talk)
    assert not await talk.told(DEPUTY)
    end = await talk.press(DEPUTY, replace(await card(talk), at=""), "Approve")
    assert end.title == "This is not yours to decide"


async def test_a_locked_phone_shows_nothing_of_it(talk: Talk) -> None:
    await sent_device(talk)
    assert "photographs" not in (await card(talk)).glance
    seen = await device_approved(talk)
    assert "phone" not in seen.glance
    assert "photographs" not in seen.glance


async def test_whoever_presses_send_twice_has_asked_once(talk: Talk) -> None:
    page = await review_device(talk)
    await talk.finish(TEACHER, page)
    assert len(await talk.told(HEAD)) == 1
    assert (await talk.say(HEAD, "requests")).text == "1 request open, 0 decided."


async def test_a_typed_ok_decides_no_request_either(talk: Talk) -> None:
    await sent_device(talk)
    await drafting.register(talk)
    await drafting.sent(talk)
    await talk.told(HEAD)
    seen = await talk.say(HEAD, "approved")
    assert seen.title == "Please press the button"
    assert labels(seen) == ["Show what waits for me", "Show what else waits"]
    shown = {(await talk.press(HEAD, seen, label)).title.partition(":")[0] for label in labels(seen)}
    assert shown == {"To be decided"}
    assert "Approved" not in words(await talk.say(TEACHER, "requests"))


async def test_where_nobody_can_decide_it_waits_and_whoever_becomes_head_hears_of_it(talk: Talk, clock: Clock) -> None:
    await talk.employ(HEAD, ended="2027-03-02")
    page = await review_device(talk)
    assert dict(page.words.facts)["To"] == "nobody at present"
    end = await talk.finish(TEACHER, page)
    assert "it waits until somebody does" in end.text
    await talk.hold(assistant=Role.HEAD)
    await talk.told(ASSISTANT)
    await set_bell(talk)
    await next_morning(talk, clock)
    told = await reminder(talk, ASSISTANT)
    assert "To be decided" in repr(told.facts)
    listed = await talk.say(ASSISTANT, "reminders")
    (label,) = [one for one in labels(listed) if one.startswith("To be decided")]
    seen = await talk.press(ASSISTANT, await talk.press(ASSISTANT, listed, label), "Show what waits")
    assert (await talk.press(ASSISTANT, seen, "Approve")).title == "Approved by Mr Field on 4 March 2027"


async def test_what_waits_when_the_last_who_could_decide_leaves_does_not_wait_unseen(talk: Talk, clock: Clock) -> None:
    """Whoever asked hears of it once, the chair is asked to name somebody, and whoever becomes head gets it."""
    await sent_device(talk)
    await talk.told(TEACHER)
    await talk.employ(HEAD, ended="2027-03-03")
    await set_bell(talk)
    await next_morning(talk, clock)
    told = [one for one in await talk.told(TEACHER) if one.title.startswith("Waits: ")]
    assert [one.title for one in told] == ["Waits: the use of a private device for photographs"]
    reminded = dict((await reminder(talk, CHAIR)).facts)
    assert reminded["Name somebody who decides"].startswith("1 post or request can be decided by nobody at the school")
    clock.forward(days=1)
    assert not [one for one in await talk.told(TEACHER) if one.title.startswith("Waits: ")]
    await talk.hold(assistant=Role.HEAD)
    await talk.employ(HEAD, ended="2027-03-03")
    assert "To be decided: the use of a private device for photographs" in [
        one.title for one in await talk.told(ASSISTANT)
    ]
