"""A real Chromium, and a page served beside it: the echo school's, or the demo's."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from tests.clients.school import ADDRESSES, ROLES
from tests.clients.school import Serving as Process
from tests.web.echo import room

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def lacking(tool: str) -> None:
    """Skip for want of a tool, or fail where it was to be there."""
    if os.environ.get("PROVISO_REQUIRE_BROWSER") == "1":
        pytest.fail(f"PROVISO_REQUIRE_BROWSER is set, and there is no {tool}")
    pytest.skip(f"there is no {tool}")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium and playwright")


@pytest.fixture(scope="module")  # no longer: playwright's event loop must be gone before tests that have their own
def chromium() -> Iterator[Browser]:
    """The browser. CHROMIUM names another than the one on the path."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        lacking("Chromium (apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("playwright (pip install playwright)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


Opening = Callable[[], AbstractAsyncContextManager[web.Application]]


class Serving:
    """An application served from a thread with an event loop of its own, so that a test may wait for the browser."""

    def __init__(self, opening: Opening) -> None:
        self.address = ""
        self._opening = opening
        self._ready, self._end = threading.Event(), asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))

    def __enter__(self) -> Serving:
        self._thread.start()
        assert self._ready.wait(20), "the server did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(20)
        self._loop.close()

    async def _serve(self) -> None:
        async with self._opening() as application:
            runner = web.AppRunner(application, shutdown_timeout=1)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            self._ready.set()
            await self._end.wait()
            await runner.cleanup()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the echo school's page is."""

    @asynccontextmanager
    async def echo() -> AsyncIterator[web.Application]:
        async with room(tmp_path) as (application, _, outbox):
            sending = asyncio.create_task(outbox.run())
            yield application
            outbox.stop()
            await sending

    with Serving(echo) as serving:
        yield serving.address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The page, open at a desk. A script error or a refused resource fails the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    opened.goto(address)
    opened.wait_for_selector(".entry.bot")
    yield opened
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """`proviso serve` for a school that has connected nothing yet."""
    people = [
        f'[[school.staff]]\nname = "{name}"\nemail = "{email}"\nroles = {[one.value for one in ROLES.get(name, ())]}\n'
        for name, email in ADDRESSES.items()
    ]
    settings = '[school]\nname = "Larkfield"\n' + "\n".join(people)
    with Process(tmp_path_factory.mktemp("school"), settings) as started:
        started.start()
        yield started
        started.stop()
