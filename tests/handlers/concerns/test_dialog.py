"""Telling a concern: whom to tell now, what, who, when, and the last look before it is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.store.schema import metadata
from bot.store.store import Store
from handlers.concerns.access import find
from handlers.concerns.case import CONCERN, Case
from handlers.concerns.kinds import NATURES, Kind
from handlers.concerns.receipt import QUESTIONS
from handlers.desk import Desk, Member, Role
from knowledge.model import Modality, Verdict
from tests.conftest import Clock
from tests.handlers.concerns.cases import at_the_desk
from tests.handlers.concerns.dialogs import HIDDEN, NIGHT, begun, facts, review, sent, up_to_who
from tests.handlers.concerns.test_delivery import NUMBERS, neutral
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, NO_FRIENDS, POLICY, REPORT, TEACHER, answer, clause
from tests.handlers.talk import Talk, on
from tests.seats.seen import Page, labels, words

APP = "Which app or site?"
WATCHED = clause("9.1", "The school reserves the right to monitor staff activities on its systems.", Modality.STATEMENT)


async def filed(talk: Talk) -> list[Case]:
    """All that was told, newest first."""

    def work(desk: Desk) -> list[Case]:
        return [case for one in desk.tx.journals(CONCERN) if (case := find(desk, one.id)) is not None]

    return await at_the_desk(talk, work)


def everything(page: Page) -> str:
    """All that stands on a page."""
    blanks = (part for one in page.blanks.values() for part in (one.label, one.hint, one.value, *one.choices))
    return "\n".join((page.title, page.heading, words(page.words), *blanks, page.faults))


# --- the first screen -------------------------------------------------------------------------------


async def test_the_first_screen_says_whom_to_tell_now(talk: Talk) -> None:
    talk.settings(contacts=NUMBERS)
    page = await begun(talk, TEACHER)
    assert page.title == "A message"
    assert page.words.text == (
        "If anyone is in danger now, ring 999 first.\n\n"
        "Then tell Mrs Wood (head) now, in person or on 01632 960100; this form is the record of it."
    )
    assert facts(page) == {
        "A child may be at risk": "Mr Hill (safeguarding lead), in person",
        "It is about the head": "Dr Stone (chair of governors), in person or on 01632 960102",
        "Outside the school: the local authority designated officer (LADO)": "01632 960900",
    }
    assert list(page.blanks["What is it about?"].choices) == [one.label for one in NATURES.values()]


async def test_while_the_council_is_closed_its_duty_team_is_shown(talk: Talk, clock: Clock) -> None:
    talk.settings(contacts=NUMBERS)
    clock.forward(hours=9)  # six in the evening
    shown = facts(await begun(talk, TEACHER))
    assert shown["Outside the school: the council's emergency duty team"] == "01632 960999"
    page = await review(talk, TEACHER, page=await begun_again(talk))
    assert facts(page)["Instead, or as well: the council's emergency duty team"] == "01632 960999"


async def begun_again(talk: Talk) -> Page:
    """The first screen, once more."""
    return await talk.open_form(TEACHER, await talk.say(TEACHER, "report"), "Tell somebody")


async def test_the_head_is_told_to_turn_to_the_chair(talk: Talk) -> None:
    assert "Then tell Dr Stone (chair of governors) now, in person" in (await begun(talk, HEAD)).words.text


@pytest.mark.parametrize(
    "said",
    [
        *("report", "concern", "I want to report something", "Can I tell somebody?", "safeguarding concern"),
        *("I'd like to report a concern", "I want to report Mr Field", "Concern about the head", "whistleblowing"),
        *("I wish to report bullying", "I want to make a complaint about Mrs Wood", "I need to report a colleague."),
        *("Raise a concern about the head", "low-level concern", "I need to speak to somebody in confidence."),
    ],
)
async def test_words_open_the_way_and_say_nothing_of_what_it_is(talk: Talk, said: str) -> None:
    shown = await talk.say(TEACHER, said)
    assert neutral(shown)
    assert labels(shown) == ["Tell somebody"]


@on("web")
@pytest.mark.parametrize(
    "asked",
    [
        "I want to report a data breach, who do I tell?",
        "We need to report a fake account to Facebook. Can I do that myself?",
        "Can I complain about my pay on Facebook?",
        "Do I have to report a colleague who breaks the policy?",
    ],
)
async def test_whoever_asks_a_question_about_reporting_gets_an_answer(talk: Talk, asked: str) -> None:
    assert labels(await talk.say(TEACHER, asked)) != ["Tell somebody"]


@on("web", "slack")
async def test_the_command_opens_the_form_at_once_and_later_offers_to_go_on(talk: Talk) -> None:
    """Teams has no commands: there the word “tell somebody” stands in the menu."""
    await talk.everybody_comes()
    page = await talk.open_by(TEACHER, "concern")
    assert page.heading == "Before you write"
    await up_to_who(talk, TEACHER, Kind.OTHER, page=page)
    assert labels(await talk.command(TEACHER, "concern")) == ["Go on where I was", "Begin anew", "Throw it away"]


# --- from the first screen to the receipt -----------------------------------------------------------


async def test_a_pupils_message_is_told_in_four_screens_and_the_head_hears_at_once(talk: Talk) -> None:
    """Wigan, online contact: a pupil tries to contact a member of staff; the head hears, with the safeguarding lead."""
    page = await talk.fill(TEACHER, await begun(talk, TEACHER), {"What is it about?": "A pupil contacted me online"})
    assert "Do not answer the pupil" in page.words.text
    page = await talk.fill(TEACHER, page, {"What happened?": NIGHT, "Could a pupil be at risk?": "No"})
    assert page.heading == "Whom is it about?"
    page = await talk.fill(TEACHER, page)
    assert page.heading == "When, and your name"
    page = await talk.fill(TEACHER, page, {"When was it?": "last night", "Your name": "Whoever reads it sees my name"})
    assert page.heading == "Check it, then send it"
    assert not await talk.told(HEAD), "nothing before the last button"
    end = await sent(talk, TEACHER, page)
    (case,) = await filed(talk)
    assert end.title == "Received"
    assert f"Your message has the reference {case.ref}." in end.text
    assert facts(end)["Who has it now"] == "Mrs Wood (head) and Mr Hill (safeguarding lead)"
    for who in (HEAD, DEPUTY):
        (notice,) = await talk.told(who)
        assert notice.title == f"You have a message (ref {case.ref})"
    assert not await talk.told(CHAIR)
    assert case.answers == {"what": NIGHT, "child": "no", "when": "last night"}
    assert "teacher" not in str(case.entries), "who told it stands apart"


async def test_what_is_shown_is_what_is_sent_and_to_whom(talk: Talk) -> None:
    page = await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, when="on Monday")
    assert page.words.text == f"What happened? {NIGHT}\n\nCould a pupil be at risk? No\n\nWhen was it? on Monday"
    shown = facts(page)
    assert shown["What it is about"] == "A colleague's conduct"
    assert shown["Whom it is about"] == "Mr Field"
    assert shown["Your name"] == "is shown to whoever reads it"
    assert shown["Gets it now"] == "Mrs Wood (head)"
    assert shown["If nobody opens it by 10:00"] == "Dr Stone (chair of governors)"
    assert shown["Never"] == "Mr Field, whom it is about"
    assert "holds the key" in shown["Who else could"]
    assert "passes through the chat to me, and does not stay there" in shown["Who else could"]
    assert "0800 028 0285" in shown["Instead, or as well: the NSPCC Whistleblowing Advice Line"]
    assert "say what you saw yourself and what somebody told you" in words(page.words)


async def test_the_longest_story_is_shown_whole_with_all_who_see_it(talk: Talk) -> None:
    story = " ".join(f"{n} & “so on”;" for n in range(200))[:2990]
    page = await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, what={"What happened?": story})
    assert " ".join(story.split()) in " ".join(page.words.text.split())
    assert {"Gets it now", "Never", "Who else could"} <= set(facts(page))
    assert "Instead, or as well: the NSPCC Whistleblowing Advice Line" in facts(page)


async def test_whoever_typed_it_into_the_chat_first_reads_that_it_stays_there_and_who_may_read_it(talk: Talk) -> None:
    """Nothing that the bot does takes it away from there, nor a message that somebody reports."""
    await talk.everybody_comes()
    talk.book.answers[NIGHT] = replace(answer(Verdict.MUST, REPORT), disclosure=True)
    shown = await talk.say(TEACHER, NIGHT)
    page = await review(talk, TEACHER, page=await talk.open_form(TEACHER, shown, "Tell somebody"))
    said = facts(page)["Who else could"]
    assert "Anything that you wrote in the chat before, to me too, and a message that you report do stay there" in said
    assert "workspace owners, and whoever else runs the chat, may be able to read them" in said
    assert "that you, and whoever gets this, have a message with its reference" in said


async def test_the_schools_own_clause_on_reading_along_is_quoted_where_there_is_one(talk: Talk) -> None:
    """St Mary's, OWLS and Waterloo monitor their systems; Northumberland and Wigan say nothing of it."""
    page = await review(talk, TEACHER)
    assert "monitor" not in words(page.words)
    talk.book.known = (replace(POLICY, clauses=(*POLICY.clauses, WATCHED)),)
    page = await review(talk, TEACHER, page=await anew(talk, TEACHER))
    said = facts(page)["The school itself: its policy says"]
    assert said.startswith(f"“{WATCHED.text}” (Online conduct policy, clause 9.1")


