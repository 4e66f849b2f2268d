"""What changed between two rounds of a text, word by word, in plain words that a screen reader can read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

MOST = 8  # changes that are told one by one
_AROUND = 2  # words beside a change, so that its place is found
_SHOWN = 160  # characters of one side of a change


def changed(before: str, after: str) -> str:
    """A line for each change; "" where the two are the same but for white space."""
    old, new = _words(before), _words(after)
    steps = [step for step in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if step[0] != "equal"]
    lines = list(_lines(old, new, steps[:MOST]))
    if len(steps) > MOST:
        lines.append(f"… and {len(steps) - MOST} more; please read all of it again.")
    return "\n".join(lines)


def _lines(old: list[str], new: list[str], steps: Sequence[tuple[str, int, int, int, int]]) -> Iterator[str]:
    for kind, at, end, begin, stop in steps:
        out, put = _quoted(old[at:end]), _quoted(new[begin:stop])
        match kind:
            case "delete":
                yield f"Taken out: {out}{_place(old, at)}"
            case "insert":
                yield f"Added: {put}{_place(new, begin)}"
            case _:
                yield f"{out} is now {put}{_place(new, begin)}"


def _place(words: list[str], at: int) -> str:
    """After which words it stands."""
    before = words[max(0, at - _AROUND) : at]
    return f", after {_quoted(before)}" if before else ", at the beginning"


def _quoted(words: list[str]) -> str:
    said = " ".join(words)
    return f"“{said if len(said) <= _SHOWN else said[: _SHOWN - 1] + '…'}”"


def _words(text: str) -> list[str]:
    return re.findall(r"\S+", text)
