"""Who is in a channel: read to the last page, bots left out, matched as whoever writes is."""

from __future__ import annotations

import pytest

from bot.channels import CROWDED
from bot.outbox import NotNow, Refused
from bot.slack.present import MOST
from tests.slack.bot import HILL, MARSH, ROOM, STONE, WOOD, Bot
from tests.slack.world import TEAM, Lost, Says

STAFF = {f"{name}@larkfield.example" for name in ("marsh", "wood", "hill", "stone")}


async def present(bot: Bot, channel: str = ROOM) -> list[str]:
    return list((await bot.adapter.members(f"slack:{channel}")).people)


async def test_everybody_is_read_page_by_page_and_the_bot_itself_is_left_out(bot: Bot) -> None:
    bot.slack.world.page = 2
    assert set(await present(bot)) == STAFF
    assert _calls(bot, "conversations.members") == 3
    assert all(0 < int(given["limit"]) <= 200 for method, given in bot.slack.world.calls if method.endswith("members"))


async def test_guests_and_strangers_are_nobody_on_the_list_and_bots_are_left_out(bot: Bot) -> None:
    """A guest may carry the head's own address; no display name counts either."""
    bot.slack.person("U5GUEST", "Mrs Wood", "wood@larkfield.example", is_restricted=True)
    bot.slack.person("U6TRUST", "Mr Trust", "trust@elsewhere.example", team="T9OTHER")
    bot.slack.person("U7ROBOT", "Calendar", "", is_bot=True)
    bot.slack.person("U8GONE", "Mr Gone", "gone@larkfield.example", deleted=True)
    bot.slack.channel("C2", "approvals", WOOD, "U5GUEST", "U6TRUST", "U7ROBOT", "U8GONE", "U9HIDDEN")
    found = await present(bot, "C2")
    assert sorted(found) == sorted(
        ["wood@larkfield.example", *(f"slack:{TEAM}:{user}" for user in ("U5GUEST", "U6TRUST", "U9HIDDEN"))]
    )


async def test_whoever_has_written_is_not_asked_about_and_nobody_is_put_down_for_being_there(bot: Bot) -> None:
    await bot.slack.say(MARSH, "help")
    await bot.slack.news(MARSH)
    bot.slack.world.calls.clear()
    await present(bot)
    asked = {given["user"] for method, given in bot.slack.world.calls if method == "users.info"}
    assert asked == {WOOD, HILL, STONE}
    assert await bot.directory.accounts("wood@larkfield.example") == ()


async def test_a_public_channel_is_told_from_a_private_one(bot: Bot) -> None:
    bot.slack.channel("G1", "heads", WOOD)
    assert (await bot.adapter.members(f"slack:{ROOM}")).public
    assert not (await bot.adapter.members("slack:G1")).public


@pytest.mark.parametrize("channel", ["G1", "C9GONE"])
async def test_a_channel_that_the_bot_cannot_see_says_what_to_do(bot: Bot, channel: str) -> None:
    bot.slack.channel("G1", "heads", WOOD, bot=False)
    with pytest.raises(Refused, match="/invite @Proviso"):
        await present(bot, channel)


@pytest.mark.parametrize(("scope", "channel"), [("channels:read", ROOM), ("groups:read", "G1")])
async def test_without_the_permission_it_says_so(bot: Bot, scope: str, channel: str) -> None:
    bot.slack.channel("G1", "heads", WOOD)
    bot.slack.world.scopes = bot.slack.world.scopes.replace(f"{scope},", "")
    with pytest.raises(NotNow, match="lacks a permission") as raised:
        await present(bot, channel)
    assert raised.value.after is None, "it is said, and not waited for"


async def test_too_many_people_are_not_looked_up_one_by_one(bot: Bot) -> None:
    bot.slack.channel("C3", "everybody", *(f"U{number:04}" for number in range(MOST + 1)))
    with pytest.raises(Refused, match=CROWDED):
        await present(bot, "C3")
    assert _calls(bot, "users.info") == 0


@pytest.mark.parametrize("method", ["conversations.members", "users.info"])
async def test_where_slack_asks_to_wait_it_is_waited_for(bot: Bot, method: str) -> None:
    bot.slack.world.go_wrong(method, Says("ratelimited", 429, 0))
    assert set(await present(bot)) == STAFF


async def test_a_slack_that_is_busy_for_long_says_when_to_come_again(bot: Bot) -> None:
    bot.slack.world.go_wrong("conversations.members", *[Says("ratelimited", 429, 0)] * 4)
    with pytest.raises(NotNow) as raised:
        await present(bot)
    assert raised.value.after is not None


async def test_a_line_that_breaks_once_is_tried_again(bot: Bot) -> None:
    bot.slack.world.go_wrong("conversations.members", Lost())
    assert set(await present(bot)) == STAFF


async def test_a_bot_that_stops_looks_no_more(bot: Bot) -> None:
    await bot.adapter.stop()
    with pytest.raises(NotNow):
        await present(bot)


def _calls(bot: Bot, method: str) -> int:
    return [name for name, _ in bot.slack.world.calls].count(method)