async def anew(talk: Talk, who: Member) -> Page:
    """They begin anew."""
    return await talk.open_form(who, await talk.say(who, "report"), "Begin anew")


async def test_the_receipt_has_the_schools_own_words_for_it(talk: Talk) -> None:
    """Waterloo, personal use: decline a pupil's friend request; word for word."""
    talk.book.answers[QUESTIONS[Kind.CONTACT]] = answer(Verdict.MUST, REPORT)
    end = await sent(talk, TEACHER, await review(talk, TEACHER, Kind.CONTACT))
    assert [one.text for one in end.quotes] == [REPORT.text]
    assert facts(end)["What you can do now"] == "Decline it or leave it unanswered; do not write to the pupil."
    assert "Last checked" in facts(end)["CEOP Safety Centre"]


async def test_a_clause_that_sends_people_to_the_head_is_not_shown_where_it_is_about_the_head(talk: Talk) -> None:
    talk.book.answers[QUESTIONS[Kind.COLLEAGUE]] = answer(Verdict.MUST, REPORT)
    assert (await sent(talk, TEACHER, await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT))).quotes
    assert not (await sent(talk, TEACHER, await review(talk, TEACHER, Kind.COLLEAGUE, HEAD))).quotes


async def test_nor_one_that_sends_them_to_a_lead_whom_it_is_about(talk: Talk) -> None:
    to_lead = clause("4.4", "Staff must tell the designated safeguarding lead.", Modality.OBLIGATION)
    talk.book.answers[QUESTIONS[Kind.COLLEAGUE]] = answer(Verdict.MUST, to_lead)
    assert (await sent(talk, TEACHER, await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT))).quotes
    assert not (await sent(talk, TEACHER, await review(talk, TEACHER, Kind.COLLEAGUE, DEPUTY))).quotes


