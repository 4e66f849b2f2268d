"""Cuts text to what a platform takes, never inside a letter, and shows that it was cut."""

from __future__ import annotations

import re

ELLIPSIS = "…"
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # control, direction, half letters
_JOINING = re.compile("[\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")  # belongs to the character before


def clean(text: str) -> str:
    """`text` without what JSON cannot carry or what would make it read differently from what it says."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shorten(text: str, longest: int) -> str:
    """`text` in at most `longest` characters (at least 1), at a word's end where one is near."""
    if len(text) <= longest:
        return text
    return text[: _cut(text, longest - 1)].rstrip() + ELLIPSIS


def one_line(text: str, longest: int) -> str:
    """`text` on one line, shortened: for titles, labels and notifications."""
    return shorten(" ".join(text.split()), longest)


def pieces(text: str, longest: int, most: int) -> list[str]:
    """`text` in at most `most` pieces of at most `longest` characters each; the last shows if more was left."""
    found: list[str] = []
    rest = text.strip()
    while rest:
        if len(found) == most - 1 or len(rest) <= longest:
            found.append(shorten(rest, longest))
            break
        cut = max(1, _cut(rest, longest))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [piece for piece in found if piece]


def _cut(text: str, most: int) -> int:
    """Where to cut so that at most `most` characters stay: after a line, else a word, else a whole character."""
    for space in ("\n", " "):
        place = text.rfind(space, most // 2, most + 1)
        if place > 0:
            return place
    while most > 1 and _JOINING.match(text[most]):
        most -= 1
    return most
