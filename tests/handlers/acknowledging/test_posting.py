"""Whoever posts for the school has acknowledged the policy in force, whichever way they came to the authority."""

from __future__ import annotations

import pytest

from handlers.acknowledging.pages import STATEMENT
from handlers.desk import Member
from tests.conftest import Clock
from tests.handlers.acknowledging.campaign import NEW, OLD, TITLE, acknowledge, begins, pages, replaced
from tests.handlers.acknowledging.test_authority import RULE
from tests.handlers.drafts.drafting import LINK, PUBLISHED, READY, TEXT, authorise, card, register
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, TEACHER
from tests.handlers.reminders.mornings import next_morning
from tests.handlers.requests.permission import APPROVE_POSTING, posting_sent
from tests.handlers.requests.permission import card as request_card
from tests.handlers.talk import Talk
from tests.handlers.versions.papers import in_force
from tests.seats.seen import Seen, labels, words

ALL_SIGN = "\n5.1 All staff must sign that they have read and understood this policy.\n"
READ = f"Read “{TITLE}”"
FIRST = "Please read the policy first"
COPY = "Ready to publish: copy exactly this"
CLOSED = "School is closed today because of snow."
SEND = "Send it now: closed for snow"


async def approved(talk: Talk) -> None:
    """Miss Marsh writes a post, and the head approves it."""
    await talk.press(HEAD, await card(talk), "Approve")


async def reads_it(talk: Talk, who: Member, seen: Seen) -> Seen:
    """They press the button under what they were told, read it to the end, and say so."""
    last = (await pages(talk, who, await talk.open_form(who, seen, READ)))[-1]
    return await talk.finish(who, last, {"Your answer": STATEMENT})


async def publish(talk: Talk, who: Member, seen: Seen) -> Seen:
    """They have published it; what they read then."""
    return await talk.finish(who, await talk.open_form(who, seen, PUBLISHED), {"Its address": LINK})


# --- an authorised poster ---


async def test_named_as_authorised_poster_they_read_the_policy_before_they_have_the_text(talk: Talk) -> None:
    """Until then the head can publish it; what they were told becomes the text as soon as it is on record."""
    await begins(talk)
    await register(talk)
    await authorise(talk)
    await approved(talk)
    (first,) = await talk.told(ASSISTANT)
    assert (first.title, labels(first)) == (FIRST, [READ])
    assert "If it cannot wait: Mrs Wood can publish it." in first.text
    assert TEXT not in words(first)
    assert COPY in [one.title for one in await talk.told(HEAD)]
    assert (await reads_it(talk, ASSISTANT, first)).title == "On record"
    (seen,) = await talk.told(ASSISTANT)
    assert (seen.title, seen.text, seen.at) == (COPY, TEXT, first.at)
    assert (await publish(talk, ASSISTANT, seen)).title.startswith("Published by Mr Field")


async def test_after_that_day_it_counts_no_more_and_they_are_told_what_to_press(talk: Talk, clock: Clock) -> None:
    await begins(talk)
    await register(talk)
    await authorise(talk)
    await acknowledge(talk, ASSISTANT)
    await replaced(talk, HEAD)
    await next_morning(talk, clock, 14)  # 17 March, by when it is to be read
    await approved(talk)
    seen = (await talk.told(ASSISTANT))[-1]
    assert seen.text == TEXT
    await next_morning(talk, clock)
    first = await talk.press(ASSISTANT, seen, PUBLISHED)
    assert (first.title, labels(first)) == (FIRST, [READ])
    await reads_it(talk, ASSISTANT, first)
    assert (await publish(talk, ASSISTANT, seen)).title.startswith("Published by Mr Field"), "the text was still there"


async def test_whoever_let_the_day_pass_does_not_get_more_time_by_another_version(talk: Talk, clock: Clock) -> None:
    await begins(talk)
    await register(talk)
    await authorise(talk)
    await acknowledge(talk, ASSISTANT)
    await replaced(talk, HEAD)
    await next_morning(talk, clock, 15)
    await replaced(talk, HEAD, NEW + "\n2.4 Staff must lock their phone.\n", "conduct-3.txt")
    await approved(talk)
    assert FIRST in [one.title for one in await talk.told(ASSISTANT)]


async def test_under_standing_authority_too_a_post_is_decided_until_its_author_has_read_the_policy(talk: Talk) -> None:
    await begins(talk)
    await register(talk, rule="standing")
    await authorise(talk)
    assert "Approve" in labels(await card(talk, who=ASSISTANT))


async def test_the_head_who_gives_the_authority_can_always_publish(talk: Talk) -> None:
    await begins(talk)
    await register(talk)
    await approved(talk)
    seen = next(one for one in await talk.told(HEAD) if one.title == COPY)
    assert (await publish(talk, HEAD, seen)).title.startswith("Published by Mrs Wood")


