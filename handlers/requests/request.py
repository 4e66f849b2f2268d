"""A request as its journal tells it: who asks for what, what was decided on exactly what was shown, and until when."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from handlers.decisions import DECIDED, Decided, Verdict
from handlers.desk import Desk
from handlers.records import Entry, Journal
from handlers.requests.kinds import KINDS, Kind

JOURNAL = "request"  # the kind of the journal


class What(StrEnum):
    """What an entry says; `Entry.what`."""

    ASKED = "asked"
    DECIDED = DECIDED
    TAKEN_BACK = "taken back"
    MADE = "made"
    ENDED = "ended"


Shown = tuple[tuple[str, str], ...]


class State(StrEnum):
    """How a request stands."""

    WAITS = "waits"
    CHANGES = "changes asked for"
    GIVEN = "given"
    REFUSED = "refused"
    TAKEN_BACK = "taken back"
    ENDED = "ended"


_AFTER = {Verdict.APPROVED: State.GIVEN, Verdict.CHANGES: State.CHANGES, Verdict.REFUSED: State.REFUSED}


@dataclass(frozen=True, slots=True)
class Request:
    """`owner` is whom the permission is for, `by` who asks; mostly the same person. `shown` is what is decided on."""

    journal: Journal
    kind: Kind
    by: str
    owner: str
    whose: str  # the owner's name when it was asked for: it outlasts their time here
    answers: Mapping[str, object]
    shown: Shown
    at: datetime  # when it was last sent
    before: Shown = ()  # what was shown before changes were asked for
    round: int = 0
    state: State = State.WAITS
    until: str = ""  # ISO date, the last day; "": no end
    decided: Decided | None = None
    makes: str = ""  # the id of what a yes made, e.g. an entry in the register of accounts
    ended: datetime | None = None
    ended_by: str = ""  # "": by itself
    why: str = ""  # it ended

    @classmethod
    def of(cls, journal: Journal) -> Request:
        """Fold the journal. Raises KeyError for a journal of another kind."""
        first = journal.entries[0]
        kind, owner = KINDS[str(first.given["kind"])], str(first.given["owner"])
        one = cls(journal, kind, first.by, owner, str(first.given["whose"]), {}, (), first.at)
        for entry in journal.entries:
            one = one._with(entry)
        return one

    @property
    def id(self) -> str:
        """The journal's."""
        return self.journal.id

    @property
    def ref(self) -> str:
        """What people quote."""
        return self.journal.ref

    @property
    def content(self) -> str:
        """What a decision is bound to: a hash of exactly what was shown."""
        return sha256(json.dumps([self.kind.key, self.owner, self.shown]).encode()).hexdigest()

    @property
    def accounts(self) -> tuple[str, ...]:
        """The entries in the register of accounts that it is about (their ids); for a new page, what a yes made."""
        several = self.answers.get("accounts")
        chosen = several if isinstance(several, (list, tuple)) else (self.answers.get("account"), self.makes)
        return tuple(str(one) for one in chosen if one)

    def in_force(self, desk: Desk) -> bool:
        """Whether it holds today: given, not ended, not past its last day, and its owner is on the staff list."""
        here = desk.school.member(self.owner) is not None
        return self.state is State.GIVEN and here and (not self.until or desk.today.isoformat() <= self.until)

    def _with(self, entry: Entry) -> Request:
        given = entry.given
        match entry.what:
            case What.ASKED:
                answers, lines = given["answers"], given["shown"]
                assert isinstance(answers, Mapping)
                assert isinstance(lines, Sequence)
                return replace(
                    self,
                    owner=str(given["owner"]),  # sent back, it may be asked for somebody else
                    whose=str(given["whose"]),
                    answers=answers,
                    shown=tuple((str(label), str(words)) for label, words in lines),
                    at=entry.at,
                    before=self.shown,
                    round=self.round + 1,
                    state=State.WAITS,
                    until=str(answers.get("until") or ""),
                    decided=None,
                )
            case What.DECIDED:
                decided = Decided.of(entry)
                return replace(self, decided=decided, state=_AFTER[decided.verdict])
            case What.TAKEN_BACK:
                return replace(self, state=State.TAKEN_BACK)
            case What.MADE:
                return replace(self, makes=str(given["id"]))
            case What.ENDED:
                why = str(given.get("why") or "")
                return replace(self, state=State.ENDED, ended=entry.at, ended_by=entry.by, why=why)
        raise ValueError(f"no such entry in a request: {entry.what}")


def request_of(desk: Desk, key: str) -> Request | None:
    """One request by its id; None for anything else."""
    journal = desk.tx.journal(key)
    return Request.of(journal) if journal is not None and journal.kind == JOURNAL else None


def requests(desk: Desk, *, open_only: bool = False) -> tuple[Request, ...]:
    """All of them, newest first. Whoever shows them asks first who may see each."""
    return tuple(Request.of(one) for one in desk.tx.journals(JOURNAL, open_only=open_only))


def in_force(desk: Desk, kind: Kind, owner: str = "") -> tuple[Request, ...]:
    """What holds today of one kind, for everybody or for one person."""
    given = (one for one in requests(desk, open_only=True) if one.kind == kind and (not owner or one.owner == owner))
    return tuple(one for one in given if one.in_force(desk))


def school_year_end(today: date) -> date:
    """31 August: what is given for a school year ends with it. In its last month, the year after's."""
    end = date(today.year, 8, 31)
    return end if (end - today).days > 31 else date(today.year + 1, 8, 31)
