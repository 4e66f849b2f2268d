"""What must not wait: immediate danger, and somebody who tells rather than asks. See `knowledge/data/alerts.txt`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.engine.fitted import Fitted
from knowledge.engine.phrases import Phrases
from knowledge.engine.ranking import Question
from knowledge.language.reading import Reading
from knowledge.language.tokens import stems

_STAFF = frozenset(("who.head", "who.deputy", "who.slt", "who.colleague", "who.manager", "who.governor", "who.chair"))
_IF_TOLD = frozenset(("danger if told", "disclosure if told"))
_SENTENCE = re.compile(r"[^.!?;\n]+")
_WHAT_NOW = re.compile(r"\b(?:what|who|whom|how|where|when) (?:do|should|can|must|shall|could|am) (?:i|we)\b.*")
_ASKS_THEN = re.compile(  # "a pupil follows me, can I block her": told first, asked then
    r"\s*(?:,|-|–|—|\b(?:so|and|but)\b)+\s*(?:so |and |but )?"
    r"(?:is (?:it|that|this)|(?:am|do|can|could|may|should|must) i|what|who|how|where|ok to|okay to|any)\b.*$"
)
_ASKS_FOR_A_RULE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hiya|please|sorry|so|and|but|ok|okay)\W+)*"
    r"(?:can|could|may|might|should|shall|must|do|does|did|am|is|are|was|were|will|would|what|who|whom|whose|which|how|when"
    r"|where|why|any|whether|[a-z]+ing)\b"
    r"|\b(?:can|could|may|should|must|do|does) (?:a|an|i|we|you|they|it|staff|teachers?|tas?|somebody|someone|anyone)\b"
    r"|\b(?:if|whether|allowed|permitted|policy|policies|rules?|guidance|ok to|okay to|fine to)\b"
)


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


def find(text: str, reading: Reading) -> Alert:
    """What in a question must not wait. Better once too often than once too seldom.

    Listened to twice: as read, with typing mistakes mended, and as typed, since mending may lose a rare word.
    """
    found = phrases().kinds(reading.stems)
    if reading.typed != reading.stems:
        found |= phrases().kinds(reading.typed)
    told = _told(text) if _IF_TOLD & found else frozenset()
    danger = "danger" in found or "danger if told" in told or ("danger in talk" in found and "teaching" not in found)
    return Alert(danger, danger or "disclosure" in found or "disclosure if told" in told)


def _told(text: str) -> frozenset[str]:
    """The kinds of what is said and not asked, sentence by sentence."""
    low = text.lower().replace("’", "'")
    said = (_ASKS_THEN.sub("", _WHAT_NOW.sub("", sentence)) for sentence in _SENTENCE.findall(low))
    found = [phrases().kinds(tuple(stems(sentence))) for sentence in said if not _ASKS_FOR_A_RULE.search(sentence)]
    return frozenset[str]().union(*found)


def common(question: Question, numbers: Fitted, alert: Alert) -> Common:
    """Subject, alerts, and whether the question describes the head or a colleague."""
    likely = int(question.situations.argmax())
    return Common({
        "disclosure": alert.disclosure,
        "danger": alert.danger,
        "subject": numbers.subjects[likely],
        "names_staff": bool(question.reading.concepts & _STAFF),
    })  # fmt: skip
