"""Who is named in a post and is not on the staff list: by given name, with surname and class, by title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from handlers.drafts.name_signs import famous_names, is_surname, names_somebody, no_surname, sure, surname
from handlers.drafts.reading import Span, Word, folded, listed

_CLASS = re.compile(
    r"[\s,(–—-]{1,3}(?:(?:who |is |of |in |from |our ){0,3}"
    r"(?:(?:Year|Yr|Y)\s?\d{1,2}|(?:Class\s)?\d{1,2}[A-Z]{1,2}|Reception|Nursery|Class\s\w+|[A-Z]\w+ Class))\b\)?"
)
_PART = re.compile(r"[\s.,]+")


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody named: `full` with a surname, `classed` with their class too (then the span reaches to it)."""

    span: Span
    full: bool = False
    classed: bool = False


@dataclass(frozen=True, slots=True)
class Staff:
    """The staff list as posts name people, folded."""

    givens: frozenset[str]
    surnames: frozenset[str]
    whole: frozenset[tuple[str, str]]  # given name and surname, of whoever has both there

    @classmethod
    def of(cls, names: Iterable[str]) -> Staff:
        """From names as the list has them: "Miss Marsh", "Emma Marsh", "Mrs Emma Marsh"."""
        titles = listed("name_signs", "titles") | listed("name_signs", "other titles")
        parts = [[folded(part) for part in _PART.split(name) if part] for name in names]
        untitled = [each[1:] if each and each[0] in titles else each for each in parts]
        whole = frozenset((each[0], each[-1]) for each in untitled if len(each) > 1)
        return cls(frozenset(given for given, _ in whole), frozenset(each[-1] for each in untitled if each), whole)


def names(text: str, post: Sequence[Word], staff: Staff) -> Iterator[Name]:
    """The people named by given name in `text`, whose words are `post`, in order.

    Of somebody on the staff list neither the full name counts nor the given name alone; the same given name with
    another surname does, and so does another given name with theirs: a pupil may be called like a teacher.
    """
    famous = famous_names(post)
    at = 0
    while at < len(post):
        word = post[at]
        if not names_somebody(post, at, famous):
            at += 1
            continue
        last = surname(post, at)
        at = (at if last is None else last) + 1
        class_ = _CLASS.match(text, post[at - 1].end)
        if last is None:
            if word.key not in staff.givens or class_:  # with a class it is a child's
                yield Name((word.start, word.end))
        elif (word.key, post[last].key) not in staff.whole:
            yield Name((word.start, class_.end() if class_ else post[last].end), full=True, classed=class_ is not None)


def titled(post: Sequence[Word], staff: Staff) -> Iterator[Span]:
    """Where somebody stands by title and surname ("Mrs Patel") who is not on the staff list."""
    nobody = listed("name_signs", "nobody by title")
    for at, word in enumerate(post[:-1]):
        name = post[at + 1]
        if word.key not in listed("name_signs", "titles") or not word.capital or len(name.text) == 1:
            continue
        if not name.capital or not (name.joined or name.gap in {".", ". "}) or no_surname(name.key):
            continue
        last = name
        if at + 2 < len(post) and sure(name.key) and is_surname(post, at + 2):
            last = post[at + 2]
        if last.key not in staff.surnames and name.key not in nobody:
            yield word.start, last.end
