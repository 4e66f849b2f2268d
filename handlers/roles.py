"""The rules of who may name whom, whose word is needed, and how a role comes to be held.

Whoever looks after the bot gains nothing by it: they may name people, and that is all. A role that guards something
takes the named person's own acceptance and, after the very first, somebody else's hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.desk import Desk, Member, Role, School
from handlers.records import Appointment, Standing
from handlers.wording import listed, told_apart

SENSITIVE = frozenset(
    {
        Role.HEAD,
        Role.DEPUTY,
        Role.CHAIR,
        Role.VICE_CHAIR,
        Role.TRUST,
        Role.SAFEGUARDING_LEAD,
        Role.DEPUTY_SAFEGUARDING_LEAD,
        Role.DATA_PROTECTION_LEAD,
    }
)
LEADING = (Role.HEAD, Role.CHAIR)  # told of every change; their naming is a confirmation
WAITING = (Standing.NAMED, Standing.ACCEPTED)
NOW = (*WAITING, Standing.HELD)


@dataclass(frozen=True, slots=True)
class Board:
    """Who holds and who is to hold what, read once in a turn."""

    school: School
    standing: tuple[Appointment, ...]
    at: datetime

    @property
    def guards(self) -> tuple[Appointment, ...]:
        """The roles in effect that guard something; of somebody who has left, too."""
        return tuple(one for one in self.standing if one.standing is Standing.HELD and one.role in SENSITIVE)

    @property
    def first(self) -> bool:
        """Whether nobody has yet been given a role that guards something."""
        return not self.guards


def board(desk: Desk) -> Board:
    """Who holds and who is to hold what."""
    return Board(desk.school, desk.tx.appointments(*NOW), desk.now)


def may_settle(school: School, who: str) -> bool:
    """Whether somebody may name people and choose the channel; naming alone gives nobody a role."""
    return who == school.administrator or school.holds(who, *LEADING)


def leading(school: School, *besides: str) -> tuple[str, ...]:
    """The head and the chair in effect, but for `besides`."""
    return tuple(key for key in _holders(school, LEADING) if key not in besides)


def begins(board: Board, role: Role, person: str, by: str) -> Standing:
    """Where a naming begins: with the named person's acceptance, with a confirmation, or in effect at once."""
    if role in SENSITIVE and person != by:
        return Standing.NAMED
    return Standing.ACCEPTED if needs_confirming(board, role, person, by) else Standing.HELD


def needs_confirming(board: Board, role: Role, person: str, named_by: str) -> bool:
    """Whether somebody else has yet to agree, once the named person has."""
    if person == named_by:
        return True
    if board.school.holds(named_by, *LEADING):
        return False
    return role not in SENSITIVE or not board.first


def confirmers(school: School, one: Appointment) -> tuple[str, ...]:
    """Who may confirm or refuse: head and chair; without them, for a role that guards something, whoever holds
    another such role. Never the named person; without head and chair, not whoever named them either."""
    found = leading(school, one.person)
    if found or Role(one.role) not in SENSITIVE:
        return found
    others = _holders(school, [role for role in Role if role in SENSITIVE])
    return tuple(key for key in others if key not in (one.person, one.named_by))


def may_end(school: School, one: Appointment, who: str) -> bool:
    """Whether somebody may end it: their own role; head and chair any role. What only waits, whoever named it."""
    if one.standing is Standing.HELD:
        return one.person == who or school.holds(who, *LEADING)
    return one.standing in WAITING and one.named_by == who


def endable(board: Board, who: str) -> tuple[Appointment, ...]:
    """What somebody may end, their own first, and what only waits last."""
    found = (one for one in board.standing if may_end(board.school, one, who))
    return tuple(sorted(found, key=lambda one: (one.standing is not Standing.HELD, one.person != who)))


def last_guard(board: Board, one: Appointment) -> bool:
    """Whether ending this would leave nobody on the list who could confirm anybody."""
    others = [other for other in board.guards if other.id != one.id and board.school.member(other.person) is not None]
    return Role(one.role) in SENSITIVE and not others


def changed(school: School, one: Appointment) -> School:
    """The school once the appointment is in effect, for the rest of the turn that brought it about."""
    role = Role(one.role)

    def of(key: str, roles: tuple[Role, ...]) -> tuple[Role, ...]:
        if key == one.instead_of:
            return tuple(held for held in roles if held is not role)
        return (*roles, role) if key == one.person else roles

    return replace(school, staff=tuple(replace(m, roles=of(m.person.key, m.roles)) for m in school.staff))


def name(school: School, key: str) -> str:
    """Somebody's name; of somebody who has left the list, their key."""
    member = school.member(key)
    return member.person.name if member else key or "somebody"


def exact_name(school: School, key: str) -> str:
    """The same, which no namesake on the list can be taken for."""
    return dict(to_choose_from(school.staff)).get(key) or name(school, key)


def to_choose_from(staff: Iterable[Member]) -> tuple[tuple[str, str], ...]:
    """(key, name) of people as a form offers them, namesakes told apart."""
    return told_apart((one.person.key, one.person.name, one.job, one.person.email) for one in staff)


def names(school: School, keys: Iterable[str], joint: str = "or") -> str:
    """Names with the role that makes them matter: "Mrs Wood (head) or Dr Stone (chair of governors)"."""
    return listed((_with_role(school, key) for key in keys), joint)


def who_can(school: School) -> str:
    """Who may change who does what, in words."""
    keys = [*leading(school), school.administrator]
    known = [key for key in dict.fromkeys(keys) if school.member(key) is not None]
    return names(school, known) if known else school.administrator or "whoever looks after me"


def _with_role(school: School, key: str) -> str:
    role = next((role for role in LEADING if school.holds(key, role)), None)
    return f"{name(school, key)} ({role})" if role else name(school, key)


def _holders(school: School, roles: Iterable[Role]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.person.key for role in roles for member in school.holders(role)))
