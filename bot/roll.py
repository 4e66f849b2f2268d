"""The school's roll: whose event it is, and who is who there today, from the store and never from the client."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

from bot.store.tx import SchoolTx
from handlers.desk import Member, Role, School
from handlers.model import Event, Person
from handlers.records import Appointment, StaffLine, Standing


class Roll(Protocol):
    """Who is who, for a turn."""

    def of(self, event: Event) -> str:
        """The id of the school that an event belongs to."""
        ...

    def school(self, records: SchoolTx) -> School:
        """The school as it is now."""
        ...


class Fixed:
    """A school whose people stand in the settings: the browser page's."""

    def __init__(self, school: School) -> None:
        self._school = replace(school, fixed=True)

    def of(self, event: Event) -> str:
        """Always this school."""
        return self._school.id

    def school(self, records: SchoolTx) -> School:
        """As the settings say."""
        return self._school


class Kept:
    """A school whose people are in the store: the staff list that was imported, and the roles that were accepted.

    It is held in memory as long as nothing of it has changed and the day is the same.
    """

    def __init__(self, school: School) -> None:
        self._bare = school
        self._held: tuple[int, date, School] | None = None

    def of(self, event: Event) -> str:
        """Always this school: one process serves one."""
        return self._bare.id

    def school(self, records: SchoolTx) -> School:
        """As the store says, for today at the school."""
        revision, today = records.revision(), records.now.astimezone(self._bare.zone).date()
        held = self._held
        if held is None or held[:2] != (revision, today):
            held = (revision, today, self._read(records, today))
            self._held = held
        return held[2]

    def _read(self, records: SchoolTx, today: date) -> School:
        roles = _roles(records.appointments(Standing.HELD))
        here = [line for line in records.staff() if on_the_list(line, today)]
        members = tuple(
            Member(Person(line.key, line.name, line.email), roles.get(line.key, ()), line.capacity, line.job)
            for line in here
        )
        return replace(self._bare, staff=members, choices=records.choices())


def on_the_list(line: StaffLine, today: date) -> bool:
    """Whether somebody works here today: both days of the line are included."""
    now = today.isoformat()
    return (not line.begins or line.begins <= now) and (not line.ends or now <= line.ends)


def _roles(held: tuple[Appointment, ...]) -> dict[str, tuple[Role, ...]]:
    roles: dict[str, tuple[Role, ...]] = {}
    for one in held:
        roles[one.person] = tuple(dict.fromkeys((*roles.get(one.person, ()), Role(one.role))))
    return roles
