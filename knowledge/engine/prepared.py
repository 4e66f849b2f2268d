"""Clauses made ready for ranking: one row a clause, everything that does not depend on the question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.clauses.conditions import conditions_of, joined
from knowledge.clauses.modality import modality_of
from knowledge.clauses.sentences import sentences
from knowledge.engine.fitted import Fitted, Floats
from knowledge.engine.kindred import Kindred
from knowledge.engine.wordings import WORDINGS
from knowledge.language.reading import Reader, Reading
from knowledge.model import Clause, Condition, Modality, Policy, Section

GROUPS = ("who", "act", "thing", "when", "where")
MODALITIES = tuple(Modality)
SECTIONS = tuple(Section)
BINDS = ("staff", "head", "governors", "contractors", "volunteers", "pupils", "parents")
CONDITIONS = ("exception", "condition", "approval", "likelihood", "time")

TINY = 1e-6  # so that a logarithm can be taken
_EXCEPTS = re.compile(
    r"(?:an?|the only|one) exceptions?\b|[^.;:,]{2,60} (?:is|are) (?:the only|an|one) exceptions?\b", re.IGNORECASE
)
_K1, _B = 1.2, 0.6  # BM25; clauses are short and their lengths say little


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a clause: a clause of several may permit one thing and forbid the next."""

    text: str
    reading: Reading
    modality: Modality
    conditions: tuple[Condition, ...]
    condition_concepts: tuple[frozenset[str], ...]  # of each condition
    wordings: tuple[str, ...]  # which of WORDINGS stand in it or in the clause's lead-in


Posting = tuple[NDArray[np.intp], Floats, float]  # clauses that have a feature, their BM25 weights, its rarity


class Concept(NamedTuple):
    """Where a concept stands among the clauses."""

    group: int | None  # its place in GROUPS
    weights: Floats  # of each clause: its rarity where the clause names it
    most: float  # the greatest of them
    headings: Floats | None  # of each clause: 1 where a heading above it names it; None: no heading does


@dataclass(slots=True)
class Prepared:
    """The clauses of the policies in force, and their numbers."""

    places: list[tuple[Policy, Clause]]
    readings: list[Reading]
    sentences: list[list[Sentence]]
    affinity: Floats  # clauses × situations: P(situation | clause)
    flat: Floats  # its square root made a distribution: a clause speaks to more situations than its likeliest
    spread: Floats  # of each clause: the sum of that square root
    best: Floats  # situations: the best clause's share in flat
    logits: Floats  # log affinity, centred, unit length
    support: Floats  # situations: the best clause's affinity
    kindred: Kindred
    postings: dict[str, Posting]
    rarity: dict[str, float]  # feature → idf among these clauses
    concepts: dict[str, Concept]
    concept_totals: Floats  # groups × clauses: the rarity of all that a clause names
    concept_total: Floats  # of each clause, at least 1
    names_some: NDArray[np.bool_]  # who, act, thing × clauses: does it name any?
    static: Floats  # clauses × numbers that depend on the clause alone
    modality: NDArray[np.intp]
    binds: NDArray[np.uint8]  # of each clause, bits in the order of BINDS

    @property
    def size(self) -> int:
        """How many clauses."""
        return len(self.places)


def prepare(policies: Sequence[Policy], fitted: Fitted, reader: Reader) -> Prepared:
    """Make the clauses of `policies` ready."""
    places = [(policy, clause) for policy in policies for clause in policy.clauses]
    readings = [reader.clause(clause.quotation) for _, clause in places]
    headings = [reader.clause(" ".join(clause.heading)) for _, clause in places]
    vectors = [fitted.vector(r.features) for r in readings]
    known = np.unique(np.concatenate([rows for rows, _ in vectors]))
    recogniser = fitted.clauses(known)
    affinity = np.vstack([recogniser.probabilities(np.searchsorted(known, rows), v) for rows, v in vectors])
    del recogniser
    support = affinity.max(axis=0)
    root = np.sqrt(affinity)
    spread = root.sum(axis=1)
    flat = root / spread[:, None]
    postings, rarity = _postings(readings)
    concepts = _concepts(readings, headings, rarity)
    totals = _group_totals(concepts, len(places))
    return Prepared(
        places=places,
        readings=readings,
        sentences=[_sentences(clause, reader) for _, clause in places],
        affinity=affinity,
        flat=flat,
        spread=spread,
        best=flat.max(axis=0),
        logits=centred(affinity),
        support=support,
        kindred=Kindred(readings, fitted),
        postings=postings,
        rarity=rarity,
        concepts=concepts,
        concept_totals=totals,
        concept_total=np.maximum(totals.sum(axis=0), 1.0),
        names_some=totals[:3] > 0,
        static=np.vstack([_static(clause) for _, clause in places]),
        modality=np.array([MODALITIES.index(clause.modality) for _, clause in places], dtype=np.intp),
        binds=np.array([sum(1 << BINDS.index(b) for b in clause.binds) for _, clause in places], dtype=np.uint8),
    )


