"""Whom a concern is about, and who gets it, as the dialog shows it before it is sent."""

from __future__ import annotations

from handlers.concerns.kinds import Kind
from handlers.desk import Role
from tests.handlers.concerns.dialogs import HIDDEN, anew, facts, filed, review, sent, up_to_who
from tests.handlers.concerns.test_delivery import NUMBERS
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk, on
from tests.seats.seen import words

# --- who ---


async def test_a_name_or_role_in_the_words_is_asked_about_and_nothing_follows_by_itself(talk: Talk) -> None:
    page = await up_to_who(talk, TEACHER, Kind.OTHER, {"What happened?": "The head teacher and mr field argued."})
    page = await talk.fill(TEACHER, page)
    assert page.heading == "Is this about somebody you name?"
    assert "You name Mr Field and Mrs Wood (head)" in page.words.text
    page = await talk.fill(TEACHER, page)
    page = await talk.fill(TEACHER, page, {"Your name": "Whoever reads it sees my name"})
    assert facts(page)["Gets it now"] == "Mrs Wood (head)"
    assert facts(page)["Whom it is about"] == "not known"


async def test_the_head_whom_it_turns_out_to_be_about_gets_nothing(talk: Talk) -> None:
    page = await up_to_who(talk, TEACHER, Kind.OTHER, {"What happened?": "The head teacher shouted."})
    page = await talk.fill(TEACHER, await talk.fill(TEACHER, page), {"It is about": ["Mrs Wood (head)"]})
    page = await talk.fill(TEACHER, page, {"Your name": "Whoever reads it sees my name"})
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"
    assert facts(page)["Never"] == "Mrs Wood, whom it is about"
    await sent(talk, TEACHER, page)
    assert await talk.told(CHAIR)
    assert not await talk.told(HEAD)


async def test_a_head_who_is_bullied_turns_to_the_chair(talk: Talk) -> None:
    """Wigan, online bullying: the head is the victim."""
    end = await sent(talk, HEAD, await review(talk, HEAD, Kind.BULLIED))
    assert facts(end)["Who has it now"] == "Dr Stone (chair of governors)"
    assert await talk.told(CHAIR)


@on("slack")
async def test_whoever_is_not_on_the_staff_list_is_written_down_instead(talk: Talk) -> None:
    """Slack offers everybody in the workspace; the others offer the staff list."""
    page = await up_to_who(talk, TEACHER, Kind.OTHER)
    page = await talk.fill(TEACHER, page, {"From the staff list": ["Mr Visitor"]})
    assert "not on the staff list. Please write that name" in page.faults
    given = {"From the staff list": [], "Somebody who is not on it": "Mr Visitor"}
    page = await talk.fill(TEACHER, await talk.fill(TEACHER, page, given), {"Your name": HIDDEN})
    assert facts(page)["Whom it is about"] == "Mr Visitor"


async def test_a_named_leader_may_be_chosen_where_the_school_lets_people(talk: Talk) -> None:
    """Wigan, summary: to the head, or to a member of the leadership team."""
    assert "Who should have it first?" not in (await up_to_who(talk, TEACHER, Kind.BULLIED)).blanks
    talk.settings(leaders=(Role.DEPUTY,))
    page = await up_to_who(talk, TEACHER, Kind.BULLIED, page=await anew(talk, TEACHER))
    (leader,) = page.blanks["Who should have it first?"].choices
    page = await talk.fill(TEACHER, page, {"Who should have it first?": leader})
    end = await sent(talk, TEACHER, await talk.fill(TEACHER, page, {"Your name": HIDDEN}))
    assert facts(end)["Who has it now"].startswith("Mr Hill")
    assert await talk.told(DEPUTY)
    assert not await talk.told(HEAD)


async def test_somebody_too_close_is_crossed_out_and_the_list_is_shown_again(talk: Talk) -> None:
    page = await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    page = await talk.fill(TEACHER, page, {"Too close to it? Cross out": ["Mrs Wood (head)"]})
    assert page.heading == "Who will see it now"
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"
    assert "Mrs Wood, whom you crossed out" in words(page.words)
    await sent(talk, TEACHER, page)
    assert await talk.told(CHAIR)
    assert not await talk.told(HEAD)


