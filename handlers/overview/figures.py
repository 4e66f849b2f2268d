"""The figures of the overview as they may be shown: numbers so small that they point at somebody are not in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.records import SubjectCount


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those whom a policy binds have read it: from `low` to `high`; `exact` where the number itself may be
    seen. `bound` is 0 where so few are bound that nothing may."""

    title: str
    bound: int = 0
    low: int = 0
    high: int = 0
    exact: bool = False

    @classmethod
    def of(cls, title: str, read: int, bound: int, smallest: int) -> Share:
        """What may be seen of it, where no group between 1 and `smallest` is shown, nor can be worked out."""
        if bound < smallest:
            return cls(title)
        left = bound - read
        if not read or not left or min(read, left) >= smallest:
            return cls(title, bound, read, read, exact=True)
        if bound < 2 * smallest:  # both groups may be small, so which of them is says how many
            return cls(title, bound, 1, bound - 1)
        if read < smallest:
            return cls(title, bound, 1, smallest - 1)
        return cls(title, bound, bound - smallest + 1, bound - 1)


@dataclass(frozen=True, slots=True)
class Review:
    """When a policy is due for review. `due` None: nobody can say, and `gap` says why."""

    title: str
    due: date | None
    days: int = 0  # until then; below 0 it is late
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Age:
    """How many posts and requests have waited so long for a decision. `count` None: some, and too few to be shown."""

    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Opening:
    """How long until what is told in confidence is first opened: half were opened within `median`, which is rounded.

    `at_least`: of how many, rounded down; 0 where they are too few for either to be shown.
    """

    median: timedelta = timedelta(0)
    at_least: int = 0

    @classmethod
    def of(cls, waits: Iterable[timedelta], smallest: int) -> Opening:
        """Of all these times. One more or one less changes little that can be seen."""
        known = sorted(waits)
        step = max(smallest, 1)
        if len(known) < step:
            return cls()
        middle = (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2
        return cls(_rounded(middle), len(known) // step * step)


@dataclass(frozen=True, slots=True)
class Overview:
    """All figures of one school on one day. `smallest`: no smaller number is shown."""

    school: str
    today: date
    smallest: int
    shares: tuple[Share, ...]
    reviews: tuple[Review, ...]  # the most overdue first, those without a date last
    ages: tuple[Age, ...]
    subjects: tuple[SubjectCount, ...]
    opening: Opening


def seen(count: int, smallest: int) -> int | None:
    """A number as it may be shown; None: some, and fewer than `smallest`."""
    return None if 0 < count < smallest else count


def _rounded(time: timedelta) -> timedelta:
    """To five minutes below two hours, to hours below two days, to days from there."""
    unit = timedelta(minutes=5)
    if time >= timedelta(hours=2):
        unit = timedelta(hours=1) if time < timedelta(days=2) else timedelta(days=1)
    return max(round(time / unit), 1) * unit
