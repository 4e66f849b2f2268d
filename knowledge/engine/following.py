"""The one question that would settle it, from `knowledge/data/followups.txt`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from knowledge.clauses.conditions import joined
from knowledge.engine.deciding import Settled, mark
from knowledge.language.reading import Reader
from knowledge.model import Choice, Condition, FollowUp, Modality, Verdict

_NEAR_ONLY = re.compile(r"\b(?:immediate|close|closest|direct|nuclear)\b", re.IGNORECASE)
_ONLY = re.compile(r"only\b", re.IGNORECASE)
_TURNED = re.compile(r"\b(not?|never|without|neither|nobody|un\w+|other than)\b|n['’]t\b|\d", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\bas (?:set out|described|stated|specified|listed|provided|permitted|allowed)\b", re.IGNORECASE
)
_ALLOWING = re.compile(r"\s*(only|provided|as long as|so long as|subject to|on condition)\b", re.IGNORECASE)


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
        if one.state == "open" and _ELSEWHERE.search(one.condition.text):
            return None  # "except as set out in 4.2": nobody can say so without reading that
        if one.state == "open":
            named = {*_concepts(one.condition, reader), f"kind.{one.condition.kind}"}
            if joined(one.condition):
                named.add(f"joined.{one.condition.kind}")
            for template in templates():
                if template.concept in named:
                    question = template.follow_up.question.replace("{condition}", one.condition.text)
                    choices = (replace(c, fact=c.fact + mark(one.condition)) for c in template.follow_up.choices)
                    return FollowUp(question, tuple(choices))
    return None


def _concepts(condition: Condition, reader: Reader) -> frozenset[str]:
    """What a condition may be asked about in our words; for the rest its own words are safer.

    “If there is no consent” must not be asked as “is there consent?”: the answer would be taken the wrong way round.
    """
    if joined(condition):
        return frozenset()  # no single word of it may be asked for
    concepts = reader.clause(condition.text).concepts
    if condition.kind in ("exception", "approval"):  # a cousin is family, and no "immediate family"
        return concepts - {"who.relative"} if _NEAR_ONLY.search(condition.text) else concepts
    if condition.kind == "likelihood":
        return concepts & {"thing.conflict_interest"}
    if _TURNED.search(condition.text):
        return frozenset()
    return concepts - {"act.ask_permission"}


def after(settled: Settled, modality: Modality) -> Verdict:
    """What a clause says once its condition is known: an exception that applies is part of its rule.

    A duty or advice that turns on a condition stays what it is when the condition holds; it becomes no permission.
    """
    kind, met = settled.condition.kind, settled.state == "met"
    if kind == "exception" and modality is Modality.PERMISSION:  # "may, except in lessons": it takes the leave away
        return Verdict.NO if met else Verdict.YES
    allowing = kind in ("exception", "approval") or bool(_ALLOWING.match(settled.condition.text))
    if not allowing and modality is Modality.ADVICE:
        return Verdict.TAKE_CARE
    if not allowing and modality is Modality.OBLIGATION and met:
        return Verdict.MUST
    lifts = allowing or (kind in ("condition", "time") and modality is not Modality.PROHIBITION)
    return Verdict.YES if lifts == met else Verdict.NO


def concluded(settled: Sequence[Settled], pressed: Sequence[Settled], modality: Modality) -> tuple[Settled, Verdict]:
    """Which of the `pressed` conditions tells, and what the clause then says: what else it asks for keeps it open."""
    if any(_ONLY.match(one.condition.text) for one in settled) and any(_excepts(one) for one in pressed):
        return _beside_an_only(settled, pressed, modality)
    told = [(one, after(one, modality)) for one in pressed]
    leaving = next((pair for pair in told if pair[1] is Verdict.YES), None)
    refusing = next((pair for pair in told if pair[1] is Verdict.NO), None)
    lifted = modality is Modality.PROHIBITION  # there one exception is enough; a permission asks for all it says
    chosen = ((leaving or refusing) if lifted else (refusing or leaving)) or told[0]
    others = [one for one in settled if one not in pressed]
    if chosen is refusing and lifted and any(s.state == "open" and _excepts(s) for s in others):
        return chosen[0], Verdict.ONLY_IF
    if chosen is leaving:
        rest = [s for s in others if s.condition.kind == "approval" or not (lifted or s.condition.kind == "likelihood")]
        if any(s.state != "open" and after(s, modality) is Verdict.NO for s in rest):
            return chosen[0], Verdict.NO
        if any(s.state == "open" for s in rest):
            return chosen[0], Verdict.ONLY_IF
    return chosen


def _beside_an_only(
    settled: Sequence[Settled], pressed: Sequence[Settled], modality: Modality
) -> tuple[Settled, Verdict]:
    """An "unless" beside "only in breaks" frees whom it applies to; "except on Fridays" may do either."""
    met = next((one for one in pressed if _excepts(one) and one.state == "met"), None)
    if met is not None:
        return met, Verdict.YES if met.condition.text.casefold().startswith("unless") else Verdict.ONLY_IF
    rest = [one for one in pressed if not _excepts(one)]
    return (
        concluded([one for one in settled if not _excepts(one)], rest, modality)
        if rest
        else (pressed[0], Verdict.ONLY_IF)
    )


def _excepts(one: Settled) -> bool:
    return one.condition.kind == "exception"
