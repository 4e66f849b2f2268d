"""The conversation of asking: a question, what settles it, the other rules, whom to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from handlers.answers import (
    ASK_HEAD,
    FACT,
    NEITHER,
    OTHERS,
    READING,
    Around,
    compose,
    other_rules,
    silent,
    sure,
    which_meant,
)
from handlers.desk import Desk
from handlers.model import Button, Called, Event, Place, Post, Pressed, Reply, Said, Say, Update
from handlers.records import Asked
from handlers.routing import Router
from handlers.sending import may_ask
from handlers.smalltalk import EMPTY, NO_POLICY, ONLY_POLICY, too_long
from handlers.telling import REPORT, danger_words, disclosure_words, names_head, names_staff, report_button, who_to_tell
from knowledge.model import Answer

router = Router("questions")

LONGEST = 1500  # characters: a story of some 250 words; more is a case to talk about, not a question to look up
REMEMBERED = timedelta(hours=24)
SMALL_TALK = "chit-chat"  # the subject, in the library of situations, of what asks nothing

FORGOTTEN = Post(text="That question is more than a day old, and I have forgotten it. Please ask it again.")


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question, what is known about it, and the answer."""

    asked: Asked
    answer: Answer


@router.said()
def ask(event: Said, desk: Desk) -> Reply:
    """Whatever nobody else took is a question."""
    return _say(event.where, _first(event, event.text, desk))


@router.called("ask", "can-i")
def ask_by_command(event: Called, desk: Desk) -> Reply:
    """A question as a command: only its asker sees the answer."""
    return Say(_first(event, event.text, desk), private=True)


@router.pressed(FACT)
def settle(event: Pressed, desk: Desk) -> Reply:
    """A follow-up question is answered: the same message says what follows from it."""
    key, _, choice = event.value.partition(":")
    before = _recall(key, event, desk)
    if before is None:
        return Say(FORGOTTEN, private=True)
    choices = before.answer.follow_up.choices if before.answer.follow_up else ()
    fact = next((one.fact for one in choices if one.key == choice), None)
    if fact is None:  # the policy has changed since
        return Update(_shown(before, desk, meant=True))
    facts = (*before.asked.facts, fact)
    return Update(_shown(_answer(event, before.asked.question, desk, facts=facts), desk, meant=True))


@router.pressed(READING)
def choose_reading(event: Pressed, desk: Desk) -> Reply:
    """Which of two was meant."""
    key, _, picked = event.value.partition(":")
    before = _recall(key, event, desk)
    if before is None:
        return Say(FORGOTTEN, private=True)
    readings = before.answer.readings
    if picked == NEITHER or not picked.isdecimal() or int(picked) >= len(readings):
        return Update(_shown(before, desk, meant=True))
    return Update(_shown(_answer(event, readings[int(picked)], desk), desk, meant=True))


@router.pressed(OTHERS)
def show_others(event: Pressed, desk: Desk) -> Reply:
    """The other clauses, in a message of their own."""
    before = _recall(event.value, event, desk)
    return _say(event.where, FORGOTTEN if before is None else other_rules(before.answer))


@router.pressed(REPORT)
def show_who_to_tell(event: Pressed, desk: Desk) -> Reply:
    """Whom to tell; for the asker alone."""
    asked = desk.tx.asked(event.value, event.who.key)
    return Say(who_to_tell(desk, event.who.key, asked.question if asked else ""), private=True)


def again(key: str, event: Event, desk: Desk, *, kept: bool) -> tuple[Asked, Post] | None:
    """A question of the asker's own with its answer as a post; None when it is forgotten, or somebody else's."""
    before = _recall(key, event, desk)
    return None if before is None else (before.asked, _shown(before, desk, meant=True, kept=kept))


# --- inside ---


def _first(event: Event, text: str, desk: Desk) -> Post:
    """The answer to a new question; what the policy did not answer is counted, by subject alone."""
    question = " ".join(text.split())
    if not question:
        return EMPTY
    if len(question) > LONGEST:
        return too_long(len(question), LONGEST)
    if not desk.knowledge.policies():
        return NO_POLICY
    answered = _answer(event, question, desk)
    answer = answered.answer
    if silent(answer) and answer.subject == SMALL_TALK and not (answer.danger or answer.disclosure):
        return ONLY_POLICY
    if silent(answer) and _may_count(answer, desk):
        desk.tx.count_unanswered(answer.subject)
    return _shown(answered, desk)


def _may_count(answer: Answer, desk: Desk) -> bool:
    """Nothing is counted that looks like a disclosure or describes the head or a colleague."""
    telling = answer.danger or answer.disclosure or answer.names_staff or names_staff(answer.question, desk.school)
    telling = telling or names_head(answer.question, desk.school)
    return bool(answer.subject) and not telling


def _answer(event: Event, question: str, desk: Desk, *, facts: tuple[str, ...] = ()) -> _Answered:
    """Answer, and remember the question for the buttons."""
    member = desk.school.member(event.who.key)
    capacity = member.capacity if member else ""
    answer = desk.knowledge.answer(question, facts=facts, capacity=capacity)
    asked = Asked(
        desk.new_id(), event.who.key, question, desk.now, desk.now + REMEMBERED, facts, capacity, answer.subject
    )
    desk.tx.keep_asked(asked)
    return _Answered(asked, answer)


def _recall(key: str, event: Event, desk: Desk) -> _Answered | None:
    """A question again, answered from what the policy says now."""
    asked = desk.tx.asked(key, event.who.key)
    if asked is None:
        return None
    return _Answered(asked, desk.knowledge.answer(asked.question, facts=asked.facts, capacity=asked.capacity))


def _shown(answered: _Answered, desk: Desk, *, meant: bool = False, kept: bool = False) -> Post:
    """The answer as a post. `meant`: which reading was meant is settled."""
    asked, answer = answered.asked, answered.answer
    urgent = ""
    if answer.danger:
        urgent = danger_words(desk, asked.who, asked.question)
    elif answer.disclosure:
        urgent = disclosure_words(desk, asked.who, asked.question)
    report = report_button(asked.id) if urgent else None
    around = Around(asked.id, urgent, report, _send(asked, answer, desk), _told(asked, desk), kept)
    if not meant and _two_readings(answer, desk):
        return which_meant(answer, around)
    return compose(answer, around)


def _two_readings(answer: Answer, desk: Desk) -> bool:
    """Whether to ask back. Never where somebody may be telling of harm, or of the head: they get the rule at once."""
    close = len(answer.readings) > 1 and all(reading.endswith("?") for reading in answer.readings)
    telling = answer.danger or answer.disclosure or names_head(answer.question, desk.school)
    return close and not (sure(answer) or telling)


def _send(asked: Asked, answer: Answer, desk: Desk) -> Button | None:
    label = may_ask(desk, asked.who, asked.question)
    return Button(ASK_HEAD, label, asked.id, opens=ASK_HEAD) if label and not answer.danger else None


def _told(asked: Asked, desk: Desk) -> tuple[tuple[str, str], ...]:
    """The follow-up questions that were settled, and what was pressed."""
    told = []
    for count, fact in enumerate(asked.facts):
        before = desk.knowledge.answer(asked.question, facts=asked.facts[:count], capacity=asked.capacity).follow_up
        if before is not None:
            told += [(before.question, choice.label) for choice in before.choices if choice.fact == fact]
    return tuple(told)


def _say(where: Place, post: Post) -> Say:
    """An answer is its asker's; where others read along, only the asker sees it."""
    return Say(post, private=not where.private)
