"""Writes the extracted text line by line and keeps where each block stands in it."""

from __future__ import annotations

import re

from knowledge.documents import faults
from knowledge.model import Block, Document, Kind, LeftOut

_EDGES = re.compile(r"^[\s\ufeff\u200b\u00ad]+|[\s\ufeff\u200b\u00ad]+$")
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_MADE_UP = re.compile(
    r"(microsoft word\b.*|powerpoint presentation|document\s*\d*|untitled.*|.*\.(docx?|pdf|rtf|html?|txt|indd))$",
    re.IGNORECASE,
)


def trim(text: str) -> str:
    """Text without white space and invisible characters at its edges."""
    return _EDGES.sub("", text)


class Transcript:
    """Collects lines, blocks and what was left out; `finish` makes the document."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._left_out: dict[LeftOut, None] = {}  # in order, each once

    def add(self, kind: Kind, text: str, *, number: str = "", level: int = 0, page: int | None = None) -> None:
        """Write one block on a line of its own, its number before it and a tab between; no text, no block."""
        text = trim(_BREAKS.sub(" ", text))
        if not text:
            return
        start = self._length + (len(number) + 1 if number else 0)
        self._write(f"{number}\t{text}" if number else text)
        self._blocks.append(Block(kind, text, start, start + len(text), number, level, page))

    def blank(self) -> None:
        """Write an empty line, unless one stands there already."""
        if self._lines and self._lines[-1]:
            self._write("")

    def omit(self, what: str, why: str, text: str) -> None:
        """Note something that is in the file but not in the text."""
        text = trim(re.sub(r"\s+", " ", text))
        if text:
            self._left_out[LeftOut(what, why, text[:200])] = None

    def finish(self, name: str, kind: str, title: str = "") -> Document:
        """The document. Raises DocumentFault where no block was written."""
        if not self._blocks:
            raise faults.empty(name)
        text = "\n".join(self._lines)
        return Document(name, kind, text, tuple(self._blocks), tuple(self._left_out), usable_title(title))

    def _write(self, line: str) -> None:
        self._lines.append(line)
        self._length += len(line) + 1


def usable_title(title: str) -> str:
    """The title, or "" where a program made it up ("Document1", "Microsoft Word - policy.doc")."""
    title = trim(re.sub(r"\s+", " ", title))
    return "" if _MADE_UP.match(title) else title[:200]
