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

# Events already answered, so that a repeated one does nothing twice; `reply` is said again where one is due. `id` is a
# mark of the platform's, which names who did it and where; `at` is to the minute.
events = Table(
    "events",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(255), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("reply", Text, nullable=False),
)

# Messages to send. `key` is the mark of a name for a message that may be amended; one key is told once (the partial
# index below). `made` is to the minute.
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
    Column("quiet", Boolean, nullable=False, default=False),  # to somebody nobody may know of: forgotten once sent
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

# Forms that are being filled in. `answers` has all of it, sealed; `who` and `form` are marks, to find them by.
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

# Sent by their askers; `who` is empty where the name was left out. `closed` once its recipient has dealt with it.
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
    Column("kind", String(10), nullable=False, default="question"),  # question; post: wording to be checked
    Column("expires", Moment, index=True),  # forgotten then, if ever
    Column("verdict", String(10), nullable=False, default=""),
    Column("words", Text, nullable=False, default=""),
    Column("ruling", String(40), nullable=False, default=""),
    Column("closed", Moment),
)

# Whom the answer goes to where the name was left out. Read by delivery alone, and gone with the answer.
askers = Table(
    "askers",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("question", String(40), primary_key=True),
    Column("person", String(255), nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

# What head or chair decided for everybody: their own words, and nothing of whoever asked. `until` is the last day.
rulings = Table(
    "rulings",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("by", String(255), nullable=False),
    Column("role", String(60), nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", String(10), nullable=False),
    Column("question", Text, nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("words", Text, nullable=False),
    Column("clause", String(255), nullable=False),  # that decides the question; "": none does
    Column("under", Text, nullable=False),  # the policy's version, or all of them where no clause decides
    Column("withdrawn", Moment),
    Column("changed_by", String(255), nullable=False),
)

# Answers that somebody keeps; `question` and `post` are sealed.
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

# --- who is who -----------------------------------------------------------------------------------

# The staff list, as the office exported it. `begins` and `ends` are dates in ISO form, "" where none is set.
staff = Table(
    "staff",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", String(255), nullable=False),
    Column("capacity", String(40), nullable=False),
    Column("job", Text, nullable=False),
    Column("begins", String(10), nullable=False),
    Column("ends", String(10), nullable=False),
)

# Who was named for a role, and what became of it: named, accepted, held, declined, ended.
appointments = Table(
    "appointments",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("role", String(60), nullable=False),
    Column("person", String(255), nullable=False),
    Column("state", String(10), nullable=False),
    Column("named_by", String(255), nullable=False),
    Column("named_at", Moment, nullable=False),
    Column("instead_of", String(255), nullable=False),
    Column("changed_by", String(255), nullable=False),
    Column("changed_at", Moment, nullable=False),
)

# What the school chose in chat: by name, the newest value only.
choices = Table(
    "choices",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
    Column("by", String(255), nullable=False),
    Column("at", Moment, nullable=False),
)

# Another number after each change of who is who, so that what is held in memory is known to be old.
rolls = Table(
    "rolls",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("revision", Integer, nullable=False),
)

# An account on a chat platform: whose it is (person "": nobody's on the staff list), and how to write to it.
accounts = Table(
    "accounts",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(255), primary_key=True),
    Column("account", String(255), primary_key=True),
    Column("person", String(255), nullable=False),
    Column("name", Text, nullable=False),
    Column("email", String(255), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("address", Text, nullable=False),
    Column("seen", Moment, nullable=False),
    Index(
        "accounts_one_each",
        "school",
        "platform",
        "workspace",
        "person",
        unique=True,
        sqlite_where=text("person <> ''"),
        postgresql_where=text("person <> ''"),
    ),
)

# How to write to a place, where its key alone does not say it.
places = Table(
    "places",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("address", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# Messages with buttons for some people only, as they stand: their readers' clients ask for them again.
cards = Table(
    "cards",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("handle", String(400), primary_key=True),
    Column("post", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

# Who could not be written to, and why. Gone as soon as something arrives.
unreached = Table(
    "unreached",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("person", String(255), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# --- what people tell in confidence -----------------------------------------------------------------

# Whether this is the key that the records were sealed with; one row.
seals = Table("seals", metadata, Column("id", Integer, primary_key=True), Column("sealed", Text, nullable=False))

# A record that is only ever added to: a concern, a draft, a request. `entries` is how many it has; `ref` means nothing.
journals = Table(
    "journals",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("ref", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Index("journals_kind", "school", "kind", "open"),
    Index("journals_ref", "school", "ref", unique=True),
)

# What was added, by whom and what: sealed, all of it.
entries = Table(
    "entries",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("journal", String(40), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("sealed", Text, nullable=False),
)

# Who began a journal, apart from it: found by a mark, an HMAC of the person's key.
identities = Table(
    "identities",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("journal", String(40), primary_key=True),
    Column("mark", String(64), nullable=False),
    Column("sealed", Text, nullable=False),
    Index("identities_mark", "school", "mark"),
)

# Files that came by the upload page: name, type and bytes sealed.
uploads = Table(
    "uploads",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("journal", String(40), nullable=False, index=True),
    Column("sealed", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)

# Addresses that work once. Only a hash of each is kept; what it is for is sealed.
links = Table(
    "links",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("school", String(40), nullable=False),
    Column("sealed", Text, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

# Parents' permissions, as the office imported them: found by the mark of the pupil's reference.
consents = Table(
    "consents",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# Work that is due at a moment, once: `handler` names what is woken. `reason` says why it last failed.
timers = Table(
    "timers",
    metadata,
    Column("school", String(40), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("handler", String(80), nullable=False),
    Column("about", String(255), nullable=False),
    Column("due", Moment, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text, nullable=False),
)
