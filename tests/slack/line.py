"""How the fake workspace reaches the bot: signed HTTP, or the sockets that the bot has opened."""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.slack.world import World

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Ack:
    """What the bot answered, and after how many seconds. Status 0: not in time."""

    status: int
    body: dict[str, Any]
    seconds: float


class Sockets:
    """The fake's side of Socket Mode."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.open: list[web.WebSocketResponse] = []
        self.deaf: set[web.WebSocketResponse] = set()  # nothing arrives there, nothing is said: dead without a word
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}

    def routes(self) -> list[web.RouteDef]:
        """For the fake's application."""
        return [web.get("/socket", self._connect)]

    async def _connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self.open.append(socket)
        hello = {"type": "hello", "num_connections": len(self.open), "connection_info": {"app_id": "A0PROVISO"}}
        await socket.send_json(hello)
        async for message in socket:
            if message.type is WSMsgType.PING and socket not in self.deaf:
                await socket.pong(message.data)
            elif message.type is WSMsgType.TEXT and socket not in self.deaf:
                said = json.loads(message.data)
                if waiting := self._waiting.get(said.get("envelope_id", "")):
                    waiting.set_result(said)
        self.open.remove(socket)
        return socket

    async def envelope(self, kind: str, payload: Mapping[str, Any], retry: int = 0) -> Ack:
        """Send an envelope to the newest socket, and wait for its acknowledgement."""
        key, began = f"envelope-{self._world.number()}", time.perf_counter()
        answer = self._waiting[key] = asyncio.get_running_loop().create_future()
        said = {"type": kind, "envelope_id": key, "payload": payload, "accepts_response_payload": kind != "events_api"}
        if kind == "events_api":
            said |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        try:
            async with asyncio.timeout(self._world.patience):
                await self.connected()
                await self.open[-1].send_json(said)
                got = await answer
        except (TimeoutError, ConnectionError):
            return Ack(0, {}, time.perf_counter() - began)
        return Ack(200, got.get("payload") or {}, time.perf_counter() - began)

    async def connected(self) -> None:
        """Wait for a socket."""
        while not self.open:  # noqa: ASYNC110 - nothing here need know who waits
            await asyncio.sleep(0.005)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Slack says that it will hang up, as it does every few hours."""
        for socket in list(self.open):
            await socket.send_json({"type": "disconnect", "reason": reason})

    async def close(self) -> None:
        """Hang up all."""
        for socket in list(self.open):
            with suppress(ConnectionError):
                await socket.close()


@dataclass
class Line:
    """Requests to the bot. `retries`: how often an event that was not acknowledged is sent again, at once."""

    world: World
    sockets: Sockets
    session: aiohttp.ClientSession
    secret: str = "a signing secret"
    address: str = ""
    socket_mode: bool = False
    retries: int = 3
    acks: list[Ack] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def open(cls, world: World, sockets: Sockets) -> AsyncIterator[Line]:
        """A line with its own connections."""
        async with aiohttp.ClientSession() as session:
            yield cls(world, sockets, session)

    async def event(self, body: dict[str, Any], retry: int = 0) -> Ack:
        """An event, and again where it is not acknowledged."""
        if self.socket_mode:
            ack = await self.sockets.envelope("events_api", body, retry)
        else:
            headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
            ack = await self.post(json.dumps(body).encode(), "application/json", headers)
        self.acks.append(ack)
        return ack if ack.status == 200 or retry >= self.retries else await self.event(body, retry + 1)

    async def interactive(self, body: dict[str, Any]) -> Ack:
        """A press, a form, a shortcut. Slack sends them once."""
        if self.socket_mode:
            ack = await self.sockets.envelope("interactive", body)
        else:
            ack = await self.post(urlencode({"payload": json.dumps(body)}).encode(), FORM)
        self.acks.append(ack)
        return ack

    async def command(self, body: dict[str, str]) -> Ack:
        """A slash command, once."""
        if self.socket_mode:
            ack = await self.sockets.envelope("slash_commands", body)
        else:
            ack = await self.post(urlencode(body).encode(), FORM)
        self.acks.append(ack)
        return ack

    async def post(self, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Ack:
        """A signed request."""
        return await self.send(body, {"Content-Type": kind, **self.signed(body), **(headers or {})})

    def signed(self, body: bytes, stamp: str = "") -> dict[str, str]:
        """The headers that prove a body to be Slack's."""
        stamp = stamp or str(int(time.time()))
        signature = hmac.new(self.secret.encode(), b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}

    async def send(self, body: bytes, headers: Mapping[str, str]) -> Ack:
        """A request as it is."""
        began = time.perf_counter()
        try:
            async with asyncio.timeout(self.world.patience):
                async with self.session.post(self.address, data=body, headers=headers) as answer:
                    text = await answer.text()
        except (TimeoutError, aiohttp.ClientError):
            return Ack(0, {}, time.perf_counter() - began)
        said = json.loads(text) if text.startswith("{") else {"text": text} if text else {}
        return Ack(answer.status, said, time.perf_counter() - began)
