"""An answer as a post: the verdict where it is deserved, the clause word for word, what would settle it, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.model import Button, Post, Quote, Style
from handlers.wording import sentence, source
from knowledge.model import Answer, Cited, Modality, Verdict

FACT, READING, OTHERS = "fact", "reading", "other_rules"
KEEP, FORGET, ASK_HEAD = "keep_copy", "forget_copy", "ask_head"
NEITHER = "neither"

_TITLES = {
    Verdict.NO: "No",
    Verdict.YES: "Your policy allows this",
    Verdict.ONLY_IF: "Only if…",
    Verdict.TAKE_CARE: "Take care",
    Verdict.MUST: "You must…",
}
NEAREST = "The nearest rule is…"
SILENT = "Your policy doesn't say"
UNSURE = "I am not sure enough to give you a yes or a no. Please read the clause itself."
DISAGREE = "Your policy says two things about this; the stricter one decides. Both are quoted."
DISAGREE_TITLE = "Your policy says two things"
_SILENCE = "No clause of your policy decides this. That does not make it allowed: ask before you act."
_SILENT_TOO = "No clause of your policy decides your question itself."
DANGER = "Call 999 if anyone is in danger"
TELL = "Please tell somebody today"


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds an answer and is not in it. `key` is the kept question's id, which every button carries."""

    key: str
    urgent: str = ""  # danger or disclosure: who to tell, before everything else
    report: Button | None = None
    send: Button | None = None  # ask the head, where there is somebody to ask
    told: Sequence[tuple[str, str]] = ()  # follow-up questions that were settled: (question, what was pressed)
    kept: bool = False


def silent(answer: Answer) -> bool:
    """Whether no clause decides the question."""
    return answer.verdict is Verdict.NOT_COVERED or not answer.cited


def sure(answer: Answer) -> bool:
    """Whether the verdict word is shown. A yes never stands beside somebody who may be telling of harm."""
    return answer.shown and not (answer.verdict is Verdict.YES and (answer.danger or answer.disclosure))


def title(answer: Answer) -> str:
    """The verdict in plain words; no verdict word where it is not deserved."""
    if silent(answer):
        return SILENT
    if not sure(answer):
        return DISAGREE_TITLE if answer.conflict else NEAREST
    if answer.verdict is Verdict.MUST and answer.cited[0].clause.modality is Modality.ADVICE:
        return "Your policy recommends this"
    return _TITLES[answer.verdict]


def compose(answer: Answer, around: Around) -> Post:
    """The answer as its asker sees it."""
    made = _silence(answer) if silent(answer) else _decided(answer, bool(around.told))
    heading, words = made.title, made.text
    if around.urgent:
        heading, words = _urgent(answer, around.urgent, made)
    return Post(
        heading,
        words,
        facts=(*around.told, *made.facts),
        quotes=made.quotes,
        buttons=_buttons(answer, around),
        notes=made.notes,
    )


def _urgent(answer: Answer, urgent: str, made: Post) -> tuple[str, str]:
    """Title and text where somebody may be telling and not asking: whom to tell stands before what the policy says."""
    words = _SILENT_TOO if silent(answer) else made.text
    if answer.danger:
        verdict = "" if silent(answer) else f"{sentence(made.title)} "
        return DANGER, f"{urgent}\n\n{verdict}{words}"
    return TELL if silent(answer) else made.title, f"{urgent}\n\n{words}"


def which_meant(answer: Answer, around: Around) -> Post:
    """Two readings are close: ask instead of guessing."""
    asked = [Button(READING, reading, f"{around.key}:{n}") for n, reading in enumerate(answer.readings)]
    neither = Button(READING, "Neither of these", f"{around.key}:{NEITHER}")
    return Post("Which did you mean?", "I can read your question in more than one way.", buttons=(*asked, neither))


def other_rules(answer: Answer) -> Post:
    """The other clauses, labelled as what they are."""
    quotes = tuple(quote(cited) for cited in answer.cited[1:5])
    return Post("Other rules about this", "They may matter too; the first answer rests on none of them.", quotes=quotes)


def quote(cited: Cited) -> Quote:
    """A clause word for word, with the words that govern it and where it stands."""
    return Quote(cited.clause.text, source(cited), lead_in=cited.clause.lead_in)


def _decided(answer: Answer, told: bool) -> Post:
    """`told`: a follow-up was answered; what the clause says then is said even where it may not be the right clause."""
    asks = answer.follow_up.question if answer.follow_up else ""
    repeated = answer.condition is not None and answer.condition in asks  # the question says what it turns on
    words = [sentence(answer.reason) if (sure(answer) and not repeated) or told else ""]
    if not sure(answer) and not answer.conflict and not (answer.danger or answer.disclosure):
        words.append(UNSURE)
    if answer.conflict:
        words.append(DISAGREE)
    if answer.follow_up:  # the engine asks only where the clause is likely the right one
        words.append(f"One thing would settle it: {answer.follow_up.question}")
    quotes = [quote(answer.cited[0])]
    if answer.conflict and answer.conflict.clause != answer.cited[0].clause:
        quotes.append(quote(answer.conflict))
    facts: tuple[tuple[str, str], ...] = ()
    if answer.condition and answer.condition not in answer.reason:
        facts = (("It turns on", answer.condition),)
    text = " ".join(filter(None, words))
    return Post(title(answer), text, facts=facts, quotes=tuple(quotes), notes=answer.notes)


def _silence(answer: Answer) -> Post:
    facts: tuple[tuple[str, str], ...] = ()
    if answer.nearest:
        facts = (("Nearest headings, not an answer", "; ".join(answer.nearest)),)
    return Post(SILENT, _SILENCE, facts=facts, notes=answer.notes)


def _buttons(answer: Answer, around: Around) -> tuple[Button, ...]:
    """At most six in all but rare cases, what settles the question first."""
    key, made = around.key, []
    if around.report:
        made.append(around.report)
    if answer.follow_up and not silent(answer):
        made += [Button(FACT, choice.label, f"{key}:{choice.key}") for choice in answer.follow_up.choices]
    if len(answer.cited) > 1 and not silent(answer):
        made.append(Button(OTHERS, "Other rules about this", key))
    if around.send and not (sure(answer) and not silent(answer)):
        made.append(around.send)
    if around.kept:
        made.append(Button(FORGET, "Throw my copy away", key, Style.DANGER))
    else:
        made.append(Button(KEEP, "Keep a copy for me", key))
    return tuple(made)
