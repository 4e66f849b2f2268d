"""Socket Mode: the same bot without an address; sockets that are refreshed, die without a word, or never open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from threading import Event

import pytest
import structlog

from bot.channels import PlatformFault
from bot.slack.answer import Patience
from bot.slack.socket import Rhythm
from bot.store.store import Store
from tests.conftest import Clock
from tests.slack.bot import CLAUSE, MARSH, ROOM, Bot, running
from tests.slack.office import office
from tests.slack.shapes import asked
from tests.slack.test_slow import slow
from tests.slack.workspace import Workspace, words
from tests.slack.world import Lost, Says

NO = "Can I accept a friend request from a pupil?"


@pytest.fixture
async def bot(slack: Workspace, store: Store, clock: Clock) -> AsyncIterator[Bot]:
    """The bot, over a socket."""
    async with running(slack, store, clock, socket_mode=True) as started:
        yield started


async def test_a_question_over_the_socket_is_answered(bot: Bot) -> None:
    ack = await bot.slack.say(MARSH, NO)
    assert (ack.status, ack.body) == (200, {})
    (answer,) = await bot.slack.news(MARSH)
    assert CLAUSE in words(answer)
    assert bot.adapter.trouble() == ""


async def test_a_command_a_press_and_a_form_work_over_the_socket(slack: Workspace, store: Store, clock: Clock) -> None:
    async with running(slack, store, clock, socket_mode=True, routes=office()) as bot:
        await bot.slack.say(MARSH, "hello")
        await bot.slack.news(MARSH)
        await bot.slack.press(MARSH, "Fill it in")
        form = await bot.slack.until(lambda: bot.slack.modal(MARSH))
        ack = await bot.slack.fill(MARSH, what="")
        assert ack.body["response_action"] == "errors"
        await bot.slack.fill(MARSH, what="Cake", whom=MARSH)
        assert "When?" in words(form)


async def test_there_is_no_address_to_call_in_socket_mode(bot: Bot) -> None:
    bot.slack.line.socket_mode, bot.slack.line.retries = False, 0
    assert (await bot.slack.line.event(asked(NO))).status == 404


async def test_an_event_that_was_not_acknowledged_comes_again_and_is_answered_once(bot: Bot) -> None:
    for retry in range(3):
        await bot.slack.line.event(asked(NO), retry)
    await bot.adapter.settled()
    assert len(bot.slack.sees(MARSH)) == 1


async def test_a_slow_turn_is_not_acknowledged_over_the_socket_either(
    slack: Workspace, store: Store, clock: Clock
) -> None:
    slack.world.patience = 0.1
    hasty = Patience(acknowledge=0.02, form=0.02)
    gate = Event()
    async with running(slack, store, clock, socket_mode=True, routes=slow(gate), patience=hasty):
        slack.line.retries = 0
        assert (await slack.line.event(asked("hello"))).status == 0
        gate.set()
        (answer,) = await slack.news(MARSH)
        assert answer.text == "You said hello."


async def test_slack_may_hang_up_and_nothing_is_lost(bot: Bot) -> None:
    """Every few hours Slack asks for a new connection."""
    await bot.slack.sockets.connected()
    (before,) = bot.slack.sockets.open
    await bot.slack.sockets.disconnect()
    await bot.slack.until(lambda: bot.slack.sockets.open and bot.slack.sockets.open[-1] is not before)
    await bot.slack.say(MARSH, NO)
    (answer,) = await bot.slack.news(MARSH)
    assert CLAUSE in words(answer)


async def test_a_socket_that_died_without_a_word_is_replaced(slack: Workspace, store: Store, clock: Clock) -> None:
    """No answer to pings, no closing: the connection only looks open."""
    rhythm = Rhythm(look=0.02, ping=0.2, connect=2.0)
    async with running(slack, store, clock, socket_mode=True, rhythm=rhythm) as bot:
        await slack.sockets.connected()
        (before,) = slack.sockets.open
        slack.sockets.deaf.add(before)
        await slack.until(lambda: slack.sockets.open[-1:] not in ([], [before]))
        await slack.command(MARSH, "/can-i", NO, channel=ROOM)
        (answer,) = await slack.news(MARSH)
        assert CLAUSE in words(answer)
        assert bot.adapter.trouble() == ""


async def test_a_socket_that_answers_pings_and_brings_nothing_is_replaced_in_time(
    slack: Workspace, store: Store, clock: Clock
) -> None:
    rhythm = Rhythm(look=0.02, ping=1.0, connect=1.0, silence=0.1)
    async with running(slack, store, clock, socket_mode=True, rhythm=rhythm):
        await slack.sockets.connected()
        before = slack.sockets.open[-1]
        await slack.until(lambda: slack.sockets.open and slack.sockets.open[-1] is not before)
        await slack.until(lambda: before not in slack.sockets.open)


async def test_a_slack_that_is_away_is_told_and_found_again(bot: Bot) -> None:
    bot.slack.world.go_wrong("apps.connections.open", *[Says("internal_error", 500)] * 6)
    await bot.slack.sockets.close()
    await bot.slack.until(lambda: "socket is not connected" in bot.adapter.trouble())
    await bot.slack.until(lambda: bot.adapter.trouble() == "")
    await bot.slack.say(MARSH, NO)
    assert await bot.slack.news(MARSH)


async def test_a_bot_that_starts_while_slack_is_away_connects_later(
    slack: Workspace, store: Store, clock: Clock
) -> None:
    slack.world.go_wrong("auth.test", *[Lost()] * 20)
    with structlog.testing.capture_logs() as logs:
        async with running(slack, store, clock, socket_mode=True) as bot:
            assert bot.adapter.trouble() == "Slack cannot be reached"
            await slack.until(lambda: bot.adapter.trouble() == "")
            await slack.say(MARSH, NO)
            assert await slack.news(MARSH)
    assert len([one for one in logs if one["event"] == "slack_away"]) <= 2, "at the start, and not at every look"


async def test_a_token_that_proves_wrong_once_slack_is_there_is_named_as_that(
    slack: Workspace, store: Store, clock: Clock
) -> None:
    slack.world.go_wrong("auth.test", Lost(), Lost(), *[Says("invalid_auth")] * 5)
    async with running(slack, store, clock, socket_mode=True) as bot:
        await slack.until(lambda: "does not take the bot's token" in bot.adapter.trouble())
        await slack.until(lambda: bot.adapter.trouble() == "")


@pytest.mark.parametrize(
    ("token", "said"),
    [("bot_token", "PROVISO_SLACK_BOT_TOKEN"), ("app_token", "PROVISO_SLACK_APP_TOKEN")],
)
async def test_a_token_that_slack_does_not_take_is_told_with_where_to_find_the_right_one(
    slack: Workspace, store: Store, clock: Clock, token: str, said: str
) -> None:
    settings = {token: f"{'xoxb' if token == 'bot_token' else 'xapp'}-wrong"}
    with pytest.raises(PlatformFault, match=said) as told:
        async with running(slack, store, clock, socket_mode=True, **settings):
            pass
    assert "wrong" not in str(told.value)


async def test_stopping_hangs_up(bot: Bot) -> None:
    await bot.slack.sockets.connected()
    await bot.adapter.stop()
    await bot.slack.until(lambda: bot.slack.sockets.open == [])
    assert not [task for task in asyncio.all_tasks() if "socket" in str(task.get_coro()).lower() and not task.done()]
