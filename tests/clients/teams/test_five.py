"""The five conversations in Teams: signed activities to a real process, and what its connector was given to show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.telling import GLANCE
from tests.clients.five import IN_CHAT, MARSH, Client
from tests.clients.teams.chat import Chat


@pytest.mark.parametrize("conversation", IN_CHAT, ids=[one.__name__ for one in IN_CHAT])
def test_a_conversation_in_teams(conversation: Callable[[Client], None], chat: Client) -> None:
    conversation(chat)


def test_everybody_is_welcomed_once(chat: Chat) -> None:
    """Teams tells of an installation twice over; one short welcome comes of it."""
    for who in chat.people:
        welcomes = [one for one in chat.messages(who) if "Hello, I am Proviso" in one]
        assert len(welcomes) == 1


def test_a_mention_is_answered_in_the_channel(chat: Chat) -> None:
    shown = chat.mention(MARSH, "Can I look up a pupil's Instagram?")
    assert "You must not look up, follow or watch a pupil's social media profile." in shown


def test_a_locked_phone_tells_nothing_of_somebody_who_tells_of_harm(chat: Chat) -> None:
    """What a notification shows is the summary; the words themselves stand in the card, for whoever opens the chat."""
    chat.say(MARSH, "A Year 9 girl says her uncle touches her")
    assert "Call 999" in chat.messages(MARSH)[-1]
    assert chat.driver.shown(chat.people[MARSH])[-1].activity["summary"] == GLANCE


def test_nothing_that_people_write_is_in_the_log(chat: Chat) -> None:
    """The bot's log is for whoever looks after it: events and references, no words of anybody's, no secret."""
    chat.say(MARSH, "Can I wear zebrafinch jeans on an INSET day?")
    assert chat.serving is not None
    log = chat.serving.log()
    assert "Proviso is connected" in log
    assert "zebrafinch" not in log
    assert chat.driver.secret not in log
    assert MARSH not in log
