"""Policies with labelled questions, read from a folder: what ranking, verdicts and confidence are fitted on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.model import Policy, Verdict
from knowledge.policy import read_policy

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the right answer. `gold`: snippets, one for each clause that is right."""

    id: str
    policy: str
    question: str
    verdicts: tuple[Verdict, ...]  # the first is the best
    gold: tuple[str, ...]

    def hits(self, text: str) -> bool:
        """Does a clause with this text decide the question?"""
        text = collapse(text)
        return any(g in text or (len(text) >= 25 and text in g) for g in self.gold)


def collapse(text: str) -> str:
    """`text` with white space as single spaces."""
    return _SPACE.sub(" ", text).strip()


def read_questions(path: Path) -> list[Labelled]:
    """The labelled questions of a .jsonl file. Raises ValueError naming a line that is not as it should be."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            verdicts = tuple(Verdict(v) for v in (row["verdict"], *(row.get("also") or ())))
            gold = tuple(collapse(g) for g in row["gold"])
        except (KeyError, TypeError, ValueError) as fault:
            raise ValueError(f"{path.name}, line {number}: {fault}") from fault
        found.append(Labelled(row["id"], row.get("policy") or path.stem, row["question"], verdicts, gold))
    return found


def training_folder() -> Path:
    """Where the training policies lie in a checkout."""
    return Path(__file__).parent.parent / "training"


def read_training(folder: Path) -> dict[str, tuple[Policy, list[Labelled]]]:
    """Every `<key>.jsonl` of `folder` with its policy `<key>.*`, by key."""
    found = {}
    for path in sorted(folder.glob("*.jsonl")):
        document = next(p for p in sorted(folder.glob(f"{path.stem}.*")) if p.suffix != ".jsonl")
        found[path.stem] = (read_policy(document.read_bytes(), document.name), read_questions(path))
    return found
