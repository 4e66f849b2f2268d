"""What the engine makes of questions over policies that were left out of its fitting, and the figures of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.engine.deciding import Signs
from knowledge.fitting.examples import Example
from knowledge.model import Verdict


@dataclass(slots=True)
class Row:
    """What the engine makes of one example that was left out of its fitting."""

    example: Example
    hit: bool
    verdict_right: bool
    verdict: Verdict
    may_show: bool  # do the guards let it pass?
    coverage: Signs
    right: Signs = field(default_factory=dict)
    p_covered: float = 0.0
    p_found: float = 0.0
    p_right: float = 0.0

    @property
    def covered(self) -> bool:
        """Does the policy decide the question?"""
        return self.example.covered

    @property
    def false_yes(self) -> bool:
        """A yes where the policy says no, or only if: the error that must not happen."""
        return self.verdict is Verdict.YES and self.example.labelled.verdicts[0] in (Verdict.NO, Verdict.ONLY_IF)


def report(rows: Sequence[Row], cover_from: float, show_from: Mapping[str, float]) -> str:
    """The left-out figures, a line each."""
    covered = [r for r in rows if r.covered]
    found = [r for r in covered if r.hit]
    silent = [r for r in rows if r.p_covered < cover_from]
    rightly = sum(not r.covered for r in silent)
    shown = [r for r in rows if r.p_covered >= cover_from and r.may_show and r.p_right >= show_from[r.verdict.value]]
    lines = {
        "questions": len(rows),
        "first clause right": _share(len(found), len(covered)),
        "verdict right, given the clause": _share((r.verdict_right for r in found), len(found)),
        "silence: recall": _share(rightly, len(rows) - len(covered)),
        "silence: precision": _share(rightly, len(silent)),
        "verdict word shown": _share(len(shown), len(rows)),
        "right when shown": _share((r.verdict_right and r.covered for r in shown), len(shown)),
        "false yes shown": sum(r.false_yes for r in shown),
    }
    return "\n".join(f"{name:32} {value}" for name, value in lines.items())


def _share(part: int | Iterable[bool], whole: int) -> float:
    return round((part if isinstance(part, int) else sum(part)) / max(1, whole), 3)
