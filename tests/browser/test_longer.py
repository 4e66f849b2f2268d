"""The longer conversations on a telephone's page: told with a process that is killed; a post by keyboard alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.demo import demo
from tests.browser import conftest
from tests.browser.desk import Desk, Keys
from tests.clients.longer import a_post_on_its_way, told_in_confidence
from tests.clients.school import Serving
from tests.patience import UNHURRIED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
WAIT = UNHURRIED * 1000  # milliseconds
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page as wide as a telephone, empty."""
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    context.close()


def test_a_concern_is_told_and_taken_in_hand_on_a_telephone(phone: Page, serving: Serving, tmp_path: Path) -> None:
    phone.goto(serving.address)
    phone.wait_for_selector(".entry.bot")
    told_in_confidence(Desk(phone, serving, tmp_path))


def test_a_post_is_decided_and_published_by_keyboard_alone(phone: Page, tmp_path: Path) -> None:
    @asynccontextmanager
    async def school() -> AsyncIterator[web.Application]:
        async with demo() as app:
            yield app.application

    with conftest.Serving(school) as shown:
        phone.goto(shown.address)
        phone.wait_for_selector(".entry.bot")
        a_post_on_its_way(Keys(phone, pictures=tmp_path), "Mr Field")
