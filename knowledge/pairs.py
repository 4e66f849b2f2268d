"""Pairs of clauses to read beside each other: about the same, and one asks for something else than the other.

A pair is a hint for whoever reviews the policy, no contradiction found: both may hold, for other people or at other
times. What is found is what stands closest: the same situations as the recogniser sees them, the same people, acts and
things in both. Items of one list are not compared with each other, since their lead-in makes them alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.engine.prepared import MODALITIES, Prepared
from knowledge.model import Cited, Clause, Modality, Pair, Policy, Section

_SITUATION = 0.85  # how far the situations of two clauses overlap, from 0 to 1
_SCORE = 0.35  # that, times the share of what they name that both name
_MOST = 12
_KINDS = tuple(
    frozenset(kind)
    for kind in (
        (Modality.PROHIBITION, Modality.PERMISSION),
        (Modality.PROHIBITION, Modality.ADVICE),
        (Modality.OBLIGATION, Modality.ADVICE),
    )
)
_ABOUT_ITSELF = "about the policy"  # a subject: "this policy is not intended to…"


def pairs(prepared: Prepared, subjects: Sequence[str]) -> tuple[Pair, ...]:
    """The closest pairs, those that forbid and allow first; `subjects` of the situations."""
    root = np.sqrt(prepared.affinity)
    alike = root @ root.T
    rules = np.array([_rule(clause) for _, clause in prepared.places])
    near = (alike >= _SITUATION) & rules[:, None] & rules[None, :]
    near &= prepared.modality[:, None] != prepared.modality[None, :]
    found = []
    for i, j in np.argwhere(np.triu(near, 1)):
        kind = frozenset((MODALITIES[prepared.modality[i]], MODALITIES[prepared.modality[j]]))
        subject = subjects[int((prepared.affinity[i] * prepared.affinity[j]).argmax())]
        if kind in _KINDS and subject != _ABOUT_ITSELF and not _of_one_list(prepared.places[i], prepared.places[j]):
            score = float(alike[i, j]) * _common(prepared, int(i), int(j))
            if score >= _SCORE:
                found.append((_KINDS.index(kind), -score, subject, int(i), int(j)))
    return tuple(_pair(prepared, subject, i, j, -score) for _, score, subject, i, j in sorted(found)[:_MOST])


def _rule(clause: Clause) -> bool:
    rules = clause.section is Section.RULES and clause.modality is not Modality.STATEMENT
    return rules and not clause.text.endswith(":")


def _of_one_list(one: tuple[Policy, Clause], other: tuple[Policy, Clause]) -> bool:
    return one[0].sha == other[0].sha and one[1].lead_in != "" and one[1].lead_in == other[1].lead_in


def _common(prepared: Prepared, i: int, j: int) -> float:
    """Of the people, acts and things that two clauses name, how many both name."""
    mine, theirs = prepared.readings[i].concepts, prepared.readings[j].concepts
    return len(mine & theirs) / max(1, len(mine | theirs))


def _pair(prepared: Prepared, subject: str, i: int, j: int, score: float) -> Pair:
    strict = (Modality.PROHIBITION, Modality.OBLIGATION)
    first, second = sorted((i, j), key=lambda row: MODALITIES[prepared.modality[row]] not in strict)
    cited = [Cited(prepared.places[row][1], prepared.places[row][0], score) for row in (first, second)]
    return Pair(subject, cited[0], cited[1])
