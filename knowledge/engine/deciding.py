"""What the clause says to the question as put: signs of both, weighed into a verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.engine.fitted import Floats
from knowledge.engine.prepared import Prepared, Sentence
from knowledge.engine.ranking import VERDICTS, Question
from knowledge.language.lexicon import Match
from knowledge.language.reading import Reader, Reading
from knowledge.model import Clause, Condition, Verdict

Signs = dict[str, float]

HEARD = 4  # clauses, best first, that are asked for a verdict

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
_WORDINGS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "advised": r"\b(advis|caution|careful|mindful|consider|recommend|aware|wise|discourag|think|bear in mind|take care)",
        "strong": r"\b(must|never|under no circumstances|not permitted|prohibited|forbidden|strictly|required)\b",
        "only": r"\bonly (with|if|when|where|after|by|those|the|in|for|be|as|on)\b|\bonly\b",
        "bound": r"\b(unless|until|except|save (that|where)|provided|as long as|so long as|subject to|without|other than|once|"
                 r"where (the|a|it|they|there)|if (the|a|it|they|you)|may apply|prior|first (ask|obtain|seek|check))\b",
        "agreed": r"\b(agree(d|ment|s)?|permission|approv(al|ed|es?)|consent(ed)?|authori[sz](ed|ation)|sanctioned|allowed by|cleared)\b",
        "no need": r"\b(no need|not need to|need not|nobody should|no one should|not (be )?(expected|required|obliged)|does not (apply|prevent)|"
                   r"do not (apply|prevent)|free to|matter of (personal )?choice|not in itself)\b",
        "welcome": r"\b(welcome|encourag\w+|tolerated|acceptable|permitted|may|can|allowed|happy for|free to|support)\b",
        "not": r"\b(not|never|no|nor|neither|none|cannot|refrain|avoid|declin\w+|prohibited|forbidden|unacceptable)\b",
        "tell": r"\b(report|inform|tell|notify|refer|contact|speak to|raise|discuss(ed)? with|let \w+( \w+)? know|pass(ed)? (it )?on)\b",
    }.items()
}  # fmt: skip
_HOPES = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "surely": r"\b(surely|right|isn'?t it|is that (ok|alright|fine)|so (it|that)('s| is)? (ok|fine|alright)|(that|it)'?s (fine|ok|okay|alright|allowed)|"
                  r"only|just|no harm|harmless|quick|banter|nobody|no one|private|deleted?|anonymous)\b",
        "checked": r"\b((head|boss|deputy|slt|principal|manager|she|he|they|mum|dad|parents?|dsl)('s| has| have|'ve)? (said|says|agreed|approved|okayed|ok'?d|told|asked|"
                   r"given|gave|signed|authorised|cleared)|signed (off|form|consent)|permission (slip|form)|been (asked|authorised|approved|trained)|with (the )?(permission|approval|consent))\b",
        "still": r"\b(still|already|instead|rather|as well|too|even if|even though|although|though)\b",
    }.items()
}  # fmt: skip


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
    for name, pattern in _WORDINGS.items():
        if pattern.search(sentence.text) or (clause.lead_in and pattern.search(clause.lead_in)):
            found[name] = found[f"{name} form={form}"] = found[f"{name} mod={modality}"] = 1.0
    for name, pattern in _HOPES.items():
        if pattern.search(question.text):
            found[name] = found[f"{name} mod={modality}"] = 1.0
    for concept in ("act.approve", "act.authorise", "act.ask_permission", "who.relative", "who.own_child", "act.consent"):
        if concept in question.reading.concepts:
            found[f"says {concept}"] = found[f"says {concept} mod={modality}"] = 1.0
    found["long"] = min(len(question.reading.stems), 60) / 30
    return found


def _condition_signs(found: Signs, settled: tuple[Settled, ...], modality: str) -> None:
    for one in settled:
        kind = one.condition.kind
        found[f"cond={kind}"] = found[f"cond={kind} {one.state}"] = found[f"cond={kind} {one.state} mod={modality}"] = 1.0
        found[f"{one.state} mod={modality}"] = 1.0
    if not settled:
        found[f"unconditional mod={modality}"] = 1.0


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


def mixed_verdict(verdicts: Sequence[Floats], shares: Floats) -> Floats:
    """P(verdict) when any of the first clauses may be the deciding one: what they agree on is surer than any one of them."""
    weights = shares / shares.sum()
    return np.asarray(sum(w * v for w, v in zip(weights, verdicts, strict=True)), dtype=np.float32)
