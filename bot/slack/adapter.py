"""The platform `slack`: one workspace, over signed HTTP or Socket Mode."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import aiohttp
from aiohttp import web
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import PlatformFault
from bot.connections import SlackSettings
from bot.directory import Directory
from bot.entrances import names
from bot.faults import cause
from bot.logs import logger
from bot.outbox import NotNow
from bot.slack import parse
from bot.slack.addresses import Addresses
from bot.slack.answer import Answers, Patience
from bot.slack.entrance import Door, bolt, quiet
from bot.slack.faults import code, refused_token
from bot.slack.files import Files
from bot.slack.members import Members
from bot.slack.ourselves import Ourselves
from bot.slack.present import present
from bot.slack.send import Errand, Sender
from bot.slack.show import Shows
from bot.slack.socket import Rhythm, Socket
from bot.store.deliveries import Delivery
from bot.turn import Turn
from handlers.onlookers import Present

log = logger("proviso.slack")

PATIENCE, RHYTHM = Patience(), Rhythm()
PATH = "/slack/events"
CALL = 10.0  # seconds for one call of Slack
SOON = FixedValueRetryIntervalCalculator(0.1)  # a second try must leave room for the acknowledgement
NO_TOKEN = (
    "Slack does not take the bot's token ({}). Copy the Bot User OAuth Token from Install App, at "
    "api.slack.com/apps, into PROVISO_SLACK_BOT_TOKEN."
)
AWAY = "Slack cannot be reached"


class Slack:
    """The workspace's connection. `patience` and `rhythm` are shorter in tests."""

    name = "slack"

    def __init__(
        self,
        settings: SlackSettings,
        turn: Turn,
        directory: Directory,
        *,
        patience: Patience = PATIENCE,
        rhythm: Rhythm = RHYTHM,
    ) -> None:
        self._settings = settings
        self._turn = turn
        self._directory = directory
        self._patience = patience
        self._rhythm = rhythm
        self._commands = names(settings.commands)
        self._stopping = False
        self._sending: set[asyncio.Task[str]] = set()
        self._parts: _Parts | None = None

    def add_routes(self, application: web.Application) -> None:
        """`POST /slack/events` for everything; nothing in Socket Mode, which needs no address."""
        if not self._settings.socket_mode:
            application.router.add_post(PATH, self._request)

    async def start(self) -> None:
        """Connect. Raises PlatformFault for a token that Slack does not take; waits for a Slack that is away."""
        self._parts = parts = _Parts(
            self._settings, self._turn, self._directory, self._patience, self._rhythm, self._take
        )
        try:
            await parts.ourselves.known()
            if parts.socket is not None:
                await parts.socket.open()
        except SlackApiError as fault:
            if refused_token(fault):
                await self.stop()
                raise PlatformFault(NO_TOKEN.format(code(fault))) from fault
            log.warning("slack_away", code=code(fault))
        except PlatformFault:
            await self.stop()
            raise
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            log.warning("slack_away", cause=cause(fault))
        parts.keeper = asyncio.create_task(self._keep(parts))

    async def stop(self) -> None:
        """Take nothing new, finish what was begun, and hang up."""
        self._stopping = True
        parts = self._parts
        if parts is None:
            return
        if parts.keeper is not None:
            parts.keeper.cancel()
            with suppress(asyncio.CancelledError):
                await parts.keeper
        if parts.socket is not None:
            await parts.socket.close()
        await self.settled()
        self._parts = None
        await parts.session.close()

    async def settled(self) -> None:
        """Wait until all that was begun is done: answers shown, messages brought."""
        if self._parts is not None:
            await self._parts.answers.finish()
        while self._sending:
            await asyncio.wait(self._sending)

    def trouble(self) -> str:
        """Why events do not arrive at present; "" where all is well."""
        if self._parts is None:
            return "not connected"
        if self._parts.sender.token_refused:
            return "Slack does not take the bot's token any more: see `proviso check slack`"
        if self._parts.ourselves.unknown:
            return AWAY
        return self._parts.socket.trouble() if self._parts.socket is not None else ""

    async def send(self, delivery: Delivery) -> str:
        """Post, change or take back one message. Raises as `bot.outbox.Send` says."""
        parts = self._connected()
        post = None if delivery.kind == "withdraw" else delivery.post
        errand = Errand(delivery.person, post, delivery.place, delivery.private, delivery.handle)
        task = asyncio.create_task(parts.sender.bring(errand))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return await task

    async def members(self, place: str) -> Present:
        """Who is in a channel. Raises as `bot.channels.Platform` says, or whatever a lost connection raises."""
        parts = self._connected()
        return await present(parts.looking, self._directory, parts.ourselves, place.removeprefix("slack:"))

    async def fetch(self, key: str) -> bytes:
        """A file that somebody sent. Raises as `bot.fetching.Fetch` says."""
        return await self._connected().files.fetch(key)

    def _connected(self) -> _Parts:
        if self._stopping or self._parts is None:
            raise NotNow("Slack is not connected at present")
        return self._parts

    # --- what comes in ---

    async def _request(self, request: web.Request) -> web.Response:
        if self._stopping or self._parts is None:
            return web.json_response({"error": "stopping"}, status=503)
        return await self._parts.door.request(request)

    async def _take(self, body: Mapping[str, Any], again: bool) -> BoltResponse:
        """Anything that Slack sends: 200 for what was taken or is nothing to us, 503 for what is to be sent again."""
        parts = self._parts
        if self._stopping or parts is None:
            return BoltResponse(status=503)
        try:
            identity = await parts.ourselves.known()
            found = parse.heard(body, self._commands, identity.bot)
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as fault:
            log.warning("unreadable", body_type=_kind(body), cause=cause(fault))
            return BoltResponse(status=400)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as fault:
            log.warning("slack_away", cause=cause(fault))
            return BoltResponse(status=503)
        try:
            answer = {} if found is None else await parts.answers.take(found, again=again)
        except Exception as fault:
            log.error("not_taken", body_type=_kind(body), cause=cause(fault))
            answer = None
        return BoltResponse(status=503) if answer is None else BoltResponse(status=200, body=answer or "")

    async def _keep(self, parts: _Parts) -> None:
        """Look after the connection until it is broken off. The log says once why Slack is away, not at every look."""
        said = ""
        while True:
            await asyncio.sleep(self._rhythm.look)
            try:
                await parts.ourselves.known()
                if parts.socket is not None:
                    await parts.socket.look()
                if said:
                    said, parts.sender.token_refused = "", False
            except Exception as fault:
                before, said = said, code(fault) if isinstance(fault, SlackApiError) else type(fault).__name__
                parts.sender.token_refused = isinstance(fault, SlackApiError) and refused_token(fault)
                if said != before:
                    log.warning("slack_away", why=said, cause=cause(fault))


