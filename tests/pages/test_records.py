"""A record on our own page: read there by somebody without an account in any chat, its files, and a copy of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import router
from bot.pages.site import add_pages
from bot.roll import Fixed
from bot.store.store import Store
from bot.turn import Turn
from handlers.concerns.case import Case
from handlers.concerns.filing import Told, file
from handlers.concerns.kinds import Kind
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import SCHOOL, Book
from tests.pages.browser import Browser, Page
from tests.pages.conftest import Site
from tests.pages.test_upload import jpeg

DO = "What would you like to do? (optional)"


@pytest.fixture
async def site(tmp_path: Path, clock: Clock, empty: Path) -> AsyncIterator[Site]:
    """The pages of the whole bot, and a concern about Mr Field that Miss Marsh told."""
    store = Store.open(f"sqlite:///{shutil.copy(empty, tmp_path / 'records.sqlite')}", clock=clock, keys=KEY)
    turn = Turn(store, router(), Fixed(replace(SCHOOL, page="/")), lambda _: Book())
    application = web.Application(client_max_size=1 << 20)
    add_pages(application, turn, SCHOOL.id, "/")
    told = Told(Kind.COLLEAGUE, {"what": "He wrote to a pupil at night."}, ("assistant",))
    async with TestClient(TestServer(application)) as client:
        case: Case = await turn.at_desk(SCHOOL.id, lambda desk, _: file(desk, "teacher", told))
        yield Site(store, turn, client, case.id)
    await store.close()


async def arrive(site: Site, browser: Browser, person: str) -> Page:
    """They follow the link that was sent to them."""
    link = await site.link("desk", f"open_message {site.note}", person)
    return await browser.press(await browser.open(link), "Open it")


async def does(browser: Browser, page: Page, act: str, button: str = "", given: dict[str, str] | None = None) -> Page:
    """They read on to the end, choose what to do, and do it."""
    while "Next" in page.buttons:
        page = await browser.press(page, "Next")
    page = await browser.press(page, "Go on", {DO: act})
    return await browser.press(page, button, given) if button else page


async def test_the_head_reads_it_there_and_takes_it_in_hand(site: Site, browser: Browser) -> None:
    page = await arrive(site, browser, "head")
    assert "He wrote to a pupil at night." in page.text
    assert "Named in it: Mr Field" in page.text
    receipt = await does(browser, page, "Take it in hand", "Take it")
    assert receipt.title == "Recorded"
    assert "in hand, with you" in (await browser.press(receipt, "Open it again")).text


@pytest.mark.parametrize("person", ["assistant", "deputy", "chair"])
async def test_nobody_else_reads_it_by_a_link(site: Site, browser: Browser, person: str) -> None:
    page = await arrive(site, browser, person)
    assert page.title == "There is nothing here for you"
    assert "pupil" not in page.text


async def test_files_that_were_brought_are_seen_there(site: Site, browser: Browser) -> None:
    mine = await does(browser, await arrive(site, browser, "teacher"), "Add screenshots or files")
    bring = await browser.press(mine, "Add screenshots or files")
    await browser.press(bring, "Open it")
    sent = await browser.press(await browser.bring([("chat.jpg", jpeg())]), "Send")
    assert sent.title == "Thank you"
    offered = await does(browser, await arrive(site, browser, "head"), "See the files")
    page = await browser.press(await browser.press(offered, "See the files"), "Open it")
    (picture,) = page.tree.xpath("//main//img")
    assert picture.get("alt") == "chat.jpg"
    assert (await browser.open(picture.get("src"))).headers["Content-Type"] == "image/jpeg"


async def test_with_a_hand_over_the_files_are_forgotten_too(site: Site, browser: Browser) -> None:
    told = Told(Kind.CONTACT, {"what": "A pupil wrote to me.", "child": "yes"})
    case = await site.turn.at_desk(SCHOOL.id, lambda desk, _: file(desk, "teacher", told))
    await browser.press(await browser.open(await site.link("upload", case.id, "teacher")), "Open it")
    await browser.press(await browser.bring([("chat.jpg", jpeg())]), "Send")
    link = await site.link("desk", f"open_message {case.id}", "deputy")
    page = await browser.press(await browser.open(link), "Open it")
    assert "Files: chat.jpg" in page.text
    await does(browser, page, "Hand over to the safeguarding system", "Hand over", {"The reference there": "CP-1"})
    assert await site.turn.at_desk(SCHOOL.id, lambda desk, _: desk.tx.uploads(case.id)) == ()


async def test_a_copy_is_fetched_there_by_whoever_has_it_in_hand_alone(site: Site, browser: Browser) -> None:
    await does(browser, await arrive(site, browser, "head"), "Take it in hand", "Take it")
    given = {"For whom?": "PC Lane", "Why, and with whom was it agreed?": "The police ask."}
    ready = await does(browser, await arrive(site, browser, "head"), "Make a copy for somebody", "Make it", given)
    page = await browser.press(await browser.press(ready, "Fetch the copy"), "Open it")
    paper = await browser.press(page, "To read and print (PDF)")
    assert paper.headers["Content-Disposition"].startswith("attachment; ")
    assert paper.body.startswith(b"%PDF-")
    address = page.tree.xpath("//a[contains(text(), 'As data')]/@href")[0]
    assert json.loads((await browser.open(address)).body)["made_for"] == "PC Lane"
    await arrive(site, browser, "deputy")
    assert (await browser.open(address)).status == 404
