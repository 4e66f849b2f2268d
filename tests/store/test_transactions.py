"""What a transaction promises, on every database."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.store.schema import unanswered
from bot.store.store import Store
from bot.store.timers import Timer
from bot.store.tx import Tx
from tests.conftest import KEY, Clock
from tests.patience import HELD_UP, UNHURRIED

SCHOOL = "greenfield"


def count(subject: str) -> Any:
    return lambda tx: tx.at(SCHOOL).count_unanswered(subject)


def counted(tx: Tx) -> dict[str, int]:
    return {one.subject: one.count for one in tx.at(SCHOOL).unanswered(1)}


async def test_what_a_work_returns_is_returned_and_what_it_did_is_there(store: Store) -> None:
    await store.run(count("photographs"))
    assert await store.run(lambda tx: tx.now) == store.clock()
    assert await store.read(counted) == {"photographs": 1}


async def test_what_a_work_raises_is_raised_and_nothing_of_it_is_kept(store: Store) -> None:
    def fails(tx: Tx) -> None:
        count("gifts")(tx)
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        await store.run(fails)
    assert await store.read(counted) == {}


async def test_works_that_wait_together_succeed_and_fail_each_for_itself(store: Store) -> None:
    def fails(tx: Tx) -> None:
        count("gifts")(tx)
        raise LookupError

    def breaks(tx: Tx) -> None:
        count("gifts")(tx)
        tx.connection.execute(text("SELECT no_such_column FROM outbox"))

    works = [count("photographs"), fails, breaks, count("photographs"), count("video")] * 8
    outcomes = await asyncio.gather(*(store.run(work) for work in works), return_exceptions=True)
    assert sum(isinstance(one, LookupError) for one in outcomes) == 8
    assert sum(isinstance(one, DBAPIError) for one in outcomes) == 8
    assert await store.read(counted) == {"photographs": 16, "video": 8}


async def test_a_hundred_works_at_once_lose_no_count(store: Store) -> None:
    await asyncio.gather(*(store.run(count("photographs")) for _ in range(100)))
    assert await store.read(counted) == {"photographs": 100}


async def test_a_decision_taken_twice_at_once_is_taken_once(store: Store) -> None:
    """Two that each look first and then decide: the second sees the first, or is run again until it does."""

    def decide(who: str) -> Any:
        def work(tx: Tx) -> str:
            decided = counted(tx)
            if not decided:
                time.sleep(0.02)
                count(who)(tx)
                return "decided"
            return f"too late: {next(iter(decided))}"

        return work

    outcomes = await asyncio.gather(store.run(decide("head")), store.run(decide("deputy")))
    assert sorted(outcome.split(":")[0] for outcome in outcomes) == ["decided", "too late"]
    assert len(await store.read(counted)) == 1


async def test_a_reader_does_not_wait_for_the_writer(store: Store) -> None:
    await store.run(count("photographs"))
    inside, leave = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        count("photographs")(tx)
        inside.set()
        leave.wait(UNHURRIED)

    writing = asyncio.create_task(store.run(slow))
    await asyncio.to_thread(inside.wait, UNHURRIED)
    assert await asyncio.wait_for(store.read(counted), UNHURRIED / 2) == {"photographs": 1}
    leave.set()
    await writing
    assert await store.read(counted) == {"photographs": 2}


async def test_a_work_that_takes_long_does_not_hold_up_the_event_loop(store: Store) -> None:
    """The loop opens the gate that the work waits at: a loop that was held up could not."""
    gate = threading.Event()
    writing = asyncio.create_task(store.run(lambda tx: gate.wait(HELD_UP)))
    await asyncio.sleep(0.05)
    gate.set()
    assert await writing


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError):
        await store.read(count("photographs"))
    await store.run(count("video"))
    assert await store.read(counted) == {"video": 1}


async def test_a_work_called_off_while_it_waits_is_never_run(store: Store) -> None:
    inside, leave = threading.Event(), threading.Event()
    blocking = [asyncio.create_task(store.run(lambda tx: (inside.set(), leave.wait(UNHURRIED)))) for _ in range(8)]
    await asyncio.to_thread(inside.wait, UNHURRIED)
    called_off = asyncio.create_task(store.run(count("photographs")))
    await asyncio.sleep(0.02)
    called_off.cancel()
    await asyncio.sleep(0)
    leave.set()
    await asyncio.gather(*blocking)
    assert await store.read(counted) == {}


async def test_no_school_sees_another(store: Store) -> None:
    await store.run(count("photographs"))
    assert await store.read(lambda tx: tx.at("hilltop").unanswered(1)) == ()


async def test_an_error_shows_no_value_that_somebody_wrote(store: Store) -> None:
    secret = "what Sam told me"

    def breaks(tx: Tx) -> None:
        tx.connection.execute(select(unanswered).where(text("no_such_column = :words")), {"words": secret})

    with pytest.raises(DBAPIError) as caught:
        await store.run(breaks)
    assert secret not in str(caught.value)


async def test_what_was_committed_outlives_a_process_that_is_killed(database_url: str, clock: Clock) -> None:
    script = """
import asyncio, os, sys
from bot.store.store import Store
from bot.store.timers import Timer
async def main():
    store = Store.open(sys.argv[1], keys=sys.argv[2])
    await store.run(lambda tx: tx.at("greenfield").count_unanswered("photographs"))
    os._exit(9)
asyncio.run(main())
"""
    done = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script, database_url, KEY], check=False)
    assert done.returncode == 9
    store = Store.open(database_url, clock=clock, keys=KEY)
    assert await store.read(counted) == {"photographs": 1}
    await store.close()


async def test_closing_finishes_what_is_queued(database_url: str, clock: Clock) -> None:
    store = Store.open(database_url, clock=clock, keys=KEY)
    works = [asyncio.create_task(store.run(count("photographs"))) for _ in range(20)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*works)
    again = Store.open(database_url, clock=clock, keys=KEY)
    assert await again.read(counted) == {"photographs": 20}
    await again.close()


async def test_a_timer_whose_work_fails_is_tried_each_hour_until_it_succeeds(store: Store, clock: Clock) -> None:
    """Nobody may wait for ever for what failed for a night."""
    await store.run(lambda tx: tx.at(SCHOOL).wake("handler", "about", due=clock(), key="k"))

    def fail(tx: Tx) -> None:
        timer = tx.first_due()
        assert timer is not None
        raise RuntimeError

    for _ in range(40):
        with pytest.raises(RuntimeError):
            await store.run(fail)
        await store.run(lambda tx: tx.put_off(Timer(SCHOOL, "k", "handler", "about"), "RuntimeError"))
        clock.forward(hours=1)
    assert await store.read(lambda tx: tx.at(SCHOOL).given_up_timers()) == (("handler", "RuntimeError"),)
    assert await store.run(lambda tx: tx.first_due()) == Timer(SCHOOL, "k", "handler", "about")
    assert await store.run(lambda tx: tx.first_due()) is None
