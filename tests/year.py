"""An invented school year: its days, its 120 staff who come and go, its policies, and what is expected each morning.

What is expected is worked out from dates written down by hand, and not by what is tested.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from handlers.calendar import Calendar
from knowledge.model import Dates, Policy
from tests.handlers.larkfield import POLICY
from tests.handlers.talk import BARE

FIRST, NEVER = date(2026, 9, 1), date(2027, 9, 1)
CALENDAR = Calendar(
    terms=(
        (date(2026, 9, 2), date(2026, 12, 18)),
        (date(2027, 1, 4), date(2027, 3, 25)),
        (date(2027, 4, 12), date(2027, 7, 21)),
    ),
    closed=(
        (date(2026, 10, 26), date(2026, 10, 30)),
        (date(2027, 2, 15), date(2027, 2, 19)),
        (date(2027, 5, 31), date(2027, 6, 4)),
    ),
    inset=frozenset({date(2026, 9, 1), date(2027, 4, 9)}),
)
# Whatever anybody could tell has a way, so that nobody is asked to name somebody for it.
SCHOOL = replace(
    BARE, calendar=CALENDAR, preset="independent", contacts=BARE.contacts.changed("lado", number="01632 960900")
)
AWAY = (date(2026, 11, 16), date(2026, 11, 17), date(2027, 5, 28))  # the machine is off all day


def policy(sha: str, title: str, **dates: str | int) -> Policy:
    return replace(POLICY, sha=sha * 64, title=title, dates=Dates(**dates))  # type: ignore[arg-type]  # as given below


CONDUCT = policy("1", "Conduct", next_review="2026-12-15", period_months=12)
PHOTOGRAPHS = policy("2", "Photographs", next_review="2027-03")
PHOTOGRAPHS_2 = policy("3", "Photographs", next_review="2027-06-30")
OWLS = policy("4", "Devices", adopted="2016-11-28")
EVERY_3_YEARS = policy("5", "Networks", period_months=36)

ADOPTED = date(2027, 2, 10)  # the second version
REVIEWED = date(2027, 1, 20)  # the first policy was, the day before
FILLED = date(2026, 10, 12)  # the gap of the fourth is: to be reviewed on 28 May 2027
NEXT_OWNER_FROM = date(2027, 3, 22)  # for a week nobody owns the policies
OVER = date(2027, 5, 4)  # the fifth is not in force any more

CLOCKS = (date(2026, 10, 25), date(2027, 3, 28))  # go back and forward an hour, at night
RESTLESS = (*CLOCKS, *(first for first, _ in CALENDAR.terms), ADOPTED)  # around these it never runs for long


def restless(day: date) -> bool:
    """Whether it is begun anew in every hour of a day: three days before to three days after each of these."""
    return any(abs((day - one).days) <= 3 for one in RESTLESS)


# What there is to do about the policies: its key, from when, until before when, and when the review is due.
SUBJECTS = (
    ("Review of “Conduct”", f"review {'1' * 20} 2026-12-15", FIRST, REVIEWED, date(2026, 12, 15)),
    ("Review of “Conduct”", f"review {'1' * 20} 2028-01-19", REVIEWED, NEVER, date(2028, 1, 19)),
    ("Review of “Photographs”", f"review {'2' * 20} 2027-03-31", FIRST, ADOPTED, date(2027, 3, 31)),
    ("Review of “Photographs”", f"review {'3' * 20} 2027-06-30", ADOPTED, NEVER, date(2027, 6, 30)),
    ("When is “Devices” to be reviewed?", f"gap {'4' * 20}", FIRST, FILLED, None),
    ("Review of “Devices”", f"review {'4' * 20} 2027-05-28", FILLED, NEVER, date(2027, 5, 28)),
    ("When is “Networks” to be reviewed?", f"gap {'5' * 20}", FIRST, OVER, None),
)
SETTLED = (REVIEWED, FILLED, NEXT_OWNER_FROM)
PRIVACY = "Your privacy settings"
ASKED = {  # by the month in which its third of the year begins: two weeks and six weeks after the first school day
    9: (date(2026, 9, 15), date(2026, 10, 13)),
    1: (date(2027, 1, 18), date(2027, 2, 15)),
    4: (date(2027, 4, 23), date(2027, 5, 21)),  # INSET counts
}


@dataclass(frozen=True)
class Line:
    """Somebody on the staff list."""

    key: str
    begins: date = date(2020, 9, 1)
    ends: date = date(2040, 8, 31)
    capacity: str = "staff"
    days: frozenset[int] = frozenset(range(5))

    def here(self, day: date) -> bool:
        return self.begins <= day <= self.ends


OWNER, NEXT_OWNER = Line("owner", ends=date(2027, 3, 12)), Line("next-owner")
HEAD, NEXT_HEAD = Line("head", ends=date(2026, 12, 31)), Line("next-head", begins=date(2027, 1, 1))
CHAIR = Line("chair", capacity="governors")


def people() -> tuple[Line, ...]:
    """120 on the list, and twelve who come for others who go."""
    part_time = [Line(f"p{n}", days=frozenset({n % 5, (n + 2) % 5})) for n in range(20)]
    leaving = [Line(f"l{n}", ends=date(2026, 12, 31) if n % 2 else date(2027, 3, 31)) for n in range(12)]
    coming = [Line(f"c{n}", begins=date(2027, 1, 4) if n % 2 else date(2027, 4, 19)) for n in range(12)]
    others = [Line(f"s{n}") for n in range(76)] + [Line(f"v{n}", capacity="volunteers") for n in range(8)]
    return (OWNER, NEXT_OWNER, HEAD, NEXT_HEAD, CHAIR, *part_time, *leaving, *coming, *others)


PEOPLE = {one.key: one for one in people()}


@dataclass
class Expected:
    """What has to be sent each morning, worked out by hand."""

    done: set[tuple[str, str]] = field(default_factory=set)
    later: dict[tuple[str, str], date] = field(default_factory=dict)
    not_me: set[tuple[str, str]] = field(default_factory=set)
    made: set[tuple[str, str, date]] = field(default_factory=set)

    def on(self, day: date) -> set[tuple[str, str]]:
        """Who is told what on this morning."""
        told = set()
        for key, subject, since, whom, line in (*about_policies(day), about_privacy(day)):
            able = [one for one in whom if self._concerns(one, key, day)]
            able = able or [one for one in line if self._concerns(one, key, day)][:1]
            for one in able or [one for one in whom if PEOPLE[one].here(day) and (one, key) not in self.done]:
                when = max(since, self.later.get((one, key), since))
                if when <= day and day.weekday() in PEOPLE[one].days and (one, key, when) not in self.made:
                    self.made.add((one, key, when))
                    told.add((one, subject))
        return told

    def _concerns(self, one: str, key: str, day: date) -> bool:
        return PEOPLE[one].here(day) and not {(one, key)} & (self.done | self.not_me)


def in_force(day: date) -> tuple[Policy, ...]:
    photographs = PHOTOGRAPHS if day < ADOPTED else PHOTOGRAPHS_2
    return (CONDUCT, photographs, OWLS, *([EVERY_3_YEARS] if day < OVER else []))


To = tuple[str, str, date, list[str], list[str]]  # key, subject, since when, whom, and who comes next


def about_policies(day: date) -> list[To]:
    owners = [OWNER] * OWNER.here(day) + [NEXT_OWNER] * (day >= NEXT_OWNER_FROM)
    heads = [one for one in (HEAD, NEXT_HEAD) if one.here(day)]
    first = [one.key for one in owners or heads]
    second = list(dict.fromkeys([*first, *(one.key for one in heads)]))
    line = [*second, CHAIR.key]
    found: list[To] = []
    for subject, key, begins, ends, due in SUBJECTS:
        if not begins <= day < ends:
            continue
        stages = [(FIRST, first)]
        if due is not None:
            stages = [(due - timedelta(days=90), first), (due - timedelta(days=30), first)]
            stages += [(due - timedelta(days=7), second), (due, second)]
            stages += [(due + timedelta(weeks=n), line) for n in range(1, 40)]
        found += [(key, subject, since, whom, line) for since, whom in stages if since <= day][-1:]
    return found


def about_privacy(day: date) -> To:
    term = max(month for month in ASKED if month <= day.month)
    since = max((one for one in ASKED[term] if one <= day), default=date.max)
    staff = [one.key for one in PEOPLE.values() if one.capacity == "staff"]
    return (f"privacy {date(day.year, term, 1)}", PRIVACY, since, staff, [])