class _Parts:
    """What lives from start to stop."""

    def __init__(
        self, settings: SlackSettings, turn: Turn, directory: Directory, patience: Patience, rhythm: Rhythm, take: Any
    ) -> None:
        proxied = bool(getproxies())  # where told to, aiohttp looks for a proxy before every call, in a thread
        self.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL), trust_env=proxied)
        self.keeper: asyncio.Task[None] | None = None
        again, token = AsyncConnectionErrorRetryHandler(interval_calculator=SOON), settings.bot_token.get_secret_value()
        posting = self._client(token, settings.api)
        reading = self._client(token, settings.api, again)
        self.looking = self._client(token, settings.api, again, AsyncRateLimitErrorRetryHandler(max_retry_count=3))
        self.ourselves = Ourselves(reading)
        addresses = Addresses(reading, directory, self.ourselves.team)
        members = Members(reading, directory, addresses, self.ourselves)
        host = urlsplit(settings.api).hostname or ""
        self.files = Files(reading, self.session, token, host)
        self.sender = Sender(posting, self.session, addresses, host=host)
        self.answers = Answers(turn, members, addresses, Shows(turn, members, self.sender, reading), patience)
        app = bolt(posting, take)
        self.door = Door(app, settings.signing_secret.get_secret_value())
        self.socket: Socket | None = None
        if settings.socket_mode:
            app_token = settings.app_token.get_secret_value()
            self.socket = Socket(app, app_token, self._client(app_token, settings.api, again), rhythm)

    def _client(self, token: str, api: str, *retries: AsyncRetryHandler) -> AsyncWebClient:
        """A client; one that posts never tries again by itself, since nobody knows whether it arrived. One that only
        looks around waits as long as Slack asks: nobody waits for it."""
        return AsyncWebClient(
            token=token,
            base_url=api,
            session=self.session,
            retry_handlers=list(retries),
            logger=quiet(),
            timeout=int(CALL),
        )


def _kind(body: Mapping[str, Any]) -> str:
    return str(body.get("type", "command"))[:40]