def centred(p: Floats) -> Floats:
    """Log probabilities without their mean, made unit length: only which situations stand out is left."""
    logs = np.log(p + TINY)
    logs -= logs.mean(axis=-1, keepdims=True)
    return np.asarray(logs / np.linalg.norm(logs, axis=-1, keepdims=True), dtype=np.float32)


def _sentences(clause: Clause, reader: Reader) -> list[Sentence]:
    spans = _with_exceptions(clause.text, sentences(clause.text, 0, len(clause.text)))
    if len(spans) < 2:
        return [_sentence(clause.text, clause, reader, clause.modality, clause.conditions)]
    texts = [clause.text[start:end] for start, end in spans]
    return [_sentence(t, clause, reader, modality_of(t, clause.lead_in), conditions_of(t)) for t in texts]


def _with_exceptions(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same sentences; one that only says who is excepted belongs to the rule before it."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        begins = found.pop()[0] if found and _EXCEPTS.match(text, start, end) else start
        found.append((begins, end))
    return found


def _sentence(
    text: str, clause: Clause, reader: Reader, modality: Modality, conditions: tuple[Condition, ...]
) -> Sentence:
    concepts = tuple(_settling(c, text, reader) for c in conditions)
    words = f"{clause.lead_in}\n{text}".lower()
    found = tuple(name for name, pattern in WORDINGS.items() if pattern.search(words))
    return Sentence(text, reader.clause(text), modality, conditions, concepts, found)


def _settling(condition: Condition, text: str, reader: Reader) -> frozenset[str]:
    """The concepts by which a question settles the condition: none where it asks for several things.

    Whom or what the rule itself names, a question about the rule names too: "unless a pupil is at risk" is not met
    because somebody asks about a pupil.
    """
    if joined(condition):
        return frozenset()
    rule = reader.clause(text.replace(condition.text, " ")).concepts
    named = {concept for concept in rule if concept.startswith(("who.", "thing."))}
    return reader.clause(condition.text).concepts - named


def _postings(readings: Sequence[Reading]) -> tuple[dict[str, Posting], dict[str, float]]:
    lengths = np.array([max(1, len(r.stems)) for r in readings], dtype=np.float32)
    mean = float(lengths.mean())
    having: dict[str, list[int]] = {}
    for row, reading in enumerate(readings):
        for feature in reading.features:
            having.setdefault(feature, []).append(row)
    counts = [Counter(r.stems) for r in readings]
    postings: dict[str, Posting] = {}
    rarity: dict[str, float] = {}
    for feature, rows in having.items():
        idf = float(np.log(1 + (len(readings) - len(rows) + 0.5) / (len(rows) + 0.5)))
        at = np.array(rows, dtype=np.intp)
        often = np.array([max(1, counts[row][feature]) for row in rows], dtype=np.float32)
        damped = often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * lengths[at] / mean))
        postings[feature] = (at, (idf * damped).astype(np.float32), idf)
        rarity[feature] = idf
    return postings, rarity


@cache
def group_of(concept: str) -> int | None:
    """The place in GROUPS of the group that a concept belongs to; None: none of them."""
    group = concept.split(".", maxsplit=1)[0]
    return GROUPS.index(group) if group in GROUPS else None


def _concepts(
    readings: Sequence[Reading], headings: Sequence[Reading], rarity: Mapping[str, float]
) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for concept in sorted({c for reading in (*readings, *headings) for c in reading.concepts}):
        named = np.array([concept in reading.concepts for reading in readings], dtype=np.float32)
        above = np.array([concept in reading.concepts for reading in headings], dtype=np.float32)
        weight = rarity.get(f"@{concept}", 0.0)
        found[concept] = Concept(group_of(concept), named * np.float32(weight), weight, above if above.any() else None)
    return found


def _group_totals(concepts: Mapping[str, Concept], size: int) -> Floats:
    totals = np.zeros((len(GROUPS), size), dtype=np.float32)
    for concept in concepts.values():
        if concept.group is not None:
            totals[concept.group] += concept.weights
    return totals


def _static(clause: Clause) -> Floats:
    kinds = {condition.kind for condition in clause.conditions}
    length = len(clause.text)
    numbers = [
        np.log(max(length, 20) / 150.0),
        1.0 if length < 60 else 0.0,
        1.0 if clause.lead_in else 0.0,
        *(1.0 if clause.modality is m else 0.0 for m in MODALITIES),
        *(1.0 if clause.section is s else 0.0 for s in SECTIONS),
        *(1.0 if b in clause.binds else 0.0 for b in BINDS),
        *(1.0 if k in kinds else 0.0 for k in CONDITIONS),
    ]
    return np.array(numbers, dtype=np.float32)
