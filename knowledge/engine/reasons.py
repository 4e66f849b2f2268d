"""The reason for a verdict in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.engine.deciding import Settled
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
    (Verdict.YES, Modality.OBLIGATION): "The clause says so.",
    (Verdict.MUST, Modality.ADVICE): "The clause recommends this.",
    (Verdict.MUST, Modality.PROHIBITION): "The clause says what must not happen, and so what you have to do.",
    (Verdict.MUST, Modality.STATEMENT): "The clause says what happens here.",
}


def sentence(verdict: Verdict, clause: Clause, settled: Sequence[Settled], known: Settled | None) -> str:
    """One sentence for people. `known`: the condition that a follow-up settled."""
    if known is not None:
        words = f"“{known.condition.text}”"
        if verdict is Verdict.YES:
            return f"With what you said about {words}, the clause does not stand in the way."
        return f"With what you said about {words}, the clause rules this out."
    if verdict is Verdict.YES and any(s.state == "met" for s in settled) and clause.modality is Modality.PROHIBITION:
        return "The clause forbids this, but its exception applies to what you describe."
    if verdict is Verdict.ONLY_IF:
        open_one = next((s for s in settled if s.state == "open"), None)
        if open_one is not None:
            return f"It turns on one thing: “{open_one.condition.text}”."
    return _BY_MODALITY.get((verdict, clause.modality), _BY_VERDICT[verdict])
