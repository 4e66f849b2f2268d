"""What the clause says to the question as put: signs of both, weighed into a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from zlib import crc32

import numpy as np

from knowledge.engine.fitted import Floats
from knowledge.engine.prepared import MODALITIES, Prepared, Sentence
from knowledge.engine.ranking import VERDICTS, Question
from knowledge.language.lexicon import Match
from knowledge.language.reading import Reading
from knowledge.model import Clause, Condition, Modality, Verdict

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
_SAID = frozenset((
    "act.approve", "act.authorise", "act.ask_permission", "act.consent", "who.relative", "who.own_child",
))  # fmt: skip
_BOUNDS = frozenset(("agreed", "bound", "only"))  # wordings that a question's hopes meet
_USUAL = tuple(f"usual={verdict}" for verdict in VERDICTS)
_NEVER_CROSSED = frozenset(("1", "long"))
_KEPT = 4096  # sums that are remembered; a policy has a few hundred sentences
_NOT_BEFORE = frozenset(("not", "no", "without", "never", "nobody", "none", "neither", "nor"))


@dataclass(frozen=True, slots=True)
class Settled:
    """What a question says about a clause's condition: "met", "not met" or "open"."""

    condition: Condition
    state: str


def settle(question: Reading, sentence: Sentence, facts: frozenset[str] = frozenset()) -> tuple[Settled, ...]:
    """For each condition of a sentence, whether the question itself or a known fact settles it."""
    if not sentence.conditions:
        return ()
    pairs = zip(sentence.conditions, sentence.condition_concepts, strict=True)
    return tuple(Settled(c, _state(question, concepts, c, facts)) for c, concepts in pairs)


def mark(condition: Condition) -> str:
    """What a pressed choice bears, so that it settles the condition it was asked about and no other."""
    return f"#{crc32(condition.text.encode()):08x}"


def _state(question: Reading, concepts: frozenset[str], condition: Condition, facts: frozenset[str]) -> str:
    wanted = {_NARROWER.get(c, c) for c in concepts}
    for fact in facts:
        name = _NARROWER.get(fact[1:], fact[1:])
        if name in wanted or name == f"kind.{condition.kind}" or name.endswith(mark(condition)):
            return "met" if fact[0] == "+" else "not met"
    touching = [m for m in question.matches if _NARROWER.get(m.concept, m.concept) in wanted]
    if not touching:
        return "open"
    return "not met" if any(_denied(question, m) for m in touching) else "met"


def _denied(question: Reading, match: Match) -> bool:
    """Does a "not" or "without" stand in the match, or within four words before it?"""
    return not _NOT_BEFORE.isdisjoint(question.stems[max(0, match.start - 4) : match.end])


def deciding_sentence(question: Question, prepared: Prepared, row: int) -> Sentence:
    """The sentence of a clause that has most in common with the question; the first where none stands out."""
    found = prepared.sentences[row]
    if len(found) == 1:
        return found[0]
    mine, rarity = question.features, prepared.rarity
    # The exact sum: the order of a set must not decide between sentences that have the same words in common.
    return max(found, key=lambda s: fsum(rarity.get(f, 0.0) for f in mine.intersection(s.reading.features)))


def signs(question: Question, clause: Clause, sentence: Sentence, settled: tuple[Settled, ...]) -> Signs:
    """What speaks for one verdict or another, by name: of the question, of the clause, and of both together."""
    return {
        **crossed(question_signs(question), sentence.modality),
        **clause_signs(*_clause_key(question, clause, sentence)),
        **meeting_signs(*_meeting_key(question, sentence, settled)),
    }


def crossed(found: Signs, modality: Modality) -> Signs:
    """The same signs, and each of them again together with what the sentence does."""
    return {**found, **{f"{name} mod={modality}": value for name, value in found.items() if name not in _NEVER_CROSSED}}


def question_signs(question: Question) -> Signs:
    """What the question says by itself; to be crossed with the modality of the sentence that answers it."""
    asked, concepts = question.asked, question.reading.concepts
    found: Signs = dict(zip(_USUAL, question.usual.tolist(), strict=True))
    found[f"form={asked.form}"] = 1.0
    for name, said in (("negated", asked.negated), ("needs", asked.needs), ("clear", asked.clear)):
        if said:
            found[name] = 1.0
    if not concepts.isdisjoint(_PROTECTIVE):
        found["protective"] = 1.0
    for name in question.hopes:
        found[name] = 1.0
    for concept in concepts & _SAID:
        found[f"says {concept}"] = 1.0
    found["1"] = 1.0
    found["long"] = min(len(question.reading.stems), 60) / 30
    return found


def _clause_key(question: Question, clause: Clause, sentence: Sentence) -> tuple[str, str, str, str, tuple[str, ...]]:
    return question.asked.form, sentence.modality, clause.modality, clause.section, sentence.wordings


def clause_signs(form: str, modality: str, clause: str, section: str, wordings: tuple[str, ...]) -> Signs:
    """What the sentence and its clause say to a question of this form."""
    found: Signs = {f"mod={modality}": 1.0, f"clause={clause}": 1.0, f"sec={section}": 1.0}
    for name in wordings:
        found[name] = found[f"{name} form={form}"] = found[f"{name} mod={modality}"] = 1.0
    return found


