"""The browser's page: JSON to its server as the page sends it, and the conversation as the page is told it."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from bot.directory import Directory
from bot.fetching import nowhere
from bot.outbox import Send
from bot.turn import Turn
from bot.web.adapter import DIALOG, Web
from bot.web.render import InForce
from handlers.desk import School
from handlers.model import Button, Move, Person, Post, Quote
from handlers.onlookers import Present
from tests.seats.seen import Blank, Page, Seen, seen

Json = dict[str, Any]

HOME = "home"


class WebSeat:
    """Everybody at their own page. The page knows no channels and no shortcuts; commands are typed."""

    name = "web"
    must_arrive = True

    def __init__(self) -> None:
        self._dialogs: dict[str, Page | Seen] = {}
        self._loaded = secrets.token_hex(8)  # a page that is loaded again sends nothing under an id of before
        self._ids = itertools.count(1)

    async def open(self, turn: Turn, directory: Directory, school: School) -> Send:
        """Serve the page."""
        page = Web(turn, school, _NoDocuments(), clock=turn.clock)
        self._client: TestClient[Any, Any] = TestClient(TestServer(page.application()))
        await self._client.start_server()
        self._origin = str(self._client.make_url("/")).rstrip("/")
        return page.send

    async def close(self) -> None:
        """Close all pages."""
        await self._client.close()

    async def arrive(self, who: Person) -> None:
        """They open the page."""
        await self._entries(who)

    async def settled(self) -> None:
        """The server answers when all is done."""

    # --- what people do ---

    async def say(self, who: Person, text: str) -> None:
        """Words, or a command with a slash."""
        self._dialogs.pop(who.key, None)  # they closed it to get at what is behind it
        await self._send(who, "said", text=text)

    async def send_file(self, who: Person, name: str, data: bytes, text: str, *, aloud: bool) -> None:
        raise NotImplementedError("the page takes a policy only where nobody has signed in")

    async def fetch(self, platform: str, key: str) -> bytes:
        return await nowhere(platform, key)

    @property
    def fetched(self) -> int:
        return 0

    async def mention(self, who: Person, text: str) -> None:
        raise NotImplementedError("the page has no channels")

    async def command(self, who: Person, command: str, text: str, *, aloud: bool) -> None:
        """Typed like other words."""
        assert not aloud, "the page has no channels"
        await self.say(who, f"/{command} {text}")

    async def shortcut(self, who: Person, key: str) -> None:
        raise NotImplementedError("the page has no shortcuts")

    async def present(self) -> Present:
        raise NotImplementedError("the page has no channels")

    def admit(self, *people: Person) -> None:
        raise NotImplementedError("the page has no channels")

    def dismiss(self, *people: Person) -> None:
        raise NotImplementedError("the page has no channels")

    async def use_on(self, who: Person, key: str, text: str, author: Person) -> None:
        raise NotImplementedError("the page shows nobody else's messages")

    async def press(self, who: Person, at: str, button: Button) -> None:
        """The page sends the button, and the id of the entry; a form's last view it calls "dialog", Home nothing."""
        if at != DIALOG:
            self._dialogs.pop(who.key, None)
        await self._send(who, "pressed", button=button.key, value=button.value, post="" if at == HOME else at)

    async def fill(self, who: Person, page: Page, move: Move, given: Mapping[str, object]) -> None:
        """All fields are sent, whatever the move."""
        assert isinstance(page.on, dict)
        where = {name: page.on[name] for name in ("dialog", "step", "version")}
        answers = {one["key"]: one["value"] for one in page.on["fields"]}
        for label, value in given.items():
            blank = page.blanks[label]
            answers[blank.key] = _chosen(blank, value)
        await self._send(who, "filled", move=move.value, given=answers, **where)

    async def leave(self, who: Person) -> None:
        """The page sends nothing."""
        del self._dialogs[who.key]

    async def home(self, who: Person) -> Seen:
        """The side of the page."""
        answer = await self._send(who, "home")
        return seen(read_post(answer["post"]), HOME)

    # --- what people see ---

    async def messages(self, who: Person) -> list[Seen]:
        """As a page that opens now is told them."""
        entries = await self._entries(who)
        return [seen(read_post(entry["post"]), entry["id"]) for entry in entries if "post" in entry]

    def dialog(self, who: Person) -> Page | Seen | None:
        """As the last answer showed it."""
        return self._dialogs.get(who.key)

    # --- inside ---

    async def _send(self, who: Person, kind: str, **what: object) -> Json:
        payload = {"who": who.key, "id": f"{self._loaded}-{next(self._ids)}", **what}
        async with self._client.post(f"/web/event/{kind}", json=payload, headers={"Origin": self._origin}) as response:
            assert response.status == 200, await response.text()
            answer: Json = await response.json()
        if answer["kind"] == "ask":
            self._dialogs[who.key] = read_page(answer)
        elif answer["kind"] == "done":
            self._dialogs[who.key] = seen(read_post(answer["post"]), DIALOG)
        return answer

    async def _entries(self, who: Person) -> list[Json]:
        async with self._client.get(f"/web/live?who={who.key}") as stream:
            assert await stream.content.readline() == b"event: all\n"
            read: list[Json] = json.loads((await stream.content.readline()).removeprefix(b"data: "))
            return read


class _NoDocuments:
    """Nobody drops a document on the page here."""

    async def in_force(self) -> Sequence[InForce]:
        return ()

    async def own(self) -> bool:
        return False

    async def take(self, name: str, data: bytes) -> Post:
        raise NotImplementedError

    async def back(self) -> Post:
        raise NotImplementedError


# --- reading ---


def read_post(shown: Json) -> Post:
    """A post of the page's JSON."""
    return Post(
        shown["title"],
        shown["text"],
        exact=shown["exact"],
        facts=tuple((name, value) for name, value in shown["facts"]),
        quotes=tuple(Quote(one["text"], one["source"], one["link"], one["lead_in"]) for one in shown["quotes"]),
        buttons=tuple(
            Button(one["key"], one["label"], one["value"], opens=one["opens"], link=one["link"])
            for one in shown["buttons"]
        ),
        notes=tuple(shown["notes"]),
    )


def read_page(shown: Json) -> Page:
    """A form's page of the page's JSON."""
    moves = (shown["next"], *(["Back"] if shown["back"] else []), "Cancel")
    words = read_post(shown["words"]) if shown["words"] else Post()
    blanks = {one["label"]: _blank(one) for one in shown["fields"]}
    return Page(shown["form"], shown["title"], words, blanks, moves, shown["error"], shown)


def _blank(one: Json) -> Blank:
    choices = {label: key for key, label in one["choices"]}
    held = one["value"] if isinstance(one["value"], list) else [one["value"]]
    value = ", ".join(next((label for label, key in choices.items() if key == each), each) for each in held)
    return Blank(one["key"], one["label"], value, one["hint"], one["error"], choices)


def _chosen(blank: Blank, value: object) -> object:
    """A choice's key, several choices' keys, or what is no choice as it is."""
    if isinstance(value, (list, tuple)):
        return [blank.choices.get(str(one), str(one)) for one in value]
    return blank.choices.get(str(value), value)
