"""Our own pages on a phone, in a real browser: files go as soon as they are chosen, and nothing is cut off."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.pages.site import add_pages
from bot.roll import Fixed
from bot.store.store import Store
from bot.turn import Turn
from handlers import files, home
from handlers.routing import Router
from tests.browser.conftest import Serving
from tests.conftest import KEY
from tests.handlers.larkfield import SCHOOL, Book
from tests.pages.conftest import notes
from tests.pages.test_upload import jpeg

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FAIR = {"name": "the summer fair.jpg", "mimeType": "image/jpeg", "buffer": jpeg(200)}
PROGRAM = {"name": "program.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\0"}


@pytest.fixture
def links(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Addresses for Miss Marsh, who brings files, and Mrs Wood, who reads and answers."""
    found: dict[str, str] = {}

    @asynccontextmanager
    async def opening() -> AsyncIterator[web.Application]:
        store = Store.open(f"sqlite:///{tmp_path / 'pages.sqlite'}", keys=KEY)
        roll = Fixed(replace(SCHOOL, page="/"))
        turn = Turn(store, Router("all").include(files.router, home.router, notes), roll, lambda _: Book())
        note = await turn.at_desk(SCHOOL.id, lambda desk, _: desk.tx.begin_journal("note", "teacher", "begun", {}))
        hour = timedelta(hours=1)
        for purpose, about, who in (("upload", note.id, "teacher"), ("desk", f"read_note {note.id}", "head")):
            found[purpose] = await turn.at_desk(
                SCHOOL.id, lambda desk, _, of=(purpose, about, who): desk.tx.link(*of, hour)
            )
        application = web.Application()
        add_pages(application, turn, SCHOOL.id, "/")
        yield application
        await store.close()

    with Serving(opening) as serving:
        yield {purpose: serving.address + path for purpose, path in found.items()}


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A phone. A script error or a refused resource fails the test."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, color_scheme=request.param)
    opened, faults = context.new_page(), []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield opened
    context.close()
    assert faults == []


def fits(page: Page) -> bool:
    """Whether nothing of it is beyond the edge of the screen."""
    fit: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return fit


def test_files_go_as_soon_as_they_are_chosen(phone: Page, links: dict[str, str]) -> None:
    phone.goto(links["upload"])
    assert fits(phone)
    phone.get_by_role("button", name="Open it").click()
    phone.set_input_files("#files", [FAIR, PROGRAM])
    phone.wait_for_selector(".arrived")
    assert phone.locator(".arrived .name").all_text_contents() == ["the summer fair.jpg"]
    assert "A file was not taken" in phone.locator(".fault").inner_text()
    assert phone.evaluate("document.querySelector('.arrived img').naturalWidth") == 40
    assert fits(phone)
    phone.get_by_role("button", name="Send").click()
    assert phone.get_by_role("heading", level=1).inner_text() == "Sent"


def test_a_form_is_filled_in_by_the_names_of_its_fields(phone: Page, links: dict[str, str]) -> None:
    phone.goto(links["desk"])
    phone.get_by_role("button", name="Open it").click()
    phone.get_by_role("button", name="Answer").click()
    assert fits(phone)
    phone.get_by_label("What happened").fill("He asked.")
    phone.get_by_label("Your name for it").fill("Friday")
    phone.get_by_label("Online").check()
    phone.get_by_role("group", name="Who was there (optional)").get_by_label("Miss Marsh").check()
    phone.get_by_role("group", name="Whom to ask").get_by_label("Dr Stone").check()
    phone.get_by_label("When").fill("2027-03-01")
    phone.get_by_label("No", exact=True).check()
    phone.get_by_role("button", name="Next").click()
    phone.get_by_role("button", name="Send").click()
    assert phone.get_by_role("heading", level=1).inner_text() == "Thank you"
