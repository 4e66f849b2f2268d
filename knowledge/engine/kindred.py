"""Kindred words: “insta” and “social networking” stand for the same situations, and so meet though they differ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

import numpy as np

from knowledge.engine.fitted import Fitted, Floats
from knowledge.language.reading import Reading

_STRANGERS = np.float32(0.2)  # likeness up to which two words have nothing to do with each other
_KEPT = 2048  # words of questions whose likenesses are remembered


class Met(NamedTuple):
    """For each clause, up to 1: how much of the question has kin in it; how near both are as a whole."""

    asked: Floats
    whole: Floats


class Kindred:
    """The words of a policy's clauses, by clause, and how near each word of a question comes to them."""

    def __init__(self, readings: Sequence[Reading], numbers: Fitted) -> None:
        """Of the clauses' `readings`."""
        self._rows, self._weights, self._kin = numbers.word_rows, numbers.word_weights, numbers.kin
        said = [[self._rows[word] for word in dict.fromkeys(r.stems) if word in self._rows] for r in readings]
        words = sorted({row for rows in said for row in rows})
        place = {row: at for at, row in enumerate(words)}
        nobody = len(words)  # stands in a clause of which no word is known, and is like no other word
        vectors = numbers.kin[words].astype(np.float32) / 127
        self._vectors = np.vstack([vectors, np.zeros((1, vectors.shape[1]), dtype=np.float32)])
        flat = [[place[row] for row in rows] or [nobody] for rows in said]
        self._flat = np.array([at for some in flat for at in some], dtype=np.intp)
        self._starts = np.cumsum([0, *map(len, flat[:-1])], dtype=np.intp)
        weights = np.append(numbers.word_weights[words], np.float32(1.0))[self._flat]
        self._wholes = _unit(np.add.reduceat(self._vectors[self._flat] * weights[:, None], self._starts))
        self._near = lru_cache(_KEPT)(self._nearness)

    def meet(self, reading: Reading) -> Met:
        """How the question meets each clause."""
        found = [row for word in dict.fromkeys(reading.stems) if (row := self._rows.get(word)) is not None]
        size = len(self._starts)
        if not found:
            nothing = np.zeros(size, dtype=np.float32)
            return Met(nothing, nothing)
        total = np.add.reduce([self._near(row) for row in found])
        whole = total[size:-1]
        return Met(total[:size] / total[-1], self._wholes @ (whole / max(sqrt(whole @ whole), 1e-9)))

    def _nearness(self, row: int) -> Floats:
        """How near one word comes to each clause, its own vector, and 1: all times its weight, so that they add up."""
        vector = self._kin[row].astype(np.float32) / 127
        near = np.maximum(self._vectors @ vector - _STRANGERS, 0) / (1 - _STRANGERS)
        by_clause = np.maximum.reduceat(near[self._flat], self._starts)
        return np.asarray(np.concatenate([by_clause, vector, [1.0]]) * self._weights[row], dtype=np.float32)


def _unit(vectors: Floats) -> Floats:
    """Each vector with length 1; one of noughts stays."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), dtype=np.float32)
