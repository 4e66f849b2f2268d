"""The fitted numbers: one data file, made by `make fit` from the library and the training policies.

`python -m zipfile -l knowledge/data/model.npz` lists what is in it; docs/engine.md says how it is made.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Features → probabilities of situations: multinomial logistic regression, weights in 8 bits."""

    weights: NDArray[np.int8]  # features × situations
    scale: Floats  # per situation
    bias: Floats

    def probabilities(self, rows: NDArray[np.intp], values: Floats) -> Floats:
        """P(situation) for a text whose features stand in `rows` with `values` (unit length)."""
        if len(rows) == 0:
            scores = self.bias.copy()
        else:
            scores = (values @ self.weights[rows].astype(np.float32)) * self.scale + self.bias
        scores -= np.maximum.reduce(scores)
        np.exp(scores, out=scores)
        scores /= np.add.reduce(scores)
        return scores


@dataclass(frozen=True, slots=True)
class Fitted:
    """Everything that was learnt."""

    vocabulary: dict[str, int]  # feature → row
    idf: Floats
    questions: Recogniser
    clauses: Recogniser
    situations: tuple[str, ...]
    subjects: tuple[str, ...]  # of each situation
    asks: tuple[str, ...]  # what each situation asks, in one sentence
    usual: NDArray[np.int8]  # of each situation, index into list(Verdict)
    words: dict[str, int]  # known words → how often, for typing mistakes
    weights: dict[str, Any]  # small parts: ranking, verdict, confidence, each a nested list of numbers

    def vector(self, features: tuple[str, ...]) -> tuple[NDArray[np.intp], Floats]:
        """Rows and values (tf-idf, unit length) of the features that are known."""
        vocabulary = self.vocabulary
        rows = np.array(sorted([i for f in features if (i := vocabulary.get(f)) is not None]), dtype=np.intp)
        values = self.idf[rows]
        size = sqrt(values @ values)
        return rows, (values / size if size else values)

    def save(self, path: str) -> None:
        """Write the data file; the same numbers give the same bytes."""
        np.savez_compressed(
            path,
            idf=self.idf.astype(np.float16),
            q_weights=self.questions.weights, q_scale=self.questions.scale, q_bias=self.questions.bias,
            c_weights=self.clauses.weights, c_scale=self.clauses.scale, c_bias=self.clauses.bias,
            usual=self.usual,
            text=np.frombuffer(json.dumps({
                "vocabulary": list(self.vocabulary), "situations": self.situations, "subjects": self.subjects,
                "asks": self.asks, "words": self.words, "weights": self.weights,
            }, ensure_ascii=False).encode(), dtype=np.uint8),
        )  # fmt: skip

    @classmethod
    def load(cls, data: bytes) -> Fitted:
        """Read what `save` wrote."""
        with np.load(io.BytesIO(data)) as arrays:
            text = json.loads(arrays["text"].tobytes())
            return cls(
                vocabulary={feature: row for row, feature in enumerate(text["vocabulary"])},
                idf=arrays["idf"].astype(np.float32),
                questions=Recogniser(arrays["q_weights"], arrays["q_scale"], arrays["q_bias"]),
                clauses=Recogniser(arrays["c_weights"], arrays["c_scale"], arrays["c_bias"]),
                situations=tuple(text["situations"]),
                subjects=tuple(text["subjects"]),
                asks=tuple(text["asks"]),
                usual=arrays["usual"],
                words=text["words"],
                weights=text["weights"],
            )


@cache
def shipped() -> Fitted:
    """The numbers that come with the product, read once."""
    return Fitted.load((files("knowledge") / "data" / "model.npz").read_bytes())
