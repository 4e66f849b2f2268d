"""Puts the lines of a PDF page in the order in which they are read: column by column."""

from __future__ import annotations

from statistics import median

from knowledge.documents.pdf_page import Line, Page, Table, Word, lines_of


def in_order(page: Page, right: float) -> list[Line | Table]:
    """The page's lines and tables as they are read; `right`: where lines end in the document's single column."""
    return _in_order(page.words, page.tables, page.number, right)


def _in_order(words: list[Word], tables: list[Table], page: int, right: float) -> list[Line | Table]:
    """Left column, then right, each perhaps in columns itself; what reaches across both ends what stands above it."""
    lines = lines_of(words, page)
    gutter = _gutter(lines)
    if gutter is None:
        for line in lines:
            line.right = max(right, line.x1)
        return sorted([*lines, *tables], key=lambda each: each.top)
    middle = (gutter[0] + gutter[1]) / 2
    across: list[Line | Table] = [line for line in lines if _crosses(line, gutter)]
    across += [table for table in tables if table.x0 < gutter[0] and table.x1 > gutter[1]]
    sides = [
        (
            [word for line in lines if line not in across for word in line.words if (word.x0 > middle) is right_hand],
            [table for table in tables if table not in across and (table.x0 > middle) is right_hand],
        )
        for right_hand in (False, True)
    ]
    out: list[Line | Table] = []
    top = 0.0
    for bar in [*sorted(across, key=lambda each: each.top), None]:
        bottom = bar.top if bar else float("inf")
        for column, ruled in sides:
            end = max((word.x1 for word in column), default=0.0)
            band = [word for word in column if top <= word.top < bottom]
            out += _in_order(band, [table for table in ruled if top <= table.top < bottom], page, end)
        if bar:
            if isinstance(bar, Line):
                bar.right = max(right, bar.x1)
            out.append(bar)
            top = bar.top
    return out


def _crosses(line: Line, gutter: tuple[float, float]) -> bool:
    """Does the line run on over the gutter, with a word in it or no more than a word's space?"""
    left, right = gutter
    if any(word.x0 < right - 1 and word.x1 > left + 1 for word in line.words):
        return True
    before = [word.x1 for word in line.words if word.x1 <= left + 1]
    after = [word.x0 for word in line.words if word.x0 >= right - 1]
    return bool(before and after) and min(after) - max(before) < 0.6 * line.size


def _gutter(lines: list[Line]) -> tuple[float, float] | None:
    """The empty strip between two columns of prose: its left and right edge, None where there is one column.

    It lies in the page's middle, both sides have at least five lines, and both are filled by them: a list of names and
    dates side by side is no prose.
    """
    words = [word for line in lines for word in line.words]
    if len(words) < 40:
        return None
    size = median(word.size for word in words)
    middle = _freest(lines, words, 0.8 * size)
    parted = [line for line in lines if _parts(line, middle, 0.8 * size)]
    if len(parted) < 0.65 * len(lines):
        return None
    left = [word for line in parted for word in line.words if word.x1 <= middle]
    right = [word for line in parted for word in line.words if word.x0 >= middle]
    if not left or not right or not (_is_prose(left) and _is_prose(right)):
        return None
    return max(word.x1 for word in left), min(word.x0 for word in right)


def _freest(lines: list[Line], words: list[Word], gap: float) -> float:
    """Where in the page's middle the most lines leave a gap: the middle of the widest such strip."""
    start, end = min(word.x0 for word in words), max(word.x1 for word in words)
    places = [start + (end - start) * percent / 100 for percent in range(30, 71)]
    free = [sum(_parts(line, x, gap) for line in lines) for x in places]
    widest, run = list[float](), list[float]()
    for x, count in zip(places, free, strict=True):
        run = [*run, x] if count == max(free) else []
        widest = max(widest, run, key=len)
    return (widest[0] + widest[-1]) / 2


def _parts(line: Line, middle: float, gap: float) -> bool:
    """Does the line leave the middle free: words on one side only, or a gap wider than between words?"""
    before = [word.x1 for word in line.words if word.x0 < middle]
    after = [word.x0 for word in line.words if word.x0 >= middle]
    edge = max(before, default=middle - gap)
    return edge <= middle and min(after, default=edge + gap) - edge >= gap


def _is_prose(words: list[Word]) -> bool:
    """Is a column filled by lines of text?"""
    lines = lines_of(words, 0)
    width = max(word.x1 for word in words) - min(word.x0 for word in words)
    full = sum(line.x1 - line.x0 > 0.7 * width for line in lines)
    if len(lines) < 5 or len(words) < 2.5 * len(lines):
        return False
    return full >= 0.5 * len(lines) or _gutter(lines) is not None  # or in columns itself
