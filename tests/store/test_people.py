"""Who is who, on every database: the staff list, roles, accounts, and who cannot be written to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.desk import Role
from handlers.records import Account, Appointment, StaffLine, Standing, Unreached
from tests.conftest import Clock

T = TypeVar("T")

WOOD = StaffLine("wood@larkfield.example", "Mrs Wood", "Wood@larkfield.example", job="Headteacher")
MARSH = StaffLine("marsh@larkfield.example", "Miss Marsh", "marsh@larkfield.example", begins="2026-09-01")


async def at(store: Store, work: Callable[[SchoolTx], T], school: str = "larkfield") -> T:
    return await store.run(lambda tx: work(tx.at(school, "slack", "REF")))


def account(name: str, person: str = "", **more: str) -> Account:
    return Account("slack", more.pop("workspace", "T1"), name, person, name, f"{name}@larkfield.example", **more)


def named(clock: Clock, **more: object) -> Appointment:
    return Appointment("a1", Role.HEAD, WOOD.key, "office@larkfield.example", clock(), **more)  # type: ignore[arg-type]


async def test_a_line_put_down_again_takes_the_place_of_the_one_before(store: Store) -> None:
    await at(store, lambda tx: tx.put_staff([WOOD, MARSH]))
    await at(store, lambda tx: tx.put_staff([StaffLine(**{**_all(MARSH), "ends": "2027-07-21"})]))
    kept = await at(store, lambda tx: tx.staff())
    assert [(one.name, one.ends) for one in kept] == [("Miss Marsh", "2027-07-21"), ("Mrs Wood", "")]
    assert await at(store, lambda tx: tx.staff_line(WOOD.key)) == WOOD
    assert await at(store, lambda tx: tx.staff(), school="hilltop") == ()
    assert await at(store, lambda tx: tx.staff_line(WOOD.key), school="hilltop") is None


def _all(line: StaffLine) -> dict[str, str]:
    return {name: getattr(line, name) for name in StaffLine.__dataclass_fields__}


async def test_an_appointment_moves_on_once_and_remembers_by_whom(store: Store, clock: Clock) -> None:
    await at(store, lambda tx: tx.appoint(named(clock)))
    clock.forward(hours=1)
    move = (Standing.NAMED, Standing.HELD, WOOD.key)
    moves = await asyncio.gather(*(at(store, lambda tx: tx.move_appointment("a1", *move)) for _ in range(8)))
    assert sorted(moves) == [False] * 7 + [True]
    held = await at(store, lambda tx: tx.appointment("a1"))
    assert held is not None
    assert (held.standing, held.changed_by, held.changed_at) == (Standing.HELD, WOOD.key, clock())
    assert await at(store, lambda tx: tx.appointments(Standing.NAMED)) == ()
    assert await at(store, lambda tx: tx.appointments()) == (held,)
    assert await at(store, lambda tx: tx.appointment("a1"), school="hilltop") is None


async def test_the_newest_choice_counts(store: Store) -> None:
    await at(store, lambda tx: tx.choose("approvals", "slack:C1", WOOD.key))
    await at(store, lambda tx: tx.choose("approvals", "slack:C2", WOOD.key))
    assert await at(store, lambda tx: tx.choices()) == {"approvals": "slack:C2"}


async def test_every_change_of_who_is_who_gives_another_revision(store: Store, clock: Clock) -> None:
    """Also `unlink`, which another process may run: an account held in memory must not outlive it."""
    works: list[Callable[[SchoolTx], object]] = [
        lambda tx: tx.put_staff([WOOD]),
        lambda tx: tx.appoint(named(clock)),
        lambda tx: tx.move_appointment("a1", Standing.NAMED, Standing.HELD, WOOD.key),
        lambda tx: tx.choose("approvals", "slack:C1", WOOD.key),
        lambda tx: tx.put_account(account("U1", WOOD.key)),
        lambda tx: tx.unlink(WOOD.key),
    ]
    seen = {await at(store, lambda tx: tx.revision())}
    for work in works:
        await at(store, work)
        seen.add(await at(store, lambda tx: tx.revision()))
    assert len(seen) == len(works) + 1
    before = await at(store, lambda tx: tx.revision())
    await at(store, lambda tx: tx.move_appointment("a1", Standing.NAMED, Standing.HELD, WOOD.key))
    await at(store, lambda tx: tx.put_place("teams:19:a", "{}"))
    assert await at(store, lambda tx: tx.revision()) == before


async def test_a_revision_that_was_rolled_back_does_not_come_again_for_something_else(store: Store) -> None:
    """Who read the school while a change was under way must not take what came instead for the same."""
    rolled_back = []

    def fails(tx: SchoolTx) -> None:
        tx.put_staff([WOOD])
        rolled_back.append(tx.revision())
        raise LookupError

    for _ in range(3):
        await asyncio.gather(at(store, fails), return_exceptions=True)
        await at(store, lambda tx: tx.put_staff([MARSH]))
        assert await at(store, lambda tx: tx.revision()) not in rolled_back


async def test_the_first_account_in_a_workspace_is_the_persons_and_a_second_is_nobodys(store: Store) -> None:
    """Somebody gives an account of theirs the head's e-mail address. It inherits nothing."""
    assert (await at(store, lambda tx: tx.put_account(account("U1", WOOD.key)))).person == WOOD.key
    assert (await at(store, lambda tx: tx.put_account(account("U2", WOOD.key)))).person == ""
    elsewhere = account("U3", WOOD.key, workspace="T2")
    assert (await at(store, lambda tx: tx.put_account(elsewhere))).person == WOOD.key
    assert [one.account for one in await at(store, lambda tx: tx.accounts_of(WOOD.key))] in (["U1", "U3"], ["U3", "U1"])
    assert (await at(store, lambda tx: tx.put_account(account("U1", WOOD.key, address="D1")))).person == WOOD.key


