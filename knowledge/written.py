"""A policy as JSON and back, so that nobody reads the document twice."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from knowledge.model import Policy

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@cache
def _adapter() -> TypeAdapter[Policy]:
    from pydantic import TypeAdapter

    return TypeAdapter(Policy)


def dump(policy: Policy) -> str:
    """The whole policy as JSON."""
    return _adapter().dump_json(policy).decode()


def load(written: str) -> Policy:
    """The policy that `dump` wrote. Raises pydantic.ValidationError where another version wrote it otherwise."""
    return _adapter().validate_json(written)
