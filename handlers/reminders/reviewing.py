"""The form in which a policy's dates are written down: after a review, or where its document does not say them."""

from __future__ import annotations

from datetime import date

from handlers.desk import Desk
from handlers.forms import refuse
from handlers.model import Dialog, Done, Field, FieldKind, Filled, Form, Post, Pressed, Reply, Say, Step
from handlers.reminders.dates import policy, record, recorded, review_due, with_recorded
from handlers.reminders.reviews import ANSWERING, WRITE_DATES, gap
from handlers.routing import Router
from handlers.versions.beginning import follows
from handlers.versions.card import policy as read
from handlers.versions.version import Version
from handlers.wording import dated, day, period
from knowledge.model import Dates, Policy

router = Router("policy dates")

_PERIODS = (6, 12, 24, 36, 48, 60)  # months
NOT_YOURS = Post("This is for a few people only", "The policy's owner, the head and the chair write down its dates.")
REPLACED = Post("This version is not in force any more", "Say “policies” to see what is. Nothing was changed.")


@router.pressed(WRITE_DATES)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open it, for those who answer for the policies."""
    refused = _refused(event.who.key, event.value, desk)
    return Say(refused, private=True) if refused else desk.ask(WRITE_DATES, event, about=event.value)


@router.form(WRITE_DATES)
def build(desk: Desk, about: str) -> Form:
    """One page: last review, next review, how often; what is not given stays as it is."""
    known = policy(desk, about)
    said = dated(known.dates) if known else ""
    words = Post(text=f"“{known.title if known else ''}”. {said or 'It says nothing about its dates.'}")
    fields = (
        Field("last_reviewed", "When was it last reviewed?", FieldKind.DATE, required=False),
        Field("next_review", "When is the next review due?", FieldKind.DATE, required=False),
        Field(
            "period_months",
            "How often is it reviewed?",
            FieldKind.CHOICE,
            tuple((str(months), period(months)) for months in _PERIODS),
            required=False,
            hint="Leave out what the document says already, and what you do not know.",
        ),
    )
    step = Step("dates", "The policy's dates", fields, words=lambda _: words, next_label="Write down")
    return Form(WRITE_DATES, "A policy's dates", (step,), WRITE_DATES)


@router.done(WRITE_DATES)
def written(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Put it down; from then on the reminders go by it."""
    refused = _refused(event.who.key, dialog.about, desk)
    known = policy(desk, dialog.about)
    if refused is not None or known is None:
        return Done(refused or REPLACED)
    given = dialog.answers
    months = str(given.get("period_months") or "")
    dates = Dates(
        last_reviewed=_text(given.get("last_reviewed")),
        next_review=_text(given.get("next_review")),
        period_months=int(months) if months else None,
    )
    errors = _faults(known, dates, desk.today)
    if errors:
        return refuse(desk.form(WRITE_DATES, dialog.about), dialog, "dates", errors)
    record(desk, event.who.key, known, dates)
    return Done(_receipt(with_recorded(known, {known.sha: dates}), desk.today))


# --- the next version ---


def carry_on(desk: Desk, version: Version) -> None:
    """What the school wrote down of the version before holds on, where the next document states the same dates."""
    known = recorded(desk.tx)
    said, before, after = known.get(version.place_of), read(desk, version.place_of), read(desk, version.sha)
    if said and before and after and before.dates == after.dates and after.sha not in known:
        record(desk, "", after, said)


follows.append(carry_on)


# --- inside ---


def _refused(who: str, sha: str, desk: Desk) -> Post | None:
    if not desk.school.holds(who, *ANSWERING):
        return NOT_YOURS
    return REPLACED if policy(desk, sha) is None else None


def _faults(known: Policy, dates: Dates, today: date) -> dict[str, str]:
    """What cannot be, by field."""
    if dates.last_reviewed and date.fromisoformat(dates.last_reviewed) > today:
        return {"last_reviewed": "This day is still to come."}
    if dates.next_review and dates.last_reviewed and dates.next_review <= dates.last_reviewed:
        return {"next_review": "The next review comes after the last one."}
    after = with_recorded(known, {known.sha: dates})
    if review_due(after.dates) is None:
        return {"next_review": f"Please give a date here. {gap(after)}"}
    return {}


def _receipt(known: Policy, today: date) -> Post:
    when = review_due(known.dates)
    assert when is not None, "the form refuses what leaves it open"
    words = f"“{known.title}” is due for review on {day(when)}."
    if when > today:
        words += " I will remind you 90, 30 and 7 days before."
    return Post("Written down", words)


def _text(given: object) -> str | None:
    return str(given) if given else None
