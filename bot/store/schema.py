"""The tables. Every record names its school; what a person wrote is kept only where they chose to."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. On SQLite, text of fixed width, so that it sorts as time does and a person can read it."""

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """The column's type in this database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """To the database. Raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.isoformat(timespec="microseconds") if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)


metadata = MetaData()

# Events already answered, so that a repeated one does nothing twice; `reply` is said again where one is due.
events = Table(
    "events",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(255), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("reply", Text, nullable=False),
)

# Messages to send. `key` names a message that may be amended; one key is told once (the partial index below).
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("school", String(40), nullable=False),
    Column("kind", String(10), nullable=False),  # tell, amend, withdraw
    Column("key", String(300), nullable=False, default=""),
    Column("platform", String(20), nullable=False, default=""),  # "": wherever the person can be reached
    Column("person", String(255), nullable=False, default=""),
    Column("place", Text, nullable=False, default=""),
    Column("private", Boolean, nullable=False, default=False),
    Column("post", Text, nullable=False, default=""),  # emptied once sent
    Column("due", Moment, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, leased, sent, failed, dropped, withdrawn
    Column("unknown", String(10), nullable=False),  # resend, drop
    Column("attempts", Integer, nullable=False, default=0),
    Column("lease", String(40), nullable=False, default=""),
    Column("leased_until", Moment),
    Column("handle", Text, nullable=False, default=""),  # what the platform calls the sent message
    Column("reason", Text, nullable=False, default=""),
    Column("reference", String(20), nullable=False, default=""),
    Column("made", Moment, nullable=False),
    Column("finished", Moment),
    Index("outbox_due", "state", "due"),
    Index("outbox_key", "school", "key", "id"),
    Index(
        "outbox_told_once",
        "school",
        "key",
        unique=True,
        sqlite_where=text("kind = 'tell' AND key <> ''"),
        postgresql_where=text("kind = 'tell' AND key <> ''"),
    ),
    sqlite_autoincrement=True,  # an id is never used again: order within a key rests on it
)

dialogs = Table(
    "dialogs",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("form", String(80), nullable=False),
    Column("step", String(80), nullable=False),
    Column("answers", Text, nullable=False),
    Column("who", String(255), nullable=False),
    Column("about", String(255), nullable=False),
    Column("place", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

# Read by the asker alone, and forgotten after `expires`.
asked = Table(
    "asked",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("who", String(255), nullable=False),
    Column("question", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("capacity", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("at", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

# How often the policy did not answer: counts only, no wording and nobody's name.
unanswered = Table(
    "unanswered",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("subject", String(80), primary_key=True),
    Column("count", Integer, nullable=False),
)

# Sent by their askers; `who` is empty where the name was left out.
sent_questions = Table(
    "sent_questions",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("to", String(255), nullable=False),
    Column("question", Text, nullable=False),
    Column("who", String(255), nullable=False),
    Column("note", Text, nullable=False),
    Column("subject", String(80), nullable=False),
    Column("said", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

kept_copies = Table(
    "kept_copies",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("who", String(255), nullable=False),
    Column("question", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

policy_versions = Table(
    "policy_versions",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("sha", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("clauses", Text, nullable=False),
    Column("dates", Text, nullable=False),
    Column("in_force", Boolean, nullable=False),
    Column("added", Moment, nullable=False),
)

# The clause index is derived: a file named by this hash is built wherever it is absent.
indexes = Table(
    "indexes",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("hash", String(64), nullable=False),
)
