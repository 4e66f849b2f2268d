"""Journals are only ever added to, and of two who are about to decide one is the quicker; timers ring once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.store.handed_on import begin_anew
from bot.store.store import Store
from bot.store.tx import SchoolTx, Tx
from bot.vault import VaultFault
from handlers.model import Post
from handlers.records import Arrival, Journal
from tests.conftest import Clock

ACCOUNT = "He asked her for a photograph."


async def _at(store: Store, work: Any, school: str = "larkfield") -> Any:
    return await store.run(lambda tx: work(tx.at(school)))


async def _begun(store: Store) -> Journal:
    journal: Journal = await _at(store, lambda tx: tx.begin_journal("concern", "reporter", "filed", {"what": ACCOUNT}))
    return journal


async def test_a_journal_is_read_as_it_was_written(store: Store, clock: Clock) -> None:
    begun = await _begun(store)
    clock.forward(minutes=5)
    noted = await _at(store, lambda tx: tx.add_entry(begun, "head", "opened", {}, open_=False))
    read = await _at(store, lambda tx: tx.journal(begun.id))
    assert read == noted
    assert [(one.n, one.by, one.what) for one in read.entries] == [(0, "reporter", "filed"), (1, "head", "opened")]
    assert read.entries[1].at - read.entries[0].at == timedelta(minutes=5)
    assert not read.open
    assert await _at(store, lambda tx: tx.journal_of_ref(f" {begun.ref.lower()} ")) == read
    assert await _at(store, lambda tx: tx.journals("concern", open_only=True)) == ()
    assert await _at(store, lambda tx: tx.journals("concern")) == (read,)
    assert await _at(store, lambda tx: tx.journal(begun.id), "another") is None, "each school's records are its own"


async def test_of_two_who_read_the_same_the_second_adds_nothing(store: Store) -> None:
    begun = await _begun(store)
    assert await _at(store, lambda tx: tx.add_entry(begun, "head", "approved", {})) is not None
    assert await _at(store, lambda tx: tx.add_entry(begun, "deputy", "refused", {})) is None
    read = await _at(store, lambda tx: tx.journal(begun.id))
    assert [one.what for one in read.entries] == ["filed", "approved"]


async def test_nothing_of_it_can_be_read_in_the_database(store: Store, database_url: str) -> None:
    begun = await _begun(store)
    await _at(store, lambda tx: tx.keep_identity(begun.id, "teacher"))
    url = make_url(database_url)
    engine = create_engine(url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url)
    with engine.connect() as connection:
        for table in ("journals", "entries", "identities"):
            (row,) = connection.execute(text(f"SELECT * FROM {table}")).all()
            assert not {"photograph", "teacher", "reporter", "filed"} & set(str(row).split())
            assert "photograph" not in str(row)
            assert "teacher" not in str(row)
    engine.dispose()


async def test_an_entry_that_was_moved_to_another_record_is_no_entry(store: Store) -> None:
    begun, other = await _begun(store), await _begun(store)

    def swap(tx: Tx) -> None:
        moved = text("UPDATE entries SET sealed = (SELECT sealed FROM entries WHERE journal = :a) WHERE journal = :b")
        tx.connection.execute(moved, {"a": begun.id, "b": other.id})

    await store.run(swap)
    with pytest.raises((ValueError, VaultFault)):
        await _at(store, lambda tx: tx.journal(other.id))


async def test_the_words_of_an_entry_can_be_forgotten_and_the_rest_stays(store: Store, clock: Clock) -> None:
    begun = await _begun(store)
    clock.forward(hours=1)
    noted = await _at(store, lambda tx: tx.add_entry(begun, "head", "handed over", {"ref": "41"}))
    emptied = await _at(store, lambda tx: tx.empty_entry(noted, 0, {"kind": "other"}))
    read = await _at(store, lambda tx: tx.journal(begun.id))
    assert read == emptied
    assert read.entries[0].given == {"kind": "other"}
    assert read.entries[0].at == begun.at
    assert read.entries[1] == noted.entries[1]


async def test_who_began_it_is_found_by_whoever_has_the_key(store: Store) -> None:
    begun = await _begun(store)
    await _at(store, lambda tx: tx.keep_identity(begun.id, "teacher"))
    assert await _at(store, lambda tx: tx.identity(begun.id)) == "teacher"
    assert await _at(store, lambda tx: tx.identified("teacher")) == (begun.id,)
    assert await _at(store, lambda tx: tx.identified("head")) == ()
    assert await _at(store, lambda tx: tx.identified("teacher"), "another") == ()
    await _at(store, lambda tx: tx.forget_journal(begun.id))
    assert await _at(store, lambda tx: tx.journal(begun.id)) is None
    assert await _at(store, lambda tx: tx.identity(begun.id)) == ""


async def test_a_timer_is_taken_once_and_not_before_its_time(store: Store, clock: Clock) -> None:
    due = clock.now + timedelta(hours=1)
    await _at(store, lambda tx: tx.wake("escalate", "c1", due=due, key="escalate c1"))
    assert await store.run(lambda tx: tx.first_due()) is None
    assert await store.read(lambda tx: tx.next_timer()) == due
    clock.forward(hours=1)
    taken = await store.run(lambda tx: tx.first_due())
    assert taken is not None
    assert (taken.handler, taken.about) == ("escalate", "c1")
    assert await store.run(lambda tx: tx.first_due()) is None


async def test_a_timer_set_again_has_its_new_time_and_one_that_is_stopped_never_rings(
    store: Store, clock: Clock
) -> None:
    def later(tx: SchoolTx, hours: int) -> None:
        tx.wake("escalate", "c1", due=clock.now + timedelta(hours=hours), key="escalate c1")

    await _at(store, lambda tx: later(tx, 1))
    await _at(store, lambda tx: later(tx, 3))
    clock.forward(hours=2)
    assert await store.run(lambda tx: tx.first_due()) is None
    assert await _at(store, lambda tx: tx.unwake("escalate c1"))
    assert not await _at(store, lambda tx: tx.unwake("escalate c1"))
    clock.forward(hours=2)
    assert await store.run(lambda tx: tx.first_due()) is None


async def test_what_became_of_a_message_can_be_asked(store: Store) -> None:
    await _at(store, lambda tx: tx.tell("head", Post(text="You have a message."), key="notice"))
    assert await _at(store, lambda tx: tx.arrival("notice")) is Arrival.WAITS
    (row,) = await store.run(lambda tx: tx.lease("mine", timedelta(minutes=1), 10))
    await store.run(lambda tx: tx.fail(row.id, "mine", "has not installed the bot"))
    assert await _at(store, lambda tx: tx.arrival("notice")) is Arrival.FAILED
    assert await _at(store, lambda tx: tx.arrival("another")) is Arrival.NOTHING


async def test_an_address_that_was_handed_on_brings_nobody_what_was_told_or_sent_before(store: Store) -> None:
    given = {
        "subjects": ["office@x.example"],
        "stops": ["person:office@x.example"],
        "what": "I wrote to office@x.example.",
    }

    def old(tx: SchoolTx) -> Journal:
        begun = tx.begin_journal("concern", "office@x.example", "filed", given)
        tx.keep_identity(begun.id, "office@x.example")
        return begun

    begun = await _at(store, old)
    await _at(store, lambda tx: begin_anew(tx, "office@x.example"))
    (entry,) = (await _at(store, lambda tx: tx.journal(begun.id))).entries
    before = entry.by
    assert before.startswith("until 2027-03-03: office@")
    assert entry.given["subjects"] == [before]
    assert entry.given["stops"] == [f"person:{before}"]
    assert entry.given["what"] == "I wrote to office@x.example.", "people's own words stay as they are"
    assert await _at(store, lambda tx: tx.identified("office@x.example")) == ()
    assert await _at(store, lambda tx: tx.identity(begun.id)) == before
