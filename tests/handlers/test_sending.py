"""Asking the head: exactly what is shown is sent, to exactly whom it says."""

from __future__ import annotations

from dataclasses import replace

from handlers.model import Ask, Done, Move, Post, Reply
from tests.handlers.talk import CHAIR, DEPUTY, HEAD, SILENT, TEACHER, Talk, labels, words

LAPTOPS = "can I sell laptops?"
ABOUT_HEAD = "is the headteacher allowed to do that?"


async def test_a_question_is_sent_as_it_was_shown_with_a_name(talk: Talk) -> None:
    form = await talk.open(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    assert form.form.title == "Ask Mrs Wood"
    assert form.dialog.answers["question"] == LAPTOPS
    assert "This goes to Mrs Wood and to nobody else." in _words(form).text
    review = await talk.fill(TEACHER, form, question="Can we sell the old laptops?", note="For the fair.", name="named")
    assert isinstance(review, Ask)
    shown = dict(_words(review).facts)
    assert shown["To"] == "Mrs Wood, head. Nobody else."
    assert shown["Question"] == "Can we sell the old laptops?"
    assert shown["Your name"] == "is sent"
    assert not await talk.told(HEAD), "nothing is sent before the last button"
    assert _done(await talk.fill(TEACHER, review)).title == "Sent to Mrs Wood"
    (notice,) = await talk.told(HEAD)
    assert "“Can we sell the old laptops?”" in notice.text
    assert ("From", "Miss Marsh") in notice.facts
    assert ("Added", "For the fair.") in notice.facts
    assert LAPTOPS not in words(notice)
    home = words(await talk.home(HEAD))
    assert "Sent to you, 3 March 2027, Miss Marsh" in home
    assert "“Can we sell the old laptops?” Added: For the fair." in home


async def test_a_name_that_is_left_out_is_nowhere_and_nobody_is_promised_more(talk: Talk) -> None:
    form = await talk.open(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    hint = next(field.hint for field in form.step.fields if field.key == "name")
    assert "does not make it anonymous" in hint
    review = await talk.fill(TEACHER, form, question=LAPTOPS, note="", name="unnamed")
    assert isinstance(review, Ask)
    assert "your wording may still tell who you are" in dict(_words(review).facts)["Your name"]
    await talk.fill(TEACHER, review)
    (notice,) = await talk.told(HEAD)
    assert ("From", "Name left out") in notice.facts
    for seen in (notice, await talk.home(HEAD)):
        assert "Marsh" not in words(seen)
        assert "teacher" not in words(seen).replace("headteacher", "")
    sent = await talk.store.read(lambda tx: tx.at("larkfield").sent_questions("head"))
    assert [one.who for one in sent] == [""]


async def test_what_mentions_the_head_is_offered_to_the_chair_first(talk: Talk) -> None:
    form = await talk.open(TEACHER, await talk.say(TEACHER, ABOUT_HEAD), "Ask the head or the chair")
    to = form.step.fields[0]
    assert [label for _, label in to.choices] == ["Dr Stone, chair of governors", "Mrs Wood, head"]
    review = await talk.fill(TEACHER, form, to="chair", question=ABOUT_HEAD, note="", name="unnamed")
    assert isinstance(review, Ask)
    await talk.fill(TEACHER, review)
    assert ABOUT_HEAD in words(await talk.home(CHAIR))
    assert ABOUT_HEAD not in words(await talk.home(HEAD))
    assert not await talk.told(HEAD)


async def test_the_head_asks_the_chair(talk: Talk) -> None:
    assert "Ask the chair of governors" in labels(await talk.say(HEAD, LAPTOPS))


async def test_nobody_else_sees_a_sent_question(talk: Talk) -> None:
    form = await talk.open(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    review = await talk.fill(TEACHER, form, question=LAPTOPS, note="", name="named")
    assert isinstance(review, Ask)
    await talk.fill(TEACHER, review)
    for other in (DEPUTY, CHAIR):
        assert LAPTOPS not in words(await talk.home(other))


async def test_cancelled_or_gone_back_nothing_is_sent(talk: Talk) -> None:
    form = await talk.open(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    review = await talk.fill(TEACHER, form, question=LAPTOPS, note="", name="named")
    assert isinstance(review, Ask)
    back = await talk.fill(TEACHER, review, Move.BACK)
    assert isinstance(back, Ask)
    assert back.step.key == "write"
    assert _done(await talk.fill(TEACHER, back, Move.CANCEL)).title == "Cancelled"
    assert LAPTOPS not in words(await talk.home(HEAD))


async def test_an_empty_question_and_no_choice_of_name_are_asked_for(talk: Talk) -> None:
    form = await talk.open(TEACHER, await talk.say(TEACHER, LAPTOPS), "Ask the head")
    again = await talk.fill(TEACHER, form, question="  ", note="")
    assert isinstance(again, Ask)
    assert set(again.errors) == {"question", "name"}


async def test_no_offer_to_ask_stands_beside_danger(talk: Talk) -> None:
    talk.book.answers["he has a knife"] = replace(SILENT, danger=True)
    assert "Ask the head" not in labels(await talk.say(TEACHER, "he has a knife"))


def _words(form: Ask) -> Post:
    assert form.step.words is not None
    return form.step.words(form.dialog.answers)


def _done(reply: Reply) -> Post:
    assert isinstance(reply, Done)
    return reply.post
