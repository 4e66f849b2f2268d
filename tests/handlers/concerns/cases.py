"""Concerns for tests, told without the dialog; and the desk that somebody's press would have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from handlers.concerns.access import find
from handlers.concerns.case import Case
from handlers.concerns.filing import Told, file
from handlers.concerns.kinds import Kind
from handlers.desk import Desk, Member
from tests.handlers.talk import Talk

T = TypeVar("T")


async def at_the_desk(talk: Talk, work: Callable[[Desk], T]) -> T:
    """Do something in one transaction, as a handler would."""
    return await talk.at_desk(work)


async def told(talk: Talk, who: Member, kind: Kind = Kind.COLLEAGUE, *about: Member, **given: object) -> Case:
    """Somebody told something: Told's own values by name, all else an answer by its field."""
    own = {name: given.pop(name) for name in list(given) if name in Told.__dataclass_fields__}
    subjects = tuple(one.person.key for one in about)
    one = Told(kind, {"what": "He wrote to a pupil at night.", **given}, subjects, **own)  # type: ignore[arg-type]
    return await at_the_desk(talk, lambda desk: file(desk, who.person.key, one))


async def now(talk: Talk, case: Case) -> Case:
    """How it stands."""
    found = await at_the_desk(talk, lambda desk: find(desk, case.id))
    assert found is not None
    return found
