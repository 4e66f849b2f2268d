"""The page in a real browser: asking, forms, documents, previews, keyboard, phone, contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.patience import UNHURRIED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

pytestmark = pytest.mark.browser
WAIT = UNHURRIED * 1000  # milliseconds

DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const at = document.querySelector("#log");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    at.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""

# Every visible text against the first opaque colour behind it: the words below 4.5 (WCAG 2.2, 1.4.3).
CONTRAST = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return rgba("white");
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    if (!words || !element.checkVisibility() || element.closest(":disabled, .unseen")) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${words.slice(0, 40)}`);
  }
  return faint;
}"""


def ask(page: Page, words: str = "Can I be friends with a pupil?") -> Locator:
    """Type, press Enter; the answer."""
    known = page.locator(".entry.bot").count()
    page.get_by_label("Your question").fill(words)
    page.keyboard.press("Enter")
    answer = page.locator(".entry.bot").nth(known)
    answer.locator(".quotation").wait_for(timeout=WAIT)
    return answer


def see(place: Locator | Page, words: str) -> None:
    place.get_by_text(words).first.wait_for(timeout=WAIT)


def test_a_question_is_answered_with_the_policys_own_words_and_where_they_stand(page: Page) -> None:
    answer = ask(page)
    assert answer.get_by_role("heading").inner_text() == "Only if you are related"
    assert "unless they are related" in answer.locator("blockquote").inner_text()
    assert "clause 5.3 (d)" in answer.locator("figcaption").inner_text()
    assert page.get_by_label("Your question").input_value() == ""


def test_starters_ask_and_then_make_room(page: Page) -> None:
    page.get_by_role("button", name="Can I post a photo of my class?").click()
    see(page.locator(".entry.bot").last, "You asked: Can I post a photo of my class?")
    assert page.locator("#starters").is_hidden()


def test_a_follow_up_changes_the_answer_in_its_place(page: Page) -> None:
    answer = ask(page)
    count = page.locator(".entry").count()
    answer.get_by_role("button", name="No", exact=True).click()
    see(page.locator("#log"), "Your policy says no")
    see(page.locator("#log"), "changed")
    assert page.locator(".entry").count() == count


def test_what_people_write_stays_words(page: Page) -> None:
    hostile = "<img src=x onerror=document.title='gone'> <b>bold</b> & <!channel>"
    answer = ask(page, hostile)
    assert hostile in answer.inner_text()
    assert page.locator("#log img, #log b").count() == 0
    assert "gone" not in page.title()
    shown = page.locator(".slack-message").inner_text().replace("\u2060", "")  # of no width, for Slack alone
    assert "<!channel>" in shown


def test_a_form_keeps_focus_names_its_faults_goes_back_and_ends_with_a_receipt(page: Page) -> None:
    ask(page).get_by_role("button", name="Ask the head").click()
    dialog = page.get_by_role("dialog", name="What would you like to ask?")
    dialog.get_by_role("button", name="Next").click()
    question = dialog.get_by_label("Your question")
    see(dialog, "Please fill this in.")
    assert question.evaluate("one => one === document.activeElement")
    described = question.get_attribute("aria-describedby") or ""
    assert "Please fill this in." in [page.locator(f"#{one}").inner_text() for one in described.split()]
    question.fill("Can I really?")
    dialog.get_by_label("No").check()
    dialog.get_by_role("button", name="Next").click()
    see(page.get_by_role("dialog"), "To the head: Can I really?")
    page.get_by_role("button", name="Back").click()
    page.get_by_role("dialog", name="What would you like to ask?").wait_for(timeout=WAIT)
    assert page.get_by_role("dialog").get_by_label("Your question").input_value() == "Can I really?"
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Send").click()
    see(page.get_by_role("dialog", name="Sent to Mrs Marsh"), "Your reference is")
    page.get_by_role("button", name="Close").click()
    assert page.locator("dialog[open]").count() == 0


def test_the_head_finds_the_question_in_the_conversation_and_at_home(page: Page) -> None:
    test_a_form_keeps_focus_names_its_faults_goes_back_and_ends_with_a_receipt(page)
    page.get_by_role("radio", name="Mrs Marsh").check()
    see(page.locator("#log"), "A question for you")
    see(page.locator("#home"), "1 questions sent to you")
    see(page.locator("#home"), "name left out")
    assert page.get_by_text("Can I be friends with a pupil?").count() == 0


def test_escape_closes_a_form_and_gives_the_focus_back(page: Page) -> None:
    opener = ask(page).get_by_role("button", name="Ask the head")
    opener.click()
    page.get_by_role("dialog").wait_for(timeout=WAIT)
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('dialog[open]')", timeout=WAIT)
    assert opener.evaluate("one => one === document.activeElement")


def test_an_answer_that_comes_late_leaves_the_form_open(page: Page) -> None:
    opener = ask(page).get_by_role("button", name="Ask the head")
    held: list[Route] = []
    page.route("**/web/event/said", lambda route: held.append(route))  # noqa: PLW0108 - playwright wants a function
    page.get_by_label("Your question").fill("Can I really?")
    page.keyboard.press("Enter")
    opener.click()
    page.get_by_role("dialog").wait_for(timeout=WAIT)
    with page.expect_response("**/web/event/home"):  # asked for once the answer is taken
        held[0].continue_()
    assert page.locator("dialog[open]").count() == 1


def test_cancel_says_that_it_is_gone(page: Page) -> None:
    ask(page).get_by_role("button", name="Ask the head").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    see(page.get_by_role("dialog", name="Cancelled"), "Nothing was sent, and what you filled in is gone.")
    page.get_by_role("button", name="Close").click()
    assert page.locator("dialog[open]").count() == 0


