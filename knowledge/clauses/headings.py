"""Logical lines in, what each of them is out: heading, title, date, contact, signature, contents or text."""

from __future__ import annotations

import re
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


CHAPTER = re.compile(
    r"(?:appendix|annex(?:e|ure)?|schedule|section|part|chapter|article)\b\s*(?:\d+|[A-Z]"
    r"|[IVX]+)?\b\s*[:.–—-]?(?:\s|$)",
    _I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|will|must|shall|should|may|can|cannot|has|have|does|do not|don[’']t|been|ensure"
    r"|applies|includes?)\b",
    _I,
)
_ASKING = re.compile(r"(?:what|who|how|when|why|where|which|can|do|does|is|are|should|may|must|will|am)\b", _I)
_POLICY = re.compile(
    r"\b(?:polic(?:y|ies)|procedures?|guidance|guidelines?|handbook|code of conduct|agreement"
    r"|statement)\b",
    _I,
)
_FACT = re.compile(
    r"^(?:(?:date|approved|adopted|ratified|reviewed|review|next|last|version|policy (?:owner|status|number|ref"
    r"|date|last|review|approved|"
    r"written|adopted|next|developed|author|lead)|author|owner|responsible|ratification|effective|issue[d]?"
    r"|revised|revision|updated|"
    r"prepared|written|governor|document (?:owner|control|status|reference|title)|implement\w+|status|published"
    r"|signed off|agreed|"
    r"reviewer|frequency|due for|to be reviewed|created|board approval|amended|first adopted|lead)\b.{0,60}"
    r"(?::|\t|\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\bdue$|\bby$|\bdate$)|(?:next|last) (?:review|revision)\b"
    r"|review (?:date|period|due)\b)",
    _I,
)
_CONTACT = re.compile(
    r"^(?:tel(?:ephone)?|phone|mobile|fax|e-?mail|web(?:site)?|twitter|address|head ?office"
    r"|postcode)\b\.?\s*(?:no\.?|number)?\s*:|"
    r"^\S+@\S+\.\S+$|^\(?0\d{2,4}\)?[\s\d]{6,}$",
    _I,
)
_SIGNATURE = re.compile(
    r"^(?:signed|signature|print(?:ed)? name|name|date|position|chair of governors"
    r"|head ?teacher|staff (?:name|signature)|employee "
    r"(?:name|signature))\b.{0,40}(?:[_….]{3,}|:\s*$)|^[_….\s]{6,}$|^signed\b.{0,80}$",
    _I,
)
_CONTENTS = re.compile(r"^(?:table of )?contents(?: page)?:?$|^index$", _I)
_LEADER = re.compile(r"(?:[.…·_]{3,}|\t|\s{2,})\s*\d{1,3}$|\s\d{1,3}$")
_OPENS = re.compile(r"(?:\d+\W+)?(?:scope|purpose|aims?|introduction|context|background|rationale|overview)\b", _I)
_DATED = re.compile(r"\bdate|\breview|\bversion\b|\d{4}", _I)
_INSTRUCTS = re.compile(  # "Keep your phone in your bag" is a rule, with or without a full stop
    r"(?:please|do not|don[’']t|never|always|keep|make|ensure|tell|ask|think|avoid|be|only)(?: [\w’']+){2,}", _I
)
_LEADING = re.compile(r"\b(?:not|never|always|to|following|do|follow\w*)\b", _I)
_URL = re.compile(r"^(?:https?://|www\.)\S+$", _I)


def roles_of(lines: list[Line], text: str) -> list[Role]:
    """What each line is."""
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
    text = line.text
    if _CONTENTS.match(text):
        return Role.CONTENTS
    control = _FACT.match(raw)
    if line.style in ("head", "row"):
        return Role.FACT if control and _DATED.search(raw) else Role.TEXT
    if line.kind in (Kind.ROW, Kind.ITEM) or line.style == "bullet":
        return Role.FACT if line.kind is Kind.ROW and control and len(text) < 160 else Role.TEXT
    if _CONTACT.match(text) or (_SIGNATURE.match(text) and len(text) < 100):
        return Role.CONTACT if _CONTACT.match(text) else Role.SIGNATURE
    if control and len(text) < 130 and not text.endswith((".", "?")) and not line.number:
        return Role.FACT
    heading = line.kind is Kind.HEADING or is_heading(line, after, listing=listing)
    return Role.HEADING if heading else Role.TEXT


def _is_title(line: Line) -> bool:
    named = bool(_POLICY.search(line.text)) and not _VERB.search(line.text)
    return named and len(line.text) < 120 and line.text[-1] not in ".:;?"


def is_heading(line: Line, after: Line | None, *, listing: bool) -> bool:
    """Does the line read as a heading? `listing`: it stands in a run of short lines that a colon has opened."""
    if line.style == "question":
        return True
    if after is None or _cannot_head(line):
        return False
    text = line.text
    if CHAPTER.match(text) and not text.endswith((".", ";")) and not _VERB.search(text):
        return True
    if text[-1] in _ENDS:
        return _ENDS[text[-1]](line, after) and not (listing and text[-1] == ".")
    if _VERB.search(text) and not text.isupper() and not _ASKING.match(text):
        return False
    return not (listing and not _ends_list(line, after)) and _heads(line, after)


def _cannot_head(line: Line) -> bool:
    text = line.text
    listed = line.style in ("letter", "roman", "answer")
    shape = text[0] in "(*–-“" or text[0].islower() or text.endswith((";", ",")) or bool(_URL.match(text))
    instructs = bool(_INSTRUCTS.match(text)) and not _title_case(text.split())
    return listed or shape or instructs or len(text.split()) > 16 or len(text) > 110


def _asks(line: Line, _: Line) -> bool:
    return bool(_ASKING.match(line.text))


def _announces(line: Line, after: Line) -> bool:
    """ "Monitoring:" is a heading; "Staff must:" leads in a list."""
    own = len(line.text.split()) <= 4 and not _VERB.search(line.text) and not _LEADING.search(line.text)
    return own and (not after.style or after.style.startswith("decimal2"))


def _is_named(line: Line, after: Line) -> bool:
    return _title_case(line.text.split()) and _heads(line, after)


_ENDS = {"?": _asks, ":": _announces, ".": _is_named, "!": _is_named}


def _ends_list(line: Line, after: Line) -> bool:
    """A short line in a list of short lines is a heading only where prose follows it."""
    return _is_prose(after) and not _is_prose(line) and (line.gap or not after.gap)


def _heads(line: Line, after: Line) -> bool:
    if line.number and after.style == line.style and not _is_prose(after):
        return False  # a numbered list of short entries
    follows = (line.gap and (after.gap or bool(after.style))) or after.text.isupper()
    return _is_prose(after) or after.kind is Kind.ROW or bool(line.number) or follows


def _is_prose(line: Line) -> bool:
    return (
        len(line.text) > 110
        or line.text.endswith((".", ":"))
        or (len(line.text) > 60 and bool(_VERB.search(line.text)))
    )


def _title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3]
    capital = sum(word[0].isupper() for word in long) >= 0.6 * len(long)
    return len(words) <= 9 and bool(long) and capital and not _VERB.search(" ".join(words))


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
