"""The settings of the school: `[school]`, its name, zone and, for the browser page, its people."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from bot.connections import Part
from handlers.desk import Member, Role, School
from handlers.model import Person


class StaffEntry(Part):
    """One line of the staff list. Without a `key`, the e-mail address is the person's key."""

    name: str = Field(min_length=1)
    email: str = ""
    key: str = ""
    roles: tuple[Role, ...] = ()
    capacity: str = Field(default="staff", pattern="^(staff|supply|governors|contractors|volunteers)$")
    job: str = ""

    def member(self) -> Member:
        """The entry as the handlers know it."""
        key = self.key or self.email.lower() or self.name.lower()
        return Member(Person(key, self.name, self.email), self.roles, self.capacity, self.job)


class SchoolSettings(Part):
    """`[school]`: its name, zone and people."""

    id: str = Field(default="school", pattern="^[a-z0-9-]{1,40}$")
    name: str = Field(default="Our school", min_length=1, max_length=100)
    zone: str = "Europe/London"
    smallest_count: int = Field(default=5, ge=1, le=100)
    administrator: str = ""
    staff: tuple[StaffEntry, ...] = ()

    @field_validator("administrator")
    @classmethod
    def _is_an_address(cls, email: str) -> str:
        if email and not re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", email):
            raise ValueError("must be the e-mail address of whoever looks after the bot")
        return email.lower()

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError("is not a time zone; write one like Europe/London") from None
        return zone

    @field_validator("staff")
    @classmethod
    def _each_once(cls, staff: tuple[StaffEntry, ...]) -> tuple[StaffEntry, ...]:
        keys = [entry.member().person.key for entry in staff]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"names somebody twice: {', '.join(twice)}")
        return staff

    def school(self) -> School:
        """The school as the handlers know it."""
        people = tuple(entry.member() for entry in self.staff)
        return School(self.id, self.name, ZoneInfo(self.zone), people, self.smallest_count, self.administrator)
