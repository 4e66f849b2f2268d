"""A new official account or class page: why, by whose terms, who looks after it; approved, it is on the register."""

from __future__ import annotations

import pytest

from tests.handlers.larkfield import HEAD, TEACHER
from tests.handlers.requests.permission import ABOUT_SITE, SITE, WHY_SITE, begun, card, review_site, sent_site
from tests.handlers.talk import Talk, on
from tests.seats.seen import Page

BY_PUPILS = {**ABOUT_SITE, "Who uses it": "Pupils use it themselves"}
YOUNGEST = "Age of the youngest pupil"
LEAST = "Lowest age there"


async def for_pupils(talk: Talk, platform: str, age: int) -> Page:
    """A page that pupils of this age are to use, up to the page where it is read once more."""
    page = await talk.fill(TEACHER, await begun(talk, SITE), {**BY_PUPILS, "Platform": platform})
    assert page.heading == "The pupils"
    page = await talk.fill(TEACHER, page, {YOUNGEST: f"{age} years"})
    return page if page.errors else await talk.fill(TEACHER, page, WHY_SITE)


async def test_a_new_page_is_asked_for_and_approved(talk: Talk) -> None:
    """OWLS and Waterloo: talked about with the head and approved; a good reason; the platform's terms."""
    page = await review_site(talk)
    facts = dict(page.words.facts)
    assert facts["Why the school needs it"] == "Parents ask for the homework every day."
    assert facts["Who looks after it"] == "Miss Marsh", "whoever asks, unless they say otherwise"
    assert facts[LEAST] == "none of its own, under 13 with a parent's consent (last checked on 21 November 2026)"
    await talk.finish(TEACHER, page)
    seen = await card(talk)
    assert ("Why the school needs it", "Parents ask for the homework every day.") in seen.facts
    await talk.press(HEAD, seen, "Approve")
    told = (await talk.told(TEACHER))[-1]
    assert told.title == "Approved: a new official account"
    assert told.text == "It stands on the register of the school's accounts now."


async def test_an_approved_page_stands_in_the_register_with_its_date_and_who_looks_after_it(talk: Talk) -> None:
    await sent_site(talk)
    await talk.press(HEAD, await card(talk), "Approve")
    (one,) = await talk.store.read(lambda tx: tx.at("larkfield").journals("account"))
    given = one.entries[0].given
    assert (given["name"], given["platform"], given["approved"]) == ("Year 4", "class_dojo", "2027-03-03")
    assert (given["owner"], given["monitors"]) == ("teacher", ["teacher"])
    assert one.entries[0].by == "head"


async def test_nothing_stands_in_the_register_before_the_head_has_approved_it(talk: Talk) -> None:
    await sent_site(talk)
    page = await talk.open_form(HEAD, await card(talk), "Refuse")
    await talk.finish(HEAD, page, {"Your reason": "There is one already."})
    assert not await talk.store.read(lambda tx: tx.at("larkfield").journals("account"))


@pytest.mark.parametrize(("platform", "age"), [("Facebook page", 9), ("WhatsApp", 12), ("LinkedIn", 15)])
async def test_pupils_below_the_platforms_lowest_age_cannot_be_meant(talk: Talk, platform: str, age: int) -> None:
    page = await for_pupils(talk, platform, age)
    assert page.heading == "The pupils"
    assert page.errors[YOUNGEST].endswith(f"so it cannot be for pupils of {age}.")


async def test_nor_can_another_platform_be_chosen_afterwards(talk: Talk) -> None:
    page = await for_pupils(talk, "Class Dojo", 9)
    for _ in range(3):
        page = await talk.back(TEACHER, page)
    assert page.heading == "A new account"
    page = await talk.fill(TEACHER, page, {"Platform": "Instagram"})
    assert (await talk.fill(TEACHER, page)).errors == {
        YOUNGEST: "Instagram takes people from 13 on, so it cannot be for pupils of 9."
    }


async def test_pupils_who_are_old_enough_can_be_meant(talk: Talk) -> None:
    facts = dict((await for_pupils(talk, "WhatsApp", 13)).words.facts)
    assert facts[LEAST] == "13 years, in the UK since 11 April 2024, 16 before (last checked on 21 November 2026)"
    assert "Soon" not in facts


async def test_what_the_law_will_change_soon_is_said_to_whoever_decides(talk: Talk) -> None:
    await talk.finish(TEACHER, await for_pupils(talk, "Instagram", 14))
    assert "under-16s" in dict((await card(talk)).facts)["Soon"]


async def test_for_a_platform_that_nobody_knows_the_lowest_age_is_asked_for(talk: Talk) -> None:
    page = await talk.fill(TEACHER, await begun(talk, SITE), {**BY_PUPILS, "Platform": "Another"})
    page = await talk.fill(TEACHER, page, {"Which platform": "Chatterbox"})
    assert page.heading == "Its lowest age"
    page = await talk.fill(TEACHER, page, {LEAST: "14 years"})
    page = await talk.fill(TEACHER, page, {YOUNGEST: "11 years"})
    assert page.errors[YOUNGEST].startswith("Chatterbox takes people from 14 on")


async def test_a_known_platform_is_recognised_by_its_name(talk: Talk) -> None:
    page = await talk.fill(TEACHER, await begun(talk, SITE), {**ABOUT_SITE, "Platform": "Another"})
    page = await talk.fill(TEACHER, page, {"Which platform": "tik tok"})
    assert page.heading == "Why, and who looks after it"
    assert dict((await talk.fill(TEACHER, page, WHY_SITE)).words.facts)[LEAST].startswith("13 years")


async def test_whoever_looks_after_it_and_the_terms_cannot_be_left_out(talk: Talk) -> None:
    page = await talk.fill(TEACHER, await begun(talk, SITE), ABOUT_SITE)
    again = await talk.fill(TEACHER, page, {"Who looks after it": [], "Why the school needs it": "News."})
    assert again.errors == {
        "Who looks after it": "Please choose at least one person.",
        "The provider's terms": "Please choose one.",
    }


@on("slack")
async def test_only_people_of_the_staff_list_can_look_after_it(talk: Talk) -> None:
    """Slack alone offers everybody who has an account there."""
    page = await talk.fill(TEACHER, await begun(talk, SITE), ABOUT_SITE)
    again = await talk.fill(TEACHER, page, {**WHY_SITE, "Who looks after it": ["Miss Marsh", "Mr Visitor"]})
    assert again.errors == {
        "Who looks after it": "Not all of them are on the staff list. Please choose people who are."
    }
