"""Dates, sources and people in the words that staff read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from knowledge.model import Cited, Dates, Policy

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MISSING = {
    "adopted": "when it was adopted",
    "in_force": "when it came into force",
    "last_reviewed": "when it was last reviewed",
    "next_review": "when it is due for review",
    "period_months": "how often it is reviewed",
}


def day(known: str | date) -> str:
    """A date as far as it is known: 2016-11-28 → 28 November 2016, 2023-03 → March 2023."""
    parts = [int(part) for part in (known.isoformat() if isinstance(known, date) else known).split("-")]
    words = [str(parts[0])]
    if len(parts) > 1:
        words.insert(0, _MONTHS[parts[1] - 1])
    if len(parts) > 2:
        words.insert(0, str(parts[2]))
    return " ".join(words)


def version(dates: Dates) -> str:
    """Which version of a policy this is, by the date that says most about it."""
    if dates.last_reviewed:
        return f"reviewed {day(dates.last_reviewed)}"
    if dates.adopted:
        return f"adopted {day(dates.adopted)}"
    if dates.in_force:
        return f"in force from {day(dates.in_force)}"
    return "no date in the document"


def source(cited: Cited) -> str:
    """Where a quotation stands: policy, clause, version. A clause without a number is found by its heading."""
    clause, where = cited.clause, ""
    if clause.number:
        where = f", clause {clause.reference}"
    elif clause.heading:
        where = f", under “{clause.heading[-1]}”"
    page = f", page {clause.page}" if clause.page else ""
    return f"{cited.policy.title}{where}{page}, {version(cited.policy.dates)}"


def dated(dates: Dates) -> str:
    """All that a policy says about its dates, in one line; "" where it says nothing."""
    named = (("adopted", dates.adopted), ("in force from", dates.in_force), ("last reviewed", dates.last_reviewed),
             ("next review due", dates.next_review))  # fmt: skip
    words = [f"{name} {day(known)}" for name, known in named if known]
    if dates.period_months:
        words.append(f"reviewed {period(dates.period_months)}")
    return sentence(", ".join(words))


def missing(policy: Policy) -> str:
    """What a policy does not say about its dates, in one line; "" where nothing is missing."""
    names = list(policy.dates.missing)
    if policy.dates.adopted and "in_force" in names:
        names.remove("in_force")  # adopted is in force, unless the policy says otherwise
    return f"It does not say {listed(_MISSING[name] for name in names)}." if names else ""


def period(months: int) -> str:
    """How often: every year, every 2 years, every 18 months, every month."""
    count, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    return f"every {unit}" if count == 1 else f"every {count} {unit}s"


def listed(names: Iterable[str], joint: str = "or") -> str:
    """a, b or c."""
    *most, last = names
    return f"{', '.join(most)} {joint} {last}" if most else last


def told_apart(people: Iterable[tuple[str, str, str, str]]) -> tuple[tuple[str, str], ...]:
    """(key, name) of people given as (key, name, job, e-mail address); of namesakes with what tells them apart: their
    jobs, or else their addresses."""
    people = tuple(people)
    named = Counter(name.casefold() for _, name, _, _ in people)
    doing = Counter((name.casefold(), job) for _, name, job, _ in people)
    return tuple(
        (key, name)
        if named[name.casefold()] == 1
        else (key, f"{name} ({job if job and doing[name.casefold(), job] == 1 else email})")
        for key, name, job, email in people
    )


def sentence(words: str) -> str:
    """`words` beginning with a capital and ending with a full stop; "" stays empty."""
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?…" else ".")


def plural(count: int, one: str, many: str = "") -> str:
    """1 clause, 2 clauses."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def cut(text: str, longest: int) -> Iterator[str]:
    """A text in parts of at most so many characters, cut between words."""
    while len(text) > longest:
        end = text.rfind(" ", 0, longest)
        end = end if end > 0 else longest
        yield text[:end]
        text = text[end:].lstrip()
    yield text
