"""A school's own set of policies: added, put in and out of force, and the shelf kept in step with the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.faults import cause
from bot.logs import logger
from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.calendar import LONDON
from handlers.records import PolicyVersion
from handlers.versions.reading import kept_as, policy_of
from handlers.versions.version import What, adopt, as_read, begin, put_in_force, take_out, wait
from knowledge.model import Policy
from knowledge.policy import read_policy
from knowledge.shelf import Shelf

log = logger("proviso.collection")

LOOK = timedelta(seconds=2)  # how soon a policy that another process added is answered from


@dataclass(frozen=True, slots=True)
class Added:
    """A policy, read and in force. `before`: the versions of it that it put out of force, or will."""

    policy: Policy
    before: tuple[PolicyVersion, ...]
    known: bool  # the school had exactly this file already, in force
    begins: date | None = None  # the day to come on which it will be in force


class Collection:
    """One school's policies in the store. `zone` is the school's, where the days of its versions begin."""

    def __init__(self, store: Store, school: str, zone: ZoneInfo = LONDON) -> None:
        self._store = store
        self._school = school
        self._zone = zone
        self._shelving = asyncio.Lock()  # so that the newest set is the one that stays

    async def add(self, data: bytes, name: str, *, alone: bool = False, begins: date | None = None) -> Added:
        """Read a document and put it in force, in place of the versions of the same title.

        `alone`: in place of everything, and nobody is told. With a day to come in `begins`, it is in force from that
        day on. Raises knowledge.model.DocumentFault where the document cannot be used.
        """
        policy = await asyncio.to_thread(read_policy, data, name)
        kept = await asyncio.to_thread(kept_as, policy, name, data, self._store.clock())

        def work(records: SchoolTx) -> Added:
            today = records.now.astimezone(self._zone).date()
            records.add_policy(kept)
            standing = records.policies()
            before = tuple(one for one in standing if one.sha != policy.sha and (alone or _same(one, policy)))
            if not before and policy.sha in {one.sha for one in standing}:
                return Added(policy, (), known=True)
            place_of = before[0].sha if before else ""
            read = begin(records, "", What.READ, as_read(kept, place_of))
            one = adopt(records, read, "", max(begins or today, today), place_of=place_of)
            assert one is not None, "nobody else knows of it yet"
            if begins is not None and begins > today:
                wait(records, one, self._zone)
                return Added(policy, before, known=False, begins=begins)
            put_in_force(records, one, besides=tuple(each.sha for each in before), quiet=alone)
            return Added(policy, before, known=False)

        return await self._store.run(lambda tx: work(tx.at(self._school)))

    async def in_force_only(self, sha: str) -> bool:
        """Put one version in force and all others out. False if it is unknown."""
        kept = await self._store.read(lambda tx: tx.at(self._school).policy(sha))
        if kept is None:
            return False
        await self.add(kept.data, kept.name, alone=True)
        return True

    async def remove(self, sha: str) -> bool:
        """Put a version out of force; it is kept, since answers were given from it. False if it was not in force."""

        def work(records: SchoolTx) -> bool:
            kept = records.policy(sha)
            return kept is not None and take_out(records, kept)

        return await self._store.run(lambda tx: work(tx.at(self._school)))

    async def versions(self, *, all_versions: bool = False) -> tuple[PolicyVersion, ...]:
        """The versions in force, or all, in the order they were added."""
        return await self._store.read(lambda tx: tx.at(self._school).policies(all_versions=all_versions))

    async def shelve(self, shelf: Shelf) -> bool:
        """Bring the shelf to what is in force. False where it was so already."""
        async with self._shelving:
            return await self._shelve(shelf)

    async def _shelve(self, shelf: Shelf) -> bool:
        name = await self._store.read(lambda tx: tx.at(self._school).index()) or None
        if name == shelf.name(self._school):
            return False
        if name is not None:
            taken = await asyncio.to_thread(shelf.take, self._school, name)
            if taken:
                return True
        versions = await self.versions()
        policies = await asyncio.to_thread(lambda: [policy_of(version) for version in versions])
        await asyncio.to_thread(shelf.put, self._school, policies)
        if name and shelf.name(self._school) != name:  # an older program named it, by its own rule
            await self._store.run(lambda tx: tx.at(self._school).name_index())
        return True

    async def watch(self, shelf: Shelf) -> None:
        """Keep the shelf in step, until cancelled. A fault is logged and waited out; the old policies go on."""
        while True:
            await asyncio.sleep(LOOK.total_seconds())
            try:
                await self.shelve(shelf)
            except Exception as fault:
                log.error("shelving_failed", school=self._school, cause=cause(fault))


def _same(version: PolicyVersion, policy: Policy) -> bool:
    return version.title.casefold() == policy.title.casefold()
