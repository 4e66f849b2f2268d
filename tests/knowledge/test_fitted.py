"""The fitted numbers are the same wherever they lie: mapped from a file, in memory, or some rows of them alone."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from knowledge.engine import fitted
from knowledge.engine.fitted import Fitted

DATA = (files("knowledge") / "data" / "model.npz").read_bytes()


def test_without_a_folder_for_temporary_files_the_numbers_are_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> None:
        raise FileNotFoundError("No usable temporary directory found")

    mapped = Fitted.load(DATA).questions.weights
    monkeypatch.setattr(fitted, "TemporaryFile", refuses)
    assert np.array_equal(mapped, Fitted.load(DATA).questions.weights)


def test_some_features_of_the_clauses_are_those_of_all() -> None:
    numbers = Fitted.load(DATA)
    everything = numbers.clauses(np.arange(len(numbers.vocabulary)))
    rows = np.array([0, 7, 2047, 2048, 40000], dtype=np.intp)
    assert np.array_equal(numbers.clauses(rows).weights, everything.weights[rows])
