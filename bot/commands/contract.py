"""Answers and policies as JSON: the shapes that other programs rely on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from handlers.wording import source
from knowledge.model import Answer, Cited, Clause, Policy

Json = dict[str, Any]


def answer_line(key: object, answer: Answer) -> Json:
    """One line of a batch. A contract: fields are added, never changed or taken away."""
    return {
        "id": key,
        "verdict": answer.verdict.value,
        "confidence": round(answer.confidence, 4),
        "shown": answer.shown,
        "condition": answer.condition,
        "follow_up": answer.follow_up.question if answer.follow_up else None,
        "clauses": [_cited(one) for one in answer.cited[:5]],
    }


def whole_answer(answer: Answer) -> Json:
    """Everything an answer holds."""
    follow_up = answer.follow_up
    return {
        "question": answer.question,
        "verdict": answer.verdict.value,
        "shown": answer.shown,
        "confidence": round(answer.confidence, 4),
        "reason": answer.reason,
        "condition": answer.condition,
        "follow_up": asdict(follow_up) if follow_up else None,
        "clauses": [_cited_fully(one) for one in answer.cited],
        "conflict": _cited_fully(answer.conflict) if answer.conflict else None,
        "nearest": list(answer.nearest),
        "readings": list(answer.readings),
        "disclosure": answer.disclosure,
        "danger": answer.danger,
        "subject": answer.subject,
        "notes": list(answer.notes),
    }


def whole_policy(policy: Policy) -> Json:
    """A policy with its clauses. A contract, like `answer_line`."""
    return {
        "title": policy.title,
        **asdict(policy.dates),
        "missing": list(policy.dates.missing),
        "clauses": [_clause(one) for one in policy.clauses],
    }


def heading(clause: Clause) -> str:
    """The path of headings as it is read."""
    return " › ".join(clause.heading)


def _clause(clause: Clause) -> Json:
    return {
        "id": clause.id,
        "number": clause.number,
        "heading": heading(clause),
        "lead_in": clause.lead_in,
        "text": clause.text,
        "modality": clause.modality.value,
        "binds": list(clause.binds),
        "conditions": [asdict(one) for one in clause.conditions],
    }


def _cited(cited: Cited) -> Json:
    return {
        "text": cited.clause.text,
        "number": cited.clause.number,
        "heading": heading(cited.clause),
        "policy": cited.policy.title,
        "score": round(cited.score, 4),
    }


def _cited_fully(cited: Cited) -> Json:
    return {
        **_clause(cited.clause),
        "policy": cited.policy.title,
        "source": source(cited),
        "score": round(cited.score, 4),
    }
