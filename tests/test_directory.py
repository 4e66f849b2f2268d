"""Whose account it is: matched to the staff list by a vouched-for address, and remembered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from bot.directory import FRESH, Directory, Profile
from bot.store.store import Store
from handlers.desk import School
from handlers.model import Person
from handlers.records import Account, StaffLine
from tests.conftest import Clock

SCHOOL = School("larkfield", "Larkfield", ZoneInfo("Europe/London"))
WOOD = StaffLine("wood@larkfield.example", "Mrs Wood", "Wood@larkfield.example")
HILL = StaffLine("hill@larkfield.example", "Mr Hill", "hill@larkfield.example")


class Users:
    """The network's edge: what a platform says about its users, and how often it was asked."""

    def __init__(self) -> None:
        self.emails = {"U1": "wood@larkfield.example", "U2": "hill@larkfield.example", "U9": ""}
        self.asked: list[str] = []

    async def profile(self, account: str) -> Profile:
        self.asked.append(account)
        await asyncio.sleep(0)
        return Profile(f"User {account}", self.emails[account], "Europe/London")


@pytest.fixture
def users() -> Users:
    return Users()


@pytest.fixture
async def directory(store: Store) -> Directory:
    await put(store, WOOD, HILL)
    return Directory(store, SCHOOL)


async def put(store: Store, *lines: StaffLine) -> None:
    await store.run(lambda tx: tx.at(SCHOOL.id).put_staff(lines))


async def who(directory: Directory, users: Users, account: str, platform: str = "slack") -> Person:
    return await directory.person(platform, "T1", account, lambda: users.profile(account))


def keys(found: Sequence[Account]) -> list[str]:
    return [f"{one.platform} {one.account}" for one in found]


async def test_a_member_of_staff_has_the_lists_key_and_name_and_is_asked_for_once(
    directory: Directory, users: Users
) -> None:
    for _ in range(3):
        assert await who(directory, users, "U1") == Person(WOOD.key, "Mrs Wood", "Wood@larkfield.example")
    assert users.asked == ["U1"]


async def test_a_guest_with_no_vouched_for_address_matches_nobody(directory: Directory, users: Users) -> None:
    assert await who(directory, users, "U9") == Person("slack:T1:U9", "User U9", "")


async def test_somebody_not_on_the_list_is_known_as_soon_as_they_are_put_on_it(
    directory: Directory, users: Users, store: Store
) -> None:
    users.emails["U3"] = "Marsh@Larkfield.example"
    assert (await who(directory, users, "U3")).key == "slack:T1:U3"
    await put(store, StaffLine("marsh@larkfield.example", "Miss Marsh", "marsh@larkfield.example"))
    assert (await who(directory, users, "U3")).key == "marsh@larkfield.example"
    assert users.asked == ["U3"], "what the platform said a moment ago is believed"


async def test_somebody_who_starts_tomorrow_is_linked_today_and_needs_no_change_of_the_list(
    directory: Directory, users: Users, store: Store, clock: Clock
) -> None:
    """Whether they may do anything yet is for the roll to say, by the day."""
    await put(store, StaffLine("marsh@larkfield.example", "Miss Marsh", "marsh@larkfield.example", begins="2027-03-04"))
    users.emails["U3"] = "marsh@larkfield.example"
    assert (await who(directory, users, "U3")).key == "marsh@larkfield.example"
    assert not await directory.works_here("marsh@larkfield.example")
    clock.forward(days=1)
    assert await directory.works_here("marsh@larkfield.example")


async def test_a_strangers_corrected_address_is_noticed_within_the_hour(
    directory: Directory, users: Users, clock: Clock
) -> None:
    assert (await who(directory, users, "U9")).key == "slack:T1:U9"
    users.emails["U9"] = "hill@larkfield.example"
    assert (await who(directory, users, "U9")).key == "slack:T1:U9"
    clock.now += FRESH
    clock.forward(seconds=1)
    assert (await who(directory, users, "U9")).key == HILL.key
    assert users.asked == ["U9", "U9"]


