"""A failure in two voices: a short reference for the person, the cause for the log. Never message text."""

from __future__ import annotations

import errno
import secrets
import traceback
from pathlib import Path

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # without those that look or sound alike when read over the phone
_FRAMES = 6


def new_reference() -> str:
    """A reference that can be read aloud, like KX7-4QM."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return f"{letters[:3]}-{letters[3:]}"


def cause(fault: BaseException | None) -> list[str]:
    """What went wrong, innermost last: each exception's type and the system's own code (SQLITE_FULL, ENOSPC), and
    where in the code it was raised.

    An exception's own words are left out, since they may quote what somebody wrote.
    """
    told: list[str] = []
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:  # a chain may come back to where it began
        seen.add(id(fault))
        frames = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
        where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        told.append(f"{_kind(fault)} at {where}" if where else _kind(fault))
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return told


def _kind(fault: BaseException) -> str:
    code = getattr(fault, "sqlite_errorname", None) or getattr(fault, "sqlstate", None)
    if code is None and isinstance(fault, OSError):
        code = errno.errorcode.get(fault.errno or 0)
    return f"{type(fault).__name__} {code}" if isinstance(code, str) else type(fault).__name__
