"""Blocks in, logical lines out: broken lines joined, typed numbers and bullets told apart from the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge.model import Block, Document, Kind

_LABEL = re.compile(
    r"""(?P<number>
        (?:[·•◦▪▫■□●○‣⁃➢►▶✓✔❖§\uf000-\uf0ff]\s*)+            # bullets, also two in a row and Word's symbol fonts
      | (?:[-–—*]|o)(?=\s)                                   # bullets typed as a letter or a dash
      | \(?\d{1,3}(?:\.\d{1,3})*\)                            # 3)  (3)
      | \d{1,3}(?:\.\d{1,3})+\.?(?=\s)                        # 1.2  1.2.3.
      | \d{1,3}\.(?=\s) | \d{1,3}(?=\t|\s{2,})                # 3.   27<gap>
      | \(?(?:[a-z]|[ivxlc]{2,6}|[A-Z]|[IVXLC]{2,6})\)(?=\s)  # a)  (iv)
      | (?:[a-z]|[ivx]{2,6}|[IVX]{1,6}|[A-H])\.(?=\s)         # a.  iv.  IV.
      | (?:Q|A)\d{0,2}[.:)](?=\s)                             # question and answer
    )\s*""",
    re.VERBOSE,
)
_STRIP_TO_LABEL = re.compile(r"[\s*_]*")
_BOOKMARK = re.compile(r"\s*\[bookmark:[^\]]*\]\s*")
_LOOSE_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\s+(?=[A-Z])")
_STYLES = (("roman", "[ivx]+"), ("ROMAN", "[IVX]+"), ("letter", "[a-np-z]"), ("LETTER", "[A-Z]"))
# A line that ends with one of these is never complete.
_OPEN_END = re.compile(
    r"(?:\b(?:a|an|the|and|or|of|by|in|on|at|for|with|from|as|their|its|our|your|be|are|is|who|which|"
    r"any|must|should|will|may|can|into|about|between|such)|,)$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?:;][)\]”’\"'*]*$")
_META_START = re.compile(r"[A-Z][\w &/,-]{2,40}:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line. `source[start:end]` is its text, without the number; `style` is the kind of its number."""

    kind: Kind
    text: str
    start: int
    end: int
    number: str = ""
    style: str = ""  # "", bullet, decimal1, decimal2…, letter, roman, LETTER, ROMAN, question
    gap: bool = False  # does a blank line stand before it?
    level: int = 0
    page: int | None = None


def collapse(text: str) -> str:
    """`text` with every run of white space made one space."""
    return " ".join(text.split())


def logical_lines(document: Document) -> list[Line]:
    """The document's blocks as logical lines, in order."""
    numbered: list[Line] = []
    counted = _counted(document)
    tabled = _table_rows(document)
    for at, (block, gap) in enumerate(_with_gaps(document)):
        number = counted.get(at, "")
        told = replace(block, number=number, start=block.start + len(number)) if number else block
        line = _line(document.text, told, gap, tabled.get(at, ""))
        if line.text:
            numbered.append(_settled(line, numbered))
    return list(_joined(numbered, document.text, _wrap_width(document)))


def _with_gaps(document: Document) -> Iterator[tuple[Block, bool]]:
    end = 0
    for block in document.blocks:
        yield block, document.text[end : block.start].count("\n") > 1 or end == 0
        end = block.end


def _table_rows(document: Document) -> dict[int, str]:
    """The lines of plain text that are rows of a table typed with tabs: its head, and its rows."""
    cells = [
        [cell for cell in re.split(r"\t+|\s*\|\s*", document.text[block.start : block.end]) if cell.strip()]
        if block.kind is Kind.LINE
        else []
        for block in document.blocks
    ]
    rows: dict[int, str] = {}
    for at, row in enumerate(cells):
        wide = len(row) > 1 and bool(re.search(r"[^\W\d_]{2,}", row[0]))  # else a number and its text
        if wide and at and len(cells[at - 1]) == len(row):
            rows.setdefault(at - 1, "head")
            rows[at] = "row"
    return rows


def _counted(document: Document) -> dict[int, str]:
    """Numbers with but one space after them, where at least three of them rise through the document."""
    runs: list[list[tuple[int, int]]] = [[]]
    for at, block in enumerate(document.blocks):
        hit = re.match(r"(\d{1,3}) (?=[A-Z‘“])", document.text[block.start : block.end])
        if hit and not block.number and block.kind in (Kind.LINE, Kind.PARAGRAPH):
            if runs[-1] and not 0 < int(hit[1]) - runs[-1][-1][1] <= 3:
                runs.append([])
            runs[-1].append((at, int(hit[1])))
    return {at: str(number) for run in runs if len(run) >= 3 for at, number in run}


