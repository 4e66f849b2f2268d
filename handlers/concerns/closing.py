"""Closing a concern with what came of it, and opening it again."""

from __future__ import annotations

from handlers.concerns.access import who_sees
from handlers.concerns.acts import DECIDERS, Act, Outcome, Reading, long_text, news, recorded, words_of
from handlers.concerns.case import What
from handlers.concerns.delivery import moved_on
from handlers.concerns.referring import still_to_do
from handlers.desk import Role
from handlers.model import Answers, Field, FieldKind, Post

# The findings are those of Keeping Children Safe in Education, part four; the rest are the policies' own ways.
_FINDINGS = {
    "substantiated": "Allegation substantiated",
    "unsubstantiated": "Allegation unsubstantiated: not enough evidence either way",
    "unfounded": "Allegation unfounded",
    "false": "Allegation false: there is evidence against it",
    "malicious": "Allegation malicious: meant to deceive",
}
_ENDS = {
    "no_action": "No further action",
    "advice": "Advice given",
    "other_procedure": "Dealt with under another procedure",
    "handed_over": "Handed over",
}
_ALSO = {
    "barring": "Referred to the Disclosure and Barring Service",
    "police": "Passed to the police",
}
_PRAISE = {"published": "Thanked, and made public", "aside": "Read, and put aside"}
OUTCOMES = {**_FINDINGS, **_ENDS, **_ALSO, **_PRAISE}


def outcomes(one: Reading) -> tuple[tuple[str, str], ...]:
    """What can have come of it: findings only of what was decided to be an allegation."""
    if one.praise:
        return tuple(_PRAISE.items())
    found = {**(_FINDINGS if one.case.decided == "allegation" else {}), **_ENDS}
    return tuple(found.items())


def _close(one: Reading, answers: Answers) -> Outcome:
    also = answers.get("also")
    given = {
        "outcome": answers["outcome"],
        "also": list(also) if isinstance(also, (list, tuple)) else [],
        "why": words_of(answers, "why"),
        "words": words_of(answers, "words"),
        "readers": [seer.person for seer in who_sees(one.case, one.desk)],
    }
    after = one.put(What.CLOSED, given)
    news(after, f"Your message (ref {one.case.ref}) is closed.")
    return recorded(after, "It is closed. Whoever told it hears so, and reads what you wrote for them, nothing else.")


def _close_fields(one: Reading) -> tuple[Field, ...]:
    outcome = Field("outcome", "What came of it?", FieldKind.CHOICE, outcomes(one))
    words = long_text("words", "For whoever told it", "They read this. Name nobody.", required=False)
    if one.praise:
        return (outcome, words)
    also = Field("also", "And besides", FieldKind.CHOICES, tuple(_ALSO.items()), required=False)
    return (outcome, also, long_text("why", "Your reasons, for the record"), words)


def _close_words(one: Reading) -> Post:
    return Post(text=still_to_do(one) or "Everything stays in the record, and it can be opened again.")


def _reopen(one: Reading, answers: Answers) -> Outcome:
    after = one.put(What.REOPENED, {"why": answers["why"]})
    moved_on(after.desk, after.case)  # whoever came while it was closed was not told
    news(after, f"Your message (ref {one.case.ref}) has been opened again.")
    return recorded(after, "It is open again. Whoever told it hears so.")


def _may_close(one: Reading) -> bool:
    """Whoever has it in hand; while harm by an adult is in question, only who decides about that. Of praise, head and
    communications lead alike, since nobody need take that in hand."""
    holds = one.desk.school.holds
    if one.praise:
        return one.works and holds(one.who, Role.HEAD, Role.COMMUNICATIONS_LEAD)
    return one.works and one.owns and (not one.case.harm or holds(one.who, *DECIDERS))


ACTS = (
    Act(
        "close",
        "Close it",
        _may_close,
        _close,
        _close_fields,
        _close_words,
        overtaken_by=(What.CLOSED, What.DECIDED, What.SUBJECT),
        button="Close it",
    ),
    Act(
        "reopen",
        "Open it again",
        lambda one: one.reads and one.closed,
        _reopen,
        lambda _: (long_text("why", "Why?"),),
        overtaken_by=(What.REOPENED,),
        button="Open it again",
    ),
)
