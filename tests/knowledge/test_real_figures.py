"""The five real policies: the figures of the evaluation's own scorer stay above the bar."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.commands.contract import answer_line
from knowledge.answering import Answerer
from knowledge.policy import read_policy

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scored(shared: Path) -> dict[str, Any]:
    """What score.py says to the answers of `ask --batch`."""
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    sys.modules["score"] = score
    spec.loader.exec_module(score)
    lines = (shared / "eval" / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line) for line in lines if line.strip()]
    answerers = {}
    for key in {q["policy"] for q in questions}:
        (path,) = (shared / "policies").glob(f"{key}.*")
        answerers[key] = Answerer([read_policy(path.read_bytes(), path.name)])
    answers = [answer_line(q["id"], answerers[q["policy"]].answer(q["question"])) for q in questions]
    figures, _ = score.score(questions, answers)
    return dict(figures)


@pytest.mark.parametrize(
    ("figure", "bar"),
    [("hit1", 0.62), ("hit3", 0.78), ("verdict", 0.66), ("abstain_recall", 0.55), ("abstain_precision", 0.75)],
)
def test_a_figure_is_above_the_bar(scored: dict[str, Any], figure: str, bar: float) -> None:
    assert scored[figure] >= bar


def test_no_permission_shown_is_false(scored: dict[str, Any]) -> None:
    assert scored["false_permission_ids"] == []
