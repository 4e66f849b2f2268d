"""The page for head and chair in a real browser: on a phone, by keyboard, light and dark, and on one printed sheet."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from aiohttp import web

from bot.app import router
from bot.demo import demo
from bot.pages import overview as pages
from bot.pages.site import add_pages
from bot.roll import Fixed
from bot.store.store import Store
from bot.turn import Turn
from handlers.desk import Desk
from handlers.overview.figures import Overview, Review, Share
from handlers.records import SubjectCount
from tests.browser.conftest import Serving
from tests.browser.test_demo import ask, become
from tests.browser.test_own_pages import fits
from tests.conftest import KEY
from tests.handlers.larkfield import SCHOOL, Book
from tests.pages.test_overview import FULL, SECTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LONG = "Policy on the acceptable use of technology, social media and mobile devices by staff and governors"
GAP = "Its last date is 23 September 2023, and it does not say when it is due for review."
MOST = replace(
    FULL,
    school="Larkfield Church of England Voluntary Aided Primary School and Nursery, Larkfield Hill",
    shares=tuple(Share.of(f"{n}. {LONG}", 10 * n, 112, 5) for n in range(1, 10)),
    reviews=tuple(
        Review(
            f"{n}. {LONG}",
            None,
            gap=GAP,
        )
        if n > 1
        else Review(f"{n}. {LONG}", date(2026, 9, 10 + n), n - 170)
        for n in range(1, 10)
    ),
    subjects=tuple(SubjectCount(f"{n}. photographs of pupils on private devices", 60 - n) for n in range(1, 10)),
)
Open = Callable[..., "Page"]


@pytest.fixture(params=[FULL, MOST], ids=["some", "most"])
def figures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Overview:
    """What the page shows: a school's first year, and as much as there can be."""
    one: Overview = request.param
    monkeypatch.setattr(pages, "overview", lambda desk: one)
    return one


@pytest.fixture
def links(tmp_path: Path) -> Iterator[Iterator[str]]:
    """Links for Mrs Wood, each of which works once."""
    found: list[str] = []

    def link(desk: Desk) -> str:
        return desk.tx.link("overview", "", "head", timedelta(minutes=15))

    @asynccontextmanager
    async def opening() -> AsyncIterator[web.Application]:
        store = Store.open(f"sqlite:///{tmp_path / 'pages.sqlite'}", keys=KEY)
        turn = Turn(store, router(), Fixed(replace(SCHOOL, page="/")), lambda _: Book())
        found.extend([await turn.at_desk(SCHOOL.id, lambda desk, _: link(desk)) for _ in range(5)])
        application = web.Application()
        add_pages(application, turn, SCHOOL.id, "/")
        yield application
        await store.close()

    with Serving(opening) as serving:
        yield (serving.address + path for path in found)


@pytest.fixture
def show(chromium: Browser, links: Iterator[str]) -> Iterator[Open]:
    """Opens the page on a screen of some kind. A script error or a refused resource fails the test."""
    contexts, faults = [], []

    def opened(width: int = 360, height: int = 740, scheme: str = "light", **given: object) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **given  # type: ignore[arg-type]
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(next(links))
        page.get_by_role("button", name="Open it").click()
        page.wait_for_selector(".overview")
        return page

    yield opened
    for one in contexts:
        one.close()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_cut_off_and_all_of_it_can_be_read(figures: Overview, show: Open, width: int, scheme: str) -> None:
    page = show(width, 800, scheme)
    assert fits(page)
    assert page.locator("h2").all_text_contents() == SECTIONS
    outside = page.evaluate(
        "[...document.querySelectorAll('svg text')].filter(one => {"
        " const box = one.getBoundingClientRect(), chart = one.closest('svg').getBoundingClientRect();"
        " return box.left < chart.left - 1 || box.right > chart.right + 1; }).map(one => one.textContent)"
    )
    assert outside == []
    overlapping = page.evaluate(
        "[...document.querySelectorAll('svg g')].filter(one => {"
        " const [label, value] = [...one.querySelectorAll('text')].map(each => each.getBoundingClientRect());"
        " return label.right > value.left; }).map(one => one.textContent)"
    )
    assert overlapping == []


def test_ink_stands_out_in_light_and_dark(figures: Overview, show: Open) -> None:
    for scheme in ("light", "dark"):
        page = show(1280, 900, scheme)
        text, sheet, bar = (
            page.evaluate(
                "([one, what]) => getComputedStyle(document.querySelector(one))[what].match(/[\\d.]+/g).map(Number)", of
            )
            for of in ([".bars text", "fill"], ["main", "backgroundColor"], [".bars .bar:not(.open)", "fill"])
        )
        assert contrast(text, sheet) > 7
        assert contrast(bar, sheet) > 3


def contrast(one: list[float], other: list[float]) -> float:
    """How far two colours stand apart (WCAG 2.2, relative luminance)."""

    def luminance(colour: list[float]) -> float:
        parts = [part / 255 for part in colour[:3]]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_it_is_closed_by_keyboard_alone(figures: Overview, show: Open) -> None:
    page = show()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Close"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="This page is closed").wait_for()


def test_screen_readers_find_each_chart_by_its_name_and_its_table_after_it(figures: Overview, show: Open) -> None:
    page = show()
    for name in SECTIONS:
        assert page.get_by_role("region", name=name, exact=True).count() == 1
    for name in (*SECTIONS[:2], *SECTIONS[3:]):
        assert page.get_by_role("img", name=name, exact=True).count() == 1
        assert page.get_by_role("table", name=name, exact=True).count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints_on_one_sheet_dark_on_white(figures: Overview, show: Open, scheme: str) -> None:
    page = show(1280, 900, scheme)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(22, 35, 29)"
    page.emulate_media(media=None)
    with pdfplumber.open(BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        (sheet,) = pdf.pages
        text = sheet.extract_text()
        assert (round(sheet.width), round(sheet.height)) == (595, 842)
    assert "Close" not in text
    assert "Half were opened within about 25 minutes" in text.replace("\n", " ")


def test_in_the_demo_it_opens_from_the_conversation(chromium: Browser) -> None:
    @asynccontextmanager
    async def opened() -> AsyncIterator[web.Application]:
        async with demo() as app:
            yield app.application

    with Serving(opened) as serving:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        room = context.new_page()
        room.goto(serving.address)
        become(room, "Mrs Wood")
        with context.expect_page() as coming:
            ask(room, "overview")
            room.get_by_role("link", name="Open the overview").click()
        page = coming.value
        page.get_by_role("button", name="Open it").click()
        page.wait_for_selector(".overview")
        assert page.locator("h2").all_text_contents() == SECTIONS
        context.close()
