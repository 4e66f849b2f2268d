"""A new version of the policy: brought, looked at, adopted from a day, in force then; nothing happens behind a back."""

from __future__ import annotations

import pytest

from handlers.desk import Member, Role
from handlers.model import File, Place, Post, Said, Say
from handlers.records import Decision, Ruling
from tests.conftest import Clock
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.talk import Talk
from tests.handlers.versions.papers import MINOR, NEW, OLD, PAGE, arrives, bring, follow, in_force
from tests.seats.seen import Seen, labels

BEGINS, PLACE = "In force from", "In place of"


def facts(post: Post) -> dict[str, str]:
    return dict(post.facts)


async def adopt(talk: Talk, who: Member, card: Seen, day: str = "2027-03-03", **minor: str) -> Seen:
    page = await talk.fill(who, await talk.open_form(who, card, "Adopt it"), {BEGINS: day})
    if minor:
        page = await talk.fill(who, page, {"Is it a minor edit?": minor["minor"]})
    assert page.heading == "Check it"
    return await talk.finish(who, page)


async def test_the_head_brings_a_version_and_sees_what_it_says_and_what_it_changes(talk: Talk) -> None:
    await in_force(talk)
    (card,) = await bring(talk, HEAD)
    assert card.title == "A new version of “Online conduct policy”"
    assert card.text == "I have read this file. Nothing changes before head or chair adopt it from a date."
    said = facts(card)
    assert said["Dates"] == "Adopted 1 March 2027."
    assert said["In place of"] == "“Online conduct policy”, adopted 8 September 2025"
    assert said["What changes"] == (
        "“should” became “must” in 1 clause. 1 clause asks for more or less than before; 1 clause is new; "
        "2 clauses are worded otherwise; 1 clause has another number only."
    )
    assert said["To be asked to acknowledge it"] == "4 people: staff"
    assert said["Brought by"] == "Mrs Wood"
    assert labels(card) == ["See what changes", "Adopt it", "Put it aside"]
    (told,) = await talk.told(CHAIR)
    assert (told.title, labels(told)) == (card.title, labels(card))
    for nobody in (TEACHER, DEPUTY):
        assert await talk.told(nobody) == []


async def test_the_changes_are_pages_and_the_words_of_force_come_first(talk: Talk) -> None:
    await in_force(talk)
    (card,) = await bring(talk, HEAD)
    page = await talk.open_form(HEAD, card, "See what changes")
    seen = [page]
    while page.buttons[0] == "Next":
        page = await talk.fill(HEAD, page)
        seen.append(page)
    assert [one.heading for one in seen] == [
        "Asks for more or less than before",
        "New",
        "Worded otherwise",
        "Only the number is another",
    ]
    assert [(quote.text, quote.source) for one in seen for quote in one.words.quotes] == [
        ("Staff [should → must] not accept a friend request from a pupil.", "Clause 1.1: “should” became “must”"),
        ("Staff must never film a lesson on a phone of their own.", "Clause 2.2, new"),
        (
            "This policy applies to all staff. Adopted [8 September 2025. → 1 March 2027.]",
            "A clause without a number",
        ),
        ("Staff may use their own phone in the staff room at [new: break and] lunch.", "Clause 2.1"),
        ("Staff are advised to check their privacy settings each term.", "Clause 2.2 before, clause 2.3 now"),
    ]
    assert labels(await talk.finish(HEAD, page)) == labels(card)


async def test_adopted_for_today_it_is_in_force_at_once(talk: Talk) -> None:
    await in_force(talk)
    await bring(talk, HEAD)
    (card,) = await talk.told(CHAIR)
    form = await talk.open_form(CHAIR, card, "Adopt it")
    assert form.blanks[PLACE].value == "“Online conduct policy”, adopted 8 September 2025"
    page = await talk.fill(CHAIR, form)
    review = facts(page.words)
    assert review["In force from"] == "3 March 2027, today"
    assert review["Out of force then"] == "“Online conduct policy”, adopted 8 September 2025; it is kept"
    assert review["To acknowledge it"] == "4 people: staff"
    assert (await talk.finish(CHAIR, page)).title == "It is in force"
    (policy,) = await follow(talk)
    assert policy.dates.adopted == "2027-03-01"
    told = await talk.told(HEAD)
    assert [one.title for one in told] == [
        "“Online conduct policy” is in force",
        "“Online conduct policy” is in force now",
    ]
    assert told[0].text == "Dr Stone (chair of governors) adopted it on 3 March 2027."
    assert labels(told[0]) == [], "the card that waited has changed"


