"""Who is in a channel or group chat: read to the last page, matched as whoever writes is."""

from __future__ import annotations

import pytest

from bot.channels import CROWDED
from bot.outbox import NotNow, Refused
from bot.teams.connector import MOST
from tests.teams.conftest import Staff
from tests.teams.microsoft import Conversation
from tests.teams.running import Running
from tests.teams.tenant import Tenant


async def present(bot: Running, where: Conversation) -> list[str]:
    return list((await bot.teams.members(f"teams:{where.id}")).people)


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
async def test_everybody_is_read_page_by_page(tenant: Tenant, staff: Staff, bot: Running, kind: str) -> None:
    """A group chat has no pages: all its people come at once."""
    room = tenant.channel(staff.marsh, staff.wood, staff.hill, kind=kind)
    await tenant.mention(staff.wood, room, "Can I?")
    tenant.page = 1
    assert await present(bot, room) == [one.email for one in (staff.marsh, staff.wood, staff.hill)]
    assert tenant.calls.count("GET members") == (3 if kind == "channel" else 1)


async def test_guests_and_strangers_are_nobody_on_the_list(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """A guest may carry the head's own address."""
    guest = tenant.add("Mrs Wood", staff.wood.email, role="guest")
    trust = tenant.add("Mr Trust", staff.hill.email, tenant="another")
    visitor = tenant.add("Mr Visitor", "visitor@larkfield.example")
    room = tenant.channel(staff.wood, guest, trust, visitor)
    await tenant.mention(staff.wood, room, "Can I?")
    strangers = [f"teams:{tenant.tenant}:{one.account}" for one in (guest, trust, visitor)]
    assert await present(bot, room) == [staff.wood.email, *strangers]


async def test_nobody_is_put_down_for_being_there(tenant: Tenant, staff: Staff, bot: Running) -> None:
    room = tenant.channel(staff.wood, staff.marsh)
    await tenant.mention(staff.wood, room, "Can I?")
    await present(bot, room)
    assert await bot.directory.accounts(staff.marsh.email) == ()


async def test_a_channel_that_the_bot_was_taken_out_of_says_so(tenant: Tenant, staff: Staff, bot: Running) -> None:
    room = tenant.channel(staff.wood)
    with pytest.raises(Refused, match="not in that chat or team"):
        await present(bot, room)  # it was never met there
    await tenant.mention(staff.wood, room, "Can I?")
    room.installed = False
    with pytest.raises(Refused, match="not in that chat or team"):
        await present(bot, room)
    del tenant.conversations[room.id]
    with pytest.raises(Refused, match="not in that chat or team"):
        await present(bot, room)


async def test_a_teams_that_asks_to_wait_says_for_how_long(tenant: Tenant, staff: Staff, bot: Running) -> None:
    room = tenant.channel(staff.wood)
    await tenant.mention(staff.wood, room, "Can I?")
    tenant.faults = [(429, "TooManyRequests", "7")]
    with pytest.raises(NotNow) as raised:
        await present(bot, room)
    assert raised.value.after is not None
    assert raised.value.after.total_seconds() == 7


async def test_a_roster_without_end_is_not_read_to_it(tenant: Tenant, staff: Staff, bot: Running) -> None:
    others = [tenant.add(f"Somebody {number}", f"s{number}@larkfield.example") for number in range(MOST)]
    room = tenant.channel(staff.wood, *others)
    await tenant.mention(staff.wood, room, "Can I?")
    tenant.page = 1
    with pytest.raises(Refused, match=CROWDED):
        await present(bot, room)