async def test_with_everybody_crossed_out_nothing_is_sent_and_it_says_whom_to_ring(talk: Talk) -> None:
    talk.settings(contacts=NUMBERS)
    page = await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    everybody = ["Mrs Wood (head)", "Dr Stone (chair of governors)"]
    page = await talk.fill(TEACHER, page, {"Too close to it? Cross out": everybody})
    assert "I can send this to nobody at the school" in page.error
    assert "01632 960900" in page.error
    assert not await filed(talk)


@on("slack", "teams")
async def test_a_recipient_who_cannot_be_reached_is_passed_over_and_their_number_shown(talk: Talk) -> None:
    """On the browser's page everybody is reached."""
    talk.settings(contacts=NUMBERS)
    await talk.everybody_comes()
    await talk.store.run(lambda tx: tx.at("larkfield").put_unreached("head", "has left the chat"))
    page = await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"
    told_yourself = "Mrs Wood (head). Please tell them yourself, in person or on 01632 960100."
    assert facts(page)["I cannot reach"] == told_yourself


@on("slack", "teams")
async def test_of_two_who_get_it_whoever_cannot_be_reached_is_not_said_to_get_it(talk: Talk) -> None:
    """On the browser's page everybody is reached. Mrs Wood is head and deputy lead; Mr Hill, the lead, has left."""
    await talk.everybody_comes()
    await talk.store.run(lambda tx: tx.at("larkfield").put_unreached("deputy", "has left the chat"))
    shown = facts(await review(talk, TEACHER, Kind.CONTACT))
    assert shown["Gets it now"] == "Mrs Wood (head)"
    assert shown["I cannot reach"] == "Mr Hill (safeguarding lead). Please tell them yourself, in person."


@on("slack", "teams")
async def test_where_nobody_can_be_reached_it_is_refused_with_a_number(talk: Talk) -> None:
    """On the browser's page everybody is reached."""
    talk.settings(contacts=NUMBERS)
    await talk.everybody_comes()
    for one in ("head", "chair"):
        await talk.store.run(lambda tx, one=one: tx.at("larkfield").put_unreached(one, "has left the chat"))
    page = await talk.fill(TEACHER, await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT))
    assert "Please ring the local authority designated officer (LADO), 01632 960900" in page.error
    assert not await filed(talk)


async def test_a_head_reads_that_what_would_rest_with_them_alone_goes_to_the_chair_now(talk: Talk) -> None:
    page = await review(talk, HEAD, Kind.COLLEAGUE, ASSISTANT)
    shown = facts(page)
    assert shown["You"] == (
        "You have it yourself, as head. So that it does not rest with you alone, the next in line get it now."
    )
    assert shown["Gets it now"] == "Dr Stone (chair of governors)"
    assert not any(line.startswith("If nobody opens it") for line in shown), "there is nobody further"
    end = await sent(talk, HEAD, page)
    assert "You hear from me when it is opened" in end.text
    assert await talk.told(CHAIR)


@on("slack", "teams")
async def test_a_head_whose_chair_cannot_be_reached_reads_that_and_tells_them(talk: Talk) -> None:
    """On the browser's page everybody is reached."""
    await talk.everybody_comes()
    await talk.store.run(lambda tx: tx.at("larkfield").put_unreached("chair", "has left the chat"))
    page = await review(talk, HEAD, Kind.COLLEAGUE, ASSISTANT)
    shown = facts(page)
    assert shown["You"] == "You have it yourself, as head."
    assert "Gets it now" not in shown
    assert shown["I cannot reach"] == "Dr Stone (chair of governors). Please tell them yourself, in person."
    end = facts(await sent(talk, HEAD, page))
    assert end["Who has it now"] == "you yourself, as head"
    assert end["I cannot reach"] == "Dr Stone (chair of governors): tell them, in person"


