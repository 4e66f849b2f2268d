"""What is kept of reminders: which were made, month by month; what each person said; dates that a document lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers.desk import Desk
from handlers.records import Entry, Journal
from handlers.reminders.task import Acts, Reminder, Task

MADE, ACTS, DATES = "reminders made", "reminders", "policy dates"  # kinds of journals
_NOT_SENT = "not sent"  # beside what was made
LATER, NOT_ME, DONE, DAYS = "later", "not me", "done", "days"
KEPT = timedelta(days=366)  # the school's own retention for reminders


# --- which were made ---


@dataclass(frozen=True, slots=True)
class Made:
    """The reminders that were made. `month` is the journal that the next ones go into."""

    keys: frozenset[tuple[str, str]]  # (to, key)
    month: Journal | None
    old: tuple[Journal, ...] = ()

    @classmethod
    def of(cls, desk: Desk) -> Made:
        """As it is kept."""
        journals = desk.tx.journals(MADE)
        keys = set[tuple[str, str]]()
        for entry in (entry for journal in reversed(journals) for entry in journal.entries):
            (keys.difference_update if entry.what == _NOT_SENT else keys.update)(_pairs(entry))
        newest = journals[0] if journals else None
        current = newest if newest is not None and newest.entries[0].given["month"] == _month(desk) else None
        old = tuple(one for one in journals if one.at < desk.now - KEPT)
        return cls(frozenset(keys), current, old)

    def __contains__(self, one: Reminder) -> bool:
        """Whether it was made."""
        return (one.to, one.key) in self.keys

    def add(self, desk: Desk, made: Sequence[Reminder], stand: Sequence[Reminder], tasks: Iterable[Task]) -> None:
        """Put down what is made now. What is older than a year is forgotten, but for what still stands: of what was
        made, and of what was said about any of these tasks."""
        goes = {pair for journal in self.old for entry in journal.entries for pair in _pairs(entry)}
        pairs = [(one.to, one.key) for one in made]
        pairs += [(one.to, one.key) for one in stand if (one.to, one.key) in goes]
        for journal in self.old:
            desk.tx.forget_journal(journal.id)
        if not pairs:
            return
        given = {"month": _month(desk), "made": [list(pair) for pair in pairs]}
        if self.month is None:
            _forget(desk, {one.key for one in tasks})
            desk.tx.begin_journal(MADE, "", "made", given)
        elif desk.tx.add_entry(self.month, "", "made", given) is None:
            raise RuntimeError("somebody else made reminders at the same moment")  # nothing is kept: tried again


def not_sent(desk: Desk, day: date, to: Collection[str]) -> None:
    """What was made for these on a day never went out: it is due still."""
    for journal in desk.tx.journals(MADE)[:1] if to else ():
        that_day = (one for one in journal.entries if one.at.astimezone(desk.school.zone).date() == day)
        pairs = [list(pair) for entry in that_day for pair in _pairs(entry) if pair[0] in to]
        if (
            desk.tx.add_entry(journal, "", _NOT_SENT, {"month": journal.entries[0].given["month"], "made": pairs})
            is None
        ):
            raise RuntimeError("somebody else made reminders at the same moment")


def _pairs(entry: Entry) -> Iterable[tuple[str, str]]:
    made = entry.given["made"]
    assert isinstance(made, list)
    return ((str(to), str(key)) for to, key in made)


def _month(desk: Desk) -> str:
    return desk.today.isoformat()[:7]


# --- what people said ---


def acts(desk: Desk) -> Mapping[str, Acts]:
    """What each person said, by person."""
    return {journal.entries[0].by: _acts(journal) for journal in reversed(desk.tx.journals(ACTS))}


def say(desk: Desk, who: str, what: str, given: Mapping[str, object]) -> None:
    """Put down what somebody said about their reminders, and on which day."""
    given = {"on": desk.today.isoformat(), **given}
    journal = next((one for one in desk.tx.journals(ACTS) if one.entries[0].by == who), None)
    if journal is None:
        desk.tx.begin_journal(ACTS, who, what, given)
    elif desk.tx.add_entry(journal, who, what, given) is None:
        raise RuntimeError("the same person said something else at the same moment")


def _forget(desk: Desk, tasks: Set[str]) -> None:
    """Forget what was said more than a year ago, but for what was said of a task that there is still, and for the days
    on which somebody works who is still here."""
    since = (desk.today - KEPT).isoformat()
    for journal in desk.tx.journals(ACTS):
        who, days = journal.entries[0].by, [one for one in journal.entries if one.what == DAYS]
        said = [one for one in journal.entries if one.what != DAYS]
        recent = [one for one in said if str(one.given["on"]) >= since or one.given.get("task") in tasks]
        left = [*days[-1:], *recent] if recent or desk.school.member(who) else []
        if len(left) < len(journal.entries):
            desk.tx.forget_journal(journal.id)
            for one in left:
                say(desk, who, one.what, one.given)


def _acts(journal: Journal) -> Acts:
    found = Acts()
    for entry in journal.entries:
        given = entry.given
        task = str(given.get("task", ""))
        match entry.what:
            case "later":
                found = replace(found, later={**found.later, task: date.fromisoformat(str(given["until"]))})
            case "not me":
                found = replace(found, not_me=found.not_me | {task})
            case "done":
                found = replace(found, done={**found.done, task: date.fromisoformat(str(given["on"]))})
            case "days":
                days = given["days"]
                assert isinstance(days, list)
                found = replace(found, days=frozenset(int(day) for day in days) if days else None)
    return found
