"""A database that cannot be used: whoever looks after the machine reads why, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from bot.faults import cause
from bot.store.store import Store
from bot.store.unusable import why


def held_by_another(path: Path) -> Engine:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return engine(f"sqlite:///{path}", keep=other)


def read_only(path: Path) -> Engine:
    return engine(f"sqlite:///file:{path}?mode=ro&uri=true")


def without_its_folder(path: Path) -> Engine:
    return engine(f"sqlite:///{path / 'nowhere'}")


def on_a_full_disk(path: Path) -> Engine:
    return engine(f"sqlite:///{path}", "PRAGMA max_page_count = 1")


def damaged(path: Path) -> Engine:
    path.write_bytes(b"this is no database, and never was one" * 30)
    return engine(f"sqlite:///{path}")


@pytest.mark.parametrize(
    ("state", "what", "code"),
    [
        (held_by_another, "is in use by another program", "SQLITE_BUSY"),
        (read_only, "must belong to whoever runs Proviso", "SQLITE_READONLY"),
        (without_its_folder, "Its folder must be there", "SQLITE_CANTOPEN"),
        (on_a_full_disk, "the disk is full. Make room there", "SQLITE_FULL"),
        (damaged, "Put the copy back that was saved last", "SQLITE_NOTADB"),
    ],
)
def test_each_fault_of_the_file_says_what_to_do(
    state: Callable[[Path], Engine], what: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "proviso.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE staff (name)")
    made.close()
    with pytest.raises(DBAPIError) as fault, state(path).begin() as connection:
        connection.execute(text("INSERT INTO staff VALUES (:long)"), {"long": "Mrs Wood" * 10_000})
    said = why(fault.value, f"sqlite:///{path}")
    assert said.startswith(f"The database {path} ")
    assert what in said
    assert code in said
    assert any(code in line for line in cause(fault.value)), "so that the log has it too"
    assert "Wood" not in said + "".join(cause(fault.value))


async def test_the_log_says_where_in_our_code_and_not_which_way_it_took_through_the_library(store: Store) -> None:
    await store.run(lambda tx: tx.connection.exec_driver_sql("ALTER TABLE staff RENAME TO away"))
    with pytest.raises(DBAPIError) as fault:
        await store.run(lambda tx: tx.at("school").staff())
    (told, _) = cause(fault.value)
    assert " < people.py:" in told


def test_of_a_postgresql_no_password_is_shown() -> None:
    said = why(DBAPIError("", None, Exception("secret")), "postgresql://proviso:secret@db.school.example/proviso")
    assert "PostgreSQL at db.school.example does not answer" in said
    assert "secret" not in said


def engine(url: str, first: str = "", keep: object = None) -> Engine:
    made = create_engine(url, hide_parameters=True, connect_args={"timeout": 0})

    @event.listens_for(made, "connect")
    def _begin(raw: sqlite3.Connection, _: object) -> None:
        if first:
            raw.execute(first)
        assert keep is not raw  # and what it keeps stays open as long as the engine

    return made
