"""The settings in chat: who sees them, what they say, the channel for approvals, what is still to be set up."""

from __future__ import annotations

import pytest

from bot.roll import Fixed
from bot.store.store import Store
from handlers.desk import Role
from tests.conftest import Clock
from tests.handlers.larkfield import CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.office import ADMINISTRATOR, Office
from tests.handlers.talk import Talk, on
from tests.seats.seat import VISITOR, Seat
from tests.seats.seen import labels, words


async def test_everybody_s_standing_is_shown_to_those_who_may_change_it(office: Office) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(HEAD, DEPUTY, Role.DEPUTY)
    await office.name(ADMINISTRATOR, TEACHER, Role.POLICY_OWNER)
    for who in (ADMINISTRATOR, HEAD, CHAIR):
        seen = await office.say(who, "settings")
        facts = dict(seen.facts)
        assert seen.title == "Who does what"
        assert facts["Head"] == "Mrs Wood"
        assert facts["Deputy"] == "waiting for Mr Hill to accept"
        assert facts["Policy owner"] == "waiting for somebody else to confirm Miss Marsh"
        assert facts["Safeguarding lead"] == "nobody yet"
        assert facts["Approvals channel"] == "not chosen yet"
        picker = ["Choose the approvals channel"] if office.seat.name == "slack" else []  # there alone a form has one
        assert labels(seen) == ["Name somebody", *picker, "Give up a role"]


async def test_anybody_else_is_told_kindly_who_can(office: Office) -> None:
    await office.hold(head=Role.HEAD, deputy=Role.DEPUTY)
    for who in (TEACHER, DEPUTY):
        seen = await office.say(who, "settings")
        assert seen.title == "This is for a few people only"
        assert seen.text == "Mrs Wood (head) or Mr Field can change who does what. Please ask them."
        assert "Settings" not in labels(await office.home(who))
        assert "settings" not in words(await office.say(who, "help"))
    assert "Settings" in labels(await office.home(HEAD))
    assert "settings" in words(await office.say(HEAD, "help"))


@on("web")
async def test_a_school_whose_roles_stand_in_a_file_changes_nothing_in_chat(seat: Seat, embedded: Store) -> None:
    """Only the page, which has no passwords, has its people and roles in the settings file."""
    async with Talk.open(seat, embedded, roll=Fixed(SCHOOL)) as talk:
        assert (await talk.say(HEAD, "settings")).title == "Roles stand in the settings file"
        assert "Settings" not in labels(await talk.home(HEAD))


async def test_home_says_what_is_still_to_be_set_up_to_those_who_can_do_it(office: Office) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.name(HEAD, DEPUTY, Role.SAFEGUARDING_LEAD)
    await office.everybody_comes()  # and some cannot be reached later
    await office.store.run(lambda tx: tx.at(SCHOOL.id).put_unreached("teacher", "has not opened Proviso in Teams yet"))
    await office.store.run(lambda tx: tx.at(SCHOOL.id).put_unreached("chair", "has not opened Proviso in Teams yet"))
    await office.store.run(lambda tx: tx.at(SCHOOL.id).put_unreached("gone", "has left the Slack workspace"))
    for who in (ADMINISTRATOR, HEAD, CHAIR):
        facts = (await office.home(who)).facts
        assert ("Still to be set up", "Nobody is named as deputy safeguarding lead or data protection lead.") in facts
        assert ("Still to be set up", "Mr Hill is named as safeguarding lead, and has not accepted it yet.") in facts
        assert ("2 people cannot be reached", "Has not opened Proviso in Teams yet: Dr Stone and Miss Marsh.") in facts
        assert "Slack" not in words(await office.home(who)), "somebody who is not on the list any more"
    assert "set up" not in words(await office.home(TEACHER))


async def test_the_order_of_home(office: Office) -> None:
    """What waits, what was sent, what is to be set up, the policies, my copies, the counts."""
    await office.hold(chair=Role.CHAIR, head=Role.HEAD)
    await office.name(CHAIR, HEAD, Role.DEPUTY)
    form = await office.open_form(TEACHER, await office.say(TEACHER, "can I sell laptops?"), "Ask the head")
    await office.finish(TEACHER, await office.fill(TEACHER, form, {"Your name": "Send my name with it"}))
    await office.press(HEAD, await office.say(HEAD, "can I sell chairs?"), "Keep a copy for me")
    seen = await office.home(HEAD)
    names = list(dict.fromkeys(name for name, _ in seen.facts))
    assert names == [
        "Waits for you",
        "Sent to you, 3 March 2027, Miss Marsh",
        "Still to be set up",
        "Online conduct policy",
        "Copy kept on 3 March 2027",
        "Your policy did not answer",
    ]
    assert labels(seen) == [
        "Answer what waits for you", "Answer what was sent to you", "Ask a question", "Tell somebody",
        "Check a post before I post it", "Draft a post for the school", "Ask for permission", "See the policies",
        "Acknowledgements",
        "Overview", "My reminders", "My copies", "Settings",
    ]  # fmt: skip
    assert await office.say(HEAD, "home") == seen


async def test_the_administrator_s_welcome_says_what_is_to_be_done_first(office: Office) -> None:
    seen = await office.come(ADMINISTRATOR)
    assert seen.facts[0][0] == "Still to be set up"
    assert labels(seen)[0] == "Settings"
    assert (await office.press(ADMINISTRATOR, seen, "Settings")).title == "Who does what"
    for other in (TEACHER, HEAD):
        assert "set up" not in words(await office.come(other))


# --- naming ---


