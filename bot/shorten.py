"""Makes words fit for a platform: cut to size, never inside a letter, and shown to be cut; dates in the one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, time

from handlers.model import Button

ELLIPSIS = "…"
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)  # control, direction, half letters
_JOINER = "\u200d"
_JOINING = re.compile("[\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")  # belongs to the character before
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]+$")  # two of these letters are one flag
_INVISIBLE = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"}
_LINK = re.compile(r"https?://[A-Za-z0-9\[][!#-;=?-\[\]_a-z~]*")  # what RFC 3986 allows
_LONGEST_LINK = 3000  # Slack takes no longer one
_ENDS = (".", "!", "?", ELLIPSIS)
_FILLING = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing


def clean(text: str) -> str:
    """`text` without what JSON cannot carry or what would make it read differently from what it says."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def blank(text: str) -> bool:
    """Whether nothing of `text` can be seen: spaces, marks without a letter, characters of no width."""
    return all(unicodedata.category(sign) in _INVISIBLE or sign in _FILLING for sign in text)


def shorten(text: str, longest: int) -> str:
    """`text` in at most `longest` characters (at least 1), at a word's end where one is near."""
    if len(text) <= longest:
        return text
    return text[: _cut(text, longest - 1)].rstrip() + ELLIPSIS


def one_line(text: str, longest: int) -> str:
    """`text` on one line, shortened: for titles, labels and notifications."""
    return shorten(" ".join(text.split()), longest)


def stop(text: str) -> str:
    """`text` as a sentence of its own, for a title with words behind it on the same line."""
    return text if text.endswith(_ENDS) else f"{text}."


def colon(name: str) -> str:
    """What stands between a fact's name and its value: nothing after a question, which has its own mark."""
    return "" if name.endswith("?") else ":"


def pieces(text: str, longest: int, most: int) -> list[str]:
    """`text` in at most `most` pieces of at most `longest` characters each; the last shows if more was left."""
    found: list[str] = []
    rest = text.strip()
    while rest:
        if len(found) == most - 1 or len(rest) <= longest:
            found.append(shorten(rest, longest))
            break
        cut = max(1, _cut(rest, longest))
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [piece for piece in found if piece]


def address(link: str) -> str:
    """A web address that a button may open, as it is; "" for whatever is none that every platform takes."""
    return link if len(link) <= _LONGEST_LINK and _LINK.fullmatch(link) else ""


def working(buttons: Iterable[Button]) -> list[Button]:
    """Without those whose address is none: they could do nothing."""
    return [button for button in buttons if not button.link or address(button.link)]


def as_date(value: object) -> str:
    """YYYY-MM-DD, as both platforms take it; "" for whatever is no date."""
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else ""
    except ValueError:
        return ""


def as_time(value: object) -> str:
    """HH:MM, as both platforms take it; "" for whatever is no time."""
    try:
        return time.fromisoformat(value).strftime("%H:%M") if isinstance(value, str) else ""
    except ValueError:
        return ""


def _cut(text: str, most: int) -> int:
    """Where to cut so that at most `most` characters stay: after a line, else a word, else a whole character."""
    for space in ("\n", " "):
        place = text.rfind(space, most // 2, most + 1)
        if place > 0:
            return place
    whole = most
    while whole > 1 and _inside(text, whole):
        whole -= 1
    return whole if whole > 1 else most  # thousands of marks on one letter are cut like anything else


def _inside(text: str, place: int) -> bool:
    """Whether a cut before `place` would part what is drawn as one."""
    after = text[place]
    if text[place - 1] == _JOINER or _JOINING.match(after) or unicodedata.category(after)[0] == "M":
        return True
    letters = _FLAG.search(text, max(0, place - 200), place) if _FLAG.match(after) else None
    return letters is not None and len(letters.group()) % 2 == 1
