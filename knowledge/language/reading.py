"""A text as the engine sees it: stems, concepts, and the features made of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from knowledge.language import lexicon
from knowledge.language.lexicon import Lexicon, Match
from knowledge.language.spelling import correct
from knowledge.language.tokens import stem, stems, tokenise

# Words that say nothing about the subject. "my", "i", "not" and the modals stay: who and whether matter.
_STOP_WORDS = """a an the of to in on at for and or but if so it is be this that these those there as by with from
    just really please some any do have has would get got very quite then than too also well oh hi hello dear thanks
    thank you your yours we our us they them their he she his her him its will shall may might"""
_STOP = frozenset(stem(word) for word in _STOP_WORDS.split())
_MENDED_AT_MOST = 4096  # words remembered, so that nobody can fill the memory by typing nonsense
_SELF = frozenset(("i", "me", "my", "mine", "myself"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: every stem in order, the concepts found, and the features of both."""

    stems: tuple[str, ...]
    matches: tuple[Match, ...]
    features: tuple[str, ...]
    concepts: frozenset[str]  # the names of the concepts found
    typed: tuple[str, ...]  # the stems before anything was mended


class Reader:
    """Reads questions and clauses with one lexicon and one list of known words."""

    def __init__(self, words: Mapping[str, int], concepts: Lexicon | None = None) -> None:
        """`words`: known word → how often, for typing mistakes; empty: nothing is corrected."""
        self._words = dict(words)
        self._concepts = shipped_lexicon() if concepts is None else concepts
        self._short = abbreviations()
        self._mended: dict[str, tuple[str, ...]] = {}  # word as typed → stems of what was meant

    def learn(self, words: Mapping[str, int]) -> None:
        """Also know these words: a school's own policy spells its own names."""
        for word, count in words.items():
            self._words[word] = self._words.get(word, 0) + count
        self._mended.clear()

    def question(self, text: str) -> Reading:
        """Read what somebody typed: abbreviations written out, typing mistakes mended."""
        typed = tokenise(text)
        tokens: list[str] = []
        for word in typed:
            tokens += self._mended.get(word) or self._meant(word)
        return self._read(tuple(tokens), tuple(map(stem, typed)))

    def _meant(self, word: str) -> tuple[str, ...]:
        words = self._short.get(word) or [correct(word, self._words)]
        if len(self._mended) >= _MENDED_AT_MOST:
            self._mended.clear()
        meant = self._mended[word] = tuple(map(stem, words))
        return meant

    def clause(self, text: str) -> Reading:
        """Read what a policy says, as it stands."""
        tokens = tuple(stems(text))
        return self._read(tokens, tokens)

    def _read(self, tokens: tuple[str, ...], typed: tuple[str, ...]) -> Reading:
        matches = tuple(self._concepts.matches(tokens))
        concepts = frozenset([match.concept for match in matches])
        return Reading(tokens, matches, features(tokens, matches), concepts, typed)


def features(tokens: tuple[str, ...], matches: tuple[Match, ...]) -> tuple[str, ...]:
    """Names of what stands in a text: words, neighbouring words, concepts, concepts in order."""
    made = {t for t in tokens if t not in _STOP}
    made |= {f"{a} {b}" for a, b in pairwise(tokens) if a not in _STOP or b not in _STOP}
    names = [(m.start, m.concept) for m in matches]
    names += [(i, "self") for i, t in enumerate(tokens) if t in _SELF]
    names.sort()
    order = [name for _, name in names]
    made |= {f"@{name}" for name in order}
    for i, first in enumerate(order):
        made |= {f"@{first}>{second}" for second in order[i + 1 : i + 4] if second != first}
    return tuple(made)


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon that comes with the product, read once."""
    return lexicon.shipped()


@cache
def abbreviations() -> dict[str, list[str]]:
    """`short = full words` lines of the shipped list, read once."""
    text = (files("knowledge") / "data" / "lexicon" / "abbreviations.list").read_text("utf-8")
    pairs = (line.split("#")[0].partition("=") for line in text.splitlines())
    return {short.strip().lower(): tokenise(full) for short, equals, full in pairs if equals}
