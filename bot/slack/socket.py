"""The Socket Mode connection: opened, looked after, and opened anew when it falls silent.

The SDK's client pings, and connects again when Slack says that it will hang up. It can also hold on to an address that
no longer works, or believe in a socket that has died; so we look for ourselves, and replace the whole client.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import PlatformFault
from bot.faults import cause
from bot.logs import logger
from bot.slack.entrance import quiet
from bot.slack.faults import code, refused_token

log = logger("proviso.slack")

NO_APP_TOKEN = (
    "Slack does not take the app-level token ({}). Make one with connections:write under Basic Information, "
    "App-Level Tokens, at api.slack.com/apps, and put it into PROVISO_SLACK_APP_TOKEN."
)
LONGEST = 12  # looks between two attempts
TROUBLE = "Slack's socket is not connected"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds: how often we look, how often the client pings, how long to wait for a connection, and how long a
    socket may be silent before it is replaced (Slack itself replaces it every few hours)."""

    look: float = 5.0
    ping: float = 10.0
    connect: float = 15.0
    silence: float = 3600.0


class Socket:
    """One connection at a time, for as long as it is open."""

    def __init__(
        self,
        app: AsyncApp,
        token: str,
        client: AsyncWebClient,
        rhythm: Rhythm,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._token = token
        self._client = client
        self._rhythm = rhythm
        self._clock = clock
        self._handler: AsyncSocketModeHandler | None = None
        self._heard = clock()
        self._failures = 0
        self._again = 0.0

    async def open(self) -> None:
        """Connect. Raises PlatformFault for a token that can never work, and what a lost connection raises."""
        handler = AsyncSocketModeHandler(self._app, self._token, quiet(), self._client, ping_interval=self._rhythm.ping)
        socket: SocketModeClient = handler.client
        socket.on_message_listeners.append(self._message)
        try:
            async with asyncio.timeout(self._rhythm.connect):
                socket.wss_uri = await socket.issue_new_wss_url()
                await handler.client.connect()  # type: ignore[no-untyped-call]  # the SDK gives no types
        except SlackApiError as fault:
            await _close(handler)
            if refused_token(fault) or code(fault) in ("not_allowed_token_type", "missing_scope"):
                raise PlatformFault(NO_APP_TOKEN.format(code(fault))) from fault
            raise
        except BaseException:
            await _close(handler)
            raise
        before, self._handler = self._handler, handler
        self._heard, self._failures = self._clock(), 0
        if before is not None:
            await _close(before)

    async def look(self) -> None:
        """Replace a connection that died or fell silent. A failure is counted, and told by `trouble`."""
        handler, now = self._handler, self._clock()
        silent = now - self._heard
        if handler is not None and await handler.client.is_connected() and silent < self._rhythm.silence:
            self._failures = 0
            return
        if now < self._again:
            return
        log.info("socket_replaced", silent_seconds=int(silent), before=handler is not None)
        try:
            await self.open()
        except Exception as fault:
            self._failures += 1
            self._again = now + self._rhythm.look * min(2**self._failures, LONGEST)
            log.warning("socket_not_opened", times=self._failures, cause=cause(fault))

    def trouble(self) -> str:
        """Why nothing arrives at present. One failure is no trouble yet: connections come and go."""
        return TROUBLE if self._handler is None or self._failures > 1 else ""

    async def close(self) -> None:
        """Hang up."""
        if self._handler is not None:
            await _close(self._handler)

    async def _message(self, _: aiohttp.WSMessage) -> None:
        self._heard = self._clock()


async def _close(handler: AsyncSocketModeHandler) -> None:
    with suppress(Exception):  # a dead socket may fail to close
        await handler.client.close()  # type: ignore[no-untyped-call]  # the SDK gives no types
