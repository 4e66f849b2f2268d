"""A transaction: `at(school)` for what a handler may do, and the few verbs that concern all schools."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_

from bot.store import schema
from bot.store.conversations import Conversations
from bot.store.deliveries import Deliveries
from bot.store.leases import Leases
from bot.store.records import Records

EVENTS_KEPT = timedelta(days=3)  # Slack repeats an event for a little over 24 hours, Teams for minutes
FAILED_KEPT = timedelta(days=30)
SENT_KEPT = timedelta(days=400)  # a sent message can be amended for a school year


class SchoolTx(Records, Conversations, Deliveries):
    """One school's records: all that `handlers.desk.Verbs` promises, and the machine's own verbs beside it."""

    __slots__ = ()


class Tx(Leases):
    """One transaction. It lasts as long as the work it was given to; `now` stands still."""

    def at(self, school: str, platform: str = "", reference: str = "") -> SchoolTx:
        """One school's records; `platform` and `reference` are the turn's."""
        return SchoolTx(self.connection, self.now, school, platform, reference, self.pace)

    def tidy(self) -> None:
        """Forget what has had its time: answered events, open dialogs, questions behind buttons, finished rows."""
        self.connection.execute(delete(schema.events).where(schema.events.c.at < self.now - EVENTS_KEPT))
        for table in (schema.dialogs, schema.asked):
            self.connection.execute(delete(table).where(table.c.expires <= self.now))
        row = schema.outbox.c
        gone = or_(
            row.key.like("reply %") & (row.finished < self.now - EVENTS_KEPT),
            (row.state == "failed") & (row.finished < self.now - FAILED_KEPT),
            row.finished < self.now - SENT_KEPT,
        )
        self.connection.execute(delete(schema.outbox).where(gone))
