"""A round of acknowledging as its journal tells it: one version of a policy, who was asked, and who has read it.

A round goes on as long as its version is in force, since people start all year. A minor edit takes its version's
place within the round; any other new version ends it and begins the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from handlers.calendar import Calendar
from handlers.desk import Verbs
from handlers.records import Entry, Journal

JOURNAL = "acknowledging"  # the kind of the journal
_DAYS = 10  # school days from being asked until it is due


class What(StrEnum):
    """What an entry says; `Entry.what`."""

    BEGUN = "begun"
    ASKED = "asked"
    STOPPED = "no longer asked"  # they left, are away for long, or the policy does not bind them any more
    SHOWN = "shown"  # the very words, once for all who were shown them
    READ = "read"
    SIGNED = "signed"  # on paper, put down by the office
    EDITED = "edited"  # a minor edit took the version's place
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody was asked. Their name stays on record when they have left."""

    name: str
    at: datetime
    due: date


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """That somebody has read and understood a version. It is no consent to anything."""

    person: str
    name: str
    at: datetime
    sha: str  # of the version's file
    shown: str = ""  # the hash of the words that they were shown; "": on paper
    whole: bool = True  # the whole policy, or what changed since the version that they knew
    signed_on: str = ""  # ISO date: on paper
    put_down_by: str = ""  # person key: whoever in the office put the paper down


@dataclass(frozen=True, slots=True)
class Round:
    """One round, by person key: `asked` are those who are asked now, `stopped` those who were and are not, `read`
    everybody who has acknowledged."""

    journal: Journal
    sha: str  # of the version that people read now
    title: str
    shas: tuple[str, ...]  # all that count as this version, minor edits included
    asked: Mapping[str, Asked] = field(default_factory=dict)
    stopped: Mapping[str, Asked] = field(default_factory=dict)
    read: Mapping[str, Acknowledged] = field(default_factory=dict)
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # hash → what stood there, page by page
    closed: datetime | None = None

    @classmethod
    def of(cls, journal: Journal) -> Round:
        """Fold the journal."""
        first = journal.entries[0]
        sha = str(first.given["sha"])
        one = cls(journal, sha, str(first.given["title"]), (sha,))
        for entry in journal.entries[1:]:
            one = one._with(entry)
        return one

    @property
    def id(self) -> str:
        """The journal's id, which buttons carry."""
        return self.journal.id

    @property
    def open(self) -> bool:
        """Whether people are asked."""
        return self.closed is None

    def _with(self, entry: Entry) -> Round:
        given = entry.given
        match entry.what:
            case What.ASKED:
                people, due = given["people"], date.fromisoformat(str(given["due"]))
                assert isinstance(people, Mapping)
                asked = {str(key): Asked(str(name), entry.at, due) for key, name in people.items()}
                return replace(self, asked={**self.asked, **asked})
            case What.STOPPED:
                gone = given["people"]
                assert isinstance(gone, list)
                stopped = {key: one for key, one in self.asked.items() if key in gone}
                asked = {key: one for key, one in self.asked.items() if key not in gone}
                return replace(self, asked=asked, stopped={**self.stopped, **stopped})
            case What.SHOWN:
                pages = given["pages"]
                assert isinstance(pages, list)
                return replace(self, shown={**self.shown, str(given["hash"]): tuple(map(str, pages))})
            case What.READ | What.SIGNED:
                one = _acknowledged(entry)
                return replace(self, read={**self.read, one.person: one})
            case What.EDITED:
                sha = str(given["sha"])
                return replace(self, sha=sha, title=str(given["title"]), shas=(*self.shas, sha))
            case What.CLOSED:
                return replace(self, closed=entry.at)
        raise ValueError(f"no such entry in a round: {entry.what}")


def rounds(tx: Verbs, *, open_only: bool = False) -> tuple[Round, ...]:
    """All rounds, newest first. Whoever shows them asks first who may see what."""
    return tuple(Round.of(one) for one in tx.journals(JOURNAL, open_only=open_only))


def round_of(tx: Verbs, key: str) -> Round | None:
    """One round by its id; None for anything else."""
    journal = tx.journal(key)
    return Round.of(journal) if journal is not None and journal.kind == JOURNAL else None


def add(tx: Verbs, one: Round, by: str, what: What, given: Mapping[str, object], *, open_: bool = True) -> Round:
    """Put down what happened. The round was read in this transaction, so that nobody can have been quicker."""
    journal = tx.add_entry(one.journal, by, what, given, open_=open_)
    if journal is None:
        raise RuntimeError("somebody else acknowledged at the same moment")  # nothing is kept: tried again
    return Round.of(journal)


def due_day(calendar: Calendar, start: date) -> date:
    """When it is due for somebody who is asked on `start`: ten school days on, the day itself not counted."""
    day, left = start, _DAYS
    while left:
        day += timedelta(days=1)
        left -= calendar.school_day(day)
    return day


def put_down(tx: Verbs, one: Round, person: str, name: str, pages: Iterable[str], *, whole: bool) -> Round:
    """Somebody has read and understood the version that the round is about: the moment, its hash, the words shown."""
    words = list(pages)
    mark = sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
    if mark not in one.shown:
        one = add(tx, one, "", What.SHOWN, {"hash": mark, "pages": words})
    given = {"person": person, "name": name, "sha": one.sha, "shown": mark, "whole": whole}
    return add(tx, one, person, What.READ, given)


def sign(tx: Verbs, one: Round, by: str, person: str, name: str, on: str) -> Round:
    """Somebody has signed on paper, on a day (ISO), that they have read and understood it; `by` puts that down."""
    return add(tx, one, by, What.SIGNED, {"person": person, "name": name, "sha": one.sha, "on": on})


def _acknowledged(entry: Entry) -> Acknowledged:
    given = entry.given
    signed = entry.what == What.SIGNED
    return Acknowledged(
        person=str(given["person"]),
        name=str(given["name"]),
        at=entry.at,
        sha=str(given["sha"]),
        shown=str(given.get("shown") or ""),
        whole=given.get("whole") is not False,
        signed_on=str(given.get("on") or ""),
        put_down_by=entry.by if signed else "",
    )
