"""Who is reminded to acknowledge, through the reminders: when asked, −7, −1, due, +7, +14, +21 days; then the head is
asked to speak to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handlers.acknowledging.absence import absences
from handlers.acknowledging.round import Round, rounds
from handlers.acknowledging.whose import named
from handlers.desk import Desk, Role
from handlers.model import Button
from handlers.reminders.task import Task
from handlers.roles import name
from handlers.wording import day, plural

READ = "read_policy"  # the form
_BEFORE, _AFTER, _SPEAK = (-7, -1, 0), (7, 14, 21), 28


def tasks(desk: Desk) -> Iterator[Task]:
    """What is still to be acknowledged; done as soon as it is on record."""
    for one in rounds(desk.tx, open_only=True):
        waiting = outstanding(desk, one)
        for due in sorted({one.asked[key].due for key in waiting}):
            people = tuple(key for key in waiting if one.asked[key].due == due)
            yield _to_read(desk, one, people, due)
            yield from _to_speak(desk, one, people, due)


def outstanding(desk: Desk, one: Round) -> tuple[str, ...]:
    """Who was asked, works here, is not away for long, and has not acknowledged; by name."""
    away = absences(desk)
    here = (key for key in one.asked if desk.school.member(key) is not None)
    left = (key for key in here if key not in one.read and key not in away)
    return tuple(sorted(left, key=lambda key: one.asked[key].name))


# --- inside ---


def _to_read(desk: Desk, one: Round, people: tuple[str, ...], due: date) -> Task:
    begun = min((one.asked[key].at.astimezone(desk.school.zone).date() - due).days for key in people)
    days = sorted({begun, *(n for n in _BEFORE if n > begun), *_AFTER})
    late = f"It was due on {day(due)}." if due < desk.today else f"It is due on {day(due)}."
    return Task(
        f"acknowledge {one.id} {due.isoformat()}",
        f"Read “{one.title}”",
        f"A version that you have not acknowledged yet is in force. {late} If you acknowledged an earlier one, you see "
        "first what has changed.",
        due,
        tuple((n, people) for n in days),
        button=Button(READ, "Read it", one.id, opens=READ),
        own=True,
        mails=True,
    )


def _to_speak(desk: Desk, one: Round, people: tuple[str, ...], due: date) -> Iterator[Task]:
    """To the head; about the head, to the chair."""
    heads, chairs = (tuple(who.person.key for who in desk.school.holders(role)) for role in (Role.HEAD, Role.CHAIR))
    for whom, about in ((heads, [key for key in people if key not in heads]),
                        (chairs, [key for key in people if key in heads])):  # fmt: skip
        if about and whom:
            yield Task(
                f"speak {one.id} {due.isoformat()}{' head' if about[0] in heads else ''}",
                f"Please speak to {plural(len(about), 'person', 'people')} about “{one.title}”",
                f"{named([name(desk.school, key) for key in about])} did not acknowledge it. It was due on "
                f"{day(due)}, and I remind them no longer.",
                due,
                ((_SPEAK, whom),),
                then=chairs,
            )