async def test_nothing_of_it_stands_in_chat(talk: Talk) -> None:
    await sent(talk, TEACHER, await review(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT))
    (case,) = await filed(talk)
    for one in (*await talk.told(HEAD), *await talk.told(TEACHER)):
        if case.ref in words(one):
            assert neutral(one)
            assert neutral(replace(one, title=one.glance))


async def test_a_name_can_be_hidden_from_readers_and_is_never_called_anonymous(talk: Talk) -> None:
    page = await up_to_who(talk, TEACHER, Kind.BULLIED)
    page = await talk.fill(TEACHER, page)
    assert "kept apart, encrypted" in page.blanks["Your name"].hint
    page = await talk.fill(TEACHER, page, {"Your name": HIDDEN})
    assert facts(page)["Your name"] == "hidden from readers"
    assert "anonym" not in everything(page).casefold()
    await sent(talk, TEACHER, page)
    assert (await filed(talk))[0].hidden


# --- who ----------------------------------------------------------------------------------------------


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


# --- kinds ------------------------------------------------------------------------------------------


async def test_of_a_picture_that_may_show_a_child_nothing_is_described_and_no_address_taken(talk: Talk) -> None:
    page = await talk.fill(TEACHER, await begun(talk, TEACHER), {"What is it about?": NATURES[Kind.CHILD_IMAGE].label})
    assert "What happened?" not in page.blanks
    assert facts(page)["Ring now"] == "Mr Hill (safeguarding lead), in person"
    rung = {"Have you rung the safeguarding lead?": "Yes"}
    place = "Which app or place did you come across it in?"
    refused = await talk.fill(TEACHER, page, {place: "https://pictures.example/1", **rung})
    assert "Please leave the address out" in refused.faults
    page = await talk.fill(TEACHER, refused, {place: "a group chat", **rung})
    page = await talk.fill(TEACHER, page)
    end = await sent(talk, TEACHER, await talk.fill(TEACHER, page, {"Your name": HIDDEN}))
    assert not end.buttons, "nothing can be brought along"
    assert "Internet Watch Foundation" in facts(end)
    assert await talk.told(DEPUTY), "the safeguarding lead"
    now = (
        "Tell Mr Hill (safeguarding lead) now, in person, if you have not. Do not look at it again, and delete nothing."
    )
    assert facts(end)["What you can do now"] == now


