"""A register as a file: CSV to work with, PDF to sign and put away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from handlers.concerns.export import ENCODING, MISSING, writable

Rows = Sequence[tuple[str, ...]]

_HIGHEST = 800  # characters of a cell: no row may be higher than a page
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon with what begins so


def as_csv(headings: tuple[str, ...], rows: Rows) -> bytes:
    """One line a row, in UTF-8 with the mark that spreadsheets look for. What they would take for a formula is text."""
    file = io.StringIO()
    csv.writer(file).writerows([headings, *(tuple(map(_harmless, row)) for row in rows)])
    return file.getvalue().encode("utf-8-sig")


def as_pdf(title: str, made: str, headings: tuple[str, ...], rows: Rows) -> bytes:
    """A4 across, the headings on every page, a page number, and a line for a signature at the end.

    A cell that no page could hold is cut short, and says so.
    """
    from fpdf import FPDF  # a fifth of a second, and only this needs it

    class Paper(FPDF):
        def footer(self) -> None:
            self.set_y(-12)
            self.set_font("Helvetica", size=8)
            self.cell(0, 6, writable(f"{title}, {made}, page {self.page_no()} of {{nb}}"), align="C")

    page = Paper(orientation="landscape", format="A4")
    page.core_fonts_encoding = ENCODING
    page.set_title(title)
    page.set_lang("en-GB")
    page.set_auto_page_break(auto=True, margin=16)
    page.add_page()
    page.set_font("Helvetica", "B", 15)
    page.multi_cell(0, 9, writable(title), new_x="LMARGIN", new_y="NEXT")
    page.set_font("Helvetica", "", 9)
    page.multi_cell(0, 6, writable(made), new_x="LMARGIN", new_y="NEXT")
    if any(cell != writable(cell) for row in rows for cell in row):
        page.multi_cell(0, 6, MISSING, new_x="LMARGIN", new_y="NEXT")
    page.ln(2)
    with page.table(line_height=5, text_align="LEFT", col_widths=_widths(headings, rows)) as table:
        for row in (headings, *rows):
            table.row(tuple(_cut(writable(cell)) for cell in row))
    page.ln(10)
    page.cell(0, 6, f"Seen by: {'_' * 40}   Date: {'_' * 20}", new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def _widths(headings: tuple[str, ...], rows: Rows) -> tuple[int, ...]:
    """In proportion to the longest cell of each column, none very narrow or very wide."""
    return tuple(min(40, max(10, *map(len, column))) for column in zip(headings, *rows, strict=True))


def _cut(cell: str) -> str:
    return cell if len(cell) <= _HIGHEST else f"{cell[:_HIGHEST]}… (as CSV it is whole)"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
