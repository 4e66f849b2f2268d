"""What the tests of knowledge share: the sample policy's answers, and where the evaluation material lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.answering import Answerer
from knowledge.model import Answer, Policy
from knowledge.policy import read_policy

ROOT = Path(__file__).parents[2]
Ask = Callable[[str], Answer]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository with evaluation questions and real policies."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here: the evaluation questions and the real policies are kept beside the code")
    return folder


@pytest.fixture(scope="session")
def sample() -> Policy:
    """The sample policy that ships with the product."""
    path = ROOT / "bot" / "web" / "sample" / "policy.md"
    return read_policy(path.read_bytes(), path.name)


@pytest.fixture(scope="session")
def answerer(sample: Policy) -> Answerer:
    """Answers from the sample policy."""
    return Answerer([sample])


@pytest.fixture(scope="session")
def ask(answerer: Answerer) -> Ask:
    """Ask the sample policy."""
    return answerer.answer
