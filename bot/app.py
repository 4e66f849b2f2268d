"""The composition root: settings → store, knowledge, router, platforms, one aiohttp application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.collection import Collection
from bot.outbox import Outbox
from bot.store.store import Store
from bot.turn import Turn
from bot.web.adapter import Documents, Web
from handlers import copies, home, policies, questions, sending, smalltalk
from handlers.desk import Knowledge, School
from handlers.routing import Router
from knowledge.model import Answer, Cited, Policy, Verdict
from knowledge.shelf import Shelf


class Untaught:
    """What the bot knows for a school that has given it no policy."""

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        """Nothing is covered."""
        return Answer(question, Verdict.NOT_COVERED, False, 0.0, "There is no policy to answer from.")

    def policies(self) -> Sequence[Policy]:
        """None."""
        return ()

    def search(self, words: str, most: int = 5) -> Sequence[Cited]:
        """Nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class App:
    """The bot, put together and running."""

    school: School
    store: Store
    collection: Collection
    shelf: Shelf
    turn: Turn
    documents: Documents
    web: Web


def router() -> Router:
    """Every conversation there is. Small talk and commands come before the questions, which take all other words."""
    return Router("proviso").include(
        smalltalk.router, policies.router, copies.router, sending.router, home.router, questions.router
    )


@asynccontextmanager
async def running(
    school: School,
    database_url: str,
    indexes: Path,
    documents: Callable[[Collection, Shelf], Documents],
    *,
    starters: Sequence[str] = (),
) -> AsyncIterator[App]:
    """The bot for one school, until the block ends: what is queued is finished then.

    Raises bot.store.migrate.StoreFault where the database cannot be used.
    """
    store = await asyncio.to_thread(Store.open, database_url)
    try:
        shelf, collection = Shelf(indexes), Collection(store, school.id)
        await collection.shelve(shelf)

        def knowledge(asked: School) -> Knowledge:
            return shelf.get(asked.id) or Untaught()

        turn = Turn(store, router(), lambda _: school, knowledge)
        shown = documents(collection, shelf)
        page = Web(turn, school, shown, starters=starters)
        outbox = Outbox(store, page.send)
        tasks = [asyncio.create_task(outbox.run()), asyncio.create_task(collection.watch(shelf))]
        try:
            yield App(school, store, collection, shelf, turn, shown, page)
        finally:
            outbox.stop()
            tasks[1].cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*tasks)
    finally:
        await store.close()


class PortTaken(Exception):
    """Something else listens there. `str()` says so in one line."""


async def listen(application: web.Application, address: str, port: int) -> web.AppRunner:
    """Serve the application; `cleanup` of what is returned ends it. Raises PortTaken."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, address, port).start()
    except OSError as fault:
        await runner.cleanup()
        raise PortTaken(
            f"Port {port} on {address} cannot be used ({_why(fault)}). Choose another with --port, for example "
            f"--port {port + 1 if port < 65535 else 8080}."
        ) from fault
    return runner


def _why(fault: OSError) -> str:
    import errno

    known = {errno.EADDRINUSE: "another program is using it", errno.EACCES: "it needs more rights than you have",
             errno.EADDRNOTAVAIL: "this machine has no such address"}  # fmt: skip
    return known.get(fault.errno or 0, fault.strerror or type(fault).__name__)
