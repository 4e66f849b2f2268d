"""A failure in two voices: a short reference for the person, the cause for the log. Never message text."""

from __future__ import annotations

import errno
import secrets
import traceback
from pathlib import Path

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # without those that look or sound alike when read over the phone
_FRAMES = 6
_OURS, _PARTS = Path(__file__).parents[1], ("bot", "handlers", "knowledge")


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
        where = " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(_frames(fault)))
        told.append(f"{_kind(fault)} at {where}" if where else _kind(fault))
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return told


def _frames(fault: BaseException) -> list[traceback.FrameSummary]:
    """Where it went through our own code, and where it was raised: the way through a library tells nobody anything."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [one for one in frames[:-1] if Path(one.filename).is_relative_to(_OURS) and _part(one) in _PARTS]
    return [*ours[-_FRAMES:], *frames[-1:]]


def _part(frame: traceback.FrameSummary) -> str:
    return Path(frame.filename).relative_to(_OURS).parts[0]


def _kind(fault: BaseException) -> str:
    code = getattr(fault, "sqlite_errorname", None) or getattr(fault, "sqlstate", None)
    if code is None and isinstance(fault, OSError):
        code = errno.errorcode.get(fault.errno or 0)
    return f"{type(fault).__name__} {code}" if isinstance(code, str) else type(fault).__name__
