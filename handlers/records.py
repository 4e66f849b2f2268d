"""What is kept: plain values, each belonging to one school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from handlers.model import Post
from knowledge.model import Dates


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what is known about it, so that a button under its answer needs to carry an id only.

    Read by its asker alone (`tx.asked` wants both id and asker) and forgotten after `expires`.
    """

    id: str
    who: str  # person key
    question: str
    at: datetime
    expires: datetime
    facts: tuple[str, ...] = ()  # what the follow-up questions settled
    capacity: str = ""  # the asker's, where it is known
    subject: str = ""


@dataclass(frozen=True, slots=True)
class SentQuestion:
    """A question that its asker chose to send. `who` is empty where they left their name out."""

    id: str
    to: str  # person key of the recipient
    question: str  # as the asker saw it before sending
    at: datetime
    who: str = ""
    note: str = ""  # what the asker added
    subject: str = ""
    said: str = ""  # what the bot had answered, in one line
    kind: str = "question"  # "post": wording that somebody wants checked before they post it
    expires: datetime | None = None  # forgotten then, if ever
    verdict: str = ""  # a value of Decision, once it is closed
    words: str = ""  # the recipient's answer
    ruling: str = ""  # the ruling that was made of it
    closed: datetime | None = None


class Decision(StrEnum):
    """What a recipient answers."""

    YES = "yes"
    NO = "no"
    ONLY_IF = "only_if"
    DONT = "dont"  # please don't, because…
    FINE = "fine"  # of a post
    TALK = "talk"  # come and see me: no answer, and never a ruling
    ASIDE = "aside"  # dealt with elsewhere


@dataclass(frozen=True, slots=True)
class Ruling:
    """What head or chair decided for everybody. In their own words throughout: nothing of whoever asked is in it.

    It is shown only under the policy it was given under, and to no question that another clause decides.
    """

    id: str
    by: str  # person key
    role: str  # a value of handlers.desk.Role: in which it was given
    at: datetime
    until: str  # ISO date, the last day that it holds
    question: str
    verdict: Decision
    words: str
    clause: str  # the id of the clause that decides the question; "": none does
    under: str  # the hash of that clause's policy; of all policies in force where no clause decides
    withdrawn: datetime | None = None
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """An answer that its asker keeps. Nobody else reads, lists or counts it."""

    id: str
    who: str  # person key
    question: str
    post: Post
    at: datetime


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version of one policy: the file's bytes and what was read from them."""

    sha: str  # of `data`
    title: str
    name: str  # of the file
    data: bytes
    clauses: str  # JSON, as the reader of the file wrote it
    added: datetime
    in_force: bool = True
    dates: Dates = field(default_factory=Dates)


@dataclass(frozen=True, slots=True)
class SubjectCount:
    """How often the policy did not answer a question about `subject`. No wording is kept anywhere."""

    subject: str
    count: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that was given up, and why. For whoever looks after the bot; no content."""

    id: int
    to: str
    reason: str
    at: datetime


class Standing(StrEnum):
    """Where an appointment to a role stands."""

    NAMED = "named"  # waits for the named person to accept
    ACCEPTED = "accepted"  # waits for somebody who holds a role to confirm it
    HELD = "held"  # in effect
    DECLINED = "declined"  # by the named person, or by whom it was put to
    ENDED = "ended"  # was in effect


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody named for a role. It is in effect only while it is HELD."""

    id: str
    role: str  # a value of handlers.desk.Role
    person: str  # person key
    named_by: str
    named_at: datetime
    standing: Standing = Standing.NAMED
    instead_of: str = ""  # person key: who gives the role up when this takes effect
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody on the staff list who could not be written to, and why."""

    person: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One line of the staff list. `begins` and `ends` are ISO dates, the last day included; "" where none is set."""

    key: str  # the e-mail address in small letters
    name: str
    email: str
    capacity: str = "staff"  # staff, supply, governors, contractors, volunteers
    job: str = ""
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a chat platform. `workspace` is Slack's team or Teams' tenant."""

    platform: str
    workspace: str
    account: str  # the platform's id of the user
    person: str = ""  # person key; "": nobody on the staff list
    name: str = ""
    email: str = ""
    zone: str = ""
    address: str = ""  # how to write to it, as the platform's adapter wrote it down
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing added to a journal, never changed. `by` is a person's key, or what the journal's kind says instead."""

    n: int
    at: datetime
    by: str
    what: str
    given: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Journal:
    """A record that is only ever added to: a concern, a draft, a request. `ref` is what people quote; it means nothing.

    Whoever adds an entry hands over the journal as they read it, so that of two who decide at once one decides.
    """

    id: str
    kind: str
    ref: str
    at: datetime
    open: bool = True
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """What a parent said about pictures of a pupil, by channel: (yes or no, ISO date), as the office imported it."""

    pupil: str  # the school's reference
    name: str  # "" where the office keeps names out of it
    said: Mapping[str, tuple[bool, str]]  # channel, as handlers.consent.channel_of names it


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came by our own page, kept with a journal. `kind` is a media type, told from the bytes."""

    id: str
    name: str
    kind: str
    size: int  # bytes
    at: datetime
    journal: str
    by: str  # person key
    sent: bool = False  # before that, whoever brought it may take it away

    @property
    def picture(self) -> bool:
        """Whether a browser may show it."""
        return self.kind in ("image/jpeg", "image/png", "image/webp", "image/gif")


class Arrival(StrEnum):
    """What became of a message."""

    NOTHING = "nothing"  # nothing was told under that key
    WAITS = "waits"
    ARRIVED = "arrived"
    FAILED = "failed"
