"""A ruling as staff see it: where it is shown, in which words, and where it differs from the policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.answers import Ruled, quote, silent, sure
from handlers.desk import Desk, Role, School
from handlers.model import Quote
from handlers.records import Decision, Ruling
from handlers.wording import day, sentence
from knowledge.model import Answer, Cited, Modality, Policy, Verdict

LABELS = {
    Decision.YES: "Yes",
    Decision.NO: "No",
    Decision.ONLY_IF: "Only if…",
    Decision.DONT: "Please don't, because…",
    Decision.FINE: "It is fine",
    Decision.TALK: "Let's talk",
    Decision.ASIDE: "Dealt with",
}
_SAME = {
    Verdict.YES: (Decision.YES,),
    Verdict.NO: (Decision.NO, Decision.DONT),
    Verdict.ONLY_IF: (Decision.ONLY_IF,),
}
_PERMITS = (Decision.YES, Decision.ONLY_IF)
_AGAINST = (Decision.NO, Decision.DONT)
_BINDS = (Modality.OBLIGATION, Modality.PROHIBITION)


def ruled(question: str, answer: Answer, desk: Desk, capacity: str = "") -> Ruled | None:
    """The newest ruling on this very question, where the same clause of the same version decides it.

    It is for staff, as whoever gave it read; governors see the chair's, volunteers and contractors none. None beside
    words of danger or of somebody who may be telling of harm: whom to tell comes before any ruling.
    """
    if answer.danger or answer.disclosure:
        return None
    clause, under = stands_under(answer, desk)
    for one in desk.tx.rulings():
        here = (one.clause, one.under) == (clause, under) and in_time(one, desk.today)
        if here and _is_for(one, capacity) and desk.knowledge.alike(one.question, question):
            return Ruled(as_quote(one, desk.school), differs(one, answer), one.role, _agrees(one, answer))
    return None


def stands_under(answer: Answer, desk: Desk) -> tuple[str, str]:
    """What a ruling on this question rests on: the deciding clause, and the version of its policy. Where no clause
    decides, "" and all the versions in force: any of them might come to decide it."""
    if silent(answer):
        return "", " ".join(sorted(policy.sha for policy in desk.knowledge.policies()))
    return answer.cited[0].clause.id, answer.cited[0].policy.sha


def overtaken(one: Ruling, policies: Sequence[Policy]) -> bool:
    """Whether the policy that it was given under is no longer the one in force."""
    shas = sorted(policy.sha for policy in policies)
    return one.under not in shas if one.clause else one.under != " ".join(shas)


def in_time(one: Ruling, today: date) -> bool:
    """Whether it still holds: its last day is included."""
    return today.isoformat() <= one.until


def beside(one: Ruling, policies: Sequence[Policy]) -> Cited | None:
    """The clause that it stands beside; None where no clause decides, or the clause is no longer in force."""
    for policy in policies:
        for clause in policy.clauses:
            if clause.id == one.clause and policy.sha == one.under:
                return Cited(clause, policy, 1.0)
    return None


def as_quote(one: Ruling, school: School) -> Quote:
    """Word for word, with whose it is, since when and until when; and that it is not policy."""
    since = day(one.at.astimezone(school.zone).date())
    return Quote(decided(one.verdict, one.words), f"The {short(one.role)}'s ruling of {since}, until {day(one.until)}; "
                 "not policy", lead_in=one.question)  # fmt: skip


def decided(decision: Decision, words: str) -> str:
    """A decision with its words: “Only if the parents agree in writing.”"""
    label = LABELS[decision].rstrip("…")
    if decision in (Decision.ONLY_IF, Decision.DONT):
        return sentence(f"{label} {_joined(words)}")
    return f"{sentence(label)} {sentence(words)}".strip()


def differs(one: Ruling, answer: Answer) -> str:
    """That policy and ruling do not say the same, in a sentence; "" where they do not contradict each other."""
    if silent(answer):
        return ""
    modality, plain = answer.cited[0].clause.modality, sure(answer)
    permits = one.verdict in _PERMITS and not (plain and answer.verdict is Verdict.MUST)  # then a yes says so too
    if permits and (answer.verdict is Verdict.NO or modality is Modality.PROHIBITION):
        return _otherwise("The policy says no" if plain and answer.verdict is Verdict.NO else "The clause forbids", one)
    if one.verdict in _AGAINST and answer.verdict is Verdict.MUST and (plain or modality in _BINDS):
        return _otherwise("The policy asks it of you" if plain else "The clause asks it", one)
    allows = plain and answer.verdict is Verdict.YES  # of an unsure yes nothing is said
    if one.verdict is not Decision.YES and (allows or modality is Modality.PERMISSION):
        return _otherwise("The policy allows it" if allows else "The clause allows", one)
    return ""


def short(role: str) -> str:
    """A role as it stands before “ruling”: head, chair."""
    return "chair" if role == Role.CHAIR else role


def clause_of(answer: Answer) -> Quote | None:
    """The clause that decides the question, as it will stand under the ruling."""
    return None if silent(answer) else quote(answer.cited[0])


def _is_for(one: Ruling, capacity: str) -> bool:
    """Whether it was given for people in this capacity; "" where nobody knows in which they ask."""
    return capacity in ("", "staff") or (capacity == "governors" and one.role == Role.CHAIR)


def _agrees(one: Ruling, answer: Answer) -> bool:
    """Whether the verdict word that is shown is the ruling's too."""
    return sure(answer) and not silent(answer) and one.verdict in _SAME.get(answer.verdict, ())


def _otherwise(policy: str, one: Ruling) -> str:
    return f"{policy}; the {short(one.role)} has ruled otherwise. If in doubt, ask."


def _joined(words: str) -> str:
    """Words that go on a sentence begun: a small letter, unless they begin with a name or with I."""
    first = words.split(maxsplit=1)[0] if words else ""
    return words[:1].lower() + words[1:] if first.lower() in _BEGINNINGS else words


_BEGINNINGS = frozenset(
    ("the", "a", "an", "you", "your", "it", "they", "their", "there", "this", "we", "our", "parents")
)
