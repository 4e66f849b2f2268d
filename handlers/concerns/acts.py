"""What somebody does with a concern that they have open: a choice on its page, a small page of its own, an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.concerns.access import is_reporter, may_read, who_sees
from handlers.concerns.case import BOT, REPORTER, Case, State, What
from handlers.concerns.delivery import knows, neutral, opening, tell_reporter
from handlers.desk import Desk, Role
from handlers.model import Answers, Event, Field, FieldKind, Post, Reply
from handlers.records import Entry
from handlers.roles import name
from handlers.wording import day

LEADS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)
# Whom the routing table puts at the head of a line; whoever of them a concern reached decides about it.
DECIDERS = (Role.HEAD, Role.CHAIR, Role.VICE_CHAIR, Role.TRUST)


class Quicker(Exception):
    """Somebody else put something down in the same moment: what was read is out of date."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A concern as one person has it open: as somebody whom it was sent to, or as the one who told it."""

    case: Case
    desk: Desk
    who: str
    reads: bool
    told: bool
    event: Event | None = None  # what they did, where they did something

    @property
    def owns(self) -> bool:
        """Whether they have it in hand."""
        return self.reads and self.case.owner == self.who

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self.case.state is State.CLOSED

    @property
    def works(self) -> bool:
        """Whether they may do something with it as one whom it was sent to."""
        return self.reads and not self.closed

    @property
    def decides(self) -> bool:
        """Whether it is theirs to decide what it is."""
        return self.works and self.desk.school.holds(self.who, *DECIDERS)

    @property
    def praise(self) -> bool:
        """Whether it says something good."""
        return self.case.answers.get("tone") == "good"

    def call(self, by: str) -> str:
        """Who put an entry down, as this person may know it: a hidden name stays hidden."""
        if by == BOT:
            return "The bot, by itself"
        if by != REPORTER:
            return name(self.desk.school, by)
        if self.told:
            return "You"
        return "Whoever told it" if self.case.hidden else name(self.desk.school, self.desk.tx.identity(self.case.id))

    def moment(self, at: datetime) -> str:
        """A moment on the school's clock: 3 March 2027, 9:05."""
        here = at.astimezone(self.desk.school.zone)
        return f"{day(here.date())}, {here.hour}:{here:%M}"

    def put(self, what: What, given: Mapping[str, object], *, by: str = "") -> Reading:
        """The concern with one more entry. Raises Quicker."""
        stays_open = what is not What.CLOSED and (what is What.REOPENED or not self.closed)
        added = self.desk.tx.add_entry(self.case.journal, by or self.who, what, given, open_=stays_open)
        if added is None:
            raise Quicker
        return replace(self, case=Case.of(added))


Wrong = Mapping[str, str]  # by field: what is to be put right
Outcome = Post | Wrong | Reply  # a receipt, what is to be put right, or another form


def _no_fields(_: Reading) -> tuple[Field, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do. `may` is asked when the page is made, and again when it is done.

    `overtaken_by`: what makes it out of date, if somebody put it down since the page was opened. Of two who settle the
    same thing, the second hears of the first.
    """

    key: str
    label: str
    may: Callable[[Reading], bool]
    do: Callable[[Reading, Answers], Outcome]
    fields: Callable[[Reading], tuple[Field, ...]] = _no_fields
    words: Callable[[Reading], Post] | None = None
    overtaken_by: tuple[What, ...] = ()
    button: str = "Record it"
    tells: bool = False  # whether more is told about what happened, by anybody


def reading(desk: Desk, case: Case, who: str, event: Event | None = None) -> Reading | None:
    """The concern for this person; None for whom there is nothing to see."""
    reads, told = may_read(case, desk, who), is_reporter(case, desk, who)
    return Reading(case, desk, who, reads, told, event) if reads or told else None


def recorded(one: Reading, words: str) -> Post:
    """The receipt of an act. Nothing of the concern stands in it."""
    return Post("Recorded", words, buttons=(replace(opening(one.case), label="Open it again"),))


def news(one: Reading, words: str) -> None:
    """A neutral line for whoever told it, who need not be told of what they do themselves."""
    if not one.told:
        tell_reporter(one.desk, one.case, words)


def tell_readers(one: Reading, words: str, *waiting: str) -> None:
    """A neutral line for whoever has it in hand, or else for everybody whom it was sent to, and for those (keys) who
    are `waiting` for it; not to who caused it."""
    case, seers = one.case, {seer.person for seer in who_sees(one.case, one.desk)}
    to = {case.owner, *waiting} & seers if case.owner in seers else seers
    for person in sorted(to - {one.who}):
        if knows(one.desk, case, person):  # or else their notice is on its way, and they read all of it
            one.desk.tx.tell(person, neutral(case, words))


def questions(case: Case) -> tuple[Entry, ...]:
    """The questions to whoever told it that wait for an answer, but for those that were forgotten here. What they
    write is one; a file or a wish for news is none."""
    found: list[Entry] = []
    for entry in case.entries:
        if entry.what == What.ASKED and entry.given.get("words"):
            found.append(entry)
        elif entry.what == What.NOTED and entry.by == REPORTER and not entry.given.get("news"):
            found.clear()
    return tuple(found)


def long_text(key: str, label: str, hint: str = "", *, required: bool = True) -> Field:
    """A field for some sentences."""
    return Field(key, label, FieldKind.LONG, hint=hint, required=required)


def words_of(answers: Answers, key: str) -> str:
    """What was written in a field; "" for nothing."""
    return str(answers.get(key) or "")
