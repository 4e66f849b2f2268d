"""Reading a version and acknowledging it: what changed first, the whole within reach, and exactly what is on record."""

from __future__ import annotations

import asyncio

from bot.store.tx import Tx
from handlers.acknowledging.pages import STATEMENT
from handlers.acknowledging.round import rounds
from handlers.desk import Role
from handlers.versions.version import take_out
from tests.conftest import Clock
from tests.handlers.acknowledging.campaign import (
    CONSENT,
    MINE,
    MINOR,
    NEW,
    TITLE,
    acknowledge,
    begins,
    opened,
    pages,
    replaced,
)
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.talk import Talk
from tests.handlers.versions.papers import bring, follow
from tests.seats.seen import labels, words

READ = f"Read “{TITLE}”"


async def test_whoever_never_acknowledged_one_reads_the_whole_policy(talk: Talk) -> None:
    await begins(talk)
    seen = await pages(talk, TEACHER, await opened(talk, TEACHER))
    assert [one.heading for one in seen] == ["The whole policy, page 1 of 1", "Read and understood?"]
    whole = seen[0].words.text
    for sentence in (
        "Online conduct policy",
        "1.1 Staff should not accept a friend request",
        "PHONES",
        "2.2 Staff are",
    ):
        assert sentence in whole
    done = await talk.finish(TEACHER, seen[-1], {"Your answer": STATEMENT})
    assert (done.title, done.text) == ("On record", "You have read and understood it, on 3 March 2027 at 09:00.")
    assert dict(done.facts)["You were shown"] == "the whole policy"
    assert "no consent" in words(done)


async def test_whoever_acknowledged_the_version_before_sees_what_has_changed_first(talk: Talk) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    await replaced(talk, HEAD)
    seen = await pages(talk, TEACHER, await opened(talk, TEACHER))
    assert [one.heading for one in seen] == [
        "Asks for more or less than before",
        "New",
        "Worded otherwise",
        "Read and understood?",
    ]
    assert "Staff [should → must] not accept a friend request from a pupil." in words(seen[0].words)
    done = await talk.finish(TEACHER, seen[-1], {"Your answer": STATEMENT})
    assert dict(done.facts)["You were shown"] == "what has changed"


async def test_the_whole_policy_is_one_choice_away(talk: Talk) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    await replaced(talk, HEAD)
    page = await opened(talk, TEACHER)
    whole = await talk.fill(TEACHER, page, {"Then": "Read the whole policy (1 page)"})
    assert whole.heading == "The whole policy, page 1 of 1"
    last = await talk.fill(TEACHER, whole)
    done = await talk.finish(TEACHER, last, {"Your answer": STATEMENT})
    assert dict(done.facts)["You were shown"] == "the whole policy"


async def test_whoever_missed_a_version_sees_all_that_changed_since_the_one_they_know(talk: Talk, clock: Clock) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    await replaced(talk, HEAD)
    clock.forward(days=1)
    third = NEW.replace("each term", "each month").replace("Staff are advised", "Staff must be seen")
    await replaced(talk, HEAD, third, "conduct-2028.txt")
    seen = await pages(talk, TEACHER, await opened(talk, TEACHER))
    shown = "\n".join(words(one.words) for one in seen)
    assert "[should → must]" in shown, "changed by the version that they missed"
    assert "month" in shown, "changed by the one in force"


async def test_the_hash_the_time_and_the_very_words_are_on_record(talk: Talk) -> None:
    sha = await begins(talk)
    for who in (TEACHER, ASSISTANT):
        await acknowledge(talk, who)
    (one,) = await talk.store.read(lambda tx: rounds(tx.at(SCHOOL.id)))
    done = one.read[TEACHER.person.key]
    assert (done.sha, done.name, done.at) == (sha, "Miss Marsh", talk.store.clock())
    shown = one.shown[done.shown]
    assert "1.1 Staff should not accept a friend request from a pupil." in shown[0]
    assert shown[-1] == "I have read and understood"
    assert len(one.shown) == 1, "the same words are kept once"


async def test_of_two_at_the_same_moment_both_are_on_record(talk: Talk) -> None:
    await begins(talk)
    ready = [(who, (await pages(talk, who, await opened(talk, who)))[-1]) for who in (TEACHER, ASSISTANT, HEAD)]
    await asyncio.gather(*(talk.finish(who, page, {"Your answer": STATEMENT}) for who, page in ready))
    (one,) = await talk.store.read(lambda tx: rounds(tx.at(SCHOOL.id)))
    assert set(one.read) == {"teacher", "assistant", "head"}


async def test_a_question_first_puts_nothing_on_record(talk: Talk) -> None:
    await begins(talk)
    seen = await acknowledge(talk, TEACHER, "I would like to ask something first")
    assert (seen.title, labels(seen)) == ("Ask first", ["Ask a question"])
    assert READ in labels(await talk.say(TEACHER, "acknowledgements"))


async def test_no_answer_is_no_answer(talk: Talk) -> None:
    await begins(talk)
    last = (await pages(talk, TEACHER, await opened(talk, TEACHER)))[-1]
    again = await talk.fill(TEACHER, last)
    assert again.errors == {"Your answer": "Please choose one."}


