"""Whom a policy binds at this school, and who is therefore asked to acknowledge it."""

from __future__ import annotations

from handlers.desk import Member, Role, School
from handlers.wording import listed, plural
from knowledge.model import Modality, Policy, Section

_READ = frozenset((Section.PARENTS, Section.GLOSSARY))  # parts that bind nobody at the school


def who_is_bound(policy: Policy, school: School) -> tuple[Member, ...]:
    """Everybody on the staff list whose capacity a rule names, and the head where one binds the head."""
    rules = [one for one in policy.clauses if one.modality is not Modality.STATEMENT and one.section not in _READ]
    bound = {who for rule in rules for who in rule.binds}
    return tuple(one for one in school.staff if one.bound_as in bound or ("head" in bound and Role.HEAD in one.roles))


def in_words(members: tuple[Member, ...]) -> str:
    """12 people: staff and governors."""
    if not members:
        return "nobody on the staff list"
    capacities = listed(dict.fromkeys(one.capacity for one in members), "and")
    return f"{plural(len(members), 'person', 'people')}: {capacities}"
