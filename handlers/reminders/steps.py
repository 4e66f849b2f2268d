"""What to look at in one's own privacy settings, each with the sentence of this school's policy that asks for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from knowledge.model import Cited, Modality, Policy, Section

Words = tuple[tuple[re.Pattern[str], ...], ...]  # all patterns of any of these must be in one clause


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at."""

    title: str
    look: str
    clause: Words


@dataclass(frozen=True, slots=True)
class Site:
    """What a platform calls these things."""

    name: str
    look: str


@dataclass(frozen=True, slots=True)
class Guide:
    """All of it. `checked`: when the platforms' lines were last looked over."""

    checked: date
    own_time: Look
    steps: tuple[Look, ...]
    sites: Mapping[str, Site]


@cache
def guide() -> Guide:
    """What is shipped, `handlers/data/privacy.toml`."""
    read = tomllib.loads(files("handlers").joinpath("data", "privacy.toml").read_text("utf-8"))
    sites = {key: Site(one["name"], one["look"]) for key, one in read["platforms"].items()}
    return Guide(read["checked"], _look(read["own_time"]), tuple(_look(one) for one in read["steps"]), sites)


def clause_for(look: Look, policies: Sequence[Policy]) -> Cited | None:
    """The sentence in which a policy asks for it; None: it is good practice, and no rule of this school's.

    What only states something, or is written for parents or about the school's own systems, asks for nothing here.
    """
    rules = [
        (policy, one)
        for policy in policies
        for one in policy.clauses
        if one.section is Section.RULES and one.modality is not Modality.STATEMENT
    ]
    for words in look.clause:
        for policy, one in rules:
            if all(part.search(one.quotation) for part in words):
                return Cited(one, policy, 1.0)
    return None


# --- inside ---


def _look(read: Mapping[str, object]) -> Look:
    clause = read["clause"]
    assert isinstance(clause, list)
    words = tuple(tuple(re.compile(part, re.IGNORECASE) for part in parts) for parts in clause)
    return Look(str(read["title"]), str(read["look"]), words)
