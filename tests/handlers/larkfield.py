"""Larkfield for tests: who works there, its policy, and what the bot knows, which alone is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from handlers.desk import Member, Role, School
from handlers.model import Person
from knowledge.model import (
    Answer,
    Choice,
    Cited,
    Clause,
    Condition,
    Dates,
    Document,
    FollowUp,
    Modality,
    Pair,
    Policy,
    Verdict,
)


def _person(key: str, name: str) -> Person:
    return Person(key, name, f"{key}@larkfield.example")


TEACHER = Member(_person("teacher", "Miss Marsh"), job="Year 4 teacher")
ASSISTANT = Member(_person("assistant", "Mr Field"))
HEAD = Member(_person("head", "Mrs Wood"), (Role.HEAD, Role.DEPUTY_SAFEGUARDING_LEAD))
DEPUTY = Member(_person("deputy", "Mr Hill"), (Role.DEPUTY, Role.SAFEGUARDING_LEAD))
CHAIR = Member(_person("chair", "Dr Stone"), (Role.CHAIR,), capacity="governors")
SCHOOL = School(
    "larkfield", "Larkfield", ZoneInfo("Europe/London"), (TEACHER, ASSISTANT, HEAD, DEPUTY, CHAIR), smallest_count=2
)

DATES = Dates(adopted="2025-09-08", in_force="2025-10-01", period_months=12)


def clause(
    number: str, text: str, modality: Modality, *, lead_in: str = "", conditions: Sequence[Condition] = ()
) -> Clause:
    """A clause of section 4."""
    heading = ("4. Contact with pupils and families",)
    return Clause(f"c{number}", number, heading, lead_in, text, 0, 1, modality, ("staff",), tuple(conditions))


NO_FRIENDS = clause("4.1", "Staff must not accept a friend request from a pupil.", Modality.PROHIBITION)
PARENTS = clause(
    "4.2",
    "connect with parents unless they are related.",
    Modality.PROHIBITION,
    lead_in="Staff must not",
    conditions=[Condition("exception", "unless they are related")],
)
REPORT = clause("4.3", "Staff must tell the headteacher when a pupil contacts them.", Modality.OBLIGATION)
LUNCH = clause("5.2", "Staff may use their own phone at lunch.", Modality.PERMISSION)
CAREFUL = clause("5.3", "Staff are advised to check their privacy settings.", Modality.ADVICE)
REVIEWED = clause("9.1", "This policy is reviewed every three years.", Modality.STATEMENT)
POLICY = Policy(
    "Online conduct policy",
    DATES,
    (NO_FRIENDS, PARENTS, REPORT, LUNCH, CAREFUL),
    Document("p.md", "md", "", ()),
    (),
    "a" * 64,
)
TRUST = Policy("Trust policy", Dates(last_reviewed="2023-03"), (CAREFUL,), Document("t.md", "md", "", ()), (), "b" * 64)


def cited(one: Clause, policy: Policy = POLICY) -> Cited:
    """A clause with its policy."""
    return Cited(one, policy, 0.9)


def answer(
    verdict: Verdict, *clauses: Clause, shown: bool = True, reason: str = "The clause rules this out."
) -> Answer:
    """An answer from these clauses, the first deciding."""
    return Answer("", verdict, shown, 0.93, reason, tuple(cited(one) for one in clauses), subject="contact with pupils")


FAMILY = FollowUp(
    "Are you related?", (Choice("1.0", "Yes, family", "+who.relative"), Choice("1.1", "No", "-who.relative"))
)
SILENT = replace(
    answer(Verdict.NOT_COVERED, reason="No clause decides this."),
    nearest=("Personal use", "Photographs"),
    subject="selling things",
)


class Book:
    """Knowledge as a table: question (and facts) → answer; anything else is not covered."""

    def __init__(self, answers: Mapping[str | tuple[str, ...], Answer] | None = None) -> None:
        self.answers = dict(answers or {})
        self.capacities: list[str] = []
        self.same: set[frozenset[str]] = set()  # pairs of questions that ask the same
        self.known: tuple[Policy, ...] = (POLICY,)
        self.beside: tuple[Pair, ...] = ()  # clauses to read beside each other

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        """The answer in the table."""
        self.capacities.append(capacity)
        found = self.answers.get((question, *facts)) or self.answers.get(question, SILENT)
        return replace(found, question=question)

    def alike(self, question: str, other: str) -> bool:
        """Whether they are the same word for word, or stand together in `same`."""
        return question == other or frozenset((question, other)) in self.same

    def pairs(self) -> Sequence[Pair]:
        """The pairs in the table."""
        return self.beside

    def policies(self) -> Sequence[Policy]:
        """The policies there are."""
        return self.known

    def search(self, words: str, most: int = 5) -> Sequence[Cited]:
        """Clauses with all these words."""
        wanted = words.casefold().split()
        found = [cited(c, p) for p in self.known for c in p.clauses if all(w in c.text.casefold() for w in wanted)]
        return found[:most]
