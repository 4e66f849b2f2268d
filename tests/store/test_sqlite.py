"""What is SQLite's own: its settings, one commit for many, and what happens when the disk is full."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from bot.store import sqlite
from bot.store.migrate import StoreFault
from bot.store.store import Store
from bot.store.tx import Tx
from tests.conftest import KEY
from tests.patience import UNHURRIED


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'a folder' / 'proviso.sqlite'}")
    yield opened
    await opened.close()


async def test_it_is_durable_and_lets_readers_by(store: Store) -> None:
    def settings(tx: Tx) -> list[object]:
        names = ("journal_mode", "synchronous", "secure_delete")
        return [tx.connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]

    assert await store.run(settings) == ["wal", 2, 1]


async def test_works_that_wait_share_one_commit(store: Store) -> None:
    commits = 0

    @event.listens_for(store._database.engine, "commit")
    def _count(_: object) -> None:
        nonlocal commits
        commits += 1

    inside, leave = threading.Event(), threading.Event()
    first = asyncio.create_task(store.run(lambda tx: (inside.set(), leave.wait(UNHURRIED))))
    await asyncio.to_thread(inside.wait, UNHURRIED)
    rest = [asyncio.create_task(store.run(lambda tx: tx.at("s").count_unanswered("video"))) for _ in range(50)]
    await asyncio.sleep(0.05)
    leave.set()
    await asyncio.gather(first, *rest)
    assert commits == 2
    assert (await store.read(lambda tx: tx.at("s").unanswered(1)))[0].count == 50


async def test_nobody_is_told_before_the_commit(store: Store, tmp_path: Path) -> None:
    """When a caller hears of it, another process can already read it."""
    for number in range(1, 6):
        await store.run(lambda tx: tx.at("s").count_unanswered("video"))
        with sqlite3.connect(tmp_path / "a folder" / "proviso.sqlite") as other:
            assert other.execute("SELECT count FROM unanswered").fetchone() == (number,)
        other.close()


async def test_a_full_disk_fails_the_work_that_filled_it_and_no_other(store: Store) -> None:
    """A full disk makes SQLite roll the whole shared transaction back; the others are run again by themselves."""

    def fill(tx: Tx) -> None:
        pages = tx.connection.execute(text("PRAGMA page_count")).scalar()
        tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        try:
            tx.connection.execute(text("INSERT INTO indexes VALUES ('s', zeroblob(4000000))"))
        finally:
            tx.connection.execute(text("PRAGMA max_page_count = 1073741823"))

    inside, leave = threading.Event(), threading.Event()
    first = asyncio.create_task(store.run(lambda tx: (inside.set(), leave.wait(UNHURRIED))))
    await asyncio.to_thread(inside.wait, UNHURRIED)
    works = [lambda tx: tx.at("s").count_unanswered("video"), fill, lambda tx: tx.at("s").count_unanswered("video")]
    waiting = [asyncio.create_task(store.run(work)) for work in works]
    await asyncio.sleep(0.05)
    leave.set()
    await first
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in outcomes] == [type(None), OperationalError, type(None)]
    assert (await store.read(lambda tx: tx.at("s").unanswered(1)))[0].count == 2


async def test_another_process_that_writes_is_waited_for(store: Store, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "a folder" / "proviso.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(store.run(lambda tx: tx.at("s").count_unanswered("video")))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    other.execute("COMMIT")
    await asyncio.wait_for(waiting, UNHURRIED)
    other.close()


async def test_a_work_is_alone_with_the_database_before_it_reads(store: Store, tmp_path: Path) -> None:
    """What it reads first must still be true when it writes."""

    def begun(tx: Tx) -> None:
        other = sqlite3.connect(tmp_path / "a folder" / "proviso.sqlite", isolation_level=None, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()

    await store.run(begun)


async def test_a_database_that_stays_locked_is_a_fault_that_callers_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY", 50)
    store = Store.open(f"sqlite:///{tmp_path / 'proviso.sqlite'}")
    other = sqlite3.connect(tmp_path / "proviso.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        await store.run(lambda tx: tx.at("s").count_unanswered("video"))
    other.close()
    await store.close()


def test_postgresql_without_its_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreFault, match=r"proviso\[postgres\]"):
        Store.open("postgresql://localhost/proviso", keys=KEY)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/x"])
def test_a_database_that_could_not_keep_a_promise_is_refused(url: str) -> None:
    with pytest.raises(StoreFault):
        Store.open(url)
