"""Whom a concern is about, put down after it was told: they lose access at once, and it moves on."""

from __future__ import annotations

from dataclasses import replace

from handlers.concerns.acts import Act, Reading, Wrong, words_of
from handlers.concerns.case import REPORTER, What
from handlers.concerns.delivery import moved_on
from handlers.concerns.whom import ALSO, SOMEBODY_ELSE, Named, Whom, looked_for, ticked, whom
from handlers.desk import School
from handlers.model import Answers, Field, FieldKind

_OTHER = "other"  # the field for words
_CANNOT = (
    "Whoever you named from the staff list cannot open it, from this moment on. If it stood with them, it goes on to "
    "the next in line."
)
_ONLY_WORDS = (
    "What you put in your own words keeps nobody on the staff list from opening it. If you mean somebody who works "
    "here, choose them from the list, or write their name as it stands there."
)


def about_fields(_: Reading) -> tuple[Field, ...]:
    """People from the staff list, or words for somebody else."""
    other = Field(_OTHER, "Somebody who is not on the staff list", required=False, longest=200)
    return (Field("people", "Who is it about?", FieldKind.PEOPLE, required=False), other)


def about_wrong(one: Reading, answers: Answers) -> Wrong:
    """What is to be put right before anybody is put down; Slack lets people pick who is on no staff list."""
    picked = ticked(answers, "people")
    if not picked and not words_of(answers, _OTHER):
        return {"people": "Please choose somebody, or write who it is below."}
    if any(one.desk.school.member(key) is None for key in picked):
        return {"people": "One of them is not on the staff list. Please write that name in the line below."}
    return {}


def add_subjects(one: Reading, answers: Answers) -> Reading:
    """Put down whom it is about: who was picked, whom words for it name, who was ticked. Raises Quicker."""
    by_words = _by_words(answers, one.desk.school)
    people = dict.fromkeys((*ticked(answers, "people"), *ticked(answers, ALSO), *by_words.people))
    given = {"people": list(people), "others": list(by_words.others)}
    after = one.put(What.SUBJECT, given, by=one.who if one.reads else REPORTER)
    return replace(after, case=moved_on(after.desk, after.case))


def about_receipt(one: Reading, answers: Answers) -> str:
    """What follows from what was put down, and no more."""
    by_words = _by_words(answers, one.desk.school)
    said = [_CANNOT] if ticked(answers, "people") or by_words.people else []
    if by_words.others and not by_words.people:
        said.append(_ONLY_WORDS)
    return " ".join(said)


def asked_about(one: Reading, act: Act, given: Answers) -> Named:
    """Whom the words of an act name, so that it is asked whether it is about them before anything is recorded.

    Whose name is hidden is asked about like everybody, so that the page shows nobody who it is.
    """
    if one.praise or not act.tells:
        return Named((), ())
    words = "\n".join(value for key, value in given.items() if isinstance(value, str) and key != _OTHER)
    known = (*one.case.subjects, *ticked(given, "people"))
    return looked_for(words_of(given, _OTHER), words, one.desk.school, known, one.who)


def _by_words(answers: Answers, school: School) -> Whom:
    return whom(words_of(answers, _OTHER), school, but=ticked(answers, SOMEBODY_ELSE))
