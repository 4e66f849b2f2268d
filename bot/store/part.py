"""One school's part of a transaction: what every group of verbs stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Select, Table, bindparam, insert, select

from bot.vault import Vault

MESSAGE = "message"  # a key of the outbox, as what is marked


@dataclass(slots=True)
class Pace:
    """Whether the transaction gave the outbox something to do."""

    told: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to people that the school's settings give the bot; see `handlers.desk.School`."""

    page: str = ""
    mails: bool = False
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A school, its connection inside the transaction, and the moment that the transaction stands for."""

    connection: Connection
    now: datetime
    school: str
    vault: Vault
    platform: str = ""
    reference: str = ""
    pace: Pace = field(default_factory=Pace)
    ways: Ways = Ways()

    @property
    def minute(self) -> datetime:
        """The moment to the minute, for what is not sealed: an exact one would join what is kept apart."""
        return self.now.replace(second=0, microsecond=0)

    def _marks(self, what: str, name: str) -> tuple[str, ...]:
        """How a name that may tell something stands in a table: under each of the vault's keys, the first written down.

        What looks for it takes any of them, so that it is found after the key was changed.
        """
        return self.vault.marks(f"{self.school} {what} {name}")

    def _ours(self, table: Table, **columns: object) -> ColumnElement[bool]:
        """The condition that a row is this school's and has these values; of several, any one of them."""
        condition = table.c.school == self.school
        for name, value in columns.items():
            condition &= table.c[name].in_(value) if isinstance(value, tuple) else table.c[name] == value
        return condition

    def _one(self, table: Table, **columns: object) -> Mapping[str, Any] | None:
        """The row with these values, or None."""
        found = self.connection.execute(_selecting(table, tuple(columns)), {"school": self.school, **columns})
        row = found.mappings().first()
        return dict(row) if row else None

    def _put(self, table: Table, **columns: object) -> int:
        """Insert a row of this school. Its id, where the database gives one."""
        result = self.connection.execute(_inserting(table), {"school": self.school, **columns})
        keys = result.inserted_primary_key
        return keys[0] if keys and isinstance(keys[0], int) else 0


# Making a statement costs more than running it, so that those of every turn are made once.


@cache
def _inserting(table: Table) -> Insert:
    return insert(table)


@cache
def _selecting(table: Table, names: tuple[str, ...]) -> Select[Any]:
    wanted = [table.c[name] == bindparam(name, type_=table.c[name].type) for name in ("school", *names)]
    return select(table).where(*wanted)
