"""The page's server: events in, replies out, news to every page that looks on, a document dropped on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Protocol
from urllib.parse import unquote

from aiohttp import web

from bot.outbox import Refused
from bot.store.deliveries import Delivery
from bot.store.store import utc_now
from bot.turn import Outcome, Turn
from bot.web import parse, render
from bot.web.conversation import Conversation
from bot.web.guard import LOOPBACK, guard, headers
from bot.web.stream import live
from handlers.desk import School
from handlers.model import Event, Person, Post, Pressed, Say, Update
from knowledge.model import DocumentFault

LARGEST = 20 * 1024 * 1024  # bytes of a document
TOO_LARGE = "This file is over 20 MB. Save the policy by itself, without pictures, and drop it here again."
DIALOG = "dialog"  # what the page calls a form's last view, for the buttons that stand in it
KINDS = ("said", "pressed", "filled", "home")
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Documents(Protocol):
    """The policies that answers come from, as the page shows and replaces them."""

    async def in_force(self) -> Sequence[render.InForce]:
        """The policies in force."""
        ...

    async def own(self) -> bool:
        """Whether they are somebody's own rather than the sample."""
        ...

    async def take(self, name: str, data: bytes) -> Post:
        """Answer from this document from now on; what was read from it. Raises DocumentFault."""
        ...

    async def back(self) -> Post:
        """Answer from the sample again."""
        ...


