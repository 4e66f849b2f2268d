"""What stands on one PDF page: words, the lines they make, and ruled tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from knowledge.documents.marks import MARKER, bullet, without_symbols

_APART = 0.4  # points; the two l of "all" are farther apart even in the smallest print


@dataclass(slots=True)
class Word:
    """A word and its box, in points from the page's top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(slots=True, eq=False)
class Line:
    """Words on one line of one column. `right` is where the column ends."""

    words: list[Word]
    page: int
    right: float = 0.0

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    @property
    def text(self) -> str:
        """The line's text; a tab where a typed number stands well apart from its text."""
        out = self.words[0].text
        for before, word in zip(self.words, self.words[1:], strict=False):
            gap = word.x0 - before.x1
            if gap < 0.08 * word.size:  # one word in two fonts
                out += word.text
            elif gap > 0.8 * word.size and len(out) <= 8 and MARKER.fullmatch(out + "\t"):
                out += "\t" + word.text
            else:
                out += " " + word.text
        return out


@dataclass(slots=True, eq=False)
class Table:
    """A ruled table: its cells' text by row and column, None where a cell reaches over."""

    cells: list[list[str | None]]
    page: int
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(slots=True)
class Page:
    """One page as found: words and tables, not yet in order."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pictures: int = 0
    turned: str = ""  # text that does not stand level: a watermark, a stamp in the margin, a whole page sideways


def take(page: Any, number: int) -> Page:
    """Words and tables of a pdfplumber page."""
    turned = "".join(char["text"] for char in page.chars if not _is_level(char))
    found = Page(number, float(page.width), float(page.height), pictures=len(page.images), turned=turned)
    seen: set[tuple[str, int, int]] = set()
    upright = page.filter(lambda each: each["object_type"] != "char" or (_is_level(each) and _is_first(each, seen)))
    if len(page.rects) + len(page.lines) + len(page.curves) >= 4:
        found.tables = [table for each in upright.find_tables() if (table := _table(each, number))]
    words = upright.extract_words(x_tolerance_ratio=0.15, extra_attrs=["fontname", "size"])
    found.words = [word for each in words if not _in_table(word := _word(each), found.tables) and word.text]
    return found


def _is_level(char: dict[str, Any]) -> bool:
    """Does the letter stand on a level line? pdfminer calls text turned by less than 90° upright, too."""
    across, up = char["matrix"][:2]
    return bool(across > 0 and abs(up) < 0.1 * across)


def _is_first(char: dict[str, Any], seen: set[tuple[str, int, int]]) -> bool:
    """Is the letter drawn here for the first time? Bold is often feigned by drawing twice, a little apart.

    pdfplumber's own dedupe_chars sorts all letters and doubles the time a page takes.
    """
    text, x, y = char["text"], round(char["x0"] / _APART), round(char["top"] / _APART)
    if any((text, x + dx, y + dy) in seen for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
        return False
    seen.add((text, x, y))
    return True


def _word(found: dict[str, Any]) -> Word:
    font = str(found["fontname"])
    # A bullet drawn as the letter o in a typewriter or symbol font.
    text = bullet("o") if found["text"] == "o" and re.search(r"courier|symbol", font, re.I) else found["text"]
    bold = bool(re.search(r"bold|black|heavy|semibold|demi", font, re.I))
    text = without_symbols(text).replace("\x00", "")
    return Word(text, found["x0"], found["x1"], found["top"], found["bottom"], float(found["size"]), bold)


def _table(found: Any, number: int) -> Table | None:
    """The table if it is one: boxes around text and underlined headings are found as tables too."""
    cells = found.extract(x_tolerance_ratio=0.15)
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in cells]
    if len(cells) < 2 or max(map(len, cells)) < 2 or sum(count >= 2 for count in filled) < 2:
        return None
    x0, top, x1, bottom = found.bbox
    return Table(cells, number, x0, x1, top, bottom)


def _in_table(word: Word, tables: Iterable[Table]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return any(t.x0 <= x <= t.x1 and t.top <= y <= t.bottom for t in tables)


def lines_of(words: Iterable[Word], page: int) -> list[Line]:
    """Words that share a line, from the top down, from left to right."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda each: (each.top + each.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        last = lines[-1] if lines else None
        if last and abs(middle - (last.words[-1].top + last.words[-1].bottom) / 2) < 0.4 * max(word.size, last.size):
            last.words.append(word)
        else:
            lines.append(Line([word], page))
    for line in lines:
        line.words.sort(key=lambda each: each.x0)
    return lines
