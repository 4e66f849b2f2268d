"""Whom the last page showed, so that a concern goes to nobody else without another look."""

from __future__ import annotations

from handlers.concerns.seen_by import SeenBy, called
from handlers.desk import School
from handlers.model import Answers
from handlers.wording import listed

SHOWN = "shown"  # the answer that holds the keys of who gets it now and of who gets it next, as they were shown


def keys_of(seen: SeenBy) -> list[list[str]]:
    """Who gets it now, and who next, by person key: as an answer keeps it."""
    return [sorted({one.person for one in some}) for some in (seen.now, seen.later)]


def is_as_shown(answers: Answers, seen: SeenBy) -> bool:
    """Whether it would go to those whom the page showed."""
    return answers.get(SHOWN) == keys_of(seen)


def changed(seen: SeenBy, school: School) -> str:
    """What is said on top of the page where it would not."""
    now = listed((called(one, school) for one in seen.now), "and")
    later = listed((called(one, school) for one in seen.later), "and")
    goes = f"It would now go to {now}" if now else "It would now stay with you"
    on = f", and if nobody opens it in time to {later}" if now and later else ""
    return f"Who gets it has changed since you looked. {goes}{on}. Nothing is sent yet: press Send if that is right."
