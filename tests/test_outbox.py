"""The outbox: made once, sent at least once, in order, and given up in plain sight."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import select

from bot.outbox import ATTEMPTS, LEASE, LONGEST_PAUSE, PATIENT, NotNow, Outbox, Refused, backoff
from bot.store import schema
from bot.store.deliveries import Delivery
from bot.store.store import Store
from bot.store.tx import SchoolTx
from bot.vault import new_key
from handlers.desk import Unknown
from handlers.model import Nothing, Place, Post
from handlers.records import Arrival
from tests.conftest import Clock
from tests.patience import UNHURRIED

HELLO, LATER = Post(text="hello"), Post(text="hello again")


class Platform:
    """The network's edge: takes messages, or fails as it is told to."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, str]] = []  # what is to be done, the text, the handle
        self.faults: list[Exception] = []
        self.took = asyncio.Event()

    async def send(self, row: Delivery) -> str:
        await asyncio.sleep(0)
        if self.faults:
            raise self.faults.pop(0)
        self.took.set()
        self.seen.append((row.kind, row.post.text if row.post else "", row.handle))
        return row.handle or f"message {len(self.seen)}"


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
async def outbox(store: Store, platform: Platform) -> Outbox:
    return Outbox(store, platform.send)


async def do(store: Store, work: Callable[[SchoolTx], Any]) -> Any:
    return await store.run(lambda tx: work(tx.at("greenfield", "web", "REF-123")))


async def reasons(store: Store) -> list[str]:
    return [one.reason for one in await do(store, lambda tx: tx.undelivered())]


async def test_what_is_told_is_sent_once(store: Store, outbox: Outbox, platform: Platform) -> None:
    await do(store, lambda tx: tx.tell("head", HELLO))
    await do(store, lambda tx: tx.tell(Place("channel", private=False), LATER))
    while await outbox.work_off():
        pass
    assert platform.seen == [("tell", "hello", ""), ("tell", "hello again", "")]


async def test_nothing_is_sent_of_a_work_that_failed(store: Store, outbox: Outbox, platform: Platform) -> None:
    def fails(tx: SchoolTx) -> None:
        tx.tell("head", HELLO)
        raise LookupError

    with pytest.raises(LookupError):
        await do(store, fails)
    assert await outbox.work_off() == 0


async def test_a_message_with_a_due_time_waits_for_it(
    store: Store, outbox: Outbox, platform: Platform, clock: Clock
) -> None:
    await do(store, lambda tx: tx.tell("head", HELLO, due=clock() + timedelta(days=30)))
    assert await outbox.work_off() == 0
    clock.forward(days=30)
    assert await outbox.work_off() == 1


async def test_one_key_is_told_once(store: Store, outbox: Outbox, platform: Platform) -> None:
    assert await do(store, lambda tx: tx.tell("head", HELLO, key="review 2027")) is True
    assert await do(store, lambda tx: tx.tell("head", HELLO, key="review 2027")) is False
    await outbox.work_off()
    assert await do(store, lambda tx: tx.tell("head", HELLO, key="review 2027")) is False
    assert await outbox.work_off() == 0


async def test_what_a_key_says_stands_nowhere(store: Store) -> None:
    await do(store, lambda tx: (tx.tell("head", HELLO, key="concern 12 head"), tx.withdraw("concern 12 head")))
    await do(store, lambda tx: tx.tell("head", HELLO, key="concern 12 head"))
    rows = await store.read(lambda tx: tx.connection.execute(select(schema.outbox)).all())
    assert len(rows) == 2
    assert "concern" not in str(rows)