class Web:
    """The platform `web`: one conversation for each member of staff, kept as long as the program runs."""

    def __init__(
        self,
        turn: Turn,
        school: School,
        documents: Documents,
        *,
        starters: Sequence[str] = (),
        hosts: frozenset[str] = LOOPBACK,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._turn = turn
        self._school = school
        self._documents = documents
        self._starters = tuple(starters)
        self._hosts = hosts
        self._people: dict[str, Person] = {one.person.key: one.person for one in school.staff}
        self._talks = {key: Conversation(clock) for key in self._people}
        self._greeting = {key: asyncio.Lock() for key in self._people}

    def application(self) -> web.Application:
        """The page and its routes."""
        made = web.Application(middlewares=[guard(self._hosts)])
        made.on_response_prepare.append(headers)
        made.on_shutdown.append(self._hang_up)
        made.add_routes(
            [
                web.get("/", self._page),
                web.get("/static/{name}", self._static),
                web.get("/web/start", self._start),
                web.get("/web/live", self._live),
                web.get("/web/preview", self._preview),
                web.post("/web/event/{kind}", self._event),
                web.post("/web/policy", self._upload),
                web.post("/web/sample", self._sample),
            ]
        )
        return made

    async def send(self, delivery: Delivery) -> str:
        """For the outbox. Returns the entry's id; raises Refused where nobody here would see it."""
        key = delivery.place.key.removeprefix("web:") if delivery.place is not None else delivery.person
        talk = self._talks.get(key)
        if talk is None:
            raise Refused("has no conversation in the browser")
        if delivery.kind == "withdraw" or delivery.post is None:
            talk.take_back(delivery.handle)
            return delivery.handle
        if delivery.handle and talk.change(delivery.handle, delivery.post):
            return delivery.handle
        talk.reload("home")
        return talk.say(delivery.post)

    # --- what the page asks for ---

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return _file("index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return _file(request.match_info["name"])

    async def _start(self, request: web.Request) -> web.Response:
        """Who can be played, what to ask first, what is in force."""
        return web.json_response(
            {
                "school": self._school.name,
                "people": [render.person(member) for member in self._school.staff],
                "starters": list(self._starters),
                "largest": LARGEST,
                "own": await self._documents.own(),
                "policies": [render.policy(one) for one in await self._documents.in_force()],
            }
        )

    async def _preview(self, request: web.Request) -> web.Response:
        """One of the bot's messages as Slack and as Teams would get it."""
        who = self._who(request)
        entry = self._talks[who.key].entry(request.query.get("post", ""))
        if entry is None or entry.post is None:
            raise web.HTTPNotFound(text="There is no such message.")
        return web.json_response(render.previews(entry.post, who.key))

    async def _event(self, request: web.Request) -> web.Response:
        """An event, taken through the one turn that every platform uses."""
        kind = request.match_info["kind"]
        if kind not in KINDS:
            raise web.HTTPNotFound(text="There is no such event.")
        try:
            payload = await request.json()
            event = parse.event(kind, payload, self._people)
        except parse.Unreadable as fault:
            raise web.HTTPBadRequest(text=str(fault)) from None
        except ValueError:
            raise web.HTTPBadRequest(text="The page sent something that is not JSON.") from None
        if kind == "said":
            self._talks[event.who.key].heard(payload["text"], event.id)
        outcome = await self._turn.take(event, "web")
        await self._show(event, outcome)
        shown = render.answer(outcome.reply, event.who.key, self._school.staff, in_dialog=_in_dialog(event))
        return web.json_response(shown)

    async def _show(self, event: Event, outcome: Outcome) -> None:
        """Put a reply into the conversation, once, and report it as sent."""
        reply = outcome.reply
        if not isinstance(reply, Say | Update) or outcome.repeated:
            return
        if _in_dialog(event):
            await self._turn.sent(outcome, DIALOG)
            return
        talk = self._talks[event.who.key]
        handle = event.post if isinstance(event, Pressed) and isinstance(reply, Update) else ""
        if not handle or not talk.change(handle, reply.post):
            handle = talk.say(reply.post)
        await self._turn.sent(outcome, handle)

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """The whole conversation, then each piece of news, as server-sent events."""
        who = self._who(request)
        await self._greet(who)
        return await live(request, self._talks[who.key], who.key)

    async def _greet(self, who: Person) -> None:
        """The bot's first words, when a persona first opens the page."""
        talk = self._talks[who.key]
        async with self._greeting[who.key]:
            if not talk.entries:
                event = parse.event("came", {"who": who.key, "id": f"first-contact-{talk.mark}"}, self._people)
                outcome = await self._turn.take(event, "web")
                await self._show(event, outcome)

    async def _upload(self, request: web.Request) -> web.Response:
        """A document, kept in memory only; what the bot says about it."""
        who = self._who(request)
        name = unquote(request.query.get("name", ""))[:200] or "document"
        talk = self._talks[who.key]
        data = await _body(request)
        if data is None:
            return self._faulty(talk, name, TOO_LARGE)
        try:
            read = await self._documents.take(name, data)
        except DocumentFault as fault:
            return self._faulty(talk, name, str(fault))
        return self._changed(talk, read)

    async def _sample(self, request: web.Request) -> web.Response:
        """Back to the sample policy."""
        return self._changed(self._talks[self._who(request).key], await self._documents.back())

    def _faulty(self, talk: Conversation, name: str, words: str) -> web.Response:
        talk.say(Post("This document cannot be used", words, facts=(("File", name),)))
        return web.json_response({"kind": "faulty"})

    def _changed(self, talk: Conversation, said: Post) -> web.Response:
        talk.say(said)
        for each in self._talks.values():
            each.reload("policies")
        return web.json_response({"kind": "changed"})

    def _who(self, request: web.Request) -> Person:
        who = self._people.get(request.query.get("who", ""))
        if who is None:
            raise web.HTTPNotFound(text="There is nobody of that name here.")
        return who

    async def _hang_up(self, _: web.Application) -> None:
        for talk in self._talks.values():
            talk.hang_up()


def _in_dialog(event: Event) -> bool:
    return isinstance(event, Pressed) and event.post == DIALOG


async def _body(request: web.Request) -> bytes | None:
    """What was sent, or None for what is too large, which is read to its end all the same: a browser that is cut off
    while sending shows no answer."""
    data = bytearray()
    size = 0
    async for chunk in request.content.iter_chunked(1 << 16):
        size += len(chunk)
        if size <= LARGEST:
            data += chunk
        else:
            data.clear()
    return bytes(data) if size <= LARGEST else None


def _file(name: str) -> web.Response:
    """A file of the page, from the package."""
    kind = _TYPES.get(name.rpartition(".")[2])
    found = files("bot.web") / "static" / name
    if kind is None or "/" in name or "\\" in name or not found.is_file():
        raise web.HTTPNotFound(text="There is no such page.")
    return web.Response(body=found.read_bytes(), content_type=kind, charset="utf-8")
