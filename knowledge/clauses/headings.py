"""Logical lines in, which of them are headings, title, dates, contacts, signatures or contents out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.clauses.lines import Line
from knowledge.model import Kind

_I = re.IGNORECASE


class Role(StrEnum):
    """What a line is in the outline of a policy."""

    TEXT = "text"
    HEADING = "heading"
    TITLE = "title"
    FACT = "fact"  # a date or another entry of the document control
    CONTACT = "contact"
    SIGNATURE = "signature"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line with its role; `rank` is the heading's level from 1."""

    line: Line
    role: Role
    rank: int = 0


_CHAPTER = re.compile(r"(?:appendix|annex(?:e|ure)?|schedule|section|part|chapter|article)\b\s*(?:\d+|[A-Z]|[IVX]+)?\b\s*[:.–—-]?(?:\s|$)", _I)
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|must|shall|should|may|can|cannot|has|have|does|do not|don[’']t|been|ensure|applies|includes?)\b", _I
)
_ASKING = re.compile(r"(?:what|who|how|when|why|where|which|can|do|does|is|are|should|may|must|will|am)\b", _I)
_POLICY = re.compile(r"\b(?:polic(?:y|ies)|procedures?|guidance|guidelines?|handbook|code of conduct|agreement|statement)\b", _I)
_FACT = re.compile(
    r"^(?:(?:date|approved|adopted|ratified|reviewed|review|next|last|version|policy (?:owner|status|number|ref|date|last|review|approved|"
    r"written|adopted|next|developed|author|lead)|author|owner|responsible|ratification|effective|issue[d]?|revised|revision|updated|"
    r"prepared|written|governor|document (?:owner|control|status|reference|title)|implement\w+|status|published|signed off|agreed|"
    r"reviewer|frequency|due for|to be reviewed|created|board approval|amended|first adopted|lead)\b.{0,60}"
    r"(?::|\t|\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\bdue$|\bby$|\bdate$)|(?:next|last) (?:review|revision)\b|review (?:date|period|due)\b)",
    _I,
)
_CONTACT = re.compile(
    r"^(?:tel(?:ephone)?|phone|mobile|fax|e-?mail|web(?:site)?|twitter|address|head ?office|postcode)\b\.?\s*(?:no\.?|number)?\s*:|"
    r"^\S+@\S+\.\S+$|^\(?0\d{2,4}\)?[\s\d]{6,}$",
    _I,
)
_SIGNATURE = re.compile(r"^(?:signed|signature|print(?:ed)? name|name|date|position|chair of governors|head ?teacher|staff (?:name|signature)|employee "
                        r"(?:name|signature))\b.{0,40}(?:[_….]{3,}|:\s*$)|^[_….\s]{6,}$|^signed\b.{0,80}$", _I)
_CONTENTS = re.compile(r"^(?:table of )?contents(?: page)?:?$|^index$", _I)
_LEADER = re.compile(r"(?:[.…·_]{3,}|\t|\s{2,})\s*\d{1,3}$|\s\d{1,3}$")
_OPENS = re.compile(r"(?:\d+\W+)?(?:scope|purpose|aims?|introduction|context|background|rationale|overview)\b", _I)
_DATED = re.compile(r"\bdate|\breview|\bversion\b|\d{4}", _I)
_URL = re.compile(r"^(?:https?://|www\.)\S+$", _I)


def ranked(lines: list[Line], text: str) -> list[Ranked]:
    """Every line with its role."""
    roles = _roles(lines, text)
    return _with_ranks(lines, roles)


def _roles(lines: list[Line], text: str) -> list[Role]:
    roles: list[Role] = []
    listing = False  # inside a run of short lines that a colon has opened
    title = _title_at(lines)
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        role = _role(line, after, listing=listing, raw=text[line.start : line.end])
        if at <= title and role in (Role.TEXT, Role.HEADING):
            role = Role.TITLE
        if line.style == "row" and roles and roles[-1] is Role.FACT:
            role = Role.FACT
        if role is Role.CONTENTS or (roles and roles[-1] is Role.CONTENTS and _is_entry(line, lines[at + 1 :], text)):
            role = Role.CONTENTS
        roles.append(role)
        if role is not Role.TEXT:
            listing = False
        elif not (listing and line.style):
            short = not line.style and len(line.text) <= 70 and not line.text.endswith(".")
            listing = line.text.endswith(":") or (listing and (short or bool(_URL.match(line.text))))
        else:
            listing = False
    return _with_contacts(lines, roles)


def _title_at(lines: list[Line]) -> int:
    """The line of the first page that names the policy; -1 where the text begins without one."""
    for at, line in enumerate(lines[:20]):
        if line.style or _is_prose(line) or _OPENS.match(line.text) or _CONTENTS.match(line.text):
            return -1
        if _is_title(line) and not _FACT.match(line.text):
            return at
    return -1


