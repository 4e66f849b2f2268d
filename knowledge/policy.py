"""A file's bytes in, the policy out: title, dates, clauses, and what was left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from knowledge.clauses.dates import dates_of
from knowledge.clauses.headings import Role
from knowledge.clauses.levels import Ranked, ranked
from knowledge.clauses.lines import logical_lines
from knowledge.clauses.splitting import split
from knowledge.clauses.titles import title_of
from knowledge.documents import faults
from knowledge.documents.reading import read
from knowledge.model import Clause, Document, Modality, Policy

# What a document calls itself that is meant to be followed; looked for in its title, its headings and "this policy…".
_RULES = r"polic(?:y|ies)|procedures?|guidance|guidelines?|handbook|code|rules?|protocol|agreement|charter|standards?"
_NAMED = re.compile(rf"\b(?:{_RULES})\b", re.IGNORECASE)
_ITSELF = re.compile(rf"\b(?:this|these|our|the school['’]s)(?: [\w’'-]+){{0,3}} (?:{_RULES})\b", re.IGNORECASE)
_GREETING = re.compile(r"^\s*(?:dear|hi|hello|hallo|good (?:morning|afternoon|evening))\b.{0,60}$", re.I | re.M)
_FAREWELL = re.compile(
    r"^\s*(?:yours|(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many) (?:regards|wishes|thanks)|regards|many thanks|"
    r"love from|see you)\b.{0,60}$",
    re.I | re.M,
)
_BOUND = re.compile(
    r"\b(?:staff|employees?|teachers?|colleagues|governors?|trustees?|volunteers?|contractors?|practitioners?|"
    r"educators?|faculty|adults|workers?)\b(?! (?:meeting|room|party|car park))",
    re.IGNORECASE,
)

_RULING = (Modality.PROHIBITION, Modality.OBLIGATION, Modality.PERMISSION)  # "remember the biscuits" is advice


def read_policy(data: bytes, name: str) -> Policy:
    """Read a policy document of any format that `knowledge.documents.reading.read` knows; `name` is its file name.

    Raises DocumentFault where the file cannot be used, also where it holds text but nothing that reads as a rule.
    """
    return policy_of(read(data, name), sha256(data).hexdigest())


def policy_of(document: Document, sha: str) -> Policy:
    """The policy that a document holds; `sha` is that of the file's bytes. Raises DocumentFault where it holds none."""
    clauses, left_out = split(document)
    ranks = ranked(logical_lines(document), document.text)
    if not _has_rules(document, ranks, clauses):
        raise faults.no_policy(document.name)
    return Policy(title_of(document, ranks), dates_of(document), clauses, document, left_out, sha)


def _has_rules(document: Document, ranks: Sequence[Ranked], clauses: Sequence[Clause]) -> bool:
    """Is there anything to follow? A shopping list has nothing, a letter asks something of those whom it greets.

    A document that calls itself a policy is believed, since not every rule has a “must” in it.
    """
    if not clauses:
        return False
    titles = (one.line.text for one in ranks if one.role in (Role.TITLE, Role.HEADING))
    if any(map(_NAMED.search, titles)) or _ITSELF.search(document.text):
        return True
    rules = [clause for clause in clauses if clause.modality in _RULING]
    if _GREETING.search(document.text) and _FAREWELL.search(document.text):
        return any(_BOUND.search(clause.quotation) for clause in rules)
    return bool(rules)