async def test_nobody_is_told_to_ring_a_lead_whom_a_picture_is_about(talk: Talk) -> None:
    page = await talk.fill(TEACHER, await begun(talk, TEACHER), {"What is it about?": NATURES[Kind.CHILD_IMAGE].label})
    assert facts(page)["If it is about them"] == "Mrs Wood (deputy safeguarding lead), in person"
    place = {
        "Which app or place did you come across it in?": "His desk",
        "Have you rung the safeguarding lead?": "Not yet",
    }
    page = await review(talk, TEACHER, Kind.CHILD_IMAGE, DEPUTY, what=place, page=await anew(talk, TEACHER))
    end = await sent(talk, TEACHER, page)
    assert "Mr Hill" not in words(end)
    assert facts(end)["What you can do now"].startswith("Tell Mrs Wood (deputy safeguarding lead) now, in person")


async def test_a_lead_who_tells_of_a_picture_is_not_told_to_ring_themselves(talk: Talk) -> None:
    page = await talk.fill(DEPUTY, await begun(talk, DEPUTY), {"What is it about?": NATURES[Kind.CHILD_IMAGE].label})
    assert facts(page)["Ring now"] == "Mrs Wood (deputy safeguarding lead), in person"


async def test_obscene_material_is_described_and_never_copied(talk: Talk) -> None:
    """Wigan, summary: no copy; the head looks into it."""
    given = {"What is it?": "A magazine", APP: "pictures.example"}
    page = await talk.fill(TEACHER, await begun(talk, TEACHER), {"What is it about?": NATURES[Kind.OBSCENE].label})
    assert "no picture is wanted" in page.words.text
    end = await sent(talk, TEACHER, await talk_on(talk, page, given))
    assert "Keep no copy" in facts(end)["What you can do now"]
    assert not end.buttons


async def talk_on(talk: Talk, page: Page, given: dict[str, object]) -> Page:
    """From the story to the last look."""
    page = await talk.fill(TEACHER, await talk.fill(TEACHER, page, given))
    return await talk.fill(TEACHER, page, {"Your name": "Whoever reads it sees my name"})