def _role(line: Line, after: Line | None, *, listing: bool, raw: str) -> Role:
    if _CONTENTS.match(line.text):
        return Role.CONTENTS
    if line.style in ("head", "row"):
        return Role.FACT if _FACT.match(raw) and _DATED.search(raw) else Role.TEXT
    if line.kind in (Kind.ROW, Kind.ITEM) or line.style == "bullet":
        return Role.FACT if line.kind is Kind.ROW and _FACT.match(line.text) and len(line.text) < 160 else Role.TEXT
    if _CONTACT.match(line.text):
        return Role.CONTACT
    if _SIGNATURE.match(line.text) and len(line.text) < 100:
        return Role.SIGNATURE
    if _FACT.match(raw) and len(line.text) < 130 and not line.text.endswith((".", "?")) and not line.number:
        return Role.FACT
    if line.kind is Kind.HEADING:
        return Role.HEADING
    return Role.HEADING if _is_heading(line, after, listing=listing) else Role.TEXT


def _is_title(line: Line) -> bool:
    named = bool(_POLICY.search(line.text)) and not _VERB.search(line.text)
    return named and len(line.text) < 120 and line.text[-1] not in ".:;?"


def _is_heading(line: Line, after: Line | None, *, listing: bool) -> bool:
    text, words = line.text, line.text.split()
    if line.style in ("letter", "roman", "answer") or _URL.match(text) or text[:1] in "(*–-“" or text[:1].islower():
        return False
    if line.style == "question":
        return True
    if len(words) > 16 or len(text) > 110 or text.endswith((";", ",")) or after is None:
        return False
    if _CHAPTER.match(text) and not text.endswith((".", ";")) and not _VERB.search(text):
        return True
    if text.endswith("?"):
        return bool(_ASKING.match(text)) and len(words) <= 16
    if text.endswith(":"):
        return len(words) <= 4 and not _VERB.search(text) and not re.search(r"\b(?:not|never|always|to|following|do)\b|\bfollow", text, _I) and (
            after.style == "" or after.style.startswith("decimal2")
        )
    if text.endswith((".", "!")) and not _title_case(words):
        return False
    if _VERB.search(text) and not text.isupper() and not _ASKING.match(text):
        return False
    if listing and not (_is_prose(after) and not _is_prose(line) and not line.gap and not after.gap) and not (line.gap and _is_prose(after)):
        return False
    if line.number and after.style == line.style and not _is_prose(after):
        return False  # a numbered list of short entries
    return _is_prose(after) or after.kind is Kind.ROW or bool(line.number) or (line.gap and (after.gap or after.style != ""))


def _is_prose(line: Line) -> bool:
    return len(line.text) > 110 or line.text.endswith((".", ":")) or (len(line.text) > 60 and bool(_VERB.search(line.text)))


def _title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3]
    return len(words) <= 9 and bool(long) and sum(word[:1].isupper() for word in long) >= 0.6 * len(long) and not _VERB.search(
        " ".join(words)
    )


def _is_entry(line: Line, later: list[Line], text: str) -> bool:
    """Is the line an entry of the contents page above it? It ends in a page number, or comes again as a heading."""
    if len(line.text) > 110:
        return False
    name = _LEADER.sub("", line.text).strip(" .…").casefold()
    if _LEADER.search(text[line.start : line.end]):
        return True
    return any(other.text.strip(" .:").casefold() == name for other in later)


def _with_contacts(lines: list[Line], roles: list[Role]) -> list[Role]:
    """The names and headings above a telephone number belong to it."""
    roles = list(roles)
    for at in range(len(roles)):
        back = at - 1
        while roles[at] is Role.CONTACT and back >= 0 and at - back <= 4 and _is_name(lines[back], roles[back]):
            roles[back] = Role.CONTACT
            back -= 1
    return roles


def _is_name(line: Line, role: Role) -> bool:
    plain = not line.style and len(line.text) < 60 and line.text[-1] not in ".:;?" and not re.search(r"\d", line.text)
    return plain and (role in (Role.HEADING, Role.TEXT) or (role is Role.FACT and line.text.endswith(" by")))


def _with_ranks(lines: list[Line], roles: list[Role]) -> list[Ranked]:
    chapters = sum(role is Role.HEADING and line.text.isupper() for line, role in zip(lines, roles, strict=True)) >= 3
    given = any(line.kind is Kind.HEADING for line in lines)
    numbered = False
    apart = 0  # 1 within an appendix: what follows stands under it
    out: list[Ranked] = []
    before: Ranked | None = None
    for line, role in zip(lines, roles, strict=True):
        rank = 0
        if role is Role.HEADING:
            rank, apart, numbered = _rank(line, before, chapters=chapters, given=given, numbered=numbered, apart=apart)
        before = Ranked(line, role, rank)
        out.append(before)
    return out


def _rank(
    line: Line, before: Ranked | None, *, chapters: bool, given: bool, numbered: bool, apart: int
) -> tuple[int, int, bool]:
    if re.match(r"(?:appendix|annex|schedule|glossary)\b", line.text, _I):
        return 1, 1, False
    if line.kind is Kind.HEADING:
        return line.level or 1, apart, numbered
    if line.style.startswith("decimal"):
        return int(re.sub(r"\D", "", line.style)), 0, True
    if line.style in ("ROMAN", "LETTER") or _CHAPTER.match(line.text):
        deeper = numbered and (line.style == "LETTER" or line.text.casefold().startswith("section"))
        return (2 if deeper else 1), 0, True
    rank = 7 if given else 1 + apart + numbered
    if not given and chapters and not line.text.isupper():
        rank += 1
    elif not given and not line.gap and not chapters:
        rank += 1
    if before and before.role is Role.HEADING and before.rank >= rank and not given:
        rank = before.rank + 1
    return rank, apart, numbered
