"""One event in, one reply out: repeat check, school, form step, routing, the only error boundary."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.faults import cause, new_reference
from bot.store.store import Store
from bot.store.tx import SchoolTx, Tx
from bot.store.values import KeptAsk
from handlers.desk import Desk, Knowledge, School
from handlers.forms import WHOLE_STEP, Complete, advance, step_of
from handlers.model import (
    Ask,
    Called,
    Dialog,
    Done,
    Event,
    Filled,
    Home,
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
from handlers.routing import Router

log = structlog.get_logger("proviso.turn")

SENDING = timedelta(seconds=30)  # a reply that nobody reports as sent by then is sent by the outbox

CLOSED = Post("This form is closed", "It was finished, cancelled or left open for too long. You can start it again.")
CANCELLED = Post("Cancelled", "Nothing was sent, and what you filled in is gone.")
MOVED_ON = "This page was out of date, so here is where you were. Please check it and go on."
NO_BUTTON = Post(text="This button no longer does anything. Please ask again, and use the new ones.")
NO_WORDS = Post(text="I cannot help with that, I am afraid.")


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
        school: Callable[[Event], School],
        knowledge: Callable[[School], Knowledge],
    ) -> None:
        self._store = store
        self._router = router
        self._school = school
        self._knowledge = knowledge

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
            school = self._school(event)
            return await self._store.run(lambda tx: self._answer(tx, event, school, platform, reference))
        except Exception as fault:
            log.error("turn_failed", reference=reference, event_kind=type(event).__name__, cause=cause(fault))
            return Outcome(_sorry(event, reference), reference)

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

    # --- inside the transaction ---

    def _answer(self, tx: Tx, event: Event, school: School, platform: str, reference: str) -> Outcome:
        records = tx.at(school.id, platform, reference)
        desk = Desk(school, tx.now, records, self._knowledge(school), reference, self._router.builder)
        if isinstance(event, Looked):  # changes nothing, so it may be answered as often as it comes
            return Outcome(self._routed(event, desk), reference)
        kept = records.reply_to(event.id)
        if kept is not None:
            return Outcome(self._again(kept, event, desk, records), reference, repeated=True)
        reply = self._step(event, desk, records) if isinstance(event, Filled) else self._routed(event, desk)
        if not (isinstance(reply, Ask) and reply.errors):  # the same page may be submitted again, put right
            records.remember(event.id, reply)
        if isinstance(reply, Say | Update):
            lease = secrets.token_hex(8)
            return Outcome(reply, reference, records.put_reply(event, reply, lease, SENDING), lease)
        return Outcome(reply, reference)

    def _again(self, kept: Reply | KeptAsk, event: Event, desk: Desk, records: SchoolTx) -> Reply:
        """The reply to an event that was answered before."""
        if isinstance(kept, KeptAsk):
            return self._page(records.dialog(kept.dialog), desk, kept.errors.get(WHOLE_STEP, ""))
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
        return Ask(form, step_of(form, dialog.step), dialog, {WHOLE_STEP: error} if error else {})


def _unanswered(event: Event) -> Reply:
    match event:
        case Pressed():
            return Say(NO_BUTTON, private=True)
        case Said() | Called():
            return Say(NO_WORDS, private=True)
    return Nothing()


def _sorry(event: Event, reference: str) -> Reply:
    """Words for a failure, in the shape that the event's platform can show."""
    post = Post(
        "Something went wrong",
        f"Sorry, that did not work, and nothing was changed. Please try again. If it happens again, tell whoever "
        f"looks after this bot; the reference is {reference}.",
    )
    match event:
        case Filled():
            return Done(post)
        case Looked():
            return Home(post)
    return Say(post, private=True)
