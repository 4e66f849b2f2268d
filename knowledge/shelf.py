"""The policies in force at each school, ready to answer; swapped whole while questions run."""

from __future__ import annotations

import threading
import weakref
from collections import Counter, OrderedDict
from collections.abc import Sequence
from pathlib import Path

from knowledge.answering import Answerer
from knowledge.index import Index, IndexFault, build, path_of
from knowledge.model import Answer, Cited, Pair, Policy

MOST = 8  # schools whose answerers stay in memory, a few megabytes each


class Held:
    """One school's policies, ready. A reader keeps the one it has until it has finished with it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._answerer = Answerer(index.policies)

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        """Answer from the policies in force; see `knowledge.answering`."""
        return self._answerer.answer(question, facts=facts, capacity=capacity)

    def alike(self, question: str, other: str) -> bool:
        """Do two questions ask the same? As strictly as `knowledge.similar` says."""
        return self._answerer.alike(question, other)

    def pairs(self) -> Sequence[Pair]:
        """Clauses to read beside each other when the policies are reviewed."""
        return self._answerer.pairs()

    def policies(self) -> Sequence[Policy]:
        """The policies in force."""
        return self._index.policies

    def search(self, words: str, most: int = 5) -> Sequence[Cited]:
        """Clauses that hold all of `words`."""
        return self._index.search(words, most)


class Shelf:
    """Index files in `folder`, one set of policies a school; the schools asked last are held in memory."""

    def __init__(self, folder: Path, most: int = MOST) -> None:
        self._folder = folder
        self._most = most
        self._lock = threading.RLock()
        self._names: dict[str, str] = {}  # school → the index in force
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._readers: Counter[Path] = Counter()

    def name(self, school: str) -> str | None:
        """The name of the index in force; None where the school has no policy."""
        return self._names.get(school)

    def put(self, school: str, policies: Sequence[Policy]) -> None:
        """From now on answer for `school` from `policies`; none: there is nothing to answer from.

        Builds the index where it is absent. Takes a fraction of a second, in which the old ones go on answering.
        """
        if policies:
            path = build(policies, self._folder_of(school))
            self._swap(school, path.stem, self._open(path))
        else:
            self._swap(school, None, None)

    def take(self, school: str, name: str) -> bool:
        """From now on answer from the index of this name. False where it is absent or spoilt: then `put`."""
        path = path_of(self._folder_of(school), name)
        if not path.exists():
            return False
        try:
            held = self._open(path)
        except IndexFault:
            path.unlink(missing_ok=True)
            return False
        self._swap(school, name, held)
        return True

    def get(self, school: str) -> Held | None:
        """What answers for the school; None where it has no policy. A school not asked for long is opened again."""
        with self._lock:
            held, name = self._held.get(school), self._names.get(school)
            if held is None and name is not None:
                held = self._reopened(school, name)
            if held is not None:
                self._held[school] = held
                self._held.move_to_end(school)
                self._make_room()
            return held

    def _reopened(self, school: str, name: str) -> Held | None:
        """The school's index again. Where the file is gone its name goes too, so that its keeper notices."""
        try:
            return self._open(path_of(self._folder_of(school), name))
        except IndexFault:
            del self._names[school]
            return None

    def _folder_of(self, school: str) -> Path:
        return self._folder / school

    def _open(self, path: Path) -> Held:
        with self._lock:
            self._readers[path] += 1
        try:
            index = Index(path)
            held = Held(index)
        except BaseException:
            self._left(path)
            raise
        weakref.finalize(held, self._finished, index)
        return held

    def _swap(self, school: str, name: str | None, held: Held | None) -> None:
        with self._lock:
            before = self._names.pop(school, None)
            self._held.pop(school, None)
            if name is not None and held is not None:
                self._names[school] = name
                self._held[school] = held
                self._make_room()
            if before is not None and before != name:
                self._unlink_unread(path_of(self._folder_of(school), before))

    def _make_room(self) -> None:
        while len(self._held) > self._most:
            self._held.popitem(last=False)

    def _finished(self, index: Index) -> None:
        """The last reader of a Held is gone."""
        index.close()
        self._left(index.path)

    def _left(self, path: Path) -> None:
        with self._lock:
            self._readers[path] -= 1
            self._unlink_unread(path)

    def _unlink_unread(self, path: Path) -> None:
        """Remove a file that nobody reads and that is no longer in force."""
        if self._readers[path] <= 0:
            del self._readers[path]
            if self._names.get(path.parent.name) != path.stem:
                path.unlink(missing_ok=True)
