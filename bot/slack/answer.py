"""One event answered: the turn, Slack's acknowledgement within three seconds, and what is shown after it.

- What somebody wrote is acknowledged once it is committed. Where the turn takes too long it is not acknowledged: Slack
  sends the event again, and finds it done. Where nobody can say who wrote it, Slack sends it again too, and if that is
  still so, they are told.
- Slack sends nothing else again. A command or a press whose turn takes long is acknowledged before it is committed;
  were the process to die in that moment, nothing would have happened, and the person sees that.
- A form's page is answered in the acknowledgement; where the turn takes long, with "One moment", and shown then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

from bot.faults import cause, new_reference
from bot.logs import logger
from bot.slack.addresses import Addresses
from bot.slack.heard import Heard, View
from bot.slack.members import Members
from bot.slack.show import MOMENT, Body, Shows
from bot.turn import Outcome, Turn
from handlers.model import Came, Filled, Home, Looked, Move, Said, Say, Update

log = logger("proviso.slack")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds until we answer without waiting for the turn: Slack waits three, and a trigger works for three.

    `behind`: how long a form's next page stays behind an acknowledgement that says "One moment", and must arrive first.
    """

    acknowledge: float = 2.0
    form: float = 1.0
    behind: float = 0.5


_SENT_AGAIN = (Said, Looked, Came)  # by Slack, where they are not acknowledged

Work = asyncio.Task[tuple[Heard, Outcome]]


class Answers:
    """Takes events through the turn; nothing that was begun is forgotten."""

    def __init__(self, turn: Turn, members: Members, addresses: Addresses, shows: Shows, patience: Patience) -> None:
        self._turn = turn
        self._members = members
        self._addresses = addresses
        self._shows = shows
        self._patience = patience
        self._busy: set[asyncio.Task[Any]] = set()

    async def take(self, heard: Heard, *, again: bool = False) -> Body | None:
        """The acknowledgement's body; None where Slack is to send it again, or to say that it did not work.

        `again`: Slack sends it not for the first time. Should it fail once more, it is said, and Slack stops asking.
        """
        event = heard.event
        if isinstance(event, Came) and await self._addresses.greeted(heard.user):
            return {}
        work = self._start(self._outcome(heard))
        opens = heard.opens and heard.trigger != ""
        await asyncio.wait({work}, timeout=self._patience.form if opens else self._patience.acknowledge)
        if work.done() and work.exception() is not None:
            told = again and isinstance(event, Said) and await self._shows.busy(heard, self._patience.form)
            return {} if told else None
        if isinstance(event, Filled) and event.move is Move.NEXT and heard.view is not None:
            return await self._submitted(heard, heard.view, work)
        moment = self._start(self._shows.moment(heard)) if opens and not work.done() else None
        self._start(self._follow(heard, work, moment))
        return None if isinstance(event, _SENT_AGAIN) and not work.done() else {}

    async def finish(self) -> None:
        """Wait until all that was begun is done."""
        while self._busy:
            await asyncio.wait(self._busy)

    async def _outcome(self, heard: Heard) -> tuple[Heard, Outcome]:
        """The event with our own people in it, and what became of it. Raises where Slack does not say who it is."""
        try:
            event = await self._members.known(heard.event)
        except Exception as fault:
            log.warning("person_unknown", event_kind=type(heard.event).__name__, cause=cause(fault))
            raise
        return replace(heard, event=event), await self._turn.take(event, "slack")

    async def _submitted(self, heard: Heard, view: View, work: Work) -> Body:
        """What stands in the form next."""
        if not work.done():
            later = replace(heard, view=replace(view, hash=""))  # "One moment" changes the hash
            self._start(self._behind(later, work))
            return {"response_action": "update", "view": MOMENT}
        known, outcome = await work
        if isinstance(outcome.reply, Say | Update | Home):  # shown elsewhere
            self._start(self._follow(replace(known, view=None), work))
        return await self._shows.answer(view, outcome.reply)

    async def _behind(self, heard: Heard, work: Work) -> None:
        await asyncio.sleep(self._patience.behind)
        await self._follow(heard, work)

    async def _follow(self, heard: Heard, work: Work, moment: asyncio.Task[View | None] | None = None) -> None:
        """Show what the turn came to, once it is there. What fails speaks twice, unless Slack will ask again."""
        view = heard.view
        try:
            view = await moment if moment is not None else view
            known, outcome = await work
            await self._shows.show(replace(known, view=view), outcome)
            await self._remember(known)
        except Exception as fault:
            reference = new_reference()
            log.error("not_shown", reference=reference, event_kind=type(heard.event).__name__, cause=cause(fault))
            if not isinstance(heard.event, _SENT_AGAIN):
                waiting = moment is not None or (isinstance(heard.event, Filled) and heard.event.move is Move.NEXT)
                await self._shows.sorry(replace(heard, view=view if waiting else None), reference)

    async def _remember(self, heard: Heard) -> None:
        """Put down where somebody's own conversation is, and that they were greeted there."""
        channel = heard.event.where.key.removeprefix("slack:")
        if isinstance(heard.event, Came):
            await self._addresses.greet(heard.user, channel)
        elif isinstance(heard.event, Said) and heard.event.where.private:
            await self._addresses.met(heard.user, channel)

    def _start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        return task