async def test_adopted_for_a_day_to_come_it_begins_at_midnight_at_the_school(talk: Talk, clock: Clock) -> None:
    old = await in_force(talk)
    (card,) = await bring(talk, HEAD)
    assert (await adopt(talk, HEAD, card, "2027-04-01")).title == "It is adopted"
    (waits,) = [one for one in await talk.told(CHAIR) if "adopted" in one.title]
    assert waits.text == "It will be in force from 1 April 2027. Mrs Wood (head) adopted it on 3 March 2027."
    clock.forward(days=28, hours=13, minutes=59)  # 31 March, 23:59 in summer time
    assert [one.sha for one in await follow(talk)] == [old]
    clock.forward(minutes=1)
    (policy,) = await follow(talk)
    assert policy.sha != old
    assert "“Online conduct policy” is in force now" not in [one.title for one in await talk.told(CHAIR)], "at midnight"
    clock.forward(hours=8)
    assert "“Online conduct policy” is in force now" in [one.title for one in await talk.told(CHAIR)]


async def test_until_then_head_or_chair_call_it_off(talk: Talk, clock: Clock) -> None:
    old = await in_force(talk)
    (card,) = await bring(talk, HEAD)
    await adopt(talk, HEAD, card, "2027-04-01")
    (waits,) = [one for one in await talk.told(CHAIR) if "was adopted" in one.title]
    off = await talk.press(CHAIR, waits, "Call it off")
    assert (off.title, off.text) == (
        "“Online conduct policy” was put aside",
        "By Dr Stone on 3 March 2027. It is kept.",
    )
    clock.forward(days=60)
    assert [one.sha for one in await follow(talk)] == [old]


async def test_two_who_adopt_it_come_to_one(talk: Talk) -> None:
    await in_force(talk)
    (card,) = await bring(talk, HEAD)
    (other,) = await talk.told(CHAIR)
    page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"))
    assert (await adopt(talk, CHAIR, other, "2027-04-01")).title == "It is adopted"
    late = await talk.finish(HEAD, page)
    assert late.title == "“Online conduct policy” was adopted"
    assert "1 April 2027" in late.text


async def test_a_day_that_is_over_is_refused(talk: Talk) -> None:
    await in_force(talk)
    (card,) = await bring(talk, HEAD)
    page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"), {BEGINS: "2027-03-02"})
    again = await talk.fill(HEAD, page)
    assert again.errors == {
        BEGINS: "Until today people were answered from the version before. Please give today or a later day."
    }


async def test_a_minor_edit_is_marked_where_no_rule_changes(talk: Talk) -> None:
    await in_force(talk)
    (card,) = await bring(talk, HEAD, MINOR)
    assert (await adopt(talk, HEAD, card, minor="Yes")).title == "It is in force"
    (now, *_) = await talk.told(CHAIR)
    assert facts(now)["A minor edit"] == "nobody is asked to acknowledge it anew"


async def test_the_policy_owner_brings_one_and_does_not_adopt_it(talk: Talk) -> None:
    await talk.hold(teacher=Role.POLICY_OWNER)
    await in_force(talk)
    (card,) = await bring(talk, TEACHER)
    assert labels(card) == ["See what changes", "Put it aside"]
    (heads,) = await talk.told(HEAD)
    assert facts(heads)["Brought by"] == "Miss Marsh"
    assert (await talk.press(TEACHER, heads, "Adopt it")).title == "Head or chair adopt it"
    assert (await talk.press(TEACHER, card, "Put it aside")).title == "“Online conduct policy” was put aside"


@pytest.mark.parametrize("who", [ASSISTANT, DEPUTY])
async def test_nobody_else_brings_sees_or_adopts_one(talk: Talk, who: Member) -> None:
    await in_force(talk)
    talk.settings(page=PAGE)
    assert (await talk.say(who, "new policy")).title == "This is for those who look after the policies"
    (card,) = await bring(talk, HEAD)
    for label in labels(card):
        refused = await talk.press(who, card, label)
        assert refused.title in ("This is for those who look after the policies", "Head or chair adopt it")


