"""Policies in, answers out: the door to everything in `knowledge/engine`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.engine import alerts, fitted, reasons
from knowledge.engine import capacity as capacities
from knowledge.engine.confidence import coverage_signs, probability, verdict_signs
from knowledge.engine.deciding import HEARD, Decider, Settled, VerdictWeights, deciding_sentence, mixed_verdict, settle
from knowledge.engine.fitted import Fitted, Floats
from knowledge.engine.following import concluded, follow_up
from knowledge.engine.guards import may_ask, may_show
from knowledge.engine.prepared import Sentence, prepare
from knowledge.engine.ranking import VERDICTS, Question, Ranking, likenesses, read_question
from knowledge.engine.strictness import contradicts, disagree, may_contradict, stricter
from knowledge.language.reading import Reader
from knowledge.language.tokens import tokenise
from knowledge.model import Answer, Cited, FollowUp, Modality, Pair, Policy, Verdict
from knowledge.pairs import pairs
from knowledge.similar import alike

_CITED = 5  # the deciding clause and up to four others
_ASK_FROM = 0.4  # P(the first clause is the right one), from which its condition is worth asking about
_PLAIN = 0.45  # P(verdict) from which a clause says a thing plainly enough to disagree with another
_ALIKE = 0.5  # of the concepts of two clauses, how many they share where they are about the same
_MUCH = 2  # concepts: an act and one thing are common to many questions
_FORBIDDEN = 0.6  # of the threshold of silence, where the first clause rules on what is asked
_ASKED_FOR = ("approval", "exception")  # conditions of another sentence of the clause that a yes may turn on
_RULES = (Modality.PROHIBITION, Modality.OBLIGATION)
_RIVAL = 0.08  # of the first clause's share: what is asked sways the ranking towards clauses that permit


def without_policy(question: str) -> Answer:
    """The answer where there is no policy: nothing is covered, but what must not wait is heard all the same."""
    numbers = fitted.shipped()
    read = read_question(question, numbers, Reader(numbers.words))
    common = alerts.common(read, numbers, alerts.find(read.text, read.reading))
    return Answer(question, Verdict.NOT_COVERED, False, 0.0, "There is no policy to answer from.", **common.fields)


class Answerer:
    """Answers questions from the policies of one school. Holds no state between questions."""

    def __init__(self, policies: Sequence[Policy], numbers: Fitted | None = None) -> None:
        """Prepare `policies` (those in force together). Raises ValueError where they hold no clause at all."""
        if not any(policy.clauses for policy in policies):
            raise ValueError("there is no clause to answer from")
        self._fitted = numbers or fitted.shipped()
        self._reader = Reader(self._fitted.words)
        for policy in policies:
            self._reader.learn(policy_words(policy))
        self._prepared = prepare(policies, self._fitted, self._reader)
        self._clauses = [clause for _, clause in self._prepared.places]
        weights = self._fitted.weights
        self._ranking = Ranking.of(np.array(weights["ranking"], dtype=np.float32), self._prepared)
        self._decider = Decider(self._prepared, VerdictWeights.of(weights["verdict"]))

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        """Answer `question`. `facts`: what pressed follow-ups settled; `capacity`: staff, governors, contractors, …"""
        read = read_question(question, self._fitted, self._reader)
        asker = capacities.of(facts, capacity)
        alike = likenesses(read, self._prepared)
        scores = self._ranking.scores(read, alike)
        handicap = capacities.handicap(self._clauses, asker)
        if handicap is not None:
            scores = scores - handicap
        order = np.argsort(-scores)[:8]
        coverage = coverage_signs(read, self._prepared, alike.T, scores)
        covered = probability(coverage, self._fitted.weights["covered"])
        common = alerts.common(read, self._fitted, alerts.find(read.text, read.reading))
        from_here = self._fitted.weights["cover_from"]
        if self._forbids(read, int(order[0])):
            from_here *= _FORBIDDEN  # a silence where the policy forbids it is worse than a clause too many
        if covered < from_here:
            return self._silence(question, common, order, covered)
        return self._decide(read, order, scores, coverage, frozenset(facts), asker, common)

    def alike(self, question: str, other: str) -> bool:
        """Do two questions ask the same? See `knowledge.similar`; what decides them is another matter."""
        one, two = (read_question(text, self._fitted, self._reader) for text in (question, other))
        return alike(one, two)

    def pairs(self) -> tuple[Pair, ...]:
        """Clauses to read beside each other when the policies are reviewed. See `knowledge.pairs`."""
        return pairs(self._prepared, self._fitted.subjects)

    def _forbids(self, read: Question, row: int) -> bool:
        """Does the clause forbid something about the act, and the person or the things, that the question names?"""
        common = self._prepared.readings[row].concepts & read.reading.concepts
        about = {c.split(".")[0] for c in common}
        return self._clauses[row].modality in _RULES and "act" in about and ("who" in about or len(common) > _MUCH)

    def _silence(self, question: str, common: alerts.Common, order: NDArray[np.intp], covered: float) -> Answer:
        nearest: list[str] = []
        for row in order:
            policy, clause = self._prepared.places[row]
            name = clause.heading[-1] if clause.heading else policy.title
            if name not in nearest:
                nearest.append(name)
        return Answer(
            question, Verdict.NOT_COVERED, shown=True, confidence=round(1 - covered, 3), reason=reasons.SILENT,
            nearest=tuple(nearest[:3]), **common.fields,
        )  # fmt: skip

    def _decide(
        self, read: Question, order: NDArray[np.intp], scores: Floats, coverage: dict[str, float],
        facts: frozenset[str], asker: str, common: alerts.Common,
    ) -> Answer:  # fmt: skip
        top, weights = int(order[0]), self._fitted.weights
        shares = np.exp(scores[order] - scores[top])
        # How sure we are is judged without the facts: they settle a condition, not whether it is the right clause.
        heard = self._decider.verdicts(read, order[:HEARD].tolist())
        mixed = mixed_verdict(heard, shares[: len(heard)])
        verdict = VERDICTS[int(mixed.argmax())]
        sentence = deciding_sentence(read, self._prepared, top)
        sure = probability(verdict_signs(coverage, read, sentence.modality, heard[0], mixed), weights["right"])
        found = probability(coverage, weights["found"])
        shown = sure >= weights["show_from"][verdict.value] and heard[0].argmax() == mixed.argmax()
        clause = self._prepared.places[top][1]
        settled = settle(read.reading, sentence, facts)
        pressed = _pressed(settle(read.reading, sentence), settled)
        known = None
        if pressed:
            known, verdict = concluded(settled, pressed, sentence.modality)
            if verdict is Verdict.YES and self._limits_elsewhere(top, sentence):
                verdict = Verdict.ONLY_IF
            # A yes by a pressed button is as dangerous as any other, and has to be as sure.
            least = weights["show_from"]["yes"] if verdict is Verdict.YES else 0.0
            shown = found >= max(weights["found_from"], least)
        rival = self._rival(read, order, shares, heard) if known is None else None
        conflict = None
        if rival is not None:
            place, said = rival
            verdict, shown = stricter(VERDICTS[int(heard[0].argmax())], said), False
            conflict = self._cite(int(order[place]), 0.0)
            if verdict is said:  # the strictest decides, so it stands first
                conflict = self._cite(top, 0.0)
                order = np.concatenate(([order[place]], np.delete(order, place)))
        shown = shown and may_show(verdict, read, self._prepared, top, settled)
        asking = (known is None or verdict is Verdict.ONLY_IF) and not common.fields[
            "danger"
        ]  # who tells of danger goes and tells somebody
        open_one = next((s for s in settled if s.state == "open"), None)
        return Answer(
            read.text, verdict, shown=bool(shown), confidence=round(found if known else sure, 3),
            reason=reasons.sentence(verdict, clause, settled, known, read.asked.form),
            cited=self._cited(order, shares, coverage["first"]),
            condition=open_one.condition.text if open_one and verdict is Verdict.ONLY_IF else None,
            follow_up=self._asks(read, top, verdict, settled, asker, found) if asking else None,
            conflict=conflict,
            readings=() if shown else self._readings(read),
            **common.fields,
        )  # fmt: skip

    def _limits_elsewhere(self, row: int, sentence: Sentence) -> bool:
        """Does another sentence of the clause forbid something, or ask for an approval?"""
        others = (one for one in self._prepared.sentences[row] if one is not sentence)
        return any(
            one.modality is Modality.PROHIBITION or any(c.kind in _ASKED_FOR for c in one.conditions) for one in others
        )

    def _asks(
        self, read: Question, row: int, verdict: Verdict, settled: tuple[Settled, ...], asker: str, found: float
    ) -> FollowUp | None:
        """The one question that would settle it, where the clause is likely enough to be the right one."""
        if found < _ASK_FROM:
            return None
        if (who := capacities.question(self._clauses[row], read.reading, asker)) is not None:
            return who
        if not may_ask(read, deciding_sentence(read, self._prepared, row)):
            return None
        exception = any(s.condition.kind == "exception" and s.state == "open" for s in settled)
        # A plain "no" asks back only about an exception: most people who ask are not in it, but some are.
        if verdict is Verdict.ONLY_IF or (verdict is Verdict.NO and exception):
            return follow_up(settled, self._reader)
        return None

    def _rival(
        self, read: Question, order: NDArray[np.intp], shares: Floats, heard: Floats
    ) -> tuple[int, Verdict] | None:
        """Another clause about the same people and things that says otherwise: its place in `order`, its verdict."""
        mine, *others = (max(zip(row, VERDICTS, strict=True)) for row in heard.tolist())
        about = self._prepared.readings[order[0]].concepts
        for place, other in enumerate(others, 1):
            theirs = self._prepared.readings[order[place]].concepts
            common = about & theirs
            alike = common and len(common) >= _ALIKE * len(about | theirs)
            plain = min(mine, other)[0] >= _PLAIN
            if plain and alike and shares[place] >= _RIVAL and disagree(mine[1], other[1]):
                return place, other[1]
            if self._contradict(read, int(order[0]), int(order[place])):
                theirs_forbids = self._clauses[order[place]].modality is Modality.PROHIBITION
                return place, Verdict.NO if theirs_forbids else Verdict.YES
        return None

    def _contradict(self, read: Question, one: int, other: int) -> bool:
        """Do two clauses for the same people say the opposite about what is asked?"""
        if self._clauses[one].binds != self._clauses[other].binds:
            return False
        mine, theirs = self._prepared.readings[one].concepts, self._prepared.readings[other].concepts
        if not may_contradict(read.reading.concepts, mine, theirs):
            return False
        said = (deciding_sentence(read, self._prepared, row) for row in (one, other))
        return contradicts(read.reading.concepts, *said)

    def _cite(self, row: int, score: float) -> Cited:
        policy, clause = self._prepared.places[row]
        return Cited(clause, policy, score)

    def _cited(self, order: NDArray[np.intp], shares: Floats, first: float) -> tuple[Cited, ...]:
        rows = zip(order[:_CITED].tolist(), shares[:_CITED].tolist(), strict=True)
        return tuple([self._cite(row, round(share * first, 3)) for row, share in rows])

    def _readings(self, read: Question) -> tuple[str, ...]:
        """Two situations that are about as likely, and that different clauses decide."""
        p = read.situations
        other, one = np.argpartition(p, -2)[-2:].tolist()
        close = p[other] > 0.6 * p[one] and p[one] + p[other] > 0.5
        apart = self._prepared.affinity[:, one].argmax() != self._prepared.affinity[:, other].argmax()
        return (self._fitted.asks[one], self._fitted.asks[other]) if close and apart else ()


def _pressed(before: Sequence[Settled], now: Sequence[Settled]) -> list[Settled]:
    """The conditions that pressed follow-ups settled."""
    return [new for old, new in zip(before, now, strict=True) if old.state != new.state]


def policy_words(policy: Policy) -> dict[str, int]:
    """The words a policy uses → how often."""
    words: dict[str, int] = {}
    for word in tokenise(policy.document.text):
        if len(word) > 2:
            words[word] = words.get(word, 0) + 1
    return words
