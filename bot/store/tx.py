"""A transaction: `at(school)` for what a handler may do, and the few verbs that concern all schools."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from bot.store import schema, values
from bot.store.consents import Consents
from bot.store.conversations import Conversations
from bot.store.journals import Journals
from bot.store.leases import Leases
from bot.store.links import Links
from bot.store.people import People
from bot.store.records import Records
from bot.store.rulings import Rulings
from bot.store.timers import Timer, Timers, first_due, next_timer, put_off
from bot.store.uploads import Uploads
from handlers.model import Nothing

_NOTHING = values.dump_reply(Nothing())

EVENTS_KEPT = timedelta(days=3)  # Slack repeats an event for a little over 24 hours, Teams for minutes
REPLIES_KEPT = timedelta(days=1)  # what an event was answered with, which may quote the question
FAILED_KEPT = timedelta(days=30)
SENT_KEPT = timedelta(days=400)  # a sent message can be amended for a school year


class SchoolTx(Records, Conversations, People, Rulings, Journals, Timers, Links, Uploads, Consents):
    """One school's records: all that `handlers.desk.Verbs` promises, and the machine's own verbs beside it."""

    __slots__ = ()


class Tx(Leases):
    """One transaction. It lasts as long as the work it was given to; `now` stands still."""

    def at(self, school: str, platform: str = "", reference: str = "") -> SchoolTx:
        """One school's records; `platform` and `reference` are the turn's."""
        return SchoolTx(self.connection, self.now, school, self.vault, platform, reference, self.pace)

    def first_due(self) -> Timer | None:
        """The timer that has been due the longest, taken out: its work is done in this transaction."""
        return first_due(self.connection, self.now)

    def put_off(self, timer: Timer, reason: str) -> None:
        """A timer's work failed, and nothing of it was kept: it is due again later."""
        put_off(self.connection, timer, self.now, reason)

    def next_timer(self) -> datetime | None:
        """When the next timer is due."""
        return next_timer(self.connection)

    def tidy(self) -> None:
        """Forget what has had its time: answered events, open dialogs, questions behind buttons, finished rows,
        wording that somebody had checked, and who asked without a name."""
        self.connection.execute(delete(schema.events).where(schema.events.c.at < self.now - EVENTS_KEPT))
        day_old = (schema.events.c.at < self.now - REPLIES_KEPT) & (schema.events.c.reply != _NOTHING)
        self.connection.execute(update(schema.events).where(day_old).values(reply=_NOTHING))
        for table in (schema.dialogs, schema.asked, schema.askers, schema.sent_questions, schema.links):
            self.connection.execute(delete(table).where(table.c.expires <= self.now))
        self.connection.execute(delete(schema.cards).where(schema.cards.c.at < self.now - SENT_KEPT))
        row = schema.outbox.c
        gone = or_(
            row.key.like("reply %") & (row.finished < self.now - EVENTS_KEPT),
            (row.state == "failed") & (row.finished < self.now - FAILED_KEPT),
            row.finished < self.now - SENT_KEPT,
        )
        self.connection.execute(delete(schema.outbox).where(gone))
