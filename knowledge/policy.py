"""A file's bytes in, the policy out: title, dates, clauses, and what was left out."""

from __future__ import annotations

from hashlib import sha256

from knowledge.clauses.dates import dates_of
from knowledge.clauses.levels import ranked
from knowledge.clauses.lines import logical_lines
from knowledge.clauses.splitting import split
from knowledge.clauses.titles import title_of
from knowledge.documents.reading import read
from knowledge.model import Document, DocumentFault, Policy


def read_policy(data: bytes, name: str) -> Policy:
    """Read a policy document of any format that `knowledge.documents.reading.read` knows; `name` is its file name.

    Raises DocumentFault where the file cannot be used, also where it holds text but nothing that reads as a rule.
    """
    return policy_of(read(data, name), sha256(data).hexdigest())


def policy_of(document: Document, sha: str) -> Policy:
    """The policy that a document holds; `sha` is that of the file's bytes."""
    clauses, left_out = split(document)
    if not clauses:
        raise DocumentFault(
            f"{document.name} has text, but no passages that read as a policy.\n"
            "Check that it is the policy itself and not a cover page or a form, then try again."
        )
    title = title_of(document, ranked(logical_lines(document), document.text))
    return Policy(title, dates_of(document), clauses, document, left_out, sha)