async def test_a_head_who_has_it_with_the_lead_is_promised_nothing_of_the_chair(talk: Talk) -> None:
    shown = facts(await review(talk, HEAD, Kind.CONTACT))
    assert shown["You"] == "You have it yourself, as head."
    assert shown["Gets it now"] == "Mr Hill (safeguarding lead)"
    assert not any("Dr Stone" in words for words in shown.values())


async def test_where_nobody_else_is_in_line_no_news_is_promised(talk: Talk) -> None:
    page = await review(talk, HEAD, Kind.COLLEAGUE, CHAIR)
    assert "Gets it now" not in facts(page), "there is no vice-chair"
    page = await review(talk, HEAD, Kind.OTHER, page=await anew(talk, HEAD))
    page = await talk.fill(HEAD, page, {"Too close to it? Cross out": ["Dr Stone (chair of governors)"]})
    assert facts(page)["You"] == "You have it yourself, as head. There is nobody else in line for it."
    end = await sent(talk, HEAD, page)
    assert "You hear from me" not in end.text
    assert facts(end)["Who has it now"] == "you yourself, as head"


# --- who gets it changes before it is sent ---


async def test_where_somebody_else_would_get_it_than_was_shown_it_is_shown_again(talk: Talk) -> None:
    """Miss Marsh has the last page open while Mr Field becomes head beside Mrs Wood."""
    page = await review(talk, TEACHER, Kind.OTHER)
    assert facts(page)["Gets it now"] == "Mrs Wood (head)"
    await talk.appoint(ASSISTANT.person.key, Role.HEAD)
    page = await talk.fill(TEACHER, page)
    assert page.heading == "Check it, then send it"
    assert "It would now go to Mr Field (head) and Mrs Wood (head)" in page.error
    assert "Nothing is sent yet: press Send if that is right." in page.error
    assert facts(page)["Gets it now"] == "Mr Field (head) and Mrs Wood (head)"
    assert not await filed(talk)
    assert not await talk.told(HEAD)
    end = await sent(talk, TEACHER, page)
    assert facts(end)["Who has it now"] == "Mr Field (head) and Mrs Wood (head)"
    assert len(await filed(talk)) == 1


async def test_whoever_comes_meanwhile_can_still_be_crossed_out(talk: Talk) -> None:
    page = await review(talk, TEACHER, Kind.OTHER)
    await talk.appoint(ASSISTANT.person.key, Role.HEAD)
    page = await talk.fill(TEACHER, page)
    page = await talk.fill(TEACHER, page, {"Too close to it? Cross out": ["Mr Field (head)"]})
    assert (page.heading, page.error) == ("Who will see it now", "")
    end = await sent(talk, TEACHER, page)
    assert facts(end)["Who has it now"] == "Mrs Wood (head)"
    assert not await talk.told(ASSISTANT)


async def test_who_would_get_it_next_is_part_of_what_was_shown(talk: Talk) -> None:
    page = await review(talk, TEACHER, Kind.OTHER)
    await talk.appoint(ASSISTANT.person.key, Role.CHAIR)
    page = await talk.fill(TEACHER, page)
    assert "Mr Field (chair of governors)" in page.error
    assert len(await filed(talk)) == 0
    await sent(talk, TEACHER, page)
    assert len(await filed(talk)) == 1


async def test_the_page_after_crossing_out_is_held_to_the_same(talk: Talk) -> None:
    page = await review(talk, TEACHER, Kind.OTHER)
    page = await talk.fill(TEACHER, page, {"Too close to it? Cross out": ["Mrs Wood (head)"]})
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"
    await talk.appoint(ASSISTANT.person.key, Role.HEAD)
    page = await talk.fill(TEACHER, page)
    assert page.heading == "Who will see it now"
    assert "It would now go to Mr Field (head)" in page.error
    assert not await filed(talk)
    assert facts(await sent(talk, TEACHER, page))["Who has it now"] == "Mr Field (head)"