async def test_a_second_account_that_takes_the_heads_address_is_a_stranger(
    directory: Directory, users: Users, clock: Clock
) -> None:
    await who(directory, users, "U1")
    users.emails["U9"] = "wood@larkfield.example"
    clock.forward(days=1)
    assert (await who(directory, users, "U9")).key == "slack:T1:U9"
    assert (await who(directory, users, "U1")).key == WOOD.key


async def test_an_account_stays_its_persons_when_it_takes_somebody_elses_address(
    directory: Directory, users: Users, clock: Clock
) -> None:
    """Mr Hill, who looks after Slack, gives his own account the head's address."""
    await who(directory, users, "U2")
    users.emails["U2"] = "wood@larkfield.example"
    clock.forward(days=1)
    assert (await who(directory, users, "U2")).key == HILL.key
    assert (
        await directory.link(Account("slack", "T1", "U2", "", "Mr Hill", "wood@larkfield.example"))
    ).person == HILL.key
    assert (await who(directory, users, "U2")).key == HILL.key


async def test_an_account_that_another_process_unlinked_is_looked_up_again_at_once(
    directory: Directory, users: Users, store: Store
) -> None:
    """`proviso staff unlink` while `proviso serve` runs: the old account has given its address to the new one."""
    assert (await who(directory, users, "U1")).key == WOOD.key
    users.emails |= {"U1": "", "U4": "wood@larkfield.example"}
    assert (await who(directory, users, "U4")).key == "slack:T1:U4"
    await store.run(lambda tx: tx.at(SCHOOL.id).unlink(WOOD.key))
    assert (await who(directory, users, "U1")).key == "slack:T1:U1"
    assert (await who(directory, users, "U4")).key == WOOD.key


async def test_a_name_that_the_office_corrected_is_shown_at_once(
    directory: Directory, users: Users, store: Store
) -> None:
    await who(directory, users, "U1")
    await put(store, StaffLine(WOOD.key, "Mrs Wood-Hill", WOOD.email))
    assert (await who(directory, users, "U1")).name == "Mrs Wood-Hill"


async def test_many_messages_at_once_from_somebody_new_make_one_account(directory: Directory, users: Users) -> None:
    found = await asyncio.gather(*(who(directory, users, "U1") for _ in range(12)))
    assert {one.key for one in found} == {WOOD.key}
    assert keys(await directory.accounts(WOOD.key)) == ["slack U1"]


async def test_when_the_platform_does_not_say_who_it_is_nobody_is_put_down(directory: Directory, users: Users) -> None:
    with pytest.raises(KeyError):
        await who(directory, users, "U404")
    users.emails["U404"] = "wood@larkfield.example"
    assert (await who(directory, users, "U404")).key == WOOD.key


async def test_the_platform_used_last_comes_first(directory: Directory, users: Users, clock: Clock) -> None:
    """Mrs Wood began in Teams in the autumn and has been in Slack since: that is where she reads."""
    await who(directory, users, "U1", "slack")
    clock.forward(days=1)
    await who(directory, users, "U1", "teams")
    assert keys(await directory.accounts(WOOD.key)) == ["teams U1", "slack U1"]
    clock.forward(days=1)
    await who(directory, users, "U1", "slack")
    assert keys(await directory.accounts(WOOD.key)) == ["slack U1", "teams U1"]
    assert (await directory.account_of(WOOD.key, "teams")) == (await directory.accounts(WOOD.key))[1]
    assert await directory.account_of(WOOD.key, "web") is None


async def test_how_to_write_to_an_account_survives_what_the_platform_says_later(
    directory: Directory, users: Users, clock: Clock
) -> None:
    await who(directory, users, "U9")
    await directory.keep_address("slack", "T1", "U9", "D9")
    users.emails["U9"] = "hill@larkfield.example"
    clock.forward(days=1)
    await who(directory, users, "U9")
    assert [one.address for one in await directory.accounts(HILL.key)] == ["D9"]
    await directory.link(Account("slack", "T1", "U9", "", "Mr Hill", "hill@larkfield.example"))
    assert [one.address for one in await directory.accounts(HILL.key)] == ["D9"]


