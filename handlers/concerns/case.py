"""A concern as its journal tells it: every entry in turn, and what it all comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from handlers.concerns.kinds import Kind, adult_conduct
from handlers.concerns.routing import Facts
from handlers.records import Entry, Journal

CONCERN = "concern"  # the journal's kind
REPORTER = "reporter"  # who an entry is by, where it is the reporter: their key stands apart from the record
BOT = "bot"


class What(StrEnum):
    """What an entry can be."""

    FILED = "filed"
    SENT_ON = "sent on"  # to further stops: {"stops": [...], "why": "first" | "not opened" | "undelivered" | ...}
    OPENED = "opened"
    NOTED = "noted"  # by the reporter or a reader; {"words"}; of a reporter who asks for news, {"news": True} too
    SUBJECT = "subject"  # somebody it is about, found out later; {"people": [...], "others": "..."}
    UPLOADED = "uploaded"  # {"id", "name"}
    TAKEN = "taken"  # in hand
    LET_GO = "let go"  # whoever had it in hand may not read it any more; {"was"}
    ASKED = "asked"  # a question to the reporter
    STEPPED_ASIDE = "stepped aside"
    GIVEN = "given"  # to another person by name; {"to"}
    DECIDED = "decided"  # {"as": "low_level" | "allegation" | "neither", "why"}
    REFERRED = "referred"  # to the designated officer; {"to", "ref", "why"}
    HANDED_OVER = "handed over"  # to the safeguarding system; {"ref", "cut": whether the words were forgotten here}
    EMPLOYER = "employer told"  # {"to", "words"}
    REGULATOR = "regulator"  # {"notify": bool, "why"}
    NAME_SHOWN = "name shown"  # by the reporter, or by a second reader with {"why"}
    NAME_ASKED = "name asked"  # one reader asks a second to agree; {"why"}
    NAME_KEPT = "name kept"  # the second does not agree; {"why"}
    SHOWN_TO = "shown to"  # exported, copied: {"to", "why"}
    CLOSED = "closed"  # {"outcome", "also": [...], "why", "words": for the reporter}
    REOPENED = "reopened"  # {"why"}


class State(StrEnum):
    """Where a concern stands, as the reporter is told."""

    RECEIVED = "received"
    OPENED = "opened"
    IN_HAND = "in hand"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Case:
    """What a concern comes to. Keys of people, except of the reporter, whom only `tx.identity` knows."""

    journal: Journal
    kind: Kind = Kind.OTHER
    answers: Mapping[str, object] = field(default_factory=dict)  # as filed
    subjects: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # who it is about and is not on the staff list, in the reporter's words
    barred: tuple[str, ...] = ()  # crossed out by the reporter, or stepped aside
    leader: str = ""
    hidden: bool = False  # the reporter's name is hidden from readers
    stops: tuple[str, ...] = ()  # keys of the stops that it has reached, in order
    opened: Mapping[str, datetime] = field(default_factory=dict)  # who read it first when
    state: State = State.RECEIVED
    owner: str = ""  # who has it in hand
    with_nobody: datetime | None = None  # since when it is opened and nobody has it in hand
    decided: str = ""
    referred: datetime | None = None
    handed_over: str = ""
    name_asked_by: str = ""
    outcome: str = ""
    readers: tuple[str, ...] = ()  # once closed: who could read it then

    @property
    def id(self) -> str:
        """The journal's."""
        return self.journal.id

    @property
    def ref(self) -> str:
        """What people quote; it means nothing."""
        return self.journal.ref

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that was put down."""
        return self.journal.entries

    def last(self, what: What) -> Entry | None:
        """The newest entry of this sort, or None."""
        return next((entry for entry in reversed(self.entries) if entry.what == what), None)

    @property
    def child(self) -> bool:
        """Whether a pupil may be at risk: yes, or not sure."""
        return self.answers.get("child") in ("yes", "unsure")

    @property
    def harm(self) -> bool:
        """Whether the question of harm by an adult who works with children stands, and is not answered with no."""
        return self.decided == "allegation" if self.decided else self.apparent_harm

    @property
    def apparent_harm(self) -> bool:
        """Whether that question stands from the start, by what was told."""
        return adult_conduct(self.kind, child=self.child, about_anybody=bool(self.subjects or self.others))

    def facts(self, reporter: str) -> Facts:
        """What its way depends on."""
        praise = self.answers.get("tone") == "good"
        return Facts(self.kind, reporter, self.subjects, self.barred, self.child, self.leader, praise, self.harm)

    @classmethod
    def of(cls, journal: Journal) -> Case:
        """Fold a journal. Raises ValueError for an entry that no version of the program wrote."""
        case = cls(journal)
        for entry in journal.entries:
            case = _since(case, _AFTER[What(entry.what)](case, entry), entry)
        return case


def _since(before: Case, case: Case, entry: Entry) -> Case:
    """The case with the moment from which on nobody has it in hand, once it was opened."""
    idle = case.state is State.OPENED and not case.owner
    return replace(case, with_nobody=(before.with_nobody or entry.at) if idle else None)


def _filed(case: Case, entry: Entry) -> Case:
    given = entry.given
    return replace(
        case,
        kind=Kind(str(given["kind"])),
        answers=_mapping(given["answers"]),
        subjects=_keys(given.get("subjects")),
        others=_keys(given.get("others")),
        barred=_keys(given.get("crossed_out")),
        leader=str(given.get("leader") or ""),
        hidden=bool(given.get("hidden")),
        stops=_keys(given.get("stops")),
    )


def _sent_on(case: Case, entry: Entry) -> Case:
    return replace(case, stops=_joined(case.stops, _keys(entry.given["stops"])))


def _opened(case: Case, entry: Entry) -> Case:
    opened = {entry.by: entry.at, **case.opened}
    return replace(case, opened=opened, state=State.OPENED if case.state is State.RECEIVED else case.state)


def _subject(case: Case, entry: Entry) -> Case:
    others = _joined(case.others, _keys(entry.given.get("others")))
    return _without_owner(
        replace(case, subjects=_joined(case.subjects, _keys(entry.given.get("people"))), others=others)
    )


def _taken(case: Case, entry: Entry) -> Case:
    return replace(case, owner=entry.by, state=State.IN_HAND)


def _stepped_aside(case: Case, entry: Entry) -> Case:
    return _without_owner(replace(case, barred=_joined(case.barred, (entry.by,))))


def _given(case: Case, entry: Entry) -> Case:
    to = str(entry.given["to"])
    return replace(case, stops=_joined(case.stops, (f"person:{to}",)), owner="", state=_before(case))


def _name_shown(case: Case, _: Entry) -> Case:
    return replace(case, hidden=False, name_asked_by="")


def _closed(case: Case, entry: Entry) -> Case:
    readers = entry.given.get("readers") or ()
    assert isinstance(readers, list | tuple)
    return replace(case, state=State.CLOSED, outcome=str(entry.given.get("outcome") or ""), readers=tuple(readers))


def _same(case: Case, _: Entry) -> Case:
    return case


_AFTER: Mapping[What, Callable[[Case, Entry], Case]] = {
    What.FILED: _filed,
    What.SENT_ON: _sent_on,
    What.OPENED: _opened,
    What.NOTED: _same,
    What.SUBJECT: _subject,
    What.UPLOADED: _same,
    What.TAKEN: _taken,
    What.LET_GO: lambda case, _: replace(case, owner="", state=_before(case)),
    What.ASKED: _same,
    What.STEPPED_ASIDE: _stepped_aside,
    What.GIVEN: _given,
    What.DECIDED: lambda case, entry: replace(case, decided=str(entry.given["as"])),
    What.REFERRED: lambda case, entry: replace(case, referred=entry.at),
    What.HANDED_OVER: lambda case, entry: replace(case, handed_over=str(entry.given["ref"])),
    What.EMPLOYER: _same,
    What.REGULATOR: _same,
    What.NAME_SHOWN: _name_shown,
    What.NAME_ASKED: lambda case, entry: replace(case, name_asked_by=entry.by),
    What.NAME_KEPT: lambda case, _: replace(case, name_asked_by=""),
    What.SHOWN_TO: _same,
    What.CLOSED: _closed,
    What.REOPENED: lambda case, _: replace(case, state=State.IN_HAND if case.owner else _before(case), outcome=""),
}


def _before(case: Case) -> State:
    return State.OPENED if case.opened else State.RECEIVED


def _without_owner(case: Case) -> Case:
    """Whoever had it in hand and may not any more has it no longer."""
    if case.owner in (*case.subjects, *case.barred) and case.owner:
        return replace(case, owner="", state=_before(case) if case.state is State.IN_HAND else case.state)
    return case


def _keys(given: object) -> tuple[str, ...]:
    return tuple(str(one) for one in given) if isinstance(given, (list, tuple)) else ()


def _mapping(given: object) -> Mapping[str, object]:
    return given if isinstance(given, Mapping) else {}


def _joined(before: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))
