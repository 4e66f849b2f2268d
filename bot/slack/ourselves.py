"""Who the bot is in the workspace: asked once, and again until Slack answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient


@dataclass(frozen=True, slots=True)
class Identity:
    """The workspace's id, and the bot's user id in it."""

    team: str
    bot: str


class Ourselves:
    """The answer of auth.test, kept."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: Identity | None = None
        self._asking = asyncio.Lock()

    async def known(self) -> Identity:
        """Who we are. Raises SlackApiError, or whatever a lost connection raises."""
        async with self._asking:
            if self._known is None:
                said = await self._client.auth_test()
                self._known = Identity(str(said["team_id"]), str(said.get("user_id") or ""))
            return self._known

    async def team(self) -> str:
        """The workspace's id. Raises as `known` does."""
        return (await self.known()).team

    @property
    def unknown(self) -> bool:
        """Whether Slack has not told us yet."""
        return self._known is None
