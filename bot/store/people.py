"""Who is who: the staff list, roles and what became of them, accounts on the platforms, what the school chose."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update

from bot.store import values
from bot.store.schema import accounts, appointments, cards, choices, places, rolls, staff, unreached
from bot.store.timers import Timers
from handlers.desk import WHO_IS_WHO
from handlers.model import Post
from handlers.records import Account, Appointment, StaffLine, Standing, Unreached

_REVISION = select(rolls.c.revision).where(rolls.c.school == bindparam("school"))  # looked at in every turn


class People(Timers):
    """See `handlers.desk.Verbs` for appointments and choices; the rest is the application's own."""

    __slots__ = ()

    # --- the staff list ---

    def staff(self) -> tuple[StaffLine, ...]:
        """Everybody who is or was on the staff list, by name."""
        rows = self.connection.execute(select(staff).where(self._ours(staff)).order_by(staff.c.name, staff.c.key))
        return tuple(StaffLine(**{name: row[name] for name in _STAFF}) for row in rows.mappings())

    def staff_line(self, key: str) -> StaffLine | None:
        """One line of the staff list."""
        row = self._one(staff, key=key)
        return StaffLine(**{name: row[name] for name in _STAFF}) if row else None

    def put_staff(self, lines: Sequence[StaffLine]) -> None:
        """Put these lines down, each in place of the line with its key."""
        for line in lines:
            self._upsert(staff, {"key": line.key}, {name: getattr(line, name) for name in _STAFF if name != "key"})
        self._revise()

    # --- roles ---

    def appoint(self, appointment: Appointment) -> None:
        """Put down that somebody is named for a role. Nothing follows from it before it is HELD."""
        self._put(
            appointments,
            id=appointment.id,
            role=appointment.role,
            person=appointment.person,
            state=appointment.standing,
            named_by=appointment.named_by,
            named_at=appointment.named_at,
            instead_of=appointment.instead_of,
            changed_by=appointment.changed_by or appointment.named_by,
            changed_at=appointment.changed_at or appointment.named_at,
        )
        self._revise()

    def appointments(self, *standings: Standing) -> tuple[Appointment, ...]:
        """The appointments that stand so (none given: all), oldest first."""
        chosen = select(appointments).where(self._ours(appointments))
        if standings:
            chosen = chosen.where(appointments.c.state.in_(standings))
        ordered = chosen.order_by(appointments.c.named_at, appointments.c.id)
        return tuple(_appointment(row) for row in self.connection.execute(ordered).mappings())

    def appointment(self, key: str) -> Appointment | None:
        """One appointment."""
        row = self._one(appointments, id=key)
        return _appointment(row) if row else None

    def move_appointment(self, key: str, before: Standing, after: Standing, by: str) -> bool:
        """Take an appointment from one standing to the next. False if it did not stand at `before` any more."""
        there = self._ours(appointments, id=key, state=before)
        moved = update(appointments).where(there).values(state=after, changed_by=by, changed_at=self.now)
        if self.connection.execute(moved).rowcount != 1:
            return False
        self._revise()
        return True

    # --- what the school chose ---

    def choose(self, name: str, value: str, by: str) -> None:
        """Keep what the school chose, e.g. its approvals channel."""
        self._upsert(choices, {"name": name}, {"value": value, "by": by, "at": self.now})
        self._revise()

    def choices(self) -> dict[str, str]:
        """All that the school chose, by name."""
        rows = self.connection.execute(select(choices).where(self._ours(choices))).mappings()
        return {row["name"]: row["value"] for row in rows}

    def revision(self) -> int:
        """Another number after each change of staff, appointments, choices and whose an account is."""
        found = self.connection.execute(_REVISION, {"school": self.school}).scalar()
        return found or 0

    # --- accounts, and how to write to them ---

    def account(self, platform: str, workspace: str, account: str) -> Account | None:
        """An account that was seen before."""
        row = self._one(accounts, platform=platform, workspace=workspace, account=account)
        return Account(**{name: row[name] for name in _ACCOUNT}) if row else None

    def accounts_of(self, person: str) -> tuple[Account, ...]:
        """A person's accounts, the one they used last first."""
        theirs = select(accounts).where(self._ours(accounts, person=person)).order_by(accounts.c.seen.desc())
        rows = self.connection.execute(theirs).mappings()
        return tuple(Account(**{name: row[name] for name in _ACCOUNT}) for row in rows)

    def put_account(self, account: Account) -> Account:
        """Put an account down as it is now. As it was kept: a person has one account in a workspace.

        Where the person has another there already, this one is kept as nobody's: an account that only carries
        somebody's e-mail address must not inherit what they may do.
        """
        key = {name: getattr(account, name) for name in ("platform", "workspace", "account")}
        if account.person:
            others = select(accounts.c.account).where(
                self._ours(accounts, platform=account.platform, workspace=account.workspace, person=account.person),
                accounts.c.account != account.account,
            )
            if self.connection.execute(others).first():
                account = replace(account, person="")
        known = self.account(account.platform, account.workspace, account.account)
        kept = replace(account, seen=account.seen or self.now)
        self._upsert(accounts, key, {name: getattr(kept, name) for name in _ACCOUNT if name not in key})
        if (known.person if known else "") != kept.person:
            self._revise()
        return kept

    def unlink(self, person: str) -> int:
        """Forget which accounts are a person's, e.g. when they were given a new one. How many were forgotten.

        How to write to an account stays; whose it is, the platform is asked anew before it is put down again.
        """
        theirs = update(accounts).where(self._ours(accounts, person=person))
        self._revise()
        return self.connection.execute(theirs.values(person="", email="", seen=_LONG_AGO)).rowcount

    def place_address(self, key: str) -> str:
        """How to write to a place; "" where nobody put it down."""
        row = self._one(places, key=key)
        return str(row["address"]) if row else ""

    def put_place(self, key: str, address: str) -> None:
        """Put down how to write to a place."""
        self._upsert(places, {"key": key}, {"address": address, "at": self.now})

    def forget_place(self, key: str) -> None:
        """The place is gone, or the bot is no longer in it."""
        self.connection.execute(delete(places).where(self._ours(places, key=key)))

    def card(self, handle: str) -> Post | None:
        """A message with buttons for some people only, as it stands; None where none of that handle does."""
        row = self._one(cards, handle=handle)
        return values.load(Post, row["post"]) if row else None

    def put_card(self, handle: str, post: Post | None) -> None:
        """Put down how such a message stands; None: it has no such buttons any more."""
        if post is None:
            self.connection.execute(delete(cards).where(self._ours(cards, handle=handle)))
        else:
            self._upsert(cards, {"handle": handle}, {"post": values.dump(post), "at": self.now})

    # --- who cannot be written to ---

    def unreached(self) -> tuple[Unreached, ...]:
        """Who could not be written to the last time, and why."""
        rows = self.connection.execute(select(unreached).where(self._ours(unreached)).order_by(unreached.c.person))
        return tuple(Unreached(row["person"], row["reason"], row["at"]) for row in rows.mappings())

    def put_unreached(self, person: str, reason: str) -> None:
        """Somebody could not be written to."""
        self._upsert(unreached, {"person": person}, {"reason": reason, "at": self.now})

    def reached(self, person: str) -> None:
        """Somebody was written to after all."""
        self.connection.execute(delete(unreached).where(self._ours(unreached, person=person)))

    # --- inside ---

    def _upsert(self, table: Table, key: dict[str, object], columns: dict[str, object]) -> None:
        there = update(table).where(self._ours(table, **key)).values(**columns)
        if self.connection.execute(there).rowcount == 0:
            self._put(table, **key, **columns)

    def _revise(self) -> None:
        """Drawn, not counted: a number that was rolled back must not come again for another state of things."""
        new = secrets.randbelow(_REVISIONS) + 1
        if self.connection.execute(update(rolls).where(self._ours(rolls)).values(revision=new)).rowcount == 0:
            self.connection.execute(insert(rolls).values(school=self.school, revision=new))
        self.wake(WHO_IS_WHO, "", due=self.now, key=WHO_IS_WHO)  # what belongs to an office goes on with it


_REVISIONS = 2**31 - 1  # what an Integer column holds everywhere
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_STAFF = tuple(StaffLine.__dataclass_fields__)
_ACCOUNT = tuple(Account.__dataclass_fields__)


def _appointment(row: Any) -> Appointment:
    known = {name: row[name] for name in Appointment.__dataclass_fields__ if name != "standing"}
    return Appointment(**known, standing=Standing(row["state"]))
