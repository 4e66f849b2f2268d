"""Whom typed words name. Typed as whom it is about, they count, unless whoever types says that it is somebody else;
named anywhere else it is asked, and nothing goes on to anybody before that is answered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.desk import Member, Role, School
from handlers.mentions import named as named_in
from handlers.mentions import perhaps_named
from handlers.model import Answers, Field, FieldKind, Post
from handlers.telling import named
from handlers.wording import listed, told_apart

TITLE = "Is this about somebody you name?"
ALSO, SOMEBODY_ELSE = "about_named", "not_named"  # the two questions on that page, by field
_PARTS = re.compile(r"[,;/&+\n]|\band\b|\bor\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom it is about as far as words say. `others`: the words themselves, where they say more than a name."""

    people: tuple[str, ...]  # person keys
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Everybody on the staff list whom somebody's words name, and who was not picked there."""

    counted: tuple[Member, ...]  # in the line that says whom it is about
    besides: tuple[Member, ...]  # anywhere else

    def __bool__(self) -> bool:
        """Whether there is anything to ask."""
        return bool(self.counted or self.besides)

    def words(self) -> Post:
        """What is asked."""
        said = []
        if self.counted:
            said.append(f"I take it to be about {_listed(self.counted)}.")
        if self.besides:
            said.append(f"You name {_listed(self.besides)}.")
        return Post(text=f"{' '.join(said)} Whoever it is about never receives it, so it helps to know.")

    def fields(self, prefix: str = "") -> tuple[Field, ...]:
        """Both questions, as far as there is anybody to ask about; either may be left empty.

        `prefix`: what their keys begin with, where other fields of a form might be called the same.
        """
        asked = (
            (ALSO, "It is about", self.besides, "Leave it empty if it is not about any of them."),
            (SOMEBODY_ELSE, "I mean somebody else than", self.counted, "Leave it empty if it is about them."),
        )
        return tuple(
            Field(f"{prefix}{key}", label, FieldKind.CHOICES, _choices(who), required=False, hint=hint)
            for key, label, who, hint in asked
            if who
        )


def typed(words: str, school: School) -> tuple[Member, ...]:
    """Everybody on the staff list whom a line names that says whom it is about: “Mrs Wood”, “the head”, “head”."""
    parts = [part.strip() for part in _PARTS.split(words)]
    in_full = named_in("\n".join((words, *(f"the {part}" for part in parts))), school)
    by_one_word = perhaps_named("\n".join(part for part in parts if len(part.split()) == 1), school, any_case=True)
    return tuple(one for one in school.staff if one in (*in_full, *by_one_word)) if words.strip() else ()


def whom(words: str, school: School, *, but: Iterable[str] = ()) -> Whom:
    """Whom such a line is about, `but` those (keys) whom it does not mean."""
    people = tuple(one for one in typed(words, school) if one.person.key not in set(but))
    says_more = all(words.strip().casefold() != one.person.name.casefold() for one in people)
    return Whom(tuple(one.person.key for one in people), (words,) if words.strip() and says_more else ())


def looked_for(about: str, words: str, school: School, known: Iterable[str], writer: str) -> Named:
    """Whom to ask about: named in `about`, the line that says whom it is about, or in other `words`.

    `known`: keys of whom it is about anyhow. Whoever writes is not asked whether their words are about them. A name
    that is a common word too is asked about like any other.
    """
    counted = tuple(one for one in typed(about, school) if one.person.key not in set(known))
    left_out = {*known, writer, *(one.person.key for one in counted)}
    found = (*named_in(words, school), *perhaps_named(words, school), *perhaps_named(about, school, any_case=True))
    return Named(counted, tuple(one for one in school.staff if one in found and one.person.key not in left_out))


def ticked(answers: Answers, key: str) -> tuple[str, ...]:
    """What was ticked of several: keys."""
    given = answers.get(key)
    return tuple(str(one) for one in given) if isinstance(given, (list, tuple)) else ()


def _listed(who: Iterable[Member]) -> str:
    return listed((named(one, *Role) for one in who), "and")


def _choices(who: Iterable[Member]) -> tuple[tuple[str, str], ...]:
    return told_apart((one.person.key, named(one, *Role), one.job, one.person.email) for one in who)
