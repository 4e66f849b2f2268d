"""Small policies for tests, read as every policy is read."""

from __future__ import annotations

from knowledge.model import Clause, Policy
from knowledge.policy import read_policy


def policy_of(*lines: str, title: str = "Social media policy") -> Policy:
    """A policy with these numbered clauses."""
    body = "\n\n".join(f"1.{n} {line}" for n, line in enumerate(lines, 1))
    return read_policy(f"# {title}\n\n## 1. Rules\n\n{body}\n".encode(), f"{title}.md")


def clause_of(text: str) -> Clause:
    """One clause."""
    (clause,) = policy_of(text).clauses
    return clause
