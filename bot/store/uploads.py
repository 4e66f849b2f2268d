"""Files that came by the upload page: name, kind and bytes sealed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, select, update

from bot.store.part import Part
from bot.store.schema import uploads
from handlers.records import Upload

_LIST = tuple(one for one in uploads.c if one.name != "data")


class Uploads(Part):
    """See `handlers.desk.Verbs`."""

    __slots__ = ()

    def add_upload(self, journal: str, by: str, name: str, kind: str, data: bytes) -> Upload:
        """Keep a file with a journal; not sent yet. One that waits already, byte for byte, is not kept twice."""
        digest, there = sha256(data).hexdigest(), self._files_of(journal)
        for one in there:
            if (one["sha"], one["by"], one["sent"]) == (digest, by, False):
                return _upload(one)
        key = secrets.token_urlsafe(12)
        words = {"of": journal, "id": key, "by": by, "name": name, "kind": kind, "size": len(data), "sha": digest}
        words |= {"sent": False, "n": 1 + max((one["n"] for one in there), default=0)}
        self._put(
            uploads,
            id=key,
            journal=journal,
            sealed=self._sealed_file(words),
            data=self.vault.seal_bytes(data),
            at=self.now,
        )
        return _upload(words | {"at": self.now})

    def uploads(self, journal: str) -> tuple[Upload, ...]:
        """A journal's files, in the order in which they came."""
        return tuple(_upload(one) for one in self._files_of(journal))

    def upload(self, key: str) -> tuple[Upload, bytes] | None:
        """One file with its bytes."""
        row = self._one(uploads, id=key)
        if row is None:
            return None
        read, data = self._read_file(row), self.vault.open_bytes(row["data"])
        if sha256(data).hexdigest() != read["sha"]:
            raise ValueError("a file's bytes stand with another file")
        return _upload(read), data

    def send_uploads(self, journal: str, by: str) -> tuple[Upload, ...]:
        """What somebody brought and had not sent is sent: nobody takes it away any more. What was sent now."""
        sent = []
        for one in self._files_of(journal):
            if one["by"] == by and not one["sent"]:
                at = one.pop("at")
                sealed = self._sealed_file(one | {"sent": True})
                self.connection.execute(update(uploads).where(self._ours(uploads, id=one["id"])).values(sealed=sealed))
                sent.append(replace(_upload(one | {"at": at}), sent=True))
        return tuple(sent)

    def forget_upload(self, key: str) -> bool:
        """Forget a file. False if there is none."""
        return self.connection.execute(delete(uploads).where(self._ours(uploads, id=key))).rowcount == 1

    # --- inside ---

    def _files_of(self, journal: str) -> list[dict[str, Any]]:
        chosen = select(*_LIST).where(self._ours(uploads, journal=journal))
        found = [self._read_file(row) for row in self.connection.execute(chosen).mappings()]
        return sorted(found, key=lambda one: int(one["n"]))

    def _sealed_file(self, words: Mapping[str, object]) -> str:
        return self.vault.seal(json.dumps(words, ensure_ascii=False))

    def _read_file(self, row: Any) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.vault.open(row["sealed"]))
        if (read["of"], read["id"]) != (row["journal"], row["id"]):
            raise ValueError("a file stands in another record than its own")
        return read | {"at": row["at"]}


def _upload(read: Mapping[str, Any]) -> Upload:
    known = {name: read[name] for name in ("id", "name", "kind", "size", "at", "by", "sent")}
    return Upload(**known, journal=read["of"])