async def test_after_the_vault_s_key_was_changed_everything_is_found_again(
    database_url: str, platform: Platform, clock: Clock
) -> None:
    old, new = new_key(), new_key()
    store = Store.open(database_url, clock=clock, keys=old)
    await do(store, lambda tx: (tx.tell("head", HELLO, key="k"), tx.remember("event", Nothing())))
    await Outbox(store, platform.send).work_off()
    await store.close()
    store = Store.open(database_url, clock=clock, keys=f"{new},{old}")
    assert await do(store, lambda tx: tx.reply_to("event")) == Nothing()
    assert await do(store, lambda tx: tx.arrival("k")) is Arrival.ARRIVED
    assert await do(store, lambda tx: tx.tell("head", LATER, key="k")) is False
    assert await do(store, lambda tx: (tx.amend("k", LATER), tx.withdraw("k"))) == (True, True)
    await Outbox(store, platform.send).work_off()
    assert platform.seen == [("tell", "hello", ""), ("withdraw", "", "message 1")]
    await store.close()


async def test_amending_what_is_not_sent_yet_replaces_it(store: Store, outbox: Outbox, platform: Platform) -> None:
    await do(store, lambda tx: (tx.tell("head", HELLO, key="k"), tx.amend("k", LATER)))
    await outbox.work_off()
    assert platform.seen == [("tell", "hello again", "")]


async def test_amending_and_withdrawing_what_was_sent_goes_to_the_same_message(
    store: Store, outbox: Outbox, platform: Platform
) -> None:
    await do(store, lambda tx: tx.tell("head", HELLO, key="k"))
    await outbox.work_off()
    assert await do(store, lambda tx: tx.amend("k", LATER)) is True
    await outbox.work_off()
    assert await do(store, lambda tx: tx.withdraw("k")) is True
    await outbox.work_off()
    assert platform.seen[1:] == [("amend", "hello again", "message 1"), ("withdraw", "", "message 1")]
    assert await do(store, lambda tx: (tx.amend("k", HELLO), tx.withdraw("k"))) == (False, False)


async def test_what_is_withdrawn_before_it_was_sent_is_never_sent(
    store: Store, outbox: Outbox, platform: Platform
) -> None:
    await do(store, lambda tx: (tx.tell("head", HELLO, key="k"), tx.withdraw("k")))
    assert await outbox.work_off() == 0
    assert await do(store, lambda tx: tx.withdraw("no such key")) is False


async def test_what_is_withdrawn_between_two_tries_is_not_tried_again(
    store: Store, outbox: Outbox, platform: Platform, clock: Clock
) -> None:
    platform.faults = [NotNow("too many requests")]
    await do(store, lambda tx: tx.tell("head", HELLO, key="k"))
    await outbox.work_off()
    assert await do(store, lambda tx: tx.withdraw("k")) is True
    clock.forward(hours=1)
    assert await outbox.work_off() == 0
    assert platform.seen == []


async def test_rows_of_one_key_go_one_after_the_other(store: Store, platform: Platform, clock: Clock) -> None:
    """While the first is on its way its amendment waits, and then finds the handle."""
    started, leave = asyncio.Event(), asyncio.Event()

    async def slow(row: Delivery) -> str:
        started.set()
        await leave.wait()
        return await platform.send(row)

    outbox = Outbox(store, slow)
    await do(store, lambda tx: tx.tell("head", HELLO, key="k"))
    sending = asyncio.create_task(outbox.work_off())
    await started.wait()
    await do(store, lambda tx: tx.amend("k", LATER))
    assert await outbox.work_off() == 0
    leave.set()
    await sending
    assert await outbox.work_off() == 1
    assert platform.seen == [("tell", "hello", ""), ("amend", "hello again", "message 1")]


async def test_two_senders_never_take_one_row(store: Store, platform: Platform) -> None:
    first, second = Outbox(store, platform.send), Outbox(store, platform.send)
    for number in range(12):
        await do(store, lambda tx, number=number: tx.tell("head", Post(text=str(number))))
    while sum(await asyncio.gather(first.work_off(), second.work_off())):
        pass
    assert sorted(text for _, text, _ in platform.seen) == sorted(str(number) for number in range(12))


