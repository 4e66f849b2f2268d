"""What is measured side by side: our whole answer, and the bare retrieval of three search engines.

A contender is built from the policies in force together, often one. `ready` turns a question into what it searches
with and is not timed; `ask` is. So the others are given their words for nothing, while our answer begins with the
text as somebody typed it.
"""

from __future__ import annotations

import logging
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import bm25s
import numpy as np
from rank_bm25 import BM25Okapi

from knowledge.answering import Answerer
from knowledge.model import Policy

_BEST = 5
logging.getLogger("bm25s").setLevel(logging.WARNING)


class Contender(ABC):
    """One engine over the clauses of some policies."""

    name: str

    @abstractmethod
    def __init__(self, policies: Sequence[Policy]) -> None:
        """Build its index; this is timed too."""

    def ready(self, question: str) -> Any:
        """What `ask` is given."""
        return question

    @abstractmethod
    def ask(self, ready: Any) -> object:
        """Answer, or search for the best five clauses."""


class Proviso(Contender):
    """Text in, verdict, clauses and follow-up out."""

    name = "Proviso: the whole answer"

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._answerer = Answerer(policies)

    def ask(self, ready: Any) -> object:
        return self._answerer.answer(ready)


class RankBM25(Contender):
    """As its own documentation has it: words split at white space."""

    name = "rank_bm25: retrieval"

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._index = BM25Okapi(self.tokens(_texts(policies)))

    def tokens(self, texts: Sequence[str]) -> list[list[str]]:
        """Words of each text."""
        return [text.lower().split() for text in texts]

    def ready(self, question: str) -> Any:
        return self.tokens([question])[0]

    def ask(self, ready: Any) -> object:
        return np.argsort(self._index.get_scores(ready))[::-1][:_BEST]


class RankBM25Stopped(RankBM25):
    """The same without stop words: fewer words to look up, and so faster."""

    name = "rank_bm25: retrieval, stop words removed"

    def tokens(self, texts: Sequence[str]) -> list[list[str]]:
        return _without_stop_words(texts)


class BM25S(Contender):
    """With its own tokeniser and stop words, on NumPy."""

    name = "bm25s: retrieval"

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._index = bm25s.BM25(backend="numpy")
        self._index.index(_without_stop_words(_texts(policies)), show_progress=False)

    def ready(self, question: str) -> Any:
        return _without_stop_words([question])

    def ask(self, ready: Any) -> object:
        return self._index.retrieve(ready, k=_BEST, show_progress=False, backend_selection="numpy")


class FTS5(Contender):
    """SQLite's full-text search in memory, any of the words, best first."""

    name = "SQLite FTS5: retrieval"

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE clauses USING fts5(text, tokenize = 'porter unicode61')")
        self._database.executemany("INSERT INTO clauses VALUES (?)", zip(_texts(policies)))

    def ready(self, question: str) -> Any:
        return " OR ".join(f'"{word}"' for word in _without_stop_words([question])[0])

    def ask(self, ready: Any) -> object:
        asked = "SELECT rowid FROM clauses WHERE clauses MATCH ? ORDER BY rank LIMIT ?"
        return self._database.execute(asked, (ready, _BEST)).fetchall()


def _texts(policies: Sequence[Policy]) -> list[str]:
    return [clause.quotation for policy in policies for clause in policy.clauses]


def _without_stop_words(texts: Sequence[str]) -> list[list[str]]:
    """Words by the tokeniser of bm25s, English stop words removed."""
    found: list[list[str]] = bm25s.tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False)
    return found


CONTENDERS: tuple[type[Contender], ...] = (Proviso, RankBM25, RankBM25Stopped, BM25S, FTS5)
