"""When clauses disagree: which of two verdicts is the stricter, and where a disagreement is worth saying."""

from __future__ import annotations

import re

from knowledge.engine.prepared import Sentence
from knowledge.model import Modality, Verdict

# Where something stands or by what it is done: two clauses about the same act may name one, the other, or neither.
_ANYWHERE = frozenset((
    "who.staff", "who.school", "who.slt", "thing.social_media", "thing.page", "thing.profile", "thing.account",
    "thing.personal_account", "thing.school_name", "thing.job", "thing.friends_list",
))  # fmt: skip
_GROUPS = ("who", "thing", "when", "where")
# Acts of which a rule for those who do them takes for granted that they may: “if you say where you work, you must…”.
_GRANTED = frozenset(("act.identify_school", "act.befriend", "act.accept"))
_IF_STAFF = re.compile(
    r"(?:if|where|when|whenever)\s+(?:(?:any|all|a|the)\s+)?(?:(?:member|members) of\s+)?"
    r"(?:staff|employees?|colleagues|teachers?|you|they|anyone|individuals)\b(?! (?:is|are|has|have|receives?)\b)",
    re.IGNORECASE,
)
_FOLLOWS = frozenset(("thing.disclaimer", "thing.view_opinion"))  # what such a duty then asks for
_NEAR = 8  # words from an act within which its people and things stand
_LIMITS = frozenset(("exception", "approval", "time", "condition"))  # what tells when a rule does not hold
_ORDER = (Verdict.NO, Verdict.MUST, Verdict.ONLY_IF, Verdict.TAKE_CARE, Verdict.YES, Verdict.NOT_COVERED)


def stricter(one: Verdict, other: Verdict) -> Verdict:
    """The stricter of two verdicts: no, must, only_if, take_care, yes."""
    return min(one, other, key=_ORDER.index)


def disagree(one: Verdict, other: Verdict) -> bool:
    """Do two verdicts lead people to do different things? Advice and a condition go well together."""
    pair = {one, other}
    return Verdict.YES in pair and bool(pair & {Verdict.NO, Verdict.ONLY_IF})


def may_contradict(asked: frozenset[str], one: frozenset[str], other: frozenset[str]) -> bool:
    """Could clauses with these concepts contradict each other? A quick look, since hardly any two do."""
    common = one & other
    return any(concept.startswith("act.") for concept in asked & common) or (one | other) - common <= _ANYWHERE


def contradicts(asked: frozenset[str], one: Sentence, other: Sentence) -> bool:
    """Does one sentence plainly forbid what the other allows or takes for granted? `asked`: the question's concepts.

    Only where both name the act that is asked about, with the same people, things, times and places, and where no
    condition tells the two apart: two rules that can both be kept do not contradict each other.
    """
    if _the_same(one, other):
        return {one.modality, other.modality} == {Modality.PROHIBITION, Modality.PERMISSION}
    acts = {c for c in asked & one.reading.concepts & other.reading.concepts if c.startswith("act.")}
    if not acts or _named(one, acts) != _named(other, acts):
        return False
    forbidding, allowing = sorted((one, other), key=lambda sentence: sentence.modality is not Modality.PROHIBITION)
    if forbidding.modality is not Modality.PROHIBITION or _limited(forbidding):
        return False
    if allowing.modality is Modality.PERMISSION:
        return not _limited(allowing)
    return allowing.modality is Modality.OBLIGATION and _grants(allowing, acts & _GRANTED)


def _the_same(one: Sentence, other: Sentence) -> bool:
    """Do two sentences name the very same, under the same conditions?"""
    named = one.reading.concepts - _ANYWHERE == other.reading.concepts - _ANYWHERE
    return named and bool(one.reading.concepts - _ANYWHERE) and one.conditions == other.conditions


def _named(sentence: Sentence, acts: set[str]) -> frozenset[str]:
    """The people, things, times and places near the act: a long sentence has other acts with things of their own.

    Left out is what any rule here may name.
    """
    matches = sentence.reading.matches
    places = [match.start for match in matches if match.concept in acts]
    near = (m.concept for m in matches if any(abs(m.start - place) <= _NEAR for place in places))
    return frozenset(c for c in near if c.startswith(_GROUPS)) - _ANYWHERE - _FOLLOWS


def _limited(sentence: Sentence) -> bool:
    return any(condition.kind in _LIMITS for condition in sentence.conditions)


def _grants(sentence: Sentence, acts: set[str]) -> bool:
    """Does a duty open with "If staff do it, …"?"""
    pairs = zip(sentence.conditions, sentence.condition_concepts, strict=True)
    return any(concepts & acts and _IF_STAFF.match(condition.text) for condition, concepts in pairs)