async def test_a_message_that_could_not_be_sent_now_is_tried_after_the_pause_asked_for(
    store: Store, outbox: Outbox, platform: Platform, clock: Clock
) -> None:
    platform.faults = [NotNow("too many requests", timedelta(seconds=90))]
    await do(store, lambda tx: tx.tell("head", HELLO, unknown=Unknown.DROP))
    await outbox.work_off()
    clock.forward(seconds=89)
    assert await outbox.work_off() == 0
    clock.forward(seconds=1)
    assert await outbox.work_off() == 1
    assert platform.seen == [("tell", "hello", "")]


async def test_a_refused_message_is_given_up_at_once_and_in_plain_sight(
    store: Store, outbox: Outbox, platform: Platform
) -> None:
    platform.faults = [Refused("has not installed the bot")]
    await do(store, lambda tx: tx.tell("head", HELLO))
    with structlog.testing.capture_logs() as logs:
        await outbox.work_off()
    assert await reasons(store) == ["has not installed the bot"]
    assert [(line["event"], line["reason"]) for line in logs] == [("undelivered", "has not installed the bot")]
    assert "REF-123" not in str(logs), "with the turn's reference it would say who caused it"
    assert await outbox.work_off() == 0


async def test_a_lost_answer_means_again_for_a_decision_and_never_for_a_nudge(
    store: Store, outbox: Outbox, platform: Platform, clock: Clock
) -> None:
    await do(store, lambda tx: tx.tell("head", HELLO))
    platform.faults = [ConnectionResetError()]
    await outbox.work_off()
    clock.forward(seconds=10)
    await outbox.work_off()
    assert platform.seen == [("tell", "hello", "")]

    await do(store, lambda tx: tx.tell("head", LATER, unknown=Unknown.DROP))
    platform.faults = [ConnectionResetError()]
    await outbox.work_off()
    clock.forward(days=1)
    assert await outbox.work_off() == 0
    assert await reasons(store) == ["nobody knows whether it arrived"]


async def test_a_platform_that_stays_silent_is_given_up_after_so_many_tries(
    store: Store, outbox: Outbox, platform: Platform, clock: Clock
) -> None:
    platform.faults = [TimeoutError() for _ in range(ATTEMPTS)]
    await do(store, lambda tx: tx.tell("head", HELLO))
    for _ in range(ATTEMPTS):
        assert await outbox.work_off() == 1
        clock.forward(hours=1)
    assert await outbox.work_off() == 0
    assert await reasons(store) == [f"no clear answer (TimeoutError); tried {ATTEMPTS} times"]


async def test_a_platform_that_is_away_for_a_weekend_loses_nothing(
    store: Store, outbox: Outbox, platform: Platform, clock: Clock
) -> None:
    """From Friday at four to Monday at eight: it surely did not arrive, so that trying again doubles nothing."""
    await do(store, lambda tx: tx.tell("head", HELLO))
    back = clock.now + timedelta(hours=64)
    while clock.now < back:
        platform.faults = [NotNow("the platform is away")]
        await outbox.work_off()
        clock.forward(minutes=10)
    platform.faults = []
    clock.forward(minutes=40)
    await outbox.work_off()
    assert platform.seen == [("tell", "hello", "")]


async def test_even_the_most_patient_gives_up_in_the_end_and_says_so(
    store: Store, outbox: Outbox, platform: Platform, clock: Clock
) -> None:
    await do(store, lambda tx: tx.tell("head", HELLO))
    for _ in range(PATIENT):
        platform.faults = [NotNow("the platform is away")]
        assert await outbox.work_off() == 1
        clock.forward(hours=1)
    assert await outbox.work_off() == 0
    assert await reasons(store) == [f"the platform is away; tried {PATIENT} times"]
    shortest = sum(min(2**one, LONGEST_PAUSE.total_seconds()) for one in range(1, PATIENT))
    assert timedelta(days=3) <= timedelta(seconds=shortest) < timedelta(days=4)


def test_the_pauses_grow_and_have_an_end() -> None:
    pauses = [backoff(attempt) for attempt in range(1, 20)]
    assert timedelta(seconds=2) <= pauses[0] <= timedelta(seconds=2.5)
    assert max(pauses) <= timedelta(minutes=37.5)


