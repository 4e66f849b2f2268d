"""What is put before somebody to be decided, a post or a request: the card, who can, and how it stands.

What the buttons do is in handlers/deciding.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.deciders import Decider, Deciders, deciders, in_words
from handlers.desk import Desk
from handlers.model import Button, Place, Post, Style
from handlers.records import Entry, Journal
from handlers.roles import name
from handlers.wording import day

DECIDED = "decided"  # Entry.what
CHANNEL = "approvals_channel"  # School.choices
DELIVERED = timedelta(minutes=15)  # a card that does not stand in the channel by then goes to each alone


class Verdict(StrEnum):
    """What somebody decides."""

    APPROVED = "approved"
    CHANGES = "changes"
    REFUSED = "refused"


SAID = {Verdict.APPROVED: "Approved", Verdict.CHANGES: "Sent back for changes", Verdict.REFUSED: "Refused"}


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. `content` is the hash of exactly what was shown; `instead_of` for whom a deputy decided."""

    verdict: Verdict
    by: str  # person key
    at: datetime
    role: str
    content: str
    words: str = ""
    instead_of: str = ""

    @classmethod
    def of(cls, entry: Entry) -> Decided:
        """As it was put down."""
        given = {key: str(value) for key, value in entry.given.items()}
        return cls(
            Verdict(given["verdict"]), entry.by, entry.at, given["role"], given["content"], given["words"],
            given["instead_of"],
        )  # fmt: skip

    def line(self, desk: Desk) -> str:
        """Approved by Mr Hill on 3 March 2027, as deputy for Mrs Wood."""
        when = day(self.at.astimezone(desk.school.zone).date())
        instead = f", as {self.role} for {name(desk.school, self.instead_of)}" if self.instead_of else ""
        return f"{SAID[self.verdict]} by {name(desk.school, self.by)} on {when}{instead}"


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to be decided, as it stands. `shown` is what is decided about, whole; `over` why it no longer waits.

    `approve` is the button's label, where a yes confirms something; `blocks` why nobody can say yes to it as it is.
    """

    journal: Journal
    author: str  # person key
    title: str  # a post for Facebook
    shown: Post
    content: str  # the hash of what is shown
    rule: Deciders
    since: datetime
    round: int = 1  # how often it was sent
    decided: Decided | None = None
    over: str = ""
    approve: str = "Approve"
    blocks: str = ""

    @property
    def waits(self) -> bool:
        """Whether it is still to be decided."""
        return self.decided is None and not self.over

    @property
    def version(self) -> str:
        """Names exactly what was shown; the value of every button."""
        return f"{self.journal.id}.{self.round}.{self.content[:16]}"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is decided. `read` makes a matter of its journal (None: it is none); `follow` is what a
    decision leads to, told to whoever wrote it."""

    key: str  # the journals' kind
    read: Callable[[Desk, Journal], Matter | None]
    follow: Callable[[Desk, Matter, Decided], None]

    def button(self, what: str) -> str:
        """The key of a button of this kind's."""
        return f"{what}_{self.key}"


def find(desk: Desk, kind: Kind, key: str) -> Matter | None:
    """The matter of a journal's id, or of a version."""
    journal = desk.tx.journal(key.partition(".")[0])
    return kind.read(desk, journal) if journal is not None and journal.kind == kind.key else None


def able(desk: Desk, matter: Matter) -> tuple[Decider, ...]:
    """Who may decide it now. Whoever only stands in does not decide what they asked for themselves, for anybody."""
    asked = matter.journal.entries[0].by
    found = deciders(desk, matter.rule, matter.author, matter.since)
    return tuple(one for one in found if not (one.instead_of and one.key == asked))


def undecided(desk: Desk, kind: Kind) -> list[Matter]:
    """What waits for anybody's decision, the oldest first."""
    journals = reversed(desk.tx.journals(kind.key, open_only=True))
    found = [kind.read(desk, one) for one in journals if one.entries[-1].what != DECIDED]  # the rest costs its reading
    return [one for one in found if one is not None and one.waits]


