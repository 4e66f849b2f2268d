"""Two versions of a policy, clause by clause: what is new, gone, worded otherwise, asks for more or less, or moved.

Of two clauses that belong together the words are compared one by one. Where a word changes that says how strictly a
rule is meant ("should" became "must", a "not", an "unless"), in it or in the heading that it stands under, or a number
or a time in a rule ("within 24 hours"), that comes first and is no minor edit, whatever else the clause says; and so is
a reworded rule that binds others or is limited otherwise, and every rule that is new or gone. What only stands under
another number says the same.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from knowledge.model import Clause, Modality, Policy

_SHARED = 0.3  # of the words of two clauses, how many they share before they are compared at all
_ALIKE = 0.55  # how alike two clauses are, from 0 to 1, to be the same one reworded
_PLACE = 0.15  # what the same number, or the same heading, adds to that

_WORDS_OF_FORCE = """
must shall should ought may might can could cannot will would need needs have has required requires require obliged
expected expects permitted permit permits allowed allow allows authorised authorized forbidden forbids prohibited
prohibits banned advised advisable recommended recommends encouraged encourages discouraged mandatory compulsory
optional not never no none nor neither only unless except excluding without always all any
if possible practicable normally usually generally ordinarily
"""
_FORCE = frozenset(_WORDS_OF_FORCE.split())
_COUNTS_AND_TIMES = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty ninety hundred once twice least most more fewer less over under minimum maximum
minute minutes hour hours day days week weeks month months year years daily weekly fortnightly monthly termly yearly
annually immediately before after until within
"""
_COUNTED = frozenset(_COUNTS_AND_TIMES.split())
_EDGES = re.compile(r"^\W+|\W+$")
_TYPED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})


class Change(StrEnum):
    """What became of a clause, the weightiest first."""

    FORCE = "force"  # it asks for more or less than before
    ADDED = "added"
    REMOVED = "removed"
    WORDS = "words"
    RENUMBERED = "renumbered"  # the same words under another number


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both versions (`before` equals `after`), or were replaced; "" where there are none."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        """Whether nothing changed here."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Changed:
    """A clause that is not as it was; `before` or `after` is None where it is new or gone."""

    kind: Change
    before: Clause | None
    after: Clause | None
    pieces: tuple[Piece, ...] = ()

    @property
    def force(self) -> tuple[tuple[str, str], ...]:
        """The words of force that changed, and numbers in a rule: ("should", "must"); "" where there is none."""
        found = (_force_of(one, self.clause) for one in self.pieces if not one.same)
        return tuple(dict.fromkeys(pair for pairs in found for pair in pairs))

    @property
    def clause(self) -> Clause:
        """The clause as it is now; one that is gone, as it was."""
        found = self.after or self.before
        assert found is not None, "a change is about a clause"
        return found

    @property
    def minor(self) -> bool:
        """Whether it could be a minor edit: no rule is new, gone or stricter or milder than it was."""
        if self.kind in (Change.ADDED, Change.REMOVED):
            return self.clause.modality is Modality.STATEMENT
        return self.kind is not Change.FORCE


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes when `after` takes the place of `before`; `changes` by weight, then as they stand in the policy."""

    before: Policy
    after: Policy
    changes: tuple[Changed, ...]
    same: int  # clauses that are as they were

    def of(self, kind: Change) -> tuple[Changed, ...]:
        """The changes of one kind."""
        return tuple(one for one in self.changes if one.kind is kind)

    @property
    def to_read(self) -> tuple[Changed, ...]:
        """What somebody who knows the version before has to read."""
        return tuple(one for one in self.changes if one.kind is not Change.RENUMBERED)

    @property
    def reach(self) -> tuple[frozenset[str], frozenset[str]]:
        """Whom the rules bind, before and after."""
        return _bound(self.before), _bound(self.after)

    @property
    def may_be_minor(self) -> bool:
        """Whether somebody may mark it as a minor edit, which nobody has to acknowledge anew."""
        return all(one.minor for one in self.changes) and self.reach[0] == self.reach[1]


def compare(before: Policy, after: Policy) -> Comparison:
    """Compare two versions. Each clause is matched with at most one other."""
    pairs = _matched(before.clauses, after.clauses)
    old, new = {id(one) for one, _ in pairs}, {id(one) for _, one in pairs}
    found = [one for pair in pairs if (one := _changed(*pair)) is not None]
    same = len(pairs) - len(found)
    found += [Changed(Change.ADDED, None, one) for one in after.clauses if id(one) not in new]
    found += [Changed(Change.REMOVED, one, None) for one in before.clauses if id(one) not in old]
    weight = list(Change)
    return Comparison(before, after, tuple(sorted(found, key=lambda one: (weight.index(one.kind), one.clause.start))),
                      same)  # fmt: skip


def kinship(before: Policy, after: Policy) -> float:
    """How much of `after` stands in `before` already, reworded or not, from 0 to 1."""
    return len(_matched(before.clauses, after.clauses)) / max(1, len(after.clauses))


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Two wordings, word by word; quotation marks and dashes of another make are no change."""
    old, new = before.split(), after.split()
    found = SequenceMatcher(None, [_typed(one) for one in old], [_typed(one) for one in new], autojunk=False)
    pieces = []
    for tag, i, j, k, m in found.get_opcodes():
        left, right = " ".join(old[i:j]), " ".join(new[k:m])
        pieces.append(Piece(right, right) if tag == "equal" else Piece(left, right))
    return tuple(pieces)


