"""The outbox as a turn sees it: tell, amend, withdraw, and the reply itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.store import values
from bot.store.part import MESSAGE, Part
from bot.store.schema import outbox
from handlers.desk import Unknown
from handlers.model import Event, Place, Post, Pressed, Say, Update
from handlers.records import Undelivered

OPEN = ("waiting", "leased")
_KEY = 300  # characters


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
    quiet: bool = False  # nobody may learn that it went to this person, or that it did not


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
        quiet: bool = False,
    ) -> bool:
        """Send `post` to a person (by key) or place, now or when `due`. False where something stands under `key`."""
        last = self._newest(key) if key else None
        if _stands(last):
            return False
        if last is not None:  # it was taken back: what there was keeps together, under a key of its own
            ours = self._ours(outbox, key=self._marks(MESSAGE, key))
            self.connection.execute(update(outbox).where(ours).values(key=f"{last['id']} {last['key']}"[:_KEY]))
        in_place = isinstance(to, Place)
        self._put_row(
            kind="tell",
            key=self._marks(MESSAGE, key)[0] if key else "",
            platform=self.platform if in_place else "",
            person="" if isinstance(to, Place) else to,
            place=values.dump(to) if isinstance(to, Place) else "",
            post=self._sealed_post(post),
            due=due or self.minute,
            unknown=unknown,
            quiet=quiet,
        )
        return True

    def amend(self, key: str, post: Post) -> bool:
        """Make what was told under `key` say this instead. False if nothing stands under it."""
        last = self._newest(key)
        if not _stands(last):
            return False
        written = self._sealed_post(post)
        if last["state"] == "waiting":
            self._change(last["id"], post=written)
        else:
            self._put_row(**_address(last), kind="amend", post=written, due=self.minute)
        return True

    def withdraw(self, key: str) -> bool:
        """Take back what was told under `key`, sent or not. False if nothing stands under it."""
        last = self._newest(key)
        if not _stands(last):
            return False
        if last["state"] == "waiting" and last["kind"] == "tell":
            self._change(last["id"], state="withdrawn", post="", finished=self.minute)
        elif last["state"] == "waiting" and last["kind"] == "amend":
            self._change(last["id"], kind="withdraw", post="", due=self.minute)
        else:
            self._put_row(**_address(last), kind="withdraw", post="", due=self.minute)
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
            post=self._sealed_post(reply.post),
            due=self.minute,
            unknown=Unknown.RESEND,
            reference=self.reference,
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

    def _sealed_post(self, post: Post) -> str:
        """A post as it waits: it may hold what somebody wrote to one person alone."""
        return self.vault.seal(values.dump(post))

    def _newest(self, key: str) -> Any:
        ours = self._ours(outbox, key=self._marks(MESSAGE, key))
        rows = select(outbox).where(ours).order_by(outbox.c.id.desc()).limit(1)
        return self.connection.execute(rows).mappings().first()

    def _change(self, row: int, **columns: object) -> None:
        self.connection.execute(update(outbox).where(outbox.c.id == row).values(**columns))
        self.pace.told = True

    def _put_row(self, **columns: object) -> int:
        row = {**_NEW, "made": self.minute, **columns}
        if row["state"] == "waiting":  # a leased one is in somebody's hands; the outbox looks after it in its own time
            self.pace.told = True
        return self._put(outbox, **row)


# Every column, so that one statement serves all rows. A turn's reference stands with its reply alone: beside what the
# turn tells others, it would say who caused it.
_NEW: dict[str, object] = {
    "state": "waiting",
    "private": False,
    "attempts": 0,
    "lease": "",
    "leased_until": None,
    "handle": "",
    "reference": "",
    "quiet": False,
}


def _stands(last: Any) -> bool:
    """Whether something was told under a key, by its newest row, and was not taken back."""
    return last is not None and last["kind"] != "withdraw" and last["state"] != "withdrawn"


def _address(row: Any) -> dict[str, object]:
    return {name: row[name] for name in ("platform", "person", "place", "private", "unknown", "key")}