async def test_somebody_who_opens_the_bot_is_no_longer_out_of_reach(
    directory: Directory, users: Users, store: Store
) -> None:
    await directory.reached(WOOD.key, "has not opened Proviso in Teams")
    await who(directory, users, "U1", "teams")
    await directory.keep_address("teams", "T1", "U1", "a conversation")
    assert await store.read(lambda tx: tx.at(SCHOOL.id).unreached()) == ()


async def test_an_unlinked_account_is_recognised_by_what_the_platform_says_now(
    directory: Directory, users: Users, store: Store
) -> None:
    await who(directory, users, "U1")
    await directory.keep_address("slack", "T1", "U1", "D1")
    await store.run(lambda tx: tx.at(SCHOOL.id).unlink(WOOD.key))
    assert (await who(directory, users, "U1")).key == WOOD.key
    assert users.asked == ["U1", "U1"]
    assert [one.address for one in await directory.accounts(WOOD.key)] == ["D1"]


async def test_fields_that_ask_for_a_person_list_who_works_here_today(
    directory: Directory, store: Store, clock: Clock
) -> None:
    await put(store, StaffLine(HILL.key, HILL.name, HILL.email, ends="2027-03-03"))
    assert await directory.staff() == ((HILL.key, "Mr Hill"), (WOOD.key, "Mrs Wood"))
    clock.now = clock.now.replace(hour=23, minute=59)
    assert await directory.works_here(HILL.key), "the last day is included, on the school's own clock"
    clock.forward(minutes=2)
    assert await directory.staff() == ((WOOD.key, "Mrs Wood"),)
    assert await directory.email(WOOD.key) == "Wood@larkfield.example"
    assert await directory.email("nobody") == ""


async def test_a_place_and_who_could_not_be_reached_are_kept(directory: Directory, store: Store) -> None:
    await directory.keep_place("teams:19:a", "{}")
    assert await directory.place_address("teams:19:a") == "{}"
    await directory.forget_place("teams:19:a")
    assert await directory.place_address("teams:19:a") == ""
    await directory.reached(WOOD.key, "has not opened Proviso in Teams")
    kept = await store.read(lambda tx: tx.at(SCHOOL.id).unreached())
    assert [(one.person, one.reason) for one in kept] == [(WOOD.key, "has not opened Proviso in Teams")]
    await directory.reached(WOOD.key)
    assert await store.read(lambda tx: tx.at(SCHOOL.id).unreached()) == ()


async def test_who_is_only_looked_at_is_found_as_they_would_be_and_not_put_down(
    directory: Directory, users: Users
) -> None:
    """A second account with the head's address is nobody's, as when it writes."""
    found = [await directory.whose("slack", "T1", user, lambda user=user: users.profile(user)) for user in users.emails]
    assert found == [WOOD.key, HILL.key, "slack:T1:U9"]
    assert await directory.accounts(WOOD.key) == ()
    await directory.person("slack", "T1", "U1", lambda: users.profile("U1"))
    users.emails["U9"], users.asked = WOOD.email, []
    assert await directory.whose("slack", "T1", "U9", lambda: users.profile("U9")) == "slack:T1:U9"
    assert await directory.whose("slack", "T2", "U9", lambda: users.profile("U9")) == WOOD.key
    assert await directory.whose("slack", "T1", "U1", lambda: users.profile("U1")) == WOOD.key
    assert users.asked == ["U9", "U9"], "whose an account is that wrote is known"


async def test_namesakes_are_told_apart_by_their_jobs_or_else_by_their_addresses(
    directory: Directory, store: Store
) -> None:
    lines = [
        StaffLine("a", "Jo Green", "jo@larkfield.example", job="Year 4 teacher"),
        StaffLine("b", "Jo Green", "jo2@larkfield.example", job="cook"),
        StaffLine("c", "Al Reed", "al@larkfield.example", job="cook"),
        StaffLine("d", "al reed", "al2@larkfield.example", job="cook"),
    ]
    await store.run(lambda tx: tx.at(SCHOOL.id).put_staff(lines))
    found = dict(await directory.staff())
    assert {key: found[key] for key in "abcd"} == {
        "a": "Jo Green (Year 4 teacher)",
        "b": "Jo Green (cook)",
        "c": "Al Reed (al@larkfield.example)",
        "d": "al reed (al2@larkfield.example)",
    }
