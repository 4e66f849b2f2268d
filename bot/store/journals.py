"""Journals: records that are only ever added to, sealed entry by entry; who began one stands apart from it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from bot.store.part import Part
from bot.store.schema import entries, identities, journals, uploads
from handlers.records import Entry, Journal

_ALPHABET = "ACDEFHJKLMNPQRTUVWXY34679"  # read out on the telephone, nothing sounds or looks like another
_REF = 6  # characters: 244 million references

# Those of a kind are looked for in every turn, so made once.
_OF_A_KIND = (
    select(journals)
    .where(journals.c.school == bindparam("school"), journals.c.kind == bindparam("kind"))
    .order_by(journals.c.at.desc(), journals.c.id)
)
_OPEN_OF_A_KIND = _OF_A_KIND.where(journals.c.open)


class Journals(Part):
    """See `handlers.desk.Verbs`."""

    __slots__ = ()

    def begin_journal(self, kind: str, by: str, what: str, given: Mapping[str, object]) -> Journal:
        """Begin a journal with its first entry."""
        journal = Journal(secrets.token_urlsafe(12), kind, self._new_ref(), self.now)
        self._put(journals, id=journal.id, kind=kind, ref=journal.ref, at=self.now, entries=0, open=True)
        begun = self.add_entry(journal, by, what, given)
        assert begun is not None, "nobody else knows of it yet"
        return begun

    def add_entry(
        self, journal: Journal, by: str, what: str, given: Mapping[str, object], *, open_: bool = True
    ) -> Journal | None:
        """Add an entry to the journal as it was read, and say whether it is open then. None if somebody was quicker."""
        n = len(journal.entries)
        as_read = update(journals).where(self._ours(journals, id=journal.id), journals.c.entries == n)
        if self.connection.execute(as_read.values(entries=n + 1, open=open_)).rowcount != 1:
            return None
        entry = Entry(n, self.now, by, what, given)
        self._put(entries, journal=journal.id, n=n, at=self.now, sealed=self._sealed(journal.id, entry))
        return Journal(journal.id, journal.kind, journal.ref, journal.at, open_, (*journal.entries, entry))

    def empty_entry(self, journal: Journal, n: int, kept: Mapping[str, object]) -> Journal:
        """Forget what an entry held, but for `kept`. Beside `rename_person` the one case of writing one again."""
        entry = replace(journal.entries[n], given=kept)
        columns = {"sealed": self._sealed(journal.id, entry)}
        self.connection.execute(update(entries).where(self._ours(entries, journal=journal.id, n=n)).values(columns))
        return replace(journal, entries=(*journal.entries[:n], entry, *journal.entries[n + 1 :]))

    def journal(self, key: str) -> Journal | None:
        """One journal with all its entries."""
        row = self._one(journals, id=key)
        return self._with_entries([row])[0] if row else None

    def journal_of_ref(self, ref: str) -> Journal | None:
        """The journal with this reference, however it was typed."""
        row = self._one(journals, ref=ref.strip().upper())
        return self._with_entries([row])[0] if row else None

    def journals(self, kind: str, *, open_only: bool = False) -> tuple[Journal, ...]:
        """All journals of a kind, newest first."""
        newest = _OPEN_OF_A_KIND if open_only else _OF_A_KIND
        found = self.connection.execute(newest, {"school": self.school, "kind": kind})
        return tuple(self._with_entries(list(found.mappings())))

    def forget_journal(self, key: str) -> None:
        """Forget a journal with all its entries and files, and who began it; nothing of it is left."""
        for table in (entries, identities, uploads):
            self.connection.execute(delete(table).where(self._ours(table, journal=key)))
        self.connection.execute(delete(journals).where(self._ours(journals, id=key)))

    # --- who began it ---

    def keep_identity(self, journal: str, person: str) -> None:
        """Put down, apart from the journal, who began it."""
        words = json.dumps({"of": journal, "person": person})
        mark = self.vault.marks(self._named(person))[0]
        self._put(identities, journal=journal, mark=mark, sealed=self.vault.seal(words))

    def identity(self, journal: str) -> str:
        """Who began it (a person's key); "" where that is not known."""
        row = self._one(identities, journal=journal)
        return self._opened(row["sealed"], journal)["person"] if row else ""

    def identified(self, person: str) -> tuple[str, ...]:
        """The ids of the journals that this person began, newest first."""
        marks = self.vault.marks(self._named(person))
        theirs = select(journals.c.id).join_from(
            identities,
            journals,
            (journals.c.school == identities.c.school) & (journals.c.id == identities.c.journal),
        )
        mine = theirs.where(self._ours(identities), identities.c.mark.in_(marks))
        return tuple(self.connection.execute(mine.order_by(journals.c.at.desc(), journals.c.id)).scalars())

    def rename_person(self, key: str, before: str) -> None:
        """An address was handed on: whoever had it is called `before` in every record, and nothing of it is the new
        holder's. Beside `empty_entry` the one case in which an entry is written again."""
        for kept in self.identified(key):
            words = self.vault.seal(json.dumps({"of": kept, "person": before}))
            columns = {"mark": self.vault.marks(self._named(before))[0], "sealed": words}
            self.connection.execute(update(identities).where(self._ours(identities, journal=kept)).values(columns))
        for row in list(self.connection.execute(select(entries).where(self._ours(entries))).mappings()):
            read = self._opened(row["sealed"], row["journal"])
            changed = _with_other_name(read, key, before)
            if changed != read:
                mine = self._ours(entries, journal=row["journal"], n=row["n"])
                sealed = self.vault.seal(json.dumps(changed, ensure_ascii=False))
                self.connection.execute(update(entries).where(mine).values(sealed=sealed))

    # --- inside ---

    def _named(self, person: str) -> str:
        return f"{self.school} {person}"

    def _new_ref(self) -> str:
        """A reference that means nothing, and is nobody else's."""
        while True:
            letters = "".join(secrets.choice(_ALPHABET) for _ in range(_REF))
            ref = f"{letters[:3]}-{letters[3:]}"
            if self._one(journals, ref=ref) is None:
                return ref

    def _with_entries(self, rows: list[Any]) -> list[Journal]:
        """Journals with what was added to them. Raises bot.vault.VaultFault."""
        found: dict[str, list[Entry]] = {row["id"]: [] for row in rows}
        ids = list(found)
        for start in range(0, len(ids), 500):  # a statement takes only so many parameters
            chosen = select(entries).where(self._ours(entries), entries.c.journal.in_(ids[start : start + 500]))
            for row in self.connection.execute(chosen.order_by(entries.c.journal, entries.c.n)).mappings():
                read = self._opened(row["sealed"], row["journal"])
                found[row["journal"]].append(Entry(row["n"], row["at"], read["by"], read["what"], read["given"]))
        return [
            Journal(row["id"], row["kind"], row["ref"], row["at"], row["open"], tuple(found[row["id"]])) for row in rows
        ]

    def _sealed(self, journal: str, entry: Entry) -> str:
        read = {"of": journal, "n": entry.n, "by": entry.by, "what": entry.what, "given": dict(entry.given)}
        return self.vault.seal(json.dumps(read, ensure_ascii=False))

    def _opened(self, sealed: str, journal: str) -> dict[str, Any]:
        """What was sealed, if it belongs to this journal: an entry moved to another record is no entry."""
        read: dict[str, Any] = json.loads(self.vault.open(sealed))
        if read["of"] != journal:
            raise ValueError("an entry stands in another record than its own")
        return read


def _with_other_name(value: Any, key: str, other: str) -> Any:
    """A value with one person's key changed wherever it stands by itself; within somebody's words it stays."""
    match value:
        case str():
            return {key: other, f"person:{key}": f"person:{other}"}.get(value, value)
        case list():
            return [_with_other_name(one, key, other) for one in value]
        case dict():
            return {_with_other_name(k, key, other): _with_other_name(v, key, other) for k, v in value.items()}
    return value
