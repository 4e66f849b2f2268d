"""Where people can be written to in Slack: the channel of their own conversation with the bot.

An account's address in the directory is that channel's id, with ` greeted` after it once the bot has said hello.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.directory import Directory
from bot.outbox import Refused
from bot.slack.faults import called
from bot.slack.people import read
from handlers.records import Account

_GREETED = " greeted"
NO_ADDRESS = "has no e-mail address on the staff list, and has not written to Proviso in Slack"
NO_ACCOUNT = "has no account in the Slack workspace under the e-mail address on the staff list"
NOT_THEIRS = "has an account in Slack that cannot be told to be theirs"


class Addresses:
    """The workspace's conversations with the bot, found once and remembered."""

    def __init__(self, client: AsyncWebClient, directory: Directory, team: Callable[[], Awaitable[str]]) -> None:
        self._client = client
        self._directory = directory
        self._team = team
        self._channels: dict[str, str] = {}  # by user id

    async def conversation(self, person: str, user: str = "") -> str:
        """The channel of somebody's own conversation. Raises Refused or NotNow, as `bot.outbox.Send` says."""
        account = await self._account(person) if not user else None
        user = user or (account.account if account else await self._found(person))
        known = self._channels.get(user) or (account.address.removesuffix(_GREETED) if account else "")
        if known:
            return known
        opened = await called(lambda: self._client.conversations_open(users=user))
        channel = str(opened["channel"]["id"])
        await self.met(user, channel)
        return channel

    async def met(self, user: str, channel: str) -> None:
        """Put down where somebody's own conversation is."""
        if self._channels.get(user) == channel:
            return
        self._channels[user] = channel
        account = await self._directory.account("slack", await self._team(), user)
        if account is not None and account.address.removesuffix(_GREETED) != channel:
            await self._directory.keep_address("slack", account.workspace, user, channel)

    async def is_own(self, user: str, channel: str) -> bool:
        """Whether this channel is the user's own conversation with the bot, and not one of two colleagues."""
        if user in self._channels:
            return self._channels[user] == channel
        account = await self._directory.account("slack", await self._team(), user)
        return account is not None and account.address.removesuffix(_GREETED) == channel

    async def greeted(self, user: str) -> bool:
        """Whether the bot has said hello to this user."""
        account = await self._directory.account("slack", await self._team(), user)
        return account is not None and account.address.endswith(_GREETED)

    async def greet(self, user: str, channel: str) -> None:
        """The bot has said hello."""
        await self._directory.keep_address("slack", await self._team(), user, channel + _GREETED)

    async def _account(self, person: str) -> Account | None:
        parts = person.split(":")
        if parts[0] == "slack" and len(parts) == 3:  # somebody who is not on the staff list
            return await self._directory.account("slack", parts[1], parts[2])
        return await self._directory.account_of(person, "slack")

    async def _found(self, person: str) -> str:
        """The user id of somebody who has never been seen, by the staff list's e-mail address."""
        email = await self._directory.email(person)
        if not email:
            raise Refused(NO_ADDRESS)
        try:
            said = await called(lambda: self._client.users_lookupByEmail(email=email))
        except Refused as refusal:
            raise Refused(NO_ACCOUNT) from refusal
        user: dict[str, Any] = said["user"]
        team = await self._team()
        known = read(user, team)
        if known.email.casefold() != email.casefold():
            raise Refused(NOT_THEIRS)
        account = Account("slack", team, str(user["id"]), "", known.name, known.email, known.zone)
        if (await self._directory.link(account)).person != person:
            raise Refused(NOT_THEIRS)
        return account.account