def _line(text: str, block: Block, gap: bool, row: str) -> Line:
    start, end, number = block.start, block.end, block.number.strip()
    if row:
        return Line(Kind.ROW, collapse(text[start:end]), start, end, "", row, gap, 0, block.page)
    if mark := _BOOKMARK.match(text, start, end):
        start = mark.end()
    if not number and block.kind is not Kind.ROW:
        start, number = _typed_number(text, start, end, block.kind)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    style = style_of(number)
    if block.kind is Kind.ITEM and not style:
        style = "bullet"
    return Line(block.kind, collapse(text[start:end]), start, end, number, style, gap, block.level, block.page)


def _typed_number(text: str, start: int, end: int, kind: Kind) -> tuple[int, str]:
    begin = _STRIP_TO_LABEL.match(text, start, end)
    at = start
    if begin and not text[start : begin.end()].strip():  # white space only: an asterisk may be a bullet
        at = begin.end()
    found = _LABEL.match(text, at, end)
    if found is None:
        loose = _LOOSE_NUMBER.match(text, at, end)
        if loose and (kind is Kind.HEADING or (end - at < 80 and not _STOP.search(text[at:end]))):
            return loose.end(), loose["number"]
        return at, ""
    number = collapse(found["number"])
    at = found.end()
    again = _LABEL.match(text, at, end)
    if again and style_of(number) == style_of(again["number"]) == "bullet":
        at = again.end()
    return at, number


def style_of(number: str) -> str:
    """The style of a number or bullet as displayed: the same style means the same list."""
    shown = number.strip()
    core = shown.strip("().:[] ")
    if not shown:
        return ""
    if re.fullmatch(r"\d+(?:\.\d+)*", core):
        return f"decimal{core.count('.') + 1}{')' if shown.endswith(')') else ''}"
    if re.fullmatch(r"[QA]\d{0,2}", core) and (shown[-1] == ":" or len(core) > 1):
        return "question" if core[0] == "Q" else "answer"
    other = "label" if re.search(r"\w\w", core) else "bullet"
    return next((style for style, words in _STYLES if re.fullmatch(words, core)), other)


def _settled(line: Line, earlier: list[Line]) -> Line:
    """Tell the letter i from the numeral i: after h) comes i), the letter. After "Q." comes "A.", the answer."""
    before = next((one for one in reversed(earlier) if one.style), None)
    if line.number == "Q." and line.text.endswith("?"):
        return replace(line, style="question")
    if line.number == "A." and before and before.style == "question":
        return replace(line, style="answer")
    family = {"roman": "letter", "ROMAN": "LETTER"}.get(line.style, "")
    if before and family and before.style == family:
        core, previous = line.number.strip("(). "), before.number.strip("(). ")
        if len(core) == len(previous) == 1 and ord(core) == ord(previous) + 1:
            return replace(line, style=family)
    return line


def _wrap_width(document: Document) -> int:
    """The column at which the file's lines were broken by hand; 0 where they were not."""
    lengths = sorted(len(line.rstrip()) for line in document.text.splitlines() if line.strip())
    if len(lengths) < 8 or any(block.kind is not Kind.LINE for block in document.blocks):
        return 0
    longest = lengths[-1]
    near = sum(length > longest * 0.8 for length in lengths)
    return longest if 50 <= longest <= 130 and near >= len(lengths) * 0.3 else 0


def _joined(lines: Iterable[Line], text: str, width: int) -> Iterator[Line]:
    open_line: Line | None = None
    last_length = 0
    for line in lines:
        if open_line and _continues(open_line, line, last_length, width):
            open_line = replace(open_line, end=line.end, text=collapse(text[open_line.start : line.end]))
        else:
            if open_line:
                yield open_line
            open_line = line
        last_length = line.end - text.rfind("\n", 0, line.start)
    if open_line:
        yield open_line


def _continues(before: Line, line: Line, last_length: int, width: int) -> bool:
    if line.gap and not (_OPEN_END.search(before.text) and _begins_small(line)):
        return False
    if line.style or line.kind not in (Kind.LINE, Kind.PARAGRAPH) or line.kind is not _body(before):
        return False
    if width and last_length > width * 0.75 and not _META_START.match(line.text):
        return True
    if _STOP.search(before.text):
        return False
    if _OPEN_END.search(before.text):
        return True
    return _begins_small(line) and len(before.text) >= 40


def _begins_small(line: Line) -> bool:
    return line.text.lstrip("‘“\"'(")[:1].islower()


def _body(line: Line) -> Kind:
    return Kind.LINE if line.kind is Kind.LINE else Kind.PARAGRAPH
