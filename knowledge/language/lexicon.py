"""Concepts: what words mean to a school, from the plain lists in `knowledge/data/lexicon/*.txt`.

A line is `concept: form, form of words, …`; `#` starts a comment. A form is matched by stems, so that
"friend request" also finds "friend requests". A concept's name is `group.name`: who.pupil, act.accept, thing.photo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import NamedTuple

from knowledge.language.tokens import stems

_TIES = 8  # at most so many concepts share one form


class Match(NamedTuple):
    """Concept `concept` stands at tokens [start, end)."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms by their first two stems (the second "" for forms of one word), longest first."""

    forms: dict[str, dict[str, list[tuple[tuple[str, ...], str, str]]]] = field(default_factory=dict)

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Lexicon:
        """Read `concept: form, form` lines. Raises ValueError naming a line that has no colon."""
        forms: dict[str, set[tuple[tuple[str, ...], str]]] = {}
        for number, line in enumerate(lines, 1):
            entry = line.split("#", 1)[0].strip()
            if not entry:
                continue
            concept, colon, words = entry.partition(":")
            if not colon:
                raise ValueError(f"line {number}: expected “concept: form, form”, found “{entry[:40]}”")
            for form in words.split(","):
                key = tuple(stems(form))
                if key:
                    forms.setdefault(key[0], set()).add((key, concept.strip()))
        nested: dict[str, dict[str, list[tuple[tuple[str, ...], str, str]]]] = {}
        for first, some in forms.items():
            for stemmed, concept in sorted(some, key=lambda f: (-len(f[0]), f)):
                second = stemmed[1] if len(stemmed) > 1 else ""
                nested.setdefault(first, {}).setdefault(second, []).append((stemmed, concept, concept.split(".")[0]))
        return cls(nested)

    def matches(self, tokens: Sequence[str]) -> list[Match]:
        """Every concept in `tokens` (stems), left to right.

        The longest form at a place wins, ties all count. Inside a longer form only other groups are heard:
        "profile picture" is no "profile", but "photo of a pupil" is about a pupil all the same.
        """
        found: list[Match] = []
        hidden: dict[str, int] = {}  # group → where the longer form that speaks for it ends
        last = len(tokens) - 1
        for i, token in enumerate(tokens):
            forms = self.forms.get(token)
            if forms is None:
                continue
            size = 0
            if i < last:
                for form, concept, group in forms.get(tokens[i + 1], ()):
                    if len(form) < size:
                        break
                    if hidden.get(group, 0) <= i and (len(form) == 2 or tuple(tokens[i : i + len(form)]) == form):
                        size = len(form)
                        found.append(Match(concept, i, i + size))
            if size:
                for match in found[-_TIES:]:
                    if match.start == i:
                        hidden[match.concept.split(".")[0]] = i + size
                continue
            for _, concept, group in forms.get("", ()):
                if hidden.get(group, 0) <= i:
                    found.append(Match(concept, i, i + 1))
        return found


def shipped() -> Lexicon:
    """The lexicon that comes with the product."""
    folder = files("knowledge") / "data" / "lexicon"
    lines: list[str] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".txt"):
            lines += entry.read_text("utf-8").splitlines()
    return Lexicon.from_lines(lines)
