"""Fits what words are kindred: those that people use of the same situations, in questions and in clauses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from knowledge.engine.fitted import single_words

_SIZE = 64  # numbers a word; with more, words stay apart that mean the same
_SHORT = 8.0  # words and concepts up to which a text counts in full
_EVENED = 0.75  # power by which frequent situations are taken back

Texts = Sequence[tuple[Sequence[str], int]]  # the features of a text, and its situation


def fit_kindred(texts: Texts, vocabulary: Sequence[str], situations: int) -> NDArray[np.int8]:
    """A vector of length 127 for each single word of `vocabulary`, in its order.

    Positive mutual information of word and situation, brought down to a few numbers. Concepts have a part in it, since
    they bind words together, and are then left out.
    """
    words = single_words(vocabulary)
    concepts = [feature for feature in vocabulary if feature[0] == "@" and ">" not in feature]
    rows = {feature: row for row, feature in enumerate((*words, *concepts))}
    at, of, much = [], [], []
    for features, situation in texts:
        found = [row for feature in features if (row := rows.get(feature)) is not None]
        at += found
        of += [situation] * len(found)
        much += [_SHORT / max(len(found), _SHORT)] * len(found)
    counts = sparse.csr_matrix((much, (at, of)), shape=(len(rows), situations)).tocoo()
    often = np.asarray(counts.sum(axis=1)).ravel()
    common = np.asarray(counts.sum(axis=0)).ravel() ** _EVENED
    told = np.log(counts.data / often[counts.row] / (common / common.sum())[counts.col])
    kept = told > 0
    table = sparse.csr_matrix((told[kept], (counts.row[kept], counts.col[kept])), shape=counts.shape)
    left, values, _ = svds(table, k=_SIZE, v0=np.ones(min(table.shape)))
    vectors = (left * np.sqrt(values))[: len(words)]
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(np.round(vectors * 127), dtype=np.int8)
