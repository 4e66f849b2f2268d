"""What a handler may reach: the clock, the school, the transaction's verbs, what the bot knows."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from handlers.calendar import Calendar
from handlers.contacts import Contacts, shipped
from handlers.forms import first_step, page
from handlers.model import Answers, Ask, Dialog, Event, Form, Person, Place, Post, Pressed
from handlers.records import (
    Appointment,
    Arrival,
    Asked,
    Consent,
    Decision,
    Journal,
    KeptCopy,
    PolicyVersion,
    Ruling,
    SentQuestion,
    Standing,
    SubjectCount,
    Unreached,
    Upload,
)
from knowledge.model import Answer, Cited, Pair, Policy

WHO_IS_WHO = "who is who"  # the timer that the store sets whenever the staff list or a role changes
SUPPLY = "supply"  # the capacity of whom an agency sends, or who comes by the day
DIALOG_LIFE = timedelta(hours=24)  # a form left open overnight can be finished the next morning


class Role(StrEnum):
    """What somebody answers for. Authority comes from here, never from a display name."""

    HEAD = "head"
    DEPUTY = "deputy"
    CHAIR = "chair of governors"
    VICE_CHAIR = "vice-chair of governors"
    TRUST = "trust lead"
    SAFEGUARDING_LEAD = "safeguarding lead"
    DEPUTY_SAFEGUARDING_LEAD = "deputy safeguarding lead"
    DATA_PROTECTION_LEAD = "data protection lead"
    COMMUNICATIONS_LEAD = "communications lead"
    POLICY_OWNER = "policy owner"
    AUTHORISED_POSTER = "authorised poster"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the staff list. `capacity`: staff, supply, governors, contractors, volunteers."""

    person: Person
    roles: tuple[Role, ...] = ()
    capacity: str = "staff"
    job: str = ""  # as people say it, e.g. "Year 4 teacher"

    @property
    def bound_as(self) -> str:
        """The word with which policies say that they bind them: supply staff keep the rules that staff keep."""
        return "staff" if self.capacity == SUPPLY else self.capacity


