"""Whether the bot lives and whether it can serve, for whatever watches over it. Nothing about anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from aiohttp import web

from bot.channels import Platform
from bot.logs import logger
from bot.store.store import Store

log = logger("proviso.health")

PATIENCE = 2.0  # seconds for the store to answer


class Health:
    """`/healthz`: the process answers. `/readyz`: so do its store and its platforms."""

    def __init__(self, store: Store, platforms: Sequence[Platform]) -> None:
        self._store = store
        self._platforms = tuple(platforms)

    def add_routes(self, application: web.Application) -> None:
        """Put the two addresses down."""
        application.add_routes([web.get("/healthz", self._lives), web.get("/readyz", self._ready)])

    async def _lives(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _ready(self, _: web.Request) -> web.Response:
        parts = {"store": await self._of_the_store()}
        for one in self._platforms:
            trouble = one.trouble()  # may name the school's own ids, which are nobody else's business
            parts[one.name] = "not connected" if trouble else "ok"
            if trouble:
                log.warning("platform_not_ready", platform=one.name, trouble=trouble)
        well = all(state == "ok" for state in parts.values())
        return web.json_response({"status": "ok" if well else "not ready", **parts}, status=200 if well else 503)

    async def _of_the_store(self) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._store.read(lambda tx: tx.next_due())
        except Exception as fault:
            return f"does not answer ({type(fault).__name__})"
        return "ok"
