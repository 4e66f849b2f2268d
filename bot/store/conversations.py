"""What a conversation needs to go on: events already answered, open dialogs, the questions behind buttons."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from bot.store import values
from bot.store.part import Part
from bot.store.schema import asked as asked_table
from bot.store.schema import dialogs, events
from handlers.model import Dialog, Place, Reply
from handlers.records import Asked

LIFE = timedelta(hours=24)  # of a dialog that does not say
_SEALED = ("form", "step", "answers", "who", "about", "post")  # of a dialog, with its place


class Conversations(Part):
    """See `handlers.desk.Verbs`; the verbs about events are the turn's own."""

    __slots__ = ()

    def reply_to(self, event: str) -> Reply | values.KeptAsk | None:
        """What this event was answered with; None if it is new."""
        found = (self._one(events, id=mark) for mark in self._marks("event", event))
        row = next((one for one in found if one is not None), None)
        return values.load_reply(self.vault.read(row["reply"])) if row else None

    def remember(self, event: str, reply: Reply) -> None:
        """Keep the answer to an event. Raises sqlalchemy.exc.IntegrityError if it was answered before."""
        written = values.dump_reply(reply)
        sealed = self.vault.seal(written) if values.has_words(reply) else written
        self._put(events, id=self._marks("event", event)[0], at=self.minute, reply=sealed)

    # --- dialogs ---

    def save_dialog(self, dialog: Dialog) -> bool:
        """Keep a dialog: a new one at version 1, else over the version before. False if somebody was quicker."""
        if dialog.version == 1:
            self._put(dialogs, id=dialog.id, **self._columns(dialog))
            return True
        before = self._ours(dialogs, id=dialog.id, version=dialog.version - 1)
        return self.connection.execute(update(dialogs).where(before).values(self._columns(dialog))).rowcount == 1

    def keep_answers(self, dialog: Dialog) -> bool:
        """Keep what was given, right or wrong, without moving on. False if somebody was quicker."""
        same = self._ours(dialogs, id=dialog.id, version=dialog.version)
        return self.connection.execute(update(dialogs).where(same).values(self._columns(dialog))).rowcount == 1

    def dialog(self, key: str) -> Dialog | None:
        """The open dialog, or None when it is finished, expired or was never there."""
        row = self._one(dialogs, id=key)
        return self._dialog(row) if row is not None and row["expires"] > self.now else None

    def open_dialogs(self, who: str, form: str) -> tuple[Dialog, ...]:
        """The dialogs of this form that somebody has open, the one that they began last first."""
        ours = self._ours(dialogs, form=self._marks("form", f"{form} {who}"))
        theirs = select(dialogs).where(ours, dialogs.c.expires > self.now)
        rows = self.connection.execute(theirs.order_by(dialogs.c.expires.desc())).mappings()
        return tuple(self._dialog(row) for row in rows)

    def _dialog(self, row: Mapping[Any, Any]) -> Dialog:
        kept = json.loads(self.vault.read(row["answers"]))
        return Dialog(
            **{name: kept[name] for name in _SEALED},
            id=row["id"],
            place=values.load(Place, kept["place"]),
            version=row["version"],
            expires=row["expires"].isoformat(),
        )

    def close_dialog(self, key: str) -> bool:
        """End a dialog. False if it was not open."""
        return self.connection.execute(delete(dialogs).where(self._ours(dialogs, id=key))).rowcount == 1

    def forget_dialogs(self, who: str) -> None:
        """End all that somebody has open."""
        self.connection.execute(delete(dialogs).where(self._ours(dialogs, who=self._marks("who", who))))

    def _columns(self, dialog: Dialog) -> dict[str, Any]:
        """All of it is sealed, also who fills in which form: that somebody is about to tell something is theirs."""
        kept = {name: getattr(dialog, name) for name in _SEALED} | {"place": values.dump(dialog.place)}
        return {
            "form": self._marks("form", f"{dialog.form} {dialog.who}")[0],
            "answers": self.vault.seal(json.dumps(kept, ensure_ascii=False, default=dict)),
            "who": self._marks("who", dialog.who)[0],
            **dict.fromkeys(("step", "about", "place", "post"), ""),
            "version": dialog.version,
            "expires": datetime.fromisoformat(dialog.expires) if dialog.expires else self.now + LIFE,
        }

    # --- the questions behind buttons ---

    def keep_asked(self, asked: Asked) -> None:
        """Remember a question for the buttons under its answer, until it expires."""
        self._put(
            asked_table,
            id=asked.id,
            who=asked.who,
            question=asked.question,
            facts=json.dumps(asked.facts, ensure_ascii=False),
            capacity=asked.capacity,
            subject=asked.subject,
            at=asked.at,
            expires=asked.expires,
        )

    def asked(self, key: str, who: str) -> Asked | None:
        """The question, if `who` asked it and it has not expired."""
        row = self._one(asked_table, id=key, who=who)
        if row is None or row["expires"] <= self.now:
            return None
        return Asked(
            id=row["id"],
            who=row["who"],
            question=row["question"],
            at=row["at"],
            expires=row["expires"],
            facts=tuple(json.loads(row["facts"])),
            capacity=row["capacity"],
            subject=row["subject"],
        )

    def asked_by_another(self, key: str, who: str) -> bool:
        """Whether the question is somebody else's. Nothing else of it is told."""
        row = self._one(asked_table, id=key)
        return row is not None and row["who"] != who
