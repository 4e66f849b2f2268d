"""Which clause decides it: numbers that compare a question with every clause, and their weighted sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.engine.fitted import Fitted, Floats
from knowledge.engine.prepared import BINDS, GROUPS, MODALITIES, Prepared, centred
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


def read_question(text: str, fitted: Fitted, reader: Reader) -> Question:
    """Read what somebody asked."""
    reading = reader.question(text)
    situations = fitted.questions.probabilities(*fitted.vector(reading.features))
    usual = np.bincount(fitted.usual, weights=situations, minlength=len(VERDICTS)).astype(np.float32)
    hopes = tuple(name for name, pattern in HOPES.items() if pattern.search(text))
    return Question(text, reading, asked(text), situations, usual, hopes)


_UNHEARD_OF = 2.0  # the weight of a concept in the question that no clause has

COMPARED = (
    "agree", "agree_root", "agree_relative", "agree_flat", "agree_sharp", "agree_logits", "log_agree",
    "bm25", "bm25_share", "concept_share", "concept_focus",
    *(f"{g}_shared" for g in GROUPS), *(f"{g}_missed" for g in GROUPS), *(f"{g}_extra" for g in GROUPS),
    *(f"{g}_clash" for g in GROUPS[:3]), "heading", "all_three", "other_reader",
)  # fmt: skip


def compare(question: Question, prepared: Prepared) -> Floats:
    """Clauses × numbers: how each compares with the question (COMPARED, form × modality, usual × modality, static)."""
    p = question.situations
    sharp = p * np.sqrt(p)
    sharp /= sharp.sum()
    agree = prepared.affinity @ p
    root = prepared.root @ np.sqrt(p)
    relative = prepared.relative @ p
    flat = prepared.flat @ sharp
    logits = prepared.logits @ centred(p)
    bm25, possible = _bm25(question.reading, prepared)
    groups = _groups(question.reading, prepared)
    other = _other_reader(question.reading, prepared)
    columns = [
        agree, root, relative, flat * 20, prepared.relative @ sharp, logits, np.log(flat + 1e-5) * 0.25,
        bm25 * 0.1, bm25 / possible, *groups, other,
    ]  # fmt: skip
    compared = np.stack(columns, axis=1).astype(np.float32)
    form = np.zeros((prepared.size, len(FORMS) * len(MODALITIES)), dtype=np.float32)
    form[np.arange(prepared.size), FORMS.index(question.asked.form) * len(MODALITIES) + prepared.modality] = 1
    usual = np.zeros((prepared.size, len(VERDICTS) * len(MODALITIES)), dtype=np.float32)
    for v, share in enumerate(question.usual):
        usual[np.arange(prepared.size), v * len(MODALITIES) + prepared.modality] = share
    return np.hstack([compared, form, usual, prepared.static])


def _bm25(reading: Reading, prepared: Prepared) -> tuple[Floats, float]:
    scores = np.zeros(prepared.size, dtype=np.float32)
    possible = 0.0
    for feature in reading.features:
        found = prepared.postings.get(feature)
        if found is not None:
            scores[found[0]] += found[1]
            possible += prepared.rarity[feature]
    return scores, max(possible, 1.0)


def _groups(reading: Reading, prepared: Prepared) -> list[NDArray[np.float32]]:
    shared, missed, extra, clash = [], [], [], []
    total_shared = np.zeros(prepared.size, dtype=np.float32)
    asked_for = 0.0
    for g, group in enumerate(GROUPS):
        mine = [c for c in reading.concepts if c.startswith(group + ".")]
        columns = [prepared.concept_columns[c] for c in mine if c in prepared.concept_columns]
        common = prepared.concept_weights[:, columns].sum(axis=1) if columns else np.zeros(prepared.size, np.float32)
        total = prepared.concept_totals[:, g]
        shared.append(np.minimum(common, 8) * 0.25)
        missed.append(np.full(prepared.size, len(mine) * 0.5, np.float32) - (common > 0) * 0.5)
        extra.append((total - common) * 0.1)
        if g < 3:  # who, act, thing: both name some, none in common
            clash.append(((common == 0) & (total > 0) & bool(mine)).astype(np.float32))
        total_shared += common
        asked_for += sum(float(prepared.concept_weights[:, c].max()) for c in columns) + 2.0 * (
            len(mine) - len(columns)
        )
    everything = prepared.concept_totals.sum(axis=1)
    both = (shared[0] > 0).astype(np.float32) * (shared[1] > 0) * (shared[2] > 0)
    mine_columns = [prepared.concept_columns[c] for c in reading.concepts if c in prepared.concept_columns]
    heading = prepared.heading_concepts[:, mine_columns].sum(axis=1) if mine_columns else np.zeros(prepared.size)
    return [
        total_shared / max(asked_for, 1.0), total_shared / np.maximum(everything, 1.0),
        *shared, *missed, *extra, *clash, np.minimum(heading, 3).astype(np.float32), both,
    ]  # fmt: skip


def _other_reader(reading: Reading, prepared: Prepared) -> Floats:
    """1 where the clause binds only people whom the question does not name (parents, pupils, head, contractors…)."""
    start = prepared.static.shape[1] - len(BINDS) - 5
    binds = prepared.static[:, start : start + len(BINDS)]
    named = reading.concepts
    wanted = np.array(
        [1.0] + [1.0 if any(n in named for n in names) else 0.0 for names in (
            ("who.head", "who.slt", "who.deputy"), ("who.governor", "who.chair"), ("who.contractor", "who.supplier"),
            ("who.volunteer",), (), ())],
        dtype=np.float32,
    )  # fmt: skip
    return ((binds @ wanted) == 0).astype(np.float32)


def scores(question: Question, prepared: Prepared, weights: Floats) -> Floats:
    """One number a clause; only their order and distances mean something."""
    return np.asarray(compare(question, prepared) @ weights)


def read(fitted: Fitted) -> Reader:
    """A reader that mends typing mistakes with the words the numbers were fitted on."""
    return Reader(fitted.words)
