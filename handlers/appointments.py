"""Naming somebody for a role, and what comes of it: accepted, declined, confirmed, refused, ended; each told."""

from __future__ import annotations

from dataclasses import replace

from handlers.desk import Desk, Role
from handlers.model import Button, Post, Pressed, Reply, Say, Style, Update
from handlers.notices import (
    accepted,
    asked_to_accept,
    asked_to_confirm,
    confirmed_or_not,
    in_effect,
    no_longer,
    not_confirmed,
    notice,
    stands,
)
from handlers.records import Appointment, Standing
from handlers.roles import SENSITIVE, begins, board, changed, confirmers, leading, name, names, needs_confirming
from handlers.routing import Router

router = Router("appointments")

ACCEPT, DECLINE, CONFIRM, REFUSE, WAITING = "accept_role", "decline_role", "confirm_role", "refuse_role", "my_turn"

NOT_YOURS = Post("This is not yours to decide", "Nothing was changed.")
NOTHING_WAITS = Post("Nothing waits for you", "When something does, I write to you, and it stands on your Home page.")


# --- what waits for somebody ---


def waiting(desk: Desk, who: str) -> list[tuple[str, tuple[Button, Button]]]:
    """What somebody is to accept or to confirm, each as a line with its two buttons."""
    if desk.school.fixed:
        return []
    found = []
    for one in desk.tx.appointments(Standing.NAMED, Standing.ACCEPTED):
        person = name(desk.school, one.person)
        if one.standing is Standing.NAMED and one.person == who:
            words = f"{name(desk.school, one.named_by)} has named you as {one.role}. Please accept or decline."
            found.append((words, _two(ACCEPT, f"Accept: {one.role}", DECLINE, f"Decline: {one.role}", one)))
        elif one.standing is Standing.ACCEPTED and who in confirmers(desk.school, one):
            words = f"{name(desk.school, one.named_by)} named {person} as {one.role}. Please confirm or refuse."
            what = f"{person} as {one.role}"
            found.append((words, _two(CONFIRM, f"Confirm: {what}", REFUSE, f"Refuse: {what}", one)))
    return found


@router.pressed(WAITING)
def show_waiting(event: Pressed, desk: Desk) -> Reply:
    """All that waits for somebody's word, with the buttons to give it."""
    found = waiting(desk, event.who.key)
    if not found:
        return Say(NOTHING_WAITS, private=True)
    buttons = tuple(button for _, two in found for button in two)
    return Say(Post("What waits for you", "\n".join(words for words, _ in found), buttons=buttons), private=True)


# --- naming ---


def appoint(desk: Desk, role: Role, person: str, by: str, instead_of: str = "") -> Appointment:
    """Name somebody, and tell whom it concerns. The caller has seen that `by` may, and that nothing is in the way."""
    standing = begins(board(desk), role, person, by)
    one = Appointment(desk.new_id(), role, person, by, desk.now, standing, instead_of)
    desk.tx.appoint(one)
    line = f"{name(desk.school, by)} named {name(desk.school, person)} as {role}."
    if standing is Standing.HELD:
        _take_effect(desk, one, by, f"{line} It is in effect.")
    elif standing is Standing.ACCEPTED:
        _tell(desk, f"{line} It waits to be confirmed.", by, *_ask_to_confirm(desk, one))
    else:
        buttons = _two(ACCEPT, "Accept", DECLINE, "Decline", one)
        desk.tx.tell(person, asked_to_accept(desk, one, buttons), key=_named_key(one))
        _tell(desk, f"{line} It waits for their answer.", by, person)
    return one


@router.pressed(ACCEPT)
def accept(event: Pressed, desk: Desk) -> Reply:
    """The named person takes it on: in effect, or put to somebody else to confirm."""
    who, one = event.who.key, desk.tx.appointment(event.value)
    if one is None or one.person != who:
        return Say(NOT_YOURS, private=True)
    unsure = needs_confirming(board(desk), Role(one.role), one.person, one.named_by)
    after = Standing.ACCEPTED if unsure else Standing.HELD
    if not desk.tx.move_appointment(one.id, Standing.NAMED, after, who):
        return Update(stands(desk, one))
    line = f"{event.who.name} has accepted the role of {one.role}. {name(desk.school, one.named_by)} had named them."
    if one.instead_of:
        line += f" It is in place of {name(desk.school, one.instead_of)}."
    if not unsure:
        before = desk.school
        _take_effect(desk, one, who, f"{line} It is in effect.")
        return _everywhere(desk, one, in_effect(before, one, "You accepted it."))
    one = replace(one, standing=after, changed_by=who, changed_at=desk.now)
    _tell(desk, f"{line} It waits to be confirmed.", who, *_ask_to_confirm(desk, one), also=one.named_by)
    return _everywhere(desk, one, accepted(desk, one))


@router.pressed(DECLINE)
def decline(event: Pressed, desk: Desk) -> Reply:
    """The named person does not take it on."""
    who, one = event.who.key, desk.tx.appointment(event.value)
    if one is None or one.person != who:
        return Say(NOT_YOURS, private=True)
    if not desk.tx.move_appointment(one.id, Standing.NAMED, Standing.DECLINED, who):
        return Update(stands(desk, one))
    _tell(desk, f"{event.who.name} declined the role of {one.role}.", who, also=one.named_by)
    return _everywhere(desk, one, Post("You declined", f"You are not {one.role}. Whoever named you is told."))


def _everywhere(desk: Desk, one: Appointment, said: Post) -> Reply:
    """Where it was pressed, and where it was asked: what waits is answered from Home too."""
    desk.tx.amend(_named_key(one), said)
    return Update(said)


# --- confirming ---


