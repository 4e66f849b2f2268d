"""What a watcher is told: that the process lives, and whether it can serve. Nothing about anybody."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot import health
from bot.health import Health
from bot.store.store import Store
from tests.patience import UNHURRIED
from tests.test_channels import Network

Client = TestClient[web.Request, web.Application]


class Connection(Network):
    """A platform that says how it is."""

    ill = ""

    def trouble(self) -> str:
        return self.ill


@pytest.fixture
def slack() -> Connection:
    return Connection("slack")


@pytest.fixture
async def client(store: Store, slack: Connection) -> AsyncIterator[Client]:
    application = web.Application()
    Health(store, [slack]).add_routes(application)
    async with TestClient(TestServer(application)) as opened:
        yield opened


async def asked(client: Client, path: str) -> tuple[int, dict[str, str]]:
    async with client.get(path) as answer:
        return answer.status, await answer.json()


async def test_all_is_well(client: Client) -> None:
    assert await asked(client, "/healthz") == (200, {"status": "ok"})
    assert await asked(client, "/readyz") == (200, {"status": "ok", "store": "ok", "slack": "ok"})


async def test_a_platform_in_trouble_is_named_while_the_process_lives(client: Client, slack: Connection) -> None:
    """A socket that went silent is no reason to start the process again, but one to send nobody there.

    Why is for the log and `proviso check`: it may name the school's own ids, and anybody may ask here.
    """
    slack.ill = "the tenant 1f2e3d4c is not known"
    assert await asked(client, "/readyz") == (
        503,
        {"status": "not ready", "store": "ok", "slack": "not connected"},
    )
    assert await asked(client, "/healthz") == (200, {"status": "ok"})


async def test_a_store_that_is_gone_is_told_without_its_address(slack: Connection, tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'proviso.sqlite'}")
    application = web.Application()
    Health(store, [slack]).add_routes(application)
    await store.close()
    async with TestClient(TestServer(application)) as client:
        status, said = await asked(client, "/readyz")
    assert (status, said["slack"]) == (503, "ok")
    assert said["store"].startswith("does not answer (")
    assert str(tmp_path) not in said["store"]


async def test_a_store_that_hangs_is_not_waited_for(
    client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    gate = threading.Event()
    slow = [store.read(lambda tx: gate.wait(UNHURRIED)) for _ in range(8)]
    waiting = [asyncio.create_task(one) for one in slow]
    await asyncio.sleep(0)
    assert (await asked(client, "/readyz"))[0] == 503
    assert not any(one.done() for one in waiting)
    gate.set()
    await asyncio.gather(*waiting)