# --- documents ---


def test_a_document_dropped_anywhere_is_asked_from_then_on_and_the_sample_comes_back(page: Page) -> None:
    page.evaluate(DROP, ["Our policy.txt", "Policy: staff must not"])
    see(page.locator("#log"), "I have read your document")
    see(page.locator("#policies"), "Our policy.txt")
    page.get_by_role("button", name="Back to the sample policy").click()
    see(page.locator("#policies"), "Social media policy")
    assert page.get_by_role("button", name="Back to the sample policy").is_hidden()


def test_a_bad_document_gets_its_sentence_as_a_message(page: Page) -> None:
    page.set_input_files("#file", {"name": "cat.gif", "mimeType": "image/gif", "buffer": b"GIF89a"})
    see(page.locator("#log"), "This document cannot be used")
    see(page.locator("#log"), "Save it as Word or PDF and drop it here again.")
    see(page.locator("#policies"), "Social media policy")


# --- beside the conversation ---


def test_the_latest_answer_is_shown_as_slack_and_as_teams_get_it(page: Page) -> None:
    ask(page)
    see(page.locator(".slack-message"), "Only if you are related")
    assert "related" in page.locator(".slack-message blockquote").inner_text()
    page.get_by_role("tab", name="As Slack shows it").press("ArrowRight")
    see(page.locator(".teams-card"), "Only if you are related")
    page.get_by_text("Adaptive Card JSON").click()
    assert '"version": "1.5"' in page.locator(".raw[open] pre").inner_text()


def test_an_earlier_message_can_be_chosen_instead(page: Page) -> None:
    ask(page)
    ask(page, "Can I post a photo?")
    page.get_by_role("button", name="See it in Slack and Teams").nth(1).click()  # the first is the welcome's
    see(page.locator(".slack-message"), "Can I be friends with a pupil?")


def test_a_conversation_is_there_again_after_a_reload_and_each_persona_has_their_own(page: Page) -> None:
    ask(page)
    page.reload()
    see(page.locator("#log"), "Can I be friends with a pupil?")
    page.get_by_role("radio", name="Mr Bell").check()
    see(page.locator("#log"), "Hello Mr Bell")
    assert page.locator("#log").get_by_text("Can I be friends with a pupil?").count() == 0


# --- for everybody ---


def test_the_keyboard_alone_reaches_everything(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to your question"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "words"
    ask(page)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.id || document.activeElement.innerText || document.activeElement.name"
            )
        )
    assert {"words", "file", "theme", "log", "tab-slack", "preview-body", "Ask the head"} <= reached


def test_the_conversation_is_a_log_and_everything_has_a_name(page: Page) -> None:
    ask(page)
    assert page.get_by_role("log", name=re.compile("Ms Reed")).count() == 1
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, [role=tab]")]
          .filter((one) => one.checkVisibility() && !one.labels?.length && !one.innerText.trim() && !one.ariaLabel)
          .map((one) => one.outerHTML)"""
    )
    assert nameless == []


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Page]:
    """The page on a phone, by day and by night."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=request.param, has_touch=True)
    opened = context.new_page()
    opened.goto(address)
    opened.wait_for_selector(".entry.bot")
    yield opened
    context.close()


def test_on_a_phone_each_part_fits_and_is_one_tap_away(phone: Page) -> None:
    ask(phone)
    for part, words in (
        ("Policy", "Ask your own policy"),
        ("Home", "questions sent to you"),
        ("Preview", "Only if you are related"),
        ("Chat", "Ask the head"),
    ):
        phone.get_by_role("navigation").get_by_role("button", name=part).click()
        see(phone.locator(f"#{part.lower()}"), words)
        assert phone.evaluate("document.documentElement.scrollWidth") == 390
    small = phone.evaluate(
        """() => [...document.querySelectorAll("button, select")].filter((one) => one.checkVisibility())
          .map((one) => [one.innerText, one.getBoundingClientRect()])
          .filter(([, box]) => box.height < 24 || box.width < 24)"""
    )
    assert small == []


def test_every_word_can_be_read_against_what_is_behind_it(phone: Page) -> None:
    ask(phone)
    for part in ("Policy", "Home", "Preview", "Chat"):
        phone.get_by_role("navigation").get_by_role("button", name=part).click()
        phone.wait_for_timeout(50)
        assert phone.evaluate(CONTRAST) == []
    phone.get_by_role("button", name="Ask the head").click()
    phone.get_by_role("button", name="Next").click()
    see(phone.get_by_role("dialog"), "Please fill this in.")
    assert phone.evaluate(CONTRAST) == []


def test_colours_can_be_chosen_and_are_remembered(page: Page) -> None:
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Colours: as the system").click()
    page.get_by_role("button", name="Colours: light").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.reload()
    page.get_by_role("button", name="Colours: dark").wait_for(timeout=WAIT)


def test_a_lost_server_is_said_in_words_and_what_was_typed_is_kept(page: Page) -> None:
    page.route("**/web/event/**", lambda route: route.abort())
    page.get_by_label("Your question").fill("Can I…?")
    page.keyboard.press("Enter")
    see(page.get_by_role("alert"), "This page cannot reach Proviso.")
    assert page.get_by_label("Your question").input_value() == "Can I…?"
    page.unroute("**/web/event/**")
    page.keyboard.press("Enter")
    see(page.locator("#log"), "Only if you are related")
    page.locator("#trouble").wait_for(state="hidden", timeout=WAIT)
