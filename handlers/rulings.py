"""Rulings for those who answer for them: what is in force, what the policy has overtaken, withdrawing and keeping."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from handlers.desk import Desk, Role, School
from handlers.model import (
    Answers,
    Button,
    Dialog,
    Done,
    Event,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Step,
    Style,
    Update,
)
from handlers.records import Ruling
from handlers.roles import leading, name
from handlers.routing import Router
from handlers.ruled import as_quote, beside, clause_of, decided, differs, in_time, overtaken, stands_under
from handlers.smalltalk import says
from handlers.wording import day, plural, source

router = Router("rulings")

LIST, WITHDRAW, AGAIN, KEEP, DROP = "rulings", "withdraw_ruling", "ruling_again", "keep_ruling", "drop_ruling"
RULINGS = Button(LIST, "Rulings")
_MOST = 20

NOT_FOR_YOU = Post(
    "Rulings are listed for head and chair",
    "Where one answers your question, you see it with the answer: just ask me.",
)
NOTHING = Post("No ruling waits for your word", "Those in force stand under “rulings”.")
GONE = Post("This has changed meanwhile", "Say “rulings” to see what is in force now.")


# --- the list ---


@router.said(lambda event: says(event, r"(the |our |my |show |show me )*rulings?"))
def show(event: Said, desk: Desk) -> Reply:
    """Asked for in words."""
    return Say(_list(desk, event), private=True)


@router.pressed(LIST)
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_list(desk, event), private=True)


def on_home(desk: Desk, who: str) -> list[tuple[str, str]]:
    """Rulings for Home: those to look at again, and those in force; for head and chair alone."""
    if not _rules(desk.school, who):
        return []
    waits = [("The policy has changed: does it still stand?", one.question) for one in _waiting(desk)]
    return waits + [(f"Ruling until {day(one.until)}", one.question) for one in _in_force(desk)[:_MOST]]


def _list(desk: Desk, event: Event) -> Post:
    who = event.who.key
    if not _rules(desk.school, who):
        return NOT_FOR_YOU
    standing, waits = _in_force(desk), _waiting(desk)
    facts = [(as_quote(one, desk.school).source, _line(one, desk)) for one in standing[:_MOST]]
    counts = desk.tx.unanswered(desk.school.smallest_count)[:_MOST] if desk.school.holds(who, Role.HEAD) else ()
    facts += [("Your policy did not answer", f"{one.subject}: {plural(one.count, 'question')}") for one in counts]
    text = f"{plural(len(standing), 'ruling is', 'rulings are')} in force." if standing else "No ruling is in force."
    if waits:
        shown = plural(len(waits), "ruling is", "rulings are")
        text += f" {shown} not shown to staff, because the policy has changed since."
    buttons = [Button(AGAIN, "Does it still stand?", style=Style.PRIMARY)] if waits else []
    if any(_may(desk.school, one, who) for one in standing):
        buttons.append(Button(WITHDRAW, "Withdraw one", opens=WITHDRAW))
    notes = ("All of it is for the next review. Say “agenda” to see what else is.",)
    return Post("Rulings", text, facts=tuple(facts), buttons=tuple(buttons), notes=notes)


def _line(one: Ruling, desk: Desk) -> str:
    cited = beside(one, desk.knowledge.policies())
    where = f"It stands beside {source(cited)}." if cited else "No clause decides it."
    return f"“{one.question}” {decided(one.verdict, one.words)} {where}"


# --- withdrawing ---


@router.pressed(WITHDRAW)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form, for whoever may withdraw one."""
    if not any(_may(desk.school, one, event.who.key) for one in _in_force(desk)):
        return Say(NOT_FOR_YOU if not _rules(desk.school, event.who.key) else GONE, private=True)
    return desk.ask(WITHDRAW, event, about=event.who.key)


@router.form(WITHDRAW)
def build(desk: Desk, about: str) -> Form:
    """Which one, and what it says."""
    known = {one.id: one for one in _in_force(desk) if _may(desk.school, one, about)}
    choices = tuple((key, f"{one.question} (until {day(one.until)})") for key, one in known.items())

    def review(answers: Answers) -> Post:
        one = known.get(str(answers.get("which")))
        if one is None:
            return GONE
        words = "From now on it is shown to nobody. The policy alone answers."
        return Post("This will be withdrawn", words, quotes=(as_quote(one, desk.school),))

    return Form(
        WITHDRAW,
        "Withdraw a ruling",
        (
            Step("which", "Which one?", (Field("which", "Which one?", FieldKind.CHOICE, choices),)),
            Step("review", "Check it", words=review, next_label="Withdraw it"),
        ),
        WITHDRAW,
    )