async def test_disclosed_information_goes_to_the_data_protection_lead_too(talk: Talk) -> None:
    """Waterloo, breaches: told at once, to limit the damage."""
    await talk.appoint("assistant", Role.DATA_PROTECTION_LEAD)
    given = {
        "What got out, and how?": "A list, by e-mail",
        "Can it still be seen?": "Yes",
        "About how many people?": "30",
    }
    end = await sent(talk, TEACHER, await review(talk, TEACHER, Kind.DISCLOSED, what=given))
    assert facts(end)["Who has it now"] == "Mrs Wood (head) and Mr Field (data protection lead)"
    assert await talk.told(ASSISTANT)


async def test_praise_goes_to_head_and_communications_lead_without_further_questions(talk: Talk) -> None:
    """Northumberland, appendix 18."""
    await talk.appoint("assistant", Role.COMMUNICATIONS_LEAD)
    given = {"Good or bad?": "It is good: praise", "What does it say?": "Lovely school."}
    page = await review(talk, TEACHER, Kind.REPUTATION, what=given)
    assert not {"Whom it is about", "Instead, or as well: the NSPCC Whistleblowing Advice Line"} & set(facts(page))
    end = await sent(talk, TEACHER, page)
    assert facts(end) == {"Who has it now": "Mrs Wood (head) and Mr Field (communications lead)"}


async def test_who_crossed_a_line_is_not_asked_whom_it_is_about_or_to_hide(talk: Talk) -> None:
    page = await review(talk, TEACHER, Kind.SELF)
    assert "Whom it is about" not in facts(page)
    assert facts(page)["Your name"] == "is shown to whoever reads it"
    assert facts(await sent(talk, TEACHER, page))["Who has it now"] == "Mrs Wood (head)"


# --- who gets it changes before it is sent ---------------------------------------------------------


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


# --- back, cancel, resume, twice --------------------------------------------------------------------


async def test_going_back_keeps_what_was_typed(talk: Talk) -> None:
    page = await talk.back(TEACHER, await up_to_who(talk, TEACHER, Kind.OTHER))
    assert page.blanks["What happened?"].value == NIGHT


async def test_another_kind_takes_nothing_of_the_first_along(talk: Talk) -> None:
    page = await up_to_who(talk, TEACHER, Kind.BULLIED, {"What happened?": NIGHT, APP: "pictures.example"})
    start = await talk.back(TEACHER, await talk.back(TEACHER, page))
    page = await review(talk, TEACHER, Kind.SELF, what={"What happened?": "I was late."}, page=start)
    await sent(talk, TEACHER, page)
    assert (await filed(talk))[0].answers == {"what": "I was late.", "child": "no"}


async def test_who_left_it_open_goes_on_where_they_were(talk: Talk) -> None:
    await up_to_who(talk, TEACHER, Kind.OTHER)
    shown = await talk.say(TEACHER, "report")
    assert neutral(shown)
    assert labels(shown) == ["Go on where I was", "Begin anew", "Throw it away"]
    page = await talk.open_form(TEACHER, shown, "Go on where I was")
    assert page.heading == "Whom is it about?"
    page = await talk.fill(TEACHER, await talk.fill(TEACHER, page), {"Your name": HIDDEN})
    await sent(talk, TEACHER, page)
    assert (await filed(talk))[0].answers["what"] == NIGHT


async def test_after_a_restart_it_goes_on(talk: Talk, embedded: Store) -> None:
    await up_to_who(talk, TEACHER, Kind.OTHER)
    await talk.seat.close()
    async with Talk.open(type(talk.seat)(), embedded) as later:
        await later.everybody_comes()
        page = await later.open_form(TEACHER, await later.say(TEACHER, "report"), "Go on where I was")
        assert page.heading == "Whom is it about?"
        page = await later.fill(TEACHER, await later.fill(TEACHER, page), {"Your name": HIDDEN})
        await sent(later, TEACHER, page)
        assert (await filed(later))[0].answers["what"] == NIGHT


async def test_who_begins_anew_begins_with_nothing(talk: Talk) -> None:
    old = await up_to_who(talk, TEACHER, Kind.OTHER)
    page = await talk.fill(TEACHER, await anew(talk, TEACHER), {"What is it about?": "Something else"})
    assert not page.blanks["What happened?"].value
    assert old.heading == "Whom is it about?"


