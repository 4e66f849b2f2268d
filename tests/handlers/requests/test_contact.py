"""Contact with pupils: for a purpose, on an official page of the register, and with an end."""

from __future__ import annotations

from handlers.desk import Member
from tests.conftest import Clock
from tests.handlers.larkfield import HEAD, TEACHER
from tests.handlers.requests.permission import (
    ABOUT_POSTING,
    ABOUT_SITE,
    APPROVE_POSTING,
    CONTACT,
    POSTING,
    begun,
    card,
    page_there,
)
from tests.handlers.talk import Talk
from tests.seats.seen import Page

GIVEN = {"Which pupils": "the book club", "Age of the youngest pupil": "10 years", "What for": "What we read next."}
PAGE = "On which official page"
MISSING = "It is not among these"
DOJO = "Year 4 (Class Dojo)"
IT = "contact with pupils on an official page"


async def review(talk: Talk, page: str, **changes: object) -> Page:
    """Up to the page where it is read once more."""
    return await talk.fill(TEACHER, await begun(talk, CONTACT), {**GIVEN, PAGE: page, **changes})


async def test_contact_with_pupils_is_approved_on_an_official_page_alone(talk: Talk) -> None:
    """Waterloo: only with approval, and only on an official page."""
    await page_there(talk)
    page = await begun(talk, CONTACT)
    assert list(page.blanks[PAGE].choices) == ["Year 4 (Class Dojo)", MISSING]
    await talk.finish(TEACHER, await talk.fill(TEACHER, page, {**GIVEN, PAGE: "Year 4 (Class Dojo)"}))
    seen = await card(talk)
    assert dict(seen.facts)[PAGE] == "Year 4 (Class Dojo)"
    await talk.press(HEAD, seen, "Approve")
    told = (await talk.told(TEACHER))[-1]
    assert told.title == "Approved: contact with pupils on an official page"
    assert dict(told.facts)["Which pupils"] == "the book club"


async def test_a_page_that_is_not_on_the_register_is_refused_and_asking_for_it_offered(talk: Talk) -> None:
    page = await begun(talk, CONTACT)
    assert list(page.blanks[PAGE].choices) == [MISSING]
    end = await talk.finish(TEACHER, page, {**GIVEN, PAGE: MISSING})
    assert end.title == "It has to be on the school's register first"
    assert not await talk.told(HEAD)
    form = await talk.open_form(TEACHER, end, "Ask for a new account")
    assert form.blanks["What is it about?"].value == "A new official account, class page or group"


async def test_pupils_who_are_too_young_for_the_page_are_refused(talk: Talk) -> None:
    await page_there(talk, {**ABOUT_SITE, "Platform": "Facebook page"})
    page = await review(talk, "Year 4 (Facebook page)")
    assert page.heading == "Contact with pupils"
    assert page.errors == {
        "Age of the youngest pupil": "Facebook page takes people from 13 on, so it cannot be for pupils of 10."
    }


async def test_it_ends_on_its_day(talk: Talk, clock: Clock) -> None:
    await page_there(talk)
    await talk.finish(TEACHER, await review(talk, "Year 4 (Class Dojo)", Until="2027-03-10"))
    await talk.press(HEAD, await card(talk), "Approve")
    await talk.told(TEACHER)
    clock.forward(days=8)
    assert (await talk.told(TEACHER))[-1].title == "Ended: contact with pupils on an official page"


async def given(talk: Talk) -> None:
    """Miss Marsh may be in touch with the book club on the class page."""
    await page_there(talk)
    await talk.finish(TEACHER, await review(talk, DOJO))
    await talk.press(HEAD, await card(talk), "Approve")
    for one in (HEAD, TEACHER):
        await talk.told(one)


async def off_the_register(talk: Talk, by: Member = HEAD) -> None:
    """The head takes the class page off the register."""
    shown = await talk.press(by, await talk.say(by, "accounts"), f"Show {DOJO}")
    await talk.press(by, shown, "Take it off the register")


async def test_it_ends_with_its_account_and_its_holder_is_told_once(talk: Talk, clock: Clock) -> None:
    await given(talk)
    await off_the_register(talk)
    told = [one for one in await talk.told(TEACHER) if one.title == f"Ended: {IT}"]
    assert [one.text for one in told] == ["Mrs Wood ended it. Please do not get in touch with pupils there any more."]
    assert dict(told[0].facts)["Why"] == "Year 4 (Class Dojo) is off the school's register"
    listed = await talk.say(TEACHER, "requests")
    assert {label for label, _ in listed.facts} == {
        f"Ended: {IT}, for Miss Marsh", "Ended: a new official account, for Miss Marsh"
    }  # fmt: skip
    clock.forward(days=365)
    assert not [one for one in await talk.told(TEACHER) if one.title == f"Ended: {IT}"]


async def test_what_was_asked_for_on_an_account_that_is_closed_is_decided_no_more(talk: Talk) -> None:
    await page_there(talk)
    await talk.finish(TEACHER, await review(talk, DOJO))
    seen = await card(talk)
    await off_the_register(talk)
    assert f"No longer to be decided: {IT}" in [one.title for one in await talk.told(TEACHER)]
    now = await talk.press(HEAD, seen, "Approve")
    assert now.title == f"No longer to be decided: {IT}"
    assert now.text == "It has ended: Year 4 (Class Dojo) is off the school's register."
    assert "Waits for your decision" not in dict((await talk.home(HEAD)).facts)


async def test_it_ends_with_its_holder_s_last_day_and_the_head_is_told(talk: Talk, clock: Clock) -> None:
    await given(talk)
    await talk.employ(TEACHER, ended="2027-03-03")
    clock.forward(days=1)
    assert f"Miss Marsh: {IT}" in (await talk.told(HEAD))[-1].text
    assert f"Ended: {IT}, for Miss Marsh" in dict((await talk.say(HEAD, "requests")).facts)


async def test_authority_to_post_ends_with_the_last_of_its_accounts(talk: Talk) -> None:
    await page_there(talk)
    await page_there(talk, {**ABOUT_SITE, "What it is called": "Year 5"})
    page = await begun(talk, POSTING)
    both = {**ABOUT_POSTING, "On which accounts": [DOJO, "Year 5 (Class Dojo)"]}
    await talk.finish(TEACHER, await talk.fill(TEACHER, page, both))
    await talk.press(HEAD, await card(talk), APPROVE_POSTING)
    await off_the_register(talk)
    assert (await talk.say(HEAD, "authorities")).text == "1 person has the authority to post today."
    shown = await talk.press(HEAD, await talk.say(HEAD, "accounts"), "Show Year 5 (Class Dojo)")
    await talk.press(HEAD, shown, "Take it off the register")
    assert (await talk.say(HEAD, "authorities")).text == "0 people have the authority to post today."
    assert "Ended: authority to post for the school" in [one.title for one in await talk.told(TEACHER)]
