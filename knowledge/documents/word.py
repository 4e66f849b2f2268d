"""Reads a Word file: paragraphs with the numbers Word shows, tables row by row, boxes, notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.documents import faults, tables
from knowledge.documents.archive import Archive
from knowledge.documents.numbering import Numbering
from knowledge.documents.ooxml import MC, Element, Package, W, number, switched_on, value
from knowledge.documents.pieces import Piece, write
from knowledge.documents.styles import Styles
from knowledge.documents.tables import Cell
from knowledge.documents.transcript import Transcript, trim
from knowledge.documents.wordtext import Spoken, WordText, is_deleted
from knowledge.model import Document

_WRAPPERS = {W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}


def read(data: bytes, name: str) -> Document:
    """The document in a .docx, .docm or .dotx. Raises DocumentFault where it is damaged, locked or has no text."""
    return WordReader(Package(Archive(data, name)), name).document()


class WordReader:
    """Goes through one Word file from its first paragraph to its last; lists count as it goes."""

    def __init__(self, package: Package, name: str) -> None:
        self._package, self._name = package, name
        self._styles = Styles(next(package.related("styles"), None))
        self._numbering = Numbering(next(package.related("numbering"), None), self._styles)
        self._text = WordText(self._styles, package.body)
        self._notes = {
            (kind, note.get(W + "id", "")): note
            for kind in ("footnote", "endnote")
            for root in package.related(kind + "s")
            for note in root
        }
        self._transcript = Transcript()
        self._title: list[str] = []
        self._pictures = 0
        self._carried = ""  # text before a deleted paragraph mark

    def document(self) -> Document:
        """The document as read."""
        pieces = list(self._container(self._package.body))
        if self._carried:
            pieces.append(Piece(self._carried))
        write(pieces, self._transcript)
        self._note_what_is_left_out()
        if self._pictures and not any(piece.text for piece in pieces):
            raise faults.scanned(self._name)
        title = " ".join(self._title) or self._package.property("title")
        return self._transcript.finish(self._name, "docx", title)

    def _container(self, container: Element) -> Iterator[Piece]:
        for block in self._blocks(container):
            yield from self._table(block) if block.tag == W + "tbl" else self._paragraph(block)

    def _blocks(self, container: Element) -> Iterator[Element]:
        """Paragraphs and tables, out of content controls, tracked insertions and the like."""
        for child in container:
            if child.tag in (W + "p", W + "tbl"):
                yield child
            elif child.tag == W + "sdt" and value(child, "sdtPr/docPartObj/docPartGallery") == "Table of Contents":
                self._omit_contents(" ".join(_plain(child)))
            elif child.tag in _WRAPPERS:
                yield from self._blocks(child)
            elif child.tag == f"{MC}AlternateContent" and len(child):
                yield from self._blocks(child[0])
            elif child.tag == W + "altChunk":
                self._transcript.omit("embedded file", "it is another file inside this one", "a file put in whole")

    def _paragraph(self, paragraph: Element) -> Iterator[Piece]:
        style = self._styles.of(paragraph)
        spoken = self._text.read(paragraph)
        self._report(spoken)
        if is_deleted(paragraph, spoken):
            return
        if self._styles.is_called(style, r"toc ?(\d|heading)|contents heading|table of figures"):
            self._omit_contents(spoken.text)
            return
        if spoken.contents and not spoken.text.strip():
            return
        if spoken.mark_deleted:
            self._carried += spoken.text
            return
        text, self._carried = trim(self._carried + spoken.text), ""
        label = self._numbering.label(paragraph)
        title = self._styles.is_called(style, "title")
        if title and text:
            self._title.append(text.replace("\n", " "))
        if text or not (spoken.boxes or spoken.notes):
            yield Piece(
                text,
                number=label.text if label else "",
                level=label.level if label else 0,
                heading=1 if title else self._styles.heading_level(paragraph),
                bold=spoken.bold,
            )
        yield from self._aside(spoken)

    def _aside(self, spoken: Spoken) -> Iterator[Piece]:
        """Text boxes and notes follow the paragraph that they hang on."""
        for box in spoken.boxes:
            yield from self._container(box)
        for note in spoken.notes:
            if note in self._notes:
                text = " ".join(_plain(self._notes.pop(note)))
                yield Piece(text)

    def _table(self, table: Element) -> Iterator[Piece]:
        grid = [list(_cells(row)) for row in _inside(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        cells = [cell for row in grid for cell, _, _ in row]
        if self._is_layout(table, grid, cells):
            for cell in cells:
                yield from self._container(cell)
            return
        rows: list[list[Cell | None]] = []
        asides: list[Piece] = []
        for row, element in zip(grid, _inside(table, "tr"), strict=False):
            filled: list[Cell | None] = [None] * (number(element, "trPr/gridBefore") or 0)
            for cell, span, continued in row:
                above = rows[-1][len(filled)] if continued and rows and len(filled) < len(rows[-1]) else None
                filled.append(above if continued and above else self._cell(cell, asides))
                filled.extend([None] * (span - 1))
            rows.append(filled)
        width = max(map(len, rows), default=0)
        padded = [row + [None] * (width - len(row)) for row in rows]
        first = next(_inside(table, "tr"), None)
        yield from tables.rows(padded, marked=bool(switched_on(first, "trPr/tblHeader")))
        yield from asides

    def _is_layout(self, table: Element, grid: list[list[tuple[Element, int, bool]]], cells: list[Element]) -> bool:
        """Does the table only place things on the page: one column, or headings, tables or long text in its cells?"""
        if max(map(len, grid), default=0) < 2 or any(cell.find(f".//{W}tbl") is not None for cell in cells):
            return True
        paragraphs = [each for cell in cells for each in self._blocks(cell) if _has_text(each)]
        filled = sum(map(_has_text, cells))
        if any(self._styles.heading_level(each) for each in paragraphs if each.getparent() in cells):
            return True
        return len(paragraphs) > 4 * max(1, filled) or (len(grid) == 1 and len(paragraphs) > 2 * len(cells))

    def _cell(self, cell: Element, asides: list[Piece]) -> Cell:
        texts: list[str] = []
        bold: list[bool] = []
        for paragraph in self._blocks(cell):
            spoken = self._text.read(paragraph)
            self._report(spoken)
            label = None if is_deleted(paragraph, spoken) else self._numbering.label(paragraph)
            text = " ".join(filter(None, [label.text if label else "", trim(spoken.text.replace("\n", " "))]))
            if trim(spoken.text):
                bold.append(spoken.bold)
            if text:
                texts.append(text)
            asides.extend(self._aside(spoken))
        return Cell(" ".join(texts), bold=bool(bold) and all(bold))

    def _report(self, spoken: Spoken) -> None:
        self._pictures += spoken.pictures
        self._omit_contents(spoken.contents)
        self._transcript.omit("hidden or struck-out text", "it is hidden or crossed out in Word", spoken.hidden)
        self._transcript.omit("empty form field", "nobody has filled it in", spoken.placeholder)

    def _omit_contents(self, text: str) -> None:
        self._transcript.omit("contents page", "it only repeats the headings", text)

    def _note_what_is_left_out(self) -> None:
        for kind in ("header", "footer"):
            for root in self._package.related(kind):
                self._transcript.omit(f"running {kind}", "it stands on every page", " ".join(_plain(root)))
        deleted = "".join(text.text or "" for text in self._package.body.iter(W + "delText"))
        self._transcript.omit("deleted text", "a tracked change takes it out", deleted)
        for root in self._package.related("comments"):
            self._transcript.omit("comments", "they are remarks, not policy", " ".join(_plain(root)))


def _has_text(element: Element) -> bool:
    return element.find(f".//{W}t") is not None


def _cells(row: Element) -> Iterator[tuple[Element, int, bool]]:
    """Each cell with the columns it spans and whether it continues the cell above (w:vMerge without "restart")."""
    for cell in _inside(row, "tc"):
        span = min(max(number(cell, "tcPr/gridSpan") or 1, 1), 63)  # Word allows 63 columns
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        yield cell, span, merge is not None and merge.get(W + "val") != "restart"


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """Children with this tag, also inside content controls."""
    for child in parent:
        if child.tag == W + tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _plain(root: Element) -> Iterable[str]:
    """The visible text of each paragraph, for parts that are only reported, and for notes."""
    text = WordText(Styles(None), root)
    for paragraph in root.iter(W + "p"):
        spoken = text.read(paragraph)
        said = trim(" ".join((spoken.text + " " + spoken.contents).split()))
        if said:
            yield said
