"""A tenant's Teams, connected: whom to believe, how to write, and both kept ready."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any
from urllib.request import getproxies

from aiohttp import ClientSession, web

from bot.channels import PlatformFault
from bot.connections import TeamsSettings
from bot.directory import Directory
from bot.logs import logger
from bot.teams import auth
from bot.teams.connector import Connector
from bot.teams.files import fetch
from bot.teams.keys import Keys
from bot.teams.people import People
from bot.teams.send import Sending
from bot.teams.tokens import SignIn, SignInFault

log = logger("proviso.teams")

LOOK = (5.0, 10.0, 30.0, 60.0)  # seconds between looks at keys and token: sooner where they are missing


class Connection:
    """Made by `open`, ended by `close`."""

    def __init__(self, settings: TeamsSettings, session: ClientSession, directory: Directory) -> None:
        self._settings = settings
        self._session = session
        self.keys = Keys(settings.openid, session)
        self.signin = SignIn(settings, session)
        connector = Connector(session, self.signin)
        self.people = People(directory, connector, settings.tenant)
        self.sending = Sending(connector, self.people, directory)
        self._warming: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, settings: TeamsSettings, directory: Directory) -> Connection:
        """Sign in and fetch Microsoft's keys. What may pass is waited for beside.

        Raises PlatformFault where the settings can never work.
        """
        proxied = bool(getproxies())  # where told to, aiohttp looks for a proxy before every call, in a thread
        made = cls(settings, ClientSession(trust_env=proxied), directory)
        try:
            await made.signin.token()
        except SignInFault as fault:
            if fault.lasting:
                await made.close()
                raise PlatformFault(f"Teams cannot be connected. {fault}") from None
            log.warning("not_signed_in")
        await made.keys.renew()
        made._warming = asyncio.create_task(made._stay_warm())
        return made

    async def close(self) -> None:
        """Hang up."""
        if self._warming is not None:
            self._warming.cancel()
        await self._session.close()

    async def fetch(self, address: str) -> bytes:
        """A file that somebody sent. Raises as `bot.fetching.Fetch` says."""
        return await fetch(self._session, address, self._settings.hosts)

    @property
    def closed(self) -> bool:
        """Whether it was hung up."""
        return self._session.closed

    def trouble(self) -> str:
        """Why nothing arrives, or nothing can be sent; "" where all is well."""
        return self.keys.trouble or self.signin.trouble

    async def authentic(self, request: web.Request) -> dict[str, Any]:
        """The request's activity, once it is known to come from Teams.

        Raises auth.Denied, bot.teams.keys.NoKeys, and web.HTTPException for what is no JSON object.
        """
        token = auth.bearer(request.headers.get("Authorization", ""))
        key = await self.keys.find(auth.key_id(token))
        if key is None:
            raise auth.Denied(401, "signed with an unknown key")
        claimed = auth.claims(token, key, self._settings.app_id)
        activity = await _body(request)
        auth.admit(claimed, key, activity, self._settings)
        return activity

    async def _stay_warm(self) -> None:
        """Keep keys and token fresh, so that nobody waits for them; where they are missing, try again soon."""
        attempt = 0
        while True:
            await asyncio.sleep(LOOK[min(attempt, len(LOOK) - 1)])
            attempt = attempt + 1 if self.trouble() else len(LOOK)
            await self.keys.renew()
            with suppress(SignInFault):
                await self.signin.token()


async def _body(request: web.Request) -> dict[str, Any]:
    """The request's JSON object. Raises web.HTTPException: 413, 415 or 400."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body
