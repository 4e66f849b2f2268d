"""The parts of a Word file, found as the Open Packaging Conventions say (ECMA-376 part 2).

Read with lxml and not with python-docx: that one loads every part, pictures too, so that one damaged picture or a
relationship to "NULL" costs the policy; it refuses .docm, .dotx and strict files, and knows no numbers.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from knowledge.documents import faults
from knowledge.documents.archive import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"

Element = etree._Element


class Package:
    """An opened Word file."""

    def __init__(self, archive: Archive) -> None:
        """Raises DocumentFault where the main part is missing or damaged."""
        self._archive = archive
        self._main = next((target for _, target in self._targets("", "/officeDocument")), "word/document.xml")
        document = self.part(self._main)
        body = None if document is None else document.find(f"{W}body")
        if body is None:
            raise faults.damaged(archive.name, "docx")
        self.body: Element = body

    def related(self, kind: str) -> Iterator[Element]:
        """The root elements of the main part's related parts of a kind: "numbering", "styles", "header"…"""
        for _, target in self._targets(self._main, "/" + kind):
            root = self.part(target)
            if root is not None:
                yield root

    def property(self, tag: str) -> str:
        """A core property such as "title", "" where it is not set."""
        for _, target in self._targets("", "/core-properties"):
            root = self.part(target)
            if root is not None:
                return next((el.text or "" for el in root.iter("{*}" + tag)), "")
        return ""

    def part(self, path: str) -> Element | None:
        """A part's root element, None where there is no such part. Raises DocumentFault where it is damaged."""
        data = self._archive.read(path)
        if data is None:
            return None
        # No entity is expanded and nothing fetched: the file comes from anywhere.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(data.replace(_STRICT, _TRANSITIONAL), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise faults.damaged(self._archive.name, "docx") from error

    def _targets(self, part: str, kind: str) -> list[tuple[str, str]]:
        folder, file = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", file + ".rels"))
        if root is None:
            return []
        return [
            (rel.get("Id", ""), posixpath.normpath(posixpath.join("/" + folder, rel.get("Target", ""))).lstrip("/"))
            for rel in root
            if rel.get("Type", "").endswith(kind) and rel.get("TargetMode") != "External"
        ]


def value(parent: Element | None, path: str, attribute: str = "val") -> str | None:
    """The w:val (or another w: attribute) of the element at `path` ("pPr/numPr/numId"); None where it is missing."""
    if parent is None:
        return None
    found = parent.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + attribute)


def number(parent: Element | None, path: str, attribute: str = "val") -> int | None:
    """Like `value`, as a whole number; None where it is missing or no number."""
    text = value(parent, path, attribute)
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None


def switched_on(parent: Element | None, path: str) -> bool | None:
    """A toggle such as w:b or w:vanish: True, False, or None where nothing is said."""
    if parent is None:
        return None
    found = parent.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + "val", "true").lower() not in ("0", "false", "off")
