"""When clauses disagree: which of two verdicts is the stricter, and where a disagreement is worth saying."""

from __future__ import annotations

from knowledge.model import Verdict

_ORDER = (Verdict.NO, Verdict.MUST, Verdict.ONLY_IF, Verdict.TAKE_CARE, Verdict.YES, Verdict.NOT_COVERED)


def stricter(one: Verdict, other: Verdict) -> Verdict:
    """The stricter of two verdicts: no, must, only_if, take_care, yes."""
    return min(one, other, key=_ORDER.index)


def disagree(one: Verdict, other: Verdict) -> bool:
    """Do two verdicts lead people to do different things? Advice and a condition go well together."""
    pair = {one, other}
    return Verdict.YES in pair and bool(pair & {Verdict.NO, Verdict.ONLY_IF})
