"""A reply as the page shows it: JSON of plain strings, which the page puts in as text, never as markup. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.shorten import address, clean
from bot.slack import render as slack
from bot.teams import render as teams
from handlers.desk import Member
from handlers.forms import WHOLE_STEP
from handlers.model import (
    Answers,
    Ask,
    Button,
    Done,
    Field,
    FieldKind,
    Home,
    Post,
    Quote,
    Reply,
    Say,
    Update,
)
from handlers.roles import to_choose_from
from knowledge.model import Dates

Json = dict[str, Any]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy as the page lists it."""

    title: str
    dates: Dates
    clauses: int  # how many


def post(shown: Post, viewer: str) -> Json:
    """A post for one reader, who sees the buttons only if they are theirs to press."""
    theirs = not shown.actors or viewer in shown.actors
    return {
        "title": clean(shown.title),
        "text": clean(shown.text),
        "exact": shown.exact,
        "facts": [[clean(name), clean(value)] for name, value in shown.facts],
        "quotes": [_quote(quote) for quote in shown.quotes],
        "images": [clean(image.alt) for image in shown.images],
        "buttons": _buttons(shown.buttons if theirs else ()),
        "notes": [clean(note) for note in shown.notes],
    }


def previews(shown: Post, viewer: str) -> Json:
    """The same post as Slack and as Teams would get it."""
    theirs = not shown.actors or viewer in shown.actors
    return {"slack": slack.message(shown, buttons=theirs), "teams": teams.message(shown, buttons=theirs)}


def answer(reply: Reply, viewer: str, staff: Sequence[Member], *, in_dialog: bool = False) -> Json:
    """What the page does next. A Say or an Update reaches it as an entry of the conversation, so only that is told.

    `in_dialog`: the button stood in a form's last view, which shows the reply in its place.
    """
    match reply:
        case Say() | Update() if in_dialog:
            return {"kind": "done", "post": post(reply.post, viewer)}
        case Ask():
            return {"kind": "ask", **step(reply, viewer, staff)}
        case Done() | Home():
            return {"kind": type(reply).__name__.lower(), "post": post(reply.post, viewer)}
        case Say() | Update():
            return {"kind": "entry"}
    return {"kind": "nothing"}


def step(ask: Ask, viewer: str, staff: Sequence[Member]) -> Json:
    """One page of a form."""
    answers, (at, of) = ask.dialog.answers, _counted(ask)
    return {
        "dialog": ask.dialog.id,
        "version": ask.dialog.version,
        "form": clean(ask.form.title),
        "step": ask.step.key,
        "title": clean(ask.step.title),
        "at": at,
        "of": of,
        "words": post(ask.step.words(answers), viewer) if ask.step.words is not None else None,
        "fields": [_field(field, answers, ask, staff) for field in ask.step.fields],
        "buttons": _buttons(ask.step.buttons),
        "next": clean(ask.step.next_label),
        "back": at > 1,
        "error": clean(ask.errors.get(WHOLE_STEP, "")),
    }


def policy(listed: InForce) -> Json:
    """A policy with its dates in words; what the document does not state is named."""
    dates = listed.dates
    rows = (
        ("Adopted", dates.adopted),
        ("In force from", dates.in_force),
        ("Last reviewed", dates.last_reviewed),
        ("Next review", dates.next_review),
    )
    known = [[name, in_words(value)] for name, value in rows if value]
    if dates.period_months:
        known.append(["Reviewed", _period(dates.period_months)])
    missing = [name.lower() for name, value in rows if not value]
    return {"title": clean(listed.title), "clauses": listed.clauses, "dates": known, "missing": missing}


def person(member: Member) -> Json:
    """A persona to choose."""
    return {
        "key": member.person.key,
        "name": clean(member.person.name),
        "job": clean(member.job or ", ".join(role.value for role in member.roles) or member.capacity),
        "roles": [role.value for role in member.roles],
    }


def in_words(iso: str) -> str:
    """An ISO date with as many parts as are known, as it is said: 3 March 2027, March 2027, 2027."""
    parts = [int(part) for part in iso.split("-") if part.isdigit()]
    if not 1 <= len(parts) <= 3 or (len(parts) > 1 and not 1 <= parts[1] <= 12):
        return iso
    words = [str(parts[0])]
    words += [_MONTHS[parts[1] - 1]] if len(parts) > 1 else []
    words += [str(parts[2])] if len(parts) > 2 else []
    return " ".join(reversed(words))


def _period(months: int) -> str:
    if months == 12:
        return "every year"
    return f"every {months // 12} years" if months % 12 == 0 else f"every {months} months"


def _buttons(all_of_them: Sequence[Button]) -> list[Json]:
    """Buttons, without those whose address is none: they could do nothing."""
    return [
        {
            "key": one.key,
            "label": clean(one.label),
            "value": one.value,
            "style": one.style.value,
            "opens": one.opens,
            "link": _address(one.link),
        }
        for one in all_of_them
        if not one.link or _address(one.link)
    ]


def _address(link: str) -> str:
    """An address, or a path on our own page."""
    return link if re.fullmatch(r"/[A-Za-z0-9_-][A-Za-z0-9/_-]*", link) else address(link)


def _quote(quote: Quote) -> Json:
    link = quote.link if quote.link.startswith(("https://", "http://")) else ""
    return {"text": clean(quote.text), "lead_in": clean(quote.lead_in), "source": clean(quote.source), "link": link}


def _counted(ask: Ask) -> tuple[int, int]:
    """Which page it is, from 1, and of how many; 0 as long as that depends on what is still to be answered."""
    answers, keys = ask.dialog.answers, [one.key for one in ask.form.steps]
    shown = [one.key for one in ask.form.steps if one.when is None or one.when(answers)]
    at = shown.index(ask.step.key) + 1 if ask.step.key in shown else 1
    later = ask.form.steps[keys.index(ask.step.key) + 1 :]
    return at, 0 if any(one.when is not None for one in later) else len(shown)


def _field(field: Field, answers: Answers, ask: Ask, staff: Sequence[Member]) -> Json:
    """A field; where the page has no directory to choose from, it offers the staff list."""
    choices: Sequence[tuple[str, str]] = field.choices
    if field.kind in (FieldKind.PERSON, FieldKind.PEOPLE):
        choices = to_choose_from(staff)
    return {
        "key": field.key,
        "label": clean(field.label),
        "kind": field.kind.value,
        "choices": [[key, clean(words)] for key, words in choices],
        "required": field.required,
        "longest": field.longest,
        "hint": clean(field.hint),
        "value": _value(answers.get(field.key)),
        "error": clean(ask.errors.get(field.key, "")),
    }


def _value(value: object) -> str | list[str]:
    """A value as a form's control holds it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return [str(one) for one in value]
    return str(value)
