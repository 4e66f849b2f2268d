"""Parents' permissions as the office imported them: a sealed row a pupil, under the mark of the pupil's reference."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, select

from bot.store.part import Part
from bot.store.schema import consents
from handlers.records import Consent


class Consents(Part):
    """See `handlers.desk.Verbs`."""

    __slots__ = ()

    def put_consents(self, told: Sequence[Consent]) -> None:
        """Put the whole list down, in place of the one before."""
        self.connection.execute(delete(consents).where(self._ours(consents)))
        for one in told:
            words = json.dumps(asdict(one) | {"said": dict(one.said)}, ensure_ascii=False)
            mark = self.vault.marks(f"{self.school} pupil {one.pupil}")[0]
            self._put(consents, mark=mark, sealed=self.vault.seal(words), at=self.now)

    def consents(self) -> tuple[Consent, ...]:
        """The list, by reference."""
        rows = self.connection.execute(select(consents.c.sealed).where(self._ours(consents))).scalars()
        read = [json.loads(self.vault.open(one)) for one in rows]
        told = (
            Consent(one["pupil"], one["name"], {of: (yes, on) for of, (yes, on) in one["said"].items()}) for one in read
        )
        return tuple(sorted(told, key=lambda one: one.pupil))
