"""Rings the timers that are due, one transaction each."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.faults import cause
from bot.logs import logger
from bot.store.store import Store
from bot.store.tx import SchoolTx
from bot.turn import Turn
from handlers.desk import WHO_IS_WHO, Desk
from handlers.reminders import digest

log = logger("proviso.timers")

LOOK = timedelta(seconds=30)  # how long to sleep at most: another process may have set one


class Timers:
    """The bell. Any number may run, in any number of processes: each timer's work is done once."""

    def __init__(self, store: Store, turn: Turn) -> None:
        self._store = store
        self._turn = turn
        self._due = asyncio.Event()
        loop = asyncio.get_running_loop()

        def woken() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._due.set)

        store.on_told(woken)

    async def run(self) -> None:
        """Ring until cancelled; a transaction that has begun is finished all the same."""
        while True:
            self._due.clear()
            try:
                await self.work_off()
                pause = await self._pause()
            except Exception as fault:
                log.error("timers_failed", cause=cause(fault))
                pause = LOOK
            try:
                await asyncio.wait_for(self._due.wait(), pause.total_seconds())
            except TimeoutError:
                continue

    async def work_off(self) -> int:
        """Ring what is due now. How many were rung."""
        rung = 0
        while await self._turn.ring():
            rung += 1
        return rung

    async def _pause(self) -> timedelta:
        soonest = await self._store.read(lambda tx: tx.next_timer())
        if soonest is None:
            return LOOK
        return max(timedelta(0), min(LOOK, soonest - self._store.clock()))


async def set_daily(turn: Turn, school: str) -> None:
    """Set the timer of the daily reminders where there is none. One that was missed meanwhile stays: it is due now.

    Timers that were given up are tried again.
    """

    def work(desk: Desk, records: SchoolTx) -> None:
        records.revive_timers()
        if not records.is_set(digest.DAILY):
            digest.begin(desk)

    await turn.at_desk(school, work)


async def look_who_is_who(turn: Turn, school: str) -> None:
    """Let what belongs to an office go on by who is who now: the settings may say otherwise than when the bot ended."""
    await turn.at_desk(school, lambda desk, _: desk.tx.wake(WHO_IS_WHO, "", due=desk.now, key=WHO_IS_WHO))
