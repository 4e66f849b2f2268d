"""One event in, one reply out: repeat check, school, form step, routing, the only error boundary."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.faults import cause, new_reference
from bot.logs import logger
from bot.roll import Roll
from bot.sorry import as_given, sorry
from bot.store.part import Ways
from bot.store.store import Store
from bot.store.timers import Timer
from bot.store.tx import SchoolTx, Tx
from bot.store.values import KeptAsk
from handlers.desk import Desk, Knowledge, School
from handlers.forms import WHOLE_STEP, Complete, advance, page, step_of
from handlers.model import (
    Ask,
    Called,
    Dialog,
    Done,
    Event,
    Filled,
    Looked,
    Move,
    Nothing,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Update,
)
from handlers.reminders.dated import dated
from handlers.resuming import CANCELLED, CLOSED
from handlers.routing import Router
from handlers.strangers import turned_away

T = TypeVar("T")

log = logger("proviso.turn")

SENDING = timedelta(seconds=30)  # a reply that nobody reports as sent by then is sent by the outbox

MOVED_ON = "This page was out of date, so here is where you were. Please check it and go on."
NO_BUTTON = Post(text="This button no longer does anything. Please ask again, and use the new ones.")
NO_WORDS = Post(text="I cannot help with that, I am afraid. Say “help” to see what I can do.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn comes to. `row` is the reply's row in the outbox, leased to the caller; None: nothing to report.

    `repeated` says that the event had been answered before: an invoke is answered again with `reply`, but no new
    message is sent for it.
    """

    reply: Reply
    reference: str
    row: int | None = None
    lease: str = ""
    repeated: bool = False