async def test_a_policy_of_another_name_is_asked_about(talk: Talk) -> None:
    """What it takes the place of is guessed from its clauses, and head or chair say otherwise."""
    old = await in_force(talk)
    (card,) = await bring(talk, HEAD, NEW.replace("Online conduct policy", "Policy for social media 2027"))
    assert card.title == "A new version of “Online conduct policy”"
    page = await talk.fill(
        HEAD, await talk.open_form(HEAD, card, "Adopt it"), {PLACE: "No other policy: it is a new one"}
    )
    assert facts(page.words)["What changes"] == "It takes no other policy's place: all of it is new."
    await talk.finish(HEAD, page)
    assert old in [one.sha for one in await follow(talk)]
    assert len(talk.book.known) == 2


async def test_the_same_file_once_more_is_nothing_to_adopt(talk: Talk) -> None:
    await in_force(talk)
    (told,) = await bring(talk, HEAD, OLD)
    assert told.title == "“Online conduct policy” is in force already"
    (card,) = await bring(talk, HEAD)
    (again,) = await bring(talk, HEAD)
    assert (again.title, labels(again)) == (card.title, labels(card))


async def test_a_file_that_is_no_policy_changes_nothing(talk: Talk) -> None:
    await in_force(talk)
    (told,) = await bring(talk, HEAD, "Eggs, milk, bread.")
    assert told.title == "This document cannot be used"
    assert await talk.told(CHAIR) == []


async def test_a_picture_is_no_policy(talk: Talk) -> None:
    talk.settings(page=PAGE)
    await talk.say(HEAD, "upload the policy")
    assert await arrives(talk, HEAD, b"\x89PNG", "policy.png", "image/png") == "No policy among these"


async def test_a_school_without_a_page_is_told_the_other_way(talk: Talk) -> None:
    said = await talk.say(HEAD, "new policy")
    assert "proviso policy propose FILE" in said.text


async def test_a_file_in_the_chat_is_answered_with_the_page(talk: Talk) -> None:
    """Where the platform gives its bytes to nobody."""
    talk.settings(page=PAGE)
    file = File("F1", "Social media policy 2027.pdf", "application/pdf", 12)
    for who, title in ((HEAD, "Bring a new version"), (TEACHER, "I read words only")):
        event = Said(f"file-{who.person.key}", who.person, Place("test:1"), "", (file,))
        outcome = await talk.turn.take(event, "test")
        assert isinstance(outcome.reply, Say)
        assert outcome.reply.post.title == title


async def test_rulings_under_the_version_before_wait_for_a_word(talk: Talk) -> None:
    await in_force(talk)
    (policy,) = talk.book.known
    rule = policy.clauses[1]
    ruling = Ruling("r1", "head", "head", talk.store.clock(), "2028-03-02", "May I accept a pupil's request?",
                    Decision.NO, "Never.", rule.id, policy.sha)  # fmt: skip
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).add_ruling(ruling))
    (card,) = await bring(talk, HEAD)
    await adopt(talk, HEAD, card)
    await follow(talk)
    begun = (await talk.told(HEAD))[-1]
    assert facts(begun)["Rulings"] == "1 ruling given before: staff do not see them until you keep them"
    asked = await talk.press(HEAD, begun, "Do they still stand?")
    assert asked.title == "The policy has changed: does this ruling still stand?"


async def test_what_was_adopted_twice_is_one_version_at_a_time(talk: Talk, clock: Clock) -> None:
    """Two proposals in place of the same version: the later one to begin takes the place of the earlier."""
    await in_force(talk)
    for text, day in ((NEW.replace("never film", "never ever film"), "2027-04-02"), (NEW, "2027-04-01")):
        (card,) = await bring(talk, HEAD, text)
        await adopt(talk, HEAD, card, day)
        await talk.told(HEAD)
    clock.forward(days=40)
    (policy,) = await follow(talk)
    assert "never ever film" in policy.document.text


async def test_where_anybody_may_choose_whom_to_be_no_policy_is_brought_or_adopted(talk: Talk) -> None:
    """The page of a school that has connected nothing: its people stand in a file, and nobody signs in."""
    await in_force(talk)
    (card,) = await bring(talk, HEAD)
    talk.settings(fixed=True, browser=True)
    said = "Policies are put in force by command here"
    assert (await talk.say(HEAD, "new policy")).title == said
    assert (await talk.press(HEAD, card, "Adopt it")).title == said


