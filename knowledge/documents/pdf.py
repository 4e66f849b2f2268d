"""Reads a PDF that has text: without page furniture, columns in order, lines joined, the page on every block."""

from __future__ import annotations

import io
import logging
import re
import zlib
from typing import Any

from knowledge.documents import faults, pdf_furniture, tables
from knowledge.documents.archive import MAX_PART, MAX_UNPACKED
from knowledge.documents.marks import is_contents_line
from knowledge.documents.pdf_columns import in_order
from knowledge.documents.pdf_page import Line, Page, Table, take
from knowledge.documents.pdf_paragraphs import Joiner, Paragraph
from knowledge.documents.tables import Cell
from knowledge.documents.transcript import Transcript
from knowledge.model import Document, DocumentFault, Kind

_STREAM = re.compile(rb"stream\r?\n")


def read(data: bytes, name: str) -> Document:
    """The document in a PDF, all text as Kind.LINE, ruled tables as rows.

    Raises DocumentFault where it is protected, scanned, damaged, too long, or would unpack beyond reason.
    """
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns about every odd font
    _check_streams(data, name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > faults.MAX_PAGES:
                raise faults.too_long(name, len(pdf.pages))
            pages = [_take(page) for page in pdf.pages]
            title = pdf.metadata.get("Title", "")
    except DocumentFault:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged file leads to
        raise faults.locked_pdf(name) if _asks_for_password(error) else faults.damaged(name, "pdf") from error
    _check_text(pages, name)
    return _document(pages, name, title if isinstance(title, str) else "")


def _take(page: Any) -> Page:
    found = take(page, page.page_number)
    page.close()  # frees what the library keeps of a page
    return found


def _asks_for_password(error: BaseException | None) -> bool:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    causes = [error, *getattr(error, "args", ()), getattr(error, "__cause__", None)]
    return any(isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)) for cause in causes)


def _check_streams(data: bytes, name: str) -> None:
    """Unpack each compressed stream that is no picture into nothing, to see that it ends: pdfminer sets no limit."""
    spent = 0
    for found in _STREAM.finditer(data):
        header = data[max(0, found.start() - 400) : found.start()].rpartition(b" obj")[2]
        if b"/Fl" not in header or b"/Image" in header:  # /FlateDecode, or /Fl in short
            continue
        unpacker, size = zlib.decompressobj(), 0
        packed = memoryview(data)[found.end() :]
        try:
            chunk = unpacker.decompress(packed, 1 << 20)
            while chunk:
                size += len(chunk)
                if size > MAX_PART or spent + size > MAX_UNPACKED:
                    raise faults.unpacks_too_far(name)
                chunk = unpacker.decompress(unpacker.unconsumed_tail, 1 << 20)
        except zlib.error:
            continue  # the reader decides whether it matters
        spent += size


def _check_text(pages: list[Page], name: str) -> None:
    words = sum(len(page.words) for page in pages)
    if len(_unreadable(pages)) > 0.1 * words:
        raise faults.unreadable_letters(name)
    if sum(len(page.turned) for page in pages) > 5 * max(words, 20):
        raise faults.sideways(name)


def _unreadable(pages: list[Page]) -> list[str]:
    """Words with letters that their font does not name."""
    return [word.text for page in pages for word in page.words if re.search(r"\(cid:\d+\)|\ufffd", word.text)]


def _document(pages: list[Page], name: str, title: str) -> Document:
    transcript = Transcript()
    pictures_only = [page for page in pages if not page.words and not page.tables and page.pictures]
    for note in pdf_furniture.clear(pages):
        transcript.omit(note.what, note.why, note.text)
    if not any(page.words or page.tables for page in pages):
        raise faults.scanned(name) if any(page.pictures for page in pages) else faults.empty(name)
    right = _right_edge(pages)
    items = [item for page in pages for item in in_order(page, right)]
    joiner = Joiner([item for item in items if isinstance(item, Line)])
    items = [item for item in items if not _is_contents(item, transcript)]
    last_table: Table | None = None
    heads: list[str] = []
    for item in joiner.paragraphs(items):
        if isinstance(item, Paragraph):
            if item.gap:
                transcript.blank()
            transcript.add(Kind.LINE, item.text, page=item.page)
            continue
        rows = [[None if cell is None else Cell(cell) for cell in row] for row in item.cells]
        carried = heads if _carries_on(last_table, item) else None
        heads = carried or tables.head_of(rows)
        for row in tables.rows(rows, heads=carried):
            transcript.add(Kind.ROW if row.row else Kind.LINE, row.text, number=row.number, page=item.page)
        last_table = item
    transcript.omit("unreadable letters", "their font does not say which they are", " ".join(_unreadable(pages)))
    for page in pages:
        transcript.omit("turned text", "it does not stand level on the page", page.turned)
    for page in pictures_only:
        transcript.omit("scanned page", "it is a picture without text", f"page {page.number}")
    return transcript.finish(name, "pdf", title)


def _right_edge(pages: list[Page]) -> float:
    """Where full lines end, in points; a few that stick out do not count."""
    ends = sorted(max(word.x1 for word in page.words) for page in pages if page.words)
    return ends[int(0.9 * (len(ends) - 1))] if ends else 0.0


def _is_contents(item: Line | Table, transcript: Transcript) -> bool:
    if isinstance(item, Table) or not is_contents_line(item.text):
        return False
    transcript.omit("contents page", "it only repeats the headings", item.text)
    return True


def _carries_on(before: Table | None, table: Table) -> bool:
    """Does the table continue the last one on a new page: next page, same edges, same columns?"""
    return (
        before is not None
        and table.page == before.page + 1
        and len(table.cells[0]) == len(before.cells[0])
        and abs(table.x0 - before.x0) < 5
        and abs(table.x1 - before.x1) < 5
    )
