"""Logistic regression on named signs, with scikit-learn, given back as plain numbers by name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.engine.deciding import Signs

_DIGITS = 4


def fit_yes_no(signs: Sequence[Signs], right: Sequence[bool], strength: float = 0.3) -> dict[str, float]:
    """Weights by sign for P(right)."""
    vectoriser = DictVectorizer()
    matrix = vectoriser.fit_transform(signs)
    model = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False).fit(matrix, np.array(right))
    return {n: round(float(w), _DIGITS) for n, w in zip(vectoriser.feature_names_, model.coef_[0], strict=True)}


def fit_classes(
    signs: Sequence[Signs], labels: Sequence[int], classes: int, weights: Sequence[float], strength: float = 0.3
) -> dict[str, list[float]]:
    """Weights by sign, a number a class; `weights`: of each example. A class without an example gets noughts."""
    vectoriser = DictVectorizer()
    matrix = vectoriser.fit_transform(signs)
    model = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False)
    model.fit(matrix, np.array(labels), sample_weight=np.array(weights))
    table = np.zeros((len(vectoriser.feature_names_), classes))
    table[:, model.classes_] = model.coef_.T
    return {n: [round(float(x), _DIGITS) for x in row] for n, row in zip(vectoriser.feature_names_, table, strict=True)}
