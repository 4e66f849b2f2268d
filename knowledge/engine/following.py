"""The one question that would settle it, from `knowledge/data/followups.txt`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.engine.deciding import Settled
from knowledge.language.reading import Reader
from knowledge.model import Choice, FollowUp, Modality, Verdict


@dataclass(frozen=True, slots=True)
class _Template:
    concept: str
    follow_up: FollowUp


@cache
def templates() -> tuple[_Template, ...]:
    """The shipped questions, in order. Raises ValueError naming a line that is not of the form."""
    text = (files("knowledge") / "data" / "followups.txt").read_text("utf-8")
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        concept, question, *choices = (part.strip() for part in line.split("|"))
        if len(choices) < 2:
            raise ValueError(
                f"followups.txt, line {number}: expected “concept | question | label = fact | label = fact”"
            )
        pairs = [choice.rpartition("=") for choice in choices]
        made = tuple(Choice(f"{number}.{i}", label.strip(), fact.strip()) for i, (label, _, fact) in enumerate(pairs))
        found.append(_Template(concept, FollowUp(question, made)))
    return tuple(found)


def follow_up(settled: Sequence[Settled], reader: Reader) -> FollowUp | None:
    """The question for the first condition that is still open and that we can ask about."""
    for one in settled:
        if one.state == "open":
            named = {*reader.clause(one.condition.text).concepts, f"kind.{one.condition.kind}"}
            for template in templates():
                if template.concept in named:
                    return template.follow_up
    return None


def after(settled: Settled, modality: Modality) -> Verdict:
    """What a clause says once its condition is known: an exception that applies is part of its rule."""
    lifts = settled.condition.kind in ("exception", "approval") or (
        settled.condition.kind in ("condition", "time") and modality is not Modality.PROHIBITION
    )
    return Verdict.YES if lifts == (settled.state == "met") else Verdict.NO
