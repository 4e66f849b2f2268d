"""Asking for permission: the ways in, the policy's own words beside it, and exactly what is sent to whom."""

from __future__ import annotations

import pytest

from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, POLICY, TEACHER
from tests.handlers.requests.permission import (
    ABOUT_DEVICE,
    CONTACT,
    DEVICE,
    DEVICES,
    IMAGES,
    NEW_PAGES,
    PICTURES,
    POSTERS,
    POSTING,
    PUPILS,
    SITE,
    begun,
    card,
    review_device,
    sent_device,
)
from tests.handlers.talk import Talk
from tests.seats.seen import labels, words


@pytest.mark.parametrize("said", ["request permission", "Ask for permission", "I would like to ask for permission"])
async def test_words_open_the_way_to_the_form(talk: Talk, said: str) -> None:
    seen = await talk.say(TEACHER, said)
    assert seen.title == "Ask for permission"
    form = await talk.open_form(TEACHER, seen, "Ask for permission")
    assert list(form.blanks["What is it about?"].choices) == [SITE, DEVICE, CONTACT, IMAGES, POSTING]


async def test_home_opens_the_form_too(talk: Talk) -> None:
    form = await talk.open_form(TEACHER, await talk.home(TEACHER), "Ask for permission")
    assert form.heading == "What would you like to do?"


@pytest.mark.parametrize(
    ("kind", "said"), [(SITE, NEW_PAGES), (DEVICE, DEVICES), (CONTACT, PUPILS), (IMAGES, PICTURES), (POSTING, POSTERS)]
)
async def test_the_first_page_quotes_what_the_policy_says_on_it(talk: Talk, kind: str, said: object) -> None:
    page = await begun(talk, kind)
    assert [quote.text for quote in page.words.quotes] == [said.text]  # type: ignore[attr-defined]


async def test_where_the_policy_is_silent_it_says_so(talk: Talk) -> None:
    talk.book.known = (POLICY,)
    page = await begun(talk, DEVICE)
    assert (page.words.text, page.words.quotes) == ("Your policy has no sentence on this.", ())


async def test_exactly_what_is_shown_is_sent_and_to_whom_it_says(talk: Talk) -> None:
    page = await review_device(talk)
    facts = dict(page.words.facts)
    assert facts.pop("To") == "Mrs Wood (head)"
    assert facts == {
        "Which device": "my blue phone",
        "What for": "Sports day",
        "Deleting": "I delete each photo at once when it is uploaded to the school",
        "Until": "31 August 2027",
    }
    assert not await talk.told(HEAD), "nothing before the last button"
    end = await talk.finish(TEACHER, page)
    assert end.title == "Sent"
    assert "Mrs Wood (head) can decide it." in end.text
    seen = await card(talk)
    assert seen.title == "To be decided: the use of a private device for photographs"
    assert seen.facts == (("From", "Miss Marsh"), *facts.items())
    assert [quote.text for quote in seen.quotes] == [DEVICES.text]
    assert labels(seen) == ["Approve", "Ask for changes", "Refuse"]
    for other in (ASSISTANT, DEPUTY, CHAIR):
        assert not await talk.told(other)
        assert "blue phone" not in words(await talk.say(other, "requests"))


@pytest.mark.parametrize(
    ("until", "wrong"),
    [
        ("2027-03-02", "Please give a day from today on."),
        ("2028-03-10", "Please give a day within a year. Then you can ask again."),
    ],
)
async def test_an_end_that_cannot_be_is_put_right_on_its_own_page(talk: Talk, until: str, wrong: str) -> None:
    again = await review_device(talk, {**ABOUT_DEVICE, "Until": until})
    assert again.heading == "Your device"
    assert again.errors == {"Until": wrong}
    assert again.blanks["Which device"].value == "my blue phone"
    assert not await talk.told(HEAD)


async def test_without_the_promise_to_delete_the_form_does_not_go_on(talk: Talk) -> None:
    page = await begun(talk, DEVICE)
    again = await talk.fill(TEACHER, page, {"Which device": "my blue phone", "What for": "Sports day"})
    assert again.errors == {"Deleting": "Please choose one."}


async def test_back_keeps_what_was_typed_and_cancel_sends_nothing(talk: Talk) -> None:
    page = await talk.back(TEACHER, await review_device(talk))
    assert page.blanks["Which device"].value == "my blue phone"
    await talk.cancel(TEACHER, page)
    assert not await talk.told(HEAD)
    assert (await talk.say(TEACHER, "requests")).text == "You have asked for nothing yet."


async def test_whoever_asked_can_take_it_back_and_then_nobody_decides_it(talk: Talk) -> None:
    end = await sent_device(talk)
    seen = await card(talk)
    assert (await talk.press(TEACHER, end, "Take it back")).title == "Taken back"
    (now,) = await talk.told(HEAD)
    assert now.title == "No longer to be decided: the use of a private device for photographs"
    assert (now.text, now.buttons, now.at) == ("Miss Marsh took it back.", (), seen.at)
    await talk.press(HEAD, seen, "Approve")
    assert "Taken back" in words(await talk.say(TEACHER, "requests"))
