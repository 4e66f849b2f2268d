"""Whom a clause binds, and in which capacity somebody asks: a clause for contractors does not decide for a teacher."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.engine.fitted import Floats
from knowledge.language.reading import Reading
from knowledge.model import Choice, Clause, FollowUp

CAPACITIES = ("staff", "governors", "contractors", "volunteers")
_FACT = "capacity:"
_NAMED = {  # concepts by which a question says whom it is about
    "governors": ("who.governor", "who.chair"), "contractors": ("who.contractor", "who.supplier"),
    "volunteers": ("who.volunteer",), "head": ("who.head", "who.deputy", "who.slt"), "parents": ("who.parent",),
    "pupils": ("who.pupil",),
}  # fmt: skip
_AM = {"governors": "a governor or trustee", "contractors": "a contractor", "volunteers": "a volunteer"}
_NOT_BOUND = 4.0  # taken from the ranking of a clause that does not bind the asker


def of(facts: Sequence[str], given: str) -> str:
    """The asker's capacity: what a pressed follow-up said, else what is known of them, else ""."""
    return next((fact.removeprefix(_FACT) for fact in facts if fact.startswith(_FACT)), given)


def handicap(clauses: Sequence[Clause], capacity: str) -> Floats | None:
    """What to take from each clause's score; None where the capacity is unknown."""
    if capacity not in CAPACITIES:
        return None
    bound = (capacity in clause.binds or (capacity == "staff" and "head" in clause.binds) for clause in clauses)
    return np.array([0.0 if b else _NOT_BOUND for b in bound], dtype=np.float32)


def question(clause: Clause, reading: Reading, capacity: str) -> FollowUp | None:
    """Asks who the asker is, where the clause binds one group only and nothing says whether they belong to it."""
    group = next((g for g in clause.binds if g in _AM), None)
    if capacity or group is None or "staff" in clause.binds or reading.concepts & {*_NAMED[group]}:
        return None
    return FollowUp(
        f"Are you {_AM[group]}?",
        (Choice("capacity.yes", f"Yes, {_AM[group]}", _FACT + group), Choice("capacity.no", "No", _FACT + "staff")),
    )
