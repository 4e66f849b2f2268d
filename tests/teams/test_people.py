"""Who is who in Teams, and how they are written to."""

from __future__ import annotations

import pytest

from bot.directory import Profile
from bot.teams.people import Address, read, read_profile
from bot.teams.pieces import Sender
from handlers.model import Place
from tests.teams.conftest import Staff, Start
from tests.teams.running import Running
from tests.teams.tenant import Tenant

MEMBER = {
    "id": "29:1wood",
    "name": "Mrs Wood",
    "email": "wood@larkfield.example",
    "userPrincipalName": "j.wood@larkfield.example",
    "tenantId": "Own",
    "userRole": "user",
}
SENDER = Sender("own", "aad", "29:1wood", "Wood", "28:bot", "https://smba.example/", "a:1", True, "Europe/London")


@pytest.mark.parametrize(
    ("changed", "email"),
    [
        ({}, "wood@larkfield.example"),
        ({"email": ""}, "j.wood@larkfield.example"),
        ({"email": None}, "j.wood@larkfield.example"),
        ({"tenantId": "another"}, ""),
        ({"userRole": "guest"}, ""),
        ({"userRole": "anonymous"}, ""),
        ({"userPrincipalName": "wood_larkfield.example#EXT#@trust.example"}, ""),
        ({"email": None, "userPrincipalName": None}, ""),
    ],
)
def test_an_address_counts_only_where_the_schools_own_tenant_vouches_for_it(
    changed: dict[str, str | None], email: str
) -> None:
    assert read_profile(MEMBER | changed, SENDER, "own") == Profile("Mrs Wood", email, "Europe/London")


def test_of_somebody_whom_the_roster_does_not_have_only_the_name_is_known() -> None:
    assert read_profile({}, SENDER, "own") == Profile("Wood", "", "Europe/London")


def test_an_address_is_kept_and_read_again() -> None:
    address = Address("https://smba.example/", "own", "28:bot", "a:1", "29:1")
    assert read(address.written()) == address
    for broken in ("", "{", "[]", "7", '{"service": "x"}', '{"nonsense": 1}'):
        assert read(broken) is None


async def test_an_address_that_changes_is_kept_anew(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """Teams moves a tenant to another region: the next activity says so, and the next message goes there."""
    await tenant.say(staff.marsh, "Can I?")
    moved = tenant.service.replace("/emea/", "/uk/")
    activity = tenant.message(staff.marsh, "And now?") | {"serviceUrl": moved}
    assert (await tenant.post(activity, tenant.token(serviceurl=moved)))[0] == 200
    account = await bot.directory.account_of(staff.marsh.email, "teams")
    assert account is not None
    address = read(account.address)
    assert address is not None
    assert address.service == moved
    kept = read(await bot.directory.place_address(f"teams:{tenant.chat(staff.marsh).id}"))
    assert kept == address


async def test_what_did_not_change_is_not_asked_for_again(tenant: Tenant, staff: Staff, start: Start) -> None:
    """Neither in the same process nor in the next."""
    for _ in range(2):
        async with start():
            await tenant.say(staff.marsh, "Can I?")
            await tenant.say(staff.marsh, "And this?")
    assert tenant.calls.count("GET member") == 1


async def test_a_channel_does_not_take_the_place_of_somebodys_own_conversation(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    await tenant.say(staff.marsh, "Can I?")
    await tenant.mention(staff.marsh, tenant.channel(staff.marsh), "Can I?")
    account = await bot.directory.account_of(staff.marsh.email, "teams")
    assert account is not None
    address = read(account.address)
    assert address is not None
    assert address.conversation == tenant.chat(staff.marsh).id


async def test_where_the_app_was_removed_nothing_is_kept(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.install(staff.marsh)
    place = Place(f"teams:{tenant.chat(staff.marsh).id}")
    assert await bot.directory.place_address(place.key)
    await tenant.uninstall(staff.marsh)
    assert await bot.directory.place_address(place.key) == ""
