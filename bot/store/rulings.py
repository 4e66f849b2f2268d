"""Questions that their askers sent, the answers to them, and what was decided for everybody."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, update

from bot.store.deliveries import Deliveries
from bot.store.schema import Moment, askers, rulings, sent_questions
from handlers.model import Post
from handlers.records import Decision, Ruling, SentQuestion

CLOSED_KEPT = timedelta(days=30)  # for whoever presses an old button; then only a ruling is left of it
WAY_BACK = timedelta(days=120)  # a term: who asked without a name is forgotten then, answered or not


# Looked for at every question, so made once.
_STANDING = (
    select(rulings)
    .where(rulings.c.school == bindparam("school"), rulings.c.withdrawn.is_(None))
    .order_by(rulings.c.at.desc(), rulings.c.id)
)


class Rulings(Deliveries):
    """See `handlers.desk.Verbs`. No verb says who asked without a name; `tell_asker` only writes to them."""

    __slots__ = ()

    # --- questions that their askers sent ---

    def send_question(self, question: SentQuestion, *, asker: str = "") -> None:
        """Put a question before its recipient from `question.at` on. Only ever because its asker sent it."""
        self._put(sent_questions, **asdict(question))
        if asker and not question.who:
            self._put(askers, question=question.id, person=asker, expires=self.now + WAY_BACK)

    def sent_questions(self, to: str) -> tuple[SentQuestion, ...]:
        """The questions sent to this person and not yet closed, newest first."""
        theirs = select(sent_questions).where(self._before(to=to), sent_questions.c.closed.is_(None))
        newest = theirs.order_by(sent_questions.c.at.desc(), sent_questions.c.id)
        return tuple(_sent(row) for row in self.connection.execute(newest).mappings())

    def sent_question(self, key: str, to: str) -> SentQuestion | None:
        """One question, if it was sent to this person."""
        row = self.connection.execute(select(sent_questions).where(self._before(id=key, to=to))).mappings().first()
        return _sent(row) if row else None

    def recipients(self) -> tuple[str, ...]:
        """Before whom (person keys) a sent question stands that is not closed."""
        open_ones = select(sent_questions.c.to).where(self._before(), sent_questions.c.closed.is_(None))
        return tuple(self.connection.execute(open_ones.distinct().order_by(sent_questions.c.to)).scalars())

    def close_question(self, key: str, to: str, decision: Decision, words: str = "", ruling: str = "") -> bool:
        """Put down what its recipient answered. False if it was closed before, or was not sent to them."""
        still_open = update(sent_questions).where(self._before(id=key, to=to), sent_questions.c.closed.is_(None))
        until = func.coalesce(sent_questions.c.expires, bindparam("until", self.now + CLOSED_KEPT, Moment()))
        closed = still_open.values(verdict=decision, words=words, ruling=ruling, closed=self.now, expires=until)
        return self.connection.execute(closed).rowcount == 1

    def tell_asker(self, key: str, post: Post, *, due: datetime) -> None:
        """Send the answer to whoever asked, if the way to them is still known; whether it is, nobody learns."""
        sent = self._one(sent_questions, id=key)
        if sent is None:
            return
        if sent["who"]:
            self.tell(sent["who"], post, due=due)
            return
        way = self._one(askers, question=key)
        if way is not None:
            self.connection.execute(delete(askers).where(self._ours(askers, question=key)))
            self.tell(way["person"], post, due=due, quiet=True)

    def _before(self, **columns: object) -> ColumnElement[bool]:
        """The condition that a question of ours is before its recipient: sent, and not forgotten."""
        lasts = or_(sent_questions.c.expires.is_(None), sent_questions.c.expires > self.now)
        return self._ours(sent_questions, **columns) & (sent_questions.c.at <= self.now) & lasts

    # --- what was decided for everybody ---

    def add_ruling(self, ruling: Ruling) -> None:
        """Put down what was decided for everybody."""
        self._put(rulings, **asdict(ruling))

    def rulings(self) -> tuple[Ruling, ...]:
        """The rulings that were not withdrawn, newest first; also those whose time is over."""
        return tuple(_ruling(row) for row in self.connection.execute(_STANDING, {"school": self.school}).mappings())

    def ruling(self, key: str) -> Ruling | None:
        """One ruling, withdrawn or not."""
        row = self._one(rulings, id=key)
        return _ruling(row) if row else None

    def withdraw_ruling(self, key: str, by: str) -> bool:
        """Take a ruling back. False if it was taken back before."""
        return self._change_ruling(key, withdrawn=self.now, changed_by=by)

    def keep_ruling(self, key: str, before: str, clause: str, under: str, by: str) -> bool:
        """Let a ruling stand under another policy. False if it does not stand under `before` any more."""
        return self._change_ruling(key, rulings.c.under == before, clause=clause, under=under, changed_by=by)

    def _change_ruling(self, key: str, *besides: ColumnElement[bool], **columns: object) -> bool:
        standing = update(rulings).where(self._ours(rulings, id=key), rulings.c.withdrawn.is_(None), *besides)
        return self.connection.execute(standing.values(**columns)).rowcount == 1


def _sent(row: Any) -> SentQuestion:
    return SentQuestion(**{name: row[name] for name in SentQuestion.__dataclass_fields__})


def _ruling(row: Any) -> Ruling:
    known = {name: row[name] for name in Ruling.__dataclass_fields__ if name != "verdict"}
    return Ruling(**known, verdict=Decision(row["verdict"]))
