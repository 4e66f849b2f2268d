"""The outbox as a turn sees it: tell, amend, withdraw, and the reply itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.store import values
from bot.store.part import Part
from bot.store.schema import outbox
from handlers.desk import Unknown
from handlers.model import Event, Place, Post, Pressed, Say, Update
from handlers.records import Undelivered

OPEN = ("waiting", "leased")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way. `handle` is what the platform calls the message to amend or withdraw; "": none yet."""

    id: int
    school: str
    kind: str  # tell, amend, withdraw
    platform: str  # "": wherever the person can be reached
    person: str
    place: Place | None
    private: bool  # only `person` may see it, whoever else is in the place
    post: Post | None  # None: withdraw
    handle: str
    unknown: Unknown
    attempts: int
    lease: str
    reference: str


class Deliveries(Part):
    """See `handlers.desk.Verbs` for what tell, amend and withdraw promise."""

    __slots__ = ()

    def tell(
        self,
        to: str | Place,
        post: Post,
        *,
        due: datetime | None = None,
        key: str = "",
        unknown: Unknown = Unknown.RESEND,
    ) -> bool:
        """Send `post` to a person (by key) or place, now or when `due`. A `key` is used once: False if it was."""
        if key and self._newest(key):
            return False
        in_place = isinstance(to, Place)
        self._put_row(
            kind="tell",
            key=key,
            platform=self.platform if in_place else "",
            person="" if isinstance(to, Place) else to,
            place=values.dump(to) if isinstance(to, Place) else "",
            post=values.dump(post),
            due=due or self.now,
            unknown=unknown,
        )
        return True

    def amend(self, key: str, post: Post) -> bool:
        """Make what was told under `key` say this instead. False if nothing stands under it."""
        last = self._newest(key)
        if last is None or last["kind"] == "withdraw" or last["state"] == "withdrawn":
            return False
        written = values.dump(post)
        if last["state"] == "waiting":
            self._change(last["id"], post=written)
        else:
            self._put_row(**_address(last), kind="amend", key=key, post=written, due=self.now)
        return True

    def withdraw(self, key: str) -> bool:
        """Take back what was told under `key`, sent or not. False if nothing stands under it."""
        last = self._newest(key)
        if last is None or last["kind"] == "withdraw" or last["state"] == "withdrawn":
            return False
        if last["state"] == "waiting" and last["kind"] == "tell":
            self._change(last["id"], state="withdrawn", post="", finished=self.now)
        elif last["state"] == "waiting" and last["kind"] == "amend":
            self._change(last["id"], kind="withdraw", post="", due=self.now)
        else:
            self._put_row(**_address(last), kind="withdraw", key=key, post="", due=self.now)
        return True

    def put_reply(self, event: Event, reply: Say | Update, lease: str, lasts: timedelta) -> int:
        """The reply's own row, leased to whoever is about to send it. Its id.

        An Update amends the message that the button stood on, whose handle the event has brought along.
        """
        amends = isinstance(reply, Update)
        return self._put_row(
            kind="amend" if amends else "tell",
            key=f"reply {event.id}",
            platform=self.platform,
            person=event.who.key,
            place=values.dump(event.where),
            private=isinstance(reply, Say) and reply.private,
            post=values.dump(reply.post),
            due=self.now,
            unknown=Unknown.RESEND,
            handle=event.post if amends and isinstance(event, Pressed) else "",
            state="leased",
            attempts=1,
            lease=lease,
            leased_until=self.now + lasts,
        )

    def undelivered(self) -> tuple[Undelivered, ...]:
        """What was given up, newest first."""
        chosen = select(outbox).where(self._ours(outbox), outbox.c.state.in_(("failed", "dropped")))
        rows = self.connection.execute(chosen.order_by(outbox.c.id.desc())).mappings()
        return tuple(Undelivered(row["id"], row["person"], row["reason"], row["finished"]) for row in rows)

    def _newest(self, key: str) -> Any:
        rows = select(outbox).where(self._ours(outbox, key=key)).order_by(outbox.c.id.desc()).limit(1)
        return self.connection.execute(rows).mappings().first()

    def _change(self, row: int, **columns: object) -> None:
        self.connection.execute(update(outbox).where(outbox.c.id == row).values(**columns))
        self.pace.told = True

    def _put_row(self, **columns: object) -> int:
        self.pace.told = True
        first = {"state": "waiting", "made": self.now, "reference": self.reference}
        return self._put(outbox, **{**first, **columns})


def _address(row: Any) -> dict[str, object]:
    return {name: row[name] for name in ("platform", "person", "place", "private", "unknown")}
