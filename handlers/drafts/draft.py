"""A draft, folded from its journal: what it says in each round, what was decided about it, what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from handlers.decisions import DECIDED, Decided, Verdict
from handlers.desk import Desk
from handlers.records import Entry, Journal

DRAFT = "draft"  # the journals' kind
SENT, PICTURES, FREE, PUBLISHED, USED, LOOKED = "sent", "pictures", "free", "published", "used", "looked"
WITHDRAWN, EXPIRED = "withdrawn", "expired"


class State(StrEnum):
    """Where a draft stands, in the words that its author reads."""

    WAITING = "waits for a decision"
    CHANGES = "sent back to you for changes"
    REFUSED = "refused"
    APPROVED = "ready to be published"
    READY = "a ready text, to be used when needed"
    PUBLISHED = "published"
    WITHDRAWN = "taken back"
    EXPIRED = "expired"


OPEN = (State.WAITING, State.CHANGES, State.APPROVED, State.READY)  # what its author may still change or take back


@dataclass(frozen=True, slots=True)
class Content:
    """Exactly what is decided about. `checks`: line of the checklist → answer. `named`: of a ready text, who may send
    it (person keys); of one post, nobody."""

    account: str
    text: str
    purpose: str
    when: str = ""  # ISO date; "": as soon as possible
    people: bool = False  # whether it shows, names or tells about a child
    pictures: tuple[str, ...] = ()  # ids of uploads
    described: tuple[str, ...] = ()  # what each picture shows, in words
    checks: Mapping[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Content:
        """As an entry holds it."""
        checks = given.get("checks")
        return cls(
            account=str(given["account"]),
            text=str(given["text"]),
            purpose=str(given["purpose"]),
            when=str(given.get("when") or ""),
            people=bool(given.get("people")),
            pictures=_several(given.get("pictures")),
            described=_several(given.get("described")),
            checks={str(key): str(one) for key, one in checks.items()} if isinstance(checks, Mapping) else {},
            named=_several(given.get("named")),
        )

    @property
    def given(self) -> dict[str, object]:
        """As an entry holds it."""
        return {**asdict(self), "checks": dict(self.checks)}

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, in hex: a decision is bound to this."""
        return sha256(json.dumps(self.given, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def with_pictures(self) -> bool:
        """Whether pictures go with it, uploaded or only described."""
        return bool(self.pictures or self.described)

    @property
    def not_brought(self) -> int:
        """How many pictures there are of which nobody has seen more than words."""
        return max(0, len(self.described) - len(self.pictures))


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft as it stands."""

    journal: Journal
    author: str
    rounds: tuple[Content, ...]  # each that was sent, the last being what counts
    since: datetime  # when the last was sent
    state: State
    decided: Decided | None = None  # about the last round
    asked: str = ""  # what the last decider wanted changed
    free: bool = False  # goes out without a decision, by the account's rule
    link: str = ""  # where it was published
    ended: Entry | None = None  # published, withdrawn, expired; of a ready text, the last use

    @classmethod
    def of(cls, journal: Journal) -> Draft:
        """Fold the entries."""
        rounds: list[Content] = []
        since, state = journal.at, State.WAITING
        decided, asked, free, link, ended = None, "", False, "", None
        for one in journal.entries:
            ready = bool(rounds and rounds[-1].named)
            if one.what in (SENT, PICTURES):
                rounds.append(Content.of({**(rounds[-1].given if rounds else {}), **one.given}))
                since, state, decided, free = one.at, State.WAITING, None, False
            elif one.what == DECIDED:
                decided = Decided.of(one)
                state, asked = _after(decided.verdict, ready=ready), decided.words
            elif one.what == FREE:
                state, free = State.READY if ready else State.APPROVED, True
            elif one.what in (PUBLISHED, USED):
                state, link, ended = state if ready else State.PUBLISHED, str(one.given.get("link") or ""), one
            elif one.what in _ENDS:
                state, ended = _ENDS[one.what], one
        return cls(journal, journal.entries[0].by, tuple(rounds), since, state, decided, asked, free, link, ended)

    @property
    def content(self) -> Content:
        """What counts now."""
        return self.rounds[-1]

    @property
    def pictures(self) -> tuple[str, ...]:
        """Ids of the uploads that go with it."""
        return self.content.pictures

    @property
    def version(self) -> str:
        """Names exactly this round; the value of buttons that act on it."""
        return f"{self.journal.id}.{len(self.rounds)}.{self.content.digest[:16]}"

    @property
    def why(self) -> str:
        """Why it is taken back or has expired, and was not sent again since."""
        if self.ended is None or self.state not in _ENDS.values():
            return ""
        return str(self.ended.given.get("why") or "")

    @property
    def went_out(self) -> tuple[Draft, ...]:
        """As it stood at the end of each round that was published or used: a ready text may be edited afterwards,
        and what was sent out before stays where it is."""
        entries = self.journal.entries
        begins = [n for n, one in enumerate(entries) if one.what in (SENT, PICTURES)]
        ends = (*begins[1:], len(entries))
        return tuple(
            Draft.of(replace(self.journal, entries=entries[:end])) for begin, end in zip(begins, ends, strict=True)
            if any(one.what in (PUBLISHED, USED) for one in entries[begin:end])
        )  # fmt: skip

    @property
    def links(self) -> tuple[str, ...]:
        """Where its last round was published, as often as it was."""
        last = max(n for n, one in enumerate(self.journal.entries) if one.what in (SENT, PICTURES))
        found = (str(one.given.get("link") or "") for one in self.journal.entries[last:] if one.what == PUBLISHED)
        return tuple(link for link in dict.fromkeys(found) if link)


def find(desk: Desk, key: str) -> Draft | None:
    """The draft of an id or of a version; the draft as it stands now, whatever the version."""
    journal = desk.tx.journal(key.partition(".")[0])
    return Draft.of(journal) if journal is not None and journal.kind == DRAFT else None


def drafts(desk: Desk, *, open_only: bool = True) -> tuple[Draft, ...]:
    """All drafts, newest first. Whoever shows them asks who may see each."""
    return tuple(Draft.of(journal) for journal in desk.tx.journals(DRAFT, open_only=open_only))


# --- inside ---

_ENDS = {WITHDRAWN: State.WITHDRAWN, EXPIRED: State.EXPIRED}


def _after(verdict: Verdict, *, ready: bool) -> State:
    approved = State.READY if ready else State.APPROVED
    return {Verdict.APPROVED: approved, Verdict.CHANGES: State.CHANGES, Verdict.REFUSED: State.REFUSED}[verdict]


def _several(given: object) -> tuple[str, ...]:
    return tuple(str(one) for one in given) if isinstance(given, Iterable) and not isinstance(given, str) else ()
