"""What the overview counts, and where from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from handlers.acknowledging.standing import coverage
from handlers.decisions import DECIDED
from handlers.desk import Desk
from handlers.drafts.deciding import KIND as DRAFTS
from handlers.overview.figures import Age, Overview, Review, Share, seen
from handlers.overview.opening import opening
from handlers.reminders.dates import policies, review_due
from handlers.reminders.reviews import gap
from handlers.requests.matters import KIND as REQUESTS

_AGES = (
    ("Less than 2 days", timedelta(0)),
    ("2 to 6 days", timedelta(days=2)),
    ("A week or longer", timedelta(days=7)),
)


def overview(desk: Desk) -> Overview:
    """All figures, as they may be shown."""
    school, smallest = desk.school, desk.school.smallest_count
    return Overview(
        school=school.name,
        today=desk.today,
        smallest=smallest,
        shares=tuple(Share.of(one.title, one.read, one.bound, smallest) for one in coverage(desk)),
        reviews=_reviews(desk),
        ages=_ages(desk),
        subjects=desk.tx.unanswered(smallest),
        opening=opening(desk),
    )


def _reviews(desk: Desk) -> tuple[Review, ...]:
    found = []
    for policy in policies(desk):
        due = review_due(policy.dates)
        days = (due - desk.today).days if due else 0
        found.append(Review(policy.title, due, days, gap(policy)))
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.title)))


def _ages(desk: Desk) -> tuple[Age, ...]:
    """By how long each has waited: every one stands in the last row that it reaches."""
    counts = [0] * len(_AGES)
    for wait in _waiting(desk):
        counts[sum(wait >= since for _, since in _AGES[1:])] += 1
    return tuple(
        Age(label, seen(count, desk.school.smallest_count)) for (label, _), count in zip(_AGES, counts, strict=True)
    )


def _waiting(desk: Desk) -> Iterator[timedelta]:
    """How long each post and request has waited that is still to be decided."""
    for kind in (DRAFTS, REQUESTS):
        for journal in desk.tx.journals(kind.key, open_only=True):
            one = kind.read(desk, journal) if journal.entries[-1].what != DECIDED else None
            if one is not None and one.waits:
                yield desk.now - one.since
