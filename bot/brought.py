"""Reads the policies that people brought, beside the turns: a long document takes a while, and nobody waits for it.

A file that was sent in a chat is fetched here and read at once: nothing of it is kept unless it is a policy. Until that
is put down it is fetched again, also by another process after a crash.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.faults import cause
from bot.fetching import Fetch, NotFetched, nowhere
from bot.logs import logger
from bot.store.store import Store
from bot.store.tx import SchoolTx
from bot.turn import Turn
from handlers.desk import Desk
from handlers.versions.in_chat import may_be_fetched, not_fetched, since
from handlers.versions.received import cannot_be_used, put_before
from handlers.versions.version import State, Version, versions
from knowledge.model import DocumentFault, Policy
from knowledge.policy import read_policy

log = logger("proviso.brought")

LOOK = timedelta(seconds=2)  # how soon a file is read
ENOUGH = timedelta(minutes=10)  # of trying to fetch one
AGAIN = "I could not reach it for ten minutes. Please send the file again."
NO_FILE = "What came is no document, but a web page. Please send the file again."
NOT_YOURS = "You do not look after the policies any more."

Brought = tuple[str, str, bytes]  # the version's id, the file's name and bytes
Told = Callable[[Desk, SchoolTx], None]  # puts down what became of a file


class Reader:
    """Reads what was brought to one school, one file after the other. `fetch` brings what was sent in a chat."""

    def __init__(self, store: Store, turn: Turn, school: str, fetch: Fetch = nowhere) -> None:
        self._store = store
        self._turn = turn
        self._school = school
        self._fetch = fetch
        self._next: dict[str, datetime] = {}  # when to try again, by the version's id

    async def watch(self) -> None:
        """Read what comes, until cancelled. A fault of the database is logged and waited out."""
        while True:
            await asyncio.sleep(LOOK.total_seconds())
            try:
                await self.read()
            except Exception as fault:
                log.error("reading_failed", school=self._school, cause=cause(fault))

    async def read(self) -> None:
        """Read what has come, and fetch and read what was sent in a chat."""
        brought, sent = await self._store.read(lambda tx: _waiting(tx.at(self._school)))
        for key, name, data in brought:
            found = await asyncio.to_thread(_read, data, name)
            await self._turn.at_desk(self._school, _found(key, name, data, found))
        self._next = {one.id: self._next.get(one.id, since(one)) for one in sent}
        for one in sent:
            now = self._turn.clock()
            if self._next[one.id] <= now:  # tried after two seconds, four, eight…
                self._next[one.id] = now + max(LOOK, now - since(one))
                told = await self._fetched(one)
                if told is not None:
                    await self._turn.at_desk(self._school, told)

    async def _fetched(self, one: Version) -> Told | None:
        """What is to be put down of a file that was sent in a chat; None where it is to be tried again."""
        if not await self._turn.look(self._school, lambda desk, _: may_be_fetched(desk, one)):
            return partial(_unusable, one.id, NOT_YOURS)
        try:
            data = await self._fetch(one.platform, one.file)
        except NotFetched as fault:
            return _lost(one, str(fault))
        except Exception as fault:
            log.warning("not_fetched", platform=one.platform, cause=cause(fault))
            return _lost(one, AGAIN) if self._turn.clock() - since(one) >= ENOUGH else None
        found = await asyncio.to_thread(_read, data, one.name)
        if isinstance(found, Policy) and found.document.kind == "html" and ".htm" not in one.name.lower():
            return _lost(one, NO_FILE)  # a page for signing in
        return _found(one.id, one.name, data, found)


def _read(data: bytes, name: str) -> Policy | str:
    """The policy, or why there is none. A fault of ours is logged: the same file would fail again and again."""
    try:
        return read_policy(data, name)
    except DocumentFault as fault:
        return str(fault)
    except Exception as fault:
        log.error("reading_failed", cause=cause(fault))
        return "Something went wrong while I read it. Please save it anew, as PDF or Word, and try again."


def _found(key: str, name: str, data: bytes, found: Policy | str) -> Told:
    return partial(_unusable, key, found) if isinstance(found, str) else partial(_readable, key, found, name, data)


def _readable(key: str, policy: Policy, name: str, data: bytes, desk: Desk, _: SchoolTx) -> None:
    put_before(desk, key, policy, name, data)


def _lost(one: Version, why: str) -> Told:
    return lambda desk, _: not_fetched(desk, one.id, why)


def _unusable(key: str, why: str, desk: Desk, _: SchoolTx) -> None:
    cannot_be_used(desk, key, why)


def _waiting(records: SchoolTx) -> tuple[list[Brought], list[Version]]:
    """What was brought by our own page or by command, with its bytes; and what was sent in a chat."""
    brought, sent = [], []
    for one in versions(records, open_only=True):
        upload = records.upload(one.upload) if one.state is State.BROUGHT else None
        if upload is not None:
            brought.append((one.id, one.name, upload[1]))
        if one.state is State.TO_FETCH:
            sent.append(one)
    return brought, sent
