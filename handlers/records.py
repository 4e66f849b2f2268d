"""What is kept: plain values, each belonging to one school."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

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
