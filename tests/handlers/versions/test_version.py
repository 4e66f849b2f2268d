"""What became of each version, as its journal tells it: one at a time, and nothing from before is lost."""

from __future__ import annotations

from datetime import date

import pytest

from bot.collection import Collection
from bot.store.store import Store
from bot.store.tx import Tx
from handlers.versions.history import days
from handlers.versions.reading import kept_as
from handlers.versions.version import State, Version, What, adopt, as_read, begin, put_in_force, version, versions
from knowledge.policy import read_policy
from tests.conftest import Clock
from tests.handlers.larkfield import SCHOOL
from tests.handlers.versions.papers import OLD


@pytest.fixture
def own(embedded: Store) -> Collection:
    return Collection(embedded, SCHOOL.id, SCHOOL.zone)


def text(n: int) -> bytes:
    return OLD.replace("each term", f"every {n} weeks").encode()


async def proposed(store: Store, n: int, place_of: str) -> str:
    """A version that was read and adopted in place of another, and waits for its day; its id."""
    policy = read_policy(text(n), f"{n}.md")

    def work(tx: Tx) -> str:
        records = tx.at(SCHOOL.id)
        kept = kept_as(policy, f"{n}.md", text(n), records.now)
        records.add_policy(kept)
        one = begin(records, "head", What.READ, as_read(kept, place_of))
        done = adopt(records, one, "head", date(2027, 4, 1), place_of=place_of, role="head")
        assert done is not None
        return done.id

    return await store.run(work)


async def standing(own: Collection) -> list[str]:
    return [one.name for one in await own.versions()]


async def test_a_version_that_waited_takes_the_place_of_all_that_came_meanwhile(
    own: Collection, embedded: Store
) -> None:
    """A is in force; D is adopted for April in its place; before that B takes A's place, and C takes B's."""
    a = (await own.add(text(1), "1.md")).policy.sha
    d = await proposed(embedded, 4, a)
    await own.add(text(2), "2.md")
    await own.add(text(3), "3.md")
    assert await standing(own) == ["3.md"]

    def begins(tx: Tx) -> Version:
        records = tx.at(SCHOOL.id)
        one = version(records, d)
        assert one is not None
        return put_in_force(records, one)

    assert (await embedded.run(begins)).state is State.IN_FORCE
    assert await standing(own) == ["4.md"]
    known = await embedded.read(lambda tx: versions(tx.at(SCHOOL.id)))
    assert {one.name: one.state.value for one in known} == {
        "1.md": "replaced",
        "2.md": "replaced",
        "3.md": "replaced",
        "4.md": "in force",
    }


async def test_what_was_in_force_before_there_were_journals_keeps_its_first_day(
    own: Collection, embedded: Store, clock: Clock
) -> None:
    policy = read_policy(text(1), "1.md")
    before = kept_as(policy, "1.md", text(1), clock())
    await embedded.run(lambda tx: tx.at(SCHOOL.id).add_policy(before))
    await embedded.run(lambda tx: tx.at(SCHOOL.id).set_in_force(before.sha, True))
    clock.forward(days=10)
    await own.add(text(2), "2.md")
    first, second = await own.versions(all_versions=True)
    known = await embedded.read(lambda tx: versions(tx.at(SCHOOL.id)))
    assert days(known, first, SCHOOL.zone) == "from 3 March 2027 to 13 March 2027"
    assert days(known, second, SCHOOL.zone) == "from 13 March 2027 on"


async def test_an_earlier_version_that_returns_has_two_spans(own: Collection, embedded: Store, clock: Clock) -> None:
    for n in (1, 2, 1):
        await own.add(text(n), f"{n}.md")
        clock.forward(days=5)
    first, _ = await own.versions(all_versions=True)
    known = await embedded.read(lambda tx: versions(tx.at(SCHOOL.id)))
    assert days(known, first, SCHOOL.zone) == "from 3 March 2027 to 8 March 2027; from 13 March 2027 on"


async def test_what_is_taken_out_is_kept_with_its_last_day(own: Collection, embedded: Store) -> None:
    sha = (await own.add(text(1), "1.md")).policy.sha
    assert await own.remove(sha)
    assert not await own.remove(sha)
    (one,) = await embedded.read(lambda tx: versions(tx.at(SCHOOL.id)))
    assert (one.state, one.until is not None) == (State.REPLACED, True)
    assert len(await own.versions(all_versions=True)) == 1