@dataclass(frozen=True, slots=True)
class School:
    """One school as its settings describe it."""

    id: str
    name: str
    zone: ZoneInfo
    staff: tuple[Member, ...] = ()
    smallest_count: int = 5  # no smaller number of people or questions is ever shown
    administrator: str = ""  # person key of whoever installs and looks after the bot; no authority comes with it
    choices: Mapping[str, str] = field(default_factory=dict)  # what was chosen in chat, by name
    preset: str = "maintained"  # the table of who gets a concern: maintained, academy, independent
    mails: bool = False  # whether the bot can send e-mail
    fixed: bool = False  # people and roles stand in the settings file, and are not changed in chat
    calendar: Calendar = field(default_factory=Calendar)
    contacts: Contacts = field(default_factory=shipped)
    browser: bool = False  # everybody's conversation is on the browser's page
    takes_files: tuple[str, ...] = ()  # the platforms on which a file can be sent to the bot
    page: str = ""  # the https address at which people's browsers reach the bot; "" for none: then no links
    undelivered: timedelta = timedelta(minutes=15)  # how long a notice of a concern may be on its way
    employer_prompt: bool = True  # whether it is said that an employer elsewhere has not been told
    untaken: int = 1  # working days for which a concern that was opened may be with nobody
    leaders: tuple[Role, ...] = ()  # whose holders a reporter may choose by name, where the policy allows it

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
        quiet: bool = False,
    ) -> bool:
        """Send `post` to a person (by key) or place, now or when `due`.

        A `key` is used once, unless what was told under it was taken back: False if something stands under it.
        `quiet`: nobody is to learn that it went to this person, or could not; it is forgotten once it is sent.
        """
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

    def open_dialogs(self, who: str, form: str) -> tuple[Dialog, ...]:
        """The dialogs of this form that somebody has open, the one that they began last first."""
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

    def asked_by_another(self, key: str, who: str) -> bool:
        """Whether the question is somebody else's. Nothing else of it is told."""
        ...

    def count_unanswered(self, subject: str) -> None:
        """One more question about `subject` that the policy did not answer."""
        ...

    def unanswered(self, at_least: int) -> tuple[SubjectCount, ...]:
        """The counts that are `at_least` this large, largest first."""
        ...

    def send_question(self, question: SentQuestion, *, asker: str = "") -> None:
        """Put a question before its recipient from `question.at` on. Only ever because its asker sent it.

        `asker`: whom the answer goes to where the name was left out. No verb tells who it is.
        """
        ...

    def sent_questions(self, to: str) -> tuple[SentQuestion, ...]:
        """The questions sent to this person and not yet closed, newest first."""
        ...

    def sent_question(self, key: str, to: str) -> SentQuestion | None:
        """One question, if it was sent to this person."""
        ...

    def recipients(self) -> tuple[str, ...]:
        """Before whom (person keys) a sent question stands that is not closed."""
        ...

    def close_question(self, key: str, to: str, decision: Decision, words: str = "", ruling: str = "") -> bool:
        """Put down what its recipient answered. False if it was closed before, or was not sent to them."""
        ...

    def tell_asker(self, key: str, post: Post, *, due: datetime) -> None:
        """Send the answer to whoever asked when `due`, if the way to them is still known; whether it is, nobody learns.

        To somebody who left their name out it leaves no trace of having gone or not.
        """
        ...

    def add_ruling(self, ruling: Ruling) -> None:
        """Put down what was decided for everybody."""
        ...

    def rulings(self) -> tuple[Ruling, ...]:
        """The rulings that were not withdrawn, newest first; also those whose time is over."""
        ...

    def ruling(self, key: str) -> Ruling | None:
        """One ruling, withdrawn or not."""
        ...

    def withdraw_ruling(self, key: str, by: str) -> bool:
        """Take a ruling back. False if it was taken back before."""
        ...

    def keep_ruling(self, key: str, before: str, clause: str, under: str, by: str) -> bool:
        """Let a ruling stand under another policy. False if it does not stand under `before` any more."""
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

    def appoint(self, appointment: Appointment) -> None:
        """Put down that somebody is named for a role. Nothing follows from it before it is HELD."""
        ...

    def appointments(self, *standings: Standing) -> tuple[Appointment, ...]:
        """The appointments that stand so (none given: all), oldest first."""
        ...

    def appointment(self, key: str) -> Appointment | None:
        """One appointment."""
        ...

    def move_appointment(self, key: str, before: Standing, after: Standing, by: str) -> bool:
        """Take an appointment from one standing to the next. False if it did not stand at `before` any more."""
        ...

    def choose(self, name: str, value: str, by: str) -> None:
        """Keep what the school chose, e.g. its approvals channel."""
        ...

    def begin_journal(self, kind: str, by: str, what: str, given: Mapping[str, object]) -> Journal:
        """Begin a record of this kind with its first entry. All that is given is sealed in the database."""
        ...

    def add_entry(
        self, journal: Journal, by: str, what: str, given: Mapping[str, object], *, open_: bool = True
    ) -> Journal | None:
        """Add an entry to the journal as it was read; whether it is open then. None if somebody was quicker."""
        ...

    def empty_entry(self, journal: Journal, n: int, kept: Mapping[str, object]) -> Journal:
        """Forget what entry `n` held, but for `kept`: who put it down, when and what it was stays.

        For what is kept in another system from now on. That it was done is an entry of its own, put down first.
        """
        ...

    def journal(self, key: str) -> Journal | None:
        """One record, by its id."""
        ...

    def journal_of_ref(self, ref: str) -> Journal | None:
        """One record, by the reference that people quote."""
        ...

    def journals(self, kind: str, *, open_only: bool = False) -> tuple[Journal, ...]:
        """All records of a kind, newest first. Whoever shows them asks first who may see each."""
        ...

    def forget_journal(self, key: str) -> None:
        """Forget a record entirely, who began it too."""
        ...

    def keep_identity(self, journal: str, person: str) -> None:
        """Put down, apart from the record, who began it."""
        ...

    def identity(self, journal: str) -> str:
        """Who began a record (person key); "" where that is not known."""
        ...

    def identified(self, person: str) -> tuple[str, ...]:
        """The ids of the records that this person began, newest first."""
        ...

    def wake(self, handler: str, about: str, *, due: datetime, key: str) -> None:
        """Wake a handler (`Router.woken`) when `due`, once. A timer of the same key is set anew."""
        ...

    def unwake(self, key: str) -> bool:
        """Stop a timer. False if there is none."""
        ...

    def arrival(self, key: str) -> Arrival:
        """What became of the message that was told under `key`; NOTHING where it was taken back."""
        ...

    def link(self, purpose: str, about: str, person: str, lasts: timedelta) -> str:
        """The address of a link to our own page that works once, for this person; "" where the school has no page.

        `purpose` "upload": they may bring files for the journal `about`, if the `Filing` of its kind lets them.
        "desk": the page answers as if they had pressed a button; `about` is its key and value, parted by a space.
        "overview": the figures for head and chair, about nothing else.
        """
        ...

    def reachable(self, person: str) -> bool:
        """Whether somebody can be written to: in the chat, on the browser's page, or by e-mail."""
        ...

    def uploads(self, journal: str) -> tuple[Upload, ...]:
        """The files of a journal, in the order in which they came; also those that were not sent yet."""
        ...

    def upload(self, key: str) -> tuple[Upload, bytes] | None:
        """One file with its bytes. Whoever shows it asks first who may see its journal."""
        ...

    def forget_upload(self, key: str) -> bool:
        """Forget a file. False if there is none."""
        ...

    def consents(self) -> tuple[Consent, ...]:
        """Parents' permissions, as the office imported them, by the pupil's reference."""
        ...

    def unreached(self) -> tuple[Unreached, ...]:
        """Who could not be written to the last time, and why."""
        ...


class Knowledge(Protocol):
    """What the bot knows for one school."""

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        """Answer a question; `facts` are what follow-up questions settled, `capacity` what the asker is."""
        ...

    def alike(self, question: str, other: str) -> bool:
        """Whether two questions ask the same; strictly, since it brings a ruling to somebody else's question."""
        ...

    def pairs(self) -> Sequence[Pair]:
        """Clauses to read beside each other when the policies are reviewed: the same subject, another rule."""
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
        return page(form, dialog)
