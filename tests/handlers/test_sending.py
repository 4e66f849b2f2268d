"""Asking the head: exactly what is shown is sent, to exactly whom it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.desk import Member, Role
from handlers.records import Standing
from tests.conftest import Clock
from tests.handlers.larkfield import CHAIR, DEPUTY, HEAD, SCHOOL, SILENT, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import labels, words

LAPTOPS = "can I sell laptops?"
NAMED = {"Your name": "Send my name with it"}
UNNAMED = {"Your name": "Leave my name out"}
ABOUT_HEAD = "is the headteacher allowed to do that?"


async def test_a_question_is_sent_as_it_was_shown_with_a_name(talk: Talk) -> None:
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    assert form.title == "Ask a question"
    assert form.blanks["Your question"].value == LAPTOPS
    assert "This goes to Mrs Wood and to nobody else." in form.words.text
    question = "Can we sell the old laptops?"
    review = await talk.fill(TEACHER, form, {"Your question": question, "Anything to add": "For the fair.", **NAMED})
    shown = dict(review.words.facts)
    assert shown["To"] == "Mrs Wood, head. Nobody else."
    assert shown["Question"] == "Can we sell the old laptops?"
    assert shown["Your name"] == "is sent"
    assert not await talk.told(HEAD), "nothing is sent before the last button"
    assert (await talk.finish(TEACHER, review)).title == "Sent to Mrs Wood"
    (notice,) = await talk.told(HEAD)
    assert "“Can we sell the old laptops?”" in notice.text
    assert ("From", "Miss Marsh") in notice.facts
    assert ("Added", "For the fair.") in notice.facts
    assert LAPTOPS not in words(notice)
    home = words(await talk.home(HEAD))
    assert "Sent to you, 3 March 2027, Miss Marsh" in home
    assert "“Can we sell the old laptops?” Added: For the fair." in home


async def test_a_name_that_is_left_out_is_nowhere_not_even_in_the_moment(talk: Talk, clock: Clock) -> None:
    """The head might look round who has just pressed a button, so nothing arrives at once."""
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    assert "does not make it anonymous" in form.blanks["Your name"].hint
    review = await talk.fill(TEACHER, form, UNNAMED)
    assert "your wording may still tell who you are" in dict(review.words.facts)["Your name"]
    assert "within the hour, not at once" in (await talk.finish(TEACHER, review)).text
    clock.forward(minutes=9)
    assert not await talk.told(HEAD)
    assert LAPTOPS not in words(await talk.home(HEAD))
    clock.forward(minutes=51)
    (notice,) = await talk.told(HEAD)
    assert ("From", "Name left out") in notice.facts
    for seen in (notice, await talk.home(HEAD)):
        assert "Marsh" not in words(seen)
        assert "teacher" not in words(seen).replace("headteacher", "")
    sent = await talk.store.read(lambda tx: tx.at("larkfield").sent_questions("head"))
    assert [one.who for one in sent] == [""]


async def test_what_mentions_the_head_is_offered_to_the_chair_first(talk: Talk, clock: Clock) -> None:
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, ABOUT_HEAD), "Ask the head or the chair")
    to = next(iter(form.blanks.values()))
    assert (to.label, list(to.choices)) == ("Who should get it?", ["Dr Stone, chair of governors", "Mrs Wood, head"])
    await talk.finish(TEACHER, await talk.fill(TEACHER, form, {to.label: "Dr Stone, chair of governors", **UNNAMED}))
    clock.forward(hours=1)
    assert ABOUT_HEAD in words(await talk.home(CHAIR))
    assert ABOUT_HEAD not in words(await talk.home(HEAD))
    assert not await talk.told(HEAD)


@pytest.mark.parametrize("wording", ["May Mrs Wood read my WhatsApp?", "May my line manager read my WhatsApp?"])
async def test_what_is_reworded_to_mention_the_head_asks_who_should_get_it(talk: Talk, wording: str) -> None:
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    whom = await talk.fill(TEACHER, form, {"Your question": wording, **NAMED})
    assert whom.words.text == "Your question may be about the head. You choose who gets it."
    assert list(whom.blanks["Who should get it?"].choices) == ["Dr Stone, chair of governors", "Mrs Wood, head"]
    review = await talk.fill(TEACHER, whom, {"Who should get it?": "Dr Stone, chair of governors"})
    assert dict(review.words.facts)["To"] == "Dr Stone, chair of governors. Nobody else."
    assert (await talk.finish(TEACHER, review)).title == "Sent to Dr Stone"
    assert not await talk.told(HEAD)
    assert wording in words(await talk.home(CHAIR))


async def test_so_does_what_is_added_and_reworded_again_it_goes_to_the_head(talk: Talk) -> None:
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    whom = await talk.fill(TEACHER, form, {"Anything to add": "The head sells them too.", **NAMED})
    review = await talk.fill(TEACHER, whom, {"Who should get it?": "Dr Stone, chair of governors"})
    write = await talk.back(TEACHER, await talk.back(TEACHER, review))
    review = await talk.fill(TEACHER, write, {"Anything to add": ""})
    assert dict(review.words.facts)["To"] == "Mrs Wood, head. Nobody else."
    assert (await talk.finish(TEACHER, review)).title == "Sent to Mrs Wood"


@pytest.mark.parametrize("gone", [CHAIR, HEAD])
async def test_it_goes_to_nobody_but_whom_the_page_showed(talk: Talk, gone: Member) -> None:
    """A role ends, or changes hands, between the last page and Send."""
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, ABOUT_HEAD), "Ask the head or the chair")
    review = await talk.fill(TEACHER, form, {"Who should get it?": "Dr Stone, chair of governors", **NAMED})
    assert dict(review.words.facts)["To"] == "Dr Stone, chair of governors. Nobody else."
    role = gone.roles[0]
    await talk.store.run(
        lambda tx: tx.at(SCHOOL.id).move_appointment(f"{gone.person.key}-{role}", Standing.HELD, Standing.ENDED, "x")
    )
    await talk.appoint(DEPUTY.person.key, Role.HEAD)
    said = await talk.finish(TEACHER, review)
    assert said.title == "Who would get it has changed"
    assert ("What you wrote", ABOUT_HEAD) in said.facts
    for one in (HEAD, DEPUTY, CHAIR):
        assert not [told for told in await talk.told(one) if told.title == "A question for you"]


async def test_a_question_about_the_boss_is_offered_to_the_chair(talk: Talk) -> None:
    shown = await talk.say(TEACHER, "is my boss allowed to read my messages?")
    assert "Ask the head or the chair" in labels(shown)


async def test_the_head_asks_the_chair(talk: Talk) -> None:
    assert "Ask the chair of governors" in labels(await talk.say(HEAD, LAPTOPS))


async def test_nobody_else_sees_a_sent_question(talk: Talk) -> None:
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    await talk.finish(TEACHER, await talk.fill(TEACHER, form, NAMED))
    for other in (DEPUTY, CHAIR):
        assert LAPTOPS not in words(await talk.home(other))


async def test_cancelled_or_gone_back_nothing_is_sent(talk: Talk) -> None:
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    back = await talk.back(TEACHER, await talk.fill(TEACHER, form, NAMED))
    assert back.heading == "What to send"
    assert back.blanks["Your name"].value == "Send my name with it"
    assert await talk.cancel(TEACHER, back) == "Cancelled"
    assert not await talk.told(HEAD)
    assert LAPTOPS not in words(await talk.home(HEAD))


async def test_an_empty_question_and_no_choice_of_name_are_asked_for(talk: Talk) -> None:
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    again = await talk.fill(TEACHER, form, {"Your question": "  "})
    assert again.errors == {"Your question": "Please fill this in.", "Your name": "Please choose one."}


async def test_no_offer_to_ask_stands_beside_danger(talk: Talk) -> None:
    talk.book.answers["he has a knife"] = replace(SILENT, danger=True)
    assert "Ask the head" not in labels(await talk.say(TEACHER, "he has a knife"))
