"""A workspace with its people, and the bot in it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.conftest import KEY, Clock
from tests.slack.bot import MARSH, Bot, a_store, people, running
from tests.slack.office import office
from tests.slack.workspace import Workspace


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at today's schema, made once."""
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite"
    asyncio.run(Store.open(f"sqlite:///{path}", keys=KEY).close())
    return path


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    """The workspace, everybody in it."""
    async with Workspace.open() as workspace:
        people(workspace)
        yield workspace


@pytest.fixture
async def store(tmp_path: Path, clock: Clock, empty_database: Path) -> AsyncIterator[Store]:
    """The school's database."""
    opened = await a_store(Path(shutil.copy(empty_database, tmp_path / "slack.sqlite")), clock)
    yield opened
    await opened.close()


@pytest.fixture
async def bot(slack: Workspace, store: Store, clock: Clock) -> AsyncIterator[Bot]:
    """The bot, over HTTP."""
    async with running(slack, store, clock) as started:
        yield started


@pytest.fixture
async def desk(bot: Bot) -> AsyncIterator[Bot]:
    """The bot with the form, and the message that offers it on the screen."""
    async with bot.again(routes=office()) as started:
        await started.slack.say(MARSH, "hello")
        await started.slack.news(MARSH)
        yield started
