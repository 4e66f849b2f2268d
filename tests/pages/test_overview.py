"""The page for head and chair: who can open it, for how long, and what stands on it for whoever hears or reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import html

from bot.pages.bars import Bar, chart
from bot.pages.overview import shown
from bot.roll import Fixed
from handlers.overview.figures import Age, Opening, Overview, Review, Share
from handlers.records import SubjectCount
from tests.conftest import Clock
from tests.handlers.larkfield import SCHOOL
from tests.pages.browser import Browser, Page
from tests.pages.conftest import Site

FULL = Overview(
    "Larkfield",
    date(2027, 3, 3),
    5,
    (
        Share.of("Online conduct policy", 41, 58, 5),
        Share.of("Safeguarding & <child> protection policy", 56, 58, 5),
        Share.of("Policy for the trustees of the school's charity", 2, 3, 5),
    ),
    (
        Review("Online conduct policy", date(2026, 9, 8), -176),
        Review("Data protection policy", date(2027, 5, 31), 89),
        Review("Trust policy", None, gap="It has no dates: neither of its last review nor of its next."),
    ),
    (Age("Less than 2 days", 7), Age("2 to 6 days", None), Age("A week or longer", 0)),
    (SubjectCount("selling things", 12), SubjectCount("artificial intelligence", 5)),
    Opening(timedelta(minutes=25), 10),
)
SECTIONS = [
    "Read and understood", "Waiting for a decision", "Time until a message in confidence is opened",
    "When policies are due for review", "What the policies did not answer",
]  # fmt: skip


async def arrive(site: Site, browser: Browser, person: str = "head") -> Page:
    """They open a link that the bot gave them."""
    return await browser.press(await browser.open(await site.link("overview", "", person, minutes=15)), "Open it")


# --- who comes in ---


@pytest.mark.parametrize("person", ["head", "chair"])
async def test_head_and_chair_see_the_figures(site: Site, browser: Browser, person: str) -> None:
    page = await arrive(site, browser, person)
    assert (page.status, page.address) == (200, "/overview"), "nothing personal is in the address"
    assert page.title == "Larkfield: our policies on 3 March 2027"
    assert page.tree.xpath("//h2/text()") == SECTIONS
    assert page.buttons == ["Close"]


@pytest.mark.parametrize("person", ["teacher", "deputy"])
async def test_nobody_else_does_even_with_a_link(site: Site, browser: Browser, person: str) -> None:
    page = await arrive(site, browser, person)
    assert (page.status, page.title) == (403, "The overview is for head and chair of governors")
    assert not page.tree.xpath("//svg | //table")


async def test_whoever_is_head_no_more_sees_nothing_from_that_moment_on(site: Site, browser: Browser) -> None:
    await arrive(site, browser)
    staff = tuple(replace(one, roles=()) if one.person.key == "head" else one for one in SCHOOL.staff)
    site.turn._roll = Fixed(replace(SCHOOL, staff=staff, page="/"))
    assert (await browser.open("/overview")).status == 403
    site.turn._roll = Fixed(replace(SCHOOL, page="/"))
    again = await browser.open("/overview")
    assert again.title == "This page is closed", "the visit has ended with it"


async def test_without_a_visit_or_with_one_for_something_else_there_is_nothing(site: Site, browser: Browser) -> None:
    assert (await browser.open("/overview")).status == 403
    await browser.press(await browser.open(await site.link("desk", f"read_note {site.note}", "head")), "Open it")
    assert (await browser.open("/overview")).title == "This page is closed"


async def test_the_link_works_once_and_for_a_quarter_of_an_hour(site: Site, browser: Browser, clock: Clock) -> None:
    link = await site.link("overview", "", "head", minutes=15)
    neutral = await browser.open(link)
    assert "overview" not in neutral.text.casefold(), "whatever looks at links learns nothing"
    await browser.press(neutral, "Open it")
    assert (await browser.open(link)).status == 410
    late = await site.link("overview", "", "head", minutes=15)
    clock.forward(minutes=15)
    assert (await browser.open(late)).status == 410


async def test_the_visit_ends_by_itself_and_by_its_button(site: Site, browser: Browser, clock: Clock) -> None:
    page = await arrive(site, browser)
    assert (await browser.press(page, "Close")).title == "This page is closed"
    assert (await browser.open("/overview")).status == 403
    await arrive(site, browser)
    clock.forward(minutes=29)
    assert (await browser.open("/overview")).status == 200
    clock.forward(minutes=30)
    assert (await browser.open("/overview")).status == 403


async def test_it_is_kept_by_nobody_on_the_way_and_runs_nothing(site: Site, browser: Browser) -> None:
    page = await arrive(site, browser)
    assert page.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert not page.tree.xpath("//script | //style | //@style | //*[starts-with(name(@*), 'on')]")
    sheets = page.tree.xpath("//link/@href")
    assert sheets == ["/pages/pages.css", "/pages/overview.css"]
    assert (await browser.open(sheets[1])).status == 200


async def test_no_name_of_anybody_is_on_it(site: Site, browser: Browser) -> None:
    page = await arrive(site, browser)
    for one in SCHOOL.staff:
        assert one.person.name not in page.body.decode()
        assert one.person.email not in page.body.decode()


# --- what stands on it ---


def full(one: Overview = FULL) -> Page:
    """A page of these figures."""
    answer = shown(one)
    body = (answer.text or "").encode()
    return Page(answer.status, answer.headers, "/overview", body, html.fromstring(body))


def tables(page: Page) -> dict[str, list[list[str]]]:
    """The rows of each table, by its heading."""
    found = {}
    for one in page.tree.xpath("//table"):
        heading = page.tree.get_element_by_id(one.get("aria-labelledby")).text_content()
        found[heading] = [[cell.text_content() for cell in row] for row in one.xpath(".//tbody/tr")]
    return found


def test_every_chart_has_a_table_beneath_that_says_the_same() -> None:
    assert tables(full()) == {
        "Read and understood": [
            ["Online conduct policy", "41 of 58"],
            ["Safeguarding & <child> protection policy", "all but fewer than 5 of 58"],
            ["Policy for the trustees of the school's charity", "fewer than 5 people are bound by it"],
        ],
        "When policies are due for review": [
            ["Online conduct policy", "8 September 2026, 176 days late"],
            ["Data protection policy", "31 May 2027, in 89 days"],
            ["Trust policy", "It has no dates: neither of its last review nor of its next."],
        ],
        "Waiting for a decision": [
            ["Less than 2 days", "7"], ["2 to 6 days", "fewer than 5"], ["A week or longer", "none"],
        ],
        "What the policies did not answer": [["selling things", "12"], ["artificial intelligence", "5"]],
    }  # fmt: skip
    assert "Half were opened within about 25 minutes (10 messages or more)." in full().text


def test_every_chart_is_described_to_whoever_does_not_see_it() -> None:
    page = full()
    charts = page.tree.xpath("//svg")
    assert len(charts) == 4
    for one in charts:
        assert one.get("role") == "img"
        assert page.tree.get_element_by_id(one.get("aria-labelledby")).text
        assert page.tree.get_element_by_id(one.get("aria-describedby")).text.count(":") >= 2
    ids = page.tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_what_is_not_exact_or_is_late_is_told_by_its_shape_and_not_by_colour() -> None:
    page = full()
    for heading, shapes in (("read", ["bar", "bar open"]), ("reviews", ["bar open", "bar"])):
        (chart_,) = page.tree.xpath(f"//section[@aria-labelledby='{heading}']//svg")
        assert [one.get("class") for one in chart_.xpath(".//rect[not(@class='track')]")] == shapes


def test_long_titles_and_long_lists_are_cut_and_it_is_said_how_many_more_there_are() -> None:
    title = "Policy on the acceptable use of information technology, social media and mobile devices by all"
    many = replace(FULL, shares=tuple(Share.of(f"{n} {title}", 20, 40, 5) for n in range(9)))
    page = full(many)
    assert len(tables(page)["Read and understood"]) == 6
    assert "And 3 more." in page.text
    assert all(len(one) <= 81 for row in tables(page)["Read and understood"] for one in row)


def test_a_school_without_anything_yet_is_told_so() -> None:
    page = full(Overview("Larkfield", date(2027, 3, 3), 5, (), (), (), (), Opening()))
    assert not page.tree.xpath("//svg | //table")
    for words in ("Nobody has been asked", "No policy is in force", "Nothing to show", "fewer than 5 messages"):
        assert words in page.text


def test_a_bar_never_leaves_its_chart() -> None:
    drawn = html.fromstring(chart("k", "t", "d", [Bar("a", "b", 7.0), Bar("a", "b", -1.0), Bar("a", "b", 0.5)]))
    widths = [int(one.get("width")) for one in drawn.xpath("//rect[@class='bar']")]
    assert widths == [318, 159]
