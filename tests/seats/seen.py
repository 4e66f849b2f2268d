"""What people see, whatever they see it on: a message, and a form's page. Read back from what was rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from handlers.model import Post


@dataclass(frozen=True, slots=True)
class Seen(Post):
    """A message as somebody sees it; two are equal if they say and offer the same.

    `at` is where it stands, the same after the message has changed; "" for one that nobody sent, which a client could
    make up. `alone`: nobody but its reader sees it.
    """

    at: str = field(default="", compare=False)
    alone: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Blank:
    """A field to fill in. `value` is what stands in it, for a choice its words; `error` is what is wrong with it."""

    key: str
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)  # words → key


@dataclass(frozen=True, slots=True)
class Page:
    """A form's page. `title` is the form's, `heading` the page's; `error` is about the whole of it.

    `on` is the platform's own piece that was read, which is needed to send the page.
    """

    title: str
    heading: str
    words: Post
    blanks: Mapping[str, Blank]  # by label
    buttons: tuple[str, ...]
    error: str
    on: object = field(repr=False)

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by label."""
        return {label: blank.error for label, blank in self.blanks.items() if blank.error}

    @property
    def faults(self) -> str:
        """All that is wrong, wherever on the page it stands."""
        return "\n".join((self.error, *self.errors.values())).strip()


def seen(post: Post, at: str, *, alone: bool = True) -> Seen:
    """A post that stands somewhere."""
    return Seen(**{one.name: getattr(post, one.name) for one in fields(Post)}, at=at, alone=alone)


def same(before: Page | Seen | None, after: Page | Seen) -> bool:
    """Whether a form has stayed as it was; another that says the same is another."""
    if isinstance(before, Seen) and isinstance(after, Seen):
        return (before, before.at) == (after, after.at)
    return before == after


def labels(post: Post) -> list[str]:
    """The labels of a post's buttons."""
    return [button.label for button in post.buttons]


def words(post: Post) -> str:
    """All that a post says, for looking what is not in it."""
    quotes = (part for quote in post.quotes for part in (quote.lead_in, quote.text, quote.source))
    facts = (part for fact in post.facts for part in fact)
    return "\n".join((post.title, post.text, *facts, *quotes, *post.notes, *labels(post)))
