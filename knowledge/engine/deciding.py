"""What the clause says to the question as put: signs of both, weighed into a verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from knowledge.engine.fitted import Floats
from knowledge.engine.ranking import VERDICTS, Question
from knowledge.language.lexicon import Match
from knowledge.language.reading import Reader, Reading
from knowledge.model import Clause, Condition, Verdict

Signs = dict[str, float]

# Acts that keep people safe: a clause that forbids their opposite does not forbid them.
_PROTECTIVE = frozenset((
    "act.decline", "act.report", "act.delete", "act.set_privacy", "act.unfriend_block", "act.ask_permission",
    "act.untag", "act.log_out", "act.take_down", "act.ignore", "act.acknowledge", "act.retain_evidence",
))  # fmt: skip
_NARROWER = {
    "who.own_child": "who.relative", "who.deputy": "who.head", "who.chair": "who.governor", "act.authorise": "act.approve",
    "act.consent": "act.approve", "act.ask_permission": "act.approve",
}  # fmt: skip
_NOT_BEFORE = frozenset(("not", "no", "without", "never", "nobody", "none", "neither", "nor", "hav"))
_ADVISED = re.compile(r"\b(advis|caution|careful|mindful|consider|recommend|aware|wise|discourag|think carefully|bear in mind)", re.I)
_STRONG = re.compile(r"\b(must|never|under no circumstances|not permitted|prohibited|forbidden|strictly|required)\b", re.I)
_ONLY = re.compile(r"\bonly\b|\bunless\b|\bexcept|\bprovided\b|\bwith(out)? (the )?(prior |express |written )?(permission|approval|consent|agreement)", re.I)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a question says about a clause's condition: "met", "not met" or "open"."""

    condition: Condition
    state: str


def settle(
    question: Reading, conditions: tuple[Condition, ...], reader: Reader, facts: frozenset[str] = frozenset()
) -> tuple[Settled, ...]:
    """For each condition of a clause, whether the question itself or a known fact settles it."""
    return tuple(Settled(c, _state(question, reader.clause(c.text), c.kind, facts)) for c in conditions)


def _state(question: Reading, condition: Reading, kind: str, facts: frozenset[str]) -> str:
    wanted = {_NARROWER.get(c, c) for c in condition.concepts}
    for fact in facts:
        if _NARROWER.get(fact[1:], fact[1:]) in wanted or fact[1:] == f"kind.{kind}":
            return "met" if fact[0] == "+" else "not met"
    touching = [m for m in question.matches if _NARROWER.get(m.concept, m.concept) in wanted]
    if not touching:
        return "open"
    return "not met" if any(_denied(question, m) for m in touching) else "met"


def _denied(question: Reading, match: Match) -> bool:
    """Does a "not" or "without" stand within four words before the match?"""
    return any(token in _NOT_BEFORE for token in question.stems[max(0, match.start - 4) : match.start])


def signs(question: Question, clause: Clause, reading: Reading, settled: tuple[Settled, ...]) -> Signs:
    """What speaks for one verdict or another, by name."""
    form, modality = question.asked.form.value, clause.modality.value
    found: Signs = {
        "1": 1.0, f"form={form}": 1.0, f"mod={modality}": 1.0, f"form={form} mod={modality}": 1.0,
        f"sec={clause.section.value}": 1.0,
    }  # fmt: skip
    for verdict, share in zip(VERDICTS, question.usual, strict=True):
        found[f"usual={verdict.value}"] = float(share)
        found[f"usual={verdict.value} mod={modality}"] = float(share)
    for name in ("negated", "needs", "clear"):
        if getattr(question.asked, name):
            found[name] = found[f"{name} mod={modality}"] = 1.0
    for one in settled:
        found[f"cond={one.condition.kind}"] = found[f"cond={one.condition.kind} {one.state}"] = 1.0
        found[f"cond={one.condition.kind} {one.state} mod={modality}"] = 1.0
    mine = {c for c in question.reading.concepts if c.startswith("act.")}
    if mine & _PROTECTIVE:
        found["protective"] = found[f"protective mod={modality}"] = 1.0
    if mine & reading.concepts:
        found["same act"] = found[f"same act mod={modality}"] = 1.0
    for name, pattern in (("advised", _ADVISED), ("strong", _STRONG), ("only", _ONLY)):
        if pattern.search(clause.quotation):
            found[name] = found[f"{name} form={form}"] = 1.0
    for concept in ("act.approve", "act.authorise", "act.ask_permission", "who.relative", "who.own_child", "act.consent"):
        if concept in question.reading.concepts:
            found[f"says {concept}"] = 1.0
    found["long"] = min(len(question.reading.stems), 60) / 30
    return found


def verdict_probabilities(found: Mapping[str, float], weights: Mapping[str, Floats]) -> Floats:
    """P(verdict) from signs, in the order of `VERDICTS`; not_covered is decided elsewhere."""
    total = np.zeros(len(VERDICTS), dtype=np.float32)
    for name, value in found.items():
        row = weights.get(name)
        if row is not None:
            total += row * value
    total[VERDICTS.index(Verdict.NOT_COVERED)] = -30.0
    total -= total.max()
    np.exp(total, out=total)
    total /= total.sum()
    return total
