"""What the bot knows, with the dates that the school wrote down: what is quoted says by them which version it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.desk import Knowledge, Verbs
from handlers.reminders.dates import recorded, with_recorded
from knowledge.model import Answer, Cited, Dates, Pair, Policy


def dated(knowledge: Knowledge, tx: Verbs) -> Knowledge:
    """The same knowledge where nothing was written down."""
    known = recorded(tx)
    return Dated(knowledge, known) if known else knowledge


class Dated:
    """Knowledge whose policies have their dates as the school knows them."""

    def __init__(self, knowledge: Knowledge, known: Mapping[str, Dates]) -> None:
        self._knowledge = knowledge
        self._known = known

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        """See `handlers.desk.Knowledge`, as for all of them."""
        found = self._knowledge.answer(question, facts=facts, capacity=capacity)
        conflict = self._cited(found.conflict) if found.conflict else None
        return replace(found, cited=tuple(self._cited(one) for one in found.cited), conflict=conflict)

    def alike(self, question: str, other: str) -> bool:
        """Dates make no difference."""
        return self._knowledge.alike(question, other)

    def pairs(self) -> Sequence[Pair]:
        """With the dates of both."""
        found = self._knowledge.pairs()
        return [replace(pair, one=self._cited(pair.one), other=self._cited(pair.other)) for pair in found]

    def policies(self) -> Sequence[Policy]:
        """With their dates."""
        return [with_recorded(one, self._known) for one in self._knowledge.policies()]

    def search(self, words: str, most: int = 5) -> Sequence[Cited]:
        """With the dates of each."""
        return [self._cited(one) for one in self._knowledge.search(words, most)]

    def _cited(self, one: Cited) -> Cited:
        return replace(one, policy=with_recorded(one.policy, self._known))
