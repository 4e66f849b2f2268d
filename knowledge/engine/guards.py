"""When a verdict word may be shown at all. A false yes must not happen, so each guard only ever takes away."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.engine.deciding import Settled, deciding_sentence, settle
from knowledge.engine.prepared import Prepared, Sentence
from knowledge.engine.ranking import Question
from knowledge.language.forms import Form
from knowledge.language.reading import Reading
from knowledge.model import Modality, Verdict

_RECOGNISED = 0.25  # P(situation): below it the question may be about something else altogether
_ASKS_A_DUTY = (Form.MUST, Form.WHAT_TO_DO, Form.WHO, Form.WHEN)
_ASKS_A_FACT = (Form.FACT, Form.WHEN, Form.WHO)
_APPROVAL = frozenset(("act.approve", "act.authorise", "act.consent", "act.ask_permission", "thing.consent_form"))
_LACKING = frozenset(("not", "no", "without", "never", "before", "until"))
_UP_TO = re.compile(r"\b(?:under|below|younger than|until|before|reach\w*|attain\w*|turn\w*)\b[^.;\d]{0,40}(\d\d)\b")
_AGED = re.compile(
    r"\b(?:is|are|am|now|aged?|turned|he['’]s|she['’]s|they['’]re|of|nearly|just)\s(?:now |only |just )?(\d\d)\b"
)
_TWO_WAYS = re.compile(
    r"\b(?:but|and|or)\b(?: [\w’'-]+){0,3}? (?:must|should|shall|may|can)(?: not| never|not)\b"
    r"|\b(?:but|and) (?:not|never)\b|\bnor (?:may|must|should|can|are|is|do)\b"
    r"|\b(?:or|and),\s*, (?:with|to|for|of|on|in|by|at|from)\b",
    re.IGNORECASE,
)
_NO_CELL = re.compile(r"[:;|\t] *(?:No|Never|Not (?:allowed|permitted))(?=\s*(?:[;,.|(]|$))")
_YES_CELL = re.compile(r"[:;|\t] *(?:Yes|Allowed|Permitted|Only|With)\b")
_EXCEPTED = {
    "parent": "who.parent", "carer": "who.parent", "pupil": "who.pupil", "student": "who.pupil", "child": "who.pupil",
    "learner": "who.pupil", "colleague": "who.colleague",
}  # fmt: skip
_UNLESS_THEY_ARE = re.compile(
    r"\b(?:unless|except (?:where|when|if)) (?:the |an? |that |those |these )?"
    rf"({'|'.join(_EXCEPTED)})(s|ren)? (?:is|are)\b",
    re.IGNORECASE,
)
_AT_WORK = frozenset(("when.working_time", "when.lesson"))
_OWN_TIME = frozenset(("when.break", "when.before_after_school", "when.weekend_evening", "when.holiday", "where.home"))
_LIMITING = frozenset(("only", "bound", "agreed"))  # wordings of a clause that make it depend on something
_UNBOUND = "no need"  # the wording of a clause that frees people of a duty


def may_show(
    verdict: Verdict, question: Question, prepared: Prepared, row: int, settled: Sequence[Settled] | None = None
) -> bool:
    """May this verdict on the clause at `row` be shown, if it is sure enough? `settled`: with what is known besides."""
    sentence = deciding_sentence(question, prepared, row)
    settled = settle(question.reading, sentence) if settled is None else settled
    clause = prepared.places[row][1]
    if _differs_by_cell(sentence.text) or (clause.text[:1].islower() and not clause.lead_in):
        return False  # the words that govern a fragment may have been lost
    if verdict is Verdict.YES:
        return permits(question, prepared, row, settled) and not _two_ways(sentence)
    if verdict is Verdict.ONLY_IF:  # on what, where nothing limits the clause?
        limited = any(s.state == "open" for s in settled) or not _LIMITING.isdisjoint(sentence.wordings)
        return limited and not (_two_ways(sentence) or _excepts_others(question, sentence))
    if verdict is Verdict.NO:
        return not (_older(question, sentence) or _at_another_time(question, sentence))
    return verdict is not Verdict.MUST or _imposes(question, sentence)


def may_ask(question: Question, sentence: Sentence) -> bool:
    """May a follow-up settle what the sentence says? What only states a fact says nothing to who asks for a fact."""
    if question.asked.form is not Form.MAY:
        people = any(c.startswith("who.") for c in question.reading.concepts)
        excepts = any(c.kind == "exception" for c in sentence.conditions)
        if sentence.modality is Modality.STATEMENT or (excepts and not people):
            return False  # "should my account be private?" is not about who is in the family
    return not (_two_ways(sentence) or _differs_by_cell(sentence.text) or _excepts_others(question, sentence))


def _excepts_others(question: Question, sentence: Sentence) -> bool:
    """Is the exception for other people: "no pupil or parent (unless the parent is family)" to who asks of a pupil?"""
    asked = question.reading.concepts & frozenset(_EXCEPTED.values())
    excepted = {_EXCEPTED[one[0].lower()] for one in _UNLESS_THEY_ARE.findall(sentence.text)}
    return bool(asked and excepted) and asked.isdisjoint(excepted)


def _differs_by_cell(text: str) -> bool:
    """Is it a row of a table that says no to some and yes, or only if, to others?"""
    return _NO_CELL.search(text) is not None and _YES_CELL.search(text) is not None


def _two_ways(sentence: Sentence) -> bool:
    """Does the sentence rule on two things, so that a condition may belong to one of them alone?

    "Staff may take pictures with permission, but must not post them"; "not with pupils or, unless related, parents".
    """
    rest = sentence.text
    for condition in sentence.conditions:
        rest = rest.replace(condition.text, "")
    return bool(sentence.conditions) and _TWO_WAYS.search(rest) is not None


def _at_another_time(question: Question, sentence: Sentence) -> bool:
    """Does the sentence forbid at work alone, and the question ask about one's own time?"""
    times = {c for c in question.reading.concepts if c.startswith(("when.", "where."))}
    limits = [c for one, c in zip(sentence.conditions, sentence.condition_concepts, strict=True) if one.kind == "time"]
    return any(limit & _AT_WORK and not limit & _OWN_TIME for limit in limits) and bool(times) and times <= _OWN_TIME


