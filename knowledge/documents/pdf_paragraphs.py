"""Joins the lines of a PDF into paragraphs, and words that were broken at line ends."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from knowledge.documents.marks import ENDS_SENTENCE, MARKER
from knowledge.documents.pdf_page import Line, Table

_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(slots=True)
class Paragraph:
    """Joined lines; `gap`: more than a line's space stands before it."""

    text: str
    page: int
    last: Line
    gap: bool
    first: Line


class Joiner:
    """Knows the whole document's line spacing and words, and joins lines by them."""

    def __init__(self, lines: list[Line]) -> None:
        self._pitch = _pitch(lines)
        self._words = Counter(word.lower() for line in lines for word in _LETTERS.findall(line.text))

    def paragraphs(self, items: list[Line | Table]) -> list[Paragraph | Table]:
        """Paragraphs and tables in order."""
        out: list[Paragraph | Table] = []
        before: Line | None = None
        for item in items:
            if isinstance(item, Table):
                out.append(item)
                before = None
                continue
            # A sentence that a page break cuts goes on below the footnotes and tables of its page.
            open_paragraph = out[-1] if out and isinstance(out[-1], Paragraph) else None
            if open_paragraph and before and self._continues(open_paragraph, item):
                open_paragraph.text = self._join(open_paragraph.text, item.text)
                open_paragraph.last = item
            else:
                gap = before is None or item.page != before.page or self._is_gap(before, item)
                out.append(Paragraph(item.text, item.page, item, gap, item))
            before = item
        return out

    def _continues(self, paragraph: Paragraph, line: Line) -> bool:
        before = paragraph.last
        elsewhere = line.page != before.page or line.top < before.top  # next page, next column
        resized = abs(line.size - before.size) > 0.12 * before.size
        if resized or _opens(paragraph.text, line) or (not elsewhere and self._is_gap(before, line)):
            return False
        unfinished = not ENDS_SENTENCE.search(paragraph.text)
        if not unfinished and line.bold != before.bold:
            return False
        runs_on = unfinished and line.text[:1].islower() and line.bold == before.bold
        if _BROKEN.search(paragraph.text) and line.text[:1].islower():
            return True
        if elsewhere:
            return runs_on or (unfinished and not _would_fit(before, line))
        if _would_fit(before, line):
            return runs_on and len(paragraph.text) > 30
        return True

    def _is_gap(self, before: Line, line: Line) -> bool:
        drop = line.bottom - before.bottom
        pitch = self._pitch * max(1.0, line.size / before.size)
        return line.page == before.page and drop > 1.3 * pitch

    def _join(self, text: str, line: str) -> str:
        if not _BROKEN.search(text) or not line[:1].islower():
            return f"{text} {line}"
        if text.endswith("\u00ad"):
            return text[:-1] + line
        return text[:-1] + ("-" if self._is_compound(text, line) else "") + line

    def _is_compound(self, text: str, line: str) -> bool:
        """Is the hyphen the word's own ("work-related") and not only the line's? The document's other words tell."""
        head, tail = _LETTERS.findall(text[:-1])[-1].lower(), _LETTERS.findall(line)[0].lower()
        whole, hyphened = self._words[head + tail], self._words[f"{head}-{tail}"]
        if whole or hyphened:
            return hyphened > whole
        return self._words[head] > 0 and self._words[tail] > 1 and len(head) > 2  # the tail itself begins a line once


def _opens(text: str, line: Line) -> bool:
    """Does the line begin with a number or bullet of its own, and not with one that belongs to the sentence?"""
    found = MARKER.match(line.text)
    if not found:
        return False
    rest = line.text[found.end() :]
    if re.match(r"[\d(a-zA-Z]", found[0]) and not ENDS_SENTENCE.search(text) and rest[:1].islower():
        # "… see paragraph / 5.3 below": a number inside a sentence; "a) a friend" after "… or" opens an item.
        return bool(re.match(r"\(?[a-zA-Z]{1,4}[.)]|\d{1,2}[.)]\s", found[0]))
    return True


def _would_fit(before: Line, line: Line) -> bool:
    """Would the line's first word have fitted on the line before? Then that line was ended on purpose."""
    first = line.words[0]
    space = 0.3 * before.size
    return before.x1 + space + (first.x1 - first.x0) < before.right - 0.02 * (before.right - before.x0)


def _pitch(lines: list[Line]) -> float:
    """The usual distance of two lines of one paragraph, in points: a common one, the smallest of those."""
    drops = Counter(
        round((line.bottom - before.bottom) * 2) / 2
        for before, line in pairwise(lines)
        if line.page == before.page
        and abs(line.size - before.size) < 0.5
        and 0.8 * line.size < line.bottom - before.bottom < 3 * line.size
    )
    if not drops:
        return 14.0
    most = max(drops.values())
    return min(drop for drop, count in drops.items() if count >= 0.4 * most)
