"""Where people meet the bot in Slack, seen in local-slack: a channel, a thread, a command, Home, a button."""

from __future__ import annotations

import pytest

from handlers.telling import GLANCE
from tests.clients.five import HILL, MARSH, WOOD, eventually, sees
from tests.clients.slack.conftest import Connected
from tests.clients.slack.window import Window
from tests.clients.slack.workspace import CHANNEL, CHANNEL_ID, private_chat, user_of

pytestmark = pytest.mark.clients

QUESTION = "Can I look up a pupil's Instagram?"
CLAUSE = "You must not look up, follow or watch a pupil's social media profile."


def test_a_command_in_a_channel_is_answered_for_its_asker_alone(window: Window, connected: Connected) -> None:
    """Everybody sees everything in local-slack; whom a message is meant for stands in its mark, and in its record."""
    window.open(MARSH, CHANNEL)
    window.type(f"/can-i {QUESTION}")
    shown = eventually(lambda: window.shown()[-1:], "only visible to you", CLAUSE)
    assert "clause 4.6" in shown
    kept = connected.workspace.of_the_bot(CHANNEL_ID)[-1]
    assert kept["subtype"] == "ephemeral"
    assert kept["ephemeral_to"] == user_of(MARSH)


def test_a_mention_is_answered_in_its_thread(window: Window, connected: Connected) -> None:
    """The channel itself stays quiet: the answer hangs under the question, for all to read."""
    before = len(connected.workspace.of_the_bot(CHANNEL_ID))
    window.open(HILL, CHANNEL)
    window.type(f"@Proviso {QUESTION}")
    shown = eventually(lambda: window.thread()[-1:], CLAUSE)
    assert "only visible to you" not in shown
    assert "Keep a copy for me" not in shown, "what is the asker's own business is not offered in public"
    new = connected.workspace.of_the_bot(CHANNEL_ID)[before:]
    assert [one.get("thread_ts") for one in new] == [connected.workspace.messages(CHANNEL_ID)[-2]["ts"]]


def test_what_is_said_among_colleagues_is_left_alone(window: Window, connected: Connected) -> None:
    """Without a mention, the bot does not even answer that it was not asked."""
    before = len(connected.workspace.of_the_bot(CHANNEL_ID))
    window.open(HILL, CHANNEL)
    window.type("Who has the key of the hall?")
    window.say(HILL, QUESTION)  # goes through after it
    sees(window, HILL, CLAUSE)
    assert len(connected.workspace.of_the_bot(CHANNEL_ID)) == before


def test_home_opens_with_the_policies_and_their_dates(window: Window) -> None:
    """The head sees what the school has in force."""
    shown = eventually(lambda: [window.home(WOOD)], "Social Media and Online Conduct Policy")
    assert "8 September 2025" in shown


def test_a_button_changes_its_message_and_says_so_in_the_notification_too(window: Window, connected: Connected) -> None:
    """After a press the same message stands there with other words, and its plain text is not the old one."""
    window.say(MARSH, "Can I enter a pupil's name in ChatGPT?")
    sees(window, MARSH, "Only if…", "Not yet")
    chat = private_chat(MARSH)
    before = connected.workspace.of_the_bot(chat)[-1]
    window.press(MARSH, "Not yet")
    sees(window, MARSH, "the clause rules this out", "(edited)")
    after = connected.workspace.of_the_bot(chat)[-1]
    assert after["ts"] == before["ts"]
    assert after["text"] != before["text"]
    assert after["blocks"] != before["blocks"]


def test_an_answer_for_one_person_is_changed_in_its_place(window: Window, connected: Connected) -> None:
    """A follow-up under the answer to a command: still for its asker alone, and not a message more.

    Slack says of a press whether its message is for one person, and lets it be changed by the press's own address
    alone. local-slack says of every message that it is for all, and lets them be changed like any other.
    """
    window.open(MARSH, CHANNEL)
    window.type("/can-i Can I enter a pupil's name in ChatGPT?")
    eventually(lambda: window.shown()[-1:], "Only if…", "Not yet")
    before = len(connected.workspace.of_the_bot(CHANNEL_ID))
    window.press_here("Not yet")
    eventually(lambda: window.shown()[-1:], "the clause rules this out")
    shown = connected.workspace.of_the_bot(CHANNEL_ID)
    assert len(shown) == before
    assert shown[-1]["subtype"] == "ephemeral"


def test_nothing_that_people_write_is_in_the_log(window: Window, connected: Connected) -> None:
    """The bot's log is for whoever looks after it: events and references, no words of anybody's."""
    before = len(window.messages(MARSH))
    window.say(MARSH, "Can I wear zebrafinch jeans on an INSET day?")
    eventually(lambda: window.messages(MARSH)[before:], "Keep a copy for me")
    log = connected.serving.log()
    assert "Proviso is connected" in log
    assert "zebrafinch" not in log
    assert "xoxb" not in log
    assert MARSH not in log


def test_a_locked_phone_tells_nothing_of_somebody_who_tells_of_harm(window: Window, connected: Connected) -> None:
    """What a notification shows is `text`; the words themselves stand in the blocks, for whoever opens the chat."""
    window.say(MARSH, "A Year 9 girl says her uncle touches her")
    eventually(lambda: window.messages(MARSH)[-1:], "Call 999", "Report it: who to tell")
    assert connected.workspace.of_the_bot(private_chat())[-1]["text"] == GLANCE
