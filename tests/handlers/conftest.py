"""A conversation on each platform in turn, on an embedded database."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import SCHOOL
from tests.handlers.office import ADMINISTRATOR, Office
from tests.handlers.talk import Talk
from tests.seats.seat import Seat
from tests.seats.slack_seat import SlackSeat
from tests.seats.teams_seat import TeamsSeat
from tests.seats.web_seat import WebSeat

SEATS: dict[str, type[Seat]] = {"web": WebSeat, "slack": SlackSeat, "teams": TeamsSeat}
CHOSEN = os.environ.get("TEST_SEATS", ",".join(SEATS)).split(",")  # fewer where only another Python is tried


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at today's schema, made once: migrating takes longer than a conversation."""
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite"
    asyncio.run(Store.open(f"sqlite:///{path}", keys=KEY).close())
    return path


@pytest.fixture
async def embedded(tmp_path: Path, clock: Clock, empty_database: Path) -> AsyncIterator[Store]:
    """The school's database."""
    opened = Store.open(f"sqlite:///{shutil.copy(empty_database, tmp_path / 'talk.sqlite')}", clock=clock, keys=KEY)
    yield opened
    await opened.close()


@pytest.fixture(params=CHOSEN)
def seat(request: pytest.FixtureRequest) -> Seat:
    """Where everybody sits: each platform in turn, unless a test says which."""
    return SEATS[request.param]()


@pytest.fixture
async def talk(seat: Seat, embedded: Store) -> AsyncIterator[Talk]:
    """A school at nine in the morning, its roles settled long ago; `talk.book` is what the bot knows."""
    async with Talk.open(seat, embedded) as opened:
        for one in SCHOOL.staff:
            for role in one.roles:
                await opened.appoint(one.person.key, role)
        yield opened


@pytest.fixture
async def office(seat: Seat, embedded: Store) -> AsyncIterator[Office]:
    """A school on its first day: a staff list, Mr Field who looks after the bot, and no role held by anybody."""
    async with Office.open(seat, embedded, administrator=ADMINISTRATOR.person.key) as opened:
        yield opened
