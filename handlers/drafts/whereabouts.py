"""Where children are and when: who, a way of being there, a place away from school and a time, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from handlers.drafts.reading import Span, any_of, sentences, small, spans

_LIST = "whereabouts"
_CLASS = re.compile(
    r"\b(?:(?:Year|Yr)s? ?\d{1,2}s?|Y\d{1,2}s?|Class [A-Z0-9]\w*|\d{1,2}[A-Z]{1,2}|[A-Z]\w+ Class|KS ?[1-5])\b"
)
_WE = re.compile(r"\b(?:we|they)\b")  # of children, where the post speaks of them
_ALSO = "(?: (?:all|also|then|now|currently|still|just|excited to|looking forward to))?"
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_TIME = re.compile(
    r"\b(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)|(?:[01]?\d|2[0-3])[:.][0-5]\d|noon|midday|o['’]clock"
    r"|today|tomorrow|tonight|now|this (?:morning|afternoon|evening|week)|next week|all (?:day|week)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|on the \d{1,2}(?:st|nd|rd|th)|\d{1,2}/\d{1,2}(?:/\d{2,4})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS})\b"
)  # in small letters


@dataclass(frozen=True, slots=True)
class _Looks:
    """The patterns that the shipped words make."""

    children: re.Pattern[str]
    event: re.Pattern[str]
    being: re.Pattern[str]
    over: re.Pattern[str]
    place: re.Pattern[str]
    school: re.Pattern[str]


def whereabouts(text: str, children: Sequence[Span] = ()) -> Iterator[Span]:
    """Where a sentence tells that children are, or will be, somewhere at some time; `children`: spans that name one.

    What is over is no matter, nor is school itself: everybody knows that children are there.
    """
    looks, lowered = _looks(), small(text)
    for start, end in sentences(text):
        sentence, low = text[start:end], lowered[start:end]
        when = list(spans(_TIME, low))
        if not when or looks.over.search(low):
            continue
        event = looks.event.search(low)
        being, place = looks.being.search(low) or event, looks.place.search(looks.school.sub(_blank, sentence))
        if being is None or place is None:
            continue
        who = [(a - start, b - start) for a, b in children if start <= a and b <= end]
        who += [match.span() for match in (_CLASS.search(sentence), looks.children.search(low), event) if match]
        if children or _CLASS.search(text) or looks.children.search(lowered):
            who += [match.span() for match in (_WE.search(low),) if match]
        if who:
            parts = (min(who), being.span(), place.span(), *when)
            yield start + min(first for first, _ in parts), start + max(last for _, last in parts)


def _blank(match: re.Match[str]) -> str:
    return "_" * len(match[0])


@cache
def _looks() -> _Looks:
    doing = f"(?:{any_of(_LIST, 'to do')}|{any_of(_LIST, 'doing')})"
    going = rf"(?:the |our |a |their )?(?:[\w'’&.-]+ ){{0,3}}?{any_of(_LIST, 'places')}\b"
    named = rf"(?:the )?(?!{any_of(_LIST, 'no places')}\b)(?-i:[A-Z][a-z]\w+)"
    return _Looks(
        children=re.compile(rf"\b{any_of(_LIST, 'children').lower()}\b"),
        event=re.compile(rf"\b{any_of(_LIST, 'events')}\b"),
        being=re.compile(
            rf"\b(?:will|shall)(?: be)?{_ALSO} {doing}\b|['’]ll{_ALSO} {doing}\b"
            rf"|(?:\b(?:is|are)|['’]re){_ALSO} {any_of(_LIST, 'doing')}\b"
            rf"|\b{any_of(_LIST, 'does')}(?: \w+)? (?:for|to|at|from|on|the|every|by)\b|\bswimming\b|\boff to\b"
            rf"|\b(?=\w+ing\b){any_of(_LIST, 'doing')} (?:at|to|in)\b"
        ),
        over=re.compile(rf"\b{any_of(_LIST, 'over')}\b"),
        place=re.compile(
            rf"\b(?:at|to|in|into|from|outside|near|by|on|for|through|around|visit(?:s|ing)?|exploring) {going}"
            rf"|\b(?:at|to|outside|near|visit(?:s|ing)?|(?:is|are|be|stay|staying|camping|day|time) in(?! the)"
            rf"|(?:leav(?:e|es|ing)|depart(?:s|ing)?|set(?:s|ting)? off|head(?:s|ing)?) for) {named}",
            re.IGNORECASE,
        ),
        school=re.compile(rf"\b{any_of(_LIST, 'at school')}\b", re.IGNORECASE),
    )