def waiting(desk: Desk, kind: Kind, who: str) -> list[Matter]:
    """What waits for this person's decision, the oldest first."""
    return [one for one in undecided(desk, kind) if who in {decider.key for decider in able(desk, one)}]


# --- before whoever decides ---


def put(desk: Desk, kind: Kind, matter: Matter) -> None:
    """Show it in the approvals channel, or to each alone where there is none; whoever has it already is not told
    again. While it waits it stands among what they are reminded of."""
    place = desk.school.choices.get(CHANNEL, "")
    if place:
        desk.tx.tell(Place(place, private=False), card(desk, kind, matter), key=key_of(matter))
        desk.tx.wake(kind.button("arrived"), matter.version, due=desk.now + DELIVERED, key=f"arrived {matter.version}")
    else:
        alone(desk, kind, matter)
    move_later(desk, kind, matter)


def close(desk: Desk, matter: Matter, said: Post) -> None:
    """Every copy of the card says this instead, without buttons."""
    for key in (key_of(matter), *(key_of(matter, one.person.key) for one in desk.school.staff)):
        desk.tx.amend(key, said)
    for timer in ("arrived", "next"):
        desk.tx.unwake(f"{timer} {matter.version}")


def card(desk: Desk, kind: Kind, matter: Matter) -> Post:
    """What is decided about, who can, and the buttons."""
    found = able(desk, matter)
    buttons = (
        Button(kind.button("approve"), matter.approve, matter.version, Style.PRIMARY),
        Button(kind.button("changes"), "Ask for changes", matter.version, opens=kind.button("changes")),
        Button(kind.button("refuse"), "Refuse", matter.version, Style.DANGER, opens=kind.button("refuse")),
    )
    notes = (f"{in_words(desk, found)} can decide. Only the buttons count; a typed “ok” does not.", *matter.shown.notes)
    return replace(
        matter.shown,
        title=f"To be decided: {matter.title}",
        facts=(("From", name(desk.school, matter.author)), *matter.shown.facts),
        buttons=(*buttons, *matter.shown.buttons),
        actors=tuple(one.key for one in found),
        notes=notes,
        glance=f"Something waits for a decision (ref {matter.journal.ref}).",
    )


def stands(desk: Desk, matter: Matter) -> Post:
    """The card once it is decided, or no longer to be."""
    done = matter.decided
    if done is None:
        return Post(f"No longer to be decided: {matter.title}", matter.over)
    title = done.line(desk)
    why = "" if done.verdict is Verdict.APPROVED else f"The reason went to {name(desk.school, matter.author)}."
    facts = (("What", matter.title), ("From", name(desk.school, matter.author)), ("Ref", matter.journal.ref))
    notes = tuple(note for note in (why, *matter.shown.notes) if note)
    return replace(matter.shown, title=title, facts=facts, notes=notes, glance=f"{title} (ref {matter.journal.ref}).")


# --- telling ---


def alone(desk: Desk, kind: Kind, matter: Matter, due: datetime | None = None) -> None:
    """To each who can decide, once; now, or when `due`."""
    post = card(desk, kind, matter)
    for one in able(desk, matter):
        desk.tx.tell(one.key, post, key=key_of(matter, one.key), due=due)


def move_later(desk: Desk, kind: Kind, matter: Matter) -> None:
    """When it is somebody else's turn too, where the school chose that; they hear of it when the school is open."""
    moves = matter.since + matter.rule.after
    if matter.rule.then and moves > desk.now:
        told = desk.school.calendar.next_school_moment(moves)  # they may from `moves` on
        desk.tx.wake(kind.button("next"), matter.version, due=told, key=f"next {matter.version}")


def key_of(matter: Matter, person: str = "") -> str:
    """The key under which a copy of the card was told."""
    return f"card {matter.version} {person}".rstrip()
