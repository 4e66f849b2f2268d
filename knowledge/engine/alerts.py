"""What must not wait: immediate danger, and somebody who tells rather than asks. See `knowledge/data/alerts.txt`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.engine.fitted import Fitted
from knowledge.engine.ranking import Question
from knowledge.language.lexicon import Lexicon
from knowledge.language.reading import Reading

_STAFF = frozenset(("who.head", "who.deputy", "who.slt", "who.colleague", "who.manager", "who.governor", "who.chair"))


@dataclass(frozen=True, slots=True)
class Alert:
    """`danger`: 999 comes first. `disclosure`: offer to report."""

    danger: bool
    disclosure: bool


@dataclass(frozen=True, slots=True)
class Common:
    """The parts of an answer that do not depend on what the policy says."""

    fields: dict[str, Any]


@cache
def _words() -> Lexicon:
    return Lexicon.from_lines((files("knowledge") / "data" / "alerts.txt").read_text("utf-8").splitlines())


def find(reading: Reading, text: str) -> Alert:
    """What in a question must not wait. Better once too often than once too seldom."""
    found = {match.concept for match in _words().matches(reading.stems)}
    return Alert("alert.danger" in found, bool(found))


def common(question: Question, numbers: Fitted, alert: Alert) -> Common:
    """Subject, alerts, and whether the question describes the head or a colleague."""
    likely = int(question.situations.argmax())
    return Common({
        "disclosure": alert.disclosure,
        "danger": alert.danger,
        "subject": numbers.subjects[likely],
        "names_staff": bool(question.reading.concepts & _STAFF),
    })  # fmt: skip
