"""Somebody who is not on the staff list: told kindly whom to ask. Their words reach no other handler."""

from __future__ import annotations

from handlers.desk import Desk, Role
from handlers.model import Called, Came, Done, Event, Filled, Home, Looked, Nothing, Post, Pressed, Reply, Said, Say
from handlers.telling import holders
from handlers.wording import listed

_LEADS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)


def turned_away(event: Event, desk: Desk) -> Reply | None:
    """What is said to a stranger; None to anybody on the staff list. Nothing that they sent is looked at or kept."""
    if desk.school.member(event.who.key) is not None:
        return None
    match event:
        case Filled():
            return Done(_words(event, desk))
        case Looked(surface="home"):
            return Home(_words(event, desk))
        case Said() | Called() | Pressed() | Came():
            return Say(_words(event, desk), private=not event.where.private or isinstance(event, Called | Pressed))
    return Nothing()


def _words(event: Event, desk: Desk) -> Post:
    leads = [member.person.name for member in holders(desk, *_LEADS)]
    lead = f"the safeguarding lead, {listed(leads)}" if leads else "the safeguarding lead"
    notes = (f"If anyone is in danger, call 999. Then tell {lead}, in person.",)
    school = desk.school
    if school.administrator and event.who.email.casefold() == school.administrator:
        return Post(
            "You are not on the staff list yet" if school.staff else "There is no staff list yet",
            "You look after me, so this is for you to do: run “proviso staff import staff.csv” where I am installed, "
            "with a list that has you on it, and write to me again.",
            notes=notes,
        )
    return Post(
        "I do not know you yet",
        f"I answer whoever is on the staff list of {school.name}, and you are not on it, or not with the account "
        f"that you are using now. Please ask {_whom(desk)} to put you on it.",
        notes=notes,
    )


def _whom(desk: Desk) -> str:
    """Whoever looks after the bot: by name where they are on the list, else by e-mail address, else the office."""
    known = desk.school.member(desk.school.administrator)
    return known.person.name if known else desk.school.administrator or "the school office"
