"""Which clause decides it: numbers that compare a question with every clause, and their weighted sum."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from knowledge.engine.fitted import Fitted, Floats
from knowledge.engine.prepared import BINDS, GROUPS, MODALITIES, TINY, Prepared, group_of
from knowledge.engine.wordings import HOPES
from knowledge.language.forms import Asked, Form, asked
from knowledge.language.reading import Reader, Reading
from knowledge.model import Verdict

FORMS = tuple(Form)
VERDICTS = tuple(Verdict)


@dataclass(slots=True)
class Question:
    """A question, read once: what it says, its form, the situations it may be."""

    text: str
    reading: Reading
    asked: Asked
    situations: Floats  # P(situation)
    usual: Floats  # P(usual verdict)
    hopes: tuple[str, ...]  # which of HOPES stand in it
    features: frozenset[str]  # of the reading


def read_question(text: str, fitted: Fitted, reader: Reader) -> Question:
    """Read what somebody asked."""
    reading = reader.question(text)
    situations = fitted.questions.probabilities(*fitted.vector(reading.features))
    usual = np.bincount(fitted.usual, weights=situations, minlength=len(VERDICTS)).astype(np.float32)
    low = text.lower()
    hopes = tuple(name for name, pattern in HOPES.items() if pattern.search(low))
    return Question(text, reading, asked(text), situations, usual, hopes, frozenset(reading.features))


COMPARED = (
    "agree", "agree_root", "agree_relative", "agree_flat", "agree_sharp", "agree_logits", "log_agree",
    "bm25", "bm25_share", "kin_asked", "kin_whole", "kin_relative", "concept_share", "concept_focus",
    *(f"{g}_shared" for g in GROUPS), *(f"{g}_missed" for g in GROUPS), *(f"{g}_extra" for g in GROUPS),
    *(f"{g}_clash" for g in GROUPS[:3]), "heading", "all_three", "other_reader",
)  # fmt: skip
_AT = {name: row for row, name in enumerate(COMPARED)}
_SHARED, _MISSED, _EXTRA = (
    slice(_AT[f"who_{kind}"], _AT[f"where_{kind}"] + 1) for kind in ("shared", "missed", "extra")
)
_CLASH = slice(_AT["who_clash"], _AT["thing_clash"] + 1)  # both name some, none in common
_HALF = np.float32(0.5)
_UNHEARD_OF = 2.0  # the weight of a concept in the question that no clause has
_STAFF = 1 << BINDS.index("staff")
_ASKERS = (
    (1 << BINDS.index("head"), frozenset(("who.head", "who.slt", "who.deputy"))),
    (1 << BINDS.index("governors"), frozenset(("who.governor", "who.chair"))),
    (1 << BINDS.index("contractors"), frozenset(("who.contractor", "who.supplier"))),
    (1 << BINDS.index("volunteers"), frozenset(("who.volunteer",))),
)


def likenesses(question: Question, prepared: Prepared) -> Floats:
    """Numbers, in the order of COMPARED, × clauses: how each clause compares with the question."""
    made = np.zeros((len(COMPARED), prepared.size), dtype=np.float32)
    _compare_situations(question.situations, prepared, made)
    _compare_words(question.reading, prepared, made)
    _compare_kindred(question.reading, prepared, made)
    _compare_concepts(question.reading, prepared, made)
    made[_AT["other_reader"]] = (prepared.binds & _asks_as(question.reading.concepts)) == 0
    return made


def _compare_situations(p: Floats, prepared: Prepared, made: Floats) -> None:
    root = np.sqrt(p)
    sharp = p * root
    sharp /= np.add.reduce(sharp)
    logs = np.log(p + TINY)
    logs -= np.add.reduce(logs) / len(logs)
    likely = np.empty((4, len(p)), dtype=np.float32)
    np.divide(p, prepared.best, out=likely[0])
    likely[1] = sharp
    np.divide(sharp, prepared.best, out=likely[2])
    likely[3] = root
    relative, flat, relative_sharp, even = likely @ prepared.flat.T
    np.matmul(prepared.affinity, p, out=made[_AT["agree"]])
    np.multiply(even, prepared.spread, out=made[_AT["agree_root"]])
    np.matmul(prepared.logits, logs / sqrt(logs @ logs), out=made[_AT["agree_logits"]])
    made[_AT["agree_relative"]] = relative
    made[_AT["agree_sharp"]] = relative_sharp
    np.multiply(flat, 20, out=made[_AT["agree_flat"]])
    np.multiply(np.log(flat + 1e-5), 0.25, out=made[_AT["log_agree"]])


def _compare_words(reading: Reading, prepared: Prepared, made: Floats) -> None:
    """BM25, and how much it is of the most that a clause could have."""
    found = [posting for f in reading.features if (posting := prepared.postings.get(f)) is not None]
    if found:
        rows, weights, rarities = zip(*found, strict=True)
        bm25 = np.bincount(np.concatenate(rows), np.concatenate(weights), prepared.size)
        np.multiply(bm25, 0.1, out=made[_AT["bm25"]], casting="same_kind")
        np.divide(bm25, max(sum(rarities), 1.0), out=made[_AT["bm25_share"]], casting="same_kind")


def _compare_kindred(reading: Reading, prepared: Prepared, made: Floats) -> None:
    """Words that are used of the same situations, though they may be different words."""
    met = prepared.kindred.meet(reading)
    np.multiply(met.asked, 4, out=made[_AT["kin_asked"]])
    np.multiply(met.whole, 2, out=made[_AT["kin_whole"]])
    np.divide(met.asked, max(float(np.maximum.reduce(met.asked)), TINY), out=made[_AT["kin_relative"]])


def _compare_concepts(reading: Reading, prepared: Prepared, made: Floats) -> None:
    """Who, what is done, to what, when and where: what both name, and what only one of them."""
    common, heading, totals = made[_SHARED], made[_AT["heading"]], prepared.concept_totals
    named = [0.0] * len(GROUPS)
    possible = 0.0
    for concept in reading.concepts:
        place = prepared.concepts.get(concept)
        group = place.group if place else group_of(concept)
        if group is not None:
            named[group] += 0.5
            possible += place.most if place else _UNHEARD_OF
            if place:
                common[group] += place.weights
        if place and place.headings is not None:
            heading += place.headings
    both = common > 0
    asked_for = np.array(named, dtype=np.float32)[:, None]
    shared = np.add.reduce(common)
    np.divide(shared, max(possible, 1.0), out=made[_AT["concept_share"]])
    np.divide(shared, prepared.concept_total, out=made[_AT["concept_focus"]])
    np.subtract(asked_for, both * _HALF, out=made[_MISSED])
    np.multiply(totals - common, 0.1, out=made[_EXTRA])
    made[_CLASH] = prepared.names_some & ((asked_for[:3] > 0) & ~both[:3])
    made[_AT["all_three"]] = np.logical_and.reduce(both[:3])
    np.minimum(common, 8, out=common)
    common *= 0.25
    np.minimum(heading, 3, out=heading)


def _asks_as(concepts: frozenset[str]) -> int:
    """For whom the asker may be asking, as bits in the order of BINDS; never for pupils or parents."""
    return _STAFF | sum(bit for bit, names in _ASKERS if not names.isdisjoint(concepts))


def compare(question: Question, prepared: Prepared) -> Floats:
    """Clauses × everything that ranking weighs: COMPARED, form × modality, usual × modality, the clause alone.

    What the weights are fitted on. `Ranking.scores` gives the same sum without ever making this.
    """
    modality = np.eye(len(MODALITIES), dtype=np.float32)[prepared.modality]
    form = np.eye(len(FORMS), dtype=np.float32)[FORMS.index(question.asked.form)]
    crossed = [np.kron(ones, modality) for ones in (form, question.usual)]
    return np.hstack([likenesses(question, prepared).T, *crossed, prepared.static])


@dataclass(frozen=True, slots=True)
class Ranking:
    """The weights of ranking, and what never changes from question to question weighed already."""

    likeness: Floats
    form: Floats  # forms × clauses: by the clause's modality, and for the clause alone
    usual: Floats  # usual verdicts × clauses, in the same way

    @classmethod
    def of(cls, weights: Floats, prepared: Prepared) -> Ranking:
        """From weights in the order of `compare`."""
        ends = np.cumsum([len(COMPARED), len(FORMS) * len(MODALITIES), len(VERDICTS) * len(MODALITIES)])
        likeness, form, usual, alone = np.split(weights, ends)
        by_clause = [w.reshape(-1, len(MODALITIES))[:, prepared.modality] for w in (form, usual)]
        return cls(likeness, by_clause[0] + prepared.static @ alone, by_clause[1])

    def scores(self, question: Question, likeness: Floats) -> Floats:
        """One number a clause; only their order and distances mean something."""
        form = self.form[FORMS.index(question.asked.form)]
        return np.asarray(self.likeness @ likeness + question.usual @ self.usual + form)
