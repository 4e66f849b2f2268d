"""Ranking, verdict, coverage, confidence: each fitted on the training policies, the later ones on what the earlier
ones do to policies that were left out of their fitting; so that confidence speaks of a school never seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from knowledge.engine.confidence import coverage_signs, probability, verdict_signs
from knowledge.engine.deciding import HEARD, Signs, VerdictWeights, deciding_sentence, mixed_verdict, settle, signs
from knowledge.engine.fitted import Floats
from knowledge.engine.guards import may_show
from knowledge.engine.ranking import VERDICTS
from knowledge.fitting.examples import Example
from knowledge.fitting.logistic import fit_classes, fit_yes_no
from knowledge.fitting.ranker import fit_ranker
from knowledge.fitting.rows import Row, report
from knowledge.model import Verdict

_CONTRASTS_WEIGH = 0.25  # of a question over a whole policy: they are harder than what people ask
_ABSTAIN_PRECISION = 0.86  # of silences, how many are right: above the promised 0.75, for schools unlike these
# Of verdict words shown, how many are right. A false yes is the error that must not happen, and "take care" the word
# that helps least.
_SHOW_PRECISION = {
    Verdict.NO: 0.9, Verdict.MUST: 0.9, Verdict.ONLY_IF: 0.9, Verdict.YES: 0.95, Verdict.TAKE_CARE: 0.95,
}  # fmt: skip
_FOUND_PRECISION = 0.85  # of first clauses whose condition a pressed button may settle, how many are the right ones
_FEWEST = 8  # examples; fewer prove nothing
_FEWEST_YES = 20  # of the one word that must not be wrong
_LEAST_SURE = 20  # examples: of those that are just shown as many must be right, or the sure ones hide the others
_NEVER = 1.01


Contrasted = tuple[Signs, Verdict]  # the signs of one question put to one clause, and the right verdict


def left_out(examples: Sequence[Example], contrasts: Sequence[Contrasted]) -> list[Row]:
    """Rank and decide every policy with weights fitted on the others."""
    rows: list[Row] = []
    for key in sorted({e.labelled.policy for e in examples}):
        others = [e for e in examples if e.labelled.policy != key]
        ranking = _ranking(others)
        verdict = _verdict_weights(others, ranking, contrasts)
        rows += [_row(e, ranking, verdict) for e in examples if e.labelled.policy == key]
    return rows


def fit_steps(examples: Sequence[Example], rows: Sequence[Row], contrasts: Sequence[Contrasted]) -> dict[str, Any]:
    """All small weights: ranking and verdict from all examples, confidence from the left-out rows."""
    ranking = _ranking(examples)
    verdict = _verdict_weights(examples, ranking, contrasts)
    return {
        "ranking": [round(float(w), 5) for w in ranking],
        "verdict": {name: [float(x) for x in row] for name, row in verdict.items()},
        **confidence_weights(rows),
        **thresholds(rows),
    }


def confidence_weights(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Weights for P(covered), P(the first clause is the right one) and P(clause and verdict are right)."""
    return {
        "covered": fit_yes_no([r.coverage for r in rows], [r.covered for r in rows]),
        "found": fit_yes_no([r.coverage for r in rows], [r.hit for r in rows]),
        "right": fit_yes_no([r.right for r in rows], [r.verdict_right and r.hit for r in rows]),
    }


def thresholds(rows: Sequence[Row]) -> dict[str, Any]:
    """Where silence ends, where each verdict word is shown, and where a settled condition settles the answer.

    Each probability comes from weights fitted on the other policies.
    """
    for key in {r.example.labelled.policy for r in rows}:
        weights = confidence_weights([r for r in rows if r.example.labelled.policy != key])
        for r in (r for r in rows if r.example.labelled.policy == key):
            r.p_covered = probability(r.coverage, weights["covered"])
            r.p_found = probability(r.coverage, weights["found"])
            r.p_right = probability(r.right, weights["right"])
    cover_from = round(_highest(sorted(r.p_covered for r in rows), rows), 4)
    answered = [r for r in rows if r.p_covered >= cover_from]
    showable = [r for r in answered if r.may_show]
    show_from = {
        verdict.value: _lowest(
            [(r.p_right, r.verdict_right and r.covered) for r in showable if r.verdict is verdict],
            wanted,
            _FEWEST_YES if verdict is Verdict.YES else _FEWEST,
        )
        for verdict, wanted in _SHOW_PRECISION.items()
    }
    found_from = _lowest([(r.p_found, r.hit) for r in answered], _FOUND_PRECISION)
    print(report(rows, cover_from, show_from))
    return {"cover_from": cover_from, "show_from": show_from, "found_from": found_from}


def _lowest(judged: Sequence[tuple[float, bool]], precision: float, fewest: int = _FEWEST) -> float:
    """The lowest probability from which at least `precision` are right, among the least sure of them too.

    Above 1 where there is none, or where fewer than `fewest` would speak for it.
    """
    ranked = sorted(judged, reverse=True)
    best, good = _NEVER, 0
    for n, (p, right) in enumerate(ranked, 1):
        good += right
        last = ranked[max(0, n - _LEAST_SURE) : n]
        if n >= fewest and good >= precision * n and sum(right for _, right in last) >= precision * len(last):
            best = round(p, 4)
    return best


def _highest(values: Sequence[float], rows: Sequence[Row]) -> float:
    best = 0.0
    for at in values:
        silent = [r for r in rows if r.p_covered < at]
        if len(silent) >= 10 and sum(not r.example.covered for r in silent) / len(silent) >= _ABSTAIN_PRECISION:
            best = at
    return best


def _ranking(examples: Sequence[Example]) -> Floats:
    return fit_ranker([(e.compared, e.right) for e in examples])


def _verdict_weights(
    examples: Sequence[Example], ranking: Floats, contrasts: Sequence[Contrasted]
) -> dict[str, list[float]]:
    made = [found for found, _ in contrasts]
    labels = [VERDICTS.index(verdict) for _, verdict in contrasts]
    for e in examples:
        if e.right.any():
            best = int(np.argmax(np.where(e.right, e.compared @ ranking, -np.inf)))
            made.append(_signs(e, best))
            labels.append(VERDICTS.index(e.labelled.verdicts[0]))
    weights = [_CONTRASTS_WEIGH] * len(contrasts) + [1.0] * (len(made) - len(contrasts))
    return fit_classes(made, labels, len(VERDICTS), weights)


def _signs(e: Example, row: int) -> Signs:
    clause = e.prepared.places[row][1]
    sentence = deciding_sentence(e.question, e.prepared, row)
    settled = settle(e.question.reading, sentence)
    return signs(e.question, clause, sentence, settled)


def _row(e: Example, ranking: Floats, verdict: dict[str, list[float]]) -> Row:
    scores = e.compared @ ranking
    order = np.argsort(-scores)[:HEARD]
    weights = VerdictWeights.of(verdict)
    verdicts = [weights.probabilities(_signs(e, int(row))) for row in order]
    mixed = mixed_verdict(verdicts, np.exp(scores[order] - scores[order[0]]))
    best = VERDICTS[int(mixed.argmax())]
    coverage = coverage_signs(e.question, e.prepared, e.compared, scores)
    modality = deciding_sentence(e.question, e.prepared, int(order[0])).modality
    right = verdict_signs(coverage, e.question, modality, verdicts[0], mixed)
    agreed = int(verdicts[0].argmax()) == int(mixed.argmax())
    showable = agreed and may_show(best, e.question, e.prepared, int(order[0]))
    return Row(e, bool(e.right[order[0]]), best in e.labelled.verdicts, best, showable, coverage, right)
