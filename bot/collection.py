"""A school's own set of policies: added, put in and out of force, and the shelf kept in step with the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from pydantic import ValidationError

from bot.faults import cause
from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.records import PolicyVersion
from knowledge import written
from knowledge.index import name_of
from knowledge.model import Policy
from knowledge.policy import read_policy
from knowledge.shelf import Shelf

log = structlog.get_logger("proviso.collection")

LOOK = timedelta(seconds=2)  # how soon a policy that another process added is answered from


@dataclass(frozen=True, slots=True)
class Added:
    """A policy, read and in force. `before`: the versions of it that it put out of force."""

    policy: Policy
    before: tuple[PolicyVersion, ...]
    known: bool  # the school had exactly this file already, in force


class Collection:
    """One school's policies in the store."""

    def __init__(self, store: Store, school: str) -> None:
        self._store = store
        self._school = school
        self._shelving = asyncio.Lock()  # so that the newest set is the one that stays

    async def add(self, data: bytes, name: str, *, alone: bool = False) -> Added:
        """Read a document and put it in force, in place of the versions of the same title (`alone`: of everything).

        Raises knowledge.model.DocumentFault where the document cannot be used.
        """
        policy = await asyncio.to_thread(read_policy, data, name)
        whole = await asyncio.to_thread(written.dump, policy)

        def work(records: SchoolTx, now: datetime) -> Added:
            version = PolicyVersion(policy.sha, policy.title, name, data, whole, now, dates=policy.dates)
            in_force = records.policies()
            before = tuple(one for one in in_force if one.sha != policy.sha and (alone or _same(one, policy)))
            for one in before:
                records.set_in_force(one.sha, False)
            added = records.add_policy(version) or records.set_in_force(policy.sha, True)
            _name_index(records)
            return Added(policy, before, known=not added)

        return await self._store.run(lambda tx: work(tx.at(self._school), tx.now))

    async def in_force_only(self, sha: str) -> bool:
        """Put one version in force and all others out. False if it is unknown."""

        def work(records: SchoolTx) -> bool:
            if records.policy(sha) is None:
                return False
            for one in records.policies():
                records.set_in_force(one.sha, one.sha == sha)
            records.set_in_force(sha, True)
            _name_index(records)
            return True

        return await self._store.run(lambda tx: work(tx.at(self._school)))

    async def remove(self, sha: str) -> bool:
        """Put a version out of force; it is kept, since answers were given from it. False if it was not in force."""

        def work(records: SchoolTx) -> bool:
            removed = records.set_in_force(sha, False)
            _name_index(records)
            return removed

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
            await self._store.run(lambda tx: _name_index(tx.at(self._school)))
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


def _name_index(records: SchoolTx) -> None:
    shas = [one.sha for one in records.policies()]
    records.set_index(name_of(shas) if shas else "")


def policy_of(version: PolicyVersion) -> Policy:
    """What was read from the file; read anew where an older program wrote it down otherwise."""
    try:
        return written.load(version.clauses)
    except ValidationError:
        return read_policy(version.data, version.name)