@pytest.mark.parametrize(("unknown", "sent"), [(Unknown.RESEND, 1), (Unknown.DROP, 0)])
async def test_a_sender_that_dies_leaves_its_rows_to_the_next(
    store: Store, outbox: Outbox, platform: Platform, clock: Clock, unknown: Unknown, sent: int
) -> None:
    await do(store, lambda tx: tx.tell("head", HELLO, unknown=unknown))
    await store.run(lambda tx: tx.lease("the dead one's", LEASE, 10))
    assert await outbox.work_off() == 0
    clock.forward(seconds=LEASE.total_seconds())
    await outbox.work_off()
    assert len(platform.seen) == sent


async def test_a_sender_that_comes_too_late_changes_nothing(store: Store, clock: Clock) -> None:
    await do(store, lambda tx: tx.tell("head", HELLO))
    (row,) = await store.run(lambda tx: tx.lease("slow", LEASE, 10))
    clock.forward(seconds=LEASE.total_seconds())
    await store.run(lambda tx: tx.lease("quick", LEASE, 10))
    assert await store.run(lambda tx: tx.fail(row.id, "slow", "too slow")) is False
    assert await store.run(lambda tx: tx.sent(row.id, "quick", "message 1")) is True


async def test_the_outbox_wakes_up_when_something_is_told(store: Store, outbox: Outbox, platform: Platform) -> None:
    running = asyncio.create_task(outbox.run())
    await asyncio.sleep(0.1)
    await do(store, lambda tx: tx.tell("head", HELLO))
    await asyncio.wait_for(platform.took.wait(), UNHURRIED)
    outbox.stop()
    await asyncio.wait_for(running, UNHURRIED)


async def test_a_fault_of_the_store_does_not_end_the_outbox(
    store: Store, outbox: Outbox, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, faults = store.run, [OSError("the database is away")]

    async def shaky(work: Any) -> Any:
        if faults:
            raise faults.pop()
        return await real(work)

    monkeypatch.setattr(store, "run", shaky)
    with structlog.testing.capture_logs() as logs:
        running = asyncio.create_task(outbox.run())
        await asyncio.sleep(0.1)
        await do(store, lambda tx: tx.tell("head", HELLO))
        await asyncio.wait_for(platform.took.wait(), UNHURRIED)
        outbox.stop()
        await running
    assert [line["event"] for line in logs] == ["outbox_failed"]


async def test_a_row_that_cannot_be_written_down_leaves_none_of_the_others_behind(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is away for one row of two; the other is still on its way, and is waited for."""
    real, quick, on_its_way, sent = store.run, asyncio.Event(), asyncio.Event(), []

    async def shaky(work: Any) -> Any:
        if len(sent) == 1 and not on_its_way.is_set():
            raise OSError("the database is away")
        return await real(work)

    async def send(row: Delivery) -> str:
        if row.person == "slow":
            await on_its_way.wait()
        sent.append(row.person)
        quick.set()
        return "handle"

    for person in ("quick", "slow"):
        await do(store, lambda tx, person=person: tx.tell(person, HELLO))
    outbox = Outbox(store, send)
    monkeypatch.setattr(store, "run", shaky)
    working = asyncio.create_task(outbox.work_off())
    await quick.wait()
    await asyncio.sleep(0.05)
    assert not working.done()
    on_its_way.set()
    with pytest.raises(OSError, match="away"):
        await working
    monkeypatch.setattr(store, "run", real)
    states = await store.read(lambda tx: tx.connection.execute(select(schema.outbox.c.state)).scalars().all())
    assert sorted(states) == ["leased", "sent"]


async def test_sent_words_do_not_stay_in_the_outbox(store: Store, outbox: Outbox) -> None:
    from sqlalchemy import select

    from bot.store.schema import outbox as rows

    await do(store, lambda tx: tx.tell("head", HELLO))
    await outbox.work_off()
    assert await store.read(lambda tx: tx.connection.execute(select(rows.c.state, rows.c.post)).all()) == [("sent", "")]
