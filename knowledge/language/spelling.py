"""Typing mistakes: an unknown word becomes the most frequent known word one slip away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4  # characters; shorter words have too many neighbours to guess

_LONGEST = 30  # characters; longer than any word that people mistype, and the work grows with the square


def correct(word: str, known: Mapping[str, int]) -> str:
    """`word`, or the most frequent word of `known` (word → how often) that is one slip away from it.

    A slip is a letter left out, added, changed or two letters exchanged; the last is the likeliest ("neice" is a niece
    and not nice). Words with digits stay.
    """
    if word in known or not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return word
    exchanged = max(_exchanged(word), key=lambda other: known.get(other, 0))
    if known.get(exchanged, 0):
        return exchanged
    best = max(_one_slip(word), key=lambda other: known.get(other, 0))
    return best if known.get(best, 0) else word


def _exchanged(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))


def _one_slip(word: str) -> Iterator[str]:
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        if tail:
            yield head + tail[1:]
        for letter in _LETTERS:
            if tail:
                yield head + letter + tail[1:]
            yield head + letter + tail