@pytest.mark.parametrize("rule", [RULE, ALL_SIGN], ids=["whoever is authorised", "all staff"])
async def test_nobody_was_asked_and_the_policy_asks_for_it(talk: Talk, rule: str) -> None:
    """Wigan: before anybody is authorised, they have read and understood it. They are told who can ask everybody."""
    await talk.everybody_comes()
    await in_force(talk, OLD + rule)
    await register(talk)
    await authorise(talk)
    await approved(talk)
    (told,) = await talk.told(ASSISTANT)
    assert told.title == "Nobody was asked to read the policy yet"
    assert "Head, deputy or policy owner can ask everybody: they say “acknowledgements”." in told.text
    assert "Mrs Wood can publish it." in told.text
    await talk.press(HEAD, await talk.say(HEAD, "acknowledgements"), f"Ask everybody to read “{TITLE}”")
    await acknowledge(talk, ASSISTANT)
    assert [one.text for one in await talk.told(ASSISTANT) if one.title == COPY] == [TEXT]


async def test_nobody_was_asked_and_no_clause_asks_for_it(talk: Talk) -> None:
    """A school that does not have its policy acknowledged, by a policy that does not ask for that, posts as it did."""
    await talk.everybody_comes()
    await in_force(talk)
    await register(talk)
    await authorise(talk)
    await approved(talk)
    (seen,) = await talk.told(ASSISTANT)
    assert (seen.title, seen.text) == (COPY, TEXT)


# --- authority that is asked for ---


async def test_where_nobody_was_asked_to_read_it_the_head_cannot_approve_and_reads_the_way_out(talk: Talk) -> None:
    await talk.everybody_comes()
    await in_force(talk)
    await posting_sent(talk)
    seen = await request_card(talk)
    assert dict(seen.facts)["Has read and understood the policy"] == "nobody was asked to yet"
    end = await talk.press(HEAD, seen, APPROVE_POSTING)
    assert end.title == "This cannot be approved yet"
    assert end.text == (
        f"Nobody was asked to acknowledge “{TITLE}” yet. Head, deputy or policy owner can ask everybody: they say "
        "“acknowledgements”. Miss Marsh then reads it here, or signs it on paper and the office puts that down. Once "
        "that is on record, you can approve it here."
    )
    await talk.press(HEAD, await talk.say(HEAD, "acknowledgements"), f"Ask everybody to read “{TITLE}”")
    assert (await talk.press(HEAD, seen, APPROVE_POSTING)).title == "This cannot be approved yet"
    await acknowledge(talk, TEACHER)
    await talk.press(HEAD, (await talk.told(HEAD))[-1], APPROVE_POSTING)
    assert "Approved: authority to post for the school" in [one.title for one in await talk.told(TEACHER)]


# --- ready texts ---


async def test_a_ready_text_is_approved_once_those_who_may_send_it_have_read_the_policy(talk: Talk) -> None:
    await begins(talk)
    await register(talk)
    await acknowledge(talk, TEACHER)
    seen = await card(talk, text=CLOSED, what=READY, named=(DEPUTY, TEACHER))
    end = await talk.press(HEAD, seen, "Approve")
    assert (end.title, end.text) == (
        "This cannot be approved yet",
        "Mr Hill has still to acknowledge the policy in force: they say “acknowledgements”. Once that is on record, "
        "you can approve it here.",
    )
    await acknowledge(talk, DEPUTY)
    await talk.press(HEAD, seen, "Approve")
    assert labels(await talk.say(DEPUTY, "ready texts")) == [SEND]


async def test_on_the_morning_the_school_is_closed_it_goes_out_and_the_head_reads_what_is_missing(
    talk: Talk, clock: Clock
) -> None:
    """A new version has come since, and its day has passed; the children must not come to a closed school for that."""
    await begins(talk)
    await register(talk)
    for one in (TEACHER, DEPUTY):
        await acknowledge(talk, one)
    await talk.press(HEAD, await card(talk, text=CLOSED, what=READY, named=(DEPUTY, TEACHER)), "Approve")
    await replaced(talk, HEAD)
    await next_morning(talk, clock, 15)
    await talk.told(HEAD)
    seen = await talk.press(DEPUTY, await talk.say(DEPUTY, "school is closed"), SEND)
    assert seen.text == CLOSED
    assert dict(seen.facts)["Afterwards"] == "Please read the policy in force: say “acknowledgements”."
    (told,) = await talk.told(HEAD)
    assert told.text.endswith("Mr Hill has still to acknowledge the policy in force.")
    assert (await publish(talk, DEPUTY, seen)).title.startswith("Published by Mr Hill")


# --- the register ---


async def test_the_register_says_who_may_post_by_role_too_and_who_has_to_read_the_policy_first(talk: Talk) -> None:
    await begins(talk)
    await authorise(talk)
    by_role = "As authorised poster, on every account: see “settings”."
    first = " The policy in force is still to be acknowledged, before anything can be published."
    for who in (HEAD, ASSISTANT):
        seen = await talk.say(who, "authorities")
        assert (seen.text, seen.facts) == (
            "1 person has the authority to post today.",
            (("Mr Field", by_role + first),),
        )
    assert not (await talk.say(TEACHER, "authorities")).facts
    await acknowledge(talk, ASSISTANT)
    assert (await talk.say(HEAD, "authorities")).facts == (("Mr Field", by_role),)