_Meeting = tuple[str, tuple[tuple[str, str], ...], bool, tuple[str, ...]]


def _meeting_key(question: Question, sentence: Sentence, settled: tuple[Settled, ...]) -> _Meeting:
    acts = {c for c in question.reading.concepts & sentence.reading.concepts if c.startswith("act.")}
    bounds = _BOUNDS.intersection(sentence.wordings) if question.hopes else ()
    met = tuple(f"{hope} {bound}" for hope in question.hopes for bound in bounds)
    return sentence.modality, tuple((s.condition.kind, s.state) for s in settled), bool(acts), met


def meeting_signs(
    modality: str, conditions: tuple[tuple[str, str], ...], same_act: bool, met: tuple[str, ...]
) -> Signs:
    """What question and sentence say to each other. `conditions`: kind and state of each of the sentence's."""
    found: Signs = dict.fromkeys(met, 1.0)
    if same_act:
        found["same act"] = found[f"same act mod={modality}"] = 1.0
    for kind, state in conditions:
        for name in (f"cond={kind}", f"cond={kind} {state}", f"cond={kind} {state} mod={modality}"):
            found[name] = 1.0
        found[f"{state} mod={modality}"] = 1.0
    if not conditions:
        found[f"unconditional mod={modality}"] = 1.0
    return found


@dataclass(frozen=True, slots=True)
class VerdictWeights:
    """Sign → row of a table with a number for each verdict."""

    rows: Mapping[str, int]
    table: Floats
    crossed: Floats  # for each row and modality the numbers of the sign and of the sign crossed with it

    @classmethod
    def of(cls, weights: Mapping[str, Sequence[float]]) -> VerdictWeights:
        """From weights by name, as they are fitted and kept."""
        rows = {name: row for row, name in enumerate(weights)}
        table = np.array(list(weights.values()), dtype=np.float32)
        crossed = np.repeat(table[:, None], len(MODALITIES), axis=1)
        for name, row in rows.items():
            for m, modality in enumerate(MODALITIES):
                if (other := rows.get(f"{name} mod={modality}")) is not None:
                    crossed[row, m] += table[other]
        return cls(rows, table, crossed)

    def weigh(self, found: Signs) -> Floats:
        """The weighted sum of signs, a number for each verdict."""
        return _weigh(found, self.rows, self.table)

    def weigh_crossed(self, found: Signs) -> Floats:
        """Modalities × verdicts: the weighted sum of signs that are yet to be crossed."""
        return _weigh(found, self.rows, self.crossed)

    def probabilities(self, found: Signs) -> Floats:
        """P(verdict) from signs, in the order of `VERDICTS`."""
        return _probabilities(self.weigh(found))


def _weigh(found: Signs, rows: Mapping[str, int], table: Floats) -> Floats:
    known = [(row, value) for name, value in found.items() if (row := rows.get(name)) is not None]
    if not known:
        return np.zeros(table.shape[1:], dtype=np.float32)
    at, values = zip(*known, strict=True)
    some = table[list(at)]
    total = np.array(values, dtype=np.float32) @ some.reshape(len(at), -1)
    return np.asarray(total.reshape(table.shape[1:]))


def _probabilities(total: Floats) -> Floats:
    """Softmax over the last axis; not_covered is decided elsewhere."""
    total[..., _NOT_COVERED] = -30.0
    total -= total.max(axis=-1, keepdims=True)
    np.exp(total, out=total)
    total /= total.sum(axis=-1, keepdims=True)
    return total


class Decider:
    """Asks clauses for a verdict. What comes up again with other questions is weighed once."""

    def __init__(self, prepared: Prepared, weights: VerdictWeights) -> None:
        """Decide by the clauses of `prepared`."""
        self._prepared = prepared
        self._weights = weights
        self._clause = lru_cache(_KEPT)(lambda *key: weights.weigh(clause_signs(*key)))
        self._meeting = lru_cache(_KEPT)(lambda *key: weights.weigh(meeting_signs(*key)))

    def verdicts(self, question: Question, rows: Iterable[int]) -> Floats:
        """Clauses × P(verdict), for each of the clauses `rows`: what it says if it is the one that decides."""
        asked = self._weights.weigh_crossed(question_signs(question))
        totals = []
        for row in rows:
            sentence = deciding_sentence(question, self._prepared, row)
            settled = settle(question.reading, sentence)
            totals.append(
                asked[MODALITIES.index(sentence.modality)]
                + self._clause(*_clause_key(question, self._prepared.places[row][1], sentence))
                + self._meeting(*_meeting_key(question, sentence, settled))
            )
        return _probabilities(np.array(totals))


def mixed_verdict(verdicts: Sequence[Floats] | Floats, shares: Floats) -> Floats:
    """P(verdict) when any of the first clauses may decide: what they agree on is surer than any one of them."""
    return np.asarray((shares / shares.sum()) @ np.asarray(verdicts), dtype=np.float32)
