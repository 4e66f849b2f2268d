"""Brings a database to today's schema, one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, insert, inspect, select, text, update

from bot.store.migrations import HEAD
from bot.store.schema import kept_copies, metadata, seals
from bot.vault import Vault

_LOCK = 7_073_866  # any number, the same in every replica


class StoreFault(Exception):
    """A database that cannot be used; `str()` says why and what to do."""


def upgrade(engine: Engine) -> None:
    """Run the missing migrations in one transaction under a lock. Raises StoreFault for a newer database.

    SQLite's lock is the write lock that BEGIN IMMEDIATE takes; PostgreSQL's is an advisory lock that ends with
    the transaction. An empty database gets today's schema at once; Alembic, which takes ten megabytes and a third of a
    second, is imported only where there is something to migrate.
    """
    with _alone(engine) as connection:
        found = revision(connection)
        if found is None and not inspect(connection).has_table("events"):
            _begin(connection)
        elif found != HEAD:
            migrate(connection)


def check_seal(engine: Engine, vault: Vault) -> None:
    """See that the records were sealed with this key; a new database is from now on. Raises VaultFault.

    What a version that sealed less has kept for good is sealed now: migrations have no key.
    """
    with _alone(engine) as connection:
        found = connection.execute(select(seals.c.sealed)).scalar()
        if found is not None:
            vault.open(found)
        else:
            connection.execute(insert(seals).values(id=1, sealed=vault.seal("proviso")))
        _seal_copies(connection, vault)


def _seal_copies(connection: Connection, vault: Vault) -> None:
    """Seal the copies of answers that stand in the clear: what is sealed does not begin like JSON."""
    clear = select(kept_copies).where(kept_copies.c.post.startswith("{"))
    for row in connection.execute(clear).mappings().all():
        this = (kept_copies.c.school == row["school"]) & (kept_copies.c.id == row["id"])
        sealed = {name: vault.seal(row[name]) for name in ("question", "post")}
        connection.execute(update(kept_copies).where(this).values(sealed))


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other process begins at the same time."""
    if engine.dialect.name == "postgresql":  # whoever waited for the lock must see what its holder did
        engine = engine.execution_options(isolation_level="READ COMMITTED")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


def revision(connection: Connection) -> str | None:
    """The database's revision; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _begin(connection: Connection) -> None:
    """Make today's schema in an empty database. A test sees to it that the migrations come to the same."""
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def migrate(connection: Connection) -> None:
    """Run the missing migrations. Raises StoreFault for a newer database."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreFault(
            f"The database was written by a newer Proviso (revision {revision(connection)}). Install that version."
        ) from error
