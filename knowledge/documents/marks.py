"""What typed numbers, bullets and headings look like, for readers that must tell where a paragraph begins."""

from __future__ import annotations

import re

# A number or bullet that opens a paragraph: 5.3  2.  (a)  iv)  •  –
MARKER = re.compile(
    r"""(?: [•·▪◦‣●○■□➢✓*+–—-] (?=\s)
      | \(? (?: \d{1,3} | [a-zA-Z] | [ivxlcIVXLC]{1,6} ) [.)] (?=\s)
      | \d{1,3} (?: \. \d{1,3} )+ \.? (?=\s)
      | \d{1,3} (?=\t)
      )\s*""",
    re.VERBOSE,
)
ENDS_SENTENCE = re.compile(r"[.!?:;]['\"’”)\]]*$")
_RULE = re.compile(r"\b(must|should|shall|may|can|cannot|will|do not|don['’]t|never|always|are|is)\b", re.IGNORECASE)
# Bullets that Word draws with a symbol font, by their place in Unicode's private area.
_SYMBOLS = {0xB7: "•", 0xA7: "▪", 0xA8: "□", 0x6F: "□", 0x71: "□", 0xD8: "➢", 0xFC: "✓", 0x76: "❖", 0x2D: "-"}


def bullet(char: str) -> str:
    """The bullet that people see where a symbol font drew `char`."""
    code = ord(char[0]) if char else 0
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "•")
    return "◦" if char == "o" else char or "•"


def without_symbols(text: str) -> str:
    """Text with characters of a symbol font replaced by the bullets they show."""
    return re.sub("[\uf000-\uf0ff]", lambda m: bullet(m[0]), text)


def opens_item(text: str) -> bool:
    """Does the text begin with a typed number or bullet?"""
    return MARKER.match(text) is not None


def reads_as_heading(text: str) -> bool:
    """May text in a heading style be a heading? Many policies style whole clauses so, for the sake of the number."""
    words = len(text.split())
    if text.endswith((":", ";", ",")):
        return words <= 3
    if text.endswith("."):
        return words <= 8 and not _RULE.search(text)
    return words <= 20


def looks_like_heading(text: str) -> bool:
    """May bold text on a line of its own be a heading? Stricter: a rule in bold is still a rule."""
    return len(text) <= 90 and len(text.split()) <= 12 and reads_as_heading(text) and not _RULE.search(text)


def is_contents_line(text: str) -> bool:
    """A line of a contents page: leader dots and a page number."""
    return re.search(r"(?:\.[ ]?){4,}\s*\d{1,3}$|…{2,}\s*\d{1,3}$|_{4,}\s*\d{1,3}$", text) is not None
