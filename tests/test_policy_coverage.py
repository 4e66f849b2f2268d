"""What the five policies ask for stands in docs/policy-coverage.md, each sentence with the tests that show it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from knowledge.model import Clause, Policy
from knowledge.policy import read_policy

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "policy-coverage.md").read_text("utf-8")
POLICIES = ROOT.parent / "shared" / "policies"
FILES = {
    "Wigan": "wigan.txt",
    "St Mary's": "st-marys.txt",
    "OWLS": "owls.txt",
    "Waterloo": "waterloo.txt",
    "Northumberland": "northumberland.txt",
}
COLUMNS = ["clause", "what it asks, in our words", "what the product does", "shown by"]

needs_policies = pytest.mark.skipif(not POLICIES.is_dir(), reason="the five real policies are not on this machine")
each_policy = pytest.mark.parametrize("name", FILES)

# The verbs, their nouns, and what people write instead of them. It finds more than is asked, so that reading decides.
ASKING = re.compile(
    r"""\b(?:
      report\w* | refer(?:s|red|ring)? | rais(?:e|es|ed|ing) | let\b.{0,40}\bknow | tell\w* | notif\w* | signpost\w*
    | inform(?:s|ed|ing)? | aware(?:ness)? | disseminat\w* | acknowledg\w* | discuss(?:es|ed|ing)? | disclose\w*
    | approv\w* | authori[sz]\w+ | permi(?:ts?|tted|tting|ssions?) | allow(?:s|ed|ing)? | sanctioned | consent\w*
    | agree(?:s|d|ing)? | decid\w* | decisions? | assess\w* | draft\w* | sought | seek\w* | parameters
    | record(?:s|ed|ing)? | evidence | retain\w* | keep\b.{0,10}\bcopy | read\sand\sunderstood
    | delet\w* | remov\w* | un-?tag\w* | request\w* | ask(?:s|ing)?\b.{0,20}\bnot | asking
    | monitor\w* | check\w* | intercept\w* | inspect\w* | examin\w* | investigat\w* | search\b.{0,10}\bname
    | settings | privacy\slevels | set\sat\sprivate | expectation\sof\sprivacy | review(?:s|ed|ing)?
    | creat(?:e|ed|ing)\b.{0,40}\bsites? | official\s.{0,20}sites?
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NEXT_SENTENCE = re.compile(r"(?<!\bSt)(?<=[.!?])[)\"’”]*\s+(?=[A-Z“‘(])")
_KEY = re.compile(r"`([0-9a-f]{10}(?:-\d)?(?:\.\d)?)`")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
_EXCERPT = 6  # words in a row: fewer are everybody's


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence that asks for something, as the page has it."""

    clause: str
    asks: str
    does: str
    shown: str


def section(name: str) -> str:
    """What the page says about one policy."""
    return PAGE.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]


def rows(name: str) -> list[Row]:
    """The table of one policy, without its head."""
    lines = [line for line in section(name).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == COLUMNS
    return [Row(*line) for line in cells[2:]]


def listed(name: str) -> list[str]:
    """The keys in the table."""
    return [key for row in rows(name) for key in _KEY.findall(row.clause)]


def excepted(name: str) -> list[str]:
    """The keys under the table, which ask nobody for anything."""
    return _KEY.findall(section(name).split("Such words that ask nobody for anything:", 1)[1])


@cache
def policy(name: str) -> Policy:
    """The policy as the product reads it."""
    return read_policy((POLICIES / FILES[name]).read_bytes(), FILES[name])


def sentences(clause: Clause) -> dict[str, str]:
    """A clause's sentences by key: its id, with a number where there are several."""
    found = _NEXT_SENTENCE.split(clause.text)
    if len(found) == 1:
        return {clause.id: clause.quotation}
    return {f"{clause.id}.{number}": f"{clause.lead_in} {text}" for number, text in enumerate(found, 1)}


@cache
def defined(file: Path) -> frozenset[str]:
    """The names of the functions of a file."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, functions))


# --- the page by itself ---


def test_the_page_has_the_five_policies_in_order() -> None:
    assert re.findall(r"^## (.+)$", PAGE, re.MULTILINE) == [*FILES]


@each_policy
def test_every_row_names_its_clause_says_it_in_our_words_and_what_shows_it(name: str) -> None:
    for row in rows(name):
        assert len(_KEY.findall(row.clause)) == 1, row
        assert row.asks, row
        assert row.does, row
        for part in row.shown.split("; "):
            assert _TEST.fullmatch(part), f"{row.clause}: {part}"


@each_policy
def test_every_test_that_is_named_is_there(name: str) -> None:
    named = [(ROOT / file, test) for row in rows(name) for file, test in _TEST.findall(row.shown)]
    assert named
    missing = [f"{file.name}::{test}" for file, test in named if not file.is_file() or test not in defined(file)]
    assert missing == []


@each_policy
def test_no_sentence_is_both_listed_and_excepted_or_stands_twice(name: str) -> None:
    keys = [*listed(name), *excepted(name)]
    assert len(keys) == len(set(keys))
    whole = {key for key in keys if "." not in key}
    assert [key for key in keys if "." in key and key.split(".")[0] in whole] == []


# --- the page beside the policies ---


@needs_policies
@each_policy
def test_no_sentence_that_asks_for_something_is_missing(name: str) -> None:
    known = {*listed(name), *excepted(name)}
    missing = {
        key: text
        for clause in policy(name).clauses
        for key, text in sentences(clause).items()
        if ASKING.search(text) and not known & {key, clause.id}
    }
    assert missing == {}


@needs_policies
@each_policy
def test_no_such_sentence_stands_outside_the_clauses(name: str) -> None:
    read = policy(name)
    governing = {_plain(words) for clause in read.clauses for words in (*clause.heading, clause.lead_in)}
    edges = sorted((clause.start, clause.end) for clause in read.clauses)
    starts, ends = [start for start, _ in edges], [end for _, end in edges]
    between = [read.document.text[end:start] for end, start in zip([0, *ends], [*starts, None], strict=True)]
    lines = [line for gap in between for line in gap.splitlines() if ASKING.search(line)]
    assert [line for line in lines if _plain(line) not in governing] == []


@needs_policies
@each_policy
def test_every_key_is_a_sentence_of_the_policy_and_the_row_names_its_clause(name: str) -> None:
    clauses = {clause.id: clause for clause in policy(name).clauses}
    keys = {key for clause in clauses.values() for key in (clause.id, *sentences(clause))}
    assert {*listed(name), *excepted(name)} <= keys
    for row in rows(name):
        clause = clauses[_KEY.findall(row.clause)[0].split(".")[0]]
        label = row.clause.split(" `")[0]
        shown = clause.reference or " ".join(clause.heading[-1:]) or "front page"
        assert re.split(r",| \(", label)[0] == shown if clause.reference else shown.startswith(label), (label, shown)


@needs_policies
@each_policy
def test_no_wording_of_a_policy_is_copied_here(name: str) -> None:
    assert _excerpts(PAGE) & _excerpts(policy(name).document.text) == set()


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.casefold()))


def _excerpts(text: str) -> set[str]:
    words = _plain(text).split()
    return {" ".join(words[at : at + _EXCERPT]) for at in range(len(words) - _EXCERPT + 1)}