async def test_a_policy_that_is_written_anew_is_shown_to_its_last_clause(talk: Talk) -> None:
    """On every platform: pages go on, and nothing is cut."""
    head = "# Online conduct policy\n\n## Rules\n\n"
    before = [f"1.{n} Staff must keep rule {n} of the {word} book." for n, word in enumerate(WORDS, 1)]
    after = [f"2.{n} {word.capitalize()} devices must not be {LONG}" for n, word in enumerate(WORDS, 1)]
    await in_force(talk, head + "\n\n".join(before))
    (card,) = await bring(talk, HEAD, head + "\n\n".join(after))
    assert facts(card)["What changes"] == f"{len(WORDS)} clauses are new; {len(WORDS)} clauses are gone."
    page = await talk.open_form(HEAD, card, "See what changes")
    shown = list(page.words.quotes)
    while page.buttons[0] == "Next":
        page = await talk.fill(HEAD, page)
        shown += page.words.quotes
    assert len(shown) == 2 * len(WORDS)
    assert all(quote.text.endswith(("parties.", "book.")) for quote in shown)


WORDS = ("red", "green", "blue", "white", "black", "brown", "grey", "pink", "gold", "silver", "amber", "violet")
LONG = (
    "used to send, keep, show, print, copy or pass on whatever pupils, their parents, governors or visitors have said, "
    "written, drawn, sung or filmed at school, on the way there or at home, unless the headteacher has agreed to it in "
    "writing, the parents know of it, and it is deleted once it is not needed any more, whichever is the earlier; this "
    "holds for lessons, breaks, trips, clubs, concerts, matches and parties."
)


async def test_of_two_for_the_same_day_and_place_the_second_is_refused(talk: Talk) -> None:
    """Nobody could say which of them holds then, or what staff are asked to read."""
    await in_force(talk)
    (minor,) = await bring(talk, HEAD, MINOR, "minor.txt")
    (card,) = [
        one for one in await bring(talk, CHAIR) if labels(one) == labels(minor) and "6 clauses" in str(one.facts)
    ]
    await adopt(talk, CHAIR, card, "2027-04-01")
    page = await talk.fill(HEAD, await talk.open_form(HEAD, minor, "Adopt it"), {BEGINS: "2027-04-01"})
    again = await talk.fill(HEAD, await talk.fill(HEAD, page, {"Is it a minor edit?": "Yes"}))
    assert "Dr Stone adopted another version in the same place from this day." in again.faults
    page = await talk.fill(HEAD, again, {BEGINS: "2027-04-02"})
    assert (await talk.finish(HEAD, await talk.fill(HEAD, page))).title == "It is adopted"


async def test_what_was_said_of_a_minor_edit_does_not_count_for_another_place(talk: Talk) -> None:
    await in_force(talk)
    (card,) = await bring(talk, HEAD, MINOR, "minor.txt")
    page = await talk.fill(HEAD, await talk.open_form(HEAD, card, "Adopt it"))
    page = await talk.fill(HEAD, page, {"Is it a minor edit?": "Yes"})
    assert facts(page.words)["To acknowledge it"] == "nobody: it is a minor edit"
    page = await talk.back(HEAD, await talk.back(HEAD, page))
    page = await talk.fill(HEAD, page, {PLACE: "No other policy: it is a new one"})
    assert facts(page.words)["To acknowledge it"] == "4 people: staff"


async def test_whoever_looks_after_the_policies_since_hears_of_it_in_the_morning(talk: Talk, clock: Clock) -> None:
    await in_force(talk)
    (card,) = await bring(talk, HEAD)
    await adopt(talk, HEAD, card, "2027-04-01")
    await talk.appoint(ASSISTANT.person.key, Role.POLICY_OWNER)
    clock.forward(days=28, hours=14)  # midnight, in summer time
    await follow(talk)
    assert not await talk.told(ASSISTANT)
    clock.forward(hours=8)
    assert {one.title for one in await talk.told(ASSISTANT)} == {
        "“Online conduct policy” is in force",
        "“Online conduct policy” is in force now",
    }
