"""Training policies and their questions, read by the engine: the numbers that the later steps are fitted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.answering import policy_words
from knowledge.engine.fitted import Fitted, Floats
from knowledge.engine.prepared import Prepared, prepare
from knowledge.engine.ranking import Question, compare, read_question
from knowledge.fitting.training import Labelled
from knowledge.language.reading import Reader
from knowledge.model import Policy


@dataclass(slots=True)
class Example:
    """One labelled question over one policy."""

    labelled: Labelled
    question: Question
    prepared: Prepared
    compared: Floats
    right: NDArray[np.bool_]

    @property
    def covered(self) -> bool:
        """Does the policy decide it?"""
        return bool(self.labelled.gold)


def make_examples(training: Mapping[str, tuple[Policy, list[Labelled]]], fitted: Fitted) -> list[Example]:
    """Every labelled question, compared with every clause of its policy."""
    made: list[Example] = []
    for policy, labelled in training.values():
        reader = Reader(fitted.words)
        reader.learn(policy_words(policy))
        prepared = prepare([policy], fitted, reader)
        for one in labelled:
            question = read_question(one.question, fitted, reader)
            right = np.array([one.hits(clause.text) for _, clause in prepared.places])
            made.append(Example(one, question, prepared, compare(question, prepared), right))
    return made
