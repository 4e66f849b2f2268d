"""Files come by our own page: told from their bytes, sealed, taken back until they are sent."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bot.outbox import Outbox
from bot.pages.kinds import kind_of
from bot.store.deliveries import Delivery
from handlers.files import LARGEST
from handlers.model import Post
from tests.conftest import Clock
from tests.pages.browser import Browser, Page
from tests.pages.conftest import Site, on_disk


def jpeg(colour: int = 0, *, place: bool = False, upright: int = 1) -> bytes:
    """A picture from a phone, with the place in it where it was taken."""
    made, exif = io.BytesIO(), Image.Exif()
    if place:
        exif[0x010F] = "Larkfield Phones"
        exif.get_ifd(0x8825)[2] = (51.0, 17.0, 30.0)  # latitude
    exif[0x0112] = upright
    Image.new("RGB", (40, 20), (colour, 20, 20)).save(made, "JPEG", exif=exif)
    return made.getvalue()


PNG = io.BytesIO()
Image.new("RGB", (2, 2)).save(PNG, "PNG")


async def sent_to(site: Site) -> list[tuple[str, Post | None]]:
    """What is sent to people now."""
    found: list[tuple[str, Post | None]] = []

    async def send(delivery: Delivery) -> str:
        found.append((delivery.person, delivery.post))
        return "m1"

    await Outbox(site.store, send).work_off()
    return found


async def _arrive(site: Site, browser: Browser) -> Page:
    return await browser.press(await browser.open(await site.link("upload", site.note, "teacher")), "Open it")


async def test_files_are_brought_looked_at_taken_back_and_sent(site: Site, browser: Browser) -> None:
    page = await _arrive(site, browser)
    assert page.buttons == ["Add"]
    page = await browser.bring([("fair.jpg", jpeg()), ("stall.jpg", jpeg(9)), ("letter.eml", b"From: a\nTo: b\n\nHi")])
    assert page.rows() == ["fair.jpg", "stall.jpg", "letter.eml"]
    page = await browser.press(page, "Remove")
    assert len(page.rows()) == 2
    receipt = await browser.press(page, "Send")
    assert (receipt.title, receipt.text.endswith("The files are with your note.")) == ("Sent", True)
    sent = [one.id for one in await site.uploads()]
    assert len(sent) == 2
    assert (await site.journal()).entries[-1].given["files"] == sent
    assert (await browser.open("/upload")).title == "This page is closed", "the link was for this alone"


async def test_whoever_brought_a_picture_sees_it_before_it_is_sent(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    page = await browser.bring([("fair.jpg", jpeg())])
    (source,) = page.tree.xpath("//img/@src")
    picture = await browser.open(source)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(picture.body)).size == (40, 20)
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert (await browser.open("/upload/file/another")).status == 404


async def test_a_file_is_what_its_bytes_say_and_what_it_is_not_is_not_taken(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    page = await browser.bring([("holiday.jpg", b"MZ\x90\x00 a program"), ("page.txt", b"<html><script>alert(1)")])
    assert page.rows() == []
    assert "A file was not taken: pictures" in page.faults[0]
    page = await browser.bring([("notes.exe", b"What I heard on Monday.")])
    assert page.rows() == ["notes.exe.txt"]


async def test_a_program_within_an_archive_is_no_document(site: Site, browser: Browser) -> None:
    def archive(*names: str) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as opened:
            for name in names:
                opened.writestr(name, "x")
        return made.getvalue()

    await _arrive(site, browser)
    document = archive("[Content_Types].xml", "word/document.xml")
    with_macro = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
    page = await browser.bring([("a.docx", document), ("b.docx", with_macro), ("c.docx", archive("x.exe"))])
    assert page.rows() == ["a.docx"]


async def test_a_file_that_is_too_large_is_said_to_be_and_the_others_come(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    page = await browser.bring([("film.jpg", jpeg() + b"\0" * LARGEST), ("fair.jpg", jpeg())])
    assert page.rows() == ["fair.jpg"]
    assert page.faults == ["A file was not taken: it is over 20 MB."]


async def test_there_is_room_for_ten(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    page = await browser.bring([(f"{n}.jpg", jpeg(20 * n)) for n in range(11)])
    assert len(page.rows()) == 10
    assert page.faults == ["A file was not taken: there is room for 10."]
    assert "all of it is taken" in page.text


async def test_the_same_file_brought_twice_is_there_once_and_that_is_said(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    await browser.bring([("fair.jpg", jpeg())])
    page = await browser.bring([("fair (1).jpg", jpeg()), ("stall.jpg", jpeg(9))])
    assert page.rows() == ["fair.jpg", "stall.jpg"]
    assert page.faults == ["A file is here already, and was not added a second time."]


async def test_an_empty_file_is_said_to_be_empty_and_the_others_come(site: Site, browser: Browser) -> None:
    """As a telephone sends one that is still in the cloud."""
    await _arrive(site, browser)
    page = await browser.bring([("fair.jpg", b""), ("stall.jpg", jpeg())])
    assert page.rows() == ["stall.jpg"]
    assert page.faults == [
        "A file was not taken: it is empty. It may still be in the cloud; open it once, then add it again."
    ]


async def test_sending_nothing_is_said_kindly(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    assert (await browser.bring([])).faults == ["Please choose a file first."]


async def test_a_picture_forgets_where_it_was_taken_and_keeps_which_way_up_it_is(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    taken = jpeg(place=True, upright=6) + jpeg(7, place=True)  # phones put a second picture behind the first
    assert b"Larkfield Phones" in taken
    await browser.bring([("fair.jpg", taken)])
    (one,) = await site.uploads()
    found = await site.turn.at_desk("larkfield", lambda desk, _: desk.tx.upload(one.id))
    assert found is not None
    kept = Image.open(io.BytesIO(found[1]))
    kept.load()
    assert dict(kept.getexif()) == {0x0112: 6}
    assert b"Larkfield Phones" not in found[1]
    assert kept.getpixel((5, 5)) == Image.open(io.BytesIO(taken)).getpixel((5, 5))


async def test_a_name_is_shown_without_a_path_or_signs_that_turn_the_reading_round(
    site: Site, browser: Browser
) -> None:
    await _arrive(site, browser)
    page = await browser.bring([("../../etc/\u202egpj.<b>exe", PNG.getvalue())])
    (name,) = page.rows()
    assert re.fullmatch(r"[^/\u202e]+\.png", name)
    assert page.tree.xpath("//b") == []


async def test_whether_files_may_come_is_asked_again_when_they_do(site: Site, browser: Browser) -> None:
    page = await _arrive(site, browser)
    await browser.bring([("fair.jpg", jpeg())])
    await site.close_note()
    for refused in (
        await browser.bring([("stall.jpg", jpeg(3))]),
        await browser.open("/upload"),
    ):
        assert (refused.status, refused.title) == (403, "No files here")
    assert len(await site.uploads()) == 1
    assert page.title == "Pictures for the fair"


async def test_another_person_or_another_kind_of_journal_gets_no_page(site: Site, browser: Browser) -> None:
    page = await browser.press(await browser.open(await site.link("upload", site.note, "assistant")), "Open it")
    assert page.title == "No files here"
    other = await site.turn.at_desk("larkfield", lambda desk, _: desk.tx.begin_journal("thing", "teacher", "begun", {}))
    page = await browser.press(await browser.open(await site.link("upload", other.id, "teacher")), "Open it")
    assert page.title == "No files here"


async def test_nothing_of_a_file_can_be_read_in_the_database(site: Site, browser: Browser, tmp_path: Path) -> None:
    await _arrive(site, browser)
    await browser.bring([("secret-name.txt", b"What I heard on Monday.")])
    written = on_disk(tmp_path)
    assert b"secret-name" not in written
    assert b"Monday" not in written


async def test_what_nobody_sent_is_forgotten_in_a_day_and_what_was_sent_stays(
    site: Site, browser: Browser, clock: Clock
) -> None:
    await _arrive(site, browser)
    await browser.press(await browser.bring([("fair.jpg", jpeg())]), "Send")
    await _arrive(site, browser)
    await browser.bring([("stall.jpg", jpeg(3))])
    clock.forward(hours=24)
    while await site.turn.ring():
        continue
    assert [one.name for one in await site.uploads()] == ["fair.jpg"]


async def test_whoever_did_not_send_what_they_brought_reads_that_it_goes_and_hears_so_after_an_hour(
    site: Site, browser: Browser, clock: Clock
) -> None:
    await _arrive(site, browser)
    page = await browser.bring([("secret-name.jpg", jpeg())])
    assert "What is not sent within a day is deleted." in page.text
    clock.forward(hours=1)
    await site.turn.ring()
    ((to, post),) = await sent_to(site)
    assert to == "teacher"
    assert post is not None
    assert "are not sent yet" in post.text
    assert "secret-name" not in repr(post)
    (button,) = post.buttons
    page = await browser.press(await browser.open(button.link), "Open it")
    await browser.press(page, "Send")
    clock.forward(hours=24)
    await site.turn.ring()
    assert [one.sent for one in await site.uploads()] == [True]


async def test_whoever_sent_what_they_brought_hears_nothing(site: Site, browser: Browser, clock: Clock) -> None:
    await _arrive(site, browser)
    await browser.press(await browser.bring([("fair.jpg", jpeg())]), "Send")
    clock.forward(hours=1)
    await site.turn.ring()
    assert not await sent_to(site)


async def test_a_forgotten_journal_takes_its_files_along(site: Site, browser: Browser) -> None:
    await _arrive(site, browser)
    await browser.press(await browser.bring([("fair.jpg", jpeg())]), "Send")
    await site.turn.at_desk("larkfield", lambda desk, _: desk.tx.forget_journal(site.note))
    assert await site.uploads() == ()


@pytest.mark.parametrize("path", ["/upload/remove", "/upload/send", "/upload"])
async def test_another_sites_form_does_nothing(site: Site, browser: Browser, path: str) -> None:
    await _arrive(site, browser)
    await browser.bring([("fair.jpg", jpeg())])
    async with site.client.post(path, headers={"Origin": "https://evil.example"}) as answer:
        assert answer.status == 403
    assert len(await site.uploads()) == 1


async def test_what_a_file_is_is_found_out_beside_everybody_elses_requests(
    site: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture of millions of empty segments, or an archive of as many names, takes seconds."""
    threads = []

    def looked_at(data: bytes) -> str:
        threads.append(threading.current_thread())
        return kind_of(data)

    monkeypatch.setattr("bot.pages.upload.kind_of", looked_at)
    await _arrive(site, browser)
    await browser.bring([("fair.jpg", jpeg())])
    assert threads
    assert threading.current_thread() not in threads
