"""The library of situations: what staff ask about, in plain text that people can read and extend.

`knowledge/data/situations/*.txt`; the form is described in docs/library.md. Nothing here is read when a
question is answered: the fitted model (`knowledge/data/model.npz`) is made from it by `make fit`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files

from knowledge.model import Verdict


class LibraryFault(ValueError):
    """A situation file that does not follow the form; the message names file and line."""


@dataclass(slots=True)
class Situation:
    """One thing that staff ask about."""

    key: str
    subject: str = ""
    asks: str = ""
    usual: Verdict = Verdict.NOT_COVERED
    facts: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def read_situations(name: str, lines: Iterable[str]) -> list[Situation]:
    """The situations of one file. Raises LibraryFault naming `name` and the line."""
    situations: list[Situation] = []
    items: list[str] | None = None
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("== "):
            situations.append(Situation(line[3:].strip()))
            items = None
        elif not situations:
            raise LibraryFault(f"{name}, line {number}: expected “== key” first")
        elif line.startswith("- "):
            if items is None:
                raise LibraryFault(f"{name}, line {number}: an item outside “clauses:” and “questions:”")
            items.append(line[2:].strip())
        else:
            items = _set_field(situations[-1], line, f"{name}, line {number}")
    return situations


def _set_field(situation: Situation, line: str, where: str) -> list[str] | None:
    key, colon, value = line.partition(":")
    value = value.strip()
    if not colon:
        raise LibraryFault(f"{where}: expected “field: value”, found “{line[:40]}”")
    match key:
        case "clauses":
            return situation.clauses
        case "questions":
            return situation.questions
        case "facts":
            situation.facts = [fact.strip() for fact in value.split("|") if fact.strip()]
        case "usual":
            if value not in set(Verdict):
                raise LibraryFault(f"{where}: “usual” is one of {', '.join(Verdict)}; found “{value}”")
            situation.usual = Verdict(value)
        case "subject" | "asks":
            setattr(situation, key, value)
        case _:
            raise LibraryFault(f"{where}: no field is called “{key}”")
    return None


def shipped_situations() -> list[Situation]:
    """All situations that come with the product: described in one file, with more wordings in others.

    Raises LibraryFault for a bad file, and for a situation that is described twice or nowhere.
    """
    folder = files("knowledge") / "data" / "situations"
    found: dict[str, Situation] = {}
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".txt"):
            for situation in read_situations(entry.name, entry.read_text("utf-8").splitlines()):
                _add(found, situation, entry.name)
    for key, situation in found.items():
        if not situation.asks:
            raise LibraryFault(f"“{key}” is described nowhere: is the key spelt as elsewhere?")
    return list(found.values())


def _add(found: dict[str, Situation], situation: Situation, name: str) -> None:
    first = found.setdefault(situation.key, situation)
    if first is situation:
        return
    if situation.asks:
        raise LibraryFault(f"{name}: “{situation.key}” is described a second time")
    first.clauses += situation.clauses
    first.questions += situation.questions
