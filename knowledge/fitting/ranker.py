"""Fits the weights of ranking: the right clause of a question should stand above the others (softmax over a policy)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge.engine.fitted import Floats

Example = tuple[Floats, NDArray[np.bool_]]  # numbers of every clause; which clauses are right


def fit_ranker(examples: Sequence[Example], ridge: float = 10.0) -> Floats:
    """The weights that make the right clauses likeliest. `ridge`: strength of the pull towards nought."""
    size = examples[0][0].shape[1]
    scale = np.sqrt(np.mean([np.square(x).mean(axis=0) for x, _ in examples], axis=0)) + 1e-3

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total = ridge * float(w @ w)
        gradient = 2 * ridge * w
        for numbers, right in scaled:
            scores = numbers @ w
            scores -= scores.max()
            p = np.exp(scores)
            p /= p.sum()
            good = float(p[right].sum()) + 1e-12
            total -= np.log(good)
            gradient += (p - np.where(right, p / good, 0)) @ numbers
        return total, gradient

    scaled = [((x / scale).astype(np.float64), right) for x, right in examples if right.any()]
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x / scale, dtype=np.float32)
