"""The outbox as its sender sees it, for all schools: take what is due, say what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, or_, select, update

from bot.store import values
from bot.store.deliveries import OPEN, Delivery
from bot.store.part import Pace
from bot.store.schema import outbox
from bot.vault import Vault
from handlers.desk import Unknown
from handlers.model import Place, Post

_ENDING = update(outbox).where(
    outbox.c.id == bindparam("its_id"),
    outbox.c.state == "leased",
    outbox.c.lease == bindparam("its_lease"),
)


class Leases:
    """Every verb that ends a lease returns False if the lease was lost to another sender meanwhile."""

    def __init__(self, connection: Connection, now: datetime, vault: Vault) -> None:
        self.connection = connection
        self.now = now
        self.vault = vault
        self.pace = Pace()

    def lease(self, lease: str, lasts: timedelta, most: int) -> tuple[Delivery, ...]:
        """Take up to `most` rows that are due, each the first open one of its key.

        A lease that ran out means that nobody knows what happened: the row is taken again, or dropped, as it says.
        """
        lost = (outbox.c.state == "leased") & (outbox.c.leased_until <= self.now)
        dropped = {"state": "dropped", "reason": "nobody knows whether it arrived", "finished": self.now, "post": ""}
        self.connection.execute(update(outbox).where(lost, outbox.c.unknown == Unknown.DROP).values(**dropped))
        due = or_((outbox.c.state == "waiting") & (outbox.c.due <= self.now), lost)
        first = select(outbox.c.id).where(due, _first_of_its_key()).order_by(outbox.c.due, outbox.c.id).limit(most)
        ids = list(self.connection.execute(first).scalars())
        if not ids:
            return ()
        taken = {"state": "leased", "lease": lease, "leased_until": self.now + lasts, "attempts": outbox.c.attempts + 1}
        self.connection.execute(update(outbox).where(outbox.c.id.in_(ids), due).values(**taken))
        mine = select(outbox).where(outbox.c.id.in_(ids), outbox.c.lease == lease).order_by(outbox.c.due, outbox.c.id)
        return tuple(self._delivery(row) for row in self.connection.execute(mine).mappings().all())

    def next_due(self) -> datetime | None:
        """When the outbox has something to do next; None where nothing waits."""
        waiting = select(outbox.c.due).where(outbox.c.state == "waiting", _first_of_its_key())
        leased = select(outbox.c.leased_until).where(outbox.c.state == "leased")
        soonest = (waiting.order_by(outbox.c.due).limit(1), leased.order_by(outbox.c.leased_until).limit(1))
        found = [self.connection.execute(one).scalar() for one in soonest]
        return min((moment for moment in found if moment is not None), default=None)

    def sent(self, row: int, lease: str, handle: str) -> bool:
        """It arrived, and the platform calls it `handle`."""
        return self._end(row, lease, state="sent", handle=handle, reason="", post="", finished=self.now)

    def again(self, row: int, lease: str, due: datetime, reason: str) -> bool:
        """It is to be tried again when `due`."""
        self.pace.told = True
        return self._end(row, lease, state="waiting", due=due, reason=reason)

    def fail(self, row: int, lease: str, reason: str) -> bool:
        """It is given up. The post stays with it for whoever wants to send it by other means."""
        return self._end(row, lease, state="failed", reason=reason, finished=self.now)

    def drop(self, row: int, lease: str, reason: str) -> bool:
        """It is not tried again, since twice would be worse than never."""
        return self._end(row, lease, state="dropped", reason=reason, finished=self.now, post="")

    def forget(self, row: int, lease: str) -> bool:
        """A quiet message has arrived, or never will: not even its row stays."""
        mine = (outbox.c.id == row) & (outbox.c.state == "leased") & (outbox.c.lease == lease)
        return self.connection.execute(delete(outbox).where(mine)).rowcount == 1

    def _end(self, row: int, lease: str, **columns: object) -> bool:
        given = {"its_id": row, "its_lease": lease, "lease": "", "leased_until": None, **columns}
        return self.connection.execute(_ENDING, given).rowcount == 1

    def _delivery(self, row: Any) -> Delivery:
        return Delivery(
            id=row["id"],
            school=row["school"],
            kind=row["kind"],
            platform=row["platform"],
            person=row["person"],
            place=values.load(Place, row["place"]),
            private=row["private"],
            post=values.load(Post, self.vault.read(row["post"])),
            handle=row["handle"] or self._handle(row["school"], row["key"]),
            unknown=Unknown(row["unknown"]),
            attempts=row["attempts"],
            lease=row["lease"],
            reference=row["reference"],
            quiet=row["quiet"],
        )

    def _handle(self, school: str, key: str) -> str:
        """The newest handle that a row of this key was given; "" where none was sent."""
        if not key:
            return ""
        named = (outbox.c.school == school) & (outbox.c.key == key) & (outbox.c.handle != "")
        newest = select(outbox.c.handle).where(named).order_by(outbox.c.id.desc()).limit(1)
        return self.connection.execute(newest).scalar() or ""


def _first_of_its_key() -> ColumnElement[bool]:
    """Whether no earlier row of the same key is still open."""
    earlier = outbox.alias("earlier")
    return ~exists(
        select(earlier.c.id).where(
            outbox.c.key != "",
            earlier.c.school == outbox.c.school,
            earlier.c.key == outbox.c.key,
            earlier.c.id < outbox.c.id,
            earlier.c.state.in_(OPEN),
        )
    )
