"""What a handler may reach: the clock, the school, the transaction's verbs, what the bot knows."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from handlers.forms import first_step
from handlers.model import Answers, Ask, Dialog, Event, Form, Person, Place, Post, Pressed
from handlers.records import Asked, KeptCopy, PolicyVersion, SentQuestion, SubjectCount
from knowledge.model import Answer, Cited, Policy

DIALOG_LIFE = timedelta(hours=24)  # a form left open overnight can be finished the next morning


class Role(StrEnum):
    """What somebody answers for. Authority comes from here, never from a display name."""

    HEAD = "head"
    DEPUTY = "deputy"
    CHAIR = "chair of governors"
    VICE_CHAIR = "vice-chair of governors"
    SAFEGUARDING_LEAD = "safeguarding lead"
    DEPUTY_SAFEGUARDING_LEAD = "deputy safeguarding lead"
    DATA_PROTECTION_LEAD = "data protection lead"
    COMMUNICATIONS_LEAD = "communications lead"
    POLICY_OWNER = "policy owner"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the staff list. `capacity` is the word policies use: staff, governors, contractors, volunteers."""

    person: Person
    roles: tuple[Role, ...] = ()
    capacity: str = "staff"
    job: str = ""  # as people say it, e.g. "Year 4 teacher"


@dataclass(frozen=True, slots=True)
class School:
    """One school as its settings describe it."""

    id: str
    name: str
    zone: ZoneInfo
    staff: tuple[Member, ...] = ()
    smallest_count: int = 5  # no smaller number of people or questions is ever shown

    def member(self, key: str) -> Member | None:
        """The member of staff with this person key, or None."""
        return next((member for member in self.staff if member.person.key == key), None)

    def holders(self, role: Role) -> tuple[Member, ...]:
        """Everybody who holds `role`, in the order of the staff list."""
        return tuple(member for member in self.staff if role in member.roles)

    def holds(self, key: str, *roles: Role) -> bool:
        """Whether the person holds any of `roles`."""
        member = self.member(key)
        return member is not None and any(role in member.roles for role in roles)


class Unknown(StrEnum):
    """What to do with a message when nobody can say whether it arrived."""

    RESEND = "resend"  # twice is better than never: decisions, concerns, answers
    DROP = "drop"  # never is better than twice: nudges, digests


class Verbs(Protocol):
    """What a handler can do to the school's records, all in the one transaction of its turn."""

    def tell(
        self,
        to: str | Place,
        post: Post,
        *,
        due: datetime | None = None,
        key: str = "",
        unknown: Unknown = Unknown.RESEND,
    ) -> bool:
        """Send `post` to a person (by key) or place, now or when `due`. A `key` is used once: False if it was."""
        ...

    def amend(self, key: str, post: Post) -> bool:
        """Make what was told under `key` say this instead. False if nothing was told under it."""
        ...

    def withdraw(self, key: str) -> bool:
        """Take back what was told under `key`, sent or not. False if there is nothing to take back."""
        ...

    def save_dialog(self, dialog: Dialog) -> bool:
        """Keep a dialog: a new one at version 1, else over the version before. False if somebody was quicker."""
        ...

    def dialog(self, key: str) -> Dialog | None:
        """The open dialog, or None when it is finished, expired or was never there."""
        ...

    def close_dialog(self, key: str) -> bool:
        """End a dialog. False if it was not open."""
        ...

    def keep_asked(self, asked: Asked) -> None:
        """Remember a question for the buttons under its answer, until it expires."""
        ...

    def asked(self, key: str, who: str) -> Asked | None:
        """The question, if `who` asked it and it has not expired."""
        ...

    def count_unanswered(self, subject: str) -> None:
        """One more question about `subject` that the policy did not answer."""
        ...

    def unanswered(self, at_least: int) -> tuple[SubjectCount, ...]:
        """The counts that are `at_least` this large, largest first."""
        ...

    def send_question(self, question: SentQuestion) -> None:
        """Put a question before its recipient. Only ever because its asker sent it."""
        ...

    def sent_questions(self, to: str) -> tuple[SentQuestion, ...]:
        """The questions sent to this person, newest first."""
        ...

    def sent_question(self, key: str, to: str) -> SentQuestion | None:
        """One question, if it was sent to this person."""
        ...

    def keep_copy(self, copy: KeptCopy) -> None:
        """Keep an answer for its asker."""
        ...

    def kept_copies(self, who: str) -> tuple[KeptCopy, ...]:
        """The copies this person keeps, newest first."""
        ...

    def forget_copy(self, key: str, who: str) -> bool:
        """Throw a copy away. False if this person keeps no such copy."""
        ...

    def add_policy(self, version: PolicyVersion) -> bool:
        """Add a version of a policy. False if the school has exactly this file already."""
        ...

    def policies(self, *, all_versions: bool = False) -> tuple[PolicyVersion, ...]:
        """The versions in force (or all), in the order they were added."""
        ...

    def policy(self, sha: str) -> PolicyVersion | None:
        """One version by the hash of its file."""
        ...

    def set_in_force(self, sha: str, in_force: bool) -> bool:
        """Put a version in or out of force. False if it is unknown, or was so already."""
        ...


class Knowledge(Protocol):
    """What the bot knows for one school."""

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        """Answer a question; `facts` are what follow-up questions settled, `capacity` what the asker is."""
        ...

    def policies(self) -> Sequence[Policy]:
        """The policies that answers come from."""
        ...

    def search(self, words: str, most: int = 5) -> Sequence[Cited]:
        """Clauses that hold these words, best first."""
        ...


FormBuilder = Callable[["Desk", str], Form]


@dataclass(frozen=True, slots=True)
class Desk:
    """One turn's desk. `now` stands still during the turn; `reference` is what a person may quote about it."""

    school: School
    now: datetime  # UTC
    tx: Verbs
    knowledge: Knowledge
    reference: str
    build: Callable[[str], FormBuilder]  # form key → builder; the router's

    @property
    def here(self) -> datetime:
        """Now, on the school's own clock."""
        return self.now.astimezone(self.school.zone)

    @property
    def today(self) -> date:
        """Today's date at the school."""
        return self.here.date()

    def new_id(self) -> str:
        """An id that cannot be guessed, for a button's value or a record."""
        return secrets.token_urlsafe(12)

    def form(self, key: str, about: str = "") -> Form:
        """The form registered under `key`, made for `about`. Raises KeyError."""
        return self.build(key)(self, about)

    def ask(self, form_key: str, event: Event, *, about: str = "", answers: Answers | None = None) -> Ask:
        """Open a form for whoever caused `event`, starting from `answers`; the dialog is kept."""
        form = self.form(form_key, about)
        step = first_step(form, answers)
        dialog = Dialog(
            id=self.new_id(),
            form=form_key,
            step=step.key,
            answers=dict(answers or {}),
            who=event.who.key,
            about=about,
            place=event.where,
            post=event.post if isinstance(event, Pressed) else "",
            expires=(self.now + DIALOG_LIFE).isoformat(),
        )
        self.tx.save_dialog(dialog)
        return Ask(form, step, dialog)
