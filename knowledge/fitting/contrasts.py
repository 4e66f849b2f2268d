"""Clauses with contrasting questions, `knowledge/training/verdicts/*.txt`: what the verdict step is fitted on besides.

`> clause` (or `> lead-in :: item`), then lines of `verdict | question`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.clauses.binding import binds
from knowledge.clauses.conditions import conditions_of
from knowledge.clauses.modality import modality_of
from knowledge.clauses.sections import section_of
from knowledge.engine.deciding import Signs, deciding_sentence, settle, signs
from knowledge.engine.fitted import Fitted
from knowledge.engine.prepared import prepare
from knowledge.engine.ranking import read_question
from knowledge.language.reading import Reader
from knowledge.model import Clause, Dates, Document, Policy, Verdict


@dataclass(frozen=True, slots=True)
class Contrast:
    """One question put to one clause; `clause` counts within its file."""

    clause: int
    verdict: Verdict
    question: str


def read_contrasts(name: str, lines: Iterable[str]) -> tuple[list[Clause], list[Contrast]]:
    """The clauses and questions of one file. Raises ValueError naming `name` and the line."""
    clauses: list[Clause] = []
    contrasts: list[Contrast] = []
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith(">"):
            lead_in, _, text = line[1:].strip().rpartition(" :: ")
            clauses.append(_clause(f"{name}-{number}", lead_in.strip(), text.strip()))
            continue
        verdict, bar, question = line.partition("|")
        if not bar or not clauses or verdict.strip() not in set(Verdict):
            raise ValueError(f"{name}, line {number}: expected “> clause” or “verdict | question”")
        contrasts.append(Contrast(len(clauses) - 1, Verdict(verdict.strip()), question.strip()))
    return clauses, contrasts


def contrast_signs(folder: Path, numbers: Fitted) -> Iterator[tuple[Signs, Verdict]]:
    """The signs and the right verdict of every question in the files of `folder`."""
    for path in sorted(folder.glob("*.txt")):
        clauses, contrasts = read_contrasts(path.name, path.read_text("utf-8").splitlines())
        document = Document(path.name, "txt", "\n".join(clause.quotation for clause in clauses), ())
        policy = Policy(path.stem, Dates(), tuple(clauses), document, (), path.stem)
        reader = Reader(numbers.words)
        prepared = prepare([policy], numbers, reader)
        for one in contrasts:
            question = read_question(one.question, numbers, reader)
            sentence = deciding_sentence(question, prepared, one.clause)
            yield signs(question, clauses[one.clause], sentence, settle(question.reading, sentence)), one.verdict


def _clause(key: str, lead_in: str, text: str) -> Clause:
    modality = modality_of(text, lead_in)
    section = section_of((), text, modality)
    return Clause(
        id=key,
        number="",
        heading=(),
        lead_in=lead_in,
        text=text,
        start=0,
        end=len(text),
        modality=modality,
        binds=binds(text, lead_in, section, ("staff",)),
        conditions=conditions_of(text),
        section=section,
    )
