"""Whom to ring about a concern: outside the school where nobody in it can read it, inside where it cannot wait."""

from __future__ import annotations

from handlers.concerns.access import who_sees
from handlers.concerns.case import Case
from handlers.concerns.routing import OUTSIDE
from handlers.desk import Desk, Role
from handlers.wording import listed

_LINE = "nspcc_whistleblowing"


def outside(desk: Desk) -> str:
    """Whom to ring outside the school now, in a sentence."""
    return f"Please ring {outsiders(desk)}; in danger, ring 999."


def outsiders(desk: Desk) -> str:
    """Who they are: the council's designated officer, at night its duty team too, and the advice line. Numbers are the
    school's own; where the council's is missing, the council is asked."""
    contacts = desk.school.contacts
    closed = desk.school.calendar.office_closed(desk.now)
    keys = ("emergency_duty_team", OUTSIDE, _LINE) if closed else (OUTSIDE, _LINE)
    ways = [f"the {one.name}, {one.number or one.address}" for key in keys if (one := contacts[key]).reachable]
    if not contacts[OUTSIDE].reachable:
        ways.insert(0, f"your council, and ask for its {contacts[OUTSIDE].name}")
    return listed(ways)


def cannot_wait(desk: Desk, case: Case) -> str:
    """Whom to ring where it cannot wait for whoever has it now, in a sentence; at night the duty team too.

    Numbers go with a role: of somebody who was chosen by name there is none.
    """
    told = desk.tx.identity(case.id)
    roles = [one.why for one in who_sees(case, desk) if one.person != told and one.why in tuple(Role)]
    own = (desk.school.contacts.for_role(role) for role in reversed(roles))  # who got it last, first
    ways = [f"the {one.name} on {one.number}" for one in own if one.number][:1]
    duty = desk.school.contacts["emergency_duty_team"]
    if desk.school.calendar.office_closed(desk.now) and duty.number:
        ways.append(f"the {duty.name} on {duty.number}")
    if not ways:
        return "If it cannot wait, tell them in person; in danger, ring 999."
    return f"If it cannot wait, ring {' or '.join(ways)}; in danger, ring 999."
