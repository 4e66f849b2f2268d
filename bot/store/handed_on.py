"""An address that was handed on: whoever has it from now on begins anew."""

from __future__ import annotations

from sqlalchemy import delete, update

from bot.store.schema import asked, askers, kept_copies, outbox, sent_questions
from bot.store.tx import SchoolTx

_LONGEST = 255  # characters of a person's key


def begin_anew(records: SchoolTx, key: str) -> None:
    """Whoever has this key from now on may be somebody else: nothing of whoever had it before is theirs.

    Copies, and what would soon be forgotten, go. What was sent to them, and what was told them, stays as a record that
    nobody is shown.
    """
    before = f"until {records.now:%Y-%m-%d}: {key}"[:_LONGEST]
    for table, column in ((kept_copies, "who"), (asked, "who"), (askers, "person")):
        theirs = (table.c.school == records.school) & (table.c[column] == key)
        records.connection.execute(delete(table).where(theirs))
    records.forget_dialogs(key)
    of_key = (outbox.c.school == records.school) & (outbox.c.person == key) & outbox.c.key.not_like("reply %")
    records.connection.execute(update(outbox).where(of_key).values(key=""))  # so that the new holder is told anew
    for table, column in ((sent_questions, "to"), (sent_questions, "who"), (outbox, "person")):
        theirs = (table.c.school == records.school) & (table.c[column] == key)
        records.connection.execute(update(table).where(theirs).values({column: before}))
    records.end_links_and_visits()
    records.rename_person(key, before)
    records.unlink(key)
