"""The conversation of asking: a question, what settles it, the other rules, whom to tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from handlers.mentions import names_head, names_staff
from handlers.model import Button, Event, Post, Pressed, Reply, Said, Say, Update
from handlers.records import Asked
from handlers.routing import Router
from handlers.ruled import ruled
from handlers.sending import may_ask, missing
from handlers.smalltalk import EMPTY, NO_POLICY, ONLY_POLICY, TOO_LONG, too_long
from handlers.telling import (
    GLANCE,
    REPORT,
    REPORT_IT,
    WORRIED,
    danger_words,
    disclosure_words,
    report_button,
    who_to_tell,
)
from knowledge.model import Answer

router = Router("questions")

LONGEST = 1500  # characters: a story of some 250 words; more is a case to talk about, not a question to look up
REMEMBERED = timedelta(hours=24)
SMALL_TALK = "chit-chat"  # the subject, in the library of situations, of what asks nothing
ALOUD = "aloud-"  # begins the id of a question whose answer others can read, wherever its buttons are pressed

NO_PUPILS = "Please do not send pictures of pupils here: whoever runs this chat may see them."
NOT_OPENED = f"I read words only, and have not opened what you sent. {NO_PUPILS}"
WORDS_ONLY = Post(
    "I read words only",
    "I have not opened what you sent, and keep nothing of it. Ask me in your own words what you would like to know. "
    f"{NO_PUPILS}",
    notes=(
        "Something that worries you, you can tell in confidence: say “tell somebody”.",
        "An indecent image of anybody under 18: do not look at it again, copy or send it. Tell the safeguarding lead.",
    ),
)
PRIVATELY = Post(text="I've replied to you privately.")
OPEN_A_CHAT = Post(text="I cannot write to you privately yet. Please open a chat with me, and ask again there.")


@dataclass(frozen=True, slots=True)
class _Answered:
    """A question, what is known about it, and the answer."""

    asked: Asked
    answer: Answer


@router.said()
def ask(event: Said, desk: Desk) -> Reply:
    """Whatever nobody else took is a question. Where others read along, they read the answer too.

    Of a file that came with it nothing is looked at, and that is said.
    """
    if event.files and not event.text.strip():
        return Say(WORDS_ONLY if event.where.private else replace(WORDS_ONLY, notes=()))
    if event.where.private:
        post = first_answer(event, event.text, desk)
    else:
        post = _aloud_or_privately(_begin(event, event.text, desk, aloud=True), event, desk)
    return Say(replace(post, notes=(*post.notes, NOT_OPENED)) if event.files else post)


@router.pressed(FACT)
def settle(event: Pressed, desk: Desk) -> Reply:
    """A follow-up question is answered: the same message says what follows from it."""
    key, _, choice = event.value.partition(":")
    before = _recall(key, event, desk)
    if before is None:
        return Say(missing(key, event, desk), private=True)
    choices = before.answer.follow_up.choices if before.answer.follow_up else ()
    fact = next((one.fact for one in choices if one.key == choice), None)
    if fact is None:  # the policy has changed since
        return Update(_shown(before, desk, meant=True))
    facts = (*before.asked.facts, fact)
    return _onward(event, key, before.asked.question, desk, facts)


@router.pressed(READING)
def choose_reading(event: Pressed, desk: Desk) -> Reply:
    """Which of two was meant."""
    key, _, picked = event.value.partition(":")
    before = _recall(key, event, desk)
    if before is None:
        return Say(missing(key, event, desk), private=True)
    readings = before.answer.readings
    if picked == NEITHER or not picked.isdecimal() or int(picked) >= len(readings):
        return Update(_shown(before, desk, meant=True))
    return _onward(event, key, readings[int(picked)], desk)


@router.pressed(OTHERS)
def show_others(event: Pressed, desk: Desk) -> Reply:
    """The other clauses, in a message of their own, for whoever could read the answer."""
    before = _recall(event.value, event, desk)
    if before is None:
        return Say(missing(event.value, event, desk), private=True)
    return Say(other_rules(before.answer), private=not (event.where.private or _aloud(event.value)))


@router.pressed(REPORT)
def show_who_to_tell(event: Pressed, desk: Desk) -> Reply:
    """Whom to tell; for the asker alone."""
    asked = desk.tx.asked(event.value, event.who.key)
    return Say(who_to_tell(desk, event.who.key, asked.question if asked else ""), private=True)


def again(key: str, event: Event, desk: Desk, *, kept: bool) -> tuple[Asked, Post] | None:
    """A question of the asker's own with its answer as a post; None when it is forgotten, or somebody else's."""
    before = _recall(key, event, desk)
    return None if before is None else (before.asked, _shown(before, desk, meant=True, kept=kept))


def first_answer(event: Event, text: str, desk: Desk) -> Post:
    """The answer to a new question, for its asker alone."""
    begun = _begin(event, text, desk)
    return begun if isinstance(begun, Post) else _shown(begun, desk)


# --- inside ---


def _begin(event: Event, text: str, desk: Desk, *, aloud: bool = False) -> _Answered | Post:
    """A new question answered, or why it is none. What the policy did not answer is counted, by subject alone."""
    question = " ".join(text.split())
    if not question:
        return EMPTY
    if len(question) > LONGEST:
        return too_long(len(question), LONGEST)
    answered = _answer(event, question, desk, aloud=aloud)
    answer = answered.answer
    if answer.danger or answer.disclosure:  # whom to tell, whether or not there is a policy
        return answered
    if not desk.knowledge.policies():
        return NO_POLICY
    if silent(answer) and answer.subject == SMALL_TALK:
        return ONLY_POLICY
    if silent(answer) and answer.subject and not _telling(answer, desk):
        desk.tx.count_unanswered(answer.subject)
    return answered


def _telling(answer: Answer, desk: Desk) -> bool:
    """What looks like a disclosure or describes the head or a colleague: not for others to read, and not counted."""
    people = answer.names_staff or names_staff(answer.question, desk.school) or names_head(answer.question, desk.school)
    return answer.danger or answer.disclosure or people


def _aloud(key: str) -> bool:
    """Whether others can read the answer to the question of this id."""
    return key.startswith(ALOUD)


def _aloud_or_privately(begun: _Answered | Post, event: Event, desk: Desk, *, meant: bool = False) -> Post:
    """The answer, where others may read it; otherwise it goes to the asker alone, and a neutral line stands here."""
    if isinstance(begun, Post):
        post, aloud = begun, begun.title != TOO_LONG  # nobody has looked what a long story tells
    else:
        post, aloud = _shown(begun, desk, meant=meant), _aloud(begun.asked.id)
    if aloud:
        return post
    desk.tx.tell(event.who.key, post)
    unreached = event.who.key in {one.person for one in desk.tx.unreached()}  # nobody is left waiting for it
    return OPEN_A_CHAT if unreached else PRIVATELY


def _onward(event: Event, key: str, question: str, desk: Desk, facts: tuple[str, ...] = ()) -> Reply:
    """What the message becomes once a button under it has settled something."""
    answered = _answer(event, question, desk, facts=facts, aloud=_aloud(key))
    if _aloud(key):
        return Update(_aloud_or_privately(answered, event, desk, meant=True))
    return Update(_shown(answered, desk, meant=True))


def _answer(event: Event, question: str, desk: Desk, *, facts: tuple[str, ...] = (), aloud: bool = False) -> _Answered:
    """Answer, and remember the question for the buttons. `aloud`: others may read it, unless it is not for them."""
    member = desk.school.member(event.who.key)
    capacity = member.bound_as if member else ""
    answer = desk.knowledge.answer(question, facts=facts, capacity=capacity)
    key = ALOUD + desk.new_id() if aloud and not _telling(answer, desk) else desk.new_id()
    asked = Asked(key, event.who.key, question, desk.now, desk.now + REMEMBERED, facts, capacity, answer.subject)
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
    telling = _telling(answer, desk)
    report = report_button(asked.id, REPORT_IT if urgent else WORRIED) if telling else None
    around = Around(
        asked.id,
        urgent,
        report,
        _send(asked, answer, desk),
        _told(asked, desk),
        ruled(asked.question, answer, desk, asked.capacity),
        kept,
        aloud=_aloud(asked.id),
    )
    asks = not meant and around.ruled is None and _two_readings(answer, desk)
    post = which_meant(answer, around) if asks else compose(answer, around)
    return replace(post, glance=GLANCE) if telling else post


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
