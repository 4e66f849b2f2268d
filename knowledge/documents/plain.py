"""Reads plain text: every line that is not empty is a block."""

from __future__ import annotations

import re

from knowledge.documents import faults
from knowledge.documents.transcript import usable_title
from knowledge.model import Block, Document, Kind

# What Word's own text export leaves where a bookmark stood. Kept in the text, out of the blocks.
_BOOKMARK = r"\[bookmark:[^\]\n]{0,80}\]"
_LINE = re.compile(
    rf"^(?:[^\S\n]|[\ufeff\u200b\u00ad]|{_BOOKMARK})*(?P<text>[^\n]*?)(?:[^\S\n]|[\ufeff\u200b\u00ad]|{_BOOKMARK})*$",
    re.MULTILINE,
)


def read(text: str, name: str) -> Document:
    """Blocks of Kind.LINE over `text`, which is kept as it is, blank lines and numbers included.

    Form feeds and Unicode's own line and paragraph separators end a line too. Raises DocumentFault if there is no text.
    """
    text = re.sub(r"[\v\f\x85\u2028\u2029]", "\n", text)
    blocks = tuple(
        Block(Kind.LINE, m["text"], m.start("text"), m.end("text")) for m in _LINE.finditer(text) if m["text"]
    )
    if not any(ch.isalnum() for ch in text) or not blocks:
        raise faults.empty(name)
    return Document(name, "txt", text, blocks, (), usable_title(""))
