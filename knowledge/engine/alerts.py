"""What must not wait: immediate danger, and somebody who tells rather than asks. See `knowledge/data/alerts.txt`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.engine.fitted import Fitted
from knowledge.engine.phrases import Phrases
from knowledge.engine.ranking import Question
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
def phrases() -> Phrases:
    """The shipped phrases, read once."""
    text = (files("knowledge") / "data" / "alerts.txt").read_text("utf-8")
    return Phrases.from_lines("alerts.txt", text.splitlines())


def find(reading: Reading) -> Alert:
    """What in a question must not wait. Better once too often than once too seldom.

    Listened to twice: as read, with typing mistakes mended, and as typed, since mending may lose a rare word.
    """
    found = phrases().kinds(reading.stems)
    if reading.typed != reading.stems:
        found |= phrases().kinds(reading.typed)
    danger = "danger" in found or ("danger in talk" in found and "teaching" not in found)
    return Alert(danger, danger or "disclosure" in found)


def common(question: Question, numbers: Fitted, alert: Alert) -> Common:
    """Subject, alerts, and whether the question describes the head or a colleague."""
    likely = int(question.situations.argmax())
    return Common({
        "disclosure": alert.disclosure,
        "danger": alert.danger,
        "subject": numbers.subjects[likely],
        "names_staff": bool(question.reading.concepts & _STAFF),
    })  # fmt: skip
