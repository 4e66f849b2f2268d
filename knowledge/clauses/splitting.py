"""A document in, its clauses out, and what was kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from knowledge.clauses.binding import binds, reach_of
from knowledge.clauses.conditions import LEFT_OPEN, conditions_under
from knowledge.clauses.headings import Role
from knowledge.clauses.levels import Ranked, ranked
from knowledge.clauses.lines import collapse, logical_lines
from knowledge.clauses.modality import is_rule, lead_modality, modality_of, row_modality
from knowledge.clauses.sections import section_of
from knowledge.clauses.sentences import LONGEST, ONE_PARAGRAPH, groups, leans, sentences
from knowledge.clauses.structure import Node, is_fragment, leads, outline
from knowledge.model import Clause, Document, Kind, LeftOut, Modality, Section

_STANDS_ALONE = (
    *("as follows", "the following", "following requirements", "below"),
    *("include", "includes", "including", "limited to"),
)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    number: str
    path: tuple[str, ...]
    lead_in: str
    page: int | None
    fact: bool = False
    row: bool = False
    under: str = ""
    first: bool = True  # only the first sentences of a list item are governed by its lead-in


def split(document: Document) -> tuple[tuple[Clause, ...], tuple[LeftOut, ...]]:
    """The clauses of a document in its order, and what is no clause or was kept apart, with the reason."""
    ranks = ranked(logical_lines(document), document.text)
    spans = [span for node in outline(ranks, document.text) for span in _spans(node, document.text)]
    reach = reach_of(collapse(document.text[span.start : span.end]) for span in spans)
    seen: Counter[str] = Counter()
    clauses = tuple(_clause(span, document.text, reach, seen) for span in spans)
    return clauses, (*document.left_out, *_apart(ranks), *_kept_apart(clauses))


def _spans(node: Node, text: str, lead_in: str = "") -> Iterator[_Span]:
    line = node.line

    def span(start: int, end: int) -> _Span:
        first = start == line.start
        row = line.kind is Kind.ROW
        return _Span(start, end, _shown(node), node.path, lead_in, line.page, node.fact, row, first=first)

    if node.fact:
        yield span(line.start, node.end)
        return
    spans = sentences(text, line.start, line.end)
    if not node.children:
        yield from (span(*one) for one in groups(text, spans, is_rule, whole=_whole(node, lead_in)))
        return
    before, lead = ([], (line.start, line.end)) if line.style == "head" else (spans[:-1], spans[-1])
    words = collapse(text[slice(*lead)])
    whole = line.style != "head" and (_quoted_whole(node, text, lead) or _is_exception(node, words))
    if whole and node.end - line.start <= LONGEST and (line.style or leans(words)):
        yield span(line.start, node.end)
        return
    yield from (span(*one) for one in groups(text, before, is_rule, whole=ONE_PARAGRAPH))
    if whole:
        yield span(lead[0], node.end)
        return
    if _stands_alone(words) or not (leads(line) or line.style == "head"):
        yield span(*lead)
    inner = f"{lead_in} {words}" if lead_in else words
    number = line.number if line.style.startswith("decimal") else ""
    for child in node.children:
        yield from (_numbered(one, number, _shown(node)) for one in _spans(child, text, inner))


def _whole(node: Node, lead_in: str) -> int:
    """Up to how many characters the passage is quoted whole: a numbered paragraph, an item, an answer, a table row."""
    if node.line.kind is Kind.ROW:
        return LONGEST
    answers = bool(node.path) and node.path[-1].endswith("?")
    return ONE_PARAGRAPH if node.line.style or lead_in or answers else 0


def _shown(node: Node) -> str:
    return "" if node.line.style in ("bullet", "question", "answer") else node.line.number


def _numbered(span: _Span, number: str, under: str) -> _Span:
    """A bullet of a numbered paragraph is cited by the paragraph's number, "(a)" keeps its own beside it."""
    if span.number.startswith(f"{under.rstrip('.: ')}."):  # "2.1" below "2" says it all
        return span
    if span.number:
        return replace(span, under=under.rstrip(".: ") + span.under)
    return replace(span, number=number) if number else span


def _quoted_whole(node: Node, text: str, lead: tuple[int, int]) -> bool:
    """Is the list, with its lead-in, one quotation? Examples are; rules are quoted one by one."""
    if node.end - lead[0] > LONGEST or any(child.children for child in node.children):
        return False
    words = [child.line.text for child in node.children]
    if all(is_fragment(one) for one in words):
        return True
    fact = lead_modality(collapse(text[slice(*lead)])) in (None, Modality.STATEMENT)
    return fact and not any(is_rule(one) for one in words)


def _is_exception(node: Node, lead: str) -> bool:
    """Do the items say when the lead-in's rule does not hold ("…, unless:")? Then they are part of that one rule."""
    return bool(LEFT_OPEN.search(lead)) and not any(child.children for child in node.children)


def _stands_alone(lead: str) -> bool:
    words = lead.rstrip(" :–-*").casefold()
    return len(words) > 60 and words.endswith(_STANDS_ALONE)


def _clause(span: _Span, source: str, reach: tuple[str, ...], seen: Counter[str]) -> Clause:
    text = collapse(source[span.start : span.end])
    heading = span.path[-1] if span.path else ""
    modality = Modality.STATEMENT if span.fact else modality_of(text, span.lead_in if span.first else "", heading)
    if span.row:
        modality = row_modality(text) or modality
    section = Section.REVIEW if span.fact else section_of(span.path, text, modality)
    if section is Section.PARENTS and modality is Modality.OBLIGATION:
        modality = Modality.ADVICE  # a school advises parents; it cannot oblige them here
    digest = sha256(f"{span.number}\n{text}".encode()).hexdigest()[:10]
    seen[digest] += 1
    return Clause(
        id=digest if seen[digest] == 1 else f"{digest}-{seen[digest]}",
        number=span.number,
        heading=span.path,
        lead_in=span.lead_in,
        text=text,
        start=span.start,
        end=span.end,
        modality=modality,
        binds=reach if span.fact else binds(text, span.lead_in, section, reach),
        conditions=() if span.fact else conditions_under(span.lead_in, text),
        section=section,
        page=span.page,
        under=span.under,
    )


def _apart(ranks: list[Ranked]) -> Iterator[LeftOut]:
    reasons = {
        Role.CONTENTS: ("contents page", "repeats the headings"),
        Role.CONTACT: ("contact details", "no rule"),
        Role.SIGNATURE: ("signature block", "no rule"),
    }
    before: Role | None = None
    for one in ranks:
        if one.role in reasons and one.role is not before:
            yield LeftOut(*reasons[one.role], one.line.text[:80])
        before = one.role


def _kept_apart(clauses: tuple[Clause, ...]) -> Iterator[LeftOut]:
    names = {
        Section.PARENTS: ("appendix for parents", "written for parents, not for staff"),
        Section.GLOSSARY: ("glossary", "explains words"),
    }
    for section, (what, reason) in names.items():
        found = [clause for clause in clauses if clause.section is section]
        if found:
            why = f"kept apart: {reason}; {len(found)} passages can still be found by a search"
            yield LeftOut(what, why, (found[0].heading[-1] if found[0].heading else found[0].text)[:80])
