"""A document in, its title out: from its first page, its properties, its words, or else its file name."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePath

from knowledge.clauses.headings import Role
from knowledge.clauses.levels import Ranked
from knowledge.model import Document, Kind

_POLICY = re.compile(
    r"\b(?:polic(?:y|ies)|procedures?|guidance|guidelines?|handbook|code of conduct|agreement"
    r"|statement)\b",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"^(?:microsoft (?:word|powerpoint) - |untitled|document\d*$|.*\.(?:docx?|pdf|txt)$)", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b[Tt]his ((?:[A-Z][\w’'-]+ (?:(?:and|of|for|in) )?){1,6}(?:Policy|Procedure|Guidance"
    r"|Handbook|Code of Conduct)(?: and (?:Guidance|Procedures?))?)"
)


def title_of(document: Document, ranks: list[Ranked]) -> str:
    """What people call the policy, with the school's name where the first page puts it above."""
    front = [one.line.text for one in ranks if one.role is Role.TITLE]
    if front:
        return _joined(front)
    first = ranks[0].line if ranks else None
    if first and first.kind is Kind.HEADING and _POLICY.search(first.text):
        return first.text
    if document.title and not _PROGRAM.search(document.title.strip()):
        return document.title.strip()
    named = Counter(" ".join(hit.split()) for hit in _NAMED.findall(document.text))
    if named:
        return named.most_common(1)[0][0]
    stem = re.sub(r"[_\-.]+", " ", PurePath(document.name).stem).strip()
    stem = stem[:1].upper() + stem[1:]
    return stem if _POLICY.search(stem) else f"{stem} policy".strip()


def _joined(lines: list[str]) -> str:
    """ "Waterloo", "Primary Academy", "Social Media Policy" are one title; a repeated line is said once."""
    said: list[str] = []
    for line in lines:
        if len(line) <= 80 and line.casefold() not in (one.casefold() for one in said):
            said.append(line.strip(" –-|"))
    whole = [one for one in said if _POLICY.search(one)]
    title = " ".join(said[-4:])
    return title if len(title) <= 100 or not whole else whole[0]
