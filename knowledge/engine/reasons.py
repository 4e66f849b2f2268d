"""The reason for a verdict in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.engine.deciding import Settled
from knowledge.language.forms import Form
from knowledge.model import Clause, Modality, Verdict

SILENT = "No clause of your policy decides this."

_BY_VERDICT = {
    Verdict.NO: "The clause rules this out.",
    Verdict.YES: "The clause permits this.",
    Verdict.ONLY_IF: "The clause leaves it to a condition that your question does not settle.",
    Verdict.TAKE_CARE: "The clause does not forbid this; it advises caution.",
    Verdict.MUST: "The clause asks this of you.",
}
_BY_MODALITY = {
    (Verdict.NO, Modality.OBLIGATION): "The clause requires something else of you.",
    (Verdict.NO, Modality.PERMISSION): "The clause allows something, but not this.",
    (Verdict.NO, Modality.ADVICE): "The clause advises against this.",
    (Verdict.NO, Modality.STATEMENT): "As the clause puts it, the answer is no.",
    (Verdict.YES, Modality.STATEMENT): "As the clause puts it, the answer is yes.",
    (Verdict.YES, Modality.PROHIBITION): "As the clause puts it, the answer is yes.",
    (Verdict.YES, Modality.OBLIGATION): "The clause says so.",
    (Verdict.YES, Modality.ADVICE): "The clause recommends this.",
    (Verdict.TAKE_CARE, Modality.PROHIBITION): "The clause forbids something close to this, so take care.",
    (Verdict.TAKE_CARE, Modality.OBLIGATION): "The clause does not forbid this, but it asks something of you.",
    (Verdict.TAKE_CARE, Modality.STATEMENT): "The clause does not forbid this; it points to a risk.",
    (Verdict.MUST, Modality.ADVICE): "The clause recommends this.",
    (Verdict.MUST, Modality.PROHIBITION): "The clause says what to do here, and what not to do.",
    (Verdict.MUST, Modality.PERMISSION): "The clause says how this is to be done.",
    (Verdict.MUST, Modality.STATEMENT): "The clause says what happens here.",
}
_BY_FORM = {
    (Verdict.NO, Form.MUST): "The clause does not ask this of you.",
    (Verdict.NO, Form.FACT): "As the clause puts it, the answer is no.",
    (Verdict.YES, Form.FACT): "As the clause puts it, the answer is yes.",
    (Verdict.YES, Form.MUST): "As the clause puts it, the answer is yes.",
}
_KNOWN = {
    Verdict.YES: "this clause does not forbid it; another may, so read the other rules too",
    Verdict.NO: "the clause rules this out",
    Verdict.MUST: "the clause asks this of you",
    Verdict.TAKE_CARE: "the clause advises caution",
    Verdict.ONLY_IF: "the clause still asks for more, so read it to the end",
}


def sentence(
    verdict: Verdict, clause: Clause, settled: Sequence[Settled], known: Settled | None, form: Form = Form.MAY
) -> str:
    """One sentence for people. `known`: the condition that a follow-up settled; `form`: of the question."""
    if known is not None:
        return f"From what you said about “{known.condition.text}”, {_KNOWN[verdict]}."
    if verdict is Verdict.YES and any(s.state == "met" for s in settled) and clause.modality is Modality.PROHIBITION:
        return "The clause forbids this, but its exception applies to what you describe."
    if verdict is Verdict.ONLY_IF:
        open_one = next((s for s in settled if s.state == "open"), None)
        if open_one is not None:
            return f"It turns on one thing: “{open_one.condition.text}”."
        if settled:
            return "The clause leaves it to a condition: check that it is met as the clause asks."
    if form is Form.MUST and verdict is Verdict.NO and clause.modality is Modality.PROHIBITION:
        return _BY_VERDICT[verdict]
    return _BY_FORM.get((verdict, form)) or _BY_MODALITY.get((verdict, clause.modality)) or _BY_VERDICT[verdict]
