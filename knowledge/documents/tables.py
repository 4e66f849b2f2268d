"""Puts a table into words, row by row, each cell under its column's head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.pieces import Piece
from knowledge.documents.transcript import trim

_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)]?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text in one line, and whether all of it is bold (or a head cell in HTML)."""

    text: str
    bold: bool = False


# By grid column; None where a cell from the left reaches over. A cell that reaches down is repeated in each row.
Row = Sequence[Cell | None]


def rows(table: Sequence[Row], *, marked: bool = False, heads: Sequence[str] | None = None) -> Iterator[Piece]:
    """The table's rows as pieces: "Head: cell; Head: cell". A row that is one wide cell stands alone.

    marked: the file says that the first row is the head. heads: the heads of a table that this one continues.
    """
    body = [row for row in table if any(cell and trim(cell.text) for cell in row)]
    while heads is None and body and _is_wide(body[0]):
        yield _alone(body.pop(0))
    if heads is None:
        heads = head_of(body, marked=marked)
        if heads:
            body = body[1:]
    elif body and [trim(cell.text) if cell else "" for cell in body[0]] == list(heads):
        body = body[1:]
    numbered = _is_numbered(body)
    for row in body:
        if _is_wide(row):
            yield _alone(row)
            continue
        number = trim(row[0].text) if numbered and row[0] else ""
        text = _in_words(row[1:] if numbered else row, heads[1:] if numbered else heads)
        if text:
            yield Piece(text, number=number, row=True)


def head_of(table: Sequence[Row], *, marked: bool = False) -> list[str]:
    """The column heads, [] where the table has none."""
    if len(table) < 2:
        return []
    first = table[0]
    texts = [trim(cell.text) if cell else "" for cell in first]
    if sum(map(bool, texts)) < 2 < len(table):
        return []  # one word over several columns is a caption ("Document control"), and no column's head
    if marked:
        return texts
    if (
        sum(map(bool, texts)) < max(2, len(first) - 1)  # one corner may be empty
        or any(len(text.split()) > 8 or text.endswith((".", ";", ":")) for text in texts)
    ):
        return []
    if _all_bold(first) and not all(_all_bold(row) for row in table[1:]):
        return texts
    return [] if len(first) == 2 and _is_pairs(table, texts[1]) else texts


def _is_pairs(table: Sequence[Row], second: str) -> bool:
    """Is a two-column table a list of pairs, "Approved by | Governors", and not prose under two heads?"""
    if all(row[0] and row[0].bold and not (row[1] and row[1].bold) for row in table):
        return True
    prose = sum(len(row[1].text.split()) > 8 for row in table[1:] if row[1])
    return not _is_numbered(table[1:]) and (prose * 2 < len(table) - 1 or len(second.split()) > 4)


def _in_words(row: Row, heads: Sequence[str]) -> str:
    parts: list[str] = []
    pair = not heads and len(row) == 2
    for column, cell in enumerate(row):
        text = trim(re.sub(r"\s+", " ", cell.text)) if cell else ""
        if not text:
            continue
        head = heads[column].rstrip(" :") if column < len(heads) else ""
        if pair and column == 1 and parts:
            parts[-1] = parts[-1].rstrip(" :") + ": " + text
        else:
            parts.append(f"{head}: {text}" if head else text)
    out = ""
    for part in parts:
        out += ("" if not out else " " if re.search(r"[.!?;]$", out) else "; ") + part
    return out


def _is_numbered(body: Sequence[Row]) -> bool:
    """Is the first column nothing but numbers: a clause list laid out as a table?"""
    if not body or len(body[0]) < 2:
        return False
    first = [trim(row[0].text) for row in body if row[0] and not _is_wide(row)]
    return len(first) >= 2 and all(not text or _NUMBER.match(text) for text in first) and any(first)


def _is_wide(row: Row) -> bool:
    return len(row) > 1 and sum(cell is not None for cell in row) == 1


def _all_bold(row: Row) -> bool:
    return all(cell.bold for cell in row if cell and trim(cell.text))


def _alone(row: Row) -> Piece:
    cell = next(cell for cell in row if cell is not None)
    return Piece(re.sub(r"\s+", " ", cell.text), bold=cell.bold)
