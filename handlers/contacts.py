"""Whom people can ring or write to: the school's own people by role, the council, the police, helplines.

What is the same everywhere is shipped in `handlers/data/contacts.toml`; a school's numbers and words come from its
settings. A number that nobody gave is never made up: then there is none, and what asks says something else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files

from handlers.calendar import Nation
from handlers.wording import day

# What the school itself must say, and how it is called where the settings do not say otherwise.
OWN = {
    "school": "school",
    "head": "head",
    "deputy": "deputy head",
    "chair": "chair of governors",
    "vice_chair": "vice-chair of governors",
    "trust_lead": "trust lead",
    "safeguarding_lead": "designated safeguarding lead",
    "deputy_safeguarding_lead": "deputy designated safeguarding lead",
    "data_protection_lead": "data protection lead",
    "communications_lead": "communications lead",
    "lado": "local authority designated officer (LADO)",
    "emergency_duty_team": "council's emergency duty team",
}
_OUTSIDE = ("lado", "emergency_duty_team")  # never answered by the school's own telephone


@dataclass(frozen=True, slots=True)
class Contact:
    """One of them. `name` stands without an article; `checked` is when number and address were last compared."""

    key: str
    name: str
    number: str = ""
    address: str = ""  # https:// or an e-mail address
    hours: str = ""
    checked: date | None = None
    note: str = ""  # when to turn to them, in a few words
    kinds: tuple[str, ...] = ()  # the kinds of concern that they are a signpost for

    @property
    def how(self) -> str:
        """How they are reached: "0344 381 4772 (Monday to Friday, 10 am to 4 pm)"; "" where nothing is known."""
        number = f"{self.number} ({self.hours})" if self.number and self.hours else self.number
        return " or ".join(way for way in (number, self.address) if way)

    @property
    def way(self) -> str:
        """The shortest way to them: their number and its hours, or else their address."""
        return f"{self.number} ({self.hours})" if self.number and self.hours else self.number or self.address

    @property
    def signpost(self) -> str:
        """How somebody else is reached, when to turn to them, and when that was last checked."""
        checked = f" Last checked {day(self.checked)}." if self.checked else ""
        return f"{self.way}: {self.note}.{checked}" if self.note else f"{self.way}.{checked}"

    @property
    def reachable(self) -> bool:
        """Whether there is a number or an address."""
        return bool(self.number or self.address)

    def stale(self, today: date) -> bool:
        """Whether what is given was last checked more than a year ago, or nobody knows when."""
        return self.reachable and (self.checked is None or (today - self.checked).days > 365)


@dataclass(frozen=True, slots=True)
class Contacts:
    """All of a school's contacts, in the order in which they are shown."""

    by_key: Mapping[str, Contact] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Contact:
        """The contact of this key: "lado", "police", "ico", one of OWN. Raises KeyError."""
        return self.by_key[key]

    def for_role(self, role: str) -> Contact:
        """Whom to ring for a role as desk.Role says it, "chair of governors"; by the school's number if need be.

        With no number and no address where the school gave neither.
        """
        key = role.removesuffix(" of governors").replace(" ", "_").replace("-", "_")
        own = self.by_key.get(key) or Contact(key, role)
        school = self.by_key.get("school")
        if own.reachable or key in _OUTSIDE or school is None or not school.reachable:
            return own
        return replace(school, key=key, name=own.name, note="the school's own number")

    def signposts(self, kind: str) -> tuple[Contact, ...]:
        """Whom else somebody may turn to about this kind of concern."""
        return tuple(one for one in self.by_key.values() if kind in one.kinds and one.reachable)

    def stale(self, today: date) -> tuple[Contact, ...]:
        """Those whose number or address wants checking: last done more than a year ago, or nobody knows when."""
        return tuple(one for one in self.by_key.values() if one.stale(today))

    def changed(self, key: str, **given: object) -> Contacts:
        """With this contact said otherwise, or added. Raises TypeError for what a contact has not."""
        before = self.by_key.get(key) or Contact(key, key.replace("_", " "))
        return Contacts({**self.by_key, key: replace(before, **given)})  # type: ignore[arg-type]  # by the caller's word


@cache
def shipped(nation: Nation = Nation.ENGLAND) -> Contacts:
    """What is known without a school: helplines and police, and what the nation calls the rest."""
    table = tomllib.loads(files("handlers").joinpath("data", "contacts.toml").read_text("utf-8"))
    nations = {name: table.pop(name) for name in Nation}
    own = nations[nation]
    names = OWN | own.pop("names")
    contacts = Contacts({key: Contact(key, name) for key, name in names.items()})
    for key, given in {**own, **table}.items():
        contacts = contacts.changed(key, **{**given, "kinds": tuple(given.get("kinds", ()))})
    return contacts
