"""What is to be done and who is reminded of it when: a pure function of the facts and the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from handlers.calendar import Calendar
from handlers.model import Button, Place

IN = "in "  # before a place's key, where a channel is reminded and not a person

Nudge = tuple[int, tuple[str, ...]]  # days from the task's date, and whom: person keys, or a place's key after `IN`


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done. `key` is an id: the same for everybody, another one once the date has moved.

    `nudges` in their order; after the last, its people are reminded every `again` days (0: no more). `then`: who gets
    it where none of them is left, in this order. `listed`: in whose list it stands as well, once it has come; without
    nudges at once. `button` leads to where it is done, which shows by itself; without one, whoever has it says that it
    is done. `own`: each does it for themselves, and nobody else could. `mails`: also to who has no
    account in the chat.
    """

    key: str
    title: str
    words: str
    on: date
    nudges: tuple[Nudge, ...] = ()
    again: int = 0
    then: tuple[str, ...] = ()
    button: Button | None = None
    own: bool = False
    mails: bool = False
    listed: tuple[str, ...] = ()

    def nudge(self, today: date) -> tuple[date, tuple[str, ...]] | None:
        """The latest nudge that has come by today, those before it being overtaken: its day, and whom."""
        come = [(self.on + timedelta(days=after), whom) for after, whom in self.nudges]
        come = [(day, whom) for day, whom in come if day <= today]
        if not come:
            return None
        day, whom = come[-1]
        if self.again and len(come) == len(self.nudges):
            day += timedelta(days=(today - day).days // self.again * self.again)
        return day, whom


@dataclass(frozen=True, slots=True)
class Acts:
    """What one person has said about their reminders."""

    later: Mapping[str, date] = field(default_factory=dict)  # task → not before this day
    not_me: frozenset[str] = frozenset()  # tasks
    done: Mapping[str, date] = field(default_factory=dict)  # task → when
    days: frozenset[int] | None = None  # weekdays on which they work, 0 for Monday; None: all of the school's


@dataclass(frozen=True, slots=True)
class Facts:
    """All that reminders follow from. `staff`: who is on the staff list today; `acts` by person."""

    calendar: Calendar
    staff: frozenset[str]
    tasks: tuple[Task, ...]
    acts: Mapping[str, Acts] = field(default_factory=dict)

    def today(self, now: datetime) -> date:
        """The date at the school."""
        return now.astimezone(self.calendar.zone).date()


@dataclass(frozen=True, slots=True)
class Reminder:
    """One nudge, to one person or place. `key` and `to` together are unique: it is made once, and dropped rather than
    sent twice."""

    key: str
    to: str
    when: date
    task: Task


def due(facts: Facts, now: datetime) -> tuple[Reminder, ...]:
    """Every reminder that is due now: none outside school time, none on a day on which its person does not work.

    What was made before is among them; whoever sends knows what that was.
    """
    if not facts.calendar.in_school_time(now):
        return ()
    today = facts.today(now)
    return tuple(one for one in standing(facts, now) if _works(facts.acts.get(one.to), today))


def standing(facts: Facts, now: datetime) -> Iterator[Reminder]:
    """The same whatever the hour, and whoever works on that day."""
    today = facts.today(now)
    for task in open_ones(facts):
        nudge = task.nudge(today)
        if nudge is None:
            continue
        day, whom = nudge
        for to in _whom(task, whom, facts):
            later = facts.acts.get(to, Acts()).later.get(task.key, day)
            if later <= today:
                when = max(day, later)
                yield Reminder(f"{task.key} {when.isoformat()}", to, when, task)


def mine(facts: Facts, who: str, now: datetime) -> tuple[Task, ...]:
    """What somebody has to do, whether they were reminded of it or not, what they put off too; earliest first."""
    today = facts.today(now)
    found = [task for task in open_ones(facts) if _has(task, who, facts, today)]
    return tuple(sorted(found, key=lambda task: (task.on, task.title)))


def without(facts: Facts, task: Task, who: str, now: datetime) -> tuple[str, ...]:
    """Who else has it now, or would have it if it were not theirs; nobody, where it is with them alone."""
    nudge = task.nudge(facts.today(now))
    whom = (*(nudge[1] if nudge is not None else ()), *task.listed)
    others = tuple(dict.fromkeys(to for to in whom if to != who and _concerns(task, to, facts)))
    return others or tuple(to for to in task.then if to != who and _concerns(task, to, facts))[:1]


def open_ones(facts: Facts) -> Iterator[Task]:
    """What nobody has said is done; of what each does for themselves, all."""
    done = {task for acts in facts.acts.values() for task in acts.done}
    return (task for task in facts.tasks if task.own or task.key not in done)


def address(to: str) -> str | Place:
    """Where a reminder goes, as `tell` wants it."""
    return Place(to.removeprefix(IN), private=False) if to.startswith(IN) else to


# --- inside ---


def _has(task: Task, who: str, facts: Facts, today: date) -> bool:
    """Whether it has come, and is theirs or stands in their list."""
    nudge = task.nudge(today)
    if nudge is not None and who in _whom(task, nudge[1], facts):
        return True
    return (nudge is not None or not task.nudges) and who in task.listed and _concerns(task, who, facts)


def _whom(task: Task, whom: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    """Of those, who is here and has not said that it is not theirs; where nobody is left, whoever comes next.

    Where everybody has said so, it is theirs all the same: nothing that is to be done is with nobody.
    """
    left = tuple(to for to in whom if _concerns(task, to, facts))
    after = left or tuple(to for to in task.then if _concerns(task, to, facts))[:1]
    return after or tuple(to for to in whom if to in facts.staff and task.key not in facts.acts.get(to, Acts()).done)


def _concerns(task: Task, to: str, facts: Facts) -> bool:
    if to.startswith(IN):
        return True
    said = facts.acts.get(to, Acts())
    return to in facts.staff and task.key not in said.not_me and task.key not in said.done


def _works(acts: Acts | None, today: date) -> bool:
    return acts is None or acts.days is None or today.weekday() in acts.days
