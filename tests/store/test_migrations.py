"""Migrations: what they make is what the code expects, once, and without side effects."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from bot.store.migrate import StoreFault, upgrade
from bot.store.migrations import HEAD
from bot.store.schema import metadata
from bot.store.store import Store


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    url = make_url(database_url)
    made = create_engine(url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url)
    yield made
    made.dispose()


def test_the_migrations_make_exactly_the_schema_of_the_code(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_named_head_is_the_newest_revision() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_every_record_names_its_school() -> None:
    assert [table.name for table in metadata.sorted_tables if "school" not in table.columns] == []


def test_migrating_leaves_logging_as_it_was(engine: Engine) -> None:
    ours = logging.getLogger("proviso.test")
    before = (logging.root.level, list(logging.root.handlers), ours.disabled, logging.getLogger("sqlalchemy").level)
    upgrade(engine)
    after = (logging.root.level, list(logging.root.handlers), ours.disabled, logging.getLogger("sqlalchemy").level)
    assert after == before


async def test_several_processes_may_start_at_once_on_an_empty_database(database_url: str) -> None:
    script = "import sys; from bot.store.store import Store; Store.open(sys.argv[1])"
    starting = [
        asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", script, database_url], capture_output=True, check=False
        )
        for _ in range(4)
    ]
    for done in await asyncio.gather(*starting):
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_database_at_todays_schema_opens_without_alembic(database_url: str, engine: Engine) -> None:
    upgrade(engine)
    script = "import sys; from bot.store.store import Store; Store.open(sys.argv[1]); print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script, database_url], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"


def test_a_database_of_a_newer_proviso_is_left_alone_and_says_so(database_url: str, engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFault, match=r"newer Proviso \(revision 9999\)"):
        Store.open(database_url)


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    real = op.create_table

    def fails_late(name: str, *parts: object, **options: object) -> object:
        if name == "unanswered":
            raise OSError("the power went off")
        return real(name, *parts, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(op, "create_table", fails_late)
    store_engine = engine
    if engine.dialect.name == "sqlite":  # the store's own engine begins transactions as SQLite needs it
        from bot.store.sqlite import _engine

        store_engine = _engine(engine.url, begin="BEGIN IMMEDIATE")
    with pytest.raises(OSError, match="power"):
        upgrade(store_engine)
    monkeypatch.undo()
    upgrade(store_engine)
    with store_engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM unanswered")).scalar() == 0
    store_engine.dispose()
