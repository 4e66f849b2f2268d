"""Who gets a concern: the school's table, from Keeping Children Safe in Education parts one and four and the policies.

Staff, supply, volunteers, contractors → head; a governor → chair; the head → chair; the chair → vice-chair or trust;
head and chair → the local authority designated officer, who is outside. A head who is harmed → chair (Wigan, online
bullying). Whoever it is about is on no line at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.concerns.kinds import NATURES, Kind
from handlers.desk import Member, Role, School


class About(StrEnum):
    """Whom it is about, as far as the table cares."""

    STAFF = "staff"  # or nobody, or nobody known
    GOVERNOR = "governor"
    HEAD = "head"
    CHAIR = "chair"
    HEAD_AND_CHAIR = "head and chair"


Table = Mapping[About, tuple[Role, ...]]

MAINTAINED: Table = {
    About.STAFF: (Role.HEAD, Role.CHAIR, Role.VICE_CHAIR),
    About.GOVERNOR: (Role.CHAIR, Role.VICE_CHAIR),
    About.HEAD: (Role.CHAIR, Role.VICE_CHAIR),
    About.CHAIR: (Role.VICE_CHAIR,),
    About.HEAD_AND_CHAIR: (),
}
ACADEMY: Table = {
    About.STAFF: (Role.HEAD, Role.CHAIR, Role.TRUST),
    About.GOVERNOR: (Role.CHAIR, Role.TRUST),
    About.HEAD: (Role.CHAIR, Role.TRUST),
    About.CHAIR: (Role.TRUST,),
    About.HEAD_AND_CHAIR: (),
}
# Where the head is the proprietor too, the school names no chair, and what concerns the head goes outside.
INDEPENDENT: Table = {
    About.STAFF: (Role.HEAD, Role.CHAIR),
    About.GOVERNOR: (Role.CHAIR,),
    About.HEAD: (Role.CHAIR,),
    About.CHAIR: (),
    About.HEAD_AND_CHAIR: (),
}
PRESETS: Mapping[str, Table] = {"maintained": MAINTAINED, "academy": ACADEMY, "independent": INDEPENDENT}

SAFEGUARDING = (Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)
OUTSIDE = "lado"  # the contact that is shown where nobody in school is left, and beside whatever concerns a leader


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody on a line: whoever holds a role, or one person whom the reporter or a reader chose."""

    role: str = ""  # a value of Role
    person: str = ""  # person key

    @property
    def key(self) -> str:
        """As it is kept."""
        return f"person:{self.person}" if self.person else self.role

    @classmethod
    def of(cls, key: str) -> Stop:
        """The stop that `key` names."""
        kind, _, person = key.partition(":")
        return cls(person=person) if kind == "person" and person else cls(role=key)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the way depends on. Person keys throughout."""

    kind: Kind
    reporter: str
    subjects: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()  # crossed out as too close, or stepped aside
    child: bool = False  # a pupil may be at risk
    leader: str = ""  # whom the reporter chose, where the school allows it
    praise: bool = False
    harm: bool = False  # the question of harm by an adult who works with children stands

    @property
    def shut_out(self) -> frozenset[str]:
        """Who never receives it: whom it is about, whom the reporter crossed out, a victim who reports."""
        own = (self.reporter,) if NATURES[self.kind].victim or self.kind is Kind.SELF else ()
        return frozenset((*self.subjects, *self.barred, *own))


@dataclass(frozen=True, slots=True)
class Route:
    """The lines that it goes along at once; the first of each gets it now, the next when nobody opens it in time."""

    lines: tuple[tuple[Stop, ...], ...]
    outside: bool  # the designated officer is shown, and the only way where no line has anybody


def about(facts: Facts, school: School) -> About:
    """Whom it is about. A head or chair who is harmed, or reports themselves, counts as the one it is about."""
    who = {*facts.subjects, *(facts.shut_out & {facts.reporter})}
    head, chair = (any(school.holds(one, role) for one in who) for role in (Role.HEAD, Role.CHAIR))
    if head and chair:
        return About.HEAD_AND_CHAIR
    if head or chair:
        return About.HEAD if head else About.CHAIR
    members = (school.member(one) for one in who)
    return About.GOVERNOR if any(one and one.capacity == "governors" for one in members) else About.STAFF


def route(facts: Facts, school: School) -> Route:
    """The way of a concern, by the school's table."""
    found = about(facts, school)
    main = tuple(Stop(role=role) for role in PRESETS[school.preset][found])
    lines = [main]
    if facts.leader and found is About.STAFF:  # who decides about an adult's conduct gets it beside them
        lines = [(Stop(person=facts.leader), *main), *([main] if facts.harm else [])]
    if facts.praise:
        return Route(((Stop(role=Role.HEAD),), (Stop(role=Role.COMMUNICATIONS_LEAD),)), outside=False)
    if facts.child or facts.kind in (Kind.CONTACT, Kind.CHILD_IMAGE):
        lines.append(tuple(Stop(role=role) for role in SAFEGUARDING))
    if facts.kind is Kind.DISCLOSED:
        lines.append((Stop(role=Role.DATA_PROTECTION_LEAD),))
    serious = facts.kind in (Kind.COLLEAGUE, Kind.CHILD_IMAGE) or facts.child
    return Route(tuple(lines), outside=serious or found in (About.HEAD, About.CHAIR, About.HEAD_AND_CHAIR))


