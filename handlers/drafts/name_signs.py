"""Whether a word of a post is a given name there: shipped lists, and what stands around it.

A name of the list counts wherever it has its capital. One that is a word too ("Will", "Grace", "May") needs evidence: a
capital in the middle of a sentence, a surname, a possessive, a list of names, a verb of doing, praise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import cache

from handlers.drafts.reading import Word, lines, listed, words

_SMALL_TOO = 5  # letters: a name this long is recognised without its capital
_REACH = 4  # words: how far a list of names is looked along
_SIGNS = "name_signs"
_OF_FAMILY = re.compile(r"o'(?!clock)\w{3,}")


class Sure(IntEnum):
    """How sure it is that a word with a capital is a given name."""

    NO, HARDLY, PERHAPS, YES = range(4)


def sure(key: str) -> Sure:
    """What the lists say of a word, as `folded` makes it; of "Lily-May" what they say of both halves."""
    first, hyphen, rest = key.partition("-")
    if not hyphen:
        return _listed(key)
    halves = _listed(first), _listed(rest)
    if Sure.NO not in halves and max(halves) > Sure.HARDLY:
        return Sure.YES
    return halves[0] if halves[0] is Sure.YES else Sure.NO


def names_somebody(post: Sequence[Word], at: int, famous: frozenset[int]) -> bool:
    """Whether the word at `at` is somebody's given name; `famous`: what `famous_names` found."""
    word, how = post[at], sure(post[at].key)
    if at in famous:
        return False
    if how is Sure.NO:
        return _before_surname(post, at)
    if not word.capital:
        small = len(word.key) >= _SMALL_TOO and word.key not in listed(_SIGNS, "small letters are words")
        return how is Sure.YES and small and not (at and titles(post[at - 1]))
    if (word.joined or word.gap == ". ") and at and titles(post[at - 1]):
        return False
    if _names_a_thing(post, at):
        return False
    return how is Sure.YES or (word.text[1:].islower() and _evident(post, at, how, famous))


def surname(post: Sequence[Word], at: int) -> int | None:
    """Where the surname ends that follows the given name at `at`; None where none does."""
    here = at
    while not post[here].possessive and here - at < 3 and here + 1 < len(post) and is_surname(post, here + 1):
        here += 1
    return here if here > at else None


def is_surname(post: Sequence[Word], at: int) -> bool:
    """Whether the word at `at` may be the surname to the word before it."""
    word = post[at]
    shouted = word.text.isupper() and not post[at - 1].text.isupper()
    return word.joined and word.capital and not shouted and not no_surname(word.key)


def no_surname(key: str) -> bool:
    """Whether it is one of the words that may stand beside a name with a capital: "Amelia Won The Cup"."""
    return key in listed("not_surnames", "small") or key in listed("not_surnames", "things")


def titles(word: Word) -> bool:
    """Whether it is a title: Mrs, Dr, King, St."""
    return word.capital and (word.key in listed(_SIGNS, "titles") or word.key in listed(_SIGNS, "other titles"))


def famous_names(post: Sequence[Word]) -> frozenset[int]:
    """The places of words that are part of a name everybody knows: "Florence Nightingale", "Harry Potter"."""
    found, known = set[int](), _well_known()
    for at, word in enumerate(post):
        for keys in known.get(word.key, ()):
            if word.capital and tuple(each.key for each in post[at : at + len(keys)]) == keys:
                found.update(range(at, at + len(keys)))
                break
    return frozenset(found)


# --- inside ---


def _listed(key: str) -> Sure:
    if key in listed("given_names") or ("'" in key and key.replace("'", "") in listed("given_names")):
        return Sure.YES
    if key in listed("word_names", "words"):
        return Sure.PERHAPS
    return Sure.HARDLY if key in listed("word_names", "strict") else Sure.NO


def _evident(post: Sequence[Word], at: int, how: Sure, famous: frozenset[int]) -> bool:
    """Whether what stands around a word says that it is a name here: something clear, or for most words a capital."""
    word = post[at]
    before = post[at - 1] if at and not word.first else None
    placed = before is not None and before.key in listed(_SIGNS, "not before a name")
    if not placed and (_among_names(post, at, famous) or _addressed(post, at)):
        return True
    if at + 1 < len(post) and post[at + 1].joined and _followed(post, at):
        return True
    if how is Sure.HARDLY:
        return False
    return _owns_or_learns(post, at) or (before is not None and not before.capital and not placed)