async def test_two_accounts_that_claim_a_person_at_the_same_moment_do_not_both_get_them(store: Store) -> None:
    claims = [account(f"U{number}", WOOD.key) for number in range(12)]
    kept = await asyncio.gather(*(at(store, lambda tx, one=one: tx.put_account(one)) for one in claims))
    assert sorted(one.person for one in kept) == [""] * 11 + [WOOD.key]
    assert len(await at(store, lambda tx: tx.accounts_of(WOOD.key))) == 1


async def test_the_same_account_seen_by_many_at_once_is_put_down_once(store: Store) -> None:
    await asyncio.gather(*(at(store, lambda tx: tx.put_account(account("U1", WOOD.key))) for _ in range(12)))
    assert len(await at(store, lambda tx: tx.accounts_of(WOOD.key))) == 1


async def test_the_account_used_last_comes_first(store: Store, clock: Clock) -> None:
    await at(store, lambda tx: tx.put_account(account("U1", WOOD.key)))
    clock.forward(minutes=1)
    await at(store, lambda tx: tx.put_account(Account("teams", "tenant", "aad", WOOD.key)))
    assert [one.platform for one in await at(store, lambda tx: tx.accounts_of(WOOD.key))] == ["teams", "slack"]


async def test_somebody_with_a_new_account_is_recognised_once_the_old_one_is_forgotten(store: Store) -> None:
    """How to write to the old one stays, for the platform may say that it is theirs still."""
    await at(store, lambda tx: tx.put_account(account("U1", WOOD.key, address="D1")))
    assert await at(store, lambda tx: tx.unlink(WOOD.key), school="hilltop") == 0
    assert await at(store, lambda tx: tx.unlink(WOOD.key)) == 1
    old = await at(store, lambda tx: tx.account("slack", "T1", "U1"))
    assert old is not None
    assert (old.person, old.email, old.address) == ("", "", "D1")
    assert await at(store, lambda tx: tx.accounts_of(WOOD.key)) == ()
    assert (await at(store, lambda tx: tx.put_account(account("U2", WOOD.key)))).person == WOOD.key


async def test_a_places_address_is_kept_until_the_place_is_gone(store: Store) -> None:
    await at(store, lambda tx: tx.put_place("teams:19:a", "one"))
    await at(store, lambda tx: tx.put_place("teams:19:a", "two"))
    assert await at(store, lambda tx: tx.place_address("teams:19:a")) == "two"
    await at(store, lambda tx: tx.forget_place("teams:19:a"))
    assert await at(store, lambda tx: tx.place_address("teams:19:a")) == ""


async def test_who_cannot_be_written_to_is_listed_until_something_arrives(store: Store, clock: Clock) -> None:
    await at(store, lambda tx: tx.put_unreached(WOOD.key, "has not opened Proviso in Teams"))
    clock.now += timedelta(days=1)
    await at(store, lambda tx: tx.put_unreached(WOOD.key, "has blocked Proviso"))
    assert await at(store, lambda tx: tx.unreached()) == (Unreached(WOOD.key, "has blocked Proviso", clock()),)
    await at(store, lambda tx: tx.reached(WOOD.key))
    assert await at(store, lambda tx: tx.unreached()) == ()
