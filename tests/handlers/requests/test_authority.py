"""Authority to post: for a person, accounts and a purpose, within limits, once they have read the policy; it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.requests import matters
from tests.handlers.drafts import drafting
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.requests.permission import (
    ABOUT_POSTING,
    APPROVE_POSTING,
    POSTING,
    begun,
    card,
    page_there,
    posting_given,
    posting_sent,
)
from tests.handlers.talk import Talk
from tests.seats.seen import labels, words

READ = "Has read and understood the policy"


async def test_the_head_gives_somebody_the_authority_to_post(talk: Talk) -> None:
    """Wigan: the head authorises, with a purpose and clear limits; the person has both in writing."""
    seen = await posting_given(talk)
    assert seen.title == "Approved: authority to post for the school"
    facts = dict(seen.facts)
    assert facts["On which accounts"] == "Year 4 (Class Dojo)"
    assert (facts["What for"], facts["Within these limits"]) == ("Homework and trips.", "No pictures.")
    listed = await talk.say(HEAD, "authorities")
    assert listed.text == "1 person has the authority to post today."
    assert [label for label, _ in listed.facts] == ["Miss Marsh"]


async def test_where_no_policy_is_in_force_whoever_approves_confirms_that_it_was_read(talk: Talk) -> None:
    """What cannot be acknowledged here may be in force on paper."""
    await posting_sent(talk)
    seen = await card(talk)
    assert labels(seen)[0] == APPROVE_POSTING
    assert dict(seen.facts)[READ] == "no policy is in force here: whoever approves confirms it"


async def test_no_authority_before_the_policy_was_read(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once reading is on record, and theirs is not, nobody can approve; the card says so."""
    monkeypatch.setattr(matters, "has_acknowledged", lambda desk, person: False)
    await posting_sent(talk)
    seen = await card(talk)
    assert dict(seen.facts)[READ] == "not the version in force"
    end = await talk.press(HEAD, seen, APPROVE_POSTING)
    assert end.title == "This cannot be approved yet"
    assert not await talk.told(TEACHER)
    monkeypatch.setattr(matters, "has_acknowledged", lambda desk, person: True)
    await talk.press(HEAD, seen, APPROVE_POSTING)
    assert (await talk.told(TEACHER))[-1].title == "Approved: authority to post for the school"


async def test_the_head_can_begin_it_for_somebody_else_and_gives_it(talk: Talk) -> None:
    await posting_sent(talk, who=HEAD, **{"Who is to post": "Mr Field"})
    seen = await card(talk)
    assert ("Asked by", "Mrs Wood") in seen.facts
    await talk.press(HEAD, seen, APPROVE_POSTING)
    assert dict((await talk.told(ASSISTANT))[-1].facts)["For"] == "Mr Field"


async def test_whoever_stands_in_for_the_head_does_not_give_what_they_asked_for_themselves(talk: Talk) -> None:
    days = {"First day away": "2027-03-03", "Last day away": "2027-03-12", "Who stands in for you?": "Mr Hill (deputy)"}
    away = await talk.open_form(HEAD, await talk.say(HEAD, "away"), "I will be away")
    await talk.finish(HEAD, await talk.fill(HEAD, away, days))
    await page_there(talk)
    page = await talk.fill(DEPUTY, await begun(talk, POSTING, DEPUTY), {**ABOUT_POSTING, "Who is to post": "Mr Field"})
    assert dict(page.words.facts)["To"] == "Mrs Wood (head)"
    await talk.finish(DEPUTY, page)
    seen = await card(talk)
    assert (await talk.press(DEPUTY, seen, APPROVE_POSTING)).title == "This is not yours to decide"
    await talk.press(HEAD, seen, APPROVE_POSTING)
    assert (await talk.told(ASSISTANT))[-1].title == "Approved: authority to post for the school"


async def test_asked_for_by_somebody_else_the_head_does_not_give_it_to_themselves(talk: Talk) -> None:
    await page_there(talk)
    page = await talk.fill(TEACHER, await begun(talk, POSTING), {**ABOUT_POSTING, "Who is to post": "Mrs Wood"})
    assert dict(page.words.facts)["To"] == "Dr Stone (chair of governors)"
    await talk.finish(TEACHER, page)
    assert not await talk.told(HEAD)
    await talk.press(CHAIR, await card(talk, CHAIR), APPROVE_POSTING)
    for one in (HEAD, TEACHER):
        assert (await talk.told(one))[-1].title == "Approved: authority to post for the school"


