"""HTML from words: all that is not made here by `tag` is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from bot.shorten import clean

_VOID = frozenset({"input", "img", "meta", "link", "br"})


class Html(str):
    """Markup that was made by `tag`."""

    __slots__ = ()


Child = Html | str | None | Iterable["Html | str | None"]


def tag(name: str, /, *children: Child, **attributes: str | bool | int | None) -> Html:
    """An element. An attribute that is True stands by its name; False, None leave it out; `class_`, `for_`."""
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value not in (False, None))
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Html:
    """Several children as one."""
    return Html("".join(_written(child) for child in children))


def paragraphs(text: str, **attributes: str | None) -> Html:
    """Blank lines part paragraphs; single line ends stay."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", clean(text)) if part.strip()]
    return joined(*(tag("p", _lines(part), **attributes) for part in parts))


def form(action: str, *children: Child, **attributes: str | bool | None) -> Html:
    """A form that is sent to us."""
    return tag("form", *children, method="post", action=action, **attributes)


def button(label: str, *, style: str = "", **attributes: str | bool | None) -> Html:
    """A button that sends its form."""
    return tag("button", label, type="submit", class_=f"button {style}".strip(), **attributes)


def _lines(text: str) -> Html:
    return Html("<br>".join(escape(line) for line in text.split("\n")))


def _written(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    return escape(clean(child)) if isinstance(child, str) else "".join(_written(one) for one in child)


def _attribute(key: str, value: str | bool | int | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(clean(str(value)))}"'
