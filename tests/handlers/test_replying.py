"""Answering what was sent: for whoever asked, for everybody, elsewhere; once, and exactly as it was shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.desk import Member
from handlers.model import Post
from handlers.records import Standing
from knowledge.model import Verdict
from tests.conftest import Clock
from tests.handlers.decisions import ALONE, ASKED, QUESTION, RULED, UNTIL, WORDS, YES, review, ruled, send, sent
from tests.handlers.larkfield import CHAIR, DEPUTY, HEAD, LUNCH, POLICY, SCHOOL, SILENT, TEACHER, answer, cited
from tests.handlers.talk import Talk, on
from tests.seats.seen import labels, words

ONCE = {"Your answer": "Only if…", "Who is it for?": ALONE}


async def test_the_head_answers_whoever_asked(talk: Talk) -> None:
    """Asked, answered, told; the head's copy then says what was answered, and nobody else sees any of it."""
    notice = await sent(talk)
    assert notice.title == "A question for you"
    assert labels(notice) == ["Answer it", "I have spoken to them"]
    form = await talk.open_form(HEAD, notice, "Answer it")
    assert form.words.text == f"“{ASKED}”"
    page = await talk.fill(HEAD, form, ONCE)
    assert page.heading == "In your words"
    page = await talk.fill(HEAD, page, {WORDS: "the office has wiped them."})
    shown = dict(page.words.facts)
    assert shown["To"] == "Miss Marsh"
    assert shown["The answer"] == "Only if the office has wiped them."
    assert not await talk.told(TEACHER), "nothing is sent before the last button"
    assert (await talk.finish(HEAD, page)).text == "Miss Marsh has it now."
    (told,) = await talk.told(TEACHER)
    assert (told.title, told.text) == ("An answer to your question", "Mrs Wood has answered.")
    assert ("You asked", ASKED) in told.facts
    assert ("The answer", "Only if the office has wiped them.") in told.facts
    assert told.notes == ("It is for you, this once; it is no rule for others.",)
    (copy,) = await talk.told(HEAD)
    assert copy.title == "Answered by Mrs Wood on 3 March 2027"
    assert copy.at == notice.at, "the same message"
    assert labels(copy) == []
    assert ASKED not in words(await talk.home(HEAD))
    for other in (DEPUTY, CHAIR):
        assert "wiped" not in words(await talk.home(other))
    assert (await talk.say(DEPUTY, ASKED)).title == "Your policy doesn't say", "it is no ruling"


async def test_lets_talk_is_no_answer_and_never_a_ruling(talk: Talk) -> None:
    form = await talk.open_form(HEAD, await sent(talk), "Answer it")
    page = await talk.fill(HEAD, form, {**YES, "Your answer": "Let's talk"})
    assert page.heading == "Anything to add?"
    await talk.finish(HEAD, await talk.fill(HEAD, page, {WORDS: ""}))
    (told,) = await talk.told(TEACHER)
    assert told.text == "Mrs Wood would like to talk with you about it. Please go and see them."
    assert [name for name, _ in told.facts] == ["You asked"]
    assert (await talk.say(HEAD, "rulings")).text == "No ruling is in force."


async def test_what_was_settled_in_person_is_put_aside(talk: Talk) -> None:
    notice = await sent(talk)
    aside = await talk.press(HEAD, notice, "I have spoken to them")
    assert aside.title == "Put aside by Mrs Wood on 3 March 2027"
    (told,) = await talk.told(TEACHER)
    assert told.title == "What you sent is closed"
    assert "please ask again" in told.text
    again = await talk.press(HEAD, notice, "Answer it")
    assert again.title == "Put aside by Mrs Wood on 3 March 2027"
    assert not await talk.told(TEACHER), "one answer"


async def test_pressing_again_shows_what_was_answered(talk: Talk) -> None:
    notice = await sent(talk)
    await talk.finish(HEAD, await review(talk, notice))
    await talk.told(HEAD)
    for label in ("Answer it", "I have spoken to them"):
        again = await talk.press(HEAD, notice, label)
        assert again.title == "Answered by Mrs Wood on 3 March 2027"
        assert ("Your answer", "Yes. The proceeds are the school's.") in again.facts


