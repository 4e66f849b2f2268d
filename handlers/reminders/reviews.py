"""Policies that are due for review, and dates that no document states: to the policy's owner, then head, then chair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.desk import Desk, Role
from handlers.model import Button
from handlers.reminders.dates import policies, review_due
from handlers.reminders.task import IN, Task
from handlers.wording import day, listed, period, plural
from knowledge.model import Policy

WRITE_DATES = "policy_dates"  # the form in which they are written down
CHANNEL = "reminders_channel"  # School.choices: where reviews are spoken of instead of with the owner alone
ANSWERING = (Role.POLICY_OWNER, Role.HEAD, Role.CHAIR)

_LONG_AGO = date(2000, 1, 1)  # a gap has no date: it is due at once


@dataclass(frozen=True, slots=True)
class Line:
    """Who is reminded of a review, in this order: person keys. `channel`: a place's key after `IN`, for the owner."""

    owners: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    chairs: tuple[str, ...] = ()
    channel: str = ""

    @classmethod
    def of(cls, desk: Desk) -> Line:
        """As the school has settled it."""
        owners, heads, chairs = (tuple(one.person.key for one in desk.school.holders(role)) for role in ANSWERING)
        channel = desk.school.choices.get(CHANNEL, "")
        return cls(owners, heads, chairs, IN + channel if channel else "")

    @property
    def everybody(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.second, *self.chairs)))

    @property
    def first(self) -> tuple[str, ...]:
        """Whose it is: the channel's, where there is one; the owner's; else the head's; else the chair's."""
        return (self.channel,) if self.channel else self.owners or self.heads or self.chairs

    @property
    def second(self) -> tuple[str, ...]:
        """With the head."""
        return tuple(dict.fromkeys((*self.first, *self.heads)))


def tasks(desk: Desk) -> tuple[Task, ...]:
    """What there is to do about the policies in force."""
    return reviews(policies(desk), Line.of(desk), desk.today)


def reviews(known: Sequence[Policy], line: Line, today: date) -> tuple[Task, ...]:
    """A task for each policy: its review, or the date that is missing. Dates as far as the school knows them."""
    return tuple(_task(one, line, today) for one in known)


def gap(policy: Policy) -> str:
    """What has to be known before anybody can say when a policy is due for review; "" where nothing has."""
    dates = policy.dates
    if review_due(dates) is not None:
        return ""
    if dates.period_months:
        return f"It is to be reviewed {period(dates.period_months)}, and does not say since when."
    past = max(filter(None, (dates.last_reviewed, dates.adopted, dates.in_force)), default=None)
    if past:
        return f"Its last date is {day(past)}, and it does not say when it is due for review."
    return "It has no dates: neither of its last review nor of its next."


# --- inside ---


def _task(policy: Policy, line: Line, today: date) -> Task:
    when = review_due(policy.dates)
    if when is None:
        return Task(
            f"gap {policy.sha[:20]}",
            f"When is “{policy.title}” to be reviewed?",
            gap(policy),
            _LONG_AGO,
            ((0, line.first),),
            then=line.everybody,
            button=Button(WRITE_DATES, "Write down the dates", policy.sha, opens=WRITE_DATES),
            listed=line.owners + line.heads,
        )
    return Task(
        f"review {policy.sha[:20]} {when.isoformat()}",
        f"Review of “{policy.title}”",
        _words(policy, when, today),
        when,
        ((-90, line.first), (-30, line.first), (-7, line.second), (0, line.second), (7, line.everybody)),
        again=7,
        then=line.everybody,
        button=Button(WRITE_DATES, "It has been reviewed", policy.sha, opens=WRITE_DATES),
        listed=line.owners + line.heads,
    )


def _words(policy: Policy, when: date, today: date) -> str:
    left = (when - today).days
    stated = policy.dates.next_review
    month = f" ({day(stated)}, so by the end of it)" if stated and stated.count("-") < 2 else ""
    if left > 0:
        return f"It is due on {day(when)}{month}, in {plural(left, 'day')}."
    if left == 0:
        return f"It is due today, {day(when)}{month}."
    return f"It was due on {day(when)}{month}, and is {_ago(-left)} late."


def _ago(days: int) -> str:
    """1 day, 3 weeks, 5 months, 2 years and 8 months."""
    if days < 14:
        return plural(days, "day")
    if days < 70:
        return plural(days // 7, "week")
    years, months = divmod(days * 12 // 365, 12)
    parts = [plural(count, unit) for count, unit in ((years, "year"), (months, "month")) if count]
    return listed(parts, "and")
