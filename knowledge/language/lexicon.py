"""Concepts: what words mean to a school, from the plain lists in `knowledge/data/lexicon/*.txt`.

A line is `concept: form, form of words, …`; `#` starts a comment. A form is matched by stems, so that
"friend request" also finds "friend requests". A concept's name is `group.name`: who.pupil, act.accept, thing.photo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from knowledge.language.tokens import stems


@dataclass(frozen=True, slots=True)
class Match:
    """Concept `concept` stands at tokens [start, end)."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms by their first stem, longest first."""

    forms: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Lexicon:
        """Read `concept: form, form` lines. Raises ValueError naming a line that has no colon."""
        forms: dict[str, set[tuple[tuple[str, ...], str]]] = {}
        for number, line in enumerate(lines, 1):
            line = line.split("#", 1)[0].strip()
            if not line:
                continue
            concept, colon, words = line.partition(":")
            if not colon:
                raise ValueError(f"line {number}: expected “concept: form, form”, found “{line[:40]}”")
            for form in words.split(","):
                key = tuple(stems(form))
                if key:
                    forms.setdefault(key[0], set()).add((key, concept.strip()))
        return cls({first: sorted(some, key=lambda f: (-len(f[0]), f)) for first, some in forms.items()})

    def matches(self, tokens: Sequence[str]) -> list[Match]:
        """Every concept in `tokens` (stems), left to right.

        The longest form at a place wins, ties all count. Inside a longer form only other groups are heard:
        "profile picture" is no "profile", but "photo of a pupil" is about a pupil all the same.
        """
        found: list[Match] = []
        outer: list[Match] = []
        for i, token in enumerate(tokens):
            outer = [m for m in outer if m.end > i]
            taken = {m.concept.split(".")[0] for m in outer if m.end - m.start > 1}
            longest: list[Match] = []
            for form, concept in self.forms.get(token, ()):
                if longest and len(form) < longest[0].end - i:
                    break
                if tuple(tokens[i : i + len(form)]) == form and concept.split(".")[0] not in taken:
                    longest.append(Match(concept, i, i + len(form)))
            found += longest
            outer += longest
        return found


def shipped() -> Lexicon:
    """The lexicon that comes with the product."""
    folder = files("knowledge") / "data" / "lexicon"
    lines: list[str] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".txt"):
            lines += entry.read_text("utf-8").splitlines()
    return Lexicon.from_lines(lines)
