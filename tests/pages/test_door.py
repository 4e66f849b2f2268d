"""A link works once, for one person, and not for what looks at it on the way."""

from __future__ import annotations

from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.conftest import Clock
from tests.pages.browser import Browser
from tests.pages.conftest import Serve, Site, on_disk


async def test_looking_at_a_link_does_not_use_it_up_and_says_nothing_about_what_it_is_for(
    site: Site, browser: Browser
) -> None:
    link = await site.link("upload", site.note, "teacher")
    for _ in range(3):
        seen = await browser.open(link)
        assert (seen.status, seen.title, seen.buttons) == (200, "Something is here for you", ["Open it"])
        assert "Set-Cookie" not in seen.headers
    assert "Marsh" not in seen.text
    opened = await browser.press(seen, "Open it")
    assert opened.title == "Pictures for the fair"


async def test_a_link_that_was_opened_works_no_more_for_anybody(site: Site, browser: Browser) -> None:
    link = await site.link("upload", site.note, "teacher")
    neutral = await browser.open(link)
    await browser.press(neutral, "Open it")
    for again in (await browser.open(link), await browser.press(neutral, "Open it")):
        assert again.status == 410
        assert again.title == "This link does not work any more"
        assert "For a new one" in again.text


async def test_a_link_is_good_for_its_time_only(site: Site, browser: Browser, clock: Clock) -> None:
    link = await site.link("upload", site.note, "teacher", hours=2)
    neutral = await browser.open(link)
    clock.forward(hours=2)
    assert (await browser.press(neutral, "Open it")).status == 410
    assert (await browser.open("/open/made-up")).status == 410


async def test_another_sites_page_can_open_no_link(site: Site, browser: Browser) -> None:
    link = await site.link("upload", site.note, "teacher")
    neutral = await browser.open(link)
    for origin in ("https://evil.example", "null", ""):
        assert (await browser.press(neutral, "Open it", origin=origin)).status == 403
    assert (await browser.press(neutral, "Open it")).status == 200


async def test_a_visit_lasts_half_an_hour_from_the_last_page_and_eight_hours_at_most(
    site: Site, browser: Browser, clock: Clock
) -> None:
    await browser.press(await browser.open(await site.link("upload", site.note, "teacher")), "Open it")
    for _ in range(16):
        clock.forward(minutes=29)
        assert (await browser.open("/upload")).title == "Pictures for the fair"
    clock.forward(minutes=29)
    closed = await browser.open("/upload")
    assert (closed.status, closed.title) == (403, "This page is closed")
    assert "For a new link" in closed.text


async def test_without_a_link_there_is_nothing_to_see(site: Site, browser: Browser) -> None:
    assert (await browser.open("/upload")).title == "This page is closed"
    assert (await browser.bring([("a.jpg", b"\xff\xd8\xff")])).status == 403
    assert await site.uploads() == ()


async def test_a_link_for_one_thing_opens_no_other(site: Site, browser: Browser) -> None:
    await browser.press(await browser.open(await site.link("desk", "home", "teacher")), "Open it")
    assert (await browser.open("/upload")).title == "This page is closed"


async def test_what_the_browser_holds_goes_to_us_alone_and_only_where_it_is_encrypted(serve: Serve) -> None:
    page = "https://proviso.school.example"
    site = await serve(page)
    link = await site.link("upload", site.note, "teacher")
    assert link.startswith(f"{page}/open/")
    path = link.removeprefix(page)
    async with site.client.post(path, headers={"Origin": page}, allow_redirects=False) as answer:
        (held,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
        assert (held["httponly"], held["secure"], held["samesite"], held["path"]) == (True, True, "Strict", "/upload")
        assert "teacher" not in held.value
        assert answer.headers["Location"] == "/upload"


@pytest.mark.parametrize("path", ["/open/x", "/upload", "/pages/pages.css"])
async def test_no_page_is_kept_framed_or_told_of(site: Site, browser: Browser, path: str) -> None:
    headers = (await browser.open(path)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


async def test_a_school_without_a_page_makes_no_links(serve: Serve) -> None:
    site = await serve("")
    assert await site.link("upload", site.note, "teacher") == ""
    async with site.client.get("/upload") as answer:
        assert answer.status == 404


async def test_nothing_of_a_link_can_be_read_in_the_database(site: Site, tmp_path: Path) -> None:
    link = await site.link("upload", site.note, "teacher")
    token = link.rpartition("/")[2].encode()
    assert token not in on_disk(tmp_path)


async def test_a_new_link_to_the_desk_can_be_asked_for_while_the_old_is_known_by_whom_it_was_for(
    site: Site, browser: Browser, clock: Clock
) -> None:
    link = await site.link("desk", f"read_note {site.note}", "chair", hours=72)
    assert (await browser.open(link)).buttons == ["Open it"]
    clock.forward(hours=73)
    old = await browser.open(link)
    assert (old.status, old.buttons) == (410, ["Send me a new link"])
    assert (await browser.press(old, "Send me a new link", origin="https://evil.example")).status == 403
    assert (await browser.press(old, "Send me a new link")).title == "A new link is on its way"
    clock.forward(days=30)
    assert (await browser.open(link)).buttons == []


async def test_for_files_one_goes_back_to_the_chat(site: Site, browser: Browser) -> None:
    link = await site.link("upload", site.note, "teacher")
    await browser.press(await browser.open(link), "Open it")
    assert (await browser.open(link)).buttons == []


async def test_a_fault_is_said_in_words_with_a_reference_and_the_log_has_the_cause_alone(
    site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("what Miss Marsh wrote")

    link = await site.link("upload", site.note, "teacher")
    monkeypatch.setattr("bot.store.links.Links.has_link", breaks)
    with capture_logs() as lines:
        page = await browser.open(link)
    assert (page.status, page.title) == (500, "Something went wrong")
    (line,) = lines
    assert line["reference"] in page.text
    assert "Marsh" not in f"{line} {page.text}"
