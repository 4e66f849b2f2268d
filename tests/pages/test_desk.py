"""Who has no account in any chat follows a link, reads, fills in and presses, as themselves and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.roll import Fixed
from handlers.desk import School
from tests.conftest import Clock
from tests.handlers.larkfield import SCHOOL
from tests.pages.browser import Browser, Page
from tests.pages.conftest import Site
from tests.pages.test_upload import jpeg

GIVEN = {
    "What happened": "He asked <b>her</b>\nfor a picture.",
    "Your name for it": "Friday",
    "Where": "Online",
    "Who was there (optional)": ["Miss Marsh", "Mr Hill"],
    "Whom to ask": "Dr Stone",
    "When": "2027-03-01",
    "Did it happen before?": "No",
}


async def _arrive(site: Site, browser: Browser, person: str = "chair", about: str = "") -> Page:
    link = await site.link("desk", about or f"read_note {site.note}", person)
    return await browser.press(await browser.open(link), "Open it")


async def test_a_link_opens_what_it_was_sent_for(site: Site, browser: Browser) -> None:
    page = await _arrive(site, browser)
    assert page.address == "/desk"
    assert page.title == f"Note {(await site.journal()).ref}"
    assert "Read it & think <twice>." in page.text
    assert "You are here as Dr Stone." in page.text
    assert page.buttons == ["Answer", "What you came for", "Home", "Close"]


async def test_an_answer_is_filled_in_put_right_checked_and_sent(site: Site, browser: Browser) -> None:
    page = await browser.press(await _arrive(site, browser), "Answer")
    assert (page.title, page.buttons[:2]) == ("About it", ["Next", "Cancel"])
    wrong = await browser.press(page, "Next", {**GIVEN, "When": "soon", "Your name for it": ""})
    assert wrong.faults == ["Please fill this in.", "Please give a date like 3 March 2027 or 03/03/2027."]
    assert wrong.tree.get_element_by_id("what").value.strip() == GIVEN["What happened"], "what was typed stays"
    review = await browser.press(wrong, "Next", {"When": "2027-03-01", "Your name for it": "Friday"})
    assert review.title == "Check it"
    assert "You say: He asked <b>her</b> for a picture.; ['teacher', 'deputy']; chair; 2027-03-01" in review.text
    receipt = await browser.press(review, "Send")
    assert receipt.title == "Thank you"
    answered = (await site.journal()).entries[-1]
    assert (answered.by, answered.what) == ("chair", "answered")
    assert answered.given == {
        "what": GIVEN["What happened"], "name": "Friday", "where": "online", "who": ["teacher", "deputy"],
        "whom": "chair", "when": "2027-03-01", "again": False,
    }  # fmt: skip


async def test_back_is_never_blocked_and_cancel_sends_nothing(site: Site, browser: Browser) -> None:
    page = await browser.press(await _arrive(site, browser), "Answer")
    review = await browser.press(page, "Next", GIVEN)
    first = await browser.press(review, "Back")
    assert first.title == "About it"
    assert first.tree.xpath("//input[@name='one.where' and @checked]/@value") == ["online"]
    assert (await browser.press(first, "Cancel")).title == "Cancelled"
    assert len((await site.journal()).entries) == 1


async def test_a_form_sent_twice_is_sent_once(site: Site, browser: Browser) -> None:
    page = await browser.press(await _arrive(site, browser), "Answer")
    review = await browser.press(page, "Next", GIVEN)
    for _ in range(2):
        assert (await browser.press(review, "Send")).title == "Thank you"
    assert [one.what for one in (await site.journal()).entries] == ["begun", "answered"]


async def test_reloading_shows_how_it_stands_now(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    await site.close_note()
    assert (await browser.open("/desk")).title == "This note is closed"


async def test_home_is_theirs(site: Site, browser: Browser) -> None:
    page = await browser.press(await _arrive(site, browser), "Home")
    assert page.status == 200
    assert "You are here as Dr Stone." in page.text
    assert (await _arrive(site, browser, "teacher", "home")).text.count("Miss Marsh") >= 1


async def test_closing_ends_it_for_the_next_who_sits_there(site: Site, browser: Browser) -> None:
    page = await _arrive(site, browser)
    await browser.press(page, "Close")
    for path in ("/desk", "/desk/home"):
        assert (await browser.open(path)).status == 403
    assert (await browser.press(page, "Answer")).status == 403


async def test_another_sites_form_does_nothing(site: Site, browser: Browser) -> None:
    page = await _arrive(site, browser)
    assert (await browser.press(page, "Answer", origin="https://evil.example")).status == 403


async def test_what_no_page_of_ours_sends_is_said_to_be_unreadable(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    sent: list[dict[str, str]] = [
        {},
        {"submission": "x", "button": "read_note"},
        {"submission": "a" * 12, "move": "sideways", "version": "1", "dialog": "d", "step": "s"},
    ]
    for path in ("/desk/press", "/desk/fill"):
        for one in sent:
            async with site.client.post(path, data=one, headers={"Origin": browser.origin}) as answer:
                assert answer.status == 400, (path, one)


async def test_whoever_leaves_the_school_leaves_the_page(site: Site, browser: Browser, clock: Clock) -> None:
    await _arrive(site, browser)
    site.turn._roll = Fixed(_without("chair"))
    assert (await browser.open("/desk")).title == "This page is closed"
    link = await site.link("desk", "home", "chair")
    assert (await browser.press(await browser.open(link), "Open it")).status == 410


def _without(key: str) -> School:
    return replace(SCHOOL, page="/", staff=tuple(one for one in SCHOOL.staff if one.person.key != key))


async def test_pictures_are_shown_and_files_saved_by_those_who_may_see_them_alone(site: Site, browser: Browser) -> None:
    link = await site.link("upload", site.note, "teacher")
    await browser.press(await browser.open(link), "Open it")
    letter = b"From: a\nTo: b\n\nHi"
    await browser.press(await browser.bring([("fair.jpg", jpeg()), ("letter.eml", letter)]), "Send")
    page = await _arrive(site, browser, "head")
    (picture,) = page.tree.xpath("//main//img")
    shown = await browser.open(picture.get("src"))
    assert (picture.get("alt"), shown.headers["Content-Type"]) == ("fair.jpg", "image/jpeg")
    (saved,) = page.tree.xpath("//a[contains(text(), 'letter.eml')]/@href")
    mail = await browser.open(saved)
    assert mail.body == letter
    assert mail.headers["Content-Disposition"] == "attachment; filename*=UTF-8''letter.eml"
    page = await _arrive(site, browser, "chair")
    for address in (picture.get("src"), saved):
        assert (await browser.open(address)).status == 404


async def test_a_visit_to_the_desk_is_over_after_half_an_hour_of_nothing(
    site: Site, browser: Browser, clock: Clock
) -> None:
    await _arrive(site, browser)
    clock.now += timedelta(minutes=31)
    assert (await browser.open("/desk")).title == "This page is closed"
