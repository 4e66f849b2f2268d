"""Some people of a school as its staff list has them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from handlers.desk import Role
from handlers.records import Appointment, StaffLine, Standing

TODAY = date(2027, 3, 3)
WOOD = StaffLine("wood@larkfield.example", "Anna Wood", "Wood@larkfield.example", job="Headteacher")
HILL = StaffLine("hill@larkfield.example", "Bob Hill", "hill@larkfield.example", job="Deputy")
MARSH = StaffLine("marsh@larkfield.example", "Jo Marsh", "marsh@larkfield.example", job="Teacher")
STONE = StaffLine("stone@larkfield.example", "Dr Stone", "stone@larkfield.example", "governors")
LIST = (WOOD, HILL, MARSH)


def held(person: StaffLine, role: Role, standing: Standing = Standing.HELD) -> Appointment:
    """An appointment of theirs, at this stage."""
    return Appointment(f"{person.key} {role}", role, person.key, "x", datetime(2027, 1, 1, tzinfo=UTC), standing)
