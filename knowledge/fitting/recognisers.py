"""Fits the two recognisers on the library: question → situation, clause → situation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from knowledge.engine.fitted import Fitted, Floats, Recogniser
from knowledge.engine.library import Situation
from knowledge.fitting.kindred import fit_kindred
from knowledge.language.reading import Reader
from knowledge.language.tokens import tokenise
from knowledge.model import Verdict

_SEEN_AT_LEAST = 2  # texts; a feature seen once cannot carry over
_C_QUESTIONS = 20.0
_C_CLAUSES = 20.0


def fit_recognisers(situations: Sequence[Situation]) -> Fitted:
    """Fit both recognisers; ranking, verdict and confidence are added by the later steps."""
    words = Counter(w for s in situations for text in (*s.questions, *s.clauses) for w in tokenise(text))
    known = {w: n for w, n in words.items() if n > 1 and len(w) > 2}
    reader = Reader(known)
    questions = [(reader.question(q).features, i) for i, s in enumerate(situations) for q in s.questions]
    clauses = [(reader.clause(c).features, i) for i, s in enumerate(situations) for c in s.clauses]
    seen = Counter(f for features, _ in (*questions, *clauses) for f in features)
    vocabulary = {f: row for row, f in enumerate(sorted(f for f, n in seen.items() if n >= _SEEN_AT_LEAST))}
    total = len(questions) + len(clauses)
    idf = np.array([np.log((1 + total) / (1 + seen[f])) + 1 for f in vocabulary], dtype=np.float32)
    of_clauses = _fit(clauses, questions, 0.25, vocabulary, idf, len(situations), _C_CLAUSES)
    return Fitted(
        vocabulary=vocabulary,
        idf=idf,
        questions=_fit(questions, clauses, 0.5, vocabulary, idf, len(situations), _C_QUESTIONS),
        clauses=of_clauses.only,
        situations=tuple(s.key for s in situations),
        subjects=tuple(s.subject for s in situations),
        asks=tuple(s.asks for s in situations),
        usual=np.array([list(Verdict).index(s.usual) for s in situations], dtype=np.int8),
        words=known,
        kin=fit_kindred((*questions, *clauses), list(vocabulary), len(situations)),
        weights={},
    )


_Texts = Sequence[tuple[tuple[str, ...], int]]


def _fit(
    texts: _Texts, others: _Texts, weight: float, vocabulary: dict[str, int], idf: Floats, classes: int, strength: float
) -> Recogniser:
    """Multinomial logistic regression on `texts`, and on `others` with less `weight`."""
    matrix = _matrix([f for f, _ in (*texts, *others)], vocabulary, idf)
    labels = np.array([label for _, label in (*texts, *others)])
    weights = np.concatenate([np.ones(len(texts)), np.full(len(others), weight)])
    model = LogisticRegression(C=strength, max_iter=80).fit(matrix, labels, sample_weight=weights)
    full = np.zeros((classes, matrix.shape[1]), dtype=np.float32)
    bias = np.full(classes, -20.0, dtype=np.float32)
    full[model.classes_] = model.coef_
    bias[model.classes_] = model.intercept_
    scale = np.maximum(np.abs(full).max(axis=1), 1e-6) / 127
    return Recogniser(np.round(full / scale[:, None]).astype(np.int8).T.copy(), scale.astype(np.float32), bias)


def _matrix(texts: Sequence[tuple[str, ...]], vocabulary: dict[str, int], idf: Floats) -> sparse.csr_matrix:
    rows, columns = [], []
    for row, features in enumerate(texts):
        at = [vocabulary[f] for f in features if f in vocabulary]
        columns += at
        rows += [row] * len(at)
    values = idf[columns]
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary)))
    size = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
    size[size == 0] = 1
    return sparse.diags(1 / size) @ matrix
