"""What Slack sends twice, and answers that do not arrive at once: nothing is lost or doubled."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.directory import Profile
from bot.slack.show import BUSY
from bot.store.tx import Tx
from bot.turn import SENDING
from handlers.model import Place, Said
from tests.slack import shapes
from tests.slack.bot import CLAUSE, MARSH, ROOM, Bot
from tests.slack.shapes import asked
from tests.slack.workspace import words
from tests.slack.world import BOT, TEAM, Lost, LostReply, Says

NO = "Can I accept a friend request from a pupil?"
ONLY_IF = "Can I accept a parent on Facebook?"


async def deliver(bot: Bot) -> None:
    """The outbox at work, half a minute later: what nobody reported as sent is sent."""
    bot.forward(seconds=SENDING.total_seconds() + 1)
    await bot.outbox.work_off()


# --- on a machine that other programs use too ---


async def test_passwords_that_the_machine_keeps_for_other_programs_are_not_slacks(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login larkfield password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    async with bot.again():
        await bot.slack.say(MARSH, NO)
        assert CLAUSE in words((await bot.slack.news(MARSH))[0])


# --- twice ---


async def test_an_event_sent_again_is_answered_once(bot: Bot) -> None:
    for retry in range(3):
        assert (await bot.slack.line.event(asked(NO), retry)).status == 200
    await bot.adapter.settled()
    await deliver(bot)
    assert len(bot.slack.sees(MARSH)) == 1


async def test_an_event_delivered_twice_at_once_is_answered_once(bot: Bot) -> None:
    acks = await asyncio.gather(*(bot.slack.line.event(asked(NO)) for _ in range(6)))
    assert {ack.status for ack in acks} == {200}
    await bot.adapter.settled()
    await deliver(bot)
    assert len(bot.slack.sees(MARSH)) == 1


async def test_a_press_sent_twice_counts_once(bot: Bot) -> None:
    await bot.slack.say(MARSH, ONLY_IF)
    (question,) = await bot.slack.news(MARSH)
    body = bot.slack.pressed(MARSH, "No")
    for _ in range(2):
        assert (await bot.slack.line.interactive(body)).status == 200
    await bot.adapter.settled()
    assert question.changed == 1


async def test_what_is_edited_or_said_by_a_bot_is_no_question(bot: Bot) -> None:
    bodies = [
        asked(NO, key="Ev1", subtype="message_changed"),
        asked(NO, key="Ev2", bot_id="B1"),
        asked(NO, key="Ev3", user=BOT),
        asked(NO, key="Ev4", edited={"user": MARSH, "ts": "1600000000.000002"}),
        asked(NO, key="Ev5", subtype="channel_join"),
        shapes.event({"type": "reaction_added", "user": MARSH, "item": {}}, "Ev6"),
        shapes.event({"type": "app_mention", "user": MARSH, "channel": "D1MARSH", "ts": "1.2", "text": NO}, "Ev7"),
        {"type": "app_rate_limited", "team_id": "T0LARKFIELD"},
    ]
    for body in bodies:
        assert (await bot.slack.line.event(body)).status == 200, body
    await bot.adapter.settled()
    assert bot.slack.sees(MARSH) == []


# --- where nobody can say who it is, and where nothing can be put down ---


async def test_where_slack_goes_on_not_saying_who_it_is_whoever_asked_is_told(bot: Bot) -> None:
    """Slack asks three times and then no more: without a word, they would wait for ever."""
    bot.slack.world.go_wrong("users.info", Says("fatal_error"), Says("fatal_error"))
    await bot.slack.say(MARSH, NO)
    assert [ack.status for ack in bot.slack.line.acks] == [503, 200]
    (told,) = await bot.slack.news(MARSH)
    assert told.text == BUSY.text
    await bot.slack.say(MARSH, NO)
    (answer,) = await bot.slack.news(MARSH)
    assert CLAUSE in words(answer)


async def test_over_the_socket_they_are_told_too(bot: Bot) -> None:
    async with bot.again(socket_mode=True):
        bot.slack.world.go_wrong("users.info", Says("fatal_error"))
        assert (await bot.slack.line.event(asked(NO), 1)).status == 200
        assert [one.text for one in bot.slack.sees(MARSH)] == [BUSY.text]


async def test_in_a_channel_they_alone_are_told(bot: Bot) -> None:
    bot.slack.world.go_wrong("users.info", Says("fatal_error"), Says("fatal_error"))
    await bot.slack.mention(MARSH, ROOM, NO)
    await bot.adapter.settled()
    assert [one.only_for for one in bot.slack.sees(MARSH, ROOM) if "look up who you are" in one.text] == [MARSH]


async def test_on_a_full_disk_whoever_comes_back_after_an_hour_hears_that_it_did_not_work(bot: Bot) -> None:
    await bot.slack.say(MARSH, NO)
    await bot.slack.news(MARSH)
    await bot.adapter.settled()
    bot.forward(hours=2)
    await bot.store.run(_nothing_more_can_be_written)
    await bot.slack.say(MARSH, NO)
    (told,) = await bot.slack.news(MARSH)
    assert "Sorry, that did not work, and nothing was changed." in words(told)


def _nothing_more_can_be_written(tx: Tx) -> None:
    for table in ("accounts", "events", "outbox"):
        for act in ("INSERT", "UPDATE"):
            full = f"CREATE TRIGGER {table}_{act} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, 'full'); END"
            tx.connection.exec_driver_sql(full)


# --- crashes, and answers that do not arrive ---


async def test_a_process_that_dies_before_it_answers_loses_nothing(bot: Bot) -> None:
    """The reply was committed with the event; whoever runs the outbox next sends it."""
    who = await bot.directory.person("slack", TEAM, MARSH, unasked)
    await bot.turn.take(Said("Ev1", who, Place("slack:D1MARSH"), NO), "slack")
    await deliver(bot)
    (answer,) = bot.slack.sees(MARSH)
    assert CLAUSE in words(answer)
    await bot.slack.line.event(asked(NO))  # Slack asks again, since nobody had acknowledged it
    await bot.adapter.settled()
    assert bot.slack.sees(MARSH) == [answer]


async def test_an_answer_that_could_not_be_sent_is_sent_by_the_outbox(bot: Bot) -> None:
    bot.slack.world.go_wrong("chat.postMessage", Lost())
    await bot.slack.line.event(asked(NO))
    await bot.adapter.settled()
    assert bot.slack.sees(MARSH) == []
    await bot.outbox.work_off()
    (answer,) = bot.slack.sees(MARSH)
    assert CLAUSE in words(answer)


async def test_an_answer_for_one_that_was_not_shown_comes_one_to_one_later(bot: Bot) -> None:
    """The address has gone with the process that knew it, and an answer for one person is never said aloud."""
    bot.slack.world.go_wrong("response_url", Lost())
    await bot.slack.command(MARSH, "/can-i", NO, channel=ROOM)
    await bot.adapter.settled()
    await bot.outbox.work_off()
    (answer,) = bot.slack.sees(MARSH)
    assert (answer.channel, answer.only_for) == ("D1MARSH", "")


async def test_an_answer_whose_arrival_nobody_knows_is_sent_again(bot: Bot) -> None:
    """Twice is better than never for an answer; the library's own repetition is off."""
    bot.slack.world.go_wrong("chat.postMessage", LostReply())
    await bot.slack.line.event(asked(NO))
    await bot.adapter.settled()
    assert len(bot.slack.sees(MARSH)) == 1
    await bot.outbox.work_off()
    assert len(bot.slack.sees(MARSH)) == 2


async def unasked() -> Profile:
    """What Slack says of Miss Marsh."""
    return Profile("Miss Marsh", "marsh@larkfield.example")
