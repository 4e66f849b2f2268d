"""Slack's users in an event → the people of the staff list, and back again for a form that names people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.directory import Directory
from bot.faults import cause
from bot.logs import logger
from bot.slack.addresses import Addresses
from bot.slack.heard import User
from bot.slack.ourselves import Ourselves
from bot.slack.people import profile
from handlers.model import Ask, Called, Event, FieldKind, Filled, Person

log = logger("proviso.slack")

_USER = re.compile(r"[UW][A-Z0-9]{2,20}")


class Members:
    """Who is who in the workspace."""

    def __init__(
        self, client: AsyncWebClient, directory: Directory, addresses: Addresses, ourselves: Ourselves
    ) -> None:
        self._client = client
        self._directory = directory
        self._addresses = addresses
        self._ourselves = ourselves

    async def known(self, event: Event) -> Event:
        """The event with our own people in it. Raises where Slack does not say who somebody new is."""
        user = event.who.key
        event = replace(event, who=await self._person(user))
        if isinstance(event, Filled):
            return replace(event, given={name: await self._value(value) for name, value in event.given.items()})
        if isinstance(event, Called) and event.about is not None and _USER.fullmatch(event.about.author):
            event = replace(event, about=replace(event.about, author=await self._name(event.about.author)))
        if event.where.key.startswith("slack:D") and not event.where.private:
            own = await self._addresses.is_own(user, event.where.key.removeprefix("slack:"))
            return replace(event, where=replace(event.where, private=own))
        return event

    async def users(self, ask: Ask) -> Mapping[str, str]:
        """Person key → Slack user id, of those whom the form's answers name on this page."""
        keys: set[str] = set()
        for field in ask.step.fields:
            value = ask.dialog.answers.get(field.key)
            if field.kind is FieldKind.PERSON and isinstance(value, str):
                keys.add(value)
            elif field.kind is FieldKind.PEOPLE and isinstance(value, list | tuple):
                keys |= {one for one in value if isinstance(one, str)}
        found = {key: await self._directory.account_of(key, "slack") for key in keys}
        return {key: account.account for key, account in found.items() if account is not None}

    async def _person(self, user: str) -> Person:
        team = await self._ourselves.team()
        return await self._directory.person("slack", team, user, lambda: profile(self._client, user, team))

    async def _name(self, user: str) -> str:
        """Somebody's name; "" where Slack does not say it, since what was written counts without it."""
        try:
            return (await self._person(user)).name
        except Exception as fault:
            log.warning("author_unknown", cause=cause(fault))
            return ""

    async def _value(self, value: object) -> object:
        if isinstance(value, User):
            return (await self._person(value.id)).key
        if isinstance(value, list) and value and isinstance(value[0], User):
            return [await self._value(one) for one in value]
        return value
