"""Whom words name, by name or by what they are at the school. It is only asked about; nothing follows by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from handlers.desk import Member, Role, School

# In this order, each taken out once it is found: a deputy head is not the head.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for role, words in (
        (Role.DEPUTY_SAFEGUARDING_LEAD, r"deputy (?:designated )?(?:safeguarding lead|dsl)|ddsl"),
        (Role.SAFEGUARDING_LEAD, r"(?:designated )?safeguarding lead|dsl"),
        (Role.DATA_PROTECTION_LEAD, r"data protection (?:lead|officer)|dpo"),
        (Role.COMMUNICATIONS_LEAD, r"communications? lead"),
        (Role.VICE_CHAIR, r"vice[- ]chair(?:man|woman|person)?(?: of governors)?"),
        (Role.CHAIR, r"the chair(?:man|woman|person)?|chair of (?:the )?governors"),
        (Role.TRUST, r"trust lead|chief executive|ceo"),
        (Role.DEPUTY, r"deputy(?: ?head(?: ?teacher)?)?|assistant ?head(?: ?teacher)?"),
        (Role.HEAD, r"(?:executive )?head ?(?:teacher|master|mistress)|the head(?! (?:of|start|office))|head of school"
                    r"|principal|our head|my head"),
    )
)  # fmt: skip
_HEAD = re.compile(
    r"\b(head(s|'s)?|head ?(teacher|master|mistress)s?|principal|ht)\b(?! (of|start|office)\b)", re.IGNORECASE
)
_BOSS = re.compile(r"\b(?:boss|(?:my|our|the) (?:line )?manager)\b", re.IGNORECASE)
_TITLES = "mr|mrs|miss|ms|mx|dr|sir|dame|rev"
_TITLED = re.compile(rf"\b(?i:{_TITLES})\.? [A-Z][a-z']")
# Names with which a question or a sentence begins as often: they count with a title or the whole name alone.
_ALSO_WORDS = frozenset(("will", "may", "mark", "hope", "bill", "april", "june", "august", "summer", "can", "do", "an"))
_WORD = re.compile(r"\w+(?:'(?!s\b)\w+)*")
# Telephones type ’ where a staff list has ', and nobody is sure where a hyphen stands.
_AS_ONE_TYPES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "-": " ", "‐": " ", "‑": " ", "–": " "})


def named(words: str, school: School) -> tuple[Member, ...]:
    """Everybody on the staff list whom `words` name, in the order of the list."""
    roles = set()
    rest = words = words.translate(_AS_ONE_TYPES)
    for role, pattern in _ROLES:
        found = pattern.sub(" ", rest)
        if found != rest:
            roles.add(role)
            rest = found
    return tuple(one for one in school.staff if roles & set(one.roles) or _by_name(words, (one,)))


def perhaps_named(words: str, school: School, *, any_case: bool = False) -> tuple[Member, ...]:
    """Everybody of whose name any part stands in `words`, though it be a common word as well: for asking alone.

    With its capital letter; with `any_case` also without.
    """
    spoken = _WORD.findall(words.translate(_AS_ONE_TYPES))
    said = {one.casefold() if any_case else one.title() if one.isupper() else one for one in spoken}
    return tuple(one for one in school.staff if said & _parts(one.person.name, any_case=any_case))


def names_head(words: str, school: School) -> bool:
    """Whether words mention the head, by role or by name, so that they may be about them."""
    words = words.translate(_AS_ONE_TYPES)
    return _HEAD.search(words) is not None or _by_name(words, school.holders(Role.HEAD))


def may_be_about_head(words: str, school: School) -> bool:
    """Whether words mention the head, or somebody's boss or manager, who may be the head."""
    return names_head(words, school) or _BOSS.search(words) is not None


def names_staff(words: str, school: School) -> bool:
    """Whether words name anybody on the staff list, or somebody by a title: "Mrs Wood", "mr hill"."""
    words = words.translate(_AS_ONE_TYPES)
    return _TITLED.search(words) is not None or _by_name(words, school.staff)


def _by_name(words: str, members: Sequence[Member]) -> bool:
    """A name counts with its capital letter, or with a title or the whole of it: "field" alone may be a field."""
    pattern = _names(tuple([member.person.name for member in members]))
    return pattern is not None and pattern.search(words) is not None


@lru_cache(maxsize=1024)
def _names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Everybody's names in one pattern, made once: a staff list is looked through at every question."""
    parts = [[part.translate(_AS_ONE_TYPES) for part in name.split()] for name in names if name.strip()]
    if not parts:
        return None
    alone = {part for name in parts for part in (name[0], name[-1]) if _is_plain(part)}
    capital, surname, whole = (
        "|".join(re.escape(one) for one in sorted(some))
        for some in (alone, {name[-1] for name in parts}, {" ".join(name) for name in parts})
    )
    formal = rf"(?i:\b(?:{_TITLES})\.? (?:{surname})\b|\b(?:{whole})\b)"
    return re.compile(rf"\b(?:{capital})\b|{formal}" if capital else formal)


def _is_plain(part: str) -> bool:
    """Whether a part of a name is one by itself: no title, no initial, no common word."""
    return len(part.rstrip(".")) > 1 and part.lower() not in _ALSO_WORDS and not _is_title(part)


@lru_cache(maxsize=1024)
def _parts(name: str, *, any_case: bool) -> frozenset[str]:
    """The words of a name but for titles and initials; some lists have all of them in capital letters."""
    words = _WORD.findall((name.title() if name.isupper() else name).translate(_AS_ONE_TYPES))
    return frozenset(one.casefold() if any_case else one for one in words if len(one) > 1 and not _is_title(one))


def _is_title(word: str) -> bool:
    return re.fullmatch(_TITLES, word.rstrip("."), re.IGNORECASE) is not None
