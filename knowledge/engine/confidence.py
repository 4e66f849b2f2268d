"""How sure we may be: is it covered at all, is the clause right, is the verdict right. Calibrated on left-out policies."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

import numpy as np

from knowledge.engine.deciding import Signs
from knowledge.engine.fitted import Floats
from knowledge.engine.prepared import Prepared
from knowledge.engine.ranking import COMPARED, VERDICTS, Question
from knowledge.model import Verdict

_AT = {name: i for i, name in enumerate(COMPARED)}


def coverage_signs(question: Question, prepared: Prepared, compared: Floats, scores: Floats) -> Signs:
    """What speaks for the policy deciding the question, and for the first clause being the right one."""
    order = np.argsort(-scores)[:4]
    top = int(order[0])
    p = np.exp(scores - scores.max())
    p /= p.sum()
    situations = question.situations
    likely = np.argsort(-situations)[:3]
    row = compared[top]
    spread = -float(np.sum(p * np.log(p + 1e-9)))
    outside = float(question.usual[VERDICTS.index(Verdict.NOT_COVERED)])
    known = sum(1 for f in question.reading.features if f in prepared.rarity)
    return {
        "1": 1.0,
        "first": float(p[top]),
        "logit first": _logit(float(p[top])),
        "margin": min(float(scores[order[0]] - scores[order[1]]), 6.0) / 3 if len(order) > 1 else 1.0,
        "score": float(np.clip(scores[top] / 5, -4, 4)),
        "spread": spread,
        "situation": float(situations[likely[0]]),
        "situation margin": float(situations[likely[0]] - situations[likely[1]]),
        "support": float(situations @ prepared.support),
        "support of likely": float(prepared.support[likely[0]]),
        "log support": log(float(situations[likely] @ prepared.support[likely]) + 1e-3),
        "agree": float(row[_AT["agree"]]),
        "log agree": float(row[_AT["log_agree"]]),
        "agree root": float(row[_AT["agree_root"]]),
        "relative": float(row[_AT["agree_relative"]]),
        "bm25": float(row[_AT["bm25_share"]]),
        "bm25 raw": float(min(row[_AT["bm25"]], 3.0)),
        "best bm25": float(min(compared[:, _AT["bm25"]].max(), 3.0)),
        "concepts": float(row[_AT["concept_share"]]),
        "focus": float(row[_AT["concept_focus"]]),
        "best concepts": float(compared[:, _AT["concept_share"]].max()),
        "all three": float(row[_AT["all_three"]]),
        "clash who": float(row[_AT["who_clash"]]),
        "clash act": float(row[_AT["act_clash"]]),
        "clash thing": float(row[_AT["thing_clash"]]),
        "outside": outside,
        "logit outside": _logit(outside),
        "known": known / max(1, len(question.reading.features)),
        "has concepts": min(len(question.reading.concepts), 6) / 6,
        "ood": 1.0 if any(c.startswith("ood.") for c in question.reading.concepts) else 0.0,
        "length": min(len(question.reading.stems), 60) / 30,
        f"form={question.asked.form.value}": 1.0,
        "same situation": float(int(prepared.affinity[top].argmax() == likely[0])),
    }


def verdict_signs(coverage: Signs, verdicts: Floats) -> Signs:
    """What speaks for the verdict being right, given what speaks for the clause."""
    order = np.argsort(-verdicts)
    best = VERDICTS[int(order[0])].value
    margin = float(verdicts[order[0]] - verdicts[order[1]])
    return {
        **coverage,
        "verdict": float(verdicts[order[0]]),
        "logit verdict": _logit(float(verdicts[order[0]])),
        "verdict margin": margin,
        f"is {best}": 1.0,
    }


def probability(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Logistic regression: signs by name, weights by name."""
    total = sum(value * weights.get(name, 0.0) for name, value in signs.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def _logit(p: float) -> float:
    p = min(max(p, 0.005), 0.995)
    return log(p / (1 - p)) / 3
