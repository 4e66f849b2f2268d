"""The bell of each school morning: set once, whatever stops and begins again meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.app import router
from bot.roll import Kept
from bot.store.store import Store
from bot.timers import set_daily
from bot.turn import Turn
from handlers.records import StaffLine
from handlers.reminders.digest import DAILY
from tests.conftest import Clock
from tests.handlers.larkfield import SCHOOL, Book
from tests.handlers.talk import BARE

EARLY = datetime(2027, 3, 3, 5, 0, tzinfo=UTC)
OPENS = datetime(2027, 3, 3, 8, 30, tzinfo=UTC)
TOMORROW = datetime(2027, 3, 4, 8, 30, tzinfo=UTC)


def turn_of(store: Store) -> Turn:
    """The bot as it has just begun."""
    book = Book()
    return Turn(store, router(), Kept(BARE), lambda _: book)


async def rings(store: Store) -> datetime | None:
    return await store.read(lambda tx: tx.next_timer())


async def test_it_rings_when_school_opens_and_then_the_next_morning(embedded: Store, clock: Clock) -> None:
    clock.now = EARLY
    await set_daily(turn_of(embedded), SCHOOL.id)
    assert await rings(embedded) == OPENS
    clock.now = OPENS
    assert await turn_of(embedded).ring()
    assert await rings(embedded) == TOMORROW


async def test_beginning_again_during_the_day_rings_it_no_second_time(embedded: Store, clock: Clock) -> None:
    clock.now = OPENS
    await set_daily(turn_of(embedded), SCHOOL.id)
    assert await turn_of(embedded).ring()
    clock.forward(hours=2)
    await set_daily(turn_of(embedded), SCHOOL.id)
    assert await rings(embedded) == TOMORROW
    assert not await turn_of(embedded).ring()


async def test_a_bell_that_was_missed_until_the_evening_waits_for_the_morning(embedded: Store, clock: Clock) -> None:
    clock.now = EARLY
    await set_daily(turn_of(embedded), SCHOOL.id)
    clock.now = datetime(2027, 3, 3, 21, 0, tzinfo=UTC)
    assert await turn_of(embedded).ring()
    assert await rings(embedded) == TOMORROW


async def test_a_bell_that_was_missed_until_midday_rings_at_once(embedded: Store, clock: Clock) -> None:
    clock.now = EARLY
    await set_daily(turn_of(embedded), SCHOOL.id)
    clock.now = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
    assert await rings(embedded) == OPENS
    assert await turn_of(embedded).ring()


async def test_two_that_ring_at_once_set_it_once(embedded: Store, clock: Clock) -> None:
    """Replicas: of two that wake at the same moment one finds something to do."""
    clock.now = OPENS
    await set_daily(turn_of(embedded), SCHOOL.id)
    assert [await turn_of(embedded).ring(), await turn_of(embedded).ring()] == [True, False]
    key = await embedded.read(lambda tx: tx.at(SCHOOL.id).is_set(DAILY))
    assert key


async def test_what_could_not_be_sent_all_day_does_not_arrive_at_night(embedded: Store, clock: Clock) -> None:
    """The outbox stands still from the morning on; the bot begins again in the evening."""
    clock.now = OPENS
    line = StaffLine("teacher", "Miss Marsh", "teacher@larkfield.example")
    await embedded.run(lambda tx: tx.at(SCHOOL.id).put_staff([line]))
    await set_daily(turn_of(embedded), SCHOOL.id)
    await ring_all(embedded)
    assert await embedded.read(lambda tx: tx.next_due()) == OPENS, "a reminder waits to be sent"
    clock.now = datetime(2027, 3, 3, 22, 0, tzinfo=UTC)
    await ring_all(embedded)
    assert await embedded.read(lambda tx: tx.next_due()) is None
    clock.now = TOMORROW
    await ring_all(embedded)
    assert await embedded.read(lambda tx: tx.next_due()) == TOMORROW, "it is said then"


async def ring_all(store: Store) -> None:
    """Whatever is due, of whichever feature."""
    while await turn_of(store).ring():
        continue
