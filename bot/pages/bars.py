"""Bar charts as inline SVG: read without colour, described in words, and without a style of their own.

Every bar has its label and its value written above it. A bar that is not exact, or stands for what is late, is drawn
as a broken line around nothing instead of filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pages.html import Html, tag

_WIDE, _ROW, _BAR = 320, 36, 10  # in the chart's own units; text is 12 high
_LETTER, _BOLD = 6.5, 7.5  # how wide a character is at most, on average; the table beneath has room for more


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart. `part` of the whole width, 0 to 1."""

    label: str
    value: str
    part: float
    filled: bool = True


def chart(key: str, title: str, description: str, bars: Sequence[Bar]) -> Html:
    """The chart; `key` is its own on the page. Screen readers hear title and description, then the table beneath."""
    rows = [_row(n, bar) for n, bar in enumerate(bars)]
    return tag(
        "svg",
        tag("title", title, id=f"{key}-title"),
        tag("desc", description, id=f"{key}-desc"),
        rows,
        viewBox=f"0 0 {_WIDE} {len(bars) * _ROW}",
        class_="bars",
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
    )


def shortened(label: str, most: int) -> str:
    """Cut to size between words."""
    return label if len(label) <= most else label[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _row(n: int, bar: Bar) -> Html:
    top = n * _ROW
    width = round(min(max(bar.part, 0), 1) * (_WIDE - 2))
    kind = "bar" if bar.filled else "bar open"
    room = int((_WIDE - _BOLD * len(bar.value)) / _LETTER)
    return tag(
        "g",
        tag("text", shortened(bar.label, room), x=0, y=top + 13),
        tag("text", bar.value, x=_WIDE, y=top + 13, text_anchor="end", class_="value"),
        tag("rect", x=1, y=top + 19, width=_WIDE - 2, height=_BAR, class_="track"),
        tag("rect", x=1, y=top + 19, width=width, height=_BAR, class_=kind) if width else None,
    )
