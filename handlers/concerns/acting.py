"""What whoever reads a concern may do with it: take it in hand, note, ask, step aside, give it on, add whom it names.

Deciding what it is, and closing it, are in files of their own.
"""

from __future__ import annotations

from handlers.concerns.about import about_fields, about_receipt, about_wrong, add_subjects
from handlers.concerns.access import find, may_read, who_sees
from handlers.concerns.acts import DECIDERS, LEADS, Act, Outcome, Reading, long_text, news, recorded
from handlers.concerns.case import Case, State, What
from handlers.concerns.delivery import moved_on, neutral, notice, notice_key, tell_reporter
from handlers.concerns.kinds import NATURES
from handlers.concerns.ringing import cannot_wait
from handlers.desk import Desk
from handlers.model import Answers, Field, FieldKind, Post
from handlers.roles import name
from handlers.routing import Router

router = Router("acting")

NOT_TAKEN_UP = "message not taken up"


# --- take it in hand ---


def _may_take(one: Reading) -> bool:
    return one.works and not one.owns and not one.praise


def _take(one: Reading, _: Answers) -> Outcome:
    after = one.put(What.TAKEN, {})
    news(after, f"Your message (ref {one.case.ref}) is in hand.")
    return recorded(after, "You have it in hand. Whoever told it hears that somebody has, and reads your name.")


# --- note, and ask ---


def _note(one: Reading, answers: Answers) -> Outcome:
    after = one.put(What.NOTED, {"words": answers["words"]})
    return recorded(after, "Your note is added, with your name and the time. Whoever told it does not read it.")


def _ask(one: Reading, answers: Answers) -> Outcome:
    after = one.put(What.ASKED, {"words": answers["words"]})
    news(after, f"There is a question for you in your message (ref {one.case.ref}).")
    return recorded(after, "Whoever told it hears that there is a question. You hear when they have answered.")


# --- step aside, give it on ---


def _step_aside(one: Reading, answers: Answers) -> Outcome:
    aside = one.put(What.STEPPED_ASIDE, {"why": answers["why"]}).case
    after = moved_on(one.desk, aside)
    left = "You still see what you told, and where it stands." if one.told else "You cannot open it any more."
    return Post("You have stepped aside", f"{left} {_who_has_it(one.desk, aside, after)}")


def _who_has_it(desk: Desk, before: Case, after: Case) -> str:
    """What becomes of it, once somebody has stepped aside."""
    if not who_sees(after, desk):
        return "Nobody else at the school can read it now. Whoever told it hears so, and whom to ring."
    return "It goes on to the next person in line." if after.stops != before.stops else "Others still have it."


def _may_give(one: Reading) -> bool:
    """Not while the name of whoever was harmed is hidden: whoever it could not be given to would be them."""
    harmed = one.case.hidden and NATURES[one.case.kind].victim
    return one.works and not harmed and one.desk.school.holds(one.who, *DECIDERS, *LEADS)


def _give(one: Reading, answers: Answers) -> Outcome:
    to, desk = str(answers["to"]), one.desk
    member = desk.school.member(to)
    if member is None:
        return {"to": "They are not on the staff list."}
    if one.case.hidden and not member.roles:  # or else whoever it cannot be given to might be who told it
        return {"to": "While a name in it is hidden, it can only be given to somebody who holds a role."}
    if to == one.who or to in one.case.facts(desk.tx.identity(one.case.id)).shut_out:
        return {"to": "It cannot be given to them. Please choose somebody else."}
    after = one.put(What.GIVEN, {"to": to, "why": answers["why"]})
    desk.tx.tell(to, notice(after.case), key=notice_key(after.case, to))
    desk.tx.wake(NOT_TAKEN_UP, one.case.id, due=desk.school.calendar.due(desk.now), key=f"{NOT_TAKEN_UP} {one.case.id}")
    whom = name(desk.school, to)
    if not desk.tx.reachable(to):
        return recorded(after, f"{whom} may read it now, and I cannot reach them: please tell them that it is there.")
    return recorded(after, f"{whom} has a message now. You can still read it.")


@router.woken(NOT_TAKEN_UP)
def not_taken_up(about: str, desk: Desk) -> None:
    """Whoever it was given to by name has not opened it in time: whoever gave it hears so, and may give it on. Where
    they cannot read it any more, whoever told it hears whom to ring."""
    case = find(desk, about)
    given = case.last(What.GIVEN) if case is not None else None
    if case is None or given is None or case.state is State.CLOSED or str(given.given["to"]) in case.opened:
        return
    if may_read(case, desk, given.by):
        words = f"Your message (ref {case.ref}), which you passed on, has not been opened yet. Please open it."
        desk.tx.tell(given.by, neutral(case, words))
    else:
        tell_reporter(desk, case, f"Your message (ref {case.ref}) has not been opened yet. {cannot_wait(desk, case)}")


def _give_fields(_: Reading) -> tuple[Field, ...]:
    return (Field("to", "To whom?", FieldKind.PERSON), long_text("why", "Why?"))


# --- whom it is about ---


def _add_subject(one: Reading, answers: Answers) -> Outcome:
    wrong = about_wrong(one, answers)
    if wrong:
        return wrong
    return recorded(add_subjects(one, answers), f"{about_receipt(one, answers)} What they had opened stands in it.")


# --- the list ---


def _fields(*fields: Field) -> tuple[Field, ...]:
    return fields


_TAKE_WORDS = Post(text="It is yours to see through then. Whoever told it hears that it is in hand.")
_ASK_WORDS = Post(text="They hear only that there is a question; they read it, and answer, where you read this.")
_ASIDE_WORDS = Post(
    text="If you are too close to it, or it should not be you who reads it. You cannot open it any more then, and it "
    "goes on along its line. Your reason stays in the record."
)
_ABOUT_WORDS = Post(
    text="Whoever of them works here cannot open it from this moment on, and if it stands with them it moves on. You "
    "cannot take it back."
)

ACTS = (
    Act(
        "take",
        "Take it in hand",
        _may_take,
        _take,
        words=lambda _: _TAKE_WORDS,
        overtaken_by=(What.TAKEN, What.GIVEN),
        button="Take it",
    ),
    Act("note", "Add a note", lambda one: one.reads, _note, lambda _: (long_text("words", "Your note"),), tells=True),
    Act(
        "ask",
        "Ask whoever told it a question",
        lambda one: one.works and not one.told,
        _ask,
        lambda _: (long_text("words", "Your question"),),
        words=lambda _: _ASK_WORDS,
        button="Ask",
        tells=True,
    ),
    Act(
        "give",
        "Give it to somebody by name",
        _may_give,
        _give,
        _give_fields,
        overtaken_by=(What.TAKEN, What.GIVEN),
        button="Give it",
    ),
    Act(
        "about",
        "Add somebody it is about",
        lambda one: one.works and not one.praise,
        _add_subject,
        about_fields,
        words=lambda _: _ABOUT_WORDS,
        tells=True,
    ),
    Act(
        "aside",
        "Step aside",
        lambda one: one.works,
        _step_aside,
        lambda _: (long_text("why", "Why?"),),
        words=lambda _: _ASIDE_WORDS,
        button="Step aside",
    ),
)