def _followed(post: Sequence[Word], at: int) -> bool:
    """Whether a surname follows, or what somebody did; "Art made by Year 4" was done by others."""
    after = post[at + 1]
    if after.key in listed(_SIGNS, "after a name"):
        return not (at + 2 < len(post) and post[at + 2].key in {"by", "for"})
    return after.capital and after.key in listed("surnames")


def _owns_or_learns(post: Sequence[Word], at: int) -> bool:
    """Whether something of theirs follows, or their class: "Grace's story", "Ruby (Year 3)"."""
    if at + 1 == len(post):
        return False
    after = post[at + 1]
    if post[at].possessive:
        return after.joined and not after.capital
    return after.gap in {", ", " (", ","} and after.key in {"year", "yr", "reception", "nursery", "aged"}


def _among_names(post: Sequence[Word], at: int, famous: frozenset[int]) -> bool:
    """Whether it stands in a list with a name that is sure, or praised: "Amelia, May and Rose"."""
    return any(_leads_to_name(post, at, step, famous) for step in (-1, 1))


def _leads_to_name(post: Sequence[Word], at: int, step: int, famous: frozenset[int]) -> bool:
    linked, here = False, at
    for _ in range(_REACH):
        here += step
        if not 0 <= here < len(post):
            return False
        gap = post[here if step > 0 else here + 1].gap.strip()
        linked = linked or gap in {",", "&", ", &"}
        if gap not in {"", ",", "&", ", &"}:
            return False
        if post[here].key == "and":
            linked = True
            continue
        how = sure(post[here].key)
        if not linked or not post[here].capital or how is Sure.NO:
            return False
        somebody = how is Sure.YES or _addressed(post, here)
        if somebody and here not in famous and not _names_a_thing(post, here):
            return True
        linked = False
    return False


def _addressed(post: Sequence[Word], at: int) -> bool:
    """Whether somebody is spoken to or praised: "Well done, Grace", "Congratulations to May"."""
    back = 2 if at >= 2 and post[at - 1].key == "to" else 1
    if at < back or post[at].gap.strip(" ") not in {"", ","}:
        return False
    cue = post[at - back].key
    thanked = cue == "you" and at > back and post[at - back - 1].key == "thank"
    return thanked or cue in listed(_SIGNS, "addressed")


def _before_surname(post: Sequence[Word], at: int) -> bool:
    """Whether a word that is on no list is a given name, since a surname that is nothing else follows."""
    word = post[at]
    shaped = word.text[1:].islower() or ("'" in word.key and word.text.istitle())
    if at + 1 >= len(post) or word.possessive or not (word.capital and shaped):
        return False
    if titles(word) or (word.first and not (at + 2 < len(post) and post[at + 2].key in listed(_SIGNS, "after a name"))):
        return False
    after, before = post[at + 1], post[at - 1]
    if not (after.joined and after.capital and _surname(after.key)) or no_surname(word.key):
        return False
    return not (at and before.capital and word.joined) and not _names_a_thing(post, at + 1)


def _surname(key: str) -> bool:
    """Whether it is hardly anything but a surname, or a part of it is."""
    return any(part in listed("surnames") or _OF_FAMILY.fullmatch(part) for part in key.split("-"))


def _names_a_thing(post: Sequence[Word], at: int) -> bool:
    """Whether a place, class, day or king is named after somebody: "Victoria Park", "Rowan class", "Henry VIII"."""
    for after in post[at + 1 : at + 3]:
        if not after.joined:
            return False
        if after.key in listed("not_surnames", "things") and (after.capital or after.key in {"class", "group"}):
            return True
        if not after.capital:
            return False
    return False


@cache
def _well_known() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The well-known names by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in lines("well_known"):
        keys = tuple(word.key for word in words(line))
        found.setdefault(keys[0], []).append(keys)
    return {first: tuple(sorted(several, key=len, reverse=True)) for first, several in found.items()}
