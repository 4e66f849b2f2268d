"""What a locked phone shows: never a question, nor an answer to somebody who may be telling of harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.slack import render as slack
from bot.teams import render as teams
from handlers.records import Decision, SentQuestion
from handlers.sent import notice, reply

QUESTION = "May I meet a pupil's mother for tea?"
SENT = SentQuestion("s1", "head", QUESTION, datetime(2027, 3, 3, 9, tzinfo=UTC), "teacher", "She is a friend.")
POSTS = {
    "sent to the head": notice(SENT, "Miss Marsh"),
    "sent without a name": notice(replace(SENT, who=""), ""),
    "answered": reply(SENT, Decision.NO, "Tea has to wait.", "Mrs Wood", None),
}


@pytest.mark.parametrize("which", POSTS)
def test_a_question_that_was_sent_is_not_read_off_a_locked_phone(which: str) -> None:
    """The head's phone lies on the table in a meeting with parents; the teacher's on her desk in class."""
    post = POSTS[which]
    for shown in (slack.message(post)["text"], teams.message(post)["summary"]):
        assert "question" in shown, "it says what has come"
        assert not any(words in shown for words in ("mother", "friend", "Tea", "Marsh"))
