"""What is kept of reminders, and for how long: a year, but for what would otherwise be said twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.desk import Role
from handlers.records import Journal
from handlers.reminders.kept import ACTS, MADE
from knowledge.model import Dates
from tests.conftest import Clock
from tests.handlers.larkfield import ASSISTANT, POLICY, SCHOOL, TEACHER
from tests.handlers.reminders.mornings import PRIVACY, next_morning, reminder, reminders, set_bell
from tests.handlers.talk import Talk, on

pytestmark = on("web")  # what is kept does not depend on where people sit

GAP = "When is “Online conduct policy” to be reviewed?"


@pytest.fixture
async def talk(talk: Talk) -> Talk:
    """Larkfield, whose policy has no dates; Mr Field keeps it."""
    talk.book.known = (replace(POLICY, dates=Dates()),)
    await talk.appoint(ASSISTANT.person.key, Role.POLICY_OWNER)
    await set_bell(talk)
    return talk


async def kept(talk: Talk, kind: str) -> tuple[Journal, ...]:
    return await talk.store.read(lambda tx: tx.at(SCHOOL.id).journals(kind))


async def years_later(talk: Talk, clock: Clock, weeks: int) -> None:
    """The same weekday, at nine, so many weeks on; on the way the bot was off."""
    clock.forward(weeks=weeks - 1)
    await next_morning(talk, clock, 7)


async def test_what_was_asked_once_is_not_asked_again_when_its_record_is_a_year_old(talk: Talk, clock: Clock) -> None:
    assert GAP in dict((await reminder(talk, ASSISTANT)).facts)
    await years_later(talk, clock, 54)
    assert not [one for one in await reminders(talk, ASSISTANT) if GAP in dict(one.facts)]
    await years_later(talk, clock, 54)
    assert not [one for one in await reminders(talk, ASSISTANT) if GAP in dict(one.facts)]


async def test_what_was_put_off_or_is_not_mine_is_not_said_again_for_being_a_year_ago(talk: Talk, clock: Clock) -> None:
    await talk.appoint(TEACHER.person.key, Role.POLICY_OWNER)
    for who, label in ((ASSISTANT, "In a week"), (TEACHER, "Not me")):
        await talk.told(who)
        await talk.press(who, await talk.press(who, await talk.say(who, "reminders"), GAP), label)
    await next_morning(talk, clock, 7)
    assert GAP in dict((await reminder(talk, ASSISTANT)).facts)
    for _ in range(2):
        await years_later(talk, clock, 54)
        for who in (ASSISTANT, TEACHER):
            assert not [one for one in await reminders(talk, who) if GAP in dict(one.facts)]


async def test_what_was_made_is_forgotten_after_a_year(talk: Talk, clock: Clock) -> None:
    await talk.told(TEACHER)
    first = {one.id for one in await kept(talk, MADE)}
    await years_later(talk, clock, 54)
    assert not first & {one.id for one in await kept(talk, MADE)}


async def test_what_somebody_said_is_forgotten_after_a_year_but_not_their_days(talk: Talk, clock: Clock) -> None:
    await talk.told(TEACHER)
    form = await talk.open_form(TEACHER, await talk.say(TEACHER, "reminders"), "My days")
    await talk.finish(TEACHER, form, {"Which days do you work?": ["Wednesday", "Thursday"]})
    page = await talk.press(TEACHER, await talk.say(TEACHER, "reminders"), PRIVACY)
    await talk.press(TEACHER, page, "In a week")
    await years_later(talk, clock, 54)
    (journal,) = await kept(talk, ACTS)
    assert [one.what for one in journal.entries] == ["days"]


async def test_of_somebody_who_left_a_year_ago_nothing_is_kept(talk: Talk, clock: Clock) -> None:
    await talk.told(TEACHER)
    page = await talk.press(TEACHER, await talk.say(TEACHER, "reminders"), PRIVACY)
    await talk.press(TEACHER, page, "In a week")
    await talk.employ(TEACHER, ended="2027-03-31")
    await years_later(talk, clock, 54)
    assert await kept(talk, ACTS) == ()
