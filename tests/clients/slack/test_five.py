"""The five conversations in local-slack, over HTTP and over a socket."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.clients.five import IN_CHAT, Client

pytestmark = pytest.mark.clients


@pytest.mark.parametrize("conversation", IN_CHAT, ids=[one.__name__ for one in IN_CHAT])
def test_a_conversation_in_slack(conversation: Callable[[Client], None], window: Client) -> None:
    conversation(window)
