"""A policy's dates: as its document says, and as the school wrote down what the document does not say."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers.desk import Desk, Verbs
from handlers.records import Journal
from handlers.reminders.kept import DATES
from knowledge.model import Dates, Policy


def review_due(dates: Dates) -> date | None:
    """The day on which a policy is due for review; None where nobody can say.

    A month means its last day, a year 31 December. Where only a period is stated, it runs from the last review, or
    else from when the policy was adopted or came into force.
    """
    if dates.next_review:
        return last_day(dates.next_review)
    start = dates.last_reviewed or dates.adopted or dates.in_force
    if not start or not dates.period_months:
        return None
    return _months_after(start, dates.period_months)


def last_day(known: str) -> date:
    """The last day that a date of one to three parts can mean: 2023-03 → 31 March 2023."""
    year, month, day = (*(int(part) for part in known.split("-")), 0, 0)[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def with_recorded(policy: Policy, recorded: Mapping[str, Dates]) -> Policy:
    """The policy with what the school wrote down about its dates."""
    ours = recorded.get(policy.sha)
    return policy if ours is None else replace(policy, dates=updated(policy.dates, ours))


def updated(before: Dates, said: Dates) -> Dates:
    """Dates with what was said later. A review that has been ends what was due before."""
    return replace(
        before,
        last_reviewed=said.last_reviewed or before.last_reviewed,
        next_review=said.next_review or (None if said.last_reviewed else before.next_review),
        period_months=said.period_months or before.period_months,
    )


def recorded(tx: Verbs) -> Mapping[str, Dates]:
    """What the school wrote down, by the hash of the policy's version."""
    return {str(one.entries[0].given["sha"]): _last(one) for one in tx.journals(DATES)}


def record(desk: Desk, by: str, policy: Policy, said: Dates) -> None:
    """Write down what the school says about a version's dates, over what it said before."""
    journal = next((one for one in desk.tx.journals(DATES) if one.entries[0].given["sha"] == policy.sha), None)
    dates = updated(_last(journal) if journal else Dates(), said)
    given = {
        "sha": policy.sha,
        "last_reviewed": dates.last_reviewed,
        "next_review": dates.next_review,
        "period_months": dates.period_months,
    }
    if journal is None:
        desk.tx.begin_journal(DATES, by, "dated", given)
    elif desk.tx.add_entry(journal, by, "dated", given) is None:
        raise RuntimeError("somebody else wrote down the dates at the same moment")


def policies(desk: Desk) -> Sequence[Policy]:
    """The policies in force, with their dates as the school knows them (`handlers.reminders.dated`)."""
    return desk.knowledge.policies()


def policy(desk: Desk, sha: str) -> Policy | None:
    """One of them."""
    return next((one for one in policies(desk) if one.sha == sha), None)


# --- inside ---


def _last(journal: Journal) -> Dates:
    given = journal.entries[-1].given
    period = given["period_months"]
    return Dates(
        last_reviewed=_text(given["last_reviewed"]),
        next_review=_text(given["next_review"]),
        period_months=int(str(period)) if period else None,
    )


def _text(given: object) -> str | None:
    return str(given) if given else None


def _months_after(start: str, months: int) -> date:
    """A start of year and month means the end of the month then reached."""
    end = last_day(start)
    year, month = divmod(end.year * 12 + end.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(end.day, last) if start.count("-") == 2 else last)