async def test_sent_back_it_may_be_asked_for_somebody_else_and_nothing_of_it_is_lost(talk: Talk) -> None:
    """The head would rather see Mr Field do it, whoever asks; it is his then, and the card says what is new."""
    await posting_sent(talk)
    form = await talk.open_form(HEAD, await card(talk), "Ask for changes")
    await talk.finish(HEAD, form, {"Your reason": "Mr Field has the time."})
    await talk.home(ASSISTANT)  # Slack offers only whom the bot has met there
    form = await talk.open_form(TEACHER, await card(talk, TEACHER), "Change it and send it again")
    page = await talk.fill(TEACHER, form, {"Who is to post": "Mr Field"})
    assert (await talk.finish(TEACHER, page)).title == "Sent"
    seen = await card(talk)
    assert dict(seen.facts)["Changed since the last round"] == "Who is to post (it was “Miss Marsh”)"
    assert dict(seen.facts)["Within these limits"] == "No pictures."
    assert ("Asked by", "Miss Marsh") in seen.facts
    await talk.press(HEAD, seen, APPROVE_POSTING)
    assert dict((await talk.told(ASSISTANT))[-1].facts)["For"] == "Mr Field"
    assert [label for label, _ in (await talk.say(HEAD, "authorities")).facts] == ["Mr Field"]


async def test_sent_back_it_may_be_asked_for_the_head_who_then_does_not_decide_it(talk: Talk) -> None:
    await posting_sent(talk)
    form = await talk.open_form(HEAD, await card(talk), "Ask for changes")
    await talk.finish(HEAD, form, {"Your reason": "I do that myself."})
    form = await talk.open_form(TEACHER, await card(talk, TEACHER), "Change it and send it again")
    page = await talk.fill(TEACHER, form, {"Who is to post": "Mrs Wood"})
    assert dict(page.words.facts)["To"] == "Dr Stone (chair of governors)"
    await talk.finish(TEACHER, page)
    seen = await card(talk, CHAIR)
    own = await talk.press(HEAD, replace(seen, at=""), APPROVE_POSTING)
    assert own.title == "Nobody decides about their own"
    await talk.press(CHAIR, seen, APPROVE_POSTING)
    assert (await talk.told(HEAD))[-1].title == "Approved: authority to post for the school"


async def test_it_is_for_accounts_of_the_register_alone(talk: Talk) -> None:
    page = await begun(talk, POSTING)
    end = await talk.finish(TEACHER, page, {**ABOUT_POSTING, "On which accounts": ["It is not among these"]})
    assert end.title == "It has to be on the school's register first"


async def test_purpose_and_limits_cannot_be_left_out(talk: Talk) -> None:
    await page_there(talk)
    page = await begun(talk, POSTING)
    again = await talk.fill(TEACHER, page, {"On which accounts": ["Year 4 (Class Dojo)"]})
    assert list(again.errors) == ["What for", "Within these limits"]


async def test_everybody_sees_their_own_authority_and_nobody_elses(talk: Talk) -> None:
    await posting_given(talk)
    assert "Homework" not in words(await talk.say(TEACHER, "authorities")), "purpose and limits stand in the record"
    assert "Year 4" in words(await talk.say(TEACHER, "authorities"))
    for other in (ASSISTANT, DEPUTY):
        assert (await talk.say(other, "authorities")).facts == ()


async def test_whoever_was_given_it_publishes_on_these_accounts(talk: Talk) -> None:
    """What was approved comes to whoever holds the authority; before, nobody but the head could publish it."""
    await posting_given(talk)
    await talk.told(HEAD)
    where = {"Where should it go?": "Year 4 (Class Dojo)"}
    notice = await drafting.card(talk, what=drafting.WHAT | where, who=DEPUTY)
    await talk.press(HEAD, notice, "Approve")
    told = (await talk.told(TEACHER))[-1]
    assert drafting.TEXT in told.text
    assert drafting.PUBLISHED in labels(told)