@on("web", "teams")
async def test_of_two_forms_the_first_that_is_sent_counts(talk: Talk) -> None:
    """Opened twice, from the message and from Home; the second says what was answered. Slack opens one at a time."""
    notice = await sent(talk)
    again = await talk.press(HEAD, await talk.home(HEAD), "Answer what was sent to you")
    second = await talk.open_form(HEAD, again, "Answer it")
    first = await review(talk, notice)
    second = await talk.fill(HEAD, second, ONCE)
    second = await talk.fill(HEAD, second, {WORDS: "never on a Sunday."})
    await talk.finish(HEAD, second)
    late = await talk.finish(HEAD, first)
    assert late.title == "Answered by Mrs Wood on 3 March 2027"
    assert ("Your answer", "Only if never on a Sunday.") in late.facts
    assert len(await talk.told(TEACHER)) == 1
    assert (await talk.say(HEAD, "rulings")).text == "No ruling is in force."


async def test_what_waits_is_shown_one_at_a_time_the_oldest_first(talk: Talk, clock: Clock) -> None:
    for question in (ASKED, "can I sell books?"):
        await send(talk, question)
        clock.forward(minutes=1)
    first = await talk.press(HEAD, await talk.home(HEAD), "Answer what was sent to you")
    assert ASKED in first.text
    second = await talk.press(HEAD, first, "Show the next one")
    assert "can I sell books?" in second.text
    await talk.press(HEAD, second, "I have spoken to them")
    last = await talk.press(HEAD, await talk.home(HEAD), "Answer what was sent to you")
    assert labels(last) == ["Answer it", "I have spoken to them"]
    await talk.press(HEAD, last, "I have spoken to them")
    assert "Answer what was sent to you" not in labels(await talk.home(HEAD))
    assert (await talk.press(HEAD, last, "Answer it")).title.startswith("Put aside")


@pytest.mark.parametrize("who", [TEACHER, DEPUTY, CHAIR])
async def test_nobody_else_answers_what_was_sent_to_the_head(talk: Talk, who: Member) -> None:
    """Not even the chair, nor whoever asked; a button of their own making changes nothing."""
    notice = await sent(talk)
    for button in notice.buttons:
        seen = await talk.press(who, Post(buttons=(button,)), button.label)
        assert "was not sent to you" in seen.text
    assert labels(await talk.press(HEAD, await talk.home(HEAD), "Answer what was sent to you")) == labels(notice)


async def test_the_head_does_not_rule_on_their_own_question(talk: Talk) -> None:
    """It goes to the chair, who rules as chair."""
    await send(talk, who=HEAD, button="Ask the chair of governors")
    (notice,) = await talk.told(CHAIR)
    page = await review(talk, notice, by=CHAIR)
    assert page.words.quotes[0].source == "The chair's ruling of 3 March 2027, until 2 March 2028; not policy"
    await talk.finish(CHAIR, page)
    assert [one.title for one in await talk.told(HEAD)] == ["An answer to your question"]
    assert labels(await talk.say(HEAD, "rulings")) == [], "the head does not answer for it"
    assert labels(await talk.say(CHAIR, "rulings")) == ["Withdraw one"]


async def test_whoever_is_head_no_longer_makes_no_rulings(talk: Talk) -> None:
    """Sent to the head, who has handed over before they send the form: it is asked again, and cannot be a ruling."""
    page = await review(talk, await sent(talk))
    await talk.store.run(
        lambda tx: tx.at(SCHOOL.id).move_appointment("head-head", Standing.HELD, Standing.ENDED, "chair")
    )
    again = await talk.fill(HEAD, page)
    assert again.heading == "Your answer"
    assert list(again.blanks["Who is it for?"].choices) == [ALONE]
    last = await talk.fill(HEAD, await talk.fill(HEAD, again, {"Who is it for?": ALONE}))
    assert last.words.title == "This is what they will read"
    await talk.finish(HEAD, last)
    assert (await talk.say(CHAIR, "rulings")).text == "No ruling is in force."


