"""What whoever told a concern may do with it later: add to it, answer, say whom else it is about, ask for news."""

from __future__ import annotations

from datetime import timedelta

from handlers.concerns.about import about_fields, about_receipt, about_wrong, add_subjects
from handlers.concerns.acts import Act, Outcome, Reading, long_text, questions, recorded, tell_readers
from handlers.concerns.case import REPORTER, What
from handlers.model import Answers, Field, Post

_PATIENCE = timedelta(days=1)  # between two questions for news


def _add(one: Reading, answers: Answers) -> Outcome:
    after = one.put(What.NOTED, {"words": answers["words"]}, by=REPORTER)
    asked = (question.by for question in questions(one.case))
    tell_readers(after, f"There is something new in a message (ref {one.case.ref}).", *asked)
    return recorded(after, "It is added, with the time. What you said before stays as it was.")


def _ask_for_news(one: Reading, _: Answers) -> Outcome:
    after = one.put(What.NOTED, {"words": "Is there any news?", "news": True}, by=REPORTER)
    tell_readers(after, f"Somebody would like to know what became of a message (ref {one.case.ref}).")
    return recorded(after, "They hear that you would like to know.")


def _also_about(one: Reading, answers: Answers) -> Outcome:
    wrong = about_wrong(one, answers)
    if wrong:
        return wrong
    after = add_subjects(one, answers)
    tell_readers(after, f"There is something new in a message (ref {one.case.ref}).")
    return recorded(after, about_receipt(one, answers))


def _may_ask_for_news(one: Reading) -> bool:
    before = [entry.at for entry in one.case.entries if entry.given.get("news")]
    waited = not before or one.desk.now - before[-1] >= _PATIENCE
    return _theirs(one) and not one.closed and waited


def _theirs(one: Reading) -> bool:
    """Told by them, and not theirs to deal with: then they write as somebody whom it was sent to."""
    return one.told and not one.reads


def _words(_: Reading) -> tuple[Field, ...]:
    return (long_text("words", "Your words", "With the time beside it. It cannot be changed afterwards."),)


_ABOUT_WORDS = Post(
    text="Whoever of them works here cannot open it from this moment on, and if it stands with them it moves on. You "
    "cannot take it back. If you named somebody by mistake, add that in your own words."
)

ACTS = (
    Act(
        "answer",
        "Answer the question",
        lambda one: _theirs(one) and bool(questions(one.case)),
        _add,
        _words,
        button="Answer",
        tells=True,
    ),
    Act(
        "add",
        "Add something",
        lambda one: _theirs(one) and not questions(one.case),
        _add,
        _words,
        button="Add it",
        tells=True,
    ),
    Act(
        "also_about",
        "Say who else it is about",
        lambda one: _theirs(one) and not one.closed,
        _also_about,
        about_fields,
        lambda _: _ABOUT_WORDS,
        tells=True,
    ),
    Act("news", "Ask for news", _may_ask_for_news, _ask_for_news, button="Ask"),
)
