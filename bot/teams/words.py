"""The words that somebody typed or wrote, without Teams' HTML. Pure.

No parser of the standard library: on a page full of "<a <a <a" those take time by the square of its length, and
whoever writes such a message would hold up everybody. One pattern reads each character once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
)
_INLINE = frozenset(
    {"a", "at", "attachment", "b", "code", "del", "em", "emoji", "i", "img", "ins", "s", "span", "strike", "strong"}
    | {"sub", "sup", "td", "th", "tbody", "thead", "u", "ul", "ol", "codeblock", "systemeventmessage"}
)
_KNOWN = _BLOCKS | _INLINE
_TAG = re.compile(r"<(?:!|(/?)([a-zA-Z][\w:-]*)(?![\w:-]))([^<>]*)>")  # a comment, or a tag with what it carries
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_MOST = 200  # mentions in one message


def said(text: str, mentions: Sequence[tuple[str, str, str]], us: str) -> str:
    """A message's text as it was meant: our own mention cut out, others as their names.

    `mentions` are (id, name, text) of everybody mentioned, `text` as it stands in the message: "<at>Proviso</at>".
    """
    known = {shown: " " if account == us else name for account, name, shown in mentions[:_MOST] if shown}
    if known:  # all at once, so that no name is taken for another mention
        longest_first = sorted(known, key=len, reverse=True)
        text = re.sub("|".join(map(re.escape, longest_first)), lambda found: known[found.group()], text)
    return words(text)


def words(html: str) -> str:
    """Text of a message that may be HTML; signs that only look like HTML ("<3", "a < b") stay."""
    text = unescape(_TAG.sub(_read, html)).replace("\xa0", " ")
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _read(tag: re.Match[str]) -> str:
    """What a tag says: a new line, a picture's words, nothing; itself where it is none of Teams'."""
    ends, name = tag.group(1), (tag.group(2) or "").lower()
    if not name:  # a comment
        return ""
    if name not in _KNOWN:
        return tag.group()
    if name in _BLOCKS:
        return "\n"
    if name in ("img", "emoji") and not ends and (alt := _ALT.search(tag.group(3))):  # an emoji has its sign as alt
        return alt.group(1) or alt.group(2) or ""
    return ""
