"""An answer as a post: the verdict where it is deserved, the clause word for word, what would settle it, what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.model import Button, Post, Quote, Style
from handlers.telling import TELL_SOMEBODY
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
_DUTIES = {  # what is no order must not sound like one: “when is it reviewed?” is answered by a date
    Modality.ADVICE: "Your policy recommends this",
    Modality.STATEMENT: "Your policy says…",
}
NEAREST = "The nearest rule is…"
SILENT = "Your policy doesn't say"
UNSURE = "I am not sure enough to give you a yes or a no. Please read the clause itself."
DISAGREE = "Your policy says two things about this; the stricter one decides. Both are quoted."
DISAGREE_TITLE = "Your policy says two things"
_SILENCE = "No clause of your policy decides this. That does not make it allowed: ask before you act."
_BOTH = "The ruling stands first; below it are the policy's own words."
_SILENT_BUT = "No clause of your policy decides this; the {} has, for now."
_SILENT_TOO = "No clause of your policy decides your question itself."
_MAY_NOT_FIT = "The nearest rule that I found, which may not be about this:"
_ABOUT_IT = 0.4  # of a clause's score; below it stand clauses about photographs beside "my colleague hit a child"
ALONE = "Ask me in our own chat to keep a copy or to send it to the head."
_REPORTS = re.compile(r"\b(report(ed)?|inform(ed)?|tell|notif(y|ied)|refer(red)?)\b", re.IGNORECASE)
DANGER = "Call 999 if anyone is in danger"
TELL = "Please tell somebody today"


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling on this very question, as it is shown above the clause."""

    quote: Quote
    differs: str  # that policy and ruling say different things, as a sentence; "": they do not
    role: str  # of whoever decided
    agrees: bool  # with the verdict word that is shown, which then stands


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds an answer and is not in it. `key` is the kept question's id, which every button carries."""

    key: str
    urgent: str = ""  # danger or disclosure: who to tell, before everything else
    report: Button | None = None
    send: Button | None = None  # ask the head, where there is somebody to ask
    told: Sequence[tuple[str, str]] = ()  # follow-up questions that were settled: (question, what was pressed)
    ruled: Ruled | None = None
    kept: bool = False
    aloud: bool = False  # others read along: no buttons that are the asker's own business


def silent(answer: Answer) -> bool:
    """Whether no clause decides the question."""
    return answer.verdict is Verdict.NOT_COVERED or not answer.cited


def sure(answer: Answer) -> bool:
    """Whether the verdict word is shown. A yes never stands beside somebody who may be telling of harm.

    Nor does "you must" beside danger: to keep the evidence is no answer about an indecent picture.
    """
    harm = answer.danger or answer.disclosure
    to_do = answer.verdict is Verdict.YES or (answer.verdict is Verdict.MUST and answer.danger)
    return answer.shown and not (to_do and harm)


def title(answer: Answer) -> str:
    """The verdict in plain words; no verdict word where it is not deserved."""
    if silent(answer):
        return SILENT
    if not sure(answer):
        return DISAGREE_TITLE if answer.conflict else NEAREST
    if answer.verdict is Verdict.MUST:
        return _DUTIES.get(answer.cited[0].clause.modality, _TITLES[Verdict.MUST])
    return _TITLES[answer.verdict]


def compose(answer: Answer, around: Around) -> Post:
    """The answer as its asker sees it."""
    made = _silence(answer) if silent(answer) else _decided(answer, bool(around.told))
    if around.ruled:
        made = _beside(made, around.ruled, answer)
    if around.urgent:
        made = _urgent(answer, around.urgent, made)
    return replace(
        made,
        facts=(*around.told, *made.facts),
        buttons=_buttons(answer, around),
        notes=(*made.notes, ALONE) if around.aloud else made.notes,
    )


def _urgent(answer: Answer, urgent: str, made: Post) -> Post:
    """Where somebody may be telling and not asking: whom to tell stands before what the policy says. A clause that is
    hardly about it would only be in the way."""
    words, unsure = _SILENT_TOO if silent(answer) else made.text, made.title == NEAREST
    if unsure and answer.cited[0].score < _ABOUT_IT:
        words, made = "", replace(made, quotes=(), facts=())
    elif unsure:
        words = f"{_MAY_NOT_FIT} {words}"
    heading = TELL if silent(answer) or unsure else made.title
    if answer.danger:
        heading, words = DANGER, words if silent(answer) or unsure else f"{sentence(made.title)} {words}"
    return replace(made, title=heading, text=f"{urgent}\n\n{words}".strip())


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
        said = any("one thing" in part for part in words)  # the reason says so by itself
        words.append(f"{'' if said else 'One thing would settle it: '}{answer.follow_up.question}")
    quotes = [quote(answer.cited[0])]
    if answer.conflict and answer.conflict.clause != answer.cited[0].clause:
        quotes.append(quote(answer.conflict))
    facts: tuple[tuple[str, str], ...] = ()
    if answer.condition and answer.condition not in answer.reason:
        facts = (("It turns on", answer.condition),)
    text = " ".join(filter(None, words))
    return Post(title(answer), text, facts=facts, quotes=tuple(quotes), notes=answer.notes)


def _beside(made: Post, ruled: Ruled, answer: Answer) -> Post:
    """The ruling above the clause. It changes no verdict word: where it does not say the same, no word is shown."""
    heading = made.title if ruled.agrees else f"The {ruled.role} has answered this before"
    words = _SILENT_BUT.format(ruled.role) if silent(answer) else made.text.replace(UNSURE, _BOTH).strip()
    text = " ".join(filter(None, (ruled.differs, words)))
    return replace(made, title=heading, text=text, quotes=(ruled.quote, *made.quotes))


def _to_report(answer: Answer) -> bool:
    """Whether the clause obliges somebody to tell somebody: then the way to do so stands beneath it."""
    return sure(answer) and answer.verdict is Verdict.MUST and _REPORTS.search(answer.cited[0].clause.text) is not None


def _silence(answer: Answer) -> Post:
    facts: tuple[tuple[str, str], ...] = ()
    if answer.nearest:
        facts = (("Nearest headings, not an answer", "; ".join(answer.nearest)),)
    return Post(SILENT, _SILENCE, facts=facts, notes=answer.notes)


def _buttons(answer: Answer, around: Around) -> tuple[Button, ...]:
    """At most six in all but rare cases, what settles the question first."""
    key, made = around.key, []
    if around.report and around.urgent:
        made += [around.report, TELL_SOMEBODY]
    if answer.follow_up and not silent(answer):
        made += [Button(FACT, choice.label, f"{key}:{choice.key}") for choice in answer.follow_up.choices]
    if len(answer.cited) > 1 and not silent(answer):
        made.append(Button(OTHERS, "Other rules about this", key))
    if around.aloud:
        return tuple(made)
    doubtful = around.ruled is not None and bool(around.ruled.differs)
    if around.send and (doubtful or not sure(answer) or silent(answer)):
        made.append(around.send)
    if around.report and not around.urgent:
        made.append(around.report)
    if not around.urgent and _to_report(answer):
        made.append(TELL_SOMEBODY)
    if around.kept and not around.urgent:
        made.append(Button(FORGET, "Throw my copy away", key, Style.DANGER))
    elif not around.urgent:  # what tells of harm is kept by whoever it is told to, and nowhere else
        made.append(Button(KEEP, "Keep a copy for me", key))
    return tuple(made)
