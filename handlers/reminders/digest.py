"""Each school morning: what is due goes to everybody in one message, once, and is put down as made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.desk import Desk, Unknown
from handlers.model import Button, Post, Style
from handlers.records import Arrival
from handlers.reminders.kept import Made, not_sent
from handlers.reminders.reviews import CHANNEL
from handlers.reminders.sources import facts
from handlers.reminders.task import IN, Reminder, address, due, standing
from handlers.routing import Router
from handlers.wording import plural

router = Router("daily reminders")

DAILY, OVER = "reminders daily", "reminders over"
LIST, SHOW = "reminders", "show_reminder"
_MOST = 10  # in one message


def begin(desk: Desk) -> None:
    """Set the bell for the next moment of school time."""
    _ring(desk, desk.now)


@router.woken(DAILY)
def morning(about: str, desk: Desk) -> None:
    """Send what is due, and ring again on the next school day. A bell that was late into the evening sends nothing."""
    if not desk.school.calendar.in_school_time(desk.now):
        _ring(desk, desk.now)
        return
    _ring(desk, datetime.combine(desk.today + timedelta(days=1), time(), desk.school.zone))
    known = facts(desk)
    made = Made.of(desk)
    fresh = [one for one in due(known, desk.now) if one not in made]
    sent: list[Reminder] = []
    for to in dict.fromkeys(one.to for one in fresh):
        theirs = [one for one in fresh if one.to == to]
        if desk.tx.tell(address(to), post(theirs), key=_key(desk.today.isoformat(), to), unknown=Unknown.DROP):
            sent += theirs
    if sent:
        over = datetime.combine(desk.today, desk.school.calendar.hours[1], desk.school.zone)
        desk.tx.wake(OVER, desk.today.isoformat(), due=over, key=OVER)
    made.add(desk, sent, tuple(standing(known, desk.now)), known.tasks)


@router.woken(OVER)
def evening(about: str, desk: Desk) -> None:
    """School is over: what is still on its way from that day's morning must not arrive at night, and is due still."""
    channel = desk.school.choices.get(CHANNEL, "")
    everybody = (*(one.person.key for one in desk.school.staff), *([IN + channel] if channel else []))
    waits = [to for to in everybody if desk.tx.arrival(_key(about, to)) is Arrival.WAITS]
    for to in waits:
        desk.tx.withdraw(_key(about, to))
    not_sent(desk, date.fromisoformat(about), waits)


def post(reminders: Sequence[Reminder]) -> Post:
    """“3 things to do”. In a channel, its title says what it is about: others who are reminded read along."""
    tasks = [one.task for one in sorted(reminders, key=lambda one: (one.when, one.task.title))]
    title = f"{plural(len(tasks), 'thing')} to do"
    facts = [(one.title, one.words) for one in tasks[:_MOST]]
    if len(tasks) > _MOST:
        facts.append(("And more", f"{len(tasks) - _MOST} others"))
    in_channel = reminders[0].to.startswith(IN)
    if len(tasks) == 1:
        buttons = (Button(SHOW, "Show it", tasks[0].key, Style.PRIMARY),)
    else:
        buttons = (Button(LIST, "Go through them", style=Style.PRIMARY),)
    notes = () if in_channel else ("One message a day at most. Say “reminders” to see them, or to set your days.",)
    return Post(title, facts=tuple(facts), buttons=buttons, notes=notes, glance=title,
                mails=any(task.mails for task in tasks))  # fmt: skip


def _key(day: str, to: str) -> str:
    return f"reminders {day} {to}"


def _ring(desk: Desk, after: datetime) -> None:
    desk.tx.wake(DAILY, "", due=desk.school.calendar.next_school_moment(after), key=DAILY)
