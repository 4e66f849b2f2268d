"""The figures in words: the same on the page, in its tables and in a message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from handlers.overview.figures import Age, Opening, Overview, Review, Share
from handlers.wording import day, plural

NOBODY_ASKED = "Nobody has been asked to read and acknowledge a policy yet."
NO_POLICY = "No policy is in force."


def read(share: Share, smallest: int) -> str:
    """14 of 23, fewer than 5 of 23, all but fewer than 5 of 23."""
    if not share.bound:
        return f"fewer than {smallest} people are bound by it"
    if share.exact:
        return f"{share.low} of {share.bound}"
    if share.bound < 2 * smallest:
        return f"some of {share.bound}"
    return f"{'' if share.low == 1 else 'all but '}fewer than {smallest} of {share.bound}"


def due(review: Review) -> str:
    """8 September 2026, 177 days late; or what has to be known first."""
    return f"{day(review.due)}, {away(review)}" if review.due else review.gap


def away(review: Review) -> str:
    """177 days late, today, in 30 days, no date."""
    if review.due is None:
        return "no date"
    if review.days == 0:
        return "today"
    return f"in {plural(review.days, 'day')}" if review.days > 0 else f"{plural(-review.days, 'day')} late"


def waiting(age: Age, smallest: int) -> str:
    """How many wait so long."""
    if age.count is None:
        return f"fewer than {smallest}"
    return str(age.count) if age.count else "none"


def opened(opening: Opening, smallest: int) -> str:
    """Within what time half were opened, and of how many."""
    if not opening.at_least:
        return f"Not shown: fewer than {plural(smallest, 'message')} can be counted."
    return f"Half were opened within about {_time(opening.median)} ({opening.at_least} messages or more)."


def unanswered(overview: Overview) -> str:
    """Where there is no subject to show."""
    return f"Nothing to show. A subject appears here from {plural(overview.smallest, 'question')} on."


def facts(overview: Overview) -> Iterator[tuple[str, str]]:
    """All of it, for a message."""
    smallest = overview.smallest
    for share in overview.shares:
        yield f"Read and understood: {share.title}", read(share, smallest)
    if not overview.shares:
        yield "Read and understood", NOBODY_ASKED
    for review in overview.reviews:
        yield f"Review: {review.title}", due(review)
    for age in overview.ages:
        yield f"To be decided: {age.label.lower()}", waiting(age, smallest)
    for subject in overview.subjects:
        yield "Your policy did not answer", f"{subject.subject}: {plural(subject.count, 'question')}"
    if not overview.subjects:
        yield "Your policy did not answer", unanswered(overview)
    yield "Time until a message is opened", opened(overview.opening, smallest)


def _time(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes % (24 * 60) == 0:
        return plural(minutes // (24 * 60), "day")
    return plural(minutes, "minute") if minutes < 120 and minutes % 60 else plural(minutes // 60, "hour")
