"""Tells page numbers and running headers and footers from the text of a PDF."""

from __future__ import annotations

import re
from collections import defaultdict

from knowledge.documents.marks import MARKER
from knowledge.documents.pdf_page import Line, Page, lines_of
from knowledge.model import LeftOut

_ZONE = 0.14  # of the page's height, at the top and at the bottom
_LINES = 4  # at most so many lines of it
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.?|pg\.?)?\s*[-–—|]?\s*\d{1,3}\s*(?:(?:of|/)\s*\d{1,3})?\s*(?:[-–—|]|\|?\s*page)?$", re.IGNORECASE
)


def clear(pages: list[Page]) -> list[LeftOut]:
    """Take page furniture off the pages, in place; what was taken is reported, each once.

    From the page's edge inwards, up to the first line that is text: what recurs below that is text as well.
    """
    edges = [(page, where, lines) for page in pages for where, lines in _edges(page)]
    seen: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for page, where, lines in edges:
        for line in lines:
            seen[_shape(line), where].append((page.number, line.top))
    left_out: dict[tuple[str, str], LeftOut] = {}
    for page, where, lines in edges:
        for line in lines:
            if _recurs(seen[_shape(line), where], line.top, len(pages)):
                note = LeftOut(f"running {where}", "it stands on every page", line.text[:200])
            elif _is_page_number(line, page, where):
                note = LeftOut("page number", "it is not part of the text", line.text)
            else:
                break
            left_out.setdefault((note.what, _shape(line)), note)
            taken = set(map(id, line.words))
            page.words = [word for word in page.words if id(word) not in taken]
    return list(left_out.values())


def _edges(page: Page) -> list[tuple[str, list[Line]]]:
    """The lines near the page's edges, the outermost first."""
    lines = lines_of(page.words, page.number)
    header = [line for line in lines[:_LINES] if line.bottom < page.height * _ZONE]
    footer = [line for line in reversed(lines[-_LINES:]) if line.top > page.height * (1 - _ZONE)]
    return [("header", header), ("footer", footer)]


def _shape(line: Line) -> str:
    """The line's text with its numbers left open, so that "Page 3 of 9" recurs; but a clause's number is its own."""
    text = " ".join(line.text.split()).lower()
    marker = MARKER.match(text)
    start = marker.end() if marker else 0
    return text[:start] + re.sub(r"\d+", "#", text[start:])


def _recurs(places: list[tuple[int, float]], top: float, pages: int) -> bool:
    """At one height on two pages and four of ten, or on five: left and right pages may differ, a cover has none."""
    near = {number for number, other in places if abs(other - top) < 10}
    return len(near) >= max(2, min(5, 0.4 * (pages - 1)))


def _is_page_number(line: Line, page: Page, where: str) -> bool:
    text = " ".join(line.text.split())
    if not _PAGE_NUMBER.match(text):
        return False
    # A bare number is a page number only where it counts like one.
    first = int(re.findall(r"\d+", text)[0])
    return bool(re.search(r"page|of|/", text, re.IGNORECASE)) or (where == "footer" and abs(first - page.number) <= 3)
