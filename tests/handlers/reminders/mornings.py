"""School mornings, for conversations about reminders: the bell rings, and what each person then reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.desk import Member
from handlers.reminders.digest import DAILY
from tests.conftest import Clock
from tests.handlers.larkfield import SCHOOL
from tests.handlers.talk import Talk
from tests.seats.seen import Seen

REVIEW = "Review of “Online conduct policy”"
LATE = "It was due on 8 September 2026, and is 5 months late."
PRIVACY = "Your privacy settings"


async def set_bell(talk: Talk) -> None:
    """As the bot does when it starts."""
    due = SCHOOL.calendar.next_school_moment(talk.store.clock())
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).wake(DAILY, "", due=due, key=DAILY))


async def next_morning(talk: Talk, clock: Clock, days: int = 1) -> None:
    """Nine o'clock on the wall, so many days later, all mornings between them having been rung too."""
    for _ in range(days):
        here = (clock.now.astimezone(SCHOOL.zone) + timedelta(days=1)).date()
        clock.now = datetime(here.year, here.month, here.day, 9, tzinfo=SCHOOL.zone)
        await talk.settle()


async def reminder(talk: Talk, who: Member) -> Seen:
    """The one message of reminders that they were sent."""
    (one,) = await reminders(talk, who)
    return one


async def reminders(talk: Talk, who: Member) -> Sequence[Seen]:
    """All that they were sent since they last looked."""
    return [one for one in await talk.told(who) if "to do" in one.title]
