"""How a post sounds and what it touches: shouting, unkind words about people, matters that are not for the public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from handlers.drafts.reading import Span, any_of, small, spans

_LIST = "tone"
_CAPITALS = re.compile(r"(?<!\w)[A-Z][A-Z'’]*(?:[ ,&–—-]{1,3}[A-Z0-9][A-Z0-9'’]*){1,200}(?!\w)!*")
_LOUD = re.compile(r"[A-Z][A-Z'’]+")
_ENOUGH, _WITH_MARK = 4, 3  # words in a row
_LONG = 3  # letters: two words must have more, since short ones may be acronyms that nobody listed
_WHOSE = r"(?:(?:this|our|the|that|these|those|some|your|my|of|all|other|at|in)\s){0,3}(?:\w+\s)?"
_VERY = (
    r"(?:\s(?:so|such|really|very|just|all|too|totally|absolutely|completely|utterly|quite|simply|always|being|the|an?|absolute|complete|total))"
    r"{0,2}"
)


@dataclass(frozen=True, slots=True)
class _Looks:
    """The patterns that the shipped words make."""

    acronym: re.Pattern[str]
    unkind: tuple[re.Pattern[str], ...]
    book: re.Pattern[str]
    parties: tuple[re.Pattern[str], ...]
    political: re.Pattern[str]
    elections: re.Pattern[str]
    pupils: re.Pattern[str]
    confidential: re.Pattern[str]


def shouting(text: str) -> Iterator[Span]:
    """Rows of words in capitals that are not names of things."""
    for match in _CAPITALS.finditer(text):
        words = [word for word in _LOUD.findall(match[0]) if not _looks().acronym.fullmatch(word)]
        enough = _WITH_MARK if match[0].endswith("!") else _ENOUGH
        if len(words) >= enough and sum(len(word) > _LONG for word in words) > 1:
            yield match.span()


def disparaging(text: str) -> Iterator[Span]:
    """Insults, and hard words where they are said of school, staff, pupils, parents or others: never of weather."""
    books, lowered = list(spans(_looks().book, text)), small(text)
    for pattern in _looks().unkind:
        for start, end in spans(pattern, lowered):
            if not any(first < end and start < last for first, last in books):
                yield start, end


def sensitive(text: str) -> Iterator[Span]:
    """What may be political or confidential; politically sensitive information is confidential (Wigan, Waterloo)."""
    looks, lowered = _looks(), small(text)
    yield from spans(looks.confidential, lowered)
    yield from spans(looks.political, lowered)
    for pattern in looks.parties:
        yield from spans(pattern, text)
    if not looks.pupils.search(lowered):
        yield from spans(looks.elections, lowered)


@cache
def _looks() -> _Looks:
    def low(section: str) -> str:
        return any_of(_LIST, section).lower()

    who, hard = low("people"), low("hard words")
    parties = any_of(_LIST, "parties")
    return _Looks(
        acronym=re.compile(any_of(_LIST, "acronyms")),
        unkind=(
            re.compile(rf"\b(?:{low('insults')}|{low('reproaches')})\b"),
            re.compile(rf"\b{hard}\s(?:\w+\s)?{who}\b"),
            re.compile(
                rf"\b{who}(?:(?:\s(?:is|are|was|were|has been|have been)){_VERY}\s"
                rf"(?:{hard}|{low('verdicts')})\b(?!-|\s(?:with|at|weather|news|luck)\b)"
                rf"|\s(?:who\s)?{low('said of people')}\b)"
            ),
            re.compile(rf"\b{low('said to people')}\s(?:working\s)?{_WHOSE}{who}\b"),
        ),
        book=re.compile(any_of(_LIST, "titles of books")),
        parties=(
            re.compile(rf"\b(?:[Vv]ot(?:e|es|ed|ing)|VOTE)\s(?:for\s)?(?:the\s)?{parties}(?:\s[Pp]arty)?\b"),
            re.compile(rf"\b{parties}\s(?i:{any_of(_LIST, 'party matters')})\b"),
            re.compile(rf"\b{any_of(_LIST, 'political with capitals')}\b"),
        ),
        political=re.compile(rf"\b{low('political')}\b"),
        elections=re.compile(rf"\b{low('elections')}\b"),
        pupils=re.compile(rf"\b{low('own elections')}\b"),
        confidential=re.compile(rf"(?<!not )\b{low('confidential')}\b"),
    )
