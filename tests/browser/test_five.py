"""The five conversations on the browser's page, at a real school, with a real process behind it that is killed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.demo import demo
from tests.browser import conftest
from tests.browser.desk import Desk
from tests.clients.five import FIVE, Client, a_role_in_two_steps
from tests.clients.school import Serving
from tests.patience import UNHURRIED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
WAIT = UNHURRIED * 1000  # milliseconds


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Page]:
    """A page of the browser, empty."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    context.close()


@pytest.mark.parametrize("conversation", FIVE, ids=[one.__name__ for one in FIVE])
def test_a_conversation_in_the_browser(conversation: Callable[[Client], None], opened: Page, serving: Serving) -> None:
    opened.goto(serving.address)
    opened.wait_for_selector(".entry.bot")
    conversation(Desk(opened, serving))


def test_a_role_is_given_and_taken_in_the_demo(opened: Page) -> None:
    """At a school that has connected nothing, roles stand in its settings; the demo shows how it is in chat."""

    @asynccontextmanager
    async def school() -> AsyncIterator[web.Application]:
        async with demo() as app:
            yield app.application

    with conftest.Serving(school) as shown:
        opened.goto(shown.address)
        opened.wait_for_selector(".entry.bot")
        a_role_in_two_steps(Desk(opened))
