"""Who may decide about what somebody wrote: by their role today, never their own; who stands in; who comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.away import away
from handlers.desk import Desk, Member, Role
from handlers.roles import name
from handlers.wording import listed, plural

HEADS_OWN = (Role.CHAIR, Role.VICE_CHAIR, Role.TRUST)  # whoever holds the first of these that anybody holds
_STANDS_IN_FOR_CHAIR = (Role.VICE_CHAIR,)


@dataclass(frozen=True, slots=True)
class Deciders:
    """The rule: any holder of `roles`; of `absent`, if they stand in for a head who is away.

    `then` may decide too once it has waited for `after`; only where the school chose that.
    """

    roles: tuple[Role, ...] = (Role.HEAD,)
    absent: tuple[Role, ...] = ()
    then: tuple[Role, ...] = ()
    after: timedelta = timedelta(0)

    @property
    def words(self) -> str:
        """The rule in words: "head or chair of governors; deputy in the head's absence"."""
        absent = f"; {listed(self.absent)} in the head's absence" if self.absent else ""
        then = f"; {listed(self.then)} too after {plural(self.after.days, 'day')}" if self.then else ""
        return listed(self.roles) + absent + then


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may decide. `instead_of` is the person for whom they stand in; "" for nobody."""

    member: Member
    role: Role
    instead_of: str = ""

    @property
    def key(self) -> str:
        """The person's key."""
        return self.member.person.key


def deciders(desk: Desk, rule: Deciders, author: str, since: datetime) -> tuple[Decider, ...]:
    """Who may decide now about something of `author`'s that has waited `since`. Never the author, nor anybody in
    their place.

    What the head wrote goes to whoever is over the head, not to a deputy, however long it waits.
    """
    own = desk.school.holds(author, Role.HEAD)
    roles = _over_the_head(desk, rule, author) if own else rule.roles
    found = [Decider(one, role) for role in roles for one in desk.school.holders(role) if one.person.key != author]
    found += [stand_in for one in found if (stand_in := _stand_in(desk, rule, one, own=own)) is not None]
    if rule.then and desk.now >= since + rule.after:
        then = [role for role in rule.then if not own or role in HEADS_OWN]
        found += [Decider(one, role) for role in then for one in desk.school.holders(role)]
    able: dict[str, Decider] = {}
    for one in found:
        if one.key != author:
            able.setdefault(one.key, one)
    return tuple(able.values())


def in_words(desk: Desk, found: Iterable[Decider], joint: str = "or") -> str:
    """Mrs Wood (head) or Mr Hill (deputy, for Mrs Wood)."""
    people = [f"{one.member.person.name} ({one.role}{_for(desk, one.instead_of)})" for one in found]
    return listed(people, joint) if people else "nobody at present"


def _for(desk: Desk, instead_of: str) -> str:
    return f", for {name(desk.school, instead_of)}" if instead_of else ""


def _over_the_head(desk: Desk, rule: Deciders, author: str) -> tuple[Role, ...]:
    named = tuple(role for role in rule.roles if role in HEADS_OWN)
    for role in (*named, *HEADS_OWN):
        if any(one.person.key != author for one in desk.school.holders(role)):
            return named if role in named else (role,)
    return ()


def _stand_in(desk: Desk, rule: Deciders, one: Decider, *, own: bool) -> Decider | None:
    """Whoever they named for the days that they are away, if the rule lets that person decide."""
    allowed = {Role.HEAD: () if own else rule.absent, Role.CHAIR: _STANDS_IN_FOR_CHAIR}.get(one.role, ())
    absence = away(desk, one.key) if allowed else None
    if absence is None:
        return None
    member = desk.school.member(absence.stand_in)
    role = next((role for role in allowed if desk.school.holds(absence.stand_in, role)), None)
    return Decider(member, role, one.key) if member is not None and role is not None else None
