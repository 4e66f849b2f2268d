"""What the clause says to the question as put: signs of both, weighed into a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.engine.fitted import Floats
from knowledge.engine.prepared import Prepared, Sentence
from knowledge.engine.ranking import VERDICTS, Question
from knowledge.language.lexicon import Match
from knowledge.language.reading import Reading
from knowledge.model import Clause, Condition, Verdict

Signs = dict[str, float]

_NOT_COVERED = VERDICTS.index(Verdict.NOT_COVERED)
HEARD = 4  # clauses, best first, that are asked for a verdict

# Acts that keep people safe: a clause that forbids their opposite does not forbid them.
_PROTECTIVE = frozenset((
    "act.decline", "act.report", "act.delete", "act.set_privacy", "act.unfriend_block", "act.ask_permission",
    "act.untag", "act.log_out", "act.take_down", "act.ignore", "act.acknowledge", "act.retain_evidence",
))  # fmt: skip
_NARROWER = {
    "who.own_child": "who.relative", "who.deputy": "who.head", "who.chair": "who.governor",
    "act.authorise": "act.approve", "act.consent": "act.approve", "act.ask_permission": "act.approve",
}  # fmt: skip
# What a question may say of itself that bears on an exception or an approval.
_SAID = ("act.approve", "act.authorise", "act.ask_permission", "act.consent", "who.relative", "who.own_child")
_NOT_BEFORE = frozenset(("not", "no", "without", "never", "nobody", "none", "neither", "nor", "hav"))


@dataclass(frozen=True, slots=True)
class Settled:
    """What a question says about a clause's condition: "met", "not met" or "open"."""

    condition: Condition
    state: str


def settle(question: Reading, sentence: Sentence, facts: frozenset[str] = frozenset()) -> tuple[Settled, ...]:
    """For each condition of a sentence, whether the question itself or a known fact settles it."""
    pairs = zip(sentence.conditions, sentence.condition_concepts, strict=True)
    return tuple(Settled(c, _state(question, concepts, c.kind, facts)) for c, concepts in pairs)


def _state(question: Reading, concepts: frozenset[str], kind: str, facts: frozenset[str]) -> str:
    wanted = {_NARROWER.get(c, c) for c in concepts}
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


def deciding_sentence(question: Question, prepared: Prepared, row: int) -> Sentence:
    """The sentence of a clause that has most in common with the question; the first where none stands out."""
    found = prepared.sentences[row]
    if len(found) == 1:
        return found[0]
    mine = set(question.reading.features)
    return max(found, key=lambda s: sum(prepared.rarity.get(f, 0.0) for f in mine.intersection(s.reading.features)))


def signs(question: Question, clause: Clause, sentence: Sentence, settled: tuple[Settled, ...]) -> Signs:
    """What speaks for one verdict or another, by name."""
    form, modality = question.asked.form.value, sentence.modality.value
    found: Signs = {
        "1": 1.0, f"form={form}": 1.0, f"mod={modality}": 1.0, f"form={form} mod={modality}": 1.0,
        f"clause={clause.modality.value}": 1.0, f"sec={clause.section.value}": 1.0,
    }  # fmt: skip
    for verdict, share in zip(VERDICTS, question.usual, strict=True):
        found[f"usual={verdict.value}"] = float(share)
        found[f"usual={verdict.value} mod={modality}"] = float(share)
    for name in ("negated", "needs", "clear"):
        if getattr(question.asked, name):
            found[name] = found[f"{name} mod={modality}"] = 1.0
    _condition_signs(found, settled, modality)
    mine = {c for c in question.reading.concepts if c.startswith("act.")}
    if mine & _PROTECTIVE:
        found["protective"] = found[f"protective mod={modality}"] = 1.0
    if mine & sentence.reading.concepts:
        found["same act"] = found[f"same act mod={modality}"] = 1.0
    for name in sentence.wordings:
        found[name] = found[f"{name} form={form}"] = found[f"{name} mod={modality}"] = 1.0
    bounds = {"agreed", "bound", "only"} & set(sentence.wordings)
    for name in question.hopes:
        found[name] = found[f"{name} mod={modality}"] = 1.0
        found.update((f"{name} {bound}", 1.0) for bound in bounds)
    for concept in _SAID:
        if concept in question.reading.concepts:
            found[f"says {concept}"] = found[f"says {concept} mod={modality}"] = 1.0
    found["long"] = min(len(question.reading.stems), 60) / 30
    return found


def _condition_signs(found: Signs, settled: tuple[Settled, ...], modality: str) -> None:
    for one in settled:
        kind = one.condition.kind
        found[f"cond={kind}"] = found[f"cond={kind} {one.state}"] = found[f"cond={kind} {one.state} mod={modality}"] = (
            1.0
        )
        found[f"{one.state} mod={modality}"] = 1.0
    if not settled:
        found[f"unconditional mod={modality}"] = 1.0


@dataclass(frozen=True, slots=True)
class VerdictWeights:
    """Sign → row of a table with a number for each verdict."""

    rows: Mapping[str, int]
    table: Floats

    @classmethod
    def of(cls, weights: Mapping[str, Sequence[float]]) -> VerdictWeights:
        """From weights by name, as they are fitted and kept."""
        return cls({name: row for row, name in enumerate(weights)}, np.array(list(weights.values()), dtype=np.float32))

    def probabilities(self, found: Signs) -> Floats:
        """P(verdict) from signs, in the order of `VERDICTS`; not_covered is decided elsewhere."""
        known = [(row, value) for name, value in found.items() if (row := self.rows.get(name)) is not None]
        rows, values = zip(*known, strict=True)
        total: Floats = np.array(values, dtype=np.float32) @ self.table[list(rows)]
        total[_NOT_COVERED] = -30.0
        total -= total.max()
        np.exp(total, out=total)
        total /= total.sum()
        return total


def mixed_verdict(verdicts: Sequence[Floats], shares: Floats) -> Floats:
    """P(verdict) when any of the first clauses may decide: what they agree on is surer than any one of them."""
    weights = shares / shares.sum()
    return np.asarray(sum(w * v for w, v in zip(weights, verdicts, strict=True)), dtype=np.float32)
