"""The longer conversations in local-slack, over HTTP and over a socket, and a post that is decided in a channel."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.clients.five import MARSH, STONE, WOOD, Client, eventually, sees
from tests.clients.longer import LONGER, POST, put_on_the_register, write_a_post
from tests.clients.slack.conftest import Connected
from tests.clients.slack.window import Window
from tests.clients.slack.workspace import CHANNEL, private_chat

pytestmark = pytest.mark.clients


@pytest.mark.parametrize("conversation", LONGER, ids=[one.__name__ for one in LONGER])
def test_a_longer_conversation_in_slack(conversation: Callable[[Client], None], window: Client) -> None:
    conversation(window)


def test_in_the_approvals_channel_a_press_counts_only_of_whoever_decides(window: Window, connected: Connected) -> None:
    """Everybody in a channel sees its buttons. The head wrote the post, so the chair decides; nobody else does."""
    window.open(WOOD, CHANNEL)
    window.type("@Proviso use this channel")
    eventually(window.thread, "This is the approvals channel now")
    sees(window, WOOD, "in the approvals channel cannot approve")  # a moment later, and before all that follows
    write_a_post(window, WOOD, put_on_the_register(window, "Larkfield Nursery"), "Dr Stone (chair of governors)")
    for who, refused in ((WOOD, "Nobody decides about their own"), (MARSH, "This is not yours to decide")):
        window.open(who, CHANNEL)
        eventually(window.shown, "To be decided", POST, "Approve")
        window.press_here("Approve")
        eventually(lambda: window.shown()[-1:], refused, "Nothing was changed.", "only visible to you")
    window.open(STONE, CHANNEL)
    window.press_here("Approve")
    shown = eventually(window.shown, "Approved by Dr Stone", POST)
    assert "Ask for changes" not in shown
    alone = [str(one) for one in connected.workspace.of_the_bot(private_chat(STONE))]
    both = [one for one in alone if "Larkfield Nursery" in one and POST in one]
    assert not both, "what stands in the channel is not sent to each besides"
