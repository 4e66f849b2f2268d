"""A question whose only possible answerer has left: nobody else ever sees it; whoever asked hears that it rests."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.model import Post
from handlers.records import Decision
from handlers.routing import Router
from handlers.sent import as_sent, later

router = Router("unanswered")

LEFT = "recipients may have left"


@router.woken(LEFT)
def look(_: str, desk: Desk) -> None:
    """It was sent to them and to nobody else, as its asker read, so it is not handed on: it can be asked again."""
    for person in desk.tx.recipients():
        if desk.school.member(person) is None:
            _close(desk, person)


def _close(desk: Desk, person: str) -> None:
    for sent in desk.tx.sent_questions(person):
        if desk.tx.close_question(sent.id, person, Decision.ASIDE):
            words = "Whoever you sent it to has left before answering. Nobody else has read it. Please ask again."
            post = Post("Nobody has answered you", words, facts=(as_sent(sent),), glance="What you sent is closed.")
            due = desk.school.calendar.by_day(desk.now + later(bool(sent.who)))
            desk.tx.tell_asker(sent.id, post, due=due)
