"""PostgreSQL behind the store: serialisable transactions, run again where the database asks for it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from sqlalchemy import URL, create_engine
from sqlalchemy.exc import DBAPIError

from bot.store.tx import Tx
from bot.vault import Vault

CONNECTIONS = 8
# Serialisation failure, deadlock, and a unique key that another transaction took meanwhile, which is told in place of
# the first: PostgreSQL manual, "Serialization Failure Handling".
AGAIN = {"40001", "40P01", "23505"}
MOST_ATTEMPTS = 30


class Postgres:
    """Runs works on PostgreSQL. `woken` is called, in a worker thread, after a commit with rows to send."""

    def __init__(self, url: URL, vault: Vault, clock: Callable[[], datetime], woken: Callable[[], None]) -> None:
        self.engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            isolation_level="SERIALIZABLE",
            pool_size=CONNECTIONS,
            pool_pre_ping=True,
            hide_parameters=True,
        )
        self.vault = vault
        self._clock = clock
        self._woken = woken
        self._threads = ThreadPoolExecutor(CONNECTIONS // 2, "proviso-write")
        self._readers = ThreadPoolExecutor(CONNECTIONS // 2, "proviso-read")

    def start(self) -> None:
        """Nothing to start: connections open as they are needed."""

    def run(self, work: Callable[[Tx], Any]) -> Future[Any]:
        """Run a work in a transaction of its own, again where it clashed with another."""
        return self._threads.submit(self._write, work)

    def read(self, work: Callable[[Tx], Any]) -> Future[Any]:
        """Run a work that only reads, on a snapshot that nothing can clash with."""
        return self._readers.submit(self._read, work)

    def close(self) -> None:
        """Finish what is under way, then close."""
        self._threads.shutdown()
        self._readers.shutdown()
        self.engine.dispose()

    def _write(self, work: Callable[[Tx], Any]) -> Any:
        for attempt in range(MOST_ATTEMPTS):
            try:
                with self.engine.begin() as connection:
                    tx = Tx(connection, self._clock(), self.vault)
                    result = work(tx)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in AGAIN or attempt == MOST_ATTEMPTS - 1:
                    raise
                time.sleep(random.uniform(0, min(0.25, 0.005 * 2**attempt)))
            else:
                if tx.pace.told:
                    self._woken()
                return result
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _read(self, work: Callable[[Tx], Any]) -> Any:
        with self.engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                return work(Tx(connection, self._clock(), self.vault))
