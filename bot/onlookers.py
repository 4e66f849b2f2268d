"""Looks who is in the approvals channel, beside the turns: soon after it was chosen, and again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.faults import cause
from bot.logs import logger
from bot.outbox import NotNow, Refused
from bot.store.store import Store
from bot.store.tx import SchoolTx
from bot.turn import Turn
from handlers.decisions import CHANNEL
from handlers.desk import Desk
from handlers.onlookers import AGAIN, Present, could_not_look, found_in, last_look

log = logger("proviso.onlookers")

LOOK = timedelta(seconds=5)  # how soon after a channel was chosen

Members = Callable[[str], Awaitable[Present]]


class Watch:
    """Looks for one school. Any number may run, in any number of processes: what one found, no other tells again."""

    def __init__(self, store: Store, turn: Turn, school: str, members: Members) -> None:
        self._store = store
        self._turn = turn
        self._school = school
        self._members = members
        self._not_before = datetime.min.replace(tzinfo=UTC)  # the platform asked to wait until then

    async def watch(self) -> None:
        """Look until cancelled. A fault of the database is logged and waited out."""
        while True:
            await asyncio.sleep(LOOK.total_seconds())
            try:
                await self.look()
            except Exception as fault:
                log.error("looking_failed", school=self._school, cause=cause(fault))

    async def look(self) -> None:
        """Look who is in the channel, where it is time for it."""
        place = await self._store.read(lambda tx: _due(tx.at(self._school)))
        if not place or self._store.clock() < self._not_before:
            return
        try:
            work = partial(_found, place, await self._members(place))
        except NotNow as fault:
            if fault.after is not None:
                self._not_before = self._store.clock() + fault.after
                return
            work = partial(_not_found, place, str(fault))
        except Refused as fault:
            work = partial(_not_found, place, str(fault))
        except Exception as fault:
            log.warning("members_unknown", school=self._school, cause=cause(fault))
            work = partial(_not_found, place, "no clear answer came")
        await self._turn.at_desk(self._school, work)


def _due(records: SchoolTx) -> str:
    """The channel to look into now; "" where none was chosen, or somebody has looked lately."""
    place = records.choices().get(CHANNEL, "")
    before = last_look(records, place) if place else None
    return place if before is None or before.at + AGAIN <= records.now else ""


def _found(place: str, present: Present, desk: Desk, _: SchoolTx) -> None:
    found_in(desk, place, present)


def _not_found(place: str, why: str, desk: Desk, _: SchoolTx) -> None:
    could_not_look(desk, place, why)
