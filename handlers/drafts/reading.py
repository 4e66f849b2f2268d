"""A post word by word, sentence by sentence; and the shipped lists of words and phrases that it is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from unicodedata import combining, normalize

Span = tuple[int, int]  # from a character of the post to the one after the last

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+(?:[-'’]{_LETTER}+)*")
_STOP = re.compile(r"[.!?:;…•*|\n“\"(\[–—]|\s-\s")  # a capital after any of these says nothing
_FULL_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)]*\s+|\n+")
_LETTERS = {" ": r"\s", "'": "['’]", "*": r"\w*"}  # what a character of a phrase stands for, besides itself
_NO_PROSE = re.compile(r"(?<!\S)[^\s@]{0,200}@\S{1,200}|\b(?:https?://|www\.)\S{1,500}|#\w{1,100}", re.IGNORECASE)


class Word(NamedTuple):  # not a dataclass: a post has hundreds, and these are made in half the time
    """A word at its place; a possessive's ending stands apart from it."""

    text: str
    key: str  # small letters, no accents
    start: int
    end: int
    gap: str  # what stands between the word before and this one
    first: bool  # begins a sentence, a line, a quotation: a capital says nothing here
    possessive: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def joined(self) -> bool:
        """Whether nothing but a space stands before it."""
        return self.gap in {" ", "\u00a0"}


def words(text: str) -> list[Word]:
    """The words of `text` in order; addresses, links and hashtags are no words."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(_NO_PROSE.sub(lambda m: "." * len(m[0]), text)):
        word, gap = match[0], text[end : match.start()]
        possessive = word[-2:] in {"'s", "’s", "'S", "’S"} and len(word) > 2
        word = word[:-2] if possessive else word
        first = not found or (gap != " " and _STOP.search(gap) is not None)
        found.append(Word(word, folded(word), match.start(), match.start() + len(word), gap, first, possessive))
        end = match.end()
    return found


def sentences(text: str) -> Iterator[Span]:
    """Where each sentence stands."""
    start = 0
    for match in _FULL_STOP.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Where `pattern` stands in `text`."""
    return (match.span() for match in pattern.finditer(text))


def small(text: str) -> str:
    """`text` in small letters, each at its place: patterns that need not ignore capitals are several times quicker."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def folded(word: str) -> str:
    """`word` in small letters, without accents, with straight apostrophes: what the lists are compared by."""
    if word.isascii():
        return word.lower()
    letters = normalize("NFD", word.replace("’", "'").replace("ł", "l").replace("Ł", "l"))
    return "".join(c for c in letters if not combining(c)).lower()


@cache
def listed(name: str, section: str = "") -> frozenset[str]:
    """The words of a shipped list, or of one [section] of it, as `folded` makes them."""
    return frozenset(folded(word) for line in lines(name, section) for word in line.split())


@cache
def any_of(name: str, section: str) -> str:
    """A pattern for any phrase of a [section], as it stands there: either apostrophe, any blank; the longest it can."""
    return _branching({phrase.strip() for line in lines(name, section) for phrase in line.split(",")})


def _branching(phrases: Iterable[str]) -> str:
    """A pattern that goes through the phrases letter by letter, and not through them all at every word."""
    after: dict[str, list[str]] = {}
    for phrase in sorted(phrases, reverse=True):
        after.setdefault(phrase[:1], []).append(phrase[1:])
    branches = [
        _LETTERS.get(first, re.escape(first)) + _branching(rest) if first else "" for first, rest in after.items()
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def lines(name: str, section: str = "") -> Iterator[str]:
    """The lines of a shipped list, or of one [section] of it, without comments and empty ones."""
    here = ""
    for line in (files("handlers.drafts") / "data" / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            here = line.strip("[]")
        elif line and not line.startswith("#") and here == section:
            yield line
