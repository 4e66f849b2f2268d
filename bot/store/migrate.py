"""Brings a database to today's schema, one process at a time."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from bot.store.migrations import HEAD

_LOCK = 7_073_866  # any number, the same in every replica


class StoreFault(Exception):
    """A database that cannot be used; `str()` says why and what to do."""


def upgrade(engine: Engine) -> None:
    """Run the missing migrations in one transaction under a lock. Raises StoreFault for a newer database.

    SQLite's lock is the write lock that BEGIN IMMEDIATE takes; PostgreSQL's is an advisory lock that ends with
    the transaction. Alembic is imported only where there is something to do.
    """
    if engine.dialect.name == "postgresql":  # whoever waited for the lock must see what its holder did
        engine = engine.execution_options(isolation_level="READ COMMITTED")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if revision(connection) != HEAD:
            _run(connection)


def revision(connection: Connection) -> str | None:
    """The database's revision; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _run(connection: Connection) -> None:
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
