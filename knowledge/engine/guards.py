"""When a "yes" may be shown. A false yes is the one error that must not happen, so each guard only ever takes away."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.engine.deciding import Settled
from knowledge.engine.fitted import Fitted
from knowledge.engine.prepared import Prepared
from knowledge.engine.ranking import Question
from knowledge.language.forms import Form
from knowledge.language.reading import Reading
from knowledge.model import Modality

_RECOGNISED = 0.25  # P(situation): below it the question may be about something else altogether
_ASKS_A_FACT = (Form.FACT, Form.WHEN, Form.WHO)
_APPROVAL = frozenset(("act.approve", "act.authorise", "act.consent", "act.ask_permission", "thing.consent_form"))
_LACKING = frozenset(("not", "no", "without", "never", "before", "until"))


def permits(question: Question, prepared: Prepared, row: int, settled: Sequence[Settled], numbers: Fitted) -> bool:
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
