"""What somebody who wishes the school no good may try in Slack, and what must not go wrong by itself."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.faults import cause
from bot.slack import show
from bot.slack.hosts import slacks
from bot.slack.send import Errand
from bot.turn import SENDING
from handlers.desk import Unknown
from handlers.model import Post
from tests.slack.bot import BARE, MARSH, ROOM, STAFF, WOOD, Bot
from tests.slack.workspace import words
from tests.slack.world import Lost, Says, Wait

NO = "Can I accept a friend request from a pupil?"
HEAD = STAFF[1][2]


async def test_an_answer_for_one_goes_to_slacks_own_addresses_and_nowhere_else(bot: Bot) -> None:
    """A request names where its answer is to be sent. Another host there gets nothing, and the answer comes anyway."""
    heard: list[str] = []

    async def listen(request: web.Request) -> web.Response:
        heard.append(await request.text())
        return web.Response()

    application = web.Application()
    application.router.add_post("/{rest:.*}", listen)
    server = TestServer(application, host="localhost")
    await server.start_server()
    stolen = f"http://localhost:{server.port}/x"
    sent = await bot.adapter._parts.sender.bring(  # type: ignore[union-attr]  # it runs
        Errand(STAFF[0][2], Post(text="For one alone"), handle=f"response {stolen}")
    )
    await server.close()
    assert heard == []
    assert sent.startswith("response") or any("For one alone" in words(one) for one in bot.slack.sees(MARSH))


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://hooks.slack.com/actions/T1/1/x", True),
        ("https://slack.com/x", True),
        ("http://hooks.slack.com/actions/T1/1/x", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://evilslack.com/x", False),
        ("https://hooks.slack.com@evil.example/x", False),
        ("http://169.254.169.254/latest", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_slacks_own_addresses(url: str, taken: bool) -> None:
    assert slacks(url, "slack.com") is taken


async def test_what_is_amended_does_not_go_to_an_account_that_was_taken_from_somebody(bot: Bot) -> None:
    """Mrs Wood was told something; then her account was taken from her, and she has another."""
    await bot.slack.say(WOOD, NO)
    await bot.slack.news(WOOD)
    await bot.store.run(lambda tx: tx.at(BARE.id).tell(HEAD, Post(text="News"), key="k", unknown=Unknown.RESEND))
    await bot.outbox.work_off()
    bot.slack.world.people[WOOD] = replace(bot.slack.world.people[WOOD], email="")
    await bot.store.run(lambda tx: tx.at(BARE.id).unlink(HEAD))
    bot.slack.person("U9WOOD", "Mrs Wood", HEAD)
    bot.slack.world.conversation("U9WOOD")
    await bot.slack.say("U9WOOD", NO)
    await bot.slack.news("U9WOOD")
    await bot.store.run(lambda tx: tx.at(BARE.id).amend("k", Post(text="Only for her")))
    await bot.outbox.work_off()
    assert any("Only for her" in words(one) for one in bot.slack.sees("U9WOOD"))
    assert not any("Only for her" in words(one) for one in bot.slack.sees(WOOD))


async def test_a_reply_that_takes_longer_than_its_lease_is_left_to_the_outbox(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While we still try, the outbox must not try beside us; so we end first."""
    assert timedelta(seconds=show.HURRY) < SENDING
    monkeypatch.setattr(show, "HURRY", 0.05)
    slack_wakes = asyncio.Event()
    bot.slack.world.go_wrong("chat.postMessage", Wait(slack_wakes))
    await bot.slack.say(MARSH, NO)
    await bot.adapter.settled()
    assert bot.slack.sees(MARSH)[1:] == []
    await bot.outbox.work_off()
    assert len(bot.slack.sees(MARSH)[1:]) == 1
    slack_wakes.set()


async def test_json_without_end_is_refused(bot: Bot) -> None:
    for body in (b"[" * 100_000, b"payload=" + b"[" * 100_000):
        for kind in ("application/json", "application/x-www-form-urlencoded"):
            ack = await bot.slack.line.post(body, kind)
            assert ack.status in (200, 400), kind


@pytest.mark.parametrize("socket_mode", [False, True])
async def test_nothing_that_somebody_wrote_is_written_down(
    bot: Bot, caplog: pytest.LogCaptureFixture, socket_mode: bool
) -> None:
    """Not even by the libraries at their most talkative, and not where Slack refuses."""
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as logs:
        async with bot.again(socket_mode=socket_mode) as started:
            await started.slack.say(MARSH, "Can I befriend Zebedee?")
            await started.slack.news(MARSH)
            await started.slack.command(MARSH, "/can-i", "Zebedee too", channel=ROOM)
            await started.slack.news(MARSH)
            started.slack.world.go_wrong("chat.postMessage", Says("invalid_blocks"), Says("fatal_error"), Lost())
            await started.slack.say(MARSH, "And Zebedee's sister?")
            await started.adapter.settled()
            await started.outbox.work_off()
            await started.slack.line.post(b'{"type": "event_callback", "event": "Zebedee"}', "application/json")
            world = started.slack.world
    ours = [one.getMessage() for one in caplog.records if one.name != "aiohttp.access"]  # that is the fake's own
    written = json.dumps([logs, ours], default=str)
    assert "rendering_refused" in written
    for word in ("Zebedee", "Marsh", "larkfield.example", world.bot_token, world.app_token, "response/"):
        assert word not in written


async def test_a_fault_of_slacks_own_holds_nobody_up(bot: Bot) -> None:
    """Where nobody knows whether it arrived, what Slack said is passed on as it is; it was its own cause once, and
    whoever looked for the first cause looked for ever."""
    bot.slack.world.go_wrong("chat.postMessage", Says("fatal_error"), Says("internal_error"))
    await bot.slack.say(MARSH, NO)
    await bot.adapter.settled()
    await bot.outbox.work_off()
    bot.forward(minutes=1)
    await bot.outbox.work_off()
    assert len(bot.slack.sees(MARSH)[1:]) == 1


def test_a_chain_of_causes_that_comes_back_to_itself_has_an_end() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert [one.partition(" ")[0] for one in cause(first)] == ["ValueError", "KeyError"]
