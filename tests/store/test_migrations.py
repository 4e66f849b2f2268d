"""Migrations: what they make is what the code expects, once, and without side effects."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, create_engine, inspect, make_url, text

from bot.store.migrate import StoreFault, migrate, revision, upgrade
from bot.store.migrations import HEAD
from bot.store.schema import metadata
from bot.store.store import Store
from handlers.records import Decision
from tests.conftest import KEY


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    url = make_url(database_url)
    made = create_engine(url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url)
    yield made
    made.dispose()


def _at(engine: Engine, revision: str) -> None:
    """A database as a program of that revision left it."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_the_migrations_make_exactly_the_schema_of_the_code(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.begin() as connection:
        migrate(connection)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_an_empty_database_gets_the_same_schema_at_once(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    upgrade(engine)
    with engine.connect() as connection:
        assert revision(connection) == HEAD
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        stamped = inspect(connection).get_columns("alembic_version")
    assert [(one["name"], str(one["type"])) for one in stamped] == [("version_num", "VARCHAR(32)")]


async def test_what_was_sent_before_there_were_rulings_can_be_answered(database_url: str, engine: Engine) -> None:
    """A school's questions and messages from before go on as they were."""
    _at(engine, "0002")
    with engine.begin() as connection:
        at = "2026-03-03T09:00:00.000000+00:00"
        connection.execute(
            text(
                'INSERT INTO sent_questions (school, id, "to", question, who, note, subject, said, at) '
                "VALUES ('larkfield', 'q1', 'head', 'Can I?', 't1', '', '', 'silent', :at)"
            ),
            {"at": at},
        )
        connection.execute(
            text(
                "INSERT INTO outbox (school, kind, key, platform, person, place, private, post, due, state, unknown, "
                "attempts, lease, handle, reason, reference, made) VALUES ('larkfield', 'tell', '', '', 't1', '', "
                "false, '{}', :at, 'waiting', 'resend', 0, '', '', '', '', :at)"
            ),
            {"at": at},
        )
    store = Store.open(database_url, keys=KEY)
    (question,) = await store.read(lambda tx: tx.at("larkfield").sent_questions("head"))
    assert (question.kind, question.who, question.closed) == ("question", "t1", None)
    assert await store.run(lambda tx: tx.at("larkfield").close_question("q1", "head", Decision.YES)) is True
    (row,) = await store.run(lambda tx: tx.lease("l", timedelta(minutes=1), 9))
    assert row.quiet is False
    await store.close()


async def test_copies_that_were_kept_in_the_clear_are_sealed_when_the_database_is_opened(
    database_url: str, engine: Engine
) -> None:
    await Store.open(database_url, keys=KEY).close()
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO kept_copies (school, id, who, question, post, at) VALUES ('larkfield', 'c1', 't1', "
                """'Can I call Ann?', '{"title": "No, not Ann"}', '2026-03-03T09:00:00.000000+00:00')"""
            )
        )
    for _ in range(2):  # and once alone
        store = Store.open(database_url, keys=KEY)
        (copy,) = await store.read(lambda tx: tx.at("larkfield").kept_copies("t1"))
        assert (copy.question, copy.post.title) == ("Can I call Ann?", "No, not Ann")
        await store.close()
    with engine.begin() as connection:
        assert "Ann" not in str(connection.execute(text("SELECT question, post FROM kept_copies")).all())


def test_the_named_head_is_the_newest_revision() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_every_record_names_its_school() -> None:
    """But for the one row that says under which key all of them are sealed."""
    assert [table.name for table in metadata.sorted_tables if "school" not in table.columns] == ["seals"]


def test_migrating_leaves_logging_as_it_was(engine: Engine) -> None:
    ours = logging.getLogger("proviso.test")
    before = (logging.root.level, list(logging.root.handlers), ours.disabled, logging.getLogger("sqlalchemy").level)
    upgrade(engine)
    after = (logging.root.level, list(logging.root.handlers), ours.disabled, logging.getLogger("sqlalchemy").level)
    assert after == before


async def test_several_processes_may_start_at_once_on_an_empty_database(database_url: str) -> None:
    script = "import sys; from bot.store.store import Store; Store.open(sys.argv[1], keys=sys.argv[2])"
    starting = [
        asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", script, database_url, KEY], capture_output=True, check=False
        )
        for _ in range(4)
    ]
    for done in await asyncio.gather(*starting):
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_database_at_todays_schema_opens_without_alembic(database_url: str, engine: Engine) -> None:
    upgrade(engine)
    opening = "import sys; from bot.store.store import Store; Store.open(sys.argv[1], keys=sys.argv[2])"
    script = f"{opening}; print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script, database_url, KEY], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"


def test_a_database_of_a_newer_proviso_is_left_alone_and_says_so(database_url: str, engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFault, match=r"newer Proviso \(revision 9999\)"):
        Store.open(database_url, keys=KEY)


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    _at(engine, "0002")
    real = op.create_table

    def fails_late(name: str, *parts: object, **options: object) -> object:
        if name == "timers":
            raise OSError("the power went off")
        return real(name, *parts, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(op, "create_table", fails_late)
    store_engine = engine
    if engine.dialect.name == "sqlite":  # the store's own engine begins transactions as SQLite needs it
        from bot.store.sqlite import _engine

        store_engine = _engine(engine.url, begin="BEGIN IMMEDIATE")
    with pytest.raises(OSError, match="power"):
        upgrade(store_engine)
    with store_engine.connect() as connection:
        assert revision(connection) == "0002"
        assert not inspect(connection).has_table("journals")
    monkeypatch.undo()
    upgrade(store_engine)
    with store_engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM timers")).scalar() == 0
    store_engine.dispose()
