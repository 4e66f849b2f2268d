"""SQLite behind the store: one writer thread that commits waiting works together, readers beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event

from bot.store.tx import Tx
from bot.vault import Vault

MOST_TOGETHER = 64  # works in one commit: enough to share the disk's flush, few enough to wait for
READERS = 4
BUSY = 10_000  # milliseconds to wait for another process that writes


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Tx], Any]
    future: Future[Any]


class Sqlite:
    """Runs works on a SQLite file; `woken` is called, in the writer's thread, after a commit with rows to send."""

    def __init__(self, url: URL, vault: Vault, clock: Callable[[], datetime], woken: Callable[[], None]) -> None:
        self.engine = _engine(url, begin="BEGIN IMMEDIATE")
        self._reading = _engine(url, begin="BEGIN", pragma="query_only = ON")
        self.vault = vault
        self._clock = clock
        self._woken = woken
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, "proviso-read")
        self._writer = threading.Thread(target=self._write, name="proviso-write", daemon=True)

    def start(self) -> None:
        """Start the writer. The schema is expected to be there."""
        self._writer.start()

    def run(self, work: Callable[[Tx], Any]) -> Future[Any]:
        """Queue a work for the writer."""
        future: Future[Any] = Future()
        self._jobs.put(_Job(work, future))
        return future

    def read(self, work: Callable[[Tx], Any]) -> Future[Any]:
        """Run a work that only reads, on the last commit's state, whatever the writer is doing."""
        return self._readers.submit(self._read, work)

    def close(self) -> None:
        """Finish what is queued, then close."""
        self._jobs.put(None)
        self._writer.join()
        self._readers.shutdown()
        for engine in (self.engine, self._reading):
            engine.dispose()
            engine.clear_compiled_cache()  # whoever still holds the closed store holds little

    def _read(self, work: Callable[[Tx], Any]) -> Any:
        with self._reading.begin() as connection:
            return work(Tx(connection, self._clock(), self.vault))

    def _write(self) -> None:
        """The writer's life: take what waits, commit it together, tell the callers."""
        open_ = True
        while open_:
            waiting = [self._jobs.get()]
            while len(waiting) < MOST_TOGETHER:
                try:
                    waiting.append(self._jobs.get_nowait())
                except Empty:
                    break
            open_ = None not in waiting
            self._settle([job for job in waiting if job is not None and job.future.set_running_or_notify_cancel()])

    def _settle(self, jobs: list[_Job]) -> None:
        """Commit `jobs` together; where one of them fails, each alone. Every future gets its answer."""
        if not jobs:
            return
        try:
            told, results = self._commit(jobs)
        except BaseException as fault:
            if len(jobs) == 1:
                jobs[0].future.set_exception(fault)
            else:
                for job in jobs:
                    self._settle([job])
            return
        for job, result in zip(jobs, results, strict=True):
            job.future.set_result(result)
        if told:
            self._woken()

    def _commit(self, jobs: list[_Job]) -> tuple[bool, list[Any]]:
        """One transaction for all: whether the outbox has work, and what each returned. Raises what any raises."""
        told = False
        results: list[Any] = []
        with self.engine.begin() as connection:
            for job in jobs:
                tx = Tx(connection, self._clock(), self.vault)
                results.append(job.work(tx))
                told = told or tx.pace.told
        return told, results


def _engine(url: URL, begin: str, pragma: str = "") -> Engine:
    """An engine whose transactions begin as `begin` says, and which shows no parameters in its errors."""
    if url.database:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _: object) -> None:
        raw.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for setting in (
            f"busy_timeout = {BUSY}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",  # what is forgotten is overwritten
            pragma,
        ):
            if setting:
                raw.execute(f"PRAGMA {setting}").close()

    def _begin(dbapi_connection: Any) -> None:
        dbapi_connection.execute(begin).close()

    engine.dialect.do_begin = _begin  # type: ignore[method-assign]  # a listener would cost as much as a statement
    return engine
