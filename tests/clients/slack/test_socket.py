"""Socket Mode against local-slack: it hangs up without a word and comes back, and the bot finds its way by itself."""

from __future__ import annotations

import pytest

from tests.clients.five import MARSH, ask, eventually
from tests.clients.slack.conftest import Connected
from tests.clients.slack.window import Window

pytestmark = pytest.mark.clients


@pytest.mark.parametrize("connected", ["socket"], indirect=True)
def test_after_slack_was_away_the_bot_answers_again(window: Window, connected: Connected) -> None:
    """local-slack forgets what was said when it ends, so the chat is empty then; the bot forgets nothing."""
    ask(window)
    connected.workspace.crash()
    eventually(connected.workspace.greetings, "socket connected")
    eventually(lambda: [f"{len(window.messages(MARSH))} messages"], "0 messages")
    ask(window)
