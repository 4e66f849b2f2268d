"""The store: one transaction a call, on SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, make_url

from bot.store.migrate import StoreFault, check_seal, revision, upgrade
from bot.store.postgres import Postgres
from bot.store.sqlite import Sqlite
from bot.store.tx import Tx
from bot.vault import Vault, VaultFault, new_key

T = TypeVar("T")


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def _vault(url: URL, keys: str) -> Vault:
    """The vault of these keys, or of the key file beside an embedded database. Raises StoreFault."""
    try:
        if keys:
            return Vault.of(keys)
        if url.get_backend_name() == "sqlite":
            return Vault.beside(Path(str(url.database)))
    except VaultFault as fault:
        raise StoreFault(str(fault)) from None
    raise StoreFault("PROVISO_KEY: is missing. It seals the records on PostgreSQL. Make one: proviso key new.")


class Store:
    """Facts, notices and open dialogs. Made by `Store.open`."""

    def __init__(self, url: str, clock: Callable[[], datetime], keys: str = "") -> None:
        parsed = make_url(url)
        kinds: dict[str, type[Sqlite] | type[Postgres]] = {"sqlite": Sqlite, "postgresql": Postgres}
        kind = kinds.get(parsed.get_backend_name())
        if kind is None:
            raise StoreFault("The database's address must begin with sqlite:/// or postgresql://")
        if kind is Sqlite and parsed.database in (None, "", ":memory:"):
            raise StoreFault("SQLite needs a file: what is promised must outlive the process.")
        self.clock = clock
        self._listeners: list[Callable[[], None]] = []
        vault = _vault(parsed, keys)
        try:
            self._database: Sqlite | Postgres = kind(parsed, vault, clock, self._woken)
        except ModuleNotFoundError as missing:
            raise StoreFault("PostgreSQL needs its driver: pip install 'proviso[postgres]'.") from missing

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], datetime] = utc_now, keys: str = "") -> Store:
        """Open a database at today's schema, migrating it where it is older. Blocks; call it before serving.

        `keys` seal what is told in confidence (see `bot.vault`); without them an embedded database has a key file
        beside it. Raises StoreFault where the database is newer than the program or was sealed with another key,
        sqlalchemy.exc.DBAPIError where it cannot be reached.
        """
        store = cls(url, clock, keys)
        upgrade(store._database.engine)
        try:
            check_seal(store._database.engine, store._database.vault)
        except VaultFault as fault:
            store._database.engine.dispose()
            raise StoreFault(str(fault)) from None
        store._database.start()
        return store

    @classmethod
    def revision(cls, url: str) -> str | None:
        """The schema's revision of a database, None where it is empty. Nothing is changed. Raises as `open` does."""
        engine = cls(url, utc_now, new_key())._database.engine
        try:
            with engine.connect() as connection:
                return revision(connection)
        finally:
            engine.dispose()

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
