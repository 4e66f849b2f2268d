"""Makes the documents that the tests read: Word with raw numbering, PDF, zip."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from docx import Document as new_word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from fpdf import FPDF

from knowledge.model import Document

W = nsdecls("w")


def offsets_hold(document: Document) -> bool:
    """Does every block stand in the text where it says?"""
    return all(document.text[block.start : block.end] == block.text for block in document.blocks)


def lines(document: Document) -> list[str]:
    """The extracted text's lines that are not empty."""
    return [line for line in document.text.split("\n") if line]


def level(ilvl: int, text: str, fmt: str = "decimal", *, start: int = 1, extra: str = "") -> str:
    """One level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(key: int, *levels: str, link: str = "") -> str:
    """A list definition (w:abstractNum)."""
    return f'<w:abstractNum {W} w:abstractNumId="{key}">{link}{"".join(levels)}</w:abstractNum>'


def num(key: int, to: int, overrides: str = "") -> str:
    """A list (w:num) that uses definition `to`."""
    return f'<w:num {W} w:numId="{key}"><w:abstractNumId w:val="{to}"/>{overrides}</w:num>'


class Paper:
    """A Word file in the making, with its numbering written by hand."""

    def __init__(self, *definitions: str) -> None:
        self.word: Any = new_word()
        root = self.word.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        for definition in definitions:
            root.append(parse_xml(definition))

    def say(self, text: str, num_id: int | None = None, ilvl: int | None = None, style: str | None = None) -> Any:
        """Add a paragraph, in a list where num_id or ilvl is given."""
        paragraph = self.word.add_paragraph(text, style=style)
        if num_id is not None or ilvl is not None:
            parts = "" if ilvl is None else f'<w:ilvl w:val="{ilvl}"/>'
            parts += "" if num_id is None else f'<w:numId w:val="{num_id}"/>'
            paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:numPr {W}>{parts}</w:numPr>"))
        return paragraph

    def number_style(self, style: str, inner: str) -> None:
        """Give a paragraph style a w:numPr."""
        self.word.styles[style].element.get_or_add_pPr().append(parse_xml(f"<w:numPr {W}>{inner}</w:numPr>"))

    def style(self, name: str, based_on: str, inner: str = "", kind: str = "paragraph") -> None:
        """Add a style; its id is its name without spaces."""
        key = name.replace(" ", "")
        self.word.styles.element.append(
            parse_xml(
                f'<w:style {W} w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>'
                f'<w:basedOn w:val="{based_on}"/><w:pPr>{inner}</w:pPr></w:style>'
            )
        )

    def xml(self, inner: str) -> None:
        """Add raw body content before the section's properties."""
        body = self.word.element.body
        for element in parse_xml(f"<w:body {W}>{inner}</w:body>"):
            body.insert(body.index(body.find(qn("w:sectPr"))), element)

    def bytes(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.word.save(out)
        return out.getvalue()


def rezip(data: bytes, change: Callable[[str, bytes], bytes | None], extra: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """The zip file with members changed, left out (None) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = change(name, old.read(name))
            if member is not None:
                new.writestr(name, member)
        for name, member in extra:
            new.writestr(name, member)
    return out.getvalue()


class Leaflet(FPDF):
    """A PDF in the making, with a running header and page numbers if asked for."""

    def __init__(self, head: str = "", foot: str = "") -> None:
        super().__init__()
        self.head, self.foot = head, foot
        self.set_font("Helvetica", size=11)
        self.add_page()

    def header(self) -> None:
        """Called by fpdf on each page."""
        if self.head:
            self.set_font("Helvetica", size=8)
            self.cell(0, 6, self.head, new_x="LMARGIN", new_y="NEXT")
            self.ln(4)
            self.set_font("Helvetica", size=11)

    def footer(self) -> None:
        """Called by fpdf on each page."""
        if self.foot:
            self.set_y(-14)
            self.set_font("Helvetica", size=8)
            self.cell(0, 6, self.foot.format(page=self.page_no()), align="C")

    def say(self, text: str, *, bold: bool = False, size: float = 11, gap: float = 3, width: float = 0) -> None:
        """A paragraph, wrapped by fpdf, with `gap` mm after it."""
        self.set_font("Helvetica", "B" if bold else "", size)
        self.multi_cell(width, size / 2, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(gap)

    def lines(self, x: float, y: float, texts: Iterable[str], step: float = 5.5) -> None:
        """Lines at fixed places, in mm, one under the other."""
        for at, text in enumerate(texts):
            self.text(x, y + at * step, text)

    def bytes(self) -> bytes:
        """The file."""
        return bytes(self.output())


def compound(*streams: str) -> bytes:
    """A small OLE compound file (MS-CFB) with the given streams or storages ("name/")."""
    free, end, fat_mark, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    size = 4096  # smaller streams would need the mini stream
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, size, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    fat = [fat_mark, end]  # sector 0: this table; sector 1: the directory
    entries = [_entry("Root Entry", 5, child=1 if streams else none, start=end)]
    body = b""
    for at, name in enumerate(streams, 1):
        after = at + 1 if at < len(streams) else none
        if name.endswith("/"):
            entries.append(_entry(name[:-1], 1, right=after))
            continue
        entries.append(_entry(name, 2, right=after, start=len(fat), size=size))
        fat += [*range(len(fat) + 1, len(fat) + 8), end]
        body += bytes(size)
    entries += [bytes(128)] * (4 - len(entries))
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    return header + table + b"".join(entries[:4]) + body


def _entry(
    name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF, start: int = 0, size: int = 0
) -> bytes:
    text = name.encode("utf-16-le")
    out = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    out += struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36)
    return out + struct.pack("<IQ", start, size)
