"""One school's part of a transaction: what every group of verbs stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, insert, select


@dataclass(slots=True)
class Pace:
    """Whether the transaction gave the outbox something to do."""

    told: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A school, its connection inside the transaction, and the moment that the transaction stands for."""

    connection: Connection
    now: datetime
    school: str
    platform: str = ""
    reference: str = ""
    pace: Pace = field(default_factory=Pace)

    def _ours(self, table: Table, **columns: object) -> ColumnElement[bool]:
        """The condition that a row is this school's and has these values."""
        condition = table.c.school == self.school
        for name, value in columns.items():
            condition &= table.c[name] == value
        return condition

    def _one(self, table: Table, **columns: object) -> Mapping[str, Any] | None:
        """The row with these values, or None."""
        row = self.connection.execute(select(table).where(self._ours(table, **columns))).mappings().first()
        return dict(row) if row else None

    def _put(self, table: Table, **columns: object) -> int:
        """Insert a row of this school. Its id, where the database gives one."""
        result = self.connection.execute(insert(table).values(school=self.school, **columns))
        keys = result.inserted_primary_key
        return keys[0] if keys and isinstance(keys[0], int) else 0
