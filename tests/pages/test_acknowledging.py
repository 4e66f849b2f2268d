"""On our own page somebody without an account in any chat acknowledges; those who keep the register save it there."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import router
from bot.collection import Collection
from bot.pages.site import add_pages
from bot.roll import Fixed
from bot.store.store import Store
from bot.turn import Turn
from handlers.acknowledging.asking import begin
from handlers.acknowledging.fetching import FETCH
from handlers.acknowledging.lines import READ_HEADINGS
from handlers.acknowledging.pages import STATEMENT
from handlers.acknowledging.round import rounds
from handlers.desk import Desk
from handlers.model import Post
from handlers.reminders.digest import post
from handlers.reminders.sources import facts
from handlers.reminders.task import due
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import DEPUTY, SCHOOL, TEACHER, Book
from tests.handlers.versions.papers import OLD
from tests.pages.browser import Browser
from tests.pages.conftest import Site


@pytest.fixture
async def office(tmp_path: Path, clock: Clock, empty: Path) -> AsyncIterator[Site]:
    """The pages of the whole bot, and a policy that everybody is asked to read."""
    store = Store.open(f"sqlite:///{shutil.copy(empty, tmp_path / 'pages.sqlite')}", clock=clock, keys=KEY)
    turn = Turn(store, router(), Fixed(replace(SCHOOL, page="/", mails=True)), lambda _: Book())
    application = web.Application(client_max_size=1 << 20)
    add_pages(application, turn, SCHOOL.id, "/")
    async with TestClient(TestServer(application)) as client:
        added = await Collection(store, SCHOOL.id, SCHOOL.zone).add(OLD.encode(), "conduct.txt")
        await turn.at_desk(SCHOOL.id, lambda desk, _: begin(desk, added.policy))
        yield Site(store, turn, client, "")
    await store.close()


async def test_whoever_has_no_chat_reads_it_on_our_page(office: Site) -> None:
    message = await office.turn.at_desk(SCHOOL.id, lambda desk, _: reminded(desk, TEACHER.person.key))
    assert message.mails, "it goes to whoever has no account in the chat too"
    button = message.buttons[0]
    link = await office.link("desk", f"{button.key} {button.value}".strip(), TEACHER.person.key)
    browser = Browser(office.client)
    page = await browser.press(await browser.open(link), "Open it")
    page = await browser.press(page, "Read “Online conduct policy”")
    page = await browser.press(page, "Read it")
    assert "1.1 Staff should not accept a friend request from a pupil." in page.text
    page = await browser.press(page, "Next")
    page = await browser.press(page, "Send", {"Your answer": STATEMENT})
    assert page.title == "On record"
    (one,) = await office.store.read(lambda tx: rounds(tx.at(SCHOOL.id)))
    assert list(one.read) == [TEACHER.person.key]


async def test_the_deputy_saves_the_register_for_a_spreadsheet_and_on_paper(office: Site) -> None:
    browser = Browser(office.client)
    page = await browser.press(await browser.open(await office.link("desk", FETCH, DEPUTY.person.key)), "Open it")
    assert page.title == "The registers"
    saved = await browser.press(page, "Read and understood (CSV)")
    rows = list(csv.reader(io.StringIO(saved.body.decode("utf-8-sig"))))
    assert rows[0] == list(READ_HEADINGS)
    assert ["Miss Marsh", "asked, not yet acknowledged"] in [[row[0], row[3]] for row in rows]
    paper = await browser.press(page, "Read and understood (PDF)")
    assert (paper.headers["Content-Type"], paper.body[:5]) == ("application/pdf", b"%PDF-")
    assert "Told of the policies (CSV)" not in page.buttons, "nobody was told"


async def test_a_teacher_saves_nobodys_lines(office: Site) -> None:
    browser = Browser(office.client)
    page = await browser.press(await browser.open(await office.link("desk", FETCH, TEACHER.person.key)), "Open it")
    assert page.title == "Head, deputy and policy owner keep the register"
    (one,) = await office.store.read(lambda tx: rounds(tx.at(SCHOOL.id)))
    assert (await office.client.get(f"/desk/copy/{one.id}/csv")).status == 404


def reminded(desk: Desk, who: str) -> Post:
    """What somebody is sent this morning."""
    return post([one for one in due(facts(desk), desk.now) if one.to == who])
