"""The longer conversations in Teams, and a post that is decided in the approvals channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from tests.clients.five import MARSH, STONE, WOOD, Client, eventually
from tests.clients.longer import LONGER, POST, put_on_the_register, write_a_post
from tests.clients.teams.chat import Chat


def newest(chat: Chat, who: str) -> Sequence[str]:
    """The newest message in the channel."""
    return chat.in_channel(who)[-1:]


@pytest.mark.parametrize("conversation", LONGER, ids=[one.__name__ for one in LONGER])
def test_a_longer_conversation_in_teams(conversation: Callable[[Client], None], chat: Client) -> None:
    conversation(chat)


def test_in_the_approvals_channel_only_whoever_decides_has_buttons(chat: Chat) -> None:
    """The head has written the post: the chair decides, all others read along, its author among them."""
    assert "This is the approvals channel now" in chat.mention(WOOD, "use this channel")
    write_a_post(chat, WOOD, put_on_the_register(chat, "Larkfield Nursery"), "Dr Stone (chair of governors)")
    for who in (WOOD, MARSH):
        shown = eventually(partial(newest, chat, who), POST)
        assert "Approve" not in shown
    eventually(partial(newest, chat, STONE), "Approve")
    chat.press_in_channel(STONE, "Approve")
    for who in (WOOD, MARSH, STONE):
        shown = eventually(partial(newest, chat, who), "Approved by Dr Stone")
        assert "Ask for changes" not in shown
