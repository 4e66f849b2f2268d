"""The next review's agenda: dates, rulings as proposed wording, what nobody answered, what is open, what to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from handlers.desk import School
from handlers.records import Ruling, SubjectCount
from handlers.reminders.dates import review_due
from handlers.ruled import as_quote, beside, decided, in_time, overtaken
from handlers.wording import day, missing, plural, source, version
from knowledge.gaps import LeftOpen, left_open, named
from knowledge.model import Cited, Modality, Pair, Policy

NONE_DECIDES = "No clause decides it"
EARLIER = "Given under an earlier version"
DOES = {
    Modality.PROHIBITION: "forbids",
    Modality.OBLIGATION: "requires",
    Modality.PERMISSION: "allows",
    Modality.ADVICE: "advises",
    Modality.STATEMENT: "says",
}


class Kind(StrEnum):
    """What a line of the agenda is."""

    TITLE = "title"
    PART = "part"
    PLACE = "place"  # a heading within a part
    WORDS = "words"
    QUOTE = "quote"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the agenda; `source`: where a quotation stands, unless that is said above it."""

    kind: Kind
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Matters:
    """What a review looks at. `policies` with their dates as they are known; `counts`: none below the smallest.

    `filled`: by the hash of a policy, the clauses (ids) that leave a decision to the school, with the ruling that
    made it and holds still.
    """

    school: School
    today: date
    policies: Sequence[Policy]
    rulings: Sequence[Ruling]
    counts: Sequence[SubjectCount]
    pairs: Sequence[Pair] = ()
    filled: Mapping[str, Mapping[str, Ruling]] = field(default_factory=dict)

    def ruling(self, policy: Policy, one: LeftOpen) -> Ruling | None:
        """By which a decision was made meanwhile; None while it is open, and for a blank, which only a new wording
        fills."""
        return None if one.blank else self.filled.get(policy.sha, {}).get(one.clause.id)


def agenda(matters: Matters) -> tuple[Line, ...]:
    """The agenda, paragraph by paragraph."""
    parts = (_dates(matters), _rulings(matters), _unanswered(matters), _open(matters), _compare(matters))
    return (
        Line(Kind.TITLE, f"For the next review of the policies of {_flat(matters.school.name)}"),
        Line(Kind.WORDS, f"As of {day(matters.today)}."),
        *(Line(line.kind, _flat(line.text), _flat(line.source)) for part in parts for line in part),
    )


def spelt_out(lines: Sequence[Line]) -> tuple[Line, ...]:
    """With each source as an item of its own, as it stands on paper."""
    return tuple(
        one
        for line in lines
        for one in (Line(line.kind, line.text), *([Line(Kind.ITEM, line.source)] if line.source else []))
    )


def markdown(agenda: Sequence[Line]) -> str:
    """The agenda as Markdown."""
    found: list[str] = []
    lines = spelt_out(agenda)
    for n, line in enumerate(lines):
        follows = n > 0 and line.kind is Kind.ITEM and lines[n - 1].kind is Kind.ITEM
        found += [*([] if follows or n == 0 else [""]), f"{_MARKS[line.kind]}{line.text}"]
    return "\n".join(found) + "\n"


_MARKS = {
    Kind.TITLE: "# ",
    Kind.PART: "## ",
    Kind.PLACE: "### ",
    Kind.WORDS: "",
    Kind.QUOTE: "> ",
    Kind.ITEM: "- ",
}


# --- the parts ---


def _dates(matters: Matters) -> Iterator[Line]:
    """When each is due, and what its document does not say."""
    yield Line(Kind.PART, "Dates")
    for policy in matters.policies:
        yield Line(Kind.ITEM, f"{policy.title}: {due(policy, matters.today)} {missing(policy)}".rstrip())


def due(policy: Policy, today: date) -> str:
    """When a policy's review is due, in a sentence; a period without a day to count from is a gap too."""
    when = review_due(policy.dates)
    if when is None and policy.dates.period_months:
        return "nobody can say when its review is due, since it names a period and no day to count from."
    if when is None:
        return "nobody can say when its review is due."
    late = when < today
    return f"its review {'was' if late else 'is'} due by {day(when)}{'; it is overdue' if late else ''}."


