"""Who was made aware of a policy, when and how, as the office puts it down; a mistake is struck out and stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.desk import Desk
from handlers.records import Journal
from handlers.wording import day, plural

JOURNAL = "told"  # the kind of the journal
TOLD, STRUCK = "told", "struck"  # Entry.what

WAYS = {
    "induction": "Induction",
    "meeting": "Staff meeting",
    "training": "Training",
    "copy": "Given a copy, on paper or by e-mail",
    "contract": "In a contract for services, or on placement",
    "other": "Another way",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One occasion. `people` by person key; `others` are names, of whoever is not on the staff list."""

    journal: Journal
    by: str  # person key
    policy: str  # its title, then
    sha: str  # of its version
    on: str  # ISO date
    way: str  # a key of WAYS
    note: str
    people: Mapping[str, str]  # person key → name, then
    others: tuple[str, ...]
    struck_by: str = ""  # person key
    why: str = ""  # it was struck out

    @classmethod
    def of(cls, journal: Journal) -> Told:
        """Fold the journal."""
        first, *later = journal.entries
        given = first.given
        people, others = given["people"], given["others"]
        assert isinstance(people, Mapping)
        assert isinstance(others, list)
        text = {key: str(given[key] or "") for key in ("policy", "sha", "on", "way", "note")}
        named = {str(key): str(name) for key, name in people.items()}
        one = cls(journal, first.by, people=named, others=tuple(map(str, others)), **text)
        for entry in later:
            one = replace(one, struck_by=entry.by, why=str(entry.given["why"]))
        return one

    @property
    def id(self) -> str:
        """The journal's."""
        return self.journal.id

    @property
    def how_many(self) -> int:
        """How many people."""
        return len(self.people) + len(self.others)

    @property
    def line(self) -> str:
        """Staff meeting on 3 March 2027, 23 people: the changes to photographs."""
        note = f": {self.note}" if self.note else ""
        return f"{WAYS[self.way]} on {day(self.on)}, {plural(self.how_many, 'person', 'people')}{note}"

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody's, in alphabetical order."""
        return tuple(sorted((*self.people.values(), *self.others)))


def told(desk: Desk, *, struck: bool = False) -> tuple[Told, ...]:
    """All occasions, the latest first. Whoever shows them asks first who may see them."""
    found = (Told.of(one) for one in desk.tx.journals(JOURNAL, open_only=not struck))
    return tuple(sorted(found, key=lambda one: one.on, reverse=True))


def put_down(desk: Desk, by: str, given: Mapping[str, object]) -> Told:
    """Put an occasion down: policy, sha, on, way, note, people (key → name), others (names)."""
    return Told.of(desk.tx.begin_journal(JOURNAL, by, TOLD, given))


def strike(desk: Desk, one: Told, by: str, why: str) -> bool:
    """It was a mistake. False if it was struck out before."""
    return not one.struck_by and desk.tx.add_entry(one.journal, by, STRUCK, {"why": why}, open_=False) is not None
