"""A file's bytes from Slack: asked for with our token, from Slack alone, and no more of them than may be."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.brought import Reader
from bot.fetching import NotFetched
from bot.outbox import NotNow
from bot.slack.hosts import slacks
from handlers.desk import Role
from handlers.files import LARGEST
from handlers.records import Appointment, Standing
from handlers.versions.version import State, versions
from tests.slack.bot import BARE, MARSH, WOOD, Bot
from tests.slack.workspace import Workspace, words
from tests.slack.world import Lost, Says, Wait

POLICY = b"# Phone policy\n\n## Rules\n\n1.1 Staff must not use a phone of their own in class.\n"


async def fetched(bot: Bot, name: str = "phones.md", data: bytes = POLICY, **said: Any) -> bytes:
    """What the bot has of a file that somebody uploaded, of which Slack says so."""
    return await bot.adapter.fetch(bot.slack.files.put(WOOD, name, data, **said)["id"])


def downloads(slack: Workspace) -> int:
    return sum(method == "download" for method, _ in slack.world.calls)


async def head(bot: Bot) -> None:
    """Mrs Wood has long been the head."""
    key, then = "wood@larkfield.example", bot.clock() - timedelta(days=100)
    one = Appointment("wood-head", Role.HEAD, key, "somebody", then, Standing.HELD)
    await bot.store.run(lambda tx: tx.at(BARE.id).appoint(one))


async def test_the_head_sends_a_policy_and_reads_what_it_says(bot: Bot) -> None:
    """Slack sends the event three times, as it does where it heard nothing."""
    await head(bot)
    for _ in range(3):
        ack = await bot.slack.send_file(WOOD, "phones.md", POLICY, "our new policy", key="Ev1FILE")
        assert ack.status == 200
    (thanks,) = await bot.slack.news(WOOD)
    assert "I am reading it now" in words(thanks)
    await Reader(bot.store, bot.turn, BARE.id, lambda _, key: bot.adapter.fetch(key)).read()
    await bot.outbox.work_off()
    (card,) = await bot.slack.news(WOOD)
    assert "A new policy: “Phone policy”" in words(card)
    (one,) = await bot.store.read(lambda tx: versions(tx.at(BARE.id)))
    assert one.state is State.WAITS
    assert downloads(bot.slack) == 1


async def test_several_files_in_one_message_are_not_guessed_about(bot: Bot) -> None:
    await head(bot)
    files = [bot.slack.files.put(WOOD, name, POLICY) for name in ("phones.md", "letter.docx")]
    await bot.slack.say(WOOD, "", subtype="file_share", files=files)
    (said,) = await bot.slack.news(WOOD)
    assert "One file at a time, please" in words(said)
    assert await bot.store.read(lambda tx: versions(tx.at(BARE.id))) == ()


async def test_the_bytes_come_with_the_bots_own_token_alone(bot: Bot) -> None:
    assert await fetched(bot) == POLICY
    bot.slack.world.bot_token = "xoxb-another"
    with pytest.raises(NotNow):
        await fetched(bot)


async def test_without_the_scope_it_is_said_who_adds_it(bot: Bot) -> None:
    bot.slack.world.scopes = bot.slack.world.scopes.replace("files:read,", "")
    with pytest.raises(NotFetched, match="adds the scope files:read"):
        await fetched(bot)
    assert downloads(bot.slack) == 0


async def test_a_page_for_signing_in_is_no_file(bot: Bot) -> None:
    """Slack leads there whoever may not have the file."""
    bot.slack.world.go_wrong("download", Says("moved", status=302))
    with pytest.raises(NotFetched, match="Please send the file again"):
        await fetched(bot)


@pytest.mark.parametrize(
    "address",
    [
        "https://docs.google.example/document/1",
        "https://files.slack.com.evil.example/files-pri/T1-F1/download/a.pdf",
        "http://files.slack.com/files-pri/T1-F1/download/a.pdf",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1",
        "file:///etc/passwd",
        "",
    ],
)
async def test_nothing_is_fetched_from_anywhere_else(bot: Bot, address: str) -> None:
    assert not slacks(address, "slack.com")
    with pytest.raises(NotFetched, match="stands somewhere else"):
        await fetched(bot, url_private_download=address)


async def test_a_file_that_is_only_a_link_is_not_followed(bot: Bot) -> None:
    with pytest.raises(NotFetched, match="stands somewhere else"):
        await fetched(bot, is_external=True)
    assert downloads(bot.slack) == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("trip.jpg", {}),
        ("policy.pdf", {"mimetype": "image/png"}),
        ("policy.docx", {"mimetype": "video/mp4"}),
        ("policy.pdf", {"size": LARGEST + 1}),
    ],
)
async def test_what_slack_calls_a_picture_or_too_large_is_not_asked_for(
    bot: Bot, name: str, said: dict[str, Any]
) -> None:
    """Whatever the event said before."""
    with pytest.raises(NotFetched, match=r"[Nn]othing was kept"):
        await fetched(bot, name, **said)
    assert downloads(bot.slack) == 0


async def test_what_turns_out_too_large_is_broken_off(bot: Bot) -> None:
    with pytest.raises(NotFetched, match="up to 20 MB"):
        await fetched(bot, data=bytes(LARGEST + 1), size=12)


async def test_half_a_file_is_fetched_again(bot: Bot) -> None:
    with pytest.raises(NotNow):
        await fetched(bot, size=len(POLICY) + 1)


async def test_a_file_that_is_gone_is_asked_for_again(bot: Bot) -> None:
    shown = bot.slack.files.put(WOOD, "phones.md", POLICY)
    bot.slack.files.delete(shown["id"])
    with pytest.raises(NotFetched, match="It is gone"):
        await bot.adapter.fetch(shown["id"])


@pytest.mark.parametrize("wrong", [Says("busy", status=503), Lost()])
async def test_a_slack_that_is_busy_or_away_is_asked_later(bot: Bot, wrong: Says | Lost) -> None:
    bot.slack.world.go_wrong("download", wrong, wrong)  # aiohttp asks once more by itself
    with pytest.raises(Exception, match=r".*") as fault:
        await fetched(bot)
    assert not isinstance(fault.value, NotFetched)


async def test_nobody_waits_while_a_file_is_fetched(bot: Bot) -> None:
    until = asyncio.Event()
    bot.slack.world.go_wrong("download", Wait(until))
    fetching = asyncio.create_task(fetched(bot))
    await bot.slack.until(lambda: downloads(bot.slack))
    await bot.slack.say(MARSH, "help")
    assert await bot.slack.news(MARSH)
    until.set()
    assert await fetching == POLICY


async def test_a_bot_that_is_stopped_fetches_nothing(bot: Bot) -> None:
    await bot.adapter.stop()
    with pytest.raises(NotNow):
        await bot.adapter.fetch("F1")
