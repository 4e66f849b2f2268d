"""What many tests need: a clock that only moves when told, and a store on each database there is."""

from __future__ import annotations

import gc
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.store import Store
from bot.vault import new_key

KEY = new_key()  # what is told in confidence is sealed with it; without it, an embedded database has a key file
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


def pytest_collection_finish() -> None:
    """What has been imported stays: collecting garbage need not look through it again a thousand times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        """Move on by a timedelta's parts."""
        self.now += timedelta(**parts)


@pytest.fixture
def clock() -> Clock:
    """Nine o'clock on a Wednesday in term."""
    return Clock(datetime(2027, 3, 3, 9, 0, tzinfo=UTC))


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A schema of its own on the PostgreSQL server, gone afterwards."""
    psycopg = pytest.importorskip("psycopg")
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        if os.environ.get("PROVISO_REQUIRE_POSTGRES") == "1":
            pytest.fail("PROVISO_REQUIRE_POSTGRES is set, and no PostgreSQL server answers")
        pytest.skip("no PostgreSQL server answers; TEST_POSTGRES_URL names another")
    schema = f"test_{uuid.uuid4().hex}"
    server.execute(f'CREATE SCHEMA "{schema}"')
    joint = "&" if "?" in POSTGRES else "?"
    yield f"{POSTGRES}{joint}options=-csearch_path%3D{schema}"
    server.execute(f'DROP SCHEMA "{schema}" CASCADE')
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'proviso.sqlite'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def store(database_url: str, clock: Clock) -> AsyncIterator[Store]:
    """An open store, on each kind of database in turn."""
    opened = Store.open(database_url, clock=clock, keys=KEY)
    yield opened
    await opened.close()
