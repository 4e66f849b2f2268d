"""Whose account it is: the platforms' users, matched once to the staff list and remembered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.faults import cause
from bot.logs import logger
from bot.roll import on_the_list
from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.desk import School
from handlers.model import Person, Post
from handlers.records import Account
from handlers.wording import told_apart

log = logger("proviso.directory")

FRESH = timedelta(hours=1)  # how long what a platform said about somebody is believed
_HELD = 5000  # people held in memory


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform says about a user. `email` only where the school's own workspace vouches for it.

    A guest, a user of another workspace or an unconfirmed address has `email=""`: it must match nobody.
    """

    name: str = ""
    email: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class _Held:
    """Somebody on the staff list, as they were looked up."""

    revision: int
    at: datetime
    person: Person


class Directory:
    """One school's accounts on all platforms."""

    def __init__(self, store: Store, school: School) -> None:
        self._store = store
        self._school = school
        self._held: dict[tuple[str, str, str], _Held] = {}

    async def person(
        self, platform: str, workspace: str, account: str, profile: Callable[[], Awaitable[Profile]]
    ) -> Person:
        """Who uses this account. `profile` is asked for somebody new, and again when what is known is old.

        Somebody on the staff list has the list's key and name. Anybody else has a key that matches nobody. An account
        stays its person's even if its e-mail address changes; a second account with the same address is nobody's.
        Raises what `profile` raises.
        """
        key, now = (platform, workspace, account), self._store.clock()
        revision = await self._store.read(lambda tx: tx.at(self._school.id).revision())
        held = self._held.get(key)
        if held is not None and held.revision == revision and now - held.at <= FRESH:
            return held.person
        known = await self._store.read(lambda tx: tx.at(self._school.id).account(*key))
        if known is None or not known.person:
            if known is None or self._stale(known):
                said = await profile()
                address = known.address if known else ""
                known = Account(platform, workspace, account, "", said.name, said.email, said.zone, address, now)
            known = await self._match(known)
        elif self._stale(known):
            await self._used(key)
        person = await self._store.read(lambda tx: _person(tx.at(self._school.id), known))
        if known.person:  # strangers are looked up each time: they may be put on the list at any moment
            if len(self._held) >= _HELD:
                self._held.clear()
            self._held[key] = _Held(revision, now, person)
        return person

    async def whose(
        self, platform: str, workspace: str, account: str, profile: Callable[[], Awaitable[Profile | None]]
    ) -> str:
        """The key of whoever uses this account, as `person` finds them; "" where `profile` says that nobody does.

        Nothing is put down: somebody who is only seen in a channel has not come to us. Raises what `profile` raises.
        """

        def owner(records: SchoolTx, said: Profile) -> str:
            person = _by_address(records, said.email)
            theirs = records.accounts_of(person) if person else ()
            other = any((one.platform, one.workspace) == (platform, workspace) for one in theirs)
            return person if person and not other else _stranger(platform, workspace, account)

        known = await self.account(platform, workspace, account)
        if known is not None and known.person:
            return known.person
        said = await profile()
        return "" if said is None else await self._store.read(lambda tx: owner(tx.at(self._school.id), said))

    async def accounts(self, person: str) -> tuple[Account, ...]:
        """A person's accounts, the one they used last first; nobody ("") has none."""
        if not person:  # the accounts of strangers are put down as nobody's
            return ()
        return await self._store.read(lambda tx: tx.at(self._school.id).accounts_of(person))

    async def account(self, platform: str, workspace: str, account: str) -> Account | None:
        """An account that was seen before."""
        return await self._store.read(lambda tx: tx.at(self._school.id).account(platform, workspace, account))

    async def account_of(self, person: str, platform: str) -> Account | None:
        """A person's account on one platform."""
        return next((one for one in await self.accounts(person) if one.platform == platform), None)

    async def link(self, account: Account) -> Account:
        """Put down an account that was found by its person's e-mail address."""
        return await self._match(account)

    async def keep_address(self, platform: str, workspace: str, account: str, address: str) -> None:
        """Put down how to write to an account. Written only where it changes, and then it can be written to again."""

        def work(records: SchoolTx) -> None:
            known = records.account(platform, workspace, account)
            if known is not None and known.address != address:
                records.put_account(replace(known, address=address))
                if known.person:
                    records.reached(known.person)

        key = (platform, workspace, account)
        known = await self._store.read(lambda tx: tx.at(self._school.id).account(*key))
        if known is not None and known.address != address:
            await self._store.run(lambda tx: work(tx.at(self._school.id)))

    async def staff(self) -> tuple[tuple[str, str], ...]:
        """(key, name) of everybody on the staff list today, by name, namesakes told apart: for fields that ask for a
        person."""
        lines = await self._store.read(lambda tx: tx.at(self._school.id).staff())
        here = (line for line in lines if on_the_list(line, self._today()))
        return told_apart((line.key, line.name, line.job, line.email) for line in here)

    async def email(self, person: str) -> str:
        """A member of staff's e-mail address; "" where there is none."""
        line = await self._store.read(lambda tx: tx.at(self._school.id).staff_line(person))
        return line.email if line else ""

    async def works_here(self, person: str) -> bool:
        """Whether somebody is on the staff list today."""
        line = await self._store.read(lambda tx: tx.at(self._school.id).staff_line(person))
        return line is not None and on_the_list(line, self._today())

    async def place_address(self, key: str) -> str:
        """How to write to a place."""
        return await self._store.read(lambda tx: tx.at(self._school.id).place_address(key))

    async def keep_place(self, key: str, address: str) -> None:
        """Put down how to write to a place. Written only where it changes."""
        if await self.place_address(key) != address:
            await self._store.run(lambda tx: tx.at(self._school.id).put_place(key, address))

    async def forget_place(self, key: str) -> None:
        """The place is gone, or the bot is no longer in it."""
        await self._store.run(lambda tx: tx.at(self._school.id).forget_place(key))

    async def card(self, handle: str) -> Post | None:
        """A message with buttons for some people only, as it stands."""
        return await self._store.read(lambda tx: tx.at(self._school.id).card(handle))

    async def keep_card(self, handle: str, post: Post | None) -> None:
        """Put down how such a message stands; None: it has no such buttons any more."""
        if post is not None or await self.card(handle) is not None:
            await self._store.run(lambda tx: tx.at(self._school.id).put_card(handle, post))

    async def reached(self, person: str, trouble: str = "") -> None:
        """Somebody was written to, or could not be because of `trouble`."""

        def work(records: SchoolTx) -> None:
            records.put_unreached(person, trouble) if trouble else records.reached(person)

        known = await self._store.read(
            lambda tx: {one.person: one.reason for one in tx.at(self._school.id).unreached()}
        )
        if known.get(person, "") != trouble:
            await self._store.run(lambda tx: work(tx.at(self._school.id)))

    def _today(self) -> date:
        return self._store.clock().astimezone(self._school.zone).date()

    def _stale(self, known: Account) -> bool:
        return known.seen is None or self._store.clock() - known.seen > FRESH

    async def _used(self, key: tuple[str, str, str]) -> None:
        """Put down that an account is in use: messages go where somebody was last. What they wrote is taken all the
        same where this cannot be: the turn says what a database that takes nothing keeps it from."""

        def work(records: SchoolTx) -> None:
            known = records.account(*key)
            if known is not None:
                records.put_account(replace(known, seen=records.now))

        try:
            await self._store.run(lambda tx: work(tx.at(self._school.id)))
        except Exception as fault:
            log.warning("use_not_put_down", cause=cause(fault))

    async def _match(self, account: Account) -> Account:
        """The account with its person, by e-mail address, as it was kept.

        The line's dates do not matter here: whoever starts tomorrow is known tomorrow, and the roll knows who left.
        """

        def work(records: SchoolTx) -> Account:
            before = records.account(account.platform, account.workspace, account.account)
            person = _by_address(records, account.email)
            wanted = replace(account, person=person)
            if before is not None:
                wanted = replace(wanted, person=before.person or person, address=account.address or before.address)
            return before if before == wanted else records.put_account(wanted)

        return await self._store.run(lambda tx: work(tx.at(self._school.id)))


def _person(records: SchoolTx, account: Account) -> Person:
    line = records.staff_line(account.person) if account.person else None
    if line is not None:
        return Person(line.key, line.name, line.email)
    stranger = _stranger(account.platform, account.workspace, account.account)
    return Person(stranger, account.name or "somebody", account.email)


def _by_address(records: SchoolTx, email: str) -> str:
    """Who has this e-mail address on the staff list; "" for nobody."""
    wanted = email.casefold()
    return next((one.key for one in records.staff() if wanted and one.email.casefold() == wanted), "")


def _stranger(platform: str, workspace: str, account: str) -> str:
    """The key of somebody who is not on the staff list, which matches nobody."""
    return f"{platform}:{workspace}:{account}"
