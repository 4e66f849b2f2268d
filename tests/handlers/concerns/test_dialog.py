"""Telling a concern: from the first screen to the receipt; going back, breaking off and going on."""

from __future__ import annotations

from dataclasses import replace

from bot.store.schema import metadata
from bot.store.store import Store
from handlers.concerns.kinds import Kind
from handlers.concerns.receipt import QUESTIONS
from knowledge.model import Modality, Verdict
from tests.conftest import Clock
from tests.handlers.concerns.dialogs import (
    HIDDEN,
    NIGHT,
    anew,
    begun,
    everything,
    facts,
    filed,
    review,
    sent,
    up_to_who,
)
from tests.handlers.concerns.test_delivery import neutral
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, POLICY, REPORT, TEACHER, answer, clause
from tests.handlers.talk import Talk, on
from tests.seats.seen import labels, words

APP = "Which app or site?"
WATCHED = clause("9.1", "The school reserves the right to monitor staff activities on its systems.", Modality.STATEMENT)


# --- from the first screen to the receipt ---


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


# --- back, cancel, resume, twice ---


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
