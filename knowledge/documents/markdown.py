"""Reads Markdown: headings, lists, tables and wrapped paragraphs (CommonMark, with GitHub's tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.documents import tables
from knowledge.documents.marks import opens_item
from knowledge.documents.pieces import Piece, write
from knowledge.documents.tables import Cell
from knowledge.documents.transcript import Transcript, trim
from knowledge.model import Document

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+]|(?P<count>\d{1,9})(?P<stop>[.)]))[ \t]+(?=\S)")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
# Emphasis around the whole piece is taken off; inside the text every byte stays.
_EMPHASIS = re.compile(r"^(\*\*\*|\*\*|__|\*|_)(?=\S)((?:(?!\1).)+?)(?<=\S)\1$", re.DOTALL)


def read(text: str, name: str) -> Document:
    """The document in a Markdown text. Raises DocumentFault where there is no text."""
    transcript = Transcript()
    front = _FRONT.match(text)
    title = ""
    if front and re.match(r"[\w-]+:", front[1]):
        found = re.search(r"^title:[ \t]*(.+)$", front[1], re.MULTILINE)
        title = trim(found[1]).strip("\"'") if found else ""
        transcript.omit("front matter", "it is about the file", front[1])
        text = text[front.end() :]
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    write(_Reader(text.split("\n")).pieces(), transcript)
    return transcript.finish(name, "md", title)


class _Reader:
    """Goes through the lines; a paragraph is open until something else begins."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = [_QUOTE.sub("", line) for line in lines]
        self._open: list[str] = []
        self._number = ""
        self._indents: list[int] = []  # of the lists that are open, outermost first
        self._counts: dict[int, int] = {}  # by depth: a list counts on from its first number, whatever is typed

    def pieces(self) -> Iterator[Piece]:
        """The lines as pieces."""
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            following = self._lines[at + 1] if at + 1 < len(self._lines) else ""
            if _FENCE.match(line):
                yield from self._close()
            elif "|" in line and "|" in following and _TABLE_RULE.match(following):
                yield from self._close()
                end = at + 2
                while end < len(self._lines) and "|" in self._lines[end] and self._lines[end].strip():
                    end += 1
                grid = [_cells(row) for row in (line, *self._lines[at + 2 : end])]
                width = len(grid[0])
                yield from tables.rows([(row + [Cell("")] * width)[:width] for row in grid], marked=True)
                at = end - 1
            else:
                yield from self._line(line)
            at += 1
        yield from self._close()

    def _line(self, line: str) -> Iterator[Piece]:
        heading, underline = _ATX.match(line), _UNDERLINE.match(line)
        if heading:
            yield from self._close()
            self._leave_lists()
            yield _piece(heading[2], heading=len(heading[1]))
        elif underline and self._open and not self._number:
            yield _piece(" ".join(self._open), heading=1 if underline[1][0] == "=" else 2)
            self._open.clear()
        elif _RULE.match(line):
            yield from self._close()
        elif not line.strip():
            yield from self._close()
            yield Piece("")
        elif item := _ITEM.match(line):
            yield from self._close()
            self._number = self._begin_item(item)
            self._open.append(line[item.end() :])
        else:
            text = line.strip()
            if not self._open and not line.startswith((" ", "\t")):
                self._leave_lists()
            if self._open and opens_item(text):  # a typed "a)" or "5.3": no list to Markdown, but one to people
                yield from self._close()
            self._open.append(text)

    def _begin_item(self, item: re.Match[str]) -> str:
        indent = len(item["indent"].expandtabs(4))
        while self._indents and indent < self._indents[-1]:
            self._counts.pop(len(self._indents) - 1, None)
            self._indents.pop()
        if not self._indents or indent >= self._indents[-1] + 2:
            self._indents.append(indent)
            self._counts.pop(len(self._indents) - 1, None)
        if not item["count"]:
            return "•"
        depth = len(self._indents) - 1
        self._counts[depth] = self._counts[depth] + 1 if depth in self._counts else int(item["count"])
        return f"{self._counts[depth]}{item['stop']}"

    def _leave_lists(self) -> None:
        self._indents.clear()
        self._counts.clear()

    def _close(self) -> Iterator[Piece]:
        if self._open:
            yield _piece(" ".join(map(trim, self._open)), number=self._number, level=max(0, len(self._indents) - 1))
        self._open.clear()
        self._number = ""


def _piece(text: str, *, number: str = "", level: int = 0, heading: int = 0) -> Piece:
    text = trim(text)
    found = _EMPHASIS.match(text)
    bold = bool(found) and len(found[1]) >= 2 if found else False
    return Piece(found[2] if found else text, number=number, level=level, heading=heading, bold=bold)


def _cells(line: str) -> list[Cell]:
    inner = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", line)
    return [Cell(_piece(cell.replace("\\|", "|")).text) for cell in re.split(r"(?<!\\)\|", inner)]
