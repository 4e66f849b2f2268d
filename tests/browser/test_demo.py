"""The demo as a newcomer meets it, in a real browser: the real handlers, the sample policy, one's own document."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.demo import STARTERS, demo
from handlers.answers import FACT
from tests.browser.conftest import Serving
from tests.patience import UNHURRIED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
WAIT = UNHURRIED * 1000  # milliseconds

POLICIES = Path(__file__).parents[3] / "shared/policies"

# One of these, at least, turns on something that the asker has not said.
CONDITIONAL = (
    *STARTERS,
    "Can I be friends with a pupil on Facebook?",
    "Can I take photos of pupils?",
    "Can I accept a friend request from a former pupil?",
    "Can I post a picture of my class on the school account?",
)


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
    """The demo's page."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(address)
    opened.wait_for_selector(".entry.bot")
    yield opened
    context.close()


def ask(page: Page, words: str) -> Locator:
    """Type, press Enter; the answer."""
    known = page.locator(".entry.bot").count()
    page.get_by_label("Your question").fill(words)
    page.keyboard.press("Enter")
    answer = page.locator(".entry.bot").nth(known)
    answer.wait_for(timeout=WAIT)
    return answer


def see(place: Locator | Page, words: str) -> None:
    place.get_by_text(words).first.wait_for(timeout=WAIT)


def become(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).check()
    page.get_by_role("log", name=f"Conversation with Proviso as {name}").wait_for(timeout=WAIT)
    page.locator("#log:not([aria-busy])").wait_for(timeout=WAIT)  # and what was said earlier stands in it again


def test_every_starter_has_an_answer_and_a_side_view(page: Page) -> None:
    for words in STARTERS:
        answer = ask(page, words)
        title = answer.get_by_role("heading").first.inner_text()
        page.locator(".slack-header", has_text=title).wait_for(timeout=WAIT)


def test_a_question_gets_the_clause_word_for_word_with_its_number(page: Page) -> None:
    answer = ask(page, "Can I take photos of my class on my own phone?")
    assert "on a personal" in answer.locator("blockquote").first.inner_text()
    assert "clause 6.1" in answer.locator("figcaption").first.inner_text()


def test_a_follow_up_answers_the_same_question_again_in_its_place(page: Page) -> None:
    for words in CONDITIONAL:
        answer = ask(page, words)
        choices = answer.locator(f"[data-button={FACT}]")
        if choices.count():
            break
    else:
        pytest.fail("no question had a follow-up")
    entries = page.locator(".entry").count()
    choices.first.click()
    page.locator(".entry.bot").last.get_by_text("changed").wait_for(timeout=WAIT)
    assert page.locator(".entry").count() == entries


def test_a_schools_own_document_answers_instead_and_then_the_sample_again(page: Page) -> None:
    document = POLICIES / "owls.txt"
    if not document.exists():
        pytest.skip(f"there is no real policy at {document}")
    page.set_input_files("#file", document)
    see(page.locator("#log"), "Now I answer from")
    see(page.locator("#policies"), "28 November 2016")
    answer = ask(page, "Can I be friends with a pupil on Facebook?")
    assert "28 November 2016" in answer.locator("figcaption").first.inner_text()
    page.get_by_role("button", name="Back to the sample policy").click()
    see(page.locator("#policies"), "Larkfield")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8),
        ("broken.docx", b"PK\x03\x04 this is no Word document"),
        ("scan.pdf", b"%PDF-1.4\n%%EOF"),
    ],
)
def test_a_bad_document_gets_its_sentence_and_the_policy_stays(page: Page, name: str, data: bytes) -> None:
    before = page.locator("#policies").inner_text()
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    refused = page.locator(".entry.bot", has_text="This document cannot be used").last
    see(refused, name)
    assert "Traceback" not in refused.inner_text()
    assert page.locator("#policies").inner_text() == before


def test_the_head_sees_what_the_policy_did_not_answer_by_number_alone(page: Page) -> None:
    words = "Can I bring my dog to school on Fridays?"
    for asker in ("Miss Marsh", "Mr Field"):
        become(page, asker)
        ask(page, words)
    become(page, "Mrs Wood")
    see(page.locator("#home"), "2 questions")
    assert "dog" not in page.locator("#home").inner_text()
    assert "dog" not in page.locator("#log").inner_text()


def test_a_question_reaches_the_head_only_when_its_asker_sends_it(page: Page) -> None:
    become(page, "Mr Field")
    words = "Can I keep a hamster in the reading corner?"
    ask(page, words).get_by_role("button", name="Ask the head").click()
    page.get_by_role("dialog").get_by_label("Send my name with it").check()
    for _ in range(2):
        page.get_by_role("dialog").locator("button[type=submit]").click()
        page.wait_for_timeout(300)
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    become(page, "Mrs Wood")
    see(page.locator("#home"), words)
    see(page.locator("#home"), "Mr Field")
    become(page, "Dr Stone")
    page.wait_for_timeout(500)
    for part in ("#home", "#log"):
        assert words not in page.locator(part).inner_text()


def test_a_question_asked_on_home_is_answered_in_its_form_and_kept_there(page: Page) -> None:
    become(page, "Miss Marsh")
    known = page.locator(".entry").count()
    page.locator("#home").get_by_role("button", name="Ask a question").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your question").fill("Can I take photos of my class on my own phone?")
    dialog.get_by_role("button", name="Ask", exact=True).click()
    see(dialog, "clause 6.1")
    dialog.get_by_role("button", name="Keep a copy for me").click()
    dialog.get_by_role("button", name="Throw my copy away").wait_for(timeout=WAIT)
    dialog.get_by_role("button", name="Close").click()
    assert page.locator(".entry").count() == known
    see(page.locator("#home"), "Copy kept on")
