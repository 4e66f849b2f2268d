"""A bot on Teams for tests: store, turn, outbox and the adapter, listening on loopback. It may be stopped and begun
again on the same database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.channels import Channels
from bot.connections import TeamsSettings
from bot.directory import Directory
from bot.outbox import Outbox
from bot.roll import Kept
from bot.store.store import Store, utc_now
from bot.teams.adapter import Teams
from bot.turn import Turn
from handlers.desk import Knowledge, School
from handlers.records import StaffLine
from handlers.routing import Router
from tests.patience import UNHURRIED
from tests.teams.microsoft import User
from tests.teams.tenant import Tenant


@dataclass
class Running:
    """A bot that runs."""

    teams: Teams
    store: Store
    turn: Turn
    directory: Directory
    outbox: Outbox
    school: School
    stop: Callable[[], Awaitable[None]]


@asynccontextmanager
async def running(
    tenant: Tenant,
    folder: Path,
    router: Router,
    school: School,
    knowledge: Knowledge,
    *,
    settings: TeamsSettings | None = None,
    sending: bool = True,
    patience: float = UNHURRIED,
    clock: Callable[[], datetime] = utc_now,
) -> AsyncIterator[Running]:
    """The bot, until the block ends. Without `sending` the outbox stands still, as after a crash."""
    store = await asyncio.to_thread(Store.open, f"sqlite:///{folder / 'teams.sqlite'}", clock=clock)
    directory = Directory(store, school)
    turn = Turn(store, router, Kept(school), lambda _: knowledge)
    teams = Teams(settings or tenant.settings(), turn, directory, patience=patience)
    outbox = Outbox(store, Channels([teams], directory).send)
    application = web.Application(client_max_size=1 << 20)
    teams.add_routes(application)
    await teams.start()
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    tenant.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    task = asyncio.create_task(outbox.run()) if sending else None
    ended = False

    async def stop() -> None:
        nonlocal ended
        if ended:
            return
        ended = True
        await teams.stop()
        outbox.stop()
        if task is not None:
            await task
        await runner.cleanup()
        await store.close()

    try:
        yield Running(teams, store, turn, directory, outbox, school, stop)
    finally:
        await stop()


async def put_on_the_list(running: Running, *people: User) -> None:
    """Put people on the staff list, with their e-mail addresses as keys."""
    lines = [StaffLine(who.email, who.name, who.email) for who in people]
    await running.store.run(lambda tx: tx.at(running.school.id).put_staff(lines))
