"""Ready texts for closures: approved once, sent by one press of a named person, out of hours too."""

from __future__ import annotations

import pytest

from tests.conftest import Clock
from tests.handlers.drafts.drafting import LINK, PUBLISHED, READY, RULES, card, register, review
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import Seen, labels, words

CLOSED = "School is closed today because of snow. Please stay at home."
SEND = "Send it now: closed for snow"


@pytest.fixture(autouse=True)
async def an_account(talk: Talk) -> None:
    """The school has a page, whose owner is Mr Field; each post is approved by the head."""
    talk.book.known = (RULES,)
    await register(talk)


async def kept(talk: Talk) -> Seen:
    """A ready text that Mr Hill and Miss Marsh may send, approved; the card as it was."""
    seen = await card(talk, text=CLOSED, what=READY, named=(DEPUTY, TEACHER))
    await talk.press(HEAD, seen, "Approve")
    for who in (HEAD, TEACHER, ASSISTANT, DEPUTY):
        await talk.told(who)
    return seen


async def test_it_is_decided_like_any_post_and_says_who_may_send_it(talk: Talk) -> None:
    page = await review(talk, CLOSED, READY, named=(DEPUTY, TEACHER))
    assert ("May send it", "Mr Hill and Miss Marsh") in page.words.facts
    await talk.finish(TEACHER, page)
    (seen,) = await talk.told(HEAD)
    assert seen.title == "To be decided: a ready text for Larkfield Primary (Facebook page)"
    assert ("To be sent when needed, by", "Mr Hill, Miss Marsh") in seen.facts


async def test_whoever_may_send_it_learns_so_when_it_is_approved_and_when_it_is_taken_back(talk: Talk) -> None:
    """Not on the morning that the school is closed."""
    await talk.press(HEAD, await card(talk, text=CLOSED, what=READY, named=(DEPUTY, TEACHER)), "Approve")
    (told,) = await talk.told(DEPUTY)
    assert told.title == "You may send a ready text"
    assert told.text.startswith("“closed for snow”, on Larkfield Primary (Facebook page).")
    assert labels(await talk.press(DEPUTY, told, "Ready texts")) == [SEND]
    mine = await talk.press(TEACHER, await talk.home(TEACHER), "My drafts")
    await talk.press(TEACHER, await talk.press(TEACHER, mine, labels(mine)[0]), "Take it back")
    (after,) = await talk.told(DEPUTY)
    assert (after.title, after.text, after.at) == ("Please do not publish this", "Its author took it back.", told.at)


async def test_approved_it_waits_for_the_day_that_it_is_needed(talk: Talk, clock: Clock) -> None:
    await kept(talk)
    clock.forward(days=60)
    assert not await talk.told(TEACHER)
    assert labels(await talk.say(DEPUTY, "ready texts")) == [SEND]
    assert "Ready texts" in labels(await talk.home(DEPUTY))


async def test_one_press_at_six_in_the_morning_and_the_head_is_told(talk: Talk, clock: Clock) -> None:
    await kept(talk)
    clock.forward(hours=21)  # six o'clock, school is shut
    seen = await talk.press(DEPUTY, await talk.say(DEPUTY, "school is closed"), SEND)
    assert seen.title == "Copy exactly this, and publish it now"
    assert seen.text == CLOSED
    for who in (HEAD, ASSISTANT):
        (told,) = await talk.told(who)
        assert told.text == "Mr Hill is sending the ready text “closed for snow” on Larkfield Primary (Facebook page)."
    end = await talk.finish(DEPUTY, await talk.open_form(DEPUTY, seen, PUBLISHED), {"Its address": LINK})
    assert end.title == "Published by Mr Hill on 4 March 2027"
    assert labels(await talk.say(DEPUTY, "ready texts")) == [SEND], "it is there for the next time"


async def test_the_second_who_presses_reads_who_was_quicker(talk: Talk) -> None:
    await kept(talk)
    await talk.press(DEPUTY, await talk.say(DEPUTY, "ready texts"), SEND)
    seen = await talk.press(TEACHER, await talk.say(TEACHER, "ready texts"), SEND)
    assert dict(seen.facts)["Sent last"] == "by Mr Hill, 3 March 2027 at 09:00. Is it out already?"


async def test_nobody_else_may_send_it(talk: Talk) -> None:
    await kept(talk)
    listed = await talk.say(DEPUTY, "ready texts")
    for who in (ASSISTANT, CHAIR, HEAD):
        assert (await talk.say(who, "ready texts")).title == "There is no ready text for you"
        assert (await talk.press(who, listed, SEND)).title == "This text cannot be sent"
        assert "Ready texts" not in labels(await talk.home(who))


async def test_before_it_is_approved_nobody_may(talk: Talk) -> None:
    await card(talk, text=CLOSED, what=READY, named=(DEPUTY, TEACHER))
    assert (await talk.say(DEPUTY, "ready texts")).title == "There is no ready text for you"


async def test_an_edit_voids_it_until_it_is_approved_again(talk: Talk) -> None:
    await kept(talk)
    listed = await talk.say(DEPUTY, "ready texts")
    mine = await talk.press(TEACHER, await talk.home(TEACHER), "My drafts")
    whole = await talk.press(TEACHER, mine, labels(mine)[0])
    page = await talk.fill(TEACHER, await talk.open_form(TEACHER, whole, "Change it"))
    page = await talk.fill(TEACHER, page, {"The text, up to 3,000 characters": "Closed today."})
    page = await talk.fill(TEACHER, await talk.fill(TEACHER, page))
    await talk.finish(TEACHER, page)
    assert (await talk.press(DEPUTY, listed, SEND)).title == "This text cannot be sent"
    assert "“Closed today.”" in words((await talk.told(HEAD))[-1])


async def test_whoever_has_left_sends_nothing_any_more(talk: Talk) -> None:
    await kept(talk)
    listed = await talk.say(DEPUTY, "ready texts")
    await talk.employ(DEPUTY, ended="2027-03-02")
    assert (await talk.press(DEPUTY, listed, SEND)).title == "I do not know you yet"


async def test_for_an_account_that_was_taken_off_the_register_nothing_is_sent(talk: Talk) -> None:
    await kept(talk)
    listed = await talk.say(DEPUTY, "ready texts")
    copied = await talk.press(DEPUTY, listed, SEND)
    shown = await talk.press(HEAD, await talk.say(HEAD, "accounts"), "Show Larkfield Primary (Facebook page)")
    await talk.press(HEAD, shown, "Take it off the register")
    assert (await talk.say(DEPUTY, "ready texts")).title == "There is no ready text for you"
    assert (await talk.press(DEPUTY, listed, SEND)).title == "This text cannot be sent"
    assert (await talk.press(DEPUTY, copied, PUBLISHED)).title == "This is no longer to be published"
    back = [one for one in await talk.told(TEACHER) if one.title == "A draft of yours was taken back"]
    assert [one.text.partition(". ")[0] for one in back] == ["Its account is not on the register any more"]
