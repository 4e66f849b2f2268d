"""Telling somebody on a phone-sized page: every screen fits its width, and the reference is seen at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.demo import demo
from tests.browser.conftest import Serving
from tests.patience import UNHURRIED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
WAIT = UNHURRIED * 1000  # milliseconds
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the demo is."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[web.Application]:
        async with demo() as app:
            yield app.application

    with Serving(opened) as serving:
        yield serving.address


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The page on a telephone."""
    opened = chromium.new_page(viewport=PHONE)
    opened.goto(address)
    yield opened
    opened.close()


def say(page: Page, words: str) -> None:
    """They type it and send it."""
    page.get_by_label("Your question").fill(words)
    page.keyboard.press("Enter")


def on(page: Page, heading: str) -> Locator:
    """The form, once it stands at this screen; nothing on it is wider than the screen."""
    shown = page.locator("dialog[open]")
    shown.get_by_role("heading", name=heading, exact=True).wait_for(timeout=WAIT)
    assert shown.evaluate("form => form.scrollWidth <= form.clientWidth"), heading
    return shown


def test_escape_loses_nothing_of_what_was_told_so_far_and_no_count_of_steps_is_promised(page: Page) -> None:
    say(page, "report")
    page.get_by_role("button", name="Tell somebody").last.click()
    form = on(page, "Before you write")
    assert form.get_by_text("Step 1", exact=True).count() == 1, "how many there will be depends on the answers"
    form.get_by_text("I am being abused or bullied online").click()
    form.get_by_role("button", name="Next").click()
    form = on(page, "What is it?")
    form.get_by_label("What happened?").fill("Somebody writes that I should leave.")
    form.get_by_role("button", name="Next").click()
    on(page, "Whom is it about?")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('dialog[open]')", timeout=WAIT)
    say(page, "report")
    page.get_by_role("button", name="Go on where I was").last.click()
    form = on(page, "Whom is it about?")
    form.get_by_role("button", name="Back").click()
    told = on(page, "What is it?").get_by_label("What happened?")
    assert told.input_value() == "Somebody writes that I should leave."
    page.locator("dialog[open]").get_by_role("button", name="Cancel").click()
    on(page, "Cancelled").get_by_role("button", name="Close").click()


def test_somebody_tells_something_on_a_telephone(page: Page) -> None:
    say(page, "report")
    page.get_by_role("button", name="Tell somebody").last.click()
    form = on(page, "Before you write")
    form.get_by_text("I am being abused or bullied online").click()
    form.get_by_role("button", name="Next").click()
    form = on(page, "What is it?")
    form.get_by_label("What happened?").fill("Somebody writes about me every evening.")
    form.get_by_role("button", name="Next").click()
    on(page, "Whom is it about?").get_by_role("button", name="Next").click()
    form = on(page, "When, and your name")
    form.get_by_text("Hide my name from readers").click()
    form.get_by_role("button", name="Next").click()
    form = on(page, "Check it, then send it")
    assert "Mrs Wood (head)" in form.inner_text()
    form.get_by_role("button", name="Send").click()
    assert "Your message has the reference" in on(page, "Received").inner_text()
