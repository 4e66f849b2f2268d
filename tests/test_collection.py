"""A school's own set: versions take each other's place, and the shelf follows, whoever made the change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot import collection as module
from bot.collection import Collection
from bot.store.store import Store
from handlers.records import PolicyVersion
from knowledge.model import DocumentFault, Policy
from knowledge.shelf import Shelf
from tests.conftest import Clock
from tests.patience import UNHURRIED

PHONES = b"# Phone policy\n\n## Rules\n\n1.1 Staff must not use a personal phone in the classroom.\n"
PHONES_2 = b"# Phone policy\n\n## Rules\n\n1.1 Staff may use a personal phone in the staff room.\n"
TRUST = b"# Trust policy\n\n## Rules\n\n1.1 Staff must lock every device when they leave it.\n"


@pytest.fixture
async def store(tmp_path: Path, clock: Clock) -> AsyncIterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'school.sqlite'}", clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
def own(store: Store) -> Collection:
    return Collection(store, "oak")


def titles(shelf: Shelf) -> list[str]:
    held = shelf.get("oak")
    return [clause.text for policy in held.policies() for clause in policy.clauses] if held else []


async def test_a_new_version_takes_the_place_of_the_one_before(own: Collection, clock: Clock) -> None:
    first = await own.add(PHONES, "phones.md")
    assert (first.before, first.known) == ((), False)
    await own.add(TRUST, "trust.md")
    clock.forward(days=1)
    second = await own.add(PHONES_2, "phones-2027.md")
    assert [one.name for one in second.before] == ["phones.md"]
    assert [one.name for one in await own.versions()] == ["trust.md", "phones-2027.md"]
    assert len(await own.versions(all_versions=True)) == 3


async def test_the_same_file_twice_is_one_version_and_an_old_one_can_return(own: Collection) -> None:
    await own.add(PHONES, "phones.md")
    assert (await own.add(PHONES, "copy.md")).known
    await own.add(PHONES_2, "newer.md")
    again = await own.add(PHONES, "phones.md")
    assert not again.known
    assert [one.name for one in again.before] == ["newer.md"]


async def test_a_bad_document_changes_nothing(own: Collection) -> None:
    await own.add(PHONES, "phones.md")
    with pytest.raises(DocumentFault):
        await own.add(b"\x00\x01\x02" * 100, "odd.bin")
    assert len(await own.versions()) == 1


async def test_the_shelf_follows_what_is_in_force(own: Collection, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "indexes")
    assert not await own.shelve(shelf)
    added = await own.add(PHONES, "phones.md")
    assert await own.shelve(shelf)
    assert titles(shelf) == ["Staff must not use a personal phone in the classroom."]
    assert not await own.shelve(shelf), "nothing changed"
    await own.remove(added.policy.sha)
    assert await own.shelve(shelf)
    assert shelf.get("oak") is None


async def test_what_another_process_adds_is_answered_from_soon(
    own: Collection, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK", timedelta(milliseconds=10))
    followed = asyncio.Event()

    class Watched(Shelf):
        def put(self, school: str, policies: Sequence[Policy]) -> None:
            super().put(school, policies)
            loop.call_soon_threadsafe(followed.set)

    loop, shelf = asyncio.get_running_loop(), Watched(tmp_path / "indexes")
    watching = asyncio.create_task(own.watch(shelf))
    await Collection(store, "oak").add(PHONES, "phones.md")
    async with asyncio.timeout(UNHURRIED):
        await followed.wait()
    watching.cancel()
    assert titles(shelf) == ["Staff must not use a personal phone in the classroom."]


async def test_an_index_that_is_gone_or_of_an_older_form_is_made_anew(
    own: Collection, store: Store, tmp_path: Path
) -> None:
    await own.add(PHONES, "phones.md")
    await own.shelve(Shelf(tmp_path / "indexes"))
    for path in (tmp_path / "indexes" / "oak").iterdir():
        path.unlink()
    await store.run(lambda tx: tx.at("oak").set_index("named-by-an-older-program"))
    shelf = Shelf(tmp_path / "indexes")
    assert await own.shelve(shelf)
    assert titles(shelf)
    assert not await own.shelve(shelf), "the name in the store is today's"


async def test_what_an_older_program_wrote_is_read_from_the_file_again(
    own: Collection, store: Store, clock: Clock, tmp_path: Path
) -> None:
    old = PolicyVersion("f" * 64, "Phone policy", "phones.md", PHONES, '{"clauses": "as they were in 2026"}', clock())
    await store.run(lambda tx: tx.at("oak").add_policy(old))
    await store.run(lambda tx: tx.at("oak").set_index("x"))
    shelf = Shelf(tmp_path / "indexes")
    await own.shelve(shelf)
    assert titles(shelf) == ["Staff must not use a personal phone in the classroom."]
