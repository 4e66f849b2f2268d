"""The fitted numbers: one data file, made by `make fit` from the library and the training policies.

`python -m zipfile -l knowledge/data/model.npz` lists what is in it; docs/engine.md says how it is made.
"""

from __future__ import annotations

import io
import json
import mmap
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from math import sqrt
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

_BLOCK = 2048  # features read at a time


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Features → probabilities of situations: multinomial logistic regression, weights in 8 bits."""

    weights: NDArray[np.int8]  # features × situations
    scale: Floats  # per situation
    bias: Floats

    def only(self, rows: Rows) -> Recogniser:
        """Of some features alone, which are counted anew from 0."""
        return Recogniser(self.weights[rows], self.scale, self.bias)

    def probabilities(self, rows: Rows, values: Floats) -> Floats:
        """P(situation) for a text whose features stand in `rows` with `values` (unit length)."""
        if len(rows) == 0:
            scores = self.bias.copy()
        else:
            scores = (values @ self.weights[rows].astype(np.float32)) * self.scale + self.bias
        scores -= np.maximum.reduce(scores)
        np.exp(scores, out=scores)
        scores /= np.add.reduce(scores)
        return scores


@dataclass(frozen=True)
class Fitted:
    """Everything that was learnt."""

    vocabulary: dict[str, int]  # feature → row
    idf: Floats
    questions: Recogniser
    clauses: Callable[[Rows], Recogniser]  # of some features, ascending; read when needed, not kept
    situations: tuple[str, ...]
    subjects: tuple[str, ...]  # of each situation
    asks: tuple[str, ...]  # what each situation asks, in one sentence
    usual: NDArray[np.int8]  # of each situation, index into list(Verdict)
    words: dict[str, int]  # known words → how often, for typing mistakes
    kin: NDArray[np.int8]  # single words of the vocabulary × numbers: near where used of the same situations
    weights: dict[str, Any]  # small parts: ranking, verdict, confidence, each a nested list of numbers

    @cached_property
    def word_rows(self) -> dict[str, int]:
        """Single words of the vocabulary → their rows in `kin`."""
        return {word: row for row, word in enumerate(single_words(self.vocabulary))}

    @cached_property
    def word_weights(self) -> Floats:
        """The idf of each word in `kin`."""
        return self.idf[[self.vocabulary[word] for word in self.word_rows]]

    def vector(self, features: tuple[str, ...]) -> tuple[Rows, Floats]:
        """Rows and values (tf-idf, unit length) of the features that are known."""
        vocabulary = self.vocabulary
        rows = np.array(sorted([i for f in features if (i := vocabulary.get(f)) is not None]), dtype=np.intp)
        values = self.idf[rows]
        size = sqrt(values @ values)
        return rows, (values / size if size else values)

    def save(self, path: str) -> None:
        """Write the data file; the same numbers give the same bytes."""
        clauses = self.clauses(np.arange(len(self.vocabulary)))
        np.savez_compressed(
            path,
            idf=self.idf.astype(np.float16),
            q_weights=self.questions.weights, q_scale=self.questions.scale, q_bias=self.questions.bias,
            c_weights=clauses.weights, c_scale=clauses.scale, c_bias=clauses.bias,
            usual=self.usual, kin=self.kin,
            text=np.frombuffer(json.dumps({
                "vocabulary": list(self.vocabulary), "situations": self.situations, "subjects": self.subjects,
                "asks": self.asks, "words": self.words, "weights": self.weights,
            }, ensure_ascii=False).encode(), dtype=np.uint8),
        )  # fmt: skip

    @classmethod
    def load(cls, data: bytes) -> Fitted:
        """Read what `save` wrote."""

        def clauses(rows: Rows) -> Recogniser:
            with np.load(io.BytesIO(data)) as arrays:
                return Recogniser(_only(rows, data, "c_weights"), arrays["c_scale"], arrays["c_bias"])

        with np.load(io.BytesIO(data)) as arrays:
            text = json.loads(arrays["text"].tobytes())
            return cls(
                vocabulary={feature: row for row, feature in enumerate(text["vocabulary"])},
                idf=arrays["idf"].astype(np.float32),
                questions=Recogniser(_mapped(data, "q_weights"), arrays["q_scale"], arrays["q_bias"]),
                clauses=clauses,
                situations=tuple(text["situations"]),
                subjects=tuple(text["subjects"]),
                asks=tuple(text["asks"]),
                usual=arrays["usual"],
                words=text["words"],
                kin=arrays["kin"],
                weights=text["weights"],
            )


def _mapped(data: bytes, name: str) -> NDArray[np.int8]:
    """A large array in the data file, laid out in a file of its own: only what is looked at comes into memory.

    All of it, where there is no folder for temporary files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file, file.open(f"{name}.npy") as stream, TemporaryFile() as laid_out:
            np.lib.format.read_magic(stream)
            shape, _, _ = np.lib.format.read_array_header_1_0(stream)
            copyfileobj(stream, laid_out, 1 << 16)
            laid_out.flush()
            mapped = mmap.mmap(laid_out.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError:
        with np.load(io.BytesIO(data)) as arrays:
            whole: NDArray[np.int8] = arrays[name]
            return whole
    return np.frombuffer(mapped, dtype=np.int8).reshape(shape)


def _only(rows: Rows, data: bytes, name: str) -> NDArray[np.int8]:
    """Some rows (ascending) of an array in the data file, read a block at a time: the whole would fill memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as file, file.open(f"{name}.npy") as stream:
        np.lib.format.read_magic(stream)
        (size, width), _, _ = np.lib.format.read_array_header_1_0(stream)
        found = np.empty((len(rows), width), dtype=np.int8)
        for start in range(0, size, _BLOCK):
            block = np.frombuffer(stream.read(min(_BLOCK, size - start) * width), dtype=np.int8).reshape(-1, width)
            first, end = np.searchsorted(rows, (start, start + _BLOCK))
            found[first:end] = block[rows[first:end] - start]
    return found


def single_words(features: Iterable[str]) -> list[str]:
    """Of a vocabulary's features those that are one word: no pair of words and no concept."""
    return [feature for feature in features if " " not in feature and feature[0] != "@"]


@cache
def shipped() -> Fitted:
    """The numbers that come with the product, read once."""
    return Fitted.load((files("knowledge") / "data" / "model.npz").read_bytes())
