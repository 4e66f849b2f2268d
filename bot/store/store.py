"""The store: one transaction a call, on SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import make_url

from bot.store.migrate import StoreFault, upgrade
from bot.store.postgres import Postgres
from bot.store.sqlite import Sqlite
from bot.store.tx import Tx

T = TypeVar("T")


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class Store:
    """Facts, notices and open dialogs. Made by `Store.open`."""

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        parsed = make_url(url)
        kinds: dict[str, type[Sqlite] | type[Postgres]] = {"sqlite": Sqlite, "postgresql": Postgres}
        kind = kinds.get(parsed.get_backend_name())
        if kind is None:
            raise StoreFault("The database's address must begin with sqlite:/// or postgresql://")
        if kind is Sqlite and parsed.database in (None, "", ":memory:"):
            raise StoreFault("SQLite needs a file: what is promised must outlive the process.")
        self.clock = clock
        self._listeners: list[Callable[[], None]] = []
        try:
            self._database: Sqlite | Postgres = kind(parsed, clock, self._woken)
        except ModuleNotFoundError as missing:
            raise StoreFault("PostgreSQL needs its driver: pip install 'proviso[postgres]'.") from missing

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], datetime] = utc_now) -> Store:
        """Open a database at today's schema, migrating it where it is older. Blocks; call it before serving.

        Raises StoreFault where the database is newer than the program, sqlalchemy.exc.DBAPIError where it
        cannot be reached.
        """
        store = cls(url, clock)
        upgrade(store._database.engine)
        store._database.start()
        return store

    async def run(self, work: Callable[[Tx], T]) -> T:
        """Run `work(tx)` as one transaction and return its result once it is durable.

        `work` is a plain function. It may run more than once, so it has no effect besides `tx`. What it raises
        is raised here, and nothing of it is kept.
        """
        result: T = await asyncio.wrap_future(self._database.run(work))
        return result

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run a `work` that only reads. It does not queue behind the writer, and cannot write."""
        result: T = await asyncio.wrap_future(self._database.read(work))
        return result

    def on_told(self, listener: Callable[[], None]) -> None:
        """Call `listener`, in some thread, after each commit that gave the outbox something to do."""
        self._listeners.append(listener)

    async def close(self) -> None:
        """Finish what is queued, then close."""
        await asyncio.to_thread(self._database.close)

    def _woken(self) -> None:
        for listener in self._listeners:
            listener()
