"""Scores answers against questions with known clauses and verdicts: how often right, silent, wrongly permitting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any

from knowledge.model import Answer, Verdict

SHORTEST, LONGEST = 15, 1500  # characters of a clause that can hit: no heading by accident, no whole page
CONTAINED = 25  # a clause inside a snippet counts from this length on


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an evaluation set. `gold`: snippets of the clauses that decide it; empty where none does."""

    id: str
    policy: str
    question: str
    verdict: str
    gold: tuple[str | Mapping[str, Any], ...]
    also: tuple[str, ...] = ()  # other verdicts that are right too

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Question:
        """From a line of the set. Raises KeyError or ValueError where something is missing or unknown."""
        verdicts = (str(found["verdict"]), *found.get("also", ()))
        for verdict in verdicts:
            Verdict(verdict)
        text = str(found["question"])
        if not text.strip():
            raise ValueError("the question is empty")
        return cls(str(found["id"]), str(found["policy"]), text, verdicts[0], tuple(found["gold"]), verdicts[1:])


@dataclass(frozen=True, slots=True)
class Scored:
    """One answer, judged."""

    question: Question
    answer: Answer
    first: bool  # the first clause is one that decides it
    third: bool  # one of the first three is
    verdict: bool

    @property
    def silent(self) -> bool:
        """Whether the answer was that the policy does not say."""
        return self.answer.verdict is Verdict.NOT_COVERED

    @property
    def false_permission(self) -> bool:
        """A yes that a user would see, where it is forbidden or depends: the dangerous error."""
        risky = self.question.verdict in (Verdict.NO, Verdict.ONLY_IF)
        return risky and self.answer.verdict is Verdict.YES and self.answer.shown


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1; None where there is nothing to count."""

    count: int
    hit1: float | None
    hit3: float | None
    verdict: float | None
    right: float | None  # right verdict and first clause together, or a right silence
    silence_recall: float | None
    silence_precision: float | None
    shown: float | None  # of the answered questions that have an answer
    verdict_when_shown: float | None
    false_permissions: tuple[Scored, ...] = ()
    recalls: Mapping[str, float | None] = field(default_factory=dict)  # by verdict


def judge(question: Question, answer: Answer) -> Scored:
    """Judge one answer."""
    silent = answer.verdict is Verdict.NOT_COVERED
    hits = [] if silent else [hit(cited.clause.text, question.gold) for cited in answer.cited[:3]]
    right = answer.verdict.value in (question.verdict, *question.also)
    return Scored(question, answer, first=bool(hits and hits[0]), third=any(hits), verdict=right)


def hit(text: str, gold: Sequence[str | Mapping[str, Any]]) -> bool:
    """Whether a clause is one of the wanted: either text contains the other, white space collapsed.

    A snippet may be given as length and hash, so that a set can be published without its policy's words.
    """
    found = _collapsed(text)
    return SHORTEST <= len(found) <= LONGEST and any(_matches(found, snippet) for snippet in gold)


def figures(scored: Sequence[Scored]) -> Figures:
    """The figures over these answers."""
    covered = [one for one in scored if one.question.gold]
    uncovered = [one for one in scored if not one.question.gold]
    silent = [one for one in scored if one.silent]
    seen = [one for one in scored if one.answer.shown and not one.silent]
    right = [one.silent if not one.question.gold else one.first and one.verdict for one in scored]
    return Figures(
        count=len(scored),
        hit1=_share([one.first for one in covered]),
        hit3=_share([one.third for one in covered]),
        verdict=_share([one.verdict for one in scored]),
        right=_share(right),
        silence_recall=_share([one.silent for one in uncovered]),
        silence_precision=_share([not one.question.gold for one in silent]),
        shown=_share([one.answer.shown and not one.silent for one in covered]),
        verdict_when_shown=_share([one.verdict for one in seen]),
        false_permissions=tuple(one for one in scored if one.false_permission),
        recalls={
            verdict.value: _share([one.verdict for one in scored if one.question.verdict == verdict.value])
            for verdict in Verdict
        },
    )


def _matches(text: str, snippet: str | Mapping[str, Any]) -> bool:
    if isinstance(snippet, str):
        wanted = _collapsed(snippet)
        return wanted in text or (len(text) >= CONTAINED and text in wanted)
    length, start = int(snippet["len"]), str(snippet["sha"])
    windows = (text[at : at + length] for at in range(len(text) - length + 1))
    return any(sha1(one.encode(), usedforsecurity=False).hexdigest()[: len(start)] == start for one in windows)


def _collapsed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None
