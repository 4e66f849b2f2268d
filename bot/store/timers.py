"""Timers: what is due at a moment, put down with the fact that makes it due, and done once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from bot.store.part import MESSAGE, Part
from bot.store.schema import outbox, timers
from handlers.records import Arrival

ATTEMPTS = 10  # then whoever looks after the bot reads of it; it is tried each hour all the same


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that is due."""

    school: str
    key: str
    handler: str
    about: str


class Timers(Part):
    """See `handlers.desk.Verbs`."""

    __slots__ = ()

    def wake(self, handler: str, about: str, *, due: datetime, key: str) -> None:
        """Wake `handler` when `due`. A timer of the same key is set anew."""
        self.unwake(key)
        self._put(timers, key=key, handler=handler, about=about, due=due, attempts=0, reason="")
        self.pace.told = True

    def unwake(self, key: str) -> bool:
        """Nobody is woken under this key. False if nobody was to be."""
        return self.connection.execute(delete(timers).where(self._ours(timers, key=key))).rowcount == 1

    def is_set(self, key: str) -> bool:
        """Whether somebody is to be woken under this key."""
        return self._one(timers, key=key) is not None

    def arrival(self, key: str) -> Arrival:
        """What became of the message that was told under `key`; NOTHING where it was taken back."""
        ours = self._ours(outbox, key=self._marks(MESSAGE, key))
        rows = select(outbox.c.kind, outbox.c.state).where(ours).order_by(outbox.c.id.desc())
        of_key = self.connection.execute(rows).all()
        if not of_key or of_key[0].kind == "withdraw":
            return Arrival.NOTHING
        state = next(row.state for row in of_key if row.kind == "tell")
        if state == "withdrawn":
            return Arrival.NOTHING
        return {"sent": Arrival.ARRIVED, "failed": Arrival.FAILED, "dropped": Arrival.FAILED}.get(state, Arrival.WAITS)

    def revive_timers(self) -> None:
        """Whatever was woken in vain ten times is tried at once: the program that starts now may be a better one."""
        given_up = self._ours(timers) & (timers.c.attempts >= ATTEMPTS)
        self.connection.execute(update(timers).where(given_up).values(attempts=0, due=self.now))

    def given_up_timers(self) -> tuple[tuple[str, str], ...]:
        """What was woken in vain ten times, for `proviso check`: (handler, why)."""
        given_up = select(timers.c.handler, timers.c.reason).where(self._ours(timers), timers.c.attempts >= ATTEMPTS)
        return tuple((row.handler, row.reason) for row in self.connection.execute(given_up))


def first_due(connection: Connection, now: datetime) -> Timer | None:
    """The timer that has been due the longest, taken out: whoever asks does its work in the same transaction."""
    chosen = select(timers).where(timers.c.due <= now)
    row = connection.execute(chosen.order_by(timers.c.due, timers.c.key).limit(1)).mappings().first()
    if row is None:
        return None
    mine = (timers.c.school == row["school"]) & (timers.c.key == row["key"])
    connection.execute(delete(timers).where(mine))
    return Timer(row["school"], row["key"], row["handler"], row["about"])


def next_timer(connection: Connection) -> datetime | None:
    """When the next timer is due."""
    found: datetime | None = connection.execute(select(func.min(timers.c.due))).scalar()
    return found


def put_off(connection: Connection, timer: Timer, now: datetime, reason: str) -> None:
    """Its work failed, and nothing of it was kept: try again after 2, 4, 8 … minutes, then each hour."""
    mine = (timers.c.school == timer.school) & (timers.c.key == timer.key)
    attempts = connection.execute(select(timers.c.attempts).where(mine)).scalar()
    if attempts is not None:
        due = now + timedelta(minutes=min(60, 2 ** min(attempts + 1, 6)))
        connection.execute(update(timers).where(mine).values(attempts=attempts + 1, due=due, reason=reason))
