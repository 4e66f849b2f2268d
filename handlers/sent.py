"""What was sent to somebody: how they read it, what waits for an answer, and what whoever asked is told.

Of somebody who left their name out nothing is known here: the store alone finds the way back to them.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from handlers.desk import Desk
from handlers.model import Button, Filled, Post, Pressed, Reply, Say, Style, Update
from handlers.records import Decision, Ruling, SentQuestion
from handlers.routing import Router
from handlers.ruled import decided
from handlers.wording import day

router = Router("sent")

ANSWER, ASIDE, WAITING = "answer_sent", "put_aside", "show_sent"
POST = "post"  # SentQuestion.kind: wording to be checked, not a question
AT_LEAST, AT_MOST = 10, 60  # minutes that something to or from somebody who left their name out waits on its way

NOT_YOURS = Post(text="This was not sent to you, or it has been forgotten. Nothing was changed.")
NOTHING = Post(
    "Nothing waits for an answer", "What somebody sends you comes as a message, and stands on your Home page."
)


def later(named: bool) -> timedelta:
    """How long something to or from somebody waits: nothing, unless the moment itself would say who they are."""
    if named:
        return timedelta(0)
    return timedelta(minutes=AT_LEAST, seconds=secrets.randbelow((AT_MOST - AT_LEAST) * 60))


def notice(sent: SentQuestion, who: str) -> Post:
    """What was sent, as its recipient reads it. `who` is "" where the name was left out."""
    facts = [("From", who or "Name left out"), ("What the bot had said", sent.said)]
    if sent.note:
        facts.insert(1, ("Added", sent.note))
    how = "Your answer goes to them." if who else "Your answer reaches whoever asked; who that is, I tell nobody."
    if sent.kind == POST:
        facts = [("From", who), ("Where it would go", sent.note), ("Rules that it touches", sent.said)]
        how = "It is not posted yet: they ask you first. I forget it after thirty days; this chat may keep it longer."
    title = "A post to look at" if sent.kind == POST else "A question for you"
    buttons = (
        Button(ANSWER, "Answer it", sent.id, Style.PRIMARY, opens=ANSWER),
        Button(ASIDE, "I have spoken to them" if who else "It is dealt with", sent.id),
    )
    words = f"“{sent.question}”\n\n{how}"
    glance = f"Somebody has sent you a {POST if sent.kind == POST else 'question'}."
    return Post(title, words, facts=tuple(facts), buttons=buttons, notes=("Sent to you alone.",), glance=glance)


def key_of(sent: SentQuestion) -> str:
    """The key under which the recipient was told."""
    return f"sent {sent.id}"


@router.pressed(WAITING)
def show(event: Pressed, desk: Desk) -> Reply:
    """What waits for an answer, the oldest first, one at a time: a button's value is the one shown before."""
    waiting = list(reversed(desk.tx.sent_questions(event.who.key)))
    ids = [one.id for one in waiting]
    after = ids.index(event.value) + 1 if event.value in ids else 0
    if not waiting:
        return Say(NOTHING, private=True)
    one = waiting[after % len(waiting)]
    post = notice(one, name_of(desk, one))
    if len(waiting) > 1:
        post = replace(post, buttons=(*post.buttons, Button(WAITING, "Show the next one", one.id)))
    return Say(post, private=True)


@router.pressed(ASIDE)
def put_aside(event: Pressed, desk: Desk) -> Reply:
    """Dealt with elsewhere: closed without an answer here."""
    sent = desk.tx.sent_question(event.value, event.who.key)
    if sent is None:
        return Say(NOT_YOURS, private=True)
    if desk.tx.close_question(sent.id, event.who.key, Decision.ASIDE):
        words = f"{event.who.name} says that it is dealt with. If it is not, please ask again, or go and see them."
        told = Post("What you sent is closed", words, facts=(as_sent(sent),), glance="What you sent is closed.")
        desk.tx.tell_asker(sent.id, told, due=desk.now + later(bool(sent.who)))
        desk.tx.amend(key_of(sent), closed(sent, event, desk))
    return Update(closed(sent, event, desk))


def closed(sent: SentQuestion, event: Pressed | Filled, desk: Desk) -> Post:
    """What was sent, once it is closed: who answered, when and what."""
    now = desk.tx.sent_question(sent.id, event.who.key) or sent
    when = day((now.closed or desk.now).astimezone(desk.school.zone).date())
    aside = now.verdict == Decision.ASIDE
    facts = [] if aside else [("Your answer", decided(Decision(now.verdict), now.words))]
    if now.ruling:
        facts.append(("It is a ruling", "Say “rulings” to see those in force."))
    done = "Put aside" if aside else "Answered"
    title = f"{done} by {event.who.name} on {when}"
    return Post(title, f"“{sent.question}”", facts=tuple(facts), glance=title)


def reply(sent: SentQuestion, decision: Decision, words: str, by: str, ruling: Ruling | None) -> Post:
    """The answer as whoever asked reads it."""
    what = "post" if sent.kind == POST else "question"
    text, note = f"{by} has answered.", "It is for you, this once; it is no rule for others."
    if decision is Decision.TALK:
        text, note = f"{by} would like to talk with you about it. Please go and see them.", ""
        if not sent.who:
            note = "You left your name out, and they do not know that it was you. Whether you go is up to you."
    elif ruling is not None:
        note = f"It is a ruling: it holds for everybody until {day(ruling.until)}. It is not policy."
    facts = [as_sent(sent)]
    if ruling is not None:  # the answer is to this wording, which may ask less than theirs
        facts.append(("The question as it is answered", ruling.question))
    if decision is not Decision.TALK:
        facts.append(("The answer", decided(decision, words)))
    elif words:
        facts.append(("They add", words))
    title = f"An answer to your {what}"
    return Post(title, text, facts=tuple(facts), notes=(note,) if note else (), glance=f"{title} has come.")


def name_of(desk: Desk, sent: SentQuestion) -> str:
    """Whoever asked, where they gave their name; of somebody who has left, their key."""
    member = desk.school.member(sent.who) if sent.who else None
    return member.person.name if member else sent.who


def as_sent(sent: SentQuestion) -> tuple[str, str]:
    """What somebody sent, as they read it again."""
    return ("Your post" if sent.kind == POST else "You asked", sent.question)