async def test_a_version_that_was_replaced_while_somebody_read_it_is_not_acknowledged(talk: Talk) -> None:
    await begins(talk)
    last = (await pages(talk, TEACHER, await opened(talk, TEACHER)))[-1]
    await replaced(talk, HEAD)
    done = await talk.finish(TEACHER, last, {"Your answer": STATEMENT})
    assert done.title == "This version is not in force now"
    assert READ in labels(await talk.say(TEACHER, "acknowledgements"))


async def test_a_version_that_was_taken_out_of_force_while_somebody_read_it_is_not_acknowledged(talk: Talk) -> None:
    await begins(talk)
    last = (await pages(talk, TEACHER, await opened(talk, TEACHER)))[-1]

    def work(tx: Tx) -> None:
        (kept,) = tx.at(SCHOOL.id).policies()
        take_out(tx.at(SCHOOL.id), kept)

    await talk.store.run(work)
    done = await talk.finish(TEACHER, last, {"Your answer": STATEMENT})
    assert done.title == "This version is not in force now"


async def test_a_minor_edit_needs_no_new_acknowledgement(talk: Talk) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    await replaced(talk, HEAD, MINOR, "conduct-minor.txt", minor="Yes")
    seen = await talk.say(TEACHER, "acknowledgements")
    assert READ not in labels(seen)
    assert "read and understood" in dict(seen.facts)[MINE]
    whole = (await opened(talk, ASSISTANT)).words.text
    assert "privacy settings every term" in whole, "whoever has not acknowledged it reads it as it is now"


async def test_an_edit_that_was_minor_against_another_version_than_people_have_read_is_acknowledged(
    talk: Talk, clock: Clock
) -> None:
    """Two were adopted in place of the same one; by the later one's day, everybody reads the earlier, which is not."""
    await begins(talk)
    for text, day, minor in ((MINOR, "2027-04-02", "Yes"), (NEW, "2027-04-01", "")):
        card = (await bring(talk, HEAD, text, f"{day}.txt"))[-1]
        page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"), {"In force from": day})
        page = await talk.fill(HEAD, page, {"Is it a minor edit?": minor}) if minor else page
        await talk.finish(HEAD, page)
        await talk.told(HEAD)
    clock.forward(days=29)
    await follow(talk)
    await acknowledge(talk, TEACHER)
    clock.forward(days=1)
    await follow(talk)
    assert READ in labels(await talk.say(TEACHER, "acknowledgements"))


async def test_a_minor_edit_that_began_while_the_bot_stood_still_goes_on_with_the_round_there_is(
    talk: Talk, clock: Clock
) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    card = (await bring(talk, HEAD, MINOR, "minor.txt"))[-1]
    page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"), {"In force from": "2027-03-05"})
    await talk.finish(HEAD, await talk.fill(HEAD, page, {"Is it a minor edit?": "Yes"}))
    clock.forward(days=1)
    await talk.settle()
    clock.forward(days=4)  # Friday's bells ring on Monday, one after the other
    await follow(talk)
    assert READ not in labels(await talk.say(TEACHER, "acknowledgements"))
    assert READ in labels(await talk.say(ASSISTANT, "acknowledgements"))


async def test_a_new_version_that_is_not_minor_is_acknowledged_anew(talk: Talk) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    await replaced(talk, HEAD, MINOR, "conduct-minor.txt", minor="No")
    assert READ in labels(await talk.say(TEACHER, "acknowledgements"))


async def test_nobody_marks_an_edit_as_minor_where_a_should_becomes_a_must(talk: Talk) -> None:
    await begins(talk)
    card = (await bring(talk, HEAD))[-1]
    page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"))
    assert page.heading == "Check it", "the page that asks whether it is minor is not there"


async def test_a_clause_that_turns_acknowledging_into_consent_is_shown_in_full_and_flagged(talk: Talk) -> None:
    await talk.hold(deputy=Role.DATA_PROTECTION_LEAD, assistant=Role.POLICY_OWNER)
    await begins(talk, CONSENT, read=False)
    for who in (DEPUTY, ASSISTANT):
        flag = next(one for one in await talk.told(who) if "consent" in one.title)
        assert flag.title == f"“{TITLE}” turns acknowledging into consent"
        assert "you consent to such monitoring" in flag.quotes[0].text
    for who in (TEACHER, HEAD, CHAIR):
        assert not [one for one in await talk.told(who) if "consent" in one.title]
    last = (await pages(talk, TEACHER, await opened(talk, TEACHER)))[-1]
    assert "you consent to such monitoring by your acknowledgement" in last.words.quotes[0].text
    assert "nothing else" in words(last.words)
    done = await talk.finish(TEACHER, last, {"Your answer": STATEMENT})
    assert "no consent" in words(done)


async def test_a_clause_too_long_for_one_page_is_shown_to_its_last_word(talk: Talk) -> None:
    """What goes on record as shown is what stood there: Slack and Teams show no more than a beginning of so much."""
    years = ", ".join(f"nor from anybody who left in the summer of {year} & their family" for year in range(1960, 2020))
    await begins(talk)
    await acknowledge(talk, TEACHER)
    long = NEW.replace(
        "2.3 Staff are advised", f"2.3 Staff must not buy from a parent, {years}.\n\n2.4 Staff are advised"
    )
    await replaced(talk, HEAD, long)
    seen = await pages(talk, TEACHER, await opened(talk, TEACHER))
    shown = " ".join(quote.text for page in seen for quote in page.words.quotes)
    assert [year for year in range(1960, 2020) if f"summer of {year} &" not in shown] == []
    assert "…" not in shown