# --- which belongs to which ---


def _matched(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """Pairs in three passes: number and words the same, words the same, words alike."""
    pairs: list[tuple[Clause, Clause]] = []
    for key in (_named, _said):
        waiting: defaultdict[tuple[str, ...], deque[Clause]] = defaultdict(deque)
        for one in old:
            waiting[key(one)].append(one)
        left = []
        for one in new:
            if waiting[key(one)]:
                pairs.append((waiting[key(one)].popleft(), one))
            else:
                left.append(one)
        old, new = [one for some in waiting.values() for one in some], left
    return pairs + _alike(old, new)


def _named(clause: Clause) -> tuple[str, ...]:
    return clause.reference, *_said(clause)


def _said(clause: Clause) -> tuple[str, ...]:
    return (_typed(clause.quotation),)


def _alike(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    words = {id(one): [_typed(word).casefold() for word in one.quotation.split()] for one in (*old, *new)}
    sets = {key: frozenset(some) for key, some in words.items()}
    scores = []
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            mine, theirs = sets[id(one)], sets[id(other)]
            if len(mine & theirs) >= _SHARED * len(mine | theirs):
                ratio = SequenceMatcher(None, words[id(one)], words[id(other)], autojunk=False).ratio()
                score = ratio + _PLACE * _same_place(one, other)
                if score >= _ALIKE:
                    scores.append((-score, i, j))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for _, i, j in sorted(scores):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((old[i], new[j]))
    return pairs


def _same_place(one: Clause, other: Clause) -> bool:
    if one.reference or other.reference:
        return one.reference == other.reference
    return one.heading == other.heading


# --- what became of a pair ---


def _changed(before: Clause, after: Clause) -> Changed | None:
    above = _above(before, after)
    if _said(before) == _said(after):
        same = before.reference == after.reference
        moved = before.heading != after.heading  # where nothing was moved, an older program read it otherwise
        if above or (moved and before.modality is not after.modality):
            return Changed(Change.FORCE, before, after, (*above, Piece(after.quotation, after.quotation)))
        return None if same else Changed(Change.RENUMBERED, before, after)
    pieces = word_diff(before.quotation, after.quotation)
    strict = above or _means(before) != _means(after) or any(_force_of(one, after) for one in pieces if not one.same)
    return Changed(Change.FORCE if strict else Change.WORDS, before, after, (*above, *pieces))


def _above(before: Clause, after: Clause) -> tuple[Piece, ...]:
    """The headings that they stand under, where a word of force in them is another."""
    pieces = word_diff(" › ".join(before.heading), " › ".join(after.heading))
    return pieces if any(_forceful(one.before) != _forceful(one.after) for one in pieces) else ()


def _means(clause: Clause) -> tuple[object, ...]:
    """What a clause does, for whom, and by what it is limited."""
    return clause.modality, frozenset(clause.binds), sorted(one.kind for one in clause.conditions)


def _force_of(piece: Piece, clause: Clause) -> list[tuple[str, str]]:
    """Words of force on both sides of a piece, without those that stand on both."""
    rule = clause.modality is not Modality.STATEMENT
    old, new = _forceful(piece.before, numbers=rule), _forceful(piece.after, numbers=rule)
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    width = max(len(gone), len(come))
    return list(zip(_filled(gone, width), _filled(come, width), strict=True))


def _forceful(words: str, *, numbers: bool = False) -> list[str]:
    plain = (_EDGES.sub("", _typed(word).casefold()) for word in words.split())
    return [word for word in plain if word in _FORCE or word.endswith("n't") or (numbers and _counts(word))]


def _counts(word: str) -> bool:
    return word in _COUNTED or any(map(str.isdigit, word))


def _filled(words: list[str], width: int) -> list[str]:
    return words + [""] * (width - len(words))


def _typed(words: str) -> str:
    return words.translate(_TYPED)


def _bound(policy: Policy) -> frozenset[str]:
    return frozenset(
        who for clause in policy.clauses if clause.modality is not Modality.STATEMENT for who in clause.binds
    )
