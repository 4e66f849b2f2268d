"""A school year of reminders, hour by hour: each is made exactly once, though the bot keeps stopping.

How often it stops: in the weeks (three days before to three days after) of both changes of the clock, of the first day
of each term and of a new version of a policy it is begun anew in every hour, day and night; in the rest of the year in
every hour in which something is due. In one life of five it ends before it has sent anything. On three days it does not
run at all.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import router
from bot.outbox import NotNow, Outbox
from bot.roll import Kept
from bot.store.deliveries import Delivery
from bot.store.store import Store
from bot.timers import set_daily
from bot.turn import Turn
from handlers.desk import Role
from handlers.records import Appointment, StaffLine, Standing
from handlers.reminders import kept, privacy
from handlers.reminders.dates import record
from knowledge.model import Dates
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import Book
from tests.year import (
    AWAY,
    CALENDAR,
    CHAIR,
    CONDUCT,
    FILLED,
    HEAD,
    NEVER,
    NEXT_HEAD,
    NEXT_OWNER,
    NEXT_OWNER_FROM,
    OWLS,
    OWNER,
    PEOPLE,
    PRIVACY,
    REVIEWED,
    SCHOOL,
    SETTLED,
    Expected,
    Line,
    about_policies,
    about_privacy,
    in_force,
    restless,
)

pytestmark = pytest.mark.slow


@dataclass
class Year:
    """What has happened, and what was sent: when, to whom, about what."""

    clock: Clock
    path: Path
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    sent: list[tuple[datetime, str, str]] = field(default_factory=list)
    done: list[tuple[datetime, str]] = field(default_factory=list)
    messages: Counter[tuple[date, str]] = field(default_factory=Counter)
    lives: int = 0

    @property
    def here(self) -> datetime:
        return self.clock.now.astimezone(SCHOOL.zone)

    def sent_on(self, day: date) -> Counter[tuple[str, str]]:
        """To whom about what, on one day."""
        return Counter((to, subject) for at, to, subject in self.sent if at.astimezone(SCHOOL.zone).date() == day)

    @asynccontextmanager
    async def life(self) -> AsyncIterator[tuple[Store, Turn]]:
        """The bot, begun anew on the database as it is; nothing in memory is left of before."""
        self.lives += 1
        store = Store.open(f"sqlite:///{self.path}", clock=self.clock, keys=KEY)
        book = Book()
        book.known = in_force(self.here.date())
        turn = Turn(store, router(), Kept(SCHOOL), lambda _: book)
        try:
            await set_daily(turn, SCHOOL.id)
            yield store, turn
        finally:
            await store.close()

    async def hour(self) -> datetime:
        """One life of an hour; it may end before anything is sent. When the next thing is due."""
        async with self.life() as (store, turn):
            while await turn.ring():
                continue
            if self.chance.random() < 0.8:
                outbox = Outbox(store, self.send)
                while await outbox.work_off():
                    continue
            due = await store.run(lambda tx: (tx.next_timer(), tx.next_due()))
        return min(moment for moment in due if moment)

    async def send(self, row: Delivery) -> str:
        """The platform: busy at times, and at times its answer is lost though the message has arrived."""
        if self.chance.random() < 0.05:
            raise NotNow("busy")
        assert row.post is not None
        to = row.person or (row.place.key if row.place else "")
        self.messages[self.here.date(), to] += 1
        self.sent += [(self.clock.now, to, subject) for subject, _ in row.post.facts]
        if self.chance.random() < 0.05:
            raise ConnectionError
        return "1.0"


async def begin(year: Year) -> None:
    """The staff list, the roles, and the days on which people work."""
    lines = [
        StaffLine(one.key, one.key, f"{one.key}@larkfield.example", one.capacity, "", str(one.begins), str(one.ends))
        for one in PEOPLE.values()
    ]
    async with year.life() as (store, turn):
        await store.run(lambda tx: tx.at(SCHOOL.id).put_staff(lines))
        for one, role in ((OWNER, Role.POLICY_OWNER), (HEAD, Role.HEAD), (NEXT_HEAD, Role.HEAD), (CHAIR, Role.CHAIR)):
            await appoint(store, one, role)
        part_time = [one for one in PEOPLE.values() if len(one.days) < 5]
        await say(turn, [(one.key, kept.DAYS, {"days": sorted(one.days)}) for one in part_time])


async def appoint(store: Store, one: Line, role: Role) -> None:
    held = Appointment(f"{one.key} {role}", role, one.key, "somebody", store.clock(), Standing.HELD)
    await store.run(lambda tx: tx.at(SCHOOL.id).appoint(held))


async def say(turn: Turn, said: Sequence[tuple[str, str, Mapping[str, object]]]) -> None:
    await turn.at_desk(SCHOOL.id, lambda desk, _: [kept.say(desk, *one) for one in said])


async def noon(year: Year, expected: Expected) -> None:
    """What people do about what they were told, and what is written down about policies; it counts from tomorrow."""
    day = year.here.date()
    about = {subject: key for key, subject, *_ in (*about_policies(day), about_privacy(day))}
    said: list[tuple[str, str, Mapping[str, object]]] = []
    async with year.life() as (store, turn):
        for who, subject in sorted(year.sent_on(day)):
            key, chance = about[subject], year.chance.random()
            if subject == PRIVACY and chance < 0.4:
                expected.done.add((who, key))
                year.done.append((year.clock.now, who))
                said.append((who, kept.DONE, {"task": key, "on": str(day)}))
            elif chance > 0.85:
                until = expected.later[who, key] = day + timedelta(days=year.chance.randint(1, 9))
                said.append((who, kept.LATER, {"task": key, "until": str(until)}))
            elif subject != PRIVACY and chance > 0.75:
                expected.not_me.add((who, key))
                said.append((who, kept.NOT_ME, {"task": key}))
        await say(turn, said)
        tomorrow = day + timedelta(days=1)
        if tomorrow == REVIEWED:
            reviewed = Dates(last_reviewed=str(day))
            await turn.at_desk(SCHOOL.id, lambda desk, _: record(desk, "head", CONDUCT, reviewed))
        if tomorrow == FILLED:
            filled = Dates(next_review="2027-05-28")
            await turn.at_desk(SCHOOL.id, lambda desk, _: record(desk, "owner", OWLS, filled))
        if tomorrow == NEXT_OWNER_FROM:
            await appoint(store, NEXT_OWNER, Role.POLICY_OWNER)


async def test_every_reminder_of_a_school_year_is_made_exactly_once(tmp_path: Path) -> None:
    """See above: six weeks of a life in every hour, and beside them one in each hour in which anything is due."""
    clock = Clock(datetime(2026, 8, 31, 23, tzinfo=UTC))  # midnight in London
    year = Year(clock, tmp_path / "year.sqlite")
    expected, due, told = Expected(), clock.now, set[tuple[str, str]]()
    await begin(year)
    while (day := year.here.date()) < NEVER:
        hour, works = year.here.hour, CALENDAR.school_day(day) and day not in AWAY
        if hour == 0:
            told = set()
        if hour == 9 and works:
            told = expected.on(day)
        if day not in AWAY and (due <= clock.now or restless(day)):
            due = await year.hour()
        if hour == 12 and (told or day + timedelta(days=1) in SETTLED):
            await noon(year, expected)
        if hour == 23:
            assert year.sent_on(day) == Counter(told), day
        clock.forward(hours=1)
    assert all(CALENDAR.in_school_time(at) for at, _, _ in year.sent)
    assert max(year.messages.values()) == 1, "somebody had two messages on one day"
    for done, who in year.done:
        later = [at for at, to, subject in year.sent if (to, subject) == (who, PRIVACY) and at > done]
        assert all(privacy.term(at.date()) != privacy.term(done.date()) for at in later)
    assert len(year.sent) > 600
    assert year.lives > 6 * 7 * 24 + 300
