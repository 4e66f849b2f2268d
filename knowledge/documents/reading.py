"""Reads a policy document of any format that a school has: the one entrance to the readers."""

from __future__ import annotations

from knowledge.documents import faults, sniffing
from knowledge.documents.decoding import decode
from knowledge.model import Document, DocumentFault


def read(data: bytes, name: str) -> Document:
    """Read a .docx, .pdf, .html, .md or .txt, told apart by content. `name` is only for people.

    Raises DocumentFault, and nothing else, where the bytes are no document that can be read whole; its text says what
    to do, in at most six lines.
    """
    if len(data) > faults.MAX_FILE:
        raise faults.too_large(name, len(data))
    if not data.strip():
        raise faults.empty(name)
    kind = sniffing.container(data, name)
    text = ""
    if not kind:
        text = decode(data, name)
        kind = sniffing.text_kind(text, name)
    try:
        return _read(kind, data, text, name)
    except DocumentFault:
        raise
    # The libraries raise whatever a damaged file leads to: KeyError, RecursionError, AssertionError, struct.error…
    except Exception as error:
        raise faults.damaged(name, kind) from error


def _read(kind: str, data: bytes, text: str, name: str) -> Document:
    if kind == "docx":
        from knowledge.documents import word

        return word.read(data, name)
    if kind == "pdf":
        from knowledge.documents import pdf

        return pdf.read(data, name)
    if kind == "html":
        from knowledge.documents import html

        return html.read(text, name)
    if kind == "md":
        from knowledge.documents import markdown

        return markdown.read(text, name)
    from knowledge.documents import plain

    return plain.read(text, name)
