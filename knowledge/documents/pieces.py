"""Settles what each piece of a styled document (Word, web page, Markdown) is: heading, item, row or paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge.documents.marks import ENDS_SENTENCE, looks_like_heading, opens_item, reads_as_heading
from knowledge.documents.transcript import Transcript, trim
from knowledge.model import Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph as a reader found it; "\\n" in the text is a soft line break, no text at all a blank line."""

    text: str
    number: str = ""
    level: int = 0  # list depth from 0
    heading: int = 0  # level from 1 where the format says heading
    bold: bool = False  # all of it
    row: bool = False  # a table row, already put in words


def write(pieces: Iterable[Piece], transcript: Transcript) -> None:
    """Write the pieces as blocks.

    A document with headings in heading styles tells its structure, so that other text is PARAGRAPH. In one without,
    unmarked text is LINE: the text must tell. Bold text alone on its line is a heading, unless much of the text is.
    """
    unfolded = [part for piece in pieces for part in _unfold(piece)]
    spoken = [piece for piece in unfolded if piece.text]
    structured = sum(_is_heading(piece) for piece in spoken) >= 2
    bold_tells = sum(piece.bold for piece in spoken) <= 0.4 * len(spoken)
    styled_level = 0
    for piece in unfolded:
        if not piece.text:
            transcript.blank()
        elif piece.row:
            transcript.add(Kind.ROW, piece.text, number=piece.number)
        elif _is_heading(piece):
            styled_level = piece.heading
            transcript.add(Kind.HEADING, piece.text, number=piece.number, level=piece.heading)
        elif piece.bold and bold_tells and looks_like_heading(piece.text) and piece.number not in ("•", "◦", "▪"):
            level = max(styled_level, _typed_depth(piece)) + 1
            transcript.add(Kind.HEADING, piece.text, number=piece.number, level=level)
        elif piece.number:
            transcript.add(Kind.ITEM, piece.text, number=piece.number, level=piece.level)
        elif opens_item(piece.text) or not structured:
            transcript.add(Kind.LINE, piece.text, level=piece.level)
        else:
            transcript.add(Kind.PARAGRAPH, piece.text, level=piece.level)


def _is_heading(piece: Piece) -> bool:
    return piece.heading > 0 and not piece.row and reads_as_heading(piece.text)


def _typed_depth(piece: Piece) -> int:
    """How deep a bold heading's number says that it stands: 0 for "2." or none, 1 for "2.1"."""
    found = re.match(r"\d+((?:\.\d+)*)", piece.number or piece.text)
    return found[1].count(".") if found else 0


def _unfold(piece: Piece) -> Iterator[Piece]:
    """Soft line breaks: inside a sentence a space, before a typed bullet or after a full stop a piece of its own."""
    lines = [trim(line) for line in piece.text.split("\n")]
    joined: list[str] = []
    for line in filter(None, lines):
        if joined and not opens_item(line) and not ENDS_SENTENCE.search(joined[-1]):
            joined[-1] += " " + line
        else:
            joined.append(line)
    yield replace(piece, text=joined[0] if joined else "")
    for line in joined[1:]:
        yield replace(piece, text=line, number="", heading=0)
