"""My reminders: the list, one of them, put it off, it is done, it is not mine; and the days on which I work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.desk import Desk
from handlers.model import (
    Button,
    Called,
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
from handlers.reminders.digest import LIST, SHOW
from handlers.reminders.kept import DAYS, DONE, LATER, NOT_ME, say
from handlers.reminders.sources import facts
from handlers.reminders.task import IN, Acts, Facts, Task, mine, without
from handlers.roles import names
from handlers.routing import Router
from handlers.smalltalk import says
from handlers.wording import day, listed, plural

router = Router("my reminders")

TOMORROW, WEEK, IT_IS_DONE, MINE_NOT = "reminder_tomorrow", "reminder_week", "reminder_done", "reminder_not_mine"
MY_DAYS = "my_days"
MY_REMINDERS = Button(LIST, "My reminders")
_MOST = 10
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

DEALT_WITH = Post("Nothing to do any more", "This has been dealt with, or it is somebody else's now.")


@router.said(lambda event: says(event, r"(my |the |show |list |see |me )*(reminders?|to ?do( list)?|things to do)"))
def show_in_words(event: Said, desk: Desk) -> Reply:
    """Asked for in words."""
    return Say(_list(event, desk), private=not event.where.private)


@router.called("reminders")
def show_by_command(event: Called, desk: Desk) -> Reply:
    """The same, as a command."""
    return Say(_list(event, desk), private=True)


@router.pressed(LIST)
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_list(event, desk), private=True)


@router.pressed(SHOW)
def show_one(event: Pressed, desk: Desk) -> Reply:
    """One of them, with all that can be done about it."""
    known = facts(desk)
    task = _find(known, event, desk)
    return Say(DEALT_WITH if task is None else card(task, event.who.key, known, desk), private=True)


@router.pressed(TOMORROW)
def tomorrow(event: Pressed, desk: Desk) -> Reply:
    """Put it off until the next day."""
    return _put_off(event, desk, 1)


@router.pressed(WEEK)
def in_a_week(event: Pressed, desk: Desk) -> Reply:
    """Put it off for a week."""
    return _put_off(event, desk, 7)


@router.pressed(IT_IS_DONE)
def done(event: Pressed, desk: Desk) -> Reply:
    """It is done; nobody is reminded of it again."""
    task = _find(facts(desk), event, desk)
    if task is None or task.button is not None:
        return Update(DEALT_WITH)
    say(desk, event.who.key, DONE, {"task": task.key})
    return Update(Post("Done", f"{task.title}: thank you. Nobody is reminded of it any more."))


@router.pressed(MINE_NOT)
def not_mine(event: Pressed, desk: Desk) -> Reply:
    """It is not theirs: it goes on with whoever else has it, or is next in line. Somebody has it in any case."""
    known = facts(desk)
    task = _find(known, event, desk)
    if task is None or task.own:
        return Update(DEALT_WITH)
    others = without(known, task, event.who.key, desk.now)
    if not others:
        return Update(card(task, event.who.key, known, desk))
    say(desk, event.who.key, NOT_ME, {"task": task.key})
    return Update(Post("Not yours, then", f"{task.title}: it is with {_people(others, desk)}."))


# --- my days ---


@router.form(MY_DAYS)
def build_days(desk: Desk, about: str) -> Form:
    """The weekdays on which somebody works."""
    weekdays = sorted(desk.school.calendar.days)
    field = Field(
        "days",
        "Which days do you work?",
        FieldKind.CHOICES,
        tuple((str(one), _WEEKDAYS[one]) for one in weekdays),
        hint="On the others I send you no reminders.",
    )
    return Form(MY_DAYS, "My days", (Step("days", "The days that you work", (field,), next_label="Keep"),), MY_DAYS)


@router.done(MY_DAYS)
def days_chosen(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Kept; all of the school's days are the same as having chosen none."""
    given = dialog.answers["days"]
    assert isinstance(given, list | tuple)
    days = sorted(int(str(one)) for one in given)
    every = frozenset(days) >= desk.school.calendar.days
    say(desk, event.who.key, DAYS, {"days": [] if every else days})
    return Done(Post("Kept", f"I remind you {_on(None if every else frozenset(days))}."))


# --- inside ---


def card(task: Task, who: str, known: Facts, desk: Desk) -> Post:
    """One task with its buttons, as `who` sees it."""
    buttons = [task.button or Button(IT_IS_DONE, "It is done", task.key, Style.PRIMARY)]
    notes = []
    if task.nudges:
        buttons += [Button(TOMORROW, "Remind me tomorrow", task.key), Button(WEEK, "In a week", task.key)]
    if task.nudges and not task.own:
        if without(known, task, who, desk.now):
            buttons.append(Button(MINE_NOT, "Not me", task.key))
        else:
            notes.append("It is with nobody but you. If it is not yours, ask the head to name somebody for it.")
    later = known.acts.get(who, Acts()).later.get(task.key)
    if later and later > desk.today:
        notes.append(f"You put it off until {day(later)}.")
    return Post(task.title, task.words, buttons=tuple(buttons), notes=tuple(notes), glance="Something to do")


def _people(keys: Sequence[str], desk: Desk) -> str:
    """In words; a place stands for the people in it."""
    people = [key for key in keys if not key.startswith(IN)]
    return names(desk.school, people, "and") if people else "whoever reads the channel"


def _list(event: Event, desk: Desk) -> Post:
    known = facts(desk)
    said = known.acts.get(event.who.key, Acts())
    found = mine(known, event.who.key, desk.now)
    when = f"I remind you {_on(said.days)}, never at night or in the holidays."
    mine_days = Button(MY_DAYS, "My days", opens=MY_DAYS)
    if not found:
        return Post("Nothing to do", f"Nothing waits for you here. {when}", buttons=(mine_days,))
    shown = found[:_MOST]
    rest = f" The first {len(shown)} are shown." if len(found) > len(shown) else ""
    title = f"{plural(len(found), 'thing')} to do"
    buttons = tuple(Button(SHOW, one.title, one.key) for one in shown)
    rows = tuple((one.title, _line(one, said, desk)) for one in shown)
    return Post(title, when + rest, facts=rows, buttons=(*buttons, mine_days), glance=title)


def _line(task: Task, said: Acts, desk: Desk) -> str:
    later = said.later.get(task.key)
    return f"{task.words} Put off until {day(later)}." if later and later > desk.today else task.words


def _find(known: Facts, event: Pressed, desk: Desk) -> Task | None:
    """The task, if it is this person's."""
    return next((one for one in mine(known, event.who.key, desk.now) if one.key == event.value), None)


def _put_off(event: Pressed, desk: Desk, days: int) -> Reply:
    task = _find(facts(desk), event, desk)
    if task is None:
        return Update(DEALT_WITH)
    until = desk.today + timedelta(days=days)
    say(desk, event.who.key, LATER, {"task": task.key, "until": until.isoformat()})
    return Update(Post("Put off", f"{task.title}: I remind you on {day(until)}, or on your next working day after it."))


def _on(days: frozenset[int] | None) -> str:
    return f"on {listed((f'{_WEEKDAYS[one]}s' for one in sorted(days)), 'and')}" if days else "on school days"
