"""Which version was in force when, what waits on Home, and the next review's agenda in the chat."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.model import Post
from handlers.reminders import sources
from handlers.reminders.task import due
from knowledge.model import Modality, Pair
from tests.conftest import Clock
from tests.handlers.larkfield import CHAIR, HEAD, SCHOOL, TEACHER, cited, clause
from tests.handlers.talk import Talk, on
from tests.handlers.versions.papers import bring, follow, in_force
from tests.seats.seen import labels, words

TITLE = "Online conduct policy"


async def test_each_version_stands_with_the_days_on_which_it_was_in_force(talk: Talk, clock: Clock) -> None:
    await in_force(talk)
    clock.forward(days=29)
    (card,) = await bring(talk, HEAD)
    page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"))
    await talk.finish(HEAD, page)
    await follow(talk)
    seen = await talk.say(TEACHER, "versions")
    assert list(seen.facts) == [
        (
            f"{TITLE}, adopted 1 March 2027",
            "In force from 1 April 2027 on. Mrs Wood (head) adopted it on 1 April 2027.",
        ),
        (
            f"{TITLE}, adopted 8 September 2025",
            "Was in force from 3 March 2027 to 1 April 2027. It was put in force by command on 3 March 2027.",
        ),
    ]
    assert labels(seen) == []
    assert labels(await talk.say(HEAD, "versions")) == [
        "Bring a new version",
        "The next review's agenda",
        f"Left open: {TITLE}",
    ]


@on("slack", "teams")
async def test_in_a_channel_the_versions_have_no_buttons(talk: Talk) -> None:
    """The page has no channels."""
    await in_force(talk)
    seen = await talk.say_aloud(HEAD, "versions")
    assert labels(seen) == []


async def test_home_says_what_waits_to_be_adopted_and_what_waits_for_its_day(talk: Talk) -> None:
    await in_force(talk)
    (card,) = await bring(talk, HEAD)
    home = await talk.home(CHAIR)
    assert ("A policy waits", f"“{TITLE}” has been read and waits for you to adopt it.") in home.facts
    assert "A policy waits" not in dict((await talk.home(TEACHER)).facts)
    page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"), {"In force from": "2027-04-01"})
    await talk.finish(HEAD, page)
    home = await talk.home(CHAIR)
    assert ("A policy waits", f"“{TITLE}” will be in force from 1 April 2027.") in home.facts
    assert "Versions and their days" in labels(home)


async def test_what_nobody_adopts_stands_in_the_heads_reminders_with_the_way_to_it(talk: Talk, clock: Clock) -> None:
    await in_force(talk)
    await bring(talk, HEAD)
    title = f"“{TITLE}” waits to be adopted"
    assert title not in dict((await talk.say(HEAD, "reminders")).facts), "it has only just been read"
    clock.forward(days=7)
    assert title in dict((await talk.say(HEAD, "reminders")).facts)
    assert title not in dict((await talk.say(TEACHER, "reminders")).facts)

    def nudged(desk: Desk, _: object) -> list[str]:
        return [one.to for one in due(sources.facts(desk), desk.now) if one.task.title == title]

    assert await talk.turn.at_desk(SCHOOL.id, nudged) == ["head"]
    seen = await talk.say(CHAIR, "versions")
    card = await talk.press(CHAIR, seen, f"Waiting: {TITLE}")
    assert labels(card) == ["See what changes", "Adopt it", "Put it aside"]
    assert (await talk.press(TEACHER, seen, f"Waiting: {TITLE}")).title == (
        "This is for those who look after the policies"
    )
    await talk.press(CHAIR, card, "Put it aside")
    assert await talk.turn.at_desk(SCHOOL.id, nudged) == []


# --- the agenda ---


async def test_the_agenda_is_read_page_by_page(talk: Talk) -> None:
    await in_force(talk)
    (mine,) = talk.book.known
    forbids = next(one for one in mine.clauses if one.number == "1.1")
    allows = clause("2.1", "Staff may accept a friend request from a pupil who has left.", Modality.PERMISSION)
    talk.book.beside = (Pair("contact with pupils", cited(forbids, mine), cited(allows, mine)),)
    for _ in range(SCHOOL.smallest_count):
        await talk.store.run(lambda tx: tx.at(SCHOOL.id).count_unanswered("selling things"))
    seen = await talk.say(HEAD, "agenda")
    assert dict(seen.facts) == {
        "Without a date for it": "1 policy",
        "Not answered by the policies": "1 subject",
        "To read side by side": "1 pair of rules",
    }
    assert labels(seen) == ["Read it", "Rulings"]
    pages = [await talk.open_form(HEAD, seen, "Read it")]
    while pages[-1].buttons[0] == "Next":
        pages.append(await talk.fill(HEAD, pages[-1]))
    by_title = {one.heading: one.words for one in pages}
    assert list(by_title) == [
        "Dates",
        "Rulings",
        "What the policies did not answer",
        "What the policies leave open",
        "Rules to read side by side",
    ]
    assert by_title["Dates"].facts[0][0] == TITLE
    assert by_title["What the policies did not answer"].facts == (("selling things", "2 questions"),)
    assert [(quote.text, quote.source) for quote in by_title["Rules to read side by side"].quotes] == [
        (forbids.text, f"Forbids: {TITLE}, clause 1.1, adopted 8 September 2025"),
        (allows.text, f"Allows: {TITLE}, clause 2.1, adopted 8 September 2025"),
    ]
    assert (await talk.finish(HEAD, pages[-1])).title == "That is all"


async def test_with_a_page_of_ours_it_is_fetched_as_a_word_file(talk: Talk) -> None:
    await in_force(talk)
    talk.settings(page="https://bot.larkfield.example")
    seen = await talk.say(HEAD, "agenda")
    (fetch,) = [button for button in seen.buttons if button.label == "Fetch it as a Word file"]
    assert fetch.link.startswith("https://bot.larkfield.example/open/")


async def test_nobody_else_reads_the_agenda(talk: Talk) -> None:
    await in_force(talk)
    seen = await talk.say(HEAD, "agenda")
    refused = "The agenda is for those who look after the policies"
    assert (await talk.say(TEACHER, "agenda")).title == refused
    assert (await talk.press(TEACHER, Post(buttons=seen.buttons), "Read it")).title == refused
    assert "selling" not in words(await talk.say(TEACHER, "agenda"))


async def test_a_version_ends_on_the_day_before_the_one_for_which_the_next_was_adopted(
    talk: Talk, clock: Clock
) -> None:
    await in_force(talk)
    (card,) = await bring(talk, HEAD)
    page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"), {"In force from": "2027-04-01"})
    await talk.finish(HEAD, page)
    clock.forward(days=28, hours=14)  # midnight, in summer time
    await follow(talk)
    lines = [line for _, line in (await talk.say(TEACHER, "versions")).facts]
    assert lines[0].startswith("In force from 1 April 2027 on.")
    assert lines[1].startswith("Was in force from 3 March 2027 to 31 March 2027.")
