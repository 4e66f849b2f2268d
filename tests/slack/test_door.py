"""What arrives at Slack's address and is not Slack's, or cannot be read: turned away, and nothing breaks."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest
import structlog

from tests.slack.bot import MARSH, Bot
from tests.slack.shapes import asked

NO = "Can I accept a friend request from a pupil?"
JSON = {"Content-Type": "application/json"}


FORGED = {
    "no signature": lambda line, body: {},
    "no timestamp": lambda line, body: {"X-Slack-Signature": line.signed(body)["X-Slack-Signature"]},
    "another signature": lambda line, body: {**line.signed(body), "X-Slack-Signature": "v0=" + "0" * 64},
    "a signature of another body": lambda line, body: line.signed(b"{}"),
    "a signature that is not ASCII": lambda line, body: {**line.signed(body), "X-Slack-Signature": "v0=é"},
    "an old one": lambda line, body: line.signed(body, str(int(time.time()) - 301)),
    "one of the future": lambda line, body: line.signed(body, str(int(time.time()) + 360)),
    "a timestamp that is no number": lambda line, body: line.signed(body, "soon"),
    "a timestamp of many digits": lambda line, body: line.signed(body, "9" * 5000),
    "a timestamp in other digits": lambda line, body: {**line.signed(body), "X-Slack-Request-Timestamp": "١٢٣"},
    "a negative timestamp": lambda line, body: line.signed(body, "-5"),
    "an empty timestamp": lambda line, body: line.signed(body, " "),
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED.keys())
async def test_what_slack_has_not_signed_is_turned_away(bot: Bot, headers: Any) -> None:
    body = json.dumps(asked(NO)).encode()
    with structlog.testing.capture_logs() as logs:
        ack = await bot.slack.line.send(body, {**JSON, **headers(bot.slack.line, body)})
    assert ack.status == 401
    assert "pupil" not in str(logs)
    await bot.adapter.settled()
    assert bot.slack.sees(MARSH) == []


async def test_a_secret_of_another_app_is_no_secret(bot: Bot) -> None:
    line = bot.slack.line
    forger = replace(line, secret="another")
    assert (await forger.event(asked(NO), retry=3)).status == 401


BROKEN = [
    b"", b"{", b"[]", b"[1]", b"null", b"{}", b"\xff\xfe", b'{"type": "event_callback"}', b'{"type": ["x"]}',
    b'{"type": "event_callback", "event": 5, "event_id": "Ev1"}', b'{"type": "event_callback", "event": {}}',
    b'{"type": "block_actions", "actions": []}', b'{"type": "view_submission", "view": null}', b"payload=",
    b"payload=[]", b"payload=%7B", b"command=%2Fcan-i", b'{"type": "view_closed", "view": {"type": "modal"}}',
    b'{"type":"view_submission","user":{"id":"U1"},"view":{"type":"modal","callback_id":"dialog","id":"V1",'
    b'"state":{},"private_metadata":"no"}}',
]  # fmt: skip


@pytest.mark.parametrize("body", BROKEN)
async def test_a_body_that_slack_never_sends_is_refused_and_breaks_nothing(bot: Bot, body: bytes) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        ack = await bot.slack.line.post(body, kind)
        assert ack.status == 400 or (ack.status, ack.body) == (200, {}), kind


async def test_a_question_with_an_address_that_looks_like_slacks_own_check_is_a_question(bot: Bot) -> None:
    """As a message's blocks have it; only its text has entities."""
    words = [{"type": "text", "text": "https://larkfield.example/?page=2&ssl_check=1"}]
    await bot.slack.line.event(asked(NO, blocks=[{"type": "rich_text", "elements": words}]))
    assert await bot.slack.news(MARSH)


async def test_a_body_over_a_megabyte_is_refused(bot: Bot) -> None:
    assert (await bot.slack.line.post(b"{" + b" " * (1 << 20) + b"}", "application/json")).status == 413


async def test_slack_may_try_the_address(bot: Bot) -> None:
    """The certificate unsigned; the address with a word to be sent back, and signed."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await bot.slack.line.send(b"token=x&ssl_check=1", form)).status == 200
    challenge = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"}).encode()
    assert (await bot.slack.line.post(challenge, "application/json")).body == {"challenge": "3eZbrw1aB"}
    assert (await bot.slack.line.send(challenge, JSON)).status == 401
