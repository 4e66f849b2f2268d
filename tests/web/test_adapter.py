"""The page's server: a whole conversation over HTTP, and everybody who has no business there."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.outbox import Outbox, Refused
from bot.store.deliveries import Delivery
from bot.web.adapter import LARGEST, TOO_LARGE, Web
from handlers.desk import Unknown
from handlers.model import Place, Post
from tests.web.echo import room


class Browser:
    """A browser that shows the page."""

    def __init__(self, client: TestClient[Any, Any], page: Web, outbox: Outbox) -> None:
        self.client, self.page, self.outbox = client, page, outbox
        self.origin = str(client.make_url("/")).rstrip("/")

    async def post(self, path: str, **options: Any) -> ClientResponse:
        return await self.client.post(path, **{"headers": {"Origin": self.origin}, **options})

    async def send(self, kind: str, who: str = "teacher", key: str = "", **what: Any) -> dict[str, Any]:
        answer = await self.post(f"/web/event/{kind}", json={"who": who, "id": key or secrets.token_hex(16), **what})
        assert answer.status == 200, await answer.text()
        read: dict[str, Any] = await answer.json()
        return read

    async def log(self, who: str = "teacher") -> list[dict[str, Any]]:
        """The conversation as a page that opens now is told it."""
        async with self.client.get(f"/web/live?who={who}") as stream:
            assert stream.content_type == "text/event-stream"
            name, data = await event(stream)
            assert name == "all"
            entries: list[dict[str, Any]] = data
            return entries


async def event(stream: ClientResponse) -> tuple[str, Any]:
    name = (await stream.content.readline()).decode().removeprefix("event: ").strip()
    data = json.loads((await stream.content.readline()).decode().removeprefix("data: "))
    await stream.content.readline()
    return name, data


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    async with room(tmp_path) as (application, page, outbox), TestClient(TestServer(application)) as client:
        yield Browser(client, page, outbox)


async def test_a_persona_is_welcomed_once(browser: Browser) -> None:
    assert [entry["post"]["title"] for entry in await browser.log()] == ["Hello"]
    assert len(await browser.log()) == 1


async def test_a_question_and_its_answer_stand_in_the_conversation(browser: Browser) -> None:
    assert await browser.send("said", text="Can I…?") == {"kind": "entry"}
    question, answer = await browser.log()
    assert question["words"] == "Can I…?"
    assert answer["post"]["title"] == "Only if you are related"
    assert answer["post"]["quotes"][0]["source"].startswith("Social media policy, clause 5.3")


async def test_a_button_changes_the_message_that_it_stands_on(browser: Browser) -> None:
    await browser.send("said", text="Can I…?")
    answer = (await browser.log())[-1]
    await browser.send("pressed", button="settle", value="no", post=answer["id"])
    log = await browser.log()
    assert len(log) == 2
    assert (log[-1]["post"]["title"], log[-1]["changed"]) == ("Your policy says no", True)


async def test_a_button_in_a_forms_last_view_is_answered_there(browser: Browser) -> None:
    """The answer that a form ended with goes on in the form: the conversation beside it stays as it was."""
    before = await browser.log()
    press = {"button": "settle", "value": "no", "post": "dialog", "key": "a" * 32}
    for _ in range(2):  # a press that was sent again is answered again
        answer = await browser.send("pressed", **press)
        assert (answer["kind"], answer["post"]["title"]) == ("done", "Your policy says no")
    assert len(await browser.log()) == len(before)
    assert await browser.outbox.work_off() == 0


async def test_a_page_that_looks_on_is_told_at_once(browser: Browser) -> None:
    async with browser.client.get("/web/live?who=teacher") as stream:
        await event(stream)
        await browser.send("said", text="Can I…?")
        assert (await event(stream))[1]["words"] == "Can I…?"
        assert (await event(stream))[1]["post"]["title"] == "Only if you are related"


async def test_the_same_submission_twice_is_one_question_and_one_answer(browser: Browser) -> None:
    for _ in range(2):
        await browser.send("said", key="a" * 32, text="Can I…?")
    assert len(await browser.log()) == 2


async def test_the_reply_is_reported_as_sent_so_the_outbox_has_nothing_left(browser: Browser) -> None:
    await browser.send("said", text="Can I…?")
    assert await browser.outbox.work_off() == 0


async def test_a_form_goes_forward_back_and_to_its_receipt_and_the_head_is_told(browser: Browser) -> None:
    page = await browser.send("pressed", button="ask_head", value="q1")
    assert (page["kind"], page["title"], page["of"]) == ("ask", "What would you like to ask?", 2)

    async def fill(move: str, **given: Any) -> dict[str, Any]:
        where = {name: page[name] for name in ("dialog", "step", "version")}
        return await browser.send("filled", move=move, given=given, **where)

    page = await fill("next", question="", named="")
    assert [field["error"] for field in page["fields"]] == ["Please fill this in.", "Please answer yes or no."]
    page = await fill("next", question="Can I?", named="no")
    assert page["words"]["text"] == "To the head: Can I?"
    page = await fill("back")
    assert page["fields"][0]["value"] == "Can I?"
    page = await fill("next", question="Can I really?", named="no")
    page = await fill("next")
    assert page["post"]["title"] == "Sent to Mrs Marsh"

    await browser.outbox.work_off()
    assert (await browser.log("head"))[-1]["post"]["facts"] == [["From", "name left out"]]
    home = await browser.send("home", who="head")
    assert home["post"]["title"] == "1 questions sent to you"


async def test_nobody_sees_another_personas_conversation(browser: Browser) -> None:
    await browser.send("said", text="Can I…?")
    assert [entry["post"]["title"] for entry in await browser.log("head")] == ["Hello"]


async def test_a_message_is_shown_as_slack_and_teams_get_it(browser: Browser) -> None:
    await browser.send("said", text="Can I…?")
    answer = (await browser.log())[-1]["id"]
    both = await (await browser.client.get(f"/web/preview?who=teacher&post={answer}")).json()
    assert both["slack"]["text"].startswith("Only if you are related")
    assert both["teams"]["summary"].startswith("Only if you are related")
    assert (await browser.client.get(f"/web/preview?who=head&post={answer}")).status == 404


# --- documents ---


async def test_a_document_is_read_and_then_in_force_until_the_sample_is_wanted_again(browser: Browser) -> None:
    answer = await browser.post("/web/policy?who=teacher&name=our%20policy.txt", data=b"Policy: 1. Staff must not")
    assert await answer.json() == {"kind": "changed"}
    start = await (await browser.client.get("/web/start")).json()
    assert (start["own"], start["policies"][0]["title"]) == (True, "our policy.txt")
    await browser.post("/web/sample?who=teacher")
    start = await (await browser.client.get("/web/start")).json()
    assert (start["own"], start["policies"][0]["title"]) == (False, "Social media policy")


async def test_a_bad_document_gets_its_sentence_from_the_bot(browser: Browser) -> None:
    answer = await browser.post("/web/policy?who=teacher&name=cat.gif", data=b"GIF89a")
    assert await answer.json() == {"kind": "faulty"}
    said = (await browser.log())[-1]["post"]
    assert said["text"].startswith("This is not a policy.")
    assert said["facts"] == [["File", "cat.gif"]]


async def test_a_document_over_twenty_megabytes_is_refused_in_words(browser: Browser) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // (1 << 20) + 1):
            yield b"a" * (1 << 20)

    answer = await browser.post("/web/policy?who=teacher&name=big.pdf", data=pieces())
    assert await answer.json() == {"kind": "faulty"}
    assert (await browser.log())[-1]["post"]["text"] == TOO_LARGE


# --- the outbox's side ---


NEWS = Post("News")


def delivery(kind: str = "tell", person: str = "head", handle: str = "", post: Post | None = NEWS) -> Delivery:
    return Delivery(1, "greenfield", kind, "", person, None, False, post, handle, Unknown.RESEND, 1, "lease", "ABC-DEF")


async def test_news_can_be_told_changed_and_taken_back(browser: Browser) -> None:
    handle = await browser.page.send(delivery())
    assert await browser.page.send(delivery("amend", handle=handle, post=Post("Old news"))) == handle
    assert [entry["post"]["title"] for entry in await browser.log("head")] == ["Old news"]
    await browser.page.send(delivery("withdraw", handle=handle, post=None))
    assert [entry["post"]["title"] for entry in await browser.log("head")] == ["Hello"]


async def test_whoever_has_no_page_cannot_be_told(browser: Browser) -> None:
    with pytest.raises(Refused):
        await browser.page.send(delivery(person="stranger"))


async def test_a_place_is_a_personas_conversation(browser: Browser) -> None:
    placed = Delivery(
        1, "g", "tell", "web", "", Place("web:chair"), False, Post("To you"), "", Unknown.DROP, 1, "l", "r"
    )
    await browser.page.send(placed)
    assert (await browser.log("chair"))[-1]["post"]["title"] == "To you"


# --- who has no business here ---


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[", ""])
async def test_another_name_that_points_here_gets_nothing(browser: Browser, host: str) -> None:
    for path in ("/", "/web/start", "/web/live?who=teacher"):
        answer = await browser.client.get(path, headers={"Host": host})
        assert answer.status in (400, 403)


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:1", "http://localhost"])
async def test_another_sites_page_can_send_nothing(browser: Browser, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    payload = {"who": "teacher", "id": "a" * 32, "text": "hello"}
    for path in ("/web/event/said", "/web/policy?who=teacher&name=a", "/web/sample?who=teacher"):
        answer = await browser.client.post(path, json=payload, headers=headers)
        assert answer.status == 403
    assert [entry.get("words") for entry in await browser.log()] == [None]


async def test_every_answer_forbids_what_the_page_does_not_need(browser: Browser) -> None:
    for path in ("/", "/static/page.js", "/web/start", "/web/live?who=teacher", "/nothing", "/static/nothing.js"):
        async with browser.client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["..%2Fadapter.py", "%2e%2e%2fadapter.py", "adapter.py", "..%5C..%5Cpyproject.toml"])
async def test_only_the_pages_own_files_are_given_out(browser: Browser, name: str) -> None:
    answer = await browser.client.get(f"/static/{name}")
    assert answer.status == 404


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"said"', b'{"who": "teacher"}', b"\xff\xfe"])
async def test_what_cannot_be_read_is_refused_in_one_line(browser: Browser, body: bytes) -> None:
    answer = await browser.post("/web/event/said", data=body)
    assert answer.status == 400
    assert "Traceback" not in await answer.text()


async def test_nothing_on_the_page_comes_from_elsewhere_or_is_read_as_markup() -> None:
    static = Path(__file__).parents[2] / "bot/web/static"
    for file in static.iterdir():
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, file
        assert "https://" not in text, file
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            " style=",
            " onclick=",
        ):
            assert forbidden not in text, (file, forbidden)
