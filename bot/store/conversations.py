"""What a conversation needs to go on: events already answered, open dialogs, the questions behind buttons."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update

from bot.store import values
from bot.store.part import Part
from bot.store.schema import asked as asked_table
from bot.store.schema import dialogs, events
from handlers.model import Dialog, Place, Reply
from handlers.records import Asked

LIFE = timedelta(hours=24)  # of a dialog that does not say


class Conversations(Part):
    """See `handlers.desk.Verbs`; the verbs about events are the turn's own."""

    __slots__ = ()

    def reply_to(self, event: str) -> Reply | values.KeptAsk | None:
        """What this event was answered with; None if it is new."""
        row = self._one(events, id=event)
        return values.load_reply(row["reply"]) if row else None

    def remember(self, event: str, reply: Reply) -> None:
        """Keep the answer to an event. Raises sqlalchemy.exc.IntegrityError if it was answered before."""
        self._put(events, id=event, at=self.now, reply=values.dump_reply(reply))

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
        if row is None or row["expires"] <= self.now:
            return None
        return Dialog(
            id=row["id"],
            form=row["form"],
            step=row["step"],
            answers=json.loads(row["answers"]),
            who=row["who"],
            about=row["about"],
            place=values.load(Place, row["place"]),
            post=row["post"],
            version=row["version"],
            expires=row["expires"].isoformat(),
        )

    def close_dialog(self, key: str) -> bool:
        """End a dialog. False if it was not open."""
        return self.connection.execute(delete(dialogs).where(self._ours(dialogs, id=key))).rowcount == 1

    def _columns(self, dialog: Dialog) -> dict[str, Any]:
        return {
            "form": dialog.form,
            "step": dialog.step,
            "answers": json.dumps(dict(dialog.answers), ensure_ascii=False),
            "who": dialog.who,
            "about": dialog.about,
            "place": values.dump(dialog.place),
            "post": dialog.post,
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
