"""Phrases with gaps and groups of words, matched on stems: what `knowledge/data/alerts.txt` is written in.

`{name} = word, form of words`   a group, to be used below as {name}; `#` in a form is any number (year #, y#)
`kind: phrase, phrase, …`        in a phrase, `..` is up to three further words, `a/b` is either, `a?` may be missing
A line that starts with `#` is a comment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.language.tokens import stems

_GROUP = re.compile(r"\{(\w+)\}\s*=")
_GAP = r"(?:\S+ ){0,3}"
_NUMBER = r"\d+s?"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases as patterns, by a word that each of them cannot do without: few are ever tried, or even compiled."""

    by_word: dict[str, list[tuple[str, str]]]

    @classmethod
    def from_lines(cls, name: str, lines: Iterable[str]) -> Phrases:
        """Read phrases. Raises ValueError naming file `name` and the line that does not follow the form."""
        groups: dict[str, list[str]] = {}
        found: list[tuple[str, list[str]]] = []
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            group = _GROUP.match(line)
            if group:
                groups[group[1]] = _parts(line[group.end() :])
                continue
            kind, colon, phrases = line.partition(":")
            unknown = next((g for g in re.findall(r"\{(\w+)\}", phrases) if g not in groups), "")
            if not colon or unknown:
                raise ValueError(
                    f"{name}, line {number}: no group is called {{{unknown}}}" if unknown
                    else f"{name}, line {number}: expected “kind: phrase, phrase”, found “{line.strip()[:40]}”"
                )  # fmt: skip
            found += [(kind.strip(), phrase.split()) for phrase in _parts(phrases)]
        needed = [[words for part in parts if (words := _needed(part, groups))] for _, parts in found]
        common = Counter(word for some in needed for words in some for word in words)
        by_word: dict[str, dict[str, list[str]]] = {}
        for (kind, parts), some in zip(found, needed, strict=True):
            if not some:
                raise ValueError(f"{name}: “{' '.join(parts)}” has no word of its own")
            pattern = "".join(_pattern(part, groups) for part in parts)
            for word in min(some, key=lambda words: sum(common[w] for w in words)):
                by_word.setdefault(word, {}).setdefault(kind, []).append(pattern)
        return cls({
            word: [(kind, f" (?:{'|'.join(patterns)})") for kind, patterns in kinds.items()]
            for word, kinds in by_word.items()
        })  # fmt: skip

    def kinds(self, tokens: Sequence[str]) -> set[str]:
        """The kinds of all phrases that stand in `tokens` (stems)."""
        text = ""
        found: set[str] = set()
        for word in dict.fromkeys(tokens):
            for kind, pattern in self.by_word.get(word, ()):
                text = text or f" {' '.join(tokens)} "
                if kind not in found and _compiled(pattern).search(text):
                    found.add(kind)
        return found


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _parts(line: str) -> list[str]:
    return [part for part in (part.strip() for part in line.split(",")) if part]


def _needed(part: str, groups: dict[str, list[str]]) -> tuple[str, ...]:
    """Words of which one must stand in a text for `part` to stand in it; none where there is no such list."""
    if part == ".." or part.endswith("?"):
        return ()
    forms = groups[part[1:-1]] if part.startswith("{") else part.split("/")
    if any("#" in form.split()[0] for form in forms):  # "y10" is one word, of which there are many
        return ()
    return tuple(dict.fromkeys(stems(form)[0] for form in forms))


def _pattern(part: str, groups: dict[str, list[str]]) -> str:
    if part == "..":
        return _GAP
    if part.endswith("?"):
        return f"(?:{_pattern(part[:-1], groups)})?"
    forms = groups[part[1:-1]] if part.startswith("{") else part.split("/")
    return f"(?:{'|'.join(sorted(map(_form, forms), key=len, reverse=True))}) "


def _form(form: str) -> str:
    return " ".join(_numbered(word) if "#" in word else " ".join(map(re.escape, stems(word))) for word in form.split())


def _numbered(word: str) -> str:
    """A word with a number in it: "y#" is "y9" and "y 9"."""
    before, _, after = word.partition("#")
    return (
        f"{before} ?{_NUMBER}{f' ?{after}' if after else ''}" if before else f"{_NUMBER}{f' ?{after}' if after else ''}"
    )
