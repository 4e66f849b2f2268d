"""Three minutes a term for one's own privacy settings: what is shown, what is kept, what the school sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store.schema import dialogs
from bot.store.tx import Tx
from handlers.desk import Member
from handlers.reminders.privacy import term
from handlers.reminders.steps import clause_for, guide
from knowledge.model import Modality
from knowledge.policy import read_policy
from tests.conftest import Clock
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, POLICY, SCHOOL, TEACHER, clause
from tests.handlers.reminders.mornings import PRIVACY, next_morning, reminder, reminders, set_bell
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen, labels

POLICIES = Path(__file__).parents[4] / "shared" / "policies"
OWN_TIME = clause("6.1", "Staff must not use social media for personal use in working hours.", Modality.PROHIBITION)
FRIENDS = clause("6.2", "Make sure that privacy settings let only friends see what you post.", Modality.ADVICE)
NAME = clause("6.3", "Staff are advised to search for their own name from time to time.", Modality.ADVICE)
LOOK = "Look at them now"
WHICH = "Which of these do you use?"


@pytest.fixture
async def talk(talk: Talk) -> Talk:
    """Larkfield in March, whose policy has something to say about it and is not to be reviewed for long."""
    dates = replace(POLICY.dates, next_review="2029-09")
    talk.book.known = (replace(POLICY, dates=dates, clauses=(OWN_TIME, FRIENDS, NAME)),)
    await set_bell(talk)
    return talk


async def begin(talk: Talk) -> Page:
    """Miss Marsh presses the button in her reminder."""
    return await talk.open_form(TEACHER, await talk.press(TEACHER, await reminder(talk, TEACHER), "Show it"), LOOK)


async def look(talk: Talk, who: Member = TEACHER, given: Mapping[str, object] | None = None) -> Seen:
    """Somebody looks, from the first page to the last."""
    form = await talk.open_form(who, await talk.say(who, "privacy settings"), LOOK)
    return await talk.finish(who, await talk.fill(who, form, given or {}))


async def test_it_is_to_be_done_in_ones_own_time_with_the_clause_that_says_so(talk: Talk) -> None:
    page = await begin(talk)
    assert page.words.title == "Do this in your own time, on your own device"
    (quote,) = page.words.quotes
    assert quote.text == OWN_TIME.text
    assert quote.source.startswith("Online conduct policy, clause 6.1")


async def test_one_screen_says_what_to_look_at_and_which_clauses_ask_for_it(talk: Talk) -> None:
    screen = await talk.fill(TEACHER, await begin(talk), {WHICH: ["Instagram"]})
    rows = dict(screen.words.facts)
    assert list(rows) == [one.title for one in guide().steps] + ["On Instagram, look for"]
    assert rows["Who sees your posts"].endswith("(Your policy, clause 6.2.)")
    assert rows["Tags"].endswith("(Good practice; I find no clause that asks for it.)")
    assert {quote.text for quote in screen.words.quotes} == {FRIENDS.text, NAME.text}
    assert any("was last looked over on 21 November 2026" in note for note in screen.words.notes)


async def test_a_clause_that_only_says_to_check_ones_settings_is_found(talk: Talk) -> None:
    checks = clause("6.4", "Staff are advised to check their privacy settings each term.", Modality.ADVICE)
    talk.book.known = (replace(POLICY, clauses=(checks,)),)
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, "privacy settings"), LOOK)
    rows = dict((await talk.fill(TEACHER, form)).words.facts)
    assert rows["Who sees your posts"].endswith("(Your policy, clause 6.4.)")


async def test_where_no_policy_says_when_it_is_labelled_good_practice(talk: Talk) -> None:
    talk.book.known = (replace(POLICY, clauses=(FRIENDS,)),)
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, "privacy settings"), LOOK)
    assert form.words.notes[:1] == ("Good practice; I find no clause that asks for it.",)


async def test_what_is_kept_is_that_somebody_looked_and_when(talk: Talk) -> None:
    done = await look(talk, TEACHER, {WHICH: ["TikTok", "Snapchat"]})
    assert done.text == "I keep that you looked on 3 March 2027, and nothing of what you ticked or found."
    kept = await talk.store.read(lambda tx: tx.at(SCHOOL.id).journals("reminders"))
    assert [(one.what, dict(one.given)) for journal in kept for one in journal.entries] == [
        ("done", {"task": "privacy 2027-01-01", "on": "2027-03-03"})
    ]


async def test_nothing_that_was_ticked_is_in_the_receipt_and_the_form_is_gone(talk: Talk) -> None:
    done = await look(talk, TEACHER, {WHICH: ["TikTok"]})
    assert "tiktok" not in repr(done).casefold()
    await talk.store.run(_no_dialog_is_left)


async def test_whoever_has_looked_is_not_reminded_until_the_next_term(talk: Talk, clock: Clock) -> None:
    assert (await talk.told(TEACHER))[-1].title == "1 thing to do"
    await look(talk)
    assert "You looked on 3 March 2027." in (await talk.say(TEACHER, "privacy settings")).text
    await next_morning(talk, clock, 28)  # until the end of March
    assert not await reminders(talk, TEACHER)
    await next_morning(talk, clock, 20)  # 20 April
    again = await reminder(talk, TEACHER)
    assert "This is for the summer term." in dict(again.facts)[PRIVACY]


async def test_it_is_asked_of_staff_and_of_nobody_else(talk: Talk) -> None:
    assert not await reminders(talk, CHAIR)
    assert await reminders(talk, DEPUTY)


async def test_it_cannot_be_given_to_somebody_else(talk: Talk) -> None:
    page = await talk.press(TEACHER, await reminder(talk, TEACHER), "Show it")
    assert labels(page) == [LOOK, "Remind me tomorrow", "In a week"]


async def test_the_head_sees_how_many_have_looked_and_no_small_number(talk: Talk) -> None:
    """At Larkfield no number below two is shown; four of the five are staff."""
    say = "privacy check"
    assert dict((await talk.say(HEAD, say)).facts)["This term"] == "Fewer than 2 have looked so far."
    await look(talk, TEACHER)
    await look(talk, ASSISTANT)
    assert dict((await talk.say(HEAD, say)).facts)["This term"] == "2 of 4 members of staff have looked."
    await look(talk, DEPUTY)
    assert dict((await talk.say(HEAD, say)).facts)["This term"] == "All have looked, or all but a few."
    assert not (await talk.say(TEACHER, say)).facts


def test_the_year_has_three_terms_and_the_holidays_belong_to_the_next(clock: Clock) -> None:
    days = [clock.now.date().replace(month=month, day=1) for month in (1, 3, 4, 8, 9, 12)]
    assert [term(one)[1] for one in days] == ["spring", "spring", "summer", "summer", "autumn", "autumn"]


def _no_dialog_is_left(tx: Tx) -> None:
    assert tx.connection.execute(select(dialogs)).first() is None


# --- the five real policies ---

FOUND = {
    "northumberland": {"own time", "Who sees your posts"},
    "owls": {"Who sees your posts", "Followers and friends"},
    "st-marys": {"own time"},
    "waterloo": {
        "own time", "Who sees your posts", "Search engines and public lists", "Followers and friends", "Passwords",
    },
    "wigan": {
        "own time", "Who sees your posts", "Tags", "Search engines and public lists", "Followers and friends",
        "Your own name", "Passwords", "Shared devices",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_each_step_has_the_sentence_of_the_real_policy_that_asks_for_it(name: str) -> None:
    if not POLICIES.is_dir():
        pytest.skip("the five real policies are not on this machine")
    policy = read_policy((POLICIES / f"{name}.txt").read_bytes(), f"{name}.txt")
    steps = {"own time": guide().own_time} | {one.title: one for one in guide().steps}
    assert {title for title, step in steps.items() if clause_for(step, [policy])} == FOUND[name]