async def test_a_rulings_days_are_checked(talk: Talk) -> None:
    page = await review(talk, await sent(talk), **{UNTIL: "2027-03-02"})
    again = await talk.fill(HEAD, page)
    assert again.errors == {UNTIL: "This day is over. Please give a later one."}
    again = await talk.fill(HEAD, await talk.fill(HEAD, again, {UNTIL: "2031-01-01"}))
    assert "At most three years" in again.errors[UNTIL]
    again = await talk.fill(HEAD, again, {UNTIL: "2027-03-03"})
    assert (await talk.finish(HEAD, again)).title == "Answered", "today is a day that it may hold"


async def test_nothing_is_ruled_where_somebody_tells_of_harm(talk: Talk) -> None:
    talk.book.answers["May he hit her?"] = replace(SILENT, disclosure=True)
    again = await talk.fill(HEAD, await review(talk, await sent(talk), question="May he hit her?"))
    assert "whom to tell comes first" in again.errors[QUESTION]


async def test_a_name_in_a_ruling_is_pointed_out(talk: Talk) -> None:
    page = await review(talk, await sent(talk), words="Miss Marsh may.")
    assert ("Please look again", "It names somebody. Staff will read that.") in page.words.facts


async def test_the_asker_s_words_are_not_put_into_the_ruling(talk: Talk) -> None:
    """The head writes the question anew: what staff read is the head's, and the asker's wording may tell who it was."""
    form = await talk.fill(HEAD, await talk.open_form(HEAD, await sent(talk), "Answer it"), YES)
    assert form.blanks[QUESTION].value == ""
    assert "Leave out who asked" in form.blanks[QUESTION].hint
    empty = await talk.fill(HEAD, form, {WORDS: "Yes."})
    assert empty.errors == {QUESTION: "Please fill this in."}


async def test_the_next_review_is_the_usual_end(talk: Talk) -> None:
    """Of the policy that decides it, the day before; where it states none, a year."""
    due = replace(POLICY, dates=replace(POLICY.dates, next_review="2027-09"))
    talk.book.known = (due,)
    talk.book.answers[ASKED] = replace(answer(Verdict.YES, LUNCH, shown=False), cited=(cited(LUNCH, due),))
    form = await talk.fill(HEAD, await talk.open_form(HEAD, await sent(talk), "Answer it"), YES)
    assert form.blanks[UNTIL].value == "2027-08-31"


async def test_a_leaver_is_told_nothing_and_the_head_no_less(talk: Talk) -> None:
    notice = await sent(talk)
    await talk.employ(TEACHER, ended="2027-03-02")
    page = await review(talk, notice)
    assert "is not told" in (await talk.finish(HEAD, page)).text


async def test_the_ruling_is_told_to_whoever_asked_too(talk: Talk) -> None:
    await ruled(talk)
    (told,) = await talk.told(TEACHER)
    assert told.facts == (
        ("You asked", ASKED),
        ("The question as it is answered", RULED),
        ("The answer", "Yes. The proceeds are the school's."),
    ), "a yes to the head's wording is no yes to theirs"
    assert told.notes == ("It is a ruling: it holds for everybody until 2 March 2028. It is not policy.",)


async def test_the_chair_answers_a_question_that_mentions_the_head(talk: Talk) -> None:
    form = await talk.open_form(
        TEACHER, await talk.say(TEACHER, "is the headteacher allowed to do that?"), "Ask the head or the chair"
    )
    chosen = {"Who should get it?": "Dr Stone, chair of governors", "Your name": "Send my name with it"}
    await talk.finish(TEACHER, await talk.fill(TEACHER, form, chosen))
    (notice,) = await talk.told(CHAIR)
    page = await talk.fill(CHAIR, await talk.open_form(CHAIR, notice, "Answer it"), ONCE)
    await talk.finish(CHAIR, await talk.fill(CHAIR, page, {WORDS: "I have agreed to it."}))
    assert [one.text for one in await talk.told(TEACHER)] == ["Dr Stone has answered."]
    assert not await talk.told(HEAD)