@router.done(WITHDRAW)
def withdraw(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Take it back, if whoever sends the form still may."""
    return Done(_withdrawn(str(dialog.answers["which"]), event, desk))


def _withdrawn(key: str, event: Event, desk: Desk) -> Post:
    one, who = desk.tx.ruling(key), event.who
    if one is None or not _may(desk.school, one, who.key):
        return NOT_FOR_YOU
    if not desk.tx.withdraw_ruling(key, who.key):
        return Post("It is withdrawn", f"{name(desk.school, one.changed_by)} withdrew it. It is shown to nobody.")
    told = Post("A ruling was withdrawn", f"{who.name} withdrew it. It is shown to nobody any more.",
                quotes=(as_quote(one, desk.school),))  # fmt: skip
    for other in dict.fromkeys((*leading(desk.school, who.key), one.by)):
        if other != who.key and desk.school.member(other) is not None:
            desk.tx.tell(other, told)
    return Post("Withdrawn", "It is shown to nobody any more.")


# --- when the policy has changed ---


@router.pressed(AGAIN)
def look_again(event: Pressed, desk: Desk) -> Reply:
    """Those given under a version that was replaced, one at a time: a button's value is the one shown before."""
    waiting = [one for one in _waiting(desk) if _may(desk.school, one, event.who.key)]
    if not waiting:
        return Say(NOTHING if _rules(desk.school, event.who.key) else NOT_FOR_YOU, private=True)
    ids = [one.id for one in waiting]
    at = ids.index(event.value) + 1 if event.value in ids else 0
    post = _does_it_stand(waiting[at % len(ids)], desk)
    if len(ids) > 1:
        post = replace(post, buttons=(*post.buttons, Button(AGAIN, "Show the next one", ids[at % len(ids)])))
    return Say(post, private=True)


@router.pressed(KEEP)
def keep(event: Pressed, desk: Desk) -> Reply:
    """It stands under the policy as it is now, beside the clause that was shown."""
    key, _, shown = event.value.partition(":")
    one = desk.tx.ruling(key)
    if one is None or not _may(desk.school, one, event.who.key):
        return Say(NOT_FOR_YOU, private=True)
    clause, under = stands_under(desk.knowledge.answer(one.question), desk)
    if one.withdrawn or not in_time(one, desk.today) or not overtaken(one, desk.knowledge.policies()):
        return Update(GONE)
    if _mark(clause, under) != shown:  # the policy has changed once more
        return Update(_does_it_stand(one, desk))
    kept = desk.tx.keep_ruling(key, one.under, clause, under, event.who.key)
    words = f"{event.who.name} kept it. It is shown again from now on, until {day(one.until)}."
    return Update(Post("It stands", words, quotes=(as_quote(one, desk.school),)) if kept else GONE)


@router.pressed(DROP)
def drop(event: Pressed, desk: Desk) -> Reply:
    """It does not stand any more."""
    return Update(_withdrawn(event.value, event, desk))


def _does_it_stand(one: Ruling, desk: Desk) -> Post:
    found = desk.knowledge.answer(one.question)
    clause = clause_of(found)
    where = "The clause that decides it now stands below it." if clause else "No clause decides it now."
    text = " ".join(filter(None, ("Staff do not see it until you keep it.", where, differs(one, found))))
    buttons = (
        Button(KEEP, "Keep it", f"{one.id}:{_mark(*stands_under(found, desk))}", Style.PRIMARY),
        Button(DROP, "Withdraw it", one.id, Style.DANGER),
    )
    quotes = (as_quote(one, desk.school), *([clause] if clause else []))
    return Post("The policy has changed: does this ruling still stand?", text, quotes=quotes, buttons=buttons)


def _mark(clause: str, under: str) -> str:
    """What was shown, so that nobody keeps a ruling beside a clause that they have not seen."""
    return sha256(f"{clause}\n{under}".encode()).hexdigest()[:16]


# --- inside ---


def _rules(school: School, who: str) -> bool:
    return school.holds(who, Role.HEAD, Role.CHAIR)


def _may(school: School, one: Ruling, who: str) -> bool:
    """Whether somebody answers for a ruling: whoever holds the role in which it was given."""
    return school.holds(who, Role(one.role))


def _in_force(desk: Desk) -> list[Ruling]:
    policies = desk.knowledge.policies()
    return [one for one in desk.tx.rulings() if in_time(one, desk.today) and not overtaken(one, policies)]


def _waiting(desk: Desk) -> list[Ruling]:
    policies = desk.knowledge.policies()
    return [one for one in desk.tx.rulings() if in_time(one, desk.today) and overtaken(one, policies)]
