"""Lines with their roles in, the headings' levels out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.clauses.headings import CHAPTER, Role, roles_of
from knowledge.clauses.lines import Line
from knowledge.model import Kind


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line with its role; `rank` is the heading's level from 1."""

    line: Line
    role: Role
    rank: int = 0


def ranked(lines: list[Line], text: str) -> list[Ranked]:
    """Every line with its role and, for a heading, its level."""
    roles = roles_of(lines, text)
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
    if re.match(r"(?:appendix|annex|schedule|glossary)\b", line.text, re.IGNORECASE):
        return 1, 1, False
    if line.kind is Kind.HEADING:
        return line.level or 1, apart, numbered
    if line.style.startswith("decimal"):
        return int(re.sub(r"\D", "", line.style)), 0, True
    if line.style in ("ROMAN", "LETTER") or CHAPTER.match(line.text):
        deeper = numbered and (line.style == "LETTER" or line.text.casefold().startswith("section"))
        return (2 if deeper else 1), 0, True
    rank = 7 if given else 1 + apart + numbered
    if not given and not (line.text.isupper() if chapters else line.gap):
        rank += 1
    if before and before.role is Role.HEADING and before.rank >= rank and not given:
        rank = before.rank + 1
    return rank, apart, numbered
