"""What people read when roles change: asked to accept, asked to confirm, in effect, refused, ended."""

from __future__ import annotations

from handlers.desk import Desk, Role, School
from handlers.model import Button, Post
from handlers.records import Appointment, Standing
from handlers.roles import LEADING, board, confirmers, name, names, needs_confirming
from handlers.wording import day, listed

NOBODY_CONFIRMS = "Nobody can confirm it at present. It waits until there is a head or a chair who can."
_ONLY_HERE = "A role settles what I show you, send you and let you decide. Nothing else follows from it."


def asked_to_accept(desk: Desk, one: Appointment, buttons: tuple[Button, ...]) -> Post:
    """To the named person."""
    by = name(desk.school, one.named_by)
    words = [f"{by} has named you as {one.role}. It counts only if you accept it here yourself."]
    if one.instead_of:
        words.append(f"You would take over from {name(desk.school, one.instead_of)}.")
    if needs_confirming(board(desk), Role(one.role), one.person, one.named_by):
        words.append(to_be_confirmed(desk.school, one))
    return Post(f"You are asked to be {one.role}", " ".join(words), buttons=buttons, notes=(_ONLY_HERE,))


def asked_to_confirm(desk: Desk, one: Appointment, buttons: tuple[Button, ...]) -> Post:
    """To somebody whose word is needed."""
    by, person = name(desk.school, one.named_by), name(desk.school, one.person)
    words = [f"{by} named {person} as {one.role}."]
    if one.person == one.named_by:
        words = [f"{person} wants to be {one.role}, and nobody confirms their own name."]
    elif Standing.ACCEPTED is one.standing and one.changed_by == one.person:
        words.append(f"{person} has accepted.")
    if one.instead_of:
        words.append(f"{name(desk.school, one.instead_of)} would give it up.")
    able = confirmers(desk.school, one)
    if len(able) > 1:
        words.append(f"{names(desk.school, able, 'and')} are asked; the first answer decides.")
    else:
        words.append("It is in effect only if you confirm it.")
    return Post(f"Please confirm: {person} as {one.role}", " ".join(words), buttons=buttons)


def to_be_confirmed(school: School, one: Appointment, when: str = "Then") -> str:
    """Who has yet to agree, as a sentence."""
    able = confirmers(school, one)
    return f"{when} {names(school, able)} has to confirm it." if able else NOBODY_CONFIRMS


def accepted(desk: Desk, one: Appointment) -> Post:
    """What the request to accept becomes while it waits to be confirmed."""
    next_step = to_be_confirmed(desk.school, one, "Now")
    words = f"You accepted on {day(desk.today)}. {next_step} I will tell you what comes of it."
    return Post(f"You are to be {one.role}", words)


def in_effect(before: School, one: Appointment, line: str) -> Post:
    """To the person who holds it now. Head and chair learn who held what before them."""
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = (_ONLY_HERE,)
    if Role(one.role) in LEADING:
        line = f"{line} Say “settings” to see who does what."
        held = ((role, [member.person.name for member in before.holders(role)]) for role in Role)
        facts = tuple((_held(role, one), listed(people, "and")) for role, people in held if people)
        notes = (f"Records from before, such as questions sent to an earlier {one.role}, are not shown to you.",)
    return Post(f"You are {one.role} now", line, facts=facts, notes=notes)


def _held(role: Role, one: Appointment) -> str:
    return role.capitalize() + (" until now" if one.instead_of and role == one.role else "")


def no_longer(role: str, why: str) -> Post:
    """To somebody who held it."""
    return Post(f"You are no longer {role}", why)


def not_confirmed(one: Appointment, by: str) -> Post:
    """To the person who was named."""
    return Post(f"You were not confirmed as {one.role}", f"{by} refused it. Please talk to them about it.")


def confirmed_or_not(desk: Desk, one: Appointment, by: str, *, held: bool) -> Post:
    """What every request to confirm becomes, once somebody has decided it."""
    person, when = name(desk.school, one.person), day(desk.today)
    if held:
        return Post(f"{person} is {one.role} now", f"Confirmed by {by} on {when}.")
    return Post(f"{person} is not {one.role}", f"Refused by {by} on {when}.")


def notice(line: str) -> Post:
    """To head and chair, about every change."""
    return Post("A change in who does what", line, notes=("Say “settings” to see who does what.",))


def stands(desk: Desk, one: Appointment) -> Post:
    """How an appointment stands now, for a button that came late."""
    now = desk.tx.appointment(one.id) or one
    person, by = name(desk.school, now.person), name(desk.school, now.changed_by)
    when = f" on {day(now.changed_at.astimezone(desk.school.zone).date())}" if now.changed_at else ""
    match now.standing:
        case Standing.NAMED:
            return Post(f"{person} is named as {now.role}", f"It waits for {person} to accept it.")
        case Standing.ACCEPTED:
            able = confirmers(desk.school, now)
            words = f"It waits until {names(desk.school, able)} has confirmed it." if able else NOBODY_CONFIRMS
            return Post(f"{person} is to be {now.role}", words)
        case Standing.HELD:
            return Post(f"{person} is {now.role}", f"It was settled by {by}{when}.")
        case Standing.DECLINED:
            done = {now.person: "declined", now.named_by: "taken back"}.get(now.changed_by, "refused")
            return Post(f"{person} is not {now.role}", f"It was {done} by {by}{when}.")
    return Post(f"{person} is no longer {now.role}", f"It was ended by {by}{when}.")
