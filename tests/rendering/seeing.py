"""What a reader makes of rendered words: whether there is anything to see, and whether the content is said."""

from __future__ import annotations

import unicodedata

_NOTHING = "\u3164\u2800\u115f\u1160\uffa0"


def visible(text: str) -> bool:
    """Whether a letter, digit, sign or picture is there to be seen."""
    return any((_kind(sign)[0] in "LNPS" or _kind(sign) in ("Co", "Cn")) and sign not in _NOTHING for sign in text)


def _kind(sign: str) -> str:
    return unicodedata.category(sign)


def letters(text: str) -> str:
    """The letters and digits alone, whatever was put between them."""
    return "".join(sign for sign in text if sign.isalnum())


def says(shown: str, content: str) -> bool:
    """Whether `shown` holds the beginning of `content`."""
    return letters(content[:150]) in letters(shown)