async def test_nobody_else_goes_on_with_it(talk: Talk) -> None:
    await up_to_who(talk, TEACHER, Kind.OTHER)
    shown = await talk.say(TEACHER, "report")
    assert (await talk.press(ASSISTANT, shown, "Go on where I was")).title == "This form is closed"


async def test_sent_twice_it_is_told_once(talk: Talk) -> None:
    page = await review(talk, TEACHER, Kind.OTHER)
    await sent(talk, TEACHER, page)
    assert len(await filed(talk)) == 1
    assert len(await talk.told(HEAD)) == 1


@on("web", "teams")
async def test_a_page_that_is_sent_once_more_says_that_it_was_finished(talk: Talk) -> None:
    """Slack closes the page that was sent."""
    page = await review(talk, TEACHER, Kind.OTHER)
    await sent(talk, TEACHER, page)
    assert (await talk.finish(TEACHER, page)).title in ("This form is closed", "Received")
    assert len(await filed(talk)) == 1


async def test_an_open_dialog_says_nothing_in_the_database(talk: Talk) -> None:
    await up_to_who(talk, TEACHER, Kind.CONTACT)
    rows = await talk.store.run(
        lambda tx: [row for one in metadata.sorted_tables for row in tx.connection.execute(one.select())]
    )
    assert rows
    assert NIGHT not in str(rows)
    assert Kind.CONTACT not in str(rows)


async def test_left_open_for_a_day_it_is_forgotten_and_says_so(talk: Talk, clock: Clock) -> None:
    page = await review(talk, TEACHER, Kind.OTHER)
    clock.forward(hours=24, minutes=1)
    end = await talk.finish(TEACHER, page)
    assert end.title == "This form is closed"
    assert "left open for too long" in end.text
    assert not await filed(talk)
    assert labels(await talk.say(TEACHER, "report")) == ["Tell somebody"]


async def test_cancelled_it_is_gone(talk: Talk) -> None:
    assert await talk.cancel(TEACHER, await review(talk, TEACHER, Kind.OTHER)) == "Cancelled"
    assert not await filed(talk)
    assert labels(await talk.say(TEACHER, "report")) == ["Tell somebody"]


# --- from an answer ---------------------------------------------------------------------------------


async def test_under_a_rule_that_asks_to_tell_stands_the_way_to_do_so(talk: Talk) -> None:
    """OWLS, use: staff are encouraged to report a colleague's use that breaches the policy."""
    await talk.everybody_comes()
    talk.book.answers["A pupil wrote to me, what do I do?"] = answer(Verdict.MUST, REPORT)
    shown = await talk.say(TEACHER, "A pupil wrote to me, what do I do?")
    page = await talk.open_form(TEACHER, shown, "Tell somebody")
    assert page.heading == "Before you write"


async def test_under_other_rules_it_does_not_stand(talk: Talk) -> None:
    talk.book.answers["Can I?"] = answer(Verdict.NO, NO_FRIENDS)
    assert "Tell somebody" not in labels(await talk.say(TEACHER, "Can I?"))


@on("slack", "teams")
async def test_who_tells_of_harm_in_a_channel_gets_the_way_privately(talk: Talk) -> None:
    """The browser's page has no channels."""
    await talk.everybody_comes()
    talk.book.answers["He hurt her"] = replace(answer(Verdict.MUST, REPORT), disclosure=True)
    line = await talk.say_aloud(TEACHER, "He hurt her")
    assert line.text == "I've replied to you privately."
    (reply,) = await talk.told(TEACHER)
    assert "Tell somebody" in labels(reply)


async def test_whom_to_tell_ends_with_the_way_to_do_so(talk: Talk) -> None:
    talk.book.answers["He hurt her"] = replace(answer(Verdict.MUST, REPORT), disclosure=True)
    shown = await talk.press(TEACHER, await talk.say(TEACHER, "He hurt her"), "Report it: who to tell")
    assert labels(shown) == ["Tell somebody"]
