"""A ruling being made: its fields, what staff will read of it, what is wrong with it. By head or chair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers.desk import Desk, Role
from handlers.mentions import names_staff
from handlers.model import Answers, Field, FieldKind, Post
from handlers.records import Decision, Ruling
from handlers.ruled import as_quote, clause_of, differs, short, stands_under
from handlers.wording import day, source

LONGEST_QUESTION = 200  # characters
FARTHEST = timedelta(days=3 * 366)
HOW = (
    "Staff see it where they ask the same and the same clause decides. I am strict about that: some who ask in other "
    "words will not see it."
)
_ABOUT_HINT = (
    "In your own words: staff read them, and I find the same question by them. Leave out who asked, and whatever may "
    "tell who it was."
)


def role_of(desk: Desk, who: str) -> str:
    """The role in which somebody may rule for everybody; "" for none."""
    return next((role for role in (Role.HEAD, Role.CHAIR) if desk.school.holds(who, role)), "")


def fields(words: Field, hint: str = _ABOUT_HINT) -> tuple[Field, ...]:
    """The question, the answer in `words`, the last day."""
    return (
        Field("question", "The question, as staff will read it", longest=LONGEST_QUESTION, hint=hint),
        replace(words, hint="Staff read them under the question. Name nobody."),
        Field("until", "The last day that it holds", FieldKind.DATE, hint="At most three years. It ends by itself."),
    )


def made(answers: Answers, who: str, role: str, desk: Desk) -> Ruling:
    """The ruling that was filled in, under the clause that decides its question."""
    question = str(answers.get("question") or "")
    clause, under = stands_under(desk.knowledge.answer(question), desk)
    return Ruling(
        id=desk.new_id(),
        by=who,
        role=role,
        at=desk.now,
        until=str(answers["until"]),
        question=question,
        verdict=Decision(str(answers["verdict"])),
        words=str(answers.get("words") or ""),
        clause=clause,
        under=under,
    )


def review(ruling: Ruling, desk: Desk, besides: Sequence[tuple[str, str]] = ()) -> Post:
    """Exactly what staff will read, beside which clause, and until when; `besides`, what else comes of it."""
    found = desk.knowledge.answer(ruling.question)
    clause = clause_of(found)
    facts = [
        ("Shown to", "staff who ask the same, above the clause; in channels too"),
        ("It stands beside", source(found.cited[0]) if clause else "no clause: your policy does not decide it"),
        ("It ends", f"after {day(ruling.until)}; earlier if the {short(ruling.role)} withdraws it, or if the policy is "
                    "replaced and you do not let it stand"),
        *besides,
    ]  # fmt: skip
    if names_staff(f"{ruling.question} {ruling.words}", desk.school):
        facts.insert(0, ("Please look again", "It names somebody. Staff will read that."))
    quotes = (as_quote(ruling, desk.school), *([clause] if clause else []))
    return Post("This is what staff will read", differs(ruling, found), facts=tuple(facts), quotes=quotes)


def wrong(ruling: Ruling, desk: Desk) -> dict[str, str]:
    """What only the records tell, by field."""
    last, errors = date.fromisoformat(ruling.until), {}
    if last < desk.today:
        errors["until"] = "This day is over. Please give a later one."
    elif last > desk.today + FARTHEST:
        errors["until"] = "At most three years from now. What should hold for longer belongs into the policy."
    found = desk.knowledge.answer(ruling.question)
    if found.danger or found.disclosure:
        errors["question"] = "This reads as if somebody told of harm: whom to tell comes first there, and no ruling."
    return errors


def until(question: str, desk: Desk) -> str:
    """The day before the next review of the policy that decides it, or of the first one due; else a year, less a day.

    Of a date known in part the earliest day that it may mean.
    """
    found = desk.knowledge.answer(question)
    policies = [one.policy for one in found.cited[:1]] or desk.knowledge.policies()
    due = [f"{known}-01-01"[:10] if len(known) == 4 else f"{known}-01"[:10]
           for known in (one.dates.next_review for one in policies) if known]  # fmt: skip
    ahead = [one for one in due if one > desk.today.isoformat()]
    if ahead:
        return (date.fromisoformat(min(ahead)) - timedelta(days=1)).isoformat()
    return (desk.today + timedelta(days=365)).isoformat()
