"""Who is in a channel of the workspace, page by page, matched to the staff list as everybody who writes is."""

from __future__ import annotations

from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from bot.channels import CROWDED
from bot.directory import Directory, Profile
from bot.outbox import Refused
from bot.slack.faults import called
from bot.slack.ourselves import Ourselves
from bot.slack.people import fetched, read
from handlers.onlookers import Present

PAGE = 200  # people at a time, as Slack recommends
MOST = 100  # people: each whom we do not know is a call of users.info, of which Slack allows some 100 a minute


async def present(client: AsyncWebClient, directory: Directory, ourselves: Ourselves, channel: str) -> Present:
    """The people in a channel. Raises as `bot.slack.faults.called` does."""
    us = await called(ourselves.known)
    info = await called(lambda: client.conversations_info(channel=channel))
    users = [user for user in await _users(client, channel) if user != us.bot]
    keys = [await _key(client, directory, us.team, user) for user in users]
    return Present(tuple(key for key in keys if key), public=info["channel"].get("is_private") is False)


async def _users(client: AsyncWebClient, channel: str) -> list[str]:
    """The ids of all users in it, bots too. Raises Refused for more than can be looked up."""
    found: list[str] = []
    cursor = ""
    while True:
        said = await called(partial(client.conversations_members, channel=channel, cursor=cursor, limit=PAGE))
        found += said["members"]
        if len(found) > MOST:
            raise Refused(CROWDED)
        cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return found


async def _key(client: AsyncWebClient, directory: Directory, team: str, user: str) -> str:
    """Whose account it is; "" for a bot and for an account that was closed."""

    async def profile() -> Profile | None:
        said = await called(lambda: fetched(client, user))
        return None if said.get("is_bot") or said.get("deleted") else read(said, team)

    return await directory.whose("slack", team, user, profile)