def _older(question: Question, sentence: Sentence) -> bool:
    """Is the question about people who have passed the age up to which the sentence forbids?"""
    limits = [int(age) for age in _UP_TO.findall(sentence.text.lower())]
    ages = [int(age) for age in _AGED.findall(question.text.lower())]
    return bool(limits and ages) and min(ages) >= max(limits)


def _imposes(question: Question, sentence: Sentence) -> bool:
    """Is a duty asked for, and is it the one that stands there? "Nobody is obliged to…" is none.

    Who asks "should I do this?" is answered by a duty to do it: not by one to do something else, nor by a ban.
    """
    if _UNBOUND in sentence.wordings or question.asked.form not in _ASKS_A_DUTY:
        return False
    if question.asked.form is not Form.MUST:
        return True
    acts = {c for c in question.reading.concepts if c.startswith("act.")}
    imposing = sentence.modality not in (Modality.PROHIBITION, Modality.PERMISSION)
    return imposing and (not acts or bool(acts & sentence.reading.concepts))


def permits(question: Question, prepared: Prepared, row: int, settled: Sequence[Settled]) -> bool:
    """Is there a permitting clause about the same people and things, and a situation that we recognise?"""
    clause = prepared.places[row][1]
    if any(s.state == "not met" for s in settled) or _unapproved(question.reading):
        return False
    lifted = any(s.state == "met" and s.condition.kind in ("exception", "approval") for s in settled)
    if clause.modality is not Modality.PERMISSION and not lifted and question.asked.form not in _ASKS_A_FACT:
        return False
    if float(question.situations.max()) < _RECOGNISED:
        return False
    named = {c for c in question.reading.concepts if c.split(".")[0] in ("who", "thing")}
    meant = prepared.readings[row].concepts
    return not named or bool(named & meant)


def _unapproved(reading: Reading) -> bool:
    """Does the question say that somebody has not agreed: “without asking”, “before I have permission”?"""
    return any(
        not _LACKING.isdisjoint(reading.stems[max(0, match.start - 3) : match.end])
        for match in reading.matches
        if match.concept in _APPROVAL
    )
