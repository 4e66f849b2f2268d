"""The values that knowledge deals in: document, block, clause, policy, answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class DocumentFault(Exception):
    """A document that cannot be used. `str()` is for people: at most six lines, says what to do."""


class Kind(StrEnum):
    """What the reader knows about a block. LINE means: nothing, the text must tell."""

    LINE = "line"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item or table row; `document.text[start:end]` is its text without its number."""

    kind: Kind
    text: str
    start: int
    end: int
    number: str = ""  # as displayed, e.g. "5.3", "(a)", "•"; known only where the format tells
    level: int = 0  # heading level from 1, list depth from 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the file that is not part of the policy's clauses."""

    what: str  # e.g. "running header", "contents page", "glossary", "appendix for parents"
    why: str
    text: str  # the first words of it


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader made of a file. `text` is kept: every offset points into it."""

    name: str
    kind: str  # txt md docx pdf html
    text: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
    title: str = ""  # as the file's own properties or title style give it


class Modality(StrEnum):
    """What a clause does."""

    PROHIBITION = "prohibition"
    OBLIGATION = "obligation"
    PERMISSION = "permission"
    ADVICE = "advice"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Condition:
    """Words inside a clause that limit it. kind: exception, condition, approval, likelihood, time."""

    kind: str
    text: str


class Section(StrEnum):
    """What the part of the policy is for; only RULES decide questions at full weight."""

    RULES = "rules"
    INTRODUCTION = "introduction"
    SCOPE = "scope"
    DEFINITIONS = "definitions"
    LAW = "law"
    BREACH = "breach"
    MONITORING = "monitoring"
    REVIEW = "review"
    PARENTS = "parents"  # written for another audience
    GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True)
class Clause:
    """What a headteacher would quote. `text` is byte for byte, white space collapsed, number apart."""

    id: str  # stable: from policy title, number and text
    number: str  # as displayed; "" where there is none
    heading: tuple[str, ...]  # path from the outermost heading
    lead_in: str  # the words that govern it, "" where there are none
    text: str
    start: int  # offsets into the document's text
    end: int
    modality: Modality
    binds: tuple[str, ...]  # of: staff governors contractors volunteers pupils parents head
    conditions: tuple[Condition, ...] = ()
    section: Section = Section.RULES
    page: int | None = None
    under: str = ""  # the number of the paragraph whose list it stands in: "(a)" under "4.7"

    @property
    def reference(self) -> str:
        """How the clause is cited: "4.7(a)", "5.3"; "" where it has no number."""
        return self.under + self.number.rstrip(".: ")

    @property
    def quotation(self) -> str:
        """The clause as it is quoted: lead-in and text."""
        return f"{self.lead_in} {self.text}" if self.lead_in else self.text


@dataclass(frozen=True, slots=True)
class Dates:
    """A policy's dates in ISO form with as many parts as are known: 2016-11-28, 2023-03. None: not stated."""

    adopted: str | None = None
    in_force: str | None = None
    last_reviewed: str | None = None
    next_review: str | None = None
    period_months: int | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of what the document does not say, in the order of the fields."""
        return tuple(name for name in self.__dataclass_fields__ if getattr(self, name) is None)


@dataclass(frozen=True, slots=True)
class Policy:
    """A document read as a policy."""

    title: str
    dates: Dates
    clauses: tuple[Clause, ...]
    document: Document
    left_out: tuple[LeftOut, ...]
    sha: str  # of the file's bytes


class Verdict(StrEnum):
    """What the policy says to the question as put."""

    NO = "no"
    YES = "yes"
    ONLY_IF = "only_if"
    TAKE_CARE = "take_care"
    MUST = "must"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause with where it stands and how well it fits (0 to 1)."""

    clause: Clause
    policy: Policy
    score: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clauses on one subject to read beside each other, the stricter first."""

    subject: str
    one: Cited
    other: Cited

    @property
    def opposed(self) -> bool:
        """Whether one forbids and the other allows."""
        return {self.one.clause.modality, self.other.clause.modality} == {Modality.PROHIBITION, Modality.PERMISSION}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a follow-up question; `fact` is what is then known."""

    key: str
    label: str
    fact: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The one question whose answer would settle the verdict."""

    question: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to the asker. `cited` best first; empty where the policy does not decide it."""

    question: str
    verdict: Verdict
    shown: bool  # is the verdict word deserved, so that a user sees it?
    confidence: float  # calibrated: how often an answer like this is right
    reason: str
    cited: tuple[Cited, ...] = ()
    condition: str | None = None
    follow_up: FollowUp | None = None
    conflict: Cited | None = None  # a clause that says otherwise; the stricter decides, both are quoted
    nearest: tuple[str, ...] = ()  # headings, where nothing decides: labelled as not an answer
    readings: tuple[str, ...] = ()  # two situations that are close: which was meant?
    disclosure: bool = False  # somebody may be telling, not asking: offer to report
    danger: bool = False  # 999 and the safeguarding lead come first
    subject: str = ""  # what the question is about, for counts by subject
    names_staff: bool = False  # describes the head or a colleague: never counted, listed or passed on
    notes: tuple[str, ...] = field(default=())
