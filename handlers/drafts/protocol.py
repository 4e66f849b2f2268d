"""The checklist before a post is published: the policy's own protocol, each line with its clause.

A line is shown whether or not a clause of the school's policies asks for it; where none does, it is good practice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.deciders import Deciders
from handlers.desk import Desk, Role
from handlers.wording import source
from knowledge.model import Cited, Policy, Section

YES, NO, NOT_APPLICABLE, OWN = "yes", "no", "na", "own"
ANSWERS = ((YES, "Yes"), (NO, "No, or not sure"), (NOT_APPLICABLE, "Does not apply"))
DEVICES = ((YES, "A school device"), (OWN, "My own, which was approved beforehand"), (NO, "Another, or not sure"))
GOOD_PRACTICE = "Good practice; no clause of your policy says it."
_APPROVING = (r"\b(communications|posts?|posting)\b.*\bapproved by\b", r"\bposting\b.*\bauthorised\b",
              r"\bauthorised (list|staff)\b.*\bmay post\b", r"\bauthorised by the head",
              r"\bsocial media posts\b.*\bapproved\b", r"\bupdates or reminders\b",
              r"\bpermission\b.*\bparents?\b|\bparents?\b.*\bpermission\b", r"\bapproval\b.*\bhead")  # fmt: skip
_RULES = frozenset({Section.RULES, Section.SCOPE, Section.LAW, Section.BREACH})
_MOST = 6  # clauses to choose from


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist. `of_pictures`: asked only where there are some.

    `clause`: each pattern in turn over a clause's words; `never`: what shows that a clause is about something else.
    """

    key: str
    words: str
    short: str  # as the card names it
    clause: tuple[str, ...]
    never: str = "^$"
    of_pictures: bool = False
    answers: tuple[tuple[str, str], ...] = ANSWERS


@dataclass(frozen=True, slots=True)
class Checked:
    """A line with the clause that asks for it, if any does."""

    line: Line
    cited: Cited | None

    @property
    def by(self) -> str:
        """Where it stands, or that it stands nowhere."""
        return source(self.cited) if self.cited else GOOD_PRACTICE


LINES = (
    Line(
        "permission",
        "Parents have given permission for every child who is shown or named, or whose work is",
        "Parents' permission",
        (
            r"\bpermission\b.*\bparents?\b|\bparents?\b.*\b(permission|consent)\b.*\b(post|photo|image|used|publish)",
            r"\bpost\b.*\bconsent\b.*\b(pupil|child)",
            r"\bconsent record\b",
        ),
    ),
    Line(
        "identifying",
        "Nothing in it tells who a child is: no names, also not on work, badges or certificates; no times and places",
        "Nothing identifies a child",
        (
            r"\bidentif\w+ (information|detail)\w*.*\b(child|pupil)",
            r"\b(child|pupil)\w*\b.*\bnot be (named|identif)",
            r"\b(not|nothing|never)\b.*\b(child|pupil)\b.*\bidentif(y|ies)\b",
        ),
        r"employee|staff member",
    ),
    Line(
        "positive",
        "It is positive and relevant: about children, the good work of staff, the school or achievements",
        "Positive and relevant",
        (r"\bpositive\b.*\brelevant\b", r"\bposts?\b.*\b(is|are|be)\b.*\bpositive\b"),
        r"negative",
    ),
    Line(
        "device",
        "With what were the pictures taken?",
        "School or approved device",
        (r"\bphotograph.*\b(camera|device)s?\b.*\bapproved\b", r"\bschool (camera|device|equipment)s?\b"),
        r"\bdeleted\b",
        of_pictures=True,
        answers=DEVICES,
    ),
    Line(
        "copyright",
        "Words, pictures and music are the school's own, or it may use them",
        "Copyright",
        (
            r"\bcopyright(ed)? (source|material|image|work)",
            r"\bmust not\b.*\bcopyright\b",
            r"\bother people['’]s (picture|image|photo|music|work|writing)",
            r"\bcopyright\b",
        ),
    ),
    Line(
        "confidential",
        "It has nothing confidential in it, and takes no side in politics",
        "Nothing confidential or political",
        (
            r"\b(never|not)\b.*\b(divulge|disclose|reveal)\b.*\b(confidential|school information)",
            r"\bconfidentiality of matters\b|\bavoid posting\b.*\bconfidential\b",
            r"\bconfidential information\b",
        ),
        r"password|log-?in",
    ),
    Line(
        "speaks",
        "It says, or the account shows, who speaks and for whom; nobody's own views are given as the school's",
        "Who speaks for whom",
        (
            r"\bofficial capacity\b.*\bwho they (are|represent)\b",
            r"\bnot represent\b.*\bviews\b.*\bthose of\b",
        ),
    ),
)


def checklist(desk: Desk, *, pictures: bool) -> tuple[Checked, ...]:
    """The lines that apply: those of the policy first, in its order, then good practice."""
    policies = desk.knowledge.policies()
    found = [Checked(one, _clause(policies, one)) for one in LINES if pictures or not one.of_pictures]
    order = {policy.sha: place for place, policy in enumerate(policies)}
    of_policy = [one for one in found if one.cited is not None]
    of_policy.sort(key=lambda one: (order[one.cited.policy.sha], one.cited.clause.start) if one.cited else (0, 0))
    return (*of_policy, *(one for one in found if one.cited is None))


def approving(desk: Desk) -> tuple[Cited, ...]:
    """The clauses that an account's rule may rest on, the likeliest first."""
    found = [one for pattern in _APPROVING for one in _matching(desk.knowledge.policies(), pattern)]
    return tuple({one.clause.id: one for one in found}.values())[:_MOST]


def named_in(clause: str) -> Deciders | None:
    """Who approves by the words of a clause, and who does so in the head's absence; None where it names nobody."""
    words = clause.casefold()
    absent = (Role.DEPUTY,) if re.search(r"\bdeputy\b.{0,40}\babsence\b|\babsence\b.{0,60}\bdeputy\b", words) else ()
    head = (Role.HEAD,) if re.search(r"\bhead( ?teacher)?\b|\bprincipal\b", words) else ()
    chair = (Role.CHAIR,) if re.search(r"\bchair of (the )?govern", words) else ()
    deputy = (Role.DEPUTY,) if "deputy" in words and not absent else ()
    roles = (*head, *chair, *deputy)
    return Deciders(roles, absent) if roles else None


# --- inside ---


def _clause(policies: Sequence[Policy], line: Line) -> Cited | None:
    found = (one for pattern in line.clause for one in _matching(policies, pattern, line.never))
    return next(found, None)


def _matching(policies: Sequence[Policy], pattern: str, never: str = "^$") -> Iterator[Cited]:
    """The rules among the clauses whose words match, in the order of the policies."""
    wanted, unwanted = re.compile(pattern, re.IGNORECASE | re.DOTALL), re.compile(never, re.IGNORECASE)
    for policy in policies:
        for one in policy.clauses:
            if one.section in _RULES and wanted.search(one.quotation) and not unwanted.search(one.quotation):
                yield Cited(one, policy, 1.0)
