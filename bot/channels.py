"""Which platform carries a message: the one it belongs to, or, for a person, wherever they can be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from aiohttp import web

from bot.directory import Directory
from bot.fetching import nowhere
from bot.outbox import Refused
from bot.store.deliveries import Delivery
from handlers.onlookers import Present

CROWDED = "more people are in it than I can look up, which is too many for approvals"
NO_CHANNELS = "there are no channels"


class Platform(Protocol):
    """What every connection to a chat platform offers the machine."""

    name: str

    def add_routes(self, application: web.Application) -> None:
        """Put down where the platform's requests arrive. None for a platform that we call ourselves."""
        ...

    async def start(self) -> None:
        """Fetch keys, open sockets. Raises bot.channels.PlatformFault where that can never work."""
        ...

    async def stop(self) -> None:
        """Take nothing new, and finish what was begun."""
        ...

    def trouble(self) -> str:
        """Why events do not arrive at present; "" where all is well."""
        ...

    async def send(self, delivery: Delivery) -> str:
        """Send, amend or withdraw one message; the platform's handle of it. Raises as `bot.outbox.Send` says.

        A delivery without a place goes to the person's own conversation with the bot; Refused where there is none.
        """
        ...

    async def members(self, place: str) -> Present:
        """Who is in a channel, by its key. Raises bot.outbox.Refused and NotNow with the reason why nobody can look."""
        ...


@runtime_checkable
class TakesFiles(Protocol):
    """A platform on which people can send files."""

    async def fetch(self, key: str) -> bytes:
        """A file's bytes, by the key that came with it. Raises as `bot.fetching.Fetch` says."""
        ...


class PlatformFault(Exception):
    """A platform that cannot be connected. `str()` says what to do, in a line or several."""


class Channels:
    """All the platforms that are connected. `send` is the outbox's."""

    def __init__(self, platforms: Sequence[Platform], directory: Directory) -> None:
        self._platforms: Mapping[str, Platform] = {one.name: one for one in platforms}
        self._directory = directory

    async def send(self, delivery: Delivery) -> str:
        """Send one message. Raises as `bot.outbox.Send` says.

        A place's key begins with its platform's name, whichever platform the message was caused on. Whoever has left
        is told nothing more, even if their account still works; what they were told can be taken back.
        """
        name = delivery.place.key.partition(":")[0] if delivery.place else delivery.platform
        if name:
            return await self._on(name).send(delivery)
        if delivery.kind != "withdraw" and not await self._directory.works_here(delivery.person):
            raise Refused("is not on the staff list any more")
        if delivery.handle:  # it stands somewhere already, and `_anywhere` has put down where
            name, _, handle = delivery.handle.partition(" ")
            return f"{name} {await self._on(name).send(replace(delivery, handle=handle))}"
        return await self._anywhere(delivery)

    async def members(self, place: str) -> Present:
        """Who is in a channel. Raises as `Platform.members` does."""
        return await self._on(place.partition(":")[0]).members(place)

    async def fetch(self, platform: str, key: str) -> bytes:
        """A file that somebody sent on a platform. Raises as `bot.fetching.Fetch` says."""
        found = self._platforms.get(platform)
        return await (found.fetch(key) if isinstance(found, TakesFiles) else nowhere(platform, key))

    async def _anywhere(self, delivery: Delivery) -> str:
        """To a person, by the platform they used last, else by any other that knows them."""
        reasons = []
        for platform in await self._order(delivery.person):
            try:
                handle = await platform.send(delivery)
            except Refused as refusal:
                reasons.append(str(refusal))
            else:
                await self._reached(delivery)
                return f"{platform.name} {handle}"
        trouble = "; ".join(reasons) or "no chat platform is connected"
        await self._reached(delivery, trouble)
        raise Refused(trouble)

    async def _reached(self, delivery: Delivery, trouble: str = "") -> None:
        """Put down whether somebody can be reached; not of what nobody may know that it went to them."""
        if not delivery.quiet:
            await self._directory.reached(delivery.person, trouble)

    async def _order(self, person: str) -> list[Platform]:
        used = [one.platform for one in await self._directory.accounts(person)]
        names = [*dict.fromkeys(used), *self._platforms]
        return [self._platforms[name] for name in dict.fromkeys(names) if name in self._platforms]

    def _on(self, name: str) -> Platform:
        platform = self._platforms.get(name)
        if platform is None:
            raise Refused(f"{name} is not connected any more")
        return platform
