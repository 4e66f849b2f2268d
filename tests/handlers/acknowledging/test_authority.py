"""Authority to post only for whoever has acknowledged the version in force: the head sees it on the card."""

from __future__ import annotations

from handlers.desk import Role
from tests.handlers.acknowledging.campaign import NEW, OLD, acknowledge, begins, replaced
from tests.handlers.larkfield import ASSISTANT, HEAD, TEACHER
from tests.handlers.requests.permission import APPROVE_POSTING, card, posting_sent
from tests.handlers.talk import Talk

RULE = """
## Official use

4.1 The headteacher must ensure that an employee has read and understood this policy before authorising them to post for
the school on social media, and must set the purpose.
"""
READ = "Has read and understood the policy"


async def test_not_acknowledged_the_head_sees_it_and_cannot_approve(talk: Talk) -> None:
    await begins(talk, OLD + RULE)
    await posting_sent(talk)
    seen = await card(talk)
    assert dict(seen.facts)[READ] == "not the version in force"
    end = await talk.press(HEAD, seen, APPROVE_POSTING)
    assert end.title == "This cannot be approved yet"
    assert "Miss Marsh has not acknowledged the policy in force" in end.text


async def test_once_it_is_on_record_the_card_says_so_and_the_head_can(talk: Talk) -> None:
    await begins(talk, OLD + RULE)
    await posting_sent(talk)
    await card(talk)
    await acknowledge(talk, TEACHER)
    seen = await card(talk)
    assert dict(seen.facts)[READ] == "yes, that is on record"
    await talk.press(HEAD, seen, APPROVE_POSTING)
    assert (await talk.told(TEACHER))[-1].title == "Approved: authority to post for the school"


async def test_an_acknowledgement_of_the_version_before_is_not_enough(talk: Talk) -> None:
    await begins(talk, OLD + RULE)
    await acknowledge(talk, TEACHER)
    await replaced(talk, HEAD, NEW + RULE)
    await posting_sent(talk)
    seen = await card(talk)
    assert dict(seen.facts)[READ] == "not the version in force"
    assert (await talk.press(HEAD, seen, APPROVE_POSTING)).title == "This cannot be approved yet"


async def test_a_signature_on_paper_counts(talk: Talk) -> None:
    await talk.hold(assistant=Role.POLICY_OWNER)
    await begins(talk, OLD + RULE)
    await posting_sent(talk)
    await card(talk)
    form = await talk.open_form(ASSISTANT, await talk.say(ASSISTANT, "acknowledgements"), "Put down a signature")
    given = {
        "Which policy?": "Online conduct policy",
        "Who has signed?": ["Miss Marsh, Year 4 teacher"],
        "When?": "2027-03-02",
    }
    await talk.finish(ASSISTANT, form, given)
    seen = await card(talk)
    assert dict(seen.facts)[READ] == "yes, that is on record"
    await talk.press(HEAD, seen, APPROVE_POSTING)
    assert (await talk.told(TEACHER))[-1].title == "Approved: authority to post for the school"
