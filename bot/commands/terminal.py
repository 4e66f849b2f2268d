"""A post in the terminal, by rich: the same content that chat shows, readable without colour."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from handlers.model import Post, Quote

_WIDEST = 100


def console(*, error: bool = False) -> Console:
    """Where to print; plain text where it is no terminal. Nothing in a policy or a question is taken as markup."""
    made = Console(stderr=error, markup=False, highlight=False, emoji=False)
    made.width = min(made.width, _WIDEST)
    return made


def rendered(post: Post) -> Group:
    """The whole post, buttons apart."""
    return Group(*_parts(post))


def _parts(post: Post) -> Iterator[RenderableType]:
    if post.title:
        yield Text(post.title, style="bold cyan")
    if post.text:
        yield Text(post.text)
    for name, value in post.facts:
        yield Text.assemble((f"{name}: ", "bold"), value)
    for quote in post.quotes:
        yield _quote(quote)
    for note in post.notes:
        yield Text(note, style="dim")


def _quote(quote: Quote) -> RenderableType:
    words = Text(f"“{quote.lead_in} " if quote.lead_in else "“", style="italic")
    words.append(f"{quote.text}”")
    return Padding(Group(words, Text(f"— {quote.source}", style="green")), (1, 0, 0, 4))
