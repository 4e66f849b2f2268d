"""What head or chair decide about a concern, with reasons: low-level or allegation, and whether to draft a response.

The bot decides nothing and never weighs harm: it shows the questions, and keeps what people decided and why.
"""

from __future__ import annotations

from handlers.concerns.acts import Act, Outcome, Reading, long_text, recorded
from handlers.concerns.case import What
from handlers.concerns.kinds import Kind
from handlers.desk import Role
from handlers.drafts.writing import begin
from handlers.model import Answers, Field, FieldKind, Post, Say

DECIDED = {
    "low_level": "a low-level concern",
    "allegation": "an allegation that may meet the threshold of harm",
    "neither": "neither a low-level concern nor an allegation",
}

# Keeping Children Safe in Education, part four, section one; in words of our own.
HARM = (
    "Has the adult behaved in a way that has harmed a child, or may have?",
    "May they have committed a crime against a child, or one that concerns a child?",
    "Have they behaved towards a child so that they may pose a risk of harm to children?",
    "Have they behaved, at school or elsewhere, so that they may not be suitable to work with children?",
)
_DRAFT_WORDS = Post(text="An empty draft opens. Nothing of what was told here goes into it.")
BASIC = (
    "Basic enquiries only, which put nothing at risk: who, where, when, is there a recording. No interviews, and "
    "nothing to the person it is about, before you have the designated officer's advice."
)


# --- what it is ---


def _decide(one: Reading, answers: Answers) -> Outcome:
    after = one.put(What.DECIDED, {"as": answers["as"], "why": answers["why"]})
    words = "Your decision is in the record, with its reasons."
    if answers["as"] == "allegation" and after.case.referred is None:
        words += " Now ring the officer who is named there, within the time limit, and record that too."
    return recorded(after, words)


def _decide_words(one: Reading) -> Post:
    officer = one.desk.school.contacts["lado"]
    ask = f"If you are not sure, ask the {officer.name}{f' ({officer.how})' if officer.reachable else ''} first."
    questions = "\n".join(f"• {question}" for question in HARM)
    which = "One yes or perhaps: an allegation. None, but a worry, however small: a low-level concern."
    text = f"The questions of harm:\n{questions}\n\n{which}\n\n{BASIC}"
    return Post(text=text, notes=(f"I weigh nothing here; you decide. {ask}",))


def _decide_fields(_: Reading) -> tuple[Field, ...]:
    choices = (
        ("low_level", "A low-level concern"),
        ("allegation", "An allegation: it may meet the threshold of harm"),
        ("neither", "Neither"),
    )
    return (Field("as", "What is it?", FieldKind.CHOICE, choices), long_text("why", "Your reasons"))


def _draft(one: Reading, _: Answers) -> Outcome:
    """Open the form for a draft, empty: nothing of what was told goes along."""
    assert one.event is not None, "an act is done by an event"
    opened = begin(one.event, one.desk)
    return opened.post if isinstance(opened, Say) else opened


def _may_draft(one: Reading) -> bool:
    publishes = one.desk.school.holds(one.who, Role.HEAD, Role.COMMUNICATIONS_LEAD)
    return one.works and publishes and one.case.kind is Kind.REPUTATION


ACTS = (
    Act(
        "decide",
        "Decide: low-level concern, allegation or neither",
        lambda one: one.decides and not one.praise,
        _decide,
        _decide_fields,
        _decide_words,
        overtaken_by=(What.DECIDED, What.SUBJECT),
        button="Decide",
    ),
    Act("draft", "Draft a response", _may_draft, _draft, words=lambda _: _DRAFT_WORDS, button="Draft"),
)
