"""Sends what is due: leases rows, hands them to the platform, tries again, gives up in plain sight."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.faults import cause
from bot.logs import logger
from bot.store.deliveries import Delivery
from bot.store.store import Store
from handlers.desk import Unknown

log = logger("proviso.outbox")

LEASE = timedelta(seconds=60)
SENDING = timedelta(seconds=30)  # shorter than the lease, so that a slow send ends before another begins
TOGETHER = 10
ATTEMPTS = 10  # where nobody knows whether it arrived: each may be another copy; with the pauses, some twenty minutes
PATIENT = 155  # where it surely did not arrive: three days, so that a weekend without the platform loses nothing
QUIETLY = 13  # the same where the row shows who told or asked something: an hour and a half, and then it is gone
LONGEST_PAUSE = timedelta(minutes=30)
LOOK = timedelta(seconds=30)  # how long to sleep at most: another process may have written rows
TIDY = timedelta(hours=1)

Send = Callable[[Delivery], Awaitable[str]]
"""Sends one message and returns the platform's handle of it. Raises Refused or NotNow where it knows that the
message did not arrive; any other exception means that nobody knows."""


class Refused(Exception):
    """The platform will never take this message, for a reason that may be shown: "has not installed the bot"."""


class NotNow(Exception):
    """The message did not arrive, and may be tried again after a pause (None: as the outbox thinks fit)."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Outbox:
    """The sender. Any number may run, in any number of processes."""

    def __init__(self, store: Store, send: Send) -> None:
        self._store = store
        self._send = send
        self._due = asyncio.Event()
        self._stopping = False
        self._tidied = store.clock() - TIDY
        loop = asyncio.get_running_loop()

        def woken() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._due.set)

        store.on_told(woken)

    async def run(self) -> None:
        """Send until `stop`. A fault of the store is logged and waited out."""
        while not self._stopping:
            self._due.clear()
            try:
                await self._tidy()
                if await self.work_off():
                    continue
                pause = await self._pause()
            except Exception as fault:
                log.error("outbox_failed", cause=cause(fault))
                pause = LOOK
            try:
                await asyncio.wait_for(self._due.wait(), pause.total_seconds())
            except TimeoutError:
                continue

    def stop(self) -> None:
        """End `run` once what is being sent has been sent."""
        self._stopping = True
        self._due.set()

    async def work_off(self) -> int:
        """Send what is due now, once. How many rows were taken."""
        lease = secrets.token_hex(8)
        rows = await self._store.run(lambda tx: tx.lease(lease, LEASE, TOGETHER))
        ended = await asyncio.gather(*(self._deliver(row) for row in rows), return_exceptions=True)
        for fault in ended:  # only now, so that nobody closes the store while another row is still being sent
            if fault is not None:
                raise fault
        return len(rows)

    async def _deliver(self, row: Delivery) -> None:
        """Send one row and write down what became of it."""
        if row.kind == "withdraw" and not row.handle:  # nothing was sent, so nothing stands there
            await self._store.run(lambda tx: tx.sent(row.id, row.lease, ""))
            return
        try:
            async with asyncio.timeout(SENDING.total_seconds()):
                handle = await self._send(row)
        except Refused as refusal:
            await self._fail(row, str(refusal))
        except NotNow as wait:
            await self._again(row, str(wait), wait.after, most=QUIETLY if row.quiet else PATIENT)
        except Exception as fault:  # nobody knows whether it arrived
            if not row.quiet:
                log.warning("outcome_unknown", row=row.id, reference=row.reference, cause=cause(fault))
            if row.unknown is Unknown.DROP:
                await self._store.run(lambda tx: tx.drop(row.id, row.lease, "nobody knows whether it arrived"))
            else:
                await self._again(row, f"no clear answer ({type(fault).__name__})", None)
        else:
            await self._store.run(
                lambda tx: tx.forget(row.id, row.lease) if row.quiet else tx.sent(row.id, row.lease, handle)
            )

    async def _again(self, row: Delivery, reason: str, after: timedelta | None, most: int = ATTEMPTS) -> None:
        if row.attempts >= most:
            await self._fail(row, f"{reason}; tried {row.attempts} times")
            return
        pause = after or backoff(row.attempts)
        await self._store.run(lambda tx: tx.again(row.id, row.lease, tx.now + pause, reason))

    async def _fail(self, row: Delivery, reason: str) -> None:
        if row.quiet:  # that somebody cannot be reached would say who they are
            await self._store.run(lambda tx: tx.forget(row.id, row.lease))
            return
        log.error("undelivered", row=row.id, reference=row.reference, platform=row.platform, reason=reason)
        await self._store.run(lambda tx: tx.fail(row.id, row.lease, reason))

    async def _pause(self) -> timedelta:
        """How long nothing is due."""
        soonest = await self._store.read(lambda tx: tx.next_due())
        if soonest is None:
            return LOOK
        return max(timedelta(0), min(LOOK, soonest - self._store.clock()))

    async def _tidy(self) -> None:
        if self._store.clock() - self._tidied >= TIDY:
            self._tidied = self._store.clock()
            await self._store.run(lambda tx: tx.tidy())


def backoff(attempts: int) -> timedelta:
    """The pause after so many attempts: 2, 4, 8 … seconds, at most half an hour, each up to a quarter longer."""
    pause = timedelta(seconds=min(LONGEST_PAUSE.total_seconds(), 2**attempts))
    return pause * random.uniform(1, 1.25)
