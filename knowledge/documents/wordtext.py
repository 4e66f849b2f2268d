"""Reads one Word paragraph as its reader sees it: no deleted, hidden or field-code text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.documents.marks import bullet, without_symbols
from knowledge.documents.ooxml import MC, Element, W, switched_on
from knowledge.documents.styles import Styles

# Deleted text, properties, field codes, comments, and drawings (their text boxes are collected apart).
_SKIP = {
    W + tag
    for tag in [
        "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "delInstrText", "instrText", "annotationRef",
        "commentReference", "footnoteRef", "endnoteRef", "rt", "tbl",
    ]
}  # fmt: skip
_TEXT = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "",
}
_DRAWINGS = {W + "drawing", W + "pict", W + "object"}


@dataclass(slots=True)
class Spoken:
    """What a paragraph says. `text` has "\\n" at soft line breaks."""

    text: str = ""
    bold: bool = True  # all visible text
    contents: str = ""  # text inside a table of contents
    hidden: str = ""
    placeholder: str = ""  # "Click or tap to enter a date"
    pictures: int = 0
    boxes: list[Element] = field(default_factory=list)  # text boxes anchored here
    notes: list[tuple[str, str]] = field(default_factory=list)  # ("footnote", id) or ("endnote", id)
    mark_deleted: bool = False  # the paragraph mark is deleted: the next paragraph follows on


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_result: bool = False

    @property
    def name(self) -> str:
        found = re.search(r"[A-Za-z]+", self.code)
        return found[0].upper() if found else ""


class WordText:
    """Reads paragraphs in document order; fields, a table of contents above all, run over several of them."""

    def __init__(self, styles: Styles, body: Element) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        kinds = [mark.get(W + "fldCharType") for mark in body.iter(W + "fldChar")]
        # A field that never ends must not swallow the policy.
        self._balanced = kinds.count("begin") == kinds.count("end")

    def read(self, paragraph: Element) -> Spoken:
        """What the paragraph says."""
        spoken = Spoken()
        spoken.mark_deleted = (
            paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
            or paragraph.find(f"{W}pPr/{W}rPr/{W}moveFrom") is not None
        )
        if not self._balanced:
            self._fields.clear()
        for child in paragraph:
            self._visit(child, paragraph, None, spoken)
        spoken.bold = spoken.bold and bool(spoken.text.strip())
        spoken.text = without_symbols(spoken.text)
        return spoken

    def in_contents(self) -> bool:
        """Does a table of contents run on?"""
        return any(each.name == "TOC" for each in self._fields)

    def _visit(self, node: Element, paragraph: Element, run: Element | None, spoken: Spoken) -> None:
        if node.tag == W + "fldChar":
            self._field_mark(node)
        elif node.tag == W + "instrText" and self._fields and not self._fields[-1].in_result:
            self._fields[-1].code += node.text or ""
        elif node.tag in _SKIP:
            return
        elif node.tag == W + "t":
            self._say(re.sub(r"[\n\r]", " ", node.text or ""), paragraph, run, spoken)
        elif node.tag in _TEXT:
            self._say(_TEXT[node.tag], paragraph, run, spoken)
        elif node.tag == W + "sym":
            code = int(node.get(W + "char", "F0B7"), 16)
            self._say(bullet(chr(code)) if 0xF000 <= code <= 0xF0FF else chr(code), paragraph, run, spoken)
        elif node.tag in _DRAWINGS:
            spoken.pictures += 1
            spoken.boxes.extend(_boxes(node))
        elif node.tag in (W + "footnoteReference", W + "endnoteReference"):
            spoken.notes.append((node.tag[len(W) : -len("Reference")], node.get(W + "id", "")))
        elif node.tag == W + "sdt" and switched_on(node, "sdtPr/showingPlcHdr"):
            spoken.placeholder += "".join(text.text or "" for text in node.iter(W + "t"))
        else:
            self._enter(node, paragraph, run, spoken)

    def _enter(self, node: Element, paragraph: Element, run: Element | None, spoken: Spoken) -> None:
        twice = node.tag == f"{MC}AlternateContent"  # the same thing, for new and for old programs
        children = list(next(iter(node), ())) if twice else list(node)
        if node.tag == W + "fldSimple":
            self._fields.append(_Field(node.get(W + "instr", ""), in_result=True))
        for child in children:
            self._visit(child, paragraph, node if node.tag == W + "r" else run, spoken)
        if node.tag == W + "fldSimple":
            self._fields.pop()

    def _field_mark(self, node: Element) -> None:
        kind = node.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _say(self, text: str, paragraph: Element, run: Element | None, spoken: Spoken) -> None:
        if any(not each.in_result for each in self._fields):
            return  # part of a field's code
        if self.in_contents():
            spoken.contents += text
        elif any(each.name in ("PAGE", "NUMPAGES", "SECTIONPAGES") for each in self._fields):
            return
        elif any(self._styles.toggled(run, paragraph, kind) for kind in ("vanish", "strike", "dstrike")):
            spoken.hidden += text
        else:
            spoken.text += text
            if text.strip() and spoken.bold:
                spoken.bold = self._styles.toggled(run, paragraph, "b")


def _boxes(drawing: Element) -> Iterator[Element]:
    """The text boxes of a drawing, outermost only, each once although it is kept in a new and an old form."""
    for content in drawing.iter(W + "txbxContent"):
        outer = list(content.iterancestors(W + "txbxContent", f"{MC}Fallback"))
        if not any(node is not drawing and drawing in node.iterancestors() for node in outer):
            yield content


def is_deleted(paragraph: Element, spoken: Spoken) -> bool:
    """Is the whole paragraph a tracked deletion, or hidden? Then it has no number either."""
    hidden_mark = switched_on(paragraph, "pPr/rPr/vanish")
    return not spoken.text.strip() and (spoken.mark_deleted or (bool(hidden_mark) and bool(spoken.hidden)))
