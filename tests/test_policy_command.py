"""`proviso policy` over a policy's life: add from a day, compare, propose, list with the days in force."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.store.store import Store
from handlers.calendar import LONDON
from handlers.versions.version import BEGINS, State, Version, versions
from handlers.wording import day

OLD = "# Phone policy\n\n## Rules\n\n1.1 Staff should not use a phone in class.\n"
NEW = OLD.replace("should", "must")


@pytest.fixture(autouse=True)
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROVISO_DATA", str(tmp_path))
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "new.md").write_text(NEW)
    return tmp_path


def today() -> date:
    return datetime.now(LONDON).date()


def policy(*words: str) -> Result:
    return CliRunner().invoke(cli, ["policy", *words])


def test_a_version_is_added_for_a_day_to_come_and_the_one_before_stays_until_then() -> None:
    assert policy("add", "old.md").exit_code == 0
    begins = today() + timedelta(days=40)
    added = policy("add", "new.md", "--from", begins.isoformat())
    assert f"“Phone policy” will be in force from {day(begins)}" in added.stdout
    assert "It will take the place of old.md" in added.stdout
    (listed,) = policy("list").stdout.splitlines()
    assert f"old.md, in force from {day(today())} on" in listed
    both = policy("list", "--all").stdout
    assert "new.md, never in force" in both
    assert asyncio.run(_due()) == [BEGINS]


def test_what_changes_is_shown_between_two_files_and_from_what_is_in_force() -> None:
    shown = policy("compare", "old.md", "new.md").stdout
    assert "“should” became “must” in 1 clause." in shown
    assert "Staff [should → must] not use a phone in class." in shown
    assert "It could not be marked as a minor edit" in shown
    policy("add", "old.md")
    assert policy("compare", "Phone policy", "new.md").stdout == shown
    assert "is no file, and the id or title of no policy in force" in policy("compare", "other", "new.md").stderr
    assert "No clause changes." in policy("compare", "old.md", "old.md").stdout


def test_a_file_is_put_before_those_who_look_after_the_policies() -> None:
    put = policy("propose", "new.md")
    assert put.stdout == "“Phone policy” is put before head, chair and policy owner in the chat.\n"
    (one,) = asyncio.run(_versions())
    assert (one.state, one.name) == (State.BROUGHT, "new.md")
    assert policy("list").stdout.startswith("The school has no policy in force.")
    (Path.cwd() / "shopping.md").write_text("Eggs, milk.")
    assert policy("propose", "shopping.md").exit_code == 1


async def _versions() -> tuple[Version, ...]:
    store = Store.open(f"sqlite:///{Path.cwd() / 'proviso.sqlite'}")
    found = await store.read(lambda tx: versions(tx.at("school")))
    await store.close()
    return found


async def _due() -> list[str]:
    """The timers that wait for a day to come."""
    from bot.store.schema import timers

    store = Store.open(f"sqlite:///{Path.cwd() / 'proviso.sqlite'}")
    found = await store.read(lambda tx: [row.handler for row in tx.connection.execute(timers.select())])
    await store.close()
    return [one for one in found if one == BEGINS]
