"""Documents in, plain text and blocks out: `read(data, name)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.documents.reading import read

__all__ = ["read"]


def __getattr__(name: str) -> object:
    """Load the readers only when a document is read: they cost at import."""
    if name == "read":
        from knowledge.documents.reading import read

        return read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