def _rulings(matters: Matters) -> Iterator[Line]:
    yield Line(Kind.PART, "Rulings")
    if not matters.rulings:
        yield Line(Kind.WORDS, "None.")
        return
    yield Line(Kind.WORDS, "What head or chair decided meanwhile, as proposed wording. None of it is policy.")
    for place in dict.fromkeys(_place(one, matters.policies) for one in matters.rulings):
        here = [one for one in matters.rulings if _place(one, matters.policies) == place]
        cited = beside(here[0], matters.policies)
        yield Line(Kind.PLACE, place)
        if cited is not None:
            yield Line(Kind.QUOTE, cited.clause.quotation)
        for one in here:
            ended = "" if in_time(one, matters.today) else " (its time is over)"
            yield Line(Kind.ITEM, f"Question: {one.question}")
            yield Line(Kind.ITEM, f"Proposed wording: {_flat(decided(one.verdict, one.words))}")
            yield Line(Kind.ITEM, f"{as_quote(one, matters.school).source}{ended}")


def _place(one: Ruling, policies: Sequence[Policy]) -> str:
    cited = beside(one, policies)
    if cited is not None:
        return source(cited)
    return EARLIER if overtaken(one, policies) else NONE_DECIDES


def _unanswered(matters: Matters) -> Iterator[Line]:
    yield Line(Kind.PART, "What the policies did not answer")
    smallest = plural(matters.school.smallest_count, "question")
    if not matters.counts:
        yield Line(Kind.WORDS, "Nothing to show.")
    for one in matters.counts:
        yield Line(Kind.ITEM, f"{one.subject}: {plural(one.count, 'question')}")
    yield Line(Kind.WORDS, f"By number alone, and no subject with fewer than {smallest}.")


def _open(matters: Matters) -> Iterator[Line]:
    """Decisions and blanks by policy, and the other policies that each names."""
    yield Line(Kind.PART, "What the policies leave open")
    found = [line for policy in matters.policies for line in _open_in(policy, matters)]
    yield from found or [Line(Kind.WORDS, "Nothing was found.")]


def _open_in(policy: Policy, matters: Matters) -> Iterator[Line]:
    left, others = left_open(policy), named(policy, matters.policies)
    if not left and not others:
        return
    yield Line(Kind.PLACE, f"{policy.title}, {version(policy.dates)}")
    for one in left:
        ruling = matters.ruling(policy, one)
        if ruling is not None:
            yield Line(Kind.ITEM, f"Decided meanwhile: {one.text} {as_quote(ruling, matters.school).source}")
        else:
            yield Line(Kind.ITEM, f"{'Not filled in' if one.blank else 'For the school to decide'}: {one.text}")
    if others:
        names = "; ".join(f"{one.name} ({'with me' if one.loaded else 'not with me'})" for one in others)
        yield Line(Kind.ITEM, f"It names other policies: {names}")


def _compare(matters: Matters) -> Iterator[Line]:
    yield Line(Kind.PART, "Rules to read side by side")
    if not matters.pairs:
        yield Line(Kind.WORDS, "Nothing was found.")
        return
    yield Line(
        Kind.WORDS, "The same subject, and another rule. Both may hold, for different people or at different times."
    )
    for pair in matters.pairs:
        yield Line(
            Kind.PLACE, f"{pair.subject.capitalize()}: {'one forbids, one allows' if pair.opposed else 'not alike'}"
        )
        yield from (_beside(one) for one in (pair.one, pair.other))


def _beside(one: Cited) -> Line:
    return Line(Kind.QUOTE, one.clause.quotation, f"{DOES[one.clause.modality].capitalize()}: {source(one)}")


def _flat(words: str) -> str:
    """In one line, so that nothing in it begins a heading or a list."""
    return " ".join(words.split())
