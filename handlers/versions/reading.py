"""What a version says: the policy as it was read from the file, and the one whose place it might take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handlers.records import PolicyVersion
from knowledge import written
from knowledge.comparing import kinship
from knowledge.model import Policy
from knowledge.policy import read_policy

_RELATED = 0.3  # of the clauses, how many two versions of one policy share at least


def policy_of(version: PolicyVersion) -> Policy:
    """What was read from the file; read anew where an older program wrote it down otherwise."""
    from pydantic import ValidationError

    try:
        return written.load(version.clauses)
    except ValidationError:
        return read_policy(version.data, version.name)


def kept_as(policy: Policy, name: str, data: bytes, now: datetime) -> PolicyVersion:
    """A policy as it is kept; not in force."""
    whole = written.dump(policy)
    return PolicyVersion(policy.sha, policy.title, name, data, whole, now, in_force=False, dates=policy.dates)


def predecessor(policy: Policy, in_force: Iterable[Policy]) -> Policy | None:
    """The version whose place it would take: of the same title, or else the one with which it shares most clauses."""
    others = [one for one in in_force if one.sha != policy.sha]
    for one in others:
        if one.title.casefold() == policy.title.casefold():
            return one
    nearest = max(others, key=lambda one: kinship(one, policy), default=None)
    return nearest if nearest is not None and kinship(nearest, policy) >= _RELATED else None
