"""How sure we may be: is it covered at all, is the verdict right. Calibrated on policies left out of the fitting."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

import numpy as np

from knowledge.engine.deciding import Signs
from knowledge.engine.fitted import Floats
from knowledge.engine.prepared import Prepared
from knowledge.engine.ranking import COMPARED, VERDICTS, Question
from knowledge.model import Modality, Verdict

_NOT_COVERED = VERDICTS.index(Verdict.NOT_COVERED)
_AT = {name: i for i, name in enumerate(COMPARED)}


def coverage_signs(question: Question, prepared: Prepared, compared: Floats, scores: Floats) -> Signs:
    """What speaks for the policy deciding the question, and for the first clause being the right one.

    Few signs, each with a plain meaning: more of them fitted the training policies better and new ones worse.
    """
    top = int(scores.argmax())
    p = np.exp(scores - scores[top])
    likely = np.argpartition(question.situations, -3)[-3:]
    first = likely[question.situations[likely].argmax()]
    row = compared[top].tolist()
    return {
        "1": 1.0,
        "first": float(1 / p.sum()),
        "situation": float(question.situations[first]),
        "support": float(question.situations @ prepared.support),
        "log support": log(float(question.situations[likely] @ prepared.support[likely]) + 1e-3),
        "log agree": row[_AT["log_agree"]],
        "agree root": row[_AT["agree_root"]],
        "relative": row[_AT["agree_relative"]],
        "bm25": row[_AT["bm25_share"]],
        "kin whole": row[_AT["kin_whole"]],
        "agree": row[_AT["agree"]],
        "plain": float(prepared.affinity[top].max()),
        "best bm25": float(min(compared[:, _AT["bm25"]].max(), 3.0)),
        "concepts": row[_AT["concept_share"]],
        "best concepts": float(compared[:, _AT["concept_share"]].max()),
        "all three": row[_AT["all_three"]],
        "clash who": row[_AT["who_clash"]],
        "clash thing": row[_AT["thing_clash"]],
        "logit outside": _logit(float(question.usual[_NOT_COVERED])),
        "has concepts": min(len(question.reading.concepts), 6) / 6,
        "ood": 1.0 if any(c.startswith("ood.") for c in question.reading.concepts) else 0.0,
        "same situation": float(int(prepared.affinity[top].argmax() == first)),
    }


def verdict_signs(coverage: Signs, question: Question, modality: Modality, first: Floats, mixed: Floats) -> Signs:
    """What speaks for the verdict being right.

    `modality`: of the first clause's deciding sentence; `first`: P(verdict) by the first clause; `mixed`: by the first
    few.
    """
    ranked = sorted(zip(mixed.tolist(), range(len(VERDICTS)), strict=True), reverse=True)
    (likeliest, top), (second, _) = ranked[:2]
    best, form = VERDICTS[top], question.asked.form
    return {
        **coverage,
        "verdict": likeliest,
        "logit verdict": _logit(likeliest),
        "verdict margin": likeliest - second,
        "first agrees": float(int(first.argmax()) == top),
        "first's": float(first[top]),
        "doubt": _doubt(mixed),
        "first's doubt": _doubt(first),
        "usual": float(question.usual[top]),
        f"usual is {best}": float(question.usual[top]),
        "as usual": float(int(question.usual.argmax()) == top),
        f"is {best}": 1.0,
        f"mod={modality} is {best}": 1.0,
        f"form={form}": 1.0,
        f"form={form} is {best}": 1.0,
    }


def probability(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Logistic regression: signs by name, weights by name."""
    total = 0.0
    for name, value in signs.items():
        total += value * weights.get(name, 0.0)
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def _doubt(p: Floats) -> float:
    """How evenly a probability is spread: 0 where one verdict has it all."""
    return 1.0 - float(p @ p)


def _logit(p: float) -> float:
    p = min(max(p, 0.005), 0.995)
    return log(p / (1 - p)) / 3
