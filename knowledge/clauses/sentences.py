"""A passage in, its sentences out, and the sentences that belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

LONGEST = 600  # characters of a clause made of several sentences
ONE_PARAGRAPH = 350  # a numbered paragraph up to this length is quoted whole

_END = re.compile(r"[.!?][)\]”’\"'*]*(?=\s+[(\[“‘\"'*]*[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|St|Mr|Mrs|Ms|Dr|Rev|Prof|No|Nos|para|paras|approx|vs|cf|inc|Art|Sec|Ch|p|pp|viz|[A-Z])"
    r"|\.[a-z])\.$",
)
# A sentence that opens like this leans on the one before it.
_LEANS = re.compile(
    r"[(\[“‘\"']?(?:This|These|That|Those|It|They|Such|Instead|Otherwise|However|Therefore|Thus|Hence|So|For example|"
    r"For instance|Similarly|In this case|In these|In such|In either|In that|The only exception|An exception|"
    r"Exceptions?|The same|Even where|Even if|Remember|Of course|Doing so|Failure to do so|Examples?|And|But|Or|"
    r"In addition|Also|If so|If not|If they|If it|Where this|Where these|Things|Their|Its|Once|Please note|Note"
    r"|e\.g\.)\b|[(\[]"
)


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the sentences in `text[start:end]`; leading and trailing white space is left off."""
    spans = []
    at = start
    for stop in _END.finditer(text, start, end):
        if stop[0][0] == "." and len(stop[0]) == 1 and _ABBREVIATION.search(text[at : stop.end()]):
            continue
        if text[at : stop.end()].count("(") > text[at : stop.end()].count(")"):
            continue
        spans.append((at, stop.end()))
        at = stop.end()
    spans.append((at, end))
    return [trimmed for one in spans if (trimmed := _trim(text, *one))]


def leans(sentence: str) -> bool:
    """Does the sentence lean on the one before it ("This is because…", "Instead…")?"""
    return bool(_LEANS.match(sentence))


def groups(
    text: str, spans: list[tuple[int, int]], is_rule: Callable[[str], bool], *, whole: int = 0
) -> Iterator[tuple[int, int]]:
    """Join sentences to what would be quoted together.

    A passage of at most `whole` characters stays one. Otherwise a new group begins where a new rule begins, or
    where a group would grow beyond `LONGEST`; a sentence that leans on the one before stays with it.
    """
    if not spans:
        return
    if spans[-1][1] - spans[0][0] <= whole:
        yield spans[0][0], spans[-1][1]
        return
    start, end = spans[0]
    rule = is_rule(text[start:end])
    for one, other in spans[1:]:
        sentence = text[one:other]
        ruling = is_rule(sentence)
        if other - start > LONGEST or (not leans(sentence) and _parts(ruling, rule, other - start)):
            yield start, end
            start, rule = one, ruling
        rule = rule or ruling
        end = other
    yield start, end


def _parts(ruling: bool, rule: bool, length: int) -> bool:
    return ruling or (rule and length > ONE_PARAGRAPH) or length > LONGEST


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
