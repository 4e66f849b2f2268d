"""Whose Teams account it is, and how to write to people and places: what every activity from Teams tells us."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.directory import Directory, Profile
from bot.outbox import Refused
from bot.teams.connector import NOT_OPENED, NOT_THERE, Connector, Gone
from bot.teams.pieces import Sender
from handlers.model import Left, Person
from handlers.onlookers import Present

PLATFORM = "teams"
_HELD = 5000  # addresses held in memory, so that an unchanged one costs no look into the store


@dataclass(frozen=True, slots=True)
class Address:
    """How to write to somebody or somewhere. `conversation` "": there is none yet, but `user` may be asked for one."""

    service: str
    tenant: str
    bot: str
    conversation: str = ""
    user: str = ""

    def written(self) -> str:
        """As it is kept."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, sort_keys=True)


def read(written: str) -> Address | None:
    """What `Address.written` wrote; None for "" or what cannot be read."""
    try:
        return Address(**json.loads(written))
    except (TypeError, ValueError):
        return None


class People:
    """The directory as Teams fills it."""

    def __init__(self, directory: Directory, connector: Connector, tenant: str) -> None:
        self._directory = directory
        self._connector = connector
        self._tenant = tenant  # the school's own
        self._accounts: OrderedDict[str, str] = OrderedDict()  # Entra's ids of people whom Teams named without
        self._kept: OrderedDict[str, str] = OrderedDict()

    async def person(self, sender: Sender) -> Person:
        """Whose account it is. Raises what the connector raises where the roster is asked and does not answer."""

        async def profile() -> Profile:
            return read_profile(await self._member(sender), sender, self._tenant)

        return await self._directory.person(PLATFORM, sender.tenant, sender.account, profile)

    async def named(self, sender: Sender) -> Sender:
        """The sender by Entra's id, which Teams leaves out of some activities: the roster has it.

        Without this, whoever was seen so first would have two accounts, and with the second be nobody. Raises as the
        connector does.
        """
        known = self._accounts.get(sender.user) if sender.account == sender.user else sender.account
        if known is None:
            member = await self._member(sender)
            known = str(member.get("aadObjectId") or member.get("objectId") or "")
        if known:
            _hold(self._accounts, sender.user, known)
        return replace(sender, account=known or sender.user)

    async def _member(self, sender: Sender) -> Mapping[str, Any]:
        """Somebody as the roster has them; {} where it does not. Raises as the connector does, where it may say more
        another time.

        A message's action also works where the bot is not: then their own conversation with it is asked.
        """
        try:
            return await self._connector.member(sender.service, sender.conversation, sender.user)
        except Refused:
            with suppress(Refused):
                own = await self._connector.open(sender.service, sender.tenant, sender.bot, sender.user)
                return await self._connector.member(sender.service, own, sender.user)
        return {}

    async def keep_place(self, sender: Sender, *, anew: bool = False) -> None:
        """Put down how to write to this conversation, where that has changed. `anew`: look into the store itself,
        since another process may have heard meanwhile that the bot was taken out of there."""
        key, written = f"{PLATFORM}:{sender.conversation}", _here(sender).written()
        if anew or self._kept.get(key) != written:
            await self._directory.keep_place(key, written)
            _hold(self._kept, key, written)

    async def keep_address(self, sender: Sender, person: Person, *, anew: bool = False) -> None:
        """Put down how to write to this person alone, where that has changed. `anew` as in `keep_place`."""
        account, mine = f"{sender.tenant} {sender.account}", _here(sender)
        if sender.personal:
            pass
        elif account in self._kept or not sender.user:
            return
        else:
            known = await self.address(person.key)
            mine = replace(known or replace(mine, conversation=""), service=sender.service, user=sender.user)
        if anew or self._kept.get(account) != mine.written():
            await self._directory.keep_address(PLATFORM, sender.tenant, sender.account, mine.written())
            _hold(self._kept, account, mine.written())

    async def leave(self, sender: Sender, event: Left) -> None:
        """Forget how to write to where the app was removed from."""
        self._kept.clear()
        await self._directory.forget_place(event.where.key)
        if sender.personal:
            bare = Address(sender.service, sender.tenant, sender.bot, user=sender.user)
            await self._directory.keep_address(PLATFORM, sender.tenant, sender.account, bare.written())

    async def address(self, person: str) -> Address | None:
        """How to write to somebody alone; None for somebody whom Teams has never shown us."""
        account = await self._directory.account_of(person, PLATFORM)
        return read(account.address) if account is not None else None

    async def opened(self, person: str, address: Address) -> None:
        """Put down the conversation that was opened with somebody."""
        await self._directory.keep_place(f"{PLATFORM}:{address.conversation}", address.written())
        account = await self._directory.account_of(person, PLATFORM)
        if account is not None:
            await self._directory.keep_address(PLATFORM, account.workspace, account.account, address.written())

    async def place(self, key: str) -> Address | None:
        """How to write to a place; None where the bot is not, or not any more."""
        return read(await self._directory.place_address(key))

    async def present(self, key: str) -> Present:
        """Who is in a place, matched as everybody who writes is. Raises as the connector does."""
        address = await self.place(key)
        if address is None:
            raise Refused(NOT_THERE)
        try:
            members = await self._connector.members(address.service, address.conversation)
        except Refused as refusal:
            gone = isinstance(refusal, Gone) or str(refusal) == NOT_OPENED
            raise Refused(NOT_THERE if gone else str(refusal)) from refusal
        return Present(tuple([await self._whose(address, one) for one in members]))

    async def _whose(self, address: Address, member: Mapping[str, Any]) -> str:
        user = str(member["id"])
        account = str(member.get("aadObjectId") or member.get("objectId") or user)
        where = (address.bot, address.service, address.conversation, False)
        sender = Sender(address.tenant, account, user, "", *where)

        async def profile() -> Profile:
            return read_profile(member, sender, self._tenant)

        return await self._directory.whose(PLATFORM, sender.tenant, account, profile)

    async def users(self, persons: tuple[str, ...]) -> list[str]:
        """The Teams ids of these people, as far as they are known."""
        found = [await self.address(one) for one in persons]
        return [one.user for one in found if one is not None and one.user]


def _hold(kept: OrderedDict[str, str], key: str, value: str) -> None:
    """Remember, once it is in the store; the oldest goes."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _HELD:
        kept.popitem(last=False)


def _here(sender: Sender) -> Address:
    user = sender.user if sender.personal else ""
    return Address(sender.service, sender.tenant, sender.bot, sender.conversation, user)


def read_profile(member: Mapping[str, Any], sender: Sender, tenant: str) -> Profile:
    """A member of the roster as a profile. Only members whose address is vouched for have one.

    A guest has the role "guest", a principal name with #EXT#, or another tenant (msteams-docs, get-teams-context). In a
    tenant that is not the school's own `tenant`, any address may stand under "email"; the principal name cannot be of
    a domain that is somebody else's.
    """
    said = {name: value for name, value in member.items() if isinstance(value, str)}
    principal, email = said.get("userPrincipalName", ""), said.get("email", "")
    ours = said.get("tenantId", sender.tenant).lower() == sender.tenant
    guest = said.get("userRole", "").lower() in ("guest", "anonymous") or "#ext#" in principal.lower()
    address = (email or principal) if sender.tenant == tenant else principal
    known = address if member and ours and not guest else ""
    return Profile(said.get("name", "") or sender.name, known, sender.zone)