async def test_somebody_who_is_not_on_the_list_cannot_be_named(office: Office) -> None:
    form = await office.settings(ADMINISTRATOR, "Name somebody")
    review = await office.fill(ADMINISTRATOR, form, {"Role": "Head", "Person": VISITOR.name})
    assert "not on the staff list" in review.words.text
    again = await office.fill(ADMINISTRATOR, review)
    assert again.errors == {"Person": "They are not on the staff list. Please choose somebody who is."}


async def test_the_same_person_is_not_named_twice_for_the_same_role(office: Office) -> None:
    await office.hold(head=Role.HEAD)
    for role, words_of in (
        (Role.HEAD, "Mrs Wood is head already."),
        (Role.DEPUTY, "Mrs Wood is named as deputy already."),
    ):
        if role is Role.DEPUTY:
            await office.name(ADMINISTRATOR, HEAD, role)
        review = await office.review(ADMINISTRATOR, HEAD, role)
        assert words_of in review.words.text
        again = await office.fill(ADMINISTRATOR, review)
        assert again.errors == {"Person": words_of}


async def test_whoever_lost_the_role_meanwhile_names_nobody(office: Office) -> None:
    """The form was opened by the head; when it is sent, they are head no more."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    review = await office.review(HEAD, DEPUTY, Role.DEPUTY)
    await office.end(CHAIR, "Mrs Wood: head")
    assert (await office.finish(HEAD, review)).title == "This is for a few people only"
    assert await office.nobody_is_told(DEPUTY)


async def test_a_form_goes_on_where_the_one_to_be_replaced_has_gone_meanwhile(office: Office) -> None:
    """The chair is asked whether the head gives it up; before the answer comes, the head has."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    form = await office.settings(CHAIR, "Name somebody")
    page = await office.fill(CHAIR, form, {"Role": "Head", "Person": "Mr Hill"})
    await office.end(HEAD, "You: head")
    again = await office.fill(CHAIR, page, {"Does somebody give it up?": "Mrs Wood gives it up"})
    assert again.errors == {"Does somebody give it up?": "Please choose one of the options shown."}
    assert again.words.text == "Nobody is head at present."
    (label,) = again.blanks["Does somebody give it up?"].choices
    review = await office.fill(CHAIR, again, {"Does somebody give it up?": label})
    assert (await office.finish(CHAIR, review)).title == "Mr Hill is named as head"


async def test_whoever_lost_the_role_meanwhile_ends_nobody_s(office: Office) -> None:
    """The head is about to end the chair's role; the chair was quicker."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR, assistant=Role.DEPUTY)
    endings = {}
    for who, which in ((HEAD, "Dr Stone: chair of governors"), (CHAIR, "Mrs Wood: head")):
        form = await office.settings(who, "Give up a role")
        endings[which] = await office.fill(who, form, {"Which one?": which})
    quicker, later = endings["Mrs Wood: head"], endings["Dr Stone: chair of governors"]
    assert (await office.finish(CHAIR, quicker)).title == "Mrs Wood is no longer head"
    refused = await office.fill(HEAD, later)
    assert refused.heading == "Which role ends?"
    assert "Please choose one of the options shown." in refused.faults, "and there is none"
    assert await office.holders(Role.CHAIR) == ["chair"]


async def test_somebody_who_left_holds_a_role_that_no_longer_counts(office: Office, clock: Clock) -> None:
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    await office.employ(HEAD, ended="2027-03-02")
    facts = dict((await office.say(CHAIR, "settings")).facts)
    assert facts["Head"] == "head, not on the staff list any more"
    assert "I do not know you yet" in (await office.say(HEAD, "settings")).title
    assert "Nobody is named as head" in words(await office.home(CHAIR))


# --- the approvals channel ---


@on("slack", "teams")
@pytest.mark.parametrize("said", ["use this channel", "Use this channel, please!", "use this channel for approvals"])
async def test_the_channel_is_chosen_by_saying_so_in_it(office: Office, said: str) -> None:
    """The page has no channels."""
    await office.hold(head=Role.HEAD, chair=Role.CHAIR)
    seen = await office.say_aloud(HEAD, said)
    assert not seen.alone
    assert (seen.title, seen.text) == ("This is the approvals channel now", "Mrs Wood chose it.")
    assert dict((await office.say(HEAD, "settings")).facts)["Approvals channel"].startswith("Chosen")
    told = await office.told(CHAIR)
    assert [(post.text, post.alone) for post in told] == [
        ("Mrs Wood chose it.", False),
        ("Mrs Wood chose the channel for approvals.", True),
    ]


async def test_in_the_own_chat_it_is_said_what_to_do_instead(office: Office) -> None:
    assert (await office.say(ADMINISTRATOR, "use this channel")).title == "Please say it in the channel"


@on("slack", "teams")
async def test_nobody_else_chooses_the_channel(office: Office) -> None:
    """The page has no channels."""
    seen = await office.say_aloud(TEACHER, "use this channel")
    assert seen.alone
    assert seen.title == "This is for a few people only"
    assert dict((await office.say(ADMINISTRATOR, "settings")).facts)["Approvals channel"] == "not chosen yet"


@on("slack")
async def test_where_a_form_can_ask_for_a_channel_it_does(office: Office) -> None:
    """Slack alone has a picker; the channel hears of it, which shows that the bot can write there."""
    await office.hold(head=Role.HEAD)
    form = await office.settings(HEAD, "Choose the approvals channel")
    assert (await office.finish(HEAD, form, {"Channel": "staff-room"})).title == "Chosen"
    assert dict((await office.say(HEAD, "settings")).facts)["Approvals channel"] == "Chosen, in Slack"
    (told,) = await office.told(TEACHER)
    assert (told.text, told.alone) == ("Mrs Wood chose it.", False)
