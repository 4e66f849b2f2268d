"""The load: sends signed events to a bot, plays the platform's API for it, and times both ends by one clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import quantiles

from aiohttp import ClientSession, TCPConnector, web

PATIENCE = 30.0  # seconds for one turn
PEOPLE = 120  # each in a conversation of their own with the bot; many more than speak at a time


@dataclass(slots=True)
class Times:
    """Seconds of every turn: from sending to the acknowledgement, and to the reply's arrival at the platform."""

    acknowledged: list[float] = field(default_factory=list)
    replied: list[float] = field(default_factory=list)
    elapsed: float = 0.0

    @property
    def per_second(self) -> float:
        """Turns completed in a second."""
        return len(self.replied) / self.elapsed

    def summary(self) -> dict[str, float]:
        """Turns per second, and milliseconds at the middle and at the 99th percentile."""
        acknowledged, replied = quantiles(self.acknowledged, n=100), quantiles(self.replied, n=100)
        return {
            "turns per second": round(self.per_second, 1),
            "acknowledged, median ms": round(acknowledged[49] * 1000, 1),
            "acknowledged, p99 ms": round(acknowledged[98] * 1000, 1),
            "replied, median ms": round(replied[49] * 1000, 1),
            "replied, p99 ms": round(replied[98] * 1000, 1),
        }


class Load:
    """A platform under load. `send(session, number, conversation)` sends one signed event; its reply arrives where
    `arrived(conversation)` is called."""

    def __init__(self, send: Callable[[ClientSession, int, str], Awaitable[int]]) -> None:
        self._send = send
        self._waiting: dict[str, asyncio.Future[float]] = {}

    def arrived(self, conversation: str) -> None:
        """The bot's reply to this conversation is here."""
        waiting = self._waiting.get(conversation)
        if waiting is not None and not waiting.done():
            waiting.set_result(time.perf_counter())

    async def flat_out(self, turns: int, together: int) -> Times:
        """So many turns, `together` at a time, as fast as they go."""
        times, numbers = Times(), iter(range(turns))
        async with ClientSession(connector=TCPConnector(limit=together * 2)) as session:

            async def worker() -> None:
                for number in numbers:
                    await self._turn(session, number, times)

            begun = time.perf_counter()
            await asyncio.gather(*(worker() for _ in range(together)))
            times.elapsed = time.perf_counter() - begun
        return times

    async def steadily(self, per_second: float, seconds: float) -> Times:
        """One turn after the other at a fixed pace, however long each takes."""
        times, tasks = Times(), []
        async with ClientSession(connector=TCPConnector(limit=200)) as session:
            begun = time.perf_counter()
            for number in range(int(per_second * seconds)):
                await asyncio.sleep(max(0.0, begun + number / per_second - time.perf_counter()))
                tasks.append(asyncio.create_task(self._turn(session, 1_000_000 + number, times)))
            await asyncio.gather(*tasks)
            times.elapsed = time.perf_counter() - begun
        return times

    async def _turn(self, session: ClientSession, number: int, times: Times) -> None:
        conversation = f"D{number % PEOPLE:04d}"
        arrival: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting[conversation] = arrival
        begun = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            status = await self._send(session, number, conversation)
            if status not in (200, 201, 202):
                raise RuntimeError(f"the bot answered {status}")
            times.acknowledged.append(time.perf_counter() - begun)
            times.replied.append(await arrival - begun)
        del self._waiting[conversation]


async def serve(application: web.Application) -> tuple[web.AppRunner, int]:
    """Serve on a free port of this machine; the port."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, runner.addresses[0][1]