def people(stop: Stop, school: School, shut_out: Iterable[str]) -> tuple[Member, ...]:
    """Who is at a stop today, but for those it must never reach."""
    if stop.person:
        member = school.member(stop.person)
        found: tuple[Member, ...] = (member,) if member else ()
    else:
        found = school.holders(Role(stop.role))
    kept_out = frozenset(shut_out)
    return tuple(one for one in found if one.person.key not in kept_out)


def first(line: Iterable[Stop], school: School, shut_out: Iterable[str], passed: Iterable[str] = ()) -> Stop | None:
    """The first stop of a line, after those `passed` (keys), that has anybody; None where the line is at its end."""
    done = frozenset(passed)
    return next((one for one in line if one.key not in done and people(one, school, shut_out)), None)


def dead_ends(school: School) -> tuple[str, ...]:
    """The dead ends of the school's table, a line each: what it is about, and that it would reach nobody.

    Looks at everything that the table tells apart, each time with those it is about left out; never at a concern.
    """
    return tuple(_dead_end(found, school) for found in nobody_for(school))


def without_leads(school: School) -> tuple[str, ...]:
    """The same of a child at risk."""
    if first((Stop(role=role) for role in SAFEGUARDING), school, ()) is not None:
        return ()
    return ("Nobody is the safeguarding lead, whom a child at risk concerns. Name them in the settings.",)


def nobody_for(school: School) -> tuple[About, ...]:
    """About whom a concern would reach nobody at the school, but for what is meant to go outside and can."""
    lado = school.contacts[OUTSIDE].reachable
    found = []
    for one, roles in PRESETS[school.preset].items():
        shut_out = holders(school, *WHO[one])
        reached = any(people(Stop(role=role), school, shut_out) for role in roles)
        if not reached and not (lado and _goes_outside(one, school)):
            found.append(one)
    return tuple(found)


def _goes_outside(found: About, school: School) -> bool:
    """Whether the table sends it to the designated officer where nobody at the school is left."""
    return not PRESETS[school.preset][found] or (school.preset == "independent" and found is not About.STAFF)


def _dead_end(found: About, school: School) -> str:
    roles = PRESETS[school.preset][found]
    whom = f"the {' or '.join(roles)}" if roles else "nobody in school"
    words = f"What concerns {WORDS[found]} would go to {whom}: nobody can be reached there"
    if not school.contacts[OUTSIDE].reachable:
        return f"{words}, and no number of the designated officer is set (contacts.lado)."
    return f"{words}. Whoever tells it could only ring the designated officer. Name somebody in the settings."


WHO = {
    About.STAFF: (),
    About.GOVERNOR: (),
    About.HEAD: (Role.HEAD,),
    About.CHAIR: (Role.CHAIR,),
    About.HEAD_AND_CHAIR: (Role.HEAD, Role.CHAIR),
}
WORDS = {
    About.STAFF: "staff, supply, volunteers and contractors",
    About.GOVERNOR: "a governor",
    About.HEAD: "the head",
    About.CHAIR: "the chair of governors",
    About.HEAD_AND_CHAIR: "head and chair together",
}


def holders(school: School, *roles: Role) -> tuple[str, ...]:
    """The keys of everybody who holds one of these roles."""
    return tuple(one.person.key for role in roles for one in school.holders(role))