class Turn:
    """The machine's one entrance for events, whatever platform they come from."""

    def __init__(
        self,
        store: Store,
        router: Router,
        roll: Roll,
        knowledge: Callable[[School], Knowledge],
    ) -> None:
        self._store = store
        self._router = router
        self._roll = roll
        self._knowledge = knowledge

    @property
    def router(self) -> Router:
        """Who answers what."""
        return self._router

    @property
    def clock(self) -> Callable[[], datetime]:
        """The clock that turns go by."""
        return self._store.clock

    async def take(self, event: Event, platform: str) -> Outcome:
        """Answer an event. Never raises: a failure becomes words with a reference, which the log has too.

        The handler runs beside the event loop. The fact, its notices and the reply are committed together before
        this returns. Of a repeated message nothing is said again; of anything else the reply is.
        """
        reference = new_reference()
        try:
            school = self._roll.of(event)
            return await self._store.run(lambda tx: self._answer(tx.at(school, platform, reference), event, reference))
        except Exception as fault:
            log.error("turn_failed", reference=reference, event_kind=type(event).__name__, cause=cause(fault))
            return Outcome(await self._failed(event, platform, reference), reference)

    async def _failed(self, event: Event, platform: str, reference: str) -> Reply:
        """Words for a failure. A form's page stays, with what was typed on it, unless showing that fails too."""
        if isinstance(event, Filled) and event.move is not Move.CANCEL:
            try:
                school = self._roll.of(event)
                return await self._store.read(lambda tx: self._as_given(tx.at(school, platform), event, reference))
            except Exception as fault:
                log.error("page_failed", reference=reference, cause=cause(fault))
        return sorry(event, reference)

    async def sent(self, outcome: Outcome, handle: str = "") -> None:
        """The caller sent `outcome.reply`, which the platform calls `handle`."""
        if outcome.row is not None:
            row = outcome.row
            await self._store.run(lambda tx: tx.sent(row, outcome.lease, handle))

    async def unsent(self, outcome: Outcome, reason: str) -> None:
        """The caller could not send `outcome.reply`; the outbox tries at once."""
        if outcome.row is not None:
            row = outcome.row
            await self._store.run(lambda tx: tx.again(row, outcome.lease, tx.now, reason))

    async def ring(self) -> bool:
        """Do the work of the timer that has been due the longest, in one transaction. False where none is due.

        Never raises for what a handler does: then nothing of it is kept, and the timer is due again later.
        """
        reference = new_reference()
        rung: list[Timer] = []

        def work(tx: Tx) -> bool:
            rung.clear()  # a work may run more than once
            timer = tx.first_due()
            if timer is None:
                return False
            rung.append(timer)
            _, desk = self._desk(tx.at(timer.school, reference=reference), reference)
            self._router.sleeper(timer.handler)(timer.about, desk)
            return True

        try:
            return await self._store.run(work)
        except Exception as fault:
            if not rung:
                raise
            timer, reason = rung[0], f"{type(fault).__name__}, reference {reference}"
            log.error("timer_failed", reference=reference, handler=timer.handler, cause=cause(fault))
            await self._store.run(lambda tx: tx.put_off(timer, reason))
            return True

    async def at_desk(self, school: str, work: Callable[[Desk, SchoolTx], T]) -> T:
        """One transaction at a desk, for what our own pages show and take. Raises what `work` raises."""
        return await self._store.run(self._at(school, work))

    async def look(self, school: str, work: Callable[[Desk, SchoolTx], T]) -> T:
        """The same for a `work` that only reads, and may take its time: nobody who writes waits for it."""
        return await self._store.read(self._at(school, work))

    # --- inside the transaction ---

    def _at(self, school: str, work: Callable[[Desk, SchoolTx], T]) -> Callable[[Tx], T]:
        reference = new_reference()

        def begin(tx: Tx) -> T:
            records, desk = self._desk(tx.at(school, reference=reference), reference)
            return work(desk, records)

        return begin

    def _desk(self, records: SchoolTx, reference: str) -> tuple[SchoolTx, Desk]:
        """The school's records, with its ways to people, and the desk on which they lie."""
        school = self._roll.school(records)
        records = replace(records, ways=Ways(school.page, school.mails, school.browser))
        knowledge = dated(self._knowledge(school), records)
        return records, Desk(school, records.now, records, knowledge, reference, self._router.builder)

    def _answer(self, records: SchoolTx, event: Event, reference: str) -> Outcome:
        records, desk = self._desk(records, reference)
        stranger = turned_away(event, desk)
        if isinstance(event, Looked):  # changes nothing, so it may be answered as often as it comes
            return Outcome(stranger or self._routed(event, desk), reference)
        kept = records.reply_to(event.id)
        if kept is not None:
            told = self._again(kept if stranger is None else stranger, event, desk, records)
            return Outcome(told, reference, repeated=True)
        reply = stranger or self._answered(event, desk, records)
        if not (isinstance(reply, Ask) and reply.errors):  # the same page may be submitted again, put right
            again = Nothing() if isinstance(event, Said) else reply  # words are not answered twice
            records.remember(event.id, again)
        if isinstance(reply, Say | Update):
            lease = secrets.token_hex(8)
            return Outcome(reply, reference, records.put_reply(event, reply, lease, SENDING), lease)
        return Outcome(reply, reference)

    def _answered(self, event: Event, desk: Desk, records: SchoolTx) -> Reply:
        return self._step(event, desk, records) if isinstance(event, Filled) else self._routed(event, desk)

    def _again(self, kept: Reply | KeptAsk, event: Event, desk: Desk, records: SchoolTx) -> Reply:
        """The reply to an event that was answered before."""
        if isinstance(kept, KeptAsk):
            dialog = records.dialog(kept.dialog)
            theirs = dialog is not None and dialog.who == event.who.key
            return self._page(dialog if theirs else None, desk, kept.errors.get(WHOLE_STEP, ""))
        return Nothing() if isinstance(event, Said) else kept

    def _routed(self, event: Event, desk: Desk) -> Reply:
        """What the handler says. Raises TypeError for a form where the platforms can open none."""
        handler = self._router.find(event)
        if handler is None:
            return _unanswered(event)
        reply = handler(event, desk)
        if isinstance(reply, Ask) and not isinstance(event, Called | Pressed):
            raise TypeError("only a command or a button may be answered with a form")
        return reply

    def _step(self, event: Filled, desk: Desk, records: SchoolTx) -> Reply:
        """One step of a form: on to the next, back, to the end, or the same again with what is wrong."""
        dialog = records.dialog(event.dialog)
        if dialog is None or dialog.who != event.who.key:
            return Done(CLOSED)
        if event.move is Move.CANCEL:
            records.close_dialog(dialog.id)
            return Done(CANCELLED)
        if event.version not in (0, dialog.version):
            return self._page(dialog, desk, MOVED_ON)
        form = desk.form(dialog.form, dialog.about)
        onward = advance(form, dialog, step_of(form, event.step), event.move, event.given)
        if isinstance(onward, Complete):
            reply = self._router.finisher(form.done)(event, desk, onward.dialog)
            if not isinstance(reply, Ask) or reply.dialog.id != dialog.id:
                records.close_dialog(dialog.id)
                return reply
            onward = replace(reply, dialog=replace(reply.dialog, version=dialog.version))
        kept = records.keep_answers if onward.dialog.version == dialog.version else records.save_dialog
        if not kept(onward.dialog):
            return self._page(records.dialog(dialog.id), desk, MOVED_ON)
        return onward

    def _page(self, dialog: Dialog | None, desk: Desk, error: str = "") -> Reply:
        """The page that the dialog stands at."""
        if dialog is None:
            return Done(CLOSED)
        form = desk.form(dialog.form, dialog.about)
        return page(form, dialog, {WHOLE_STEP: error} if error else {})

    def _as_given(self, records: SchoolTx, event: Filled, reference: str) -> Reply:
        """For whoever still has the form open, its page."""
        records, desk = self._desk(records, reference)
        dialog = records.dialog(event.dialog)
        if dialog is None or dialog.who != event.who.key or turned_away(event, desk) is not None:
            return sorry(event, reference)
        return as_given(event, dialog, desk, reference)


def _unanswered(event: Event) -> Reply:
    match event:
        case Pressed():
            return Say(NO_BUTTON, private=True)
        case Said() | Called():
            return Say(NO_WORDS, private=True)
    return Nothing()
