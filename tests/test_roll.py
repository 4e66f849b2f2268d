"""The school as it is today: from the list that was imported and the roles that were accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.roll import Fixed, Kept, on_the_list
from bot.store.store import Store
from bot.store.tx import SchoolTx
from handlers.desk import Member, Role, School
from handlers.model import Person, Place, Said
from handlers.records import Appointment, StaffLine, Standing
from tests.conftest import KEY, Clock

BARE = School("larkfield", "Larkfield", ZoneInfo("Europe/London"), administrator="field@larkfield.example")
WOOD = StaffLine("wood@larkfield.example", "Mrs Wood", "wood@larkfield.example")
STONE = StaffLine("stone@larkfield.example", "Dr Stone", "stone@larkfield.example", "governors")


class Books:
    """The store, and a school read from it in one process."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.roll = Kept(BARE)

    async def do(self, work: Callable[[SchoolTx], object]) -> None:
        await self.store.run(lambda tx: work(tx.at(BARE.id)))

    async def appoint(self, role: Role, person: str, standing: Standing = Standing.HELD) -> None:
        key = f"{role} {person} {standing}"[:40]
        one = Appointment(key, role, person, "field@larkfield.example", self.store.clock(), standing)
        await self.do(lambda tx: tx.appoint(one))

    async def school(self) -> School:
        return await self.store.run(lambda tx: self.roll.school(tx.at(BARE.id)))


@pytest.fixture
async def books(store: Store) -> Books:
    made = Books(store)
    await made.do(lambda tx: tx.put_staff([WOOD, STONE]))
    return made


async def test_the_list_and_the_roles_make_the_school(books: Books) -> None:
    await books.appoint(Role.HEAD, WOOD.key)
    await books.appoint(Role.SAFEGUARDING_LEAD, WOOD.key)
    school = await books.school()
    assert [(one.person.name, one.capacity) for one in school.staff] == [
        ("Dr Stone", "governors"),
        ("Mrs Wood", "staff"),
    ]
    assert school.member(WOOD.key) == Member(
        Person(WOOD.key, "Mrs Wood", WOOD.email), (Role.HEAD, Role.SAFEGUARDING_LEAD)
    )
    assert (school.name, school.administrator) == ("Larkfield", "field@larkfield.example")


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.HELD])
async def test_a_role_that_is_not_in_effect_gives_nothing(books: Books, standing: Standing) -> None:
    await books.appoint(Role.HEAD, WOOD.key, standing)
    assert not (await books.school()).holds(WOOD.key, Role.HEAD)


async def test_a_role_named_twice_is_held_once(books: Books) -> None:
    await books.appoint(Role.HEAD, WOOD.key)
    second = Appointment("again", Role.HEAD, WOOD.key, "x", books.store.clock(), Standing.HELD)
    await books.do(lambda tx: tx.appoint(second))
    member = (await books.school()).member(WOOD.key)
    assert member is not None
    assert member.roles == (Role.HEAD,)


async def test_whoever_left_has_no_place_and_no_role_from_the_day_after_their_last(books: Books, clock: Clock) -> None:
    await books.appoint(Role.HEAD, WOOD.key)
    await books.do(lambda tx: tx.put_staff([replace(WOOD, ends="2027-03-03")]))
    assert (await books.school()).holds(WOOD.key, Role.HEAD)
    clock.forward(days=1)
    assert (await books.school()).member(WOOD.key) is None
    assert (await books.school()).holders(Role.HEAD) == ()


async def test_the_day_is_the_schools_own(books: Books, clock: Clock) -> None:
    """In summer the school's midnight is an hour before that of UTC."""
    await books.do(lambda tx: tx.put_staff([replace(STONE, begins="2027-07-02")]))
    clock.now = clock.now.replace(month=7, day=1, hour=22, minute=59)
    assert (await books.school()).member(STONE.key) is None
    clock.forward(minutes=1)
    assert (await books.school()).member(STONE.key) is not None


async def test_a_change_in_another_process_is_seen_by_the_next_turn(books: Books, database_url: str) -> None:
    await books.school()
    other = await asyncio.to_thread(Store.open, database_url, clock=books.store.clock, keys=KEY)
    await other.run(lambda tx: tx.at(BARE.id).put_staff([replace(WOOD, name="Mrs Wood-Hill")]))
    await other.run(lambda tx: tx.at(BARE.id).choose("approvals", "slack:C1", WOOD.key))
    await other.close()
    school = await books.school()
    member = school.member(WOOD.key)
    assert member is not None
    assert member.person.name == "Mrs Wood-Hill"
    assert school.choices == {"approvals": "slack:C1"}


async def test_an_unchanged_school_is_not_read_again(books: Books) -> None:
    assert await books.school() is await books.school()


async def test_a_school_seen_while_a_change_failed_is_not_taken_for_what_came_instead(
    books: Books,
) -> None:
    """Works that share a commit see each other's changes. When it fails as a whole, each runs again by itself."""

    def glimpse(tx: SchoolTx) -> None:
        tx.put_staff([replace(WOOD, name="Mr Nobody")])
        books.roll.school(tx)
        raise LookupError

    await asyncio.gather(books.store.run(lambda tx: glimpse(tx.at(BARE.id))), return_exceptions=True)
    assert [one.person.name for one in (await books.school()).staff] == ["Dr Stone", "Mrs Wood"]
    await books.do(lambda tx: tx.put_staff([replace(WOOD, name="Mrs Wood-Hill")]))
    assert [one.person.name for one in (await books.school()).staff] == ["Dr Stone", "Mrs Wood-Hill"]


async def test_people_of_the_settings_file_stay_as_they_stand_there(store: Store) -> None:
    school = School("larkfield", "Larkfield", BARE.zone, (Member(Person("wood", "Mrs Wood"), (Role.HEAD,)),))
    roll = Fixed(school)
    found = await store.run(lambda tx: roll.school(tx.at(BARE.id)))
    assert found.staff == school.staff
    event = Said("e1", school.staff[0].person, Place("web:wood"), "hello")
    assert roll.of(event) == Kept(BARE).of(event) == "larkfield"


@pytest.mark.parametrize(
    ("begins", "ends", "here"),
    [
        ("", "", True),
        ("2027-03-03", "", True),
        ("2027-03-04", "", False),
        ("", "2027-03-03", True),
        ("", "2027-03-02", False),
        ("2026-09-01", "2027-07-21", True),
    ],
)
def test_both_days_of_a_line_are_included(clock: Clock, begins: str, ends: str, here: bool) -> None:
    assert on_the_list(replace(WOOD, begins=begins, ends=ends), clock.now.date()) is here
