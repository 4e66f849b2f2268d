"""A conversation on an embedded database."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.conftest import Clock
from tests.handlers.talk import Book, Talk


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at today's schema, made once: migrating takes longer than a conversation."""
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite"
    asyncio.run(Store.open(f"sqlite:///{path}").close())
    return path


@pytest.fixture
async def talk(tmp_path: Path, clock: Clock, empty_database: Path) -> AsyncIterator[Talk]:
    """A school at nine in the morning; `talk.book` is what the bot knows."""
    path = shutil.copy(empty_database, tmp_path / "talk.sqlite")
    store = Store.open(f"sqlite:///{path}", clock=clock)
    yield Talk(store, Book())
    await store.close()
