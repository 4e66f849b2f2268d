"""A school's clause index: one SQLite file with full-text search, named by what is in it, never changed once made."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from knowledge import written
from knowledge.model import Cited, Policy

if TYPE_CHECKING:
    from sqlite_utils import Database

# Of the file, and of how clauses are read: another number gives every index another name, so all are made anew.
FORM = "2"
_SUFFIX = ".sqlite"
_WORD = re.compile(r"\w+")


class IndexFault(Exception):
    """An index that cannot be read. It can always be made again from the policies."""


def name_of(shas: Sequence[str]) -> str:
    """The index's name: a hash of its form and of the policies' files, in the order in which they were added."""
    return sha256("\n".join((FORM, *shas)).encode()).hexdigest()[:32]


def path_of(folder: Path, name: str) -> Path:
    """Where the index of this name lies."""
    return folder / f"{name}{_SUFFIX}"


def build(policies: Sequence[Policy], folder: Path) -> Path:
    """Make the index of `policies` unless it is there; its path.

    It is written beside and moved into place, so that nobody ever opens half of one.
    """
    target = path_of(folder, name_of([policy.sha for policy in policies]))
    if target.exists():
        return target
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = folder / f".{target.stem}-{uuid4().hex}.making"
    try:
        _write(policies, target.stem, making)
        os.replace(making, target)
    finally:
        making.unlink(missing_ok=True)
    return target


def _write(policies: Sequence[Policy], name: str, path: Path) -> None:
    from sqlite_utils import Database

    with closing(sqlite3.connect(path)) as connection:
        database = Database(connection)
        with connection:
            _put(database, policies, name)
        connection.execute("PRAGMA optimize")


def _put(database: Database, policies: Sequence[Policy], name: str) -> None:
    database["meta"].insert_all([{"key": "name", "value": name}, {"key": "form", "value": FORM}], pk="key")  # type: ignore[union-attr]
    database["policies"].insert_all(  # type: ignore[union-attr]
        (
            {"place": place, "sha": policy.sha, "title": policy.title, **asdict(policy.dates),
             "file": policy.document.name, "kind": policy.document.kind, "clauses": len(policy.clauses),
             "whole": written.dump(policy)}
            for place, policy in enumerate(policies)
        ),
        pk="place",
    )  # fmt: skip
    database["clauses"].insert_all(_rows(policies), pk="row", foreign_keys=[("policy", "policies", "place")])  # type: ignore[union-attr]
    database["clauses"].enable_fts(["heading", "lead_in", "text"], tokenize="porter unicode61 remove_diacritics 2")  # type: ignore[union-attr]


def _rows(policies: Sequence[Policy]) -> list[dict[str, Any]]:
    """Every field of every clause; lists as JSON, the heading path as it is read."""
    rows: list[dict[str, Any]] = []
    for place, policy in enumerate(policies):
        for order, clause in enumerate(policy.clauses):
            rows.append({
                "row": len(rows) + 1,
                "policy": place,
                "place": order,
                "id": clause.id,
                "number": clause.number,
                "reference": clause.reference,
                "heading": " › ".join(clause.heading),
                "lead_in": clause.lead_in,
                "text": clause.text,
                "start": clause.start,
                "end": clause.end,
                "modality": clause.modality.value,
                "binds": json.dumps(clause.binds),
                "conditions": json.dumps([asdict(one) for one in clause.conditions], ensure_ascii=False),
                "section": clause.section.value,
                "page": clause.page,
            })  # fmt: skip
    return rows


class Index:
    """An index that is open for reading. Threads share it; it stays readable after its file was unlinked."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises IndexFault where it is not an index of today's form."""
        self.path = path
        self._lock = threading.Lock()
        try:
            address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self.policies = self._policies()
        except (sqlite3.Error, ValueError, KeyError) as fault:  # pydantic's error is a ValueError
            raise IndexFault(f"{path} cannot be read as an index") from fault

    def search(self, words: str, most: int = 5) -> tuple[Cited, ...]:
        """Clauses that hold all of `words`, in any form, best first; the score falls with the place."""
        quoted = " ".join(f'"{word}"' for word in _WORD.findall(words))
        if not quoted:
            return ()
        asked = (
            "SELECT c.policy, c.place FROM clauses_fts JOIN clauses c ON c.row = clauses_fts.rowid "
            "WHERE clauses_fts MATCH ? ORDER BY bm25(clauses_fts, 0.5, 0.5, 1.0) LIMIT ?"
        )
        with self._lock:
            found = self._connection.execute(asked, (quoted, most)).fetchall()
        places = [(self.policies[policy], place) for policy, place in found]
        return tuple(Cited(policy.clauses[place], policy, 1 / (n + 1)) for n, (policy, place) in enumerate(places))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _policies(self) -> tuple[Policy, ...]:
        rows = self._connection.execute("SELECT whole FROM policies ORDER BY place").fetchall()
        return tuple(written.load(whole) for (whole,) in rows)
