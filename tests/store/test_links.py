"""Links, visits and files in each kind of database, and who can be written to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.store.handed_on import begin_anew
from bot.store.part import Ways
from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.records import Account, StaffLine
from tests.conftest import Clock

T = TypeVar("T")

PAGE = "https://proviso.school.example"
AT_PAGE = Ways(PAGE)
HOUR = timedelta(hours=1)
CHAIR = StaffLine("chair", "Dr Stone", "chair@larkfield.example", "governors")


async def _at(store: Store, work: Callable[[SchoolTx], T], ways: Ways = AT_PAGE) -> T:
    return await store.run(lambda tx: work(replace(tx.at("larkfield"), ways=ways)))


async def test_a_link_begins_one_visit(store: Store, clock: Clock) -> None:
    link = await _at(store, lambda tx: tx.link("upload", "j1", "teacher", HOUR))
    token = link.removeprefix(f"{PAGE}/open/")
    assert await _at(store, lambda tx: tx.has_link(token))
    visit = await _at(store, lambda tx: tx.use_link(token))
    assert visit is not None
    assert (visit.purpose, visit.about, visit.person) == ("upload", "j1", "teacher")
    assert await _at(store, lambda tx: tx.use_link(token)) is None
    sealed = await _at(store, lambda tx: tx.seal_visit(visit))
    assert await _at(store, lambda tx: tx.visit(sealed, "upload")) == visit
    assert await _at(store, lambda tx: tx.visit(sealed, "desk")) is None
    assert await store.run(lambda tx: tx.at("another").visit(sealed, "upload")) is None
    clock.forward(minutes=30)
    assert await _at(store, lambda tx: tx.visit(sealed, "upload")) is None


async def test_what_is_sealed_for_something_else_is_no_visit(store: Store) -> None:
    sealed = await _at(store, lambda tx: tx.vault.seal('{"link": "upload", "about": "j1", "person": "teacher"}'))
    for given in (sealed, "", "not sealed at all"):
        assert await _at(store, lambda tx, given=given: tx.visit(given, "upload")) is None  # type: ignore[misc]


async def test_links_that_had_their_time_are_forgotten_and_an_address_handed_on_takes_none_along(
    store: Store, clock: Clock
) -> None:
    await _at(store, lambda tx: tx.link("upload", "j1", "teacher", HOUR))
    link = await _at(store, lambda tx: tx.link("upload", "j1", "teacher", 3 * HOUR))
    clock.forward(hours=2)
    await store.run(lambda tx: tx.tidy())
    token = link.rpartition("/")[2]
    assert await _at(store, lambda tx: tx.has_link(token))
    await _at(store, lambda tx: begin_anew(tx, "teacher"))
    assert not await _at(store, lambda tx: tx.has_link(token))


async def test_whoever_had_an_address_before_does_not_go_on_as_whoever_has_it_now(store: Store, clock: Clock) -> None:
    """A page that the old head left open on a screen."""

    def arrive(tx: SchoolTx) -> str:
        visit = tx.use_link(tx.link("desk", "home", "head", HOUR).rpartition("/")[2])
        assert visit is not None
        return tx.seal_visit(visit)

    before = await _at(store, arrive)
    assert await _at(store, lambda tx: tx.visit(before, "desk")) is not None
    clock.forward(minutes=1)
    await _at(store, lambda tx: (begin_anew(tx, "head"), begin_anew(tx, "teacher")))
    assert await _at(store, lambda tx: tx.visit(before, "desk")) is None
    clock.forward(minutes=1)
    now = await _at(store, arrive)
    assert await _at(store, lambda tx: tx.visit(now, "desk")) is not None


async def test_a_file_comes_back_as_it_was_brought(store: Store) -> None:
    data = bytes(range(256)) * 5000
    kept = await _at(store, lambda tx: tx.add_upload("j1", "teacher", "fair.jpg", "image/jpeg", data))
    assert await _at(store, lambda tx: tx.upload(kept.id)) == (kept, data)
    assert await _at(store, lambda tx: tx.uploads("j1")) == (kept,)
    (sent,) = await _at(store, lambda tx: tx.send_uploads("j1", "teacher"))
    assert sent == replace(kept, sent=True)
    assert await _at(store, lambda tx: tx.send_uploads("j1", "teacher")) == ()
    assert await _at(store, lambda tx: tx.uploads("j1")) == (sent,)
    assert await _at(store, lambda tx: tx.forget_upload(kept.id))
    assert await _at(store, lambda tx: tx.upload(kept.id)) is None


def _account(platform: str, person: str, address: str = "") -> Account:
    return Account(platform, "T1", f"{platform}-{person}", person, address=address)


@pytest.mark.parametrize(
    ("accounts", "ways", "can"),
    [
        ((), Ways(PAGE), False),
        ((), Ways(browser=True), True),
        ((), Ways(PAGE, mails=True), True),
        ((), Ways("", mails=True), False),
        ((_account("slack", "chair"),), Ways(), True),
        ((_account("slack", "head"),), Ways(), True),
        ((_account("teams", "chair", "a conversation"),), Ways(), True),
        ((_account("teams", "chair"),), Ways(), False),
        ((_account("teams", "head", "a conversation"),), Ways(), False),
    ],
    ids=["nowhere", "in the browser", "by e-mail", "e-mail that could bring no link", "an account in Slack",
         "Slack finds them", "an account in Teams", "Teams was never opened", "only others are in Teams"],
)  # fmt: skip
async def test_who_can_be_written_to(store: Store, accounts: tuple[Account, ...], ways: Ways, can: bool) -> None:
    def work(tx: SchoolTx) -> bool:
        tx.put_staff([CHAIR])
        for one in accounts:
            tx.put_account(one)
        return tx.reachable("chair")

    assert await _at(store, work, ways) is can


async def test_whom_the_chat_could_not_reach_the_last_time_is_not_reachable_there(store: Store) -> None:
    def work(tx: SchoolTx) -> bool:
        tx.put_staff([CHAIR])
        tx.put_account(_account("slack", "chair"))
        tx.put_unreached("chair", "has left the workspace")
        return tx.reachable("chair")

    assert not await _at(store, work)