@router.pressed(CONFIRM)
def confirm(event: Pressed, desk: Desk) -> Reply:
    """Somebody else agrees: it is in effect."""
    return _decide(event, desk, Standing.HELD)


@router.pressed(REFUSE)
def refuse(event: Pressed, desk: Desk) -> Reply:
    """Somebody else does not agree: nothing comes of it."""
    return _decide(event, desk, Standing.DECLINED)


def _decide(event: Pressed, desk: Desk, after: Standing) -> Reply:
    """The first press decides; every other copy then says who did."""
    who, one = event.who.key, desk.tx.appointment(event.value)
    if one is None:
        return Say(NOT_YOURS, private=True)
    if one.standing is not Standing.ACCEPTED:
        return Update(stands(desk, one))
    if who not in confirmers(desk.school, one):
        return Say(_not_you(desk, one, who), private=True)
    if not desk.tx.move_appointment(one.id, Standing.ACCEPTED, after, who):
        return Update(stands(desk, one))
    held = after is Standing.HELD
    said = confirmed_or_not(desk, one, event.who.name, held=held)
    others = [member.person.key for member in desk.school.staff if member.roles and member.person.key != who]
    amended = [key for key in others if desk.tx.amend(_confirm_key(one, key), said)]
    line = f"{event.who.name} {'confirmed' if held else 'refused'} {name(desk.school, one.person)} as {one.role}."
    if held:
        _take_effect(desk, one, who, line, *amended)
    else:
        desk.tx.tell(one.person, not_confirmed(one, event.who.name))
        _tell(desk, line, who, one.person, *amended, also=one.named_by)
    return Update(said)


def _ask_to_confirm(desk: Desk, one: Appointment) -> tuple[str, ...]:
    """Put it to everybody who may confirm, once each. Who they are."""
    asked = confirmers(desk.school, one)
    for key in asked:
        buttons = _two(CONFIRM, "Confirm", REFUSE, "Refuse", one)
        desk.tx.tell(key, asked_to_confirm(desk, one, buttons), key=_confirm_key(one, key))
    return asked


def _not_you(desk: Desk, one: Appointment, who: str) -> Post:
    able = names(desk.school, confirmers(desk.school, one)) if confirmers(desk.school, one) else "Nobody at present"
    why = "Nobody confirms their own name." if one.person == who else "You hold no role that can confirm this."
    return replace(NOT_YOURS, text=f"{why} {able} can. Nothing was changed.")


# --- in effect, and ended ---


def _take_effect(desk: Desk, one: Appointment, by: str, line: str, *told: str) -> None:
    """What follows once it is HELD: the old one ends, and whoever it concerns is told. `told` know it already."""
    before = desk.school
    for old in desk.tx.appointments(Standing.HELD):
        if old.role == one.role and old.person == one.instead_of and old.id != one.id:
            desk.tx.move_appointment(old.id, Standing.HELD, Standing.ENDED, by)
            if old.person != by:
                desk.tx.tell(
                    old.person, no_longer(one.role, f"{name(before, one.person)} is {one.role} in your place.")
                )
    if one.person != by:
        how = "named" if one.standing is Standing.HELD else "confirmed"
        desk.tx.tell(one.person, in_effect(before, one, f"{name(before, by)} {how} you."))
    _tell(desk, line, by, one.person, one.instead_of, *told, also=one.named_by)
    if Role(one.role) in SENSITIVE:  # what waited for somebody who can confirm it, may go on now
        after = replace(desk, school=changed(before, one))
        for other in desk.tx.appointments(Standing.ACCEPTED):
            _ask_to_confirm(after, other)


def end(desk: Desk, one: Appointment, by: str) -> bool:
    """End a role, or take back a naming. False if it no longer stands as it did."""
    held = one.standing is Standing.HELD
    if not desk.tx.move_appointment(one.id, one.standing, Standing.ENDED if held else Standing.DECLINED, by):
        return False
    who = name(desk.school, by)
    person = "their own role" if one.person == by else f"the role of {name(desk.school, one.person)}"
    if not held:
        told = _take_back(desk, one, who)
        _tell(desk, f"{who} took back the naming of {name(desk.school, one.person)} as {one.role}.", by, *told)
        return True
    if one.person != by:
        desk.tx.tell(one.person, no_longer(one.role, f"{who} ended it. If that surprises you, please talk to them."))
    _tell(desk, f"{who} ended {person} as {one.role}.", by, one.person)
    return True


def _take_back(desk: Desk, one: Appointment, who: str) -> list[str]:
    """Nobody is asked any more: every question says so in its own place. Whom that reaches."""
    said = Post("This was taken back", f"{who} took the naming of {name(desk.school, one.person)} as {one.role} back.")
    asked = [(one.person, _named_key(one))]
    asked += [(m.person.key, _confirm_key(one, m.person.key)) for m in desk.school.staff if m.roles]
    return [key for key, told_as in asked if desk.tx.amend(told_as, said)]


# --- inside ---


def _tell(desk: Desk, line: str, *besides: str, also: str = "") -> None:
    """Tell head and chair, and `also`, but for whoever did it or knows it from a message of their own."""
    keys = dict.fromkeys((*leading(desk.school), also))
    for key in keys:
        if key and key not in besides and desk.school.member(key) is not None:
            desk.tx.tell(key, notice(line))


def _two(yes: str, yes_label: str, no: str, no_label: str, one: Appointment) -> tuple[Button, Button]:
    return Button(yes, yes_label, one.id, Style.PRIMARY), Button(no, no_label, one.id)


def _confirm_key(one: Appointment, key: str) -> str:
    return f"confirm {one.id} {key}"


def _named_key(one: Appointment) -> str:
    return f"named {one.id}"
