"""What a turn came to, shown where it belongs: a message, a form, the Home tab."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faults import cause
from bot.logs import logger
from bot.slack import render, render_form
from bot.slack.faults import code
from bot.slack.heard import Heard, View
from bot.slack.members import Members
from bot.slack.send import RESPONSE, VIEW, Errand, Sender
from bot.sorry import NOT_KNOWN
from bot.turn import Outcome, Turn
from handlers.forms import WHOLE_STEP
from handlers.model import Ask, Done, Home, Nothing, Post, Pressed, Reply, Say, Update

log = logger("proviso.slack")

Body = dict[str, Any]

MOMENT = render_form.done(Done(Post("One moment", "I am looking this up. The answer will appear here.")))
HURRY = 20.0  # seconds to send a reply: less than its lease, so that the outbox does not send it beside us
SORRY = (
    "Sorry, that did not work. Please try again. If it happens again, tell whoever looks after this bot; the reference "
    "is {}."
)
BUSY = Post(text=NOT_KNOWN)
TOO_LATE = Post(text="That took me too long, and Slack did not wait. Please try again.")
_TRIGGER = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired"})


class Shows:
    """Shows replies, and tells the turn what became of them."""

    def __init__(self, turn: Turn, members: Members, sender: Sender, client: AsyncWebClient) -> None:
        self._turn = turn
        self._members = members
        self._sender = sender
        self._client = client

    async def show(self, heard: Heard, outcome: Outcome) -> None:
        """Show the reply to an event; `heard.view` is the form that it stands in or is to stand in."""
        reply = outcome.reply
        match reply:
            case Say() | Update():
                await self._say(heard, outcome, reply)
            case Ask():
                await self._page(heard, outcome, await self._form(reply))
            case Done():
                await self._page(heard, outcome, render_form.done(reply))
            case Home():
                await self._quietly(self._client.views_publish(user_id=heard.user, view=render.home(reply)))

    async def answer(self, view: View, reply: Reply) -> Body:
        """The acknowledgement of a form's page, which says what stands there next (docs.slack.dev/surfaces/modals)."""
        match reply:
            case Ask():
                wrong = render_form.errors(reply)
                if wrong and WHOLE_STEP not in reply.errors and wrong.keys() <= view.inputs:
                    return {"response_action": "errors", "errors": wrong}
                return {"response_action": "update", "view": await self._form(reply)}
            case Done():
                return {"response_action": "update", "view": render_form.done(reply)}
            case Nothing():
                return {}
        return {"response_action": "clear"}  # a message follows

    async def moment(self, heard: Heard) -> View | None:
        """A form that says "One moment", while the trigger still works; None where Slack took none."""
        if heard.view is not None:
            return heard.view
        opened = await self._quietly(self._client.views_open(trigger_id=heard.trigger, view=MOMENT))
        return View(str(opened["id"]), "", frozenset()) if opened else None

    async def sorry(self, heard: Heard, reference: str) -> None:
        """Say that it did not work, where the person looks."""
        post = Post("Something went wrong", SORRY.format(reference))
        if heard.view is not None:
            await self._quietly(self._client.views_update(view_id=heard.view.id, view=_last_page(post)))
            return
        try:
            await self._sender.bring(_errand(heard, post, private=True))
        except Exception as fault:
            log.warning("nothing_said", reference=reference, cause=cause(fault))

    async def busy(self, heard: Heard, seconds: float) -> bool:
        """Say where it was said that it cannot be answered now. False where even that does not arrive in time."""
        try:
            async with asyncio.timeout(seconds):
                await self._sender.bring(_errand(heard, BUSY, private=True))
        except Exception as fault:
            log.warning("nothing_said", cause=cause(fault))
            return False
        return True

    # --- one kind of reply each ---

    async def _say(self, heard: Heard, outcome: Outcome, reply: Say | Update) -> None:
        """Bring a message, and report it. Of an event that was answered before nothing is said again."""
        if outcome.repeated:
            return
        event = heard.event
        handle = event.post if isinstance(event, Pressed) and isinstance(reply, Update) else ""
        if heard.view is not None and not handle:
            handle = VIEW + heard.view.id
        elif heard.view is not None and not handle.startswith(VIEW):  # "One moment" stands beside what changes
            await self._quietly(self._client.views_update(view_id=heard.view.id, view=_last_page(reply.post)))
        private = isinstance(reply, Say) and reply.private
        errand = _errand(heard, reply.post, private, handle)
        try:
            async with asyncio.timeout(HURRY):
                handle = await self._sender.bring(errand)
        except Exception as fault:
            log.info("left_to_outbox", reference=outcome.reference, cause=cause(fault))
            await self._turn.unsent(outcome, type(fault).__name__)
        else:
            await self._turn.sent(outcome, handle)

    async def _page(self, heard: Heard, outcome: Outcome, page: Body) -> None:
        """Show a form's page in the form that is open, or open one."""
        if heard.view is not None:
            await self._turned(heard, heard.view, page)
            return
        if not heard.trigger:  # the form was closed
            return
        try:
            await self._client.views_open(trigger_id=heard.trigger, view=page)
        except SlackApiError as fault:
            if outcome.repeated and code(fault) in _TRIGGER:  # it was opened the first time
                return
            log.warning("form_not_opened", reference=outcome.reference, code=code(fault))
            await self._sender.bring(_errand(heard, TOO_LATE, private=True))

    async def _turned(self, heard: Heard, view: View, page: Body) -> None:
        """Put a page in the place of another. Where that has changed meanwhile, what is true now is shown."""
        more = {"hash": view.hash} if view.hash else {}
        try:
            await self._client.views_update(view_id=view.id, view=page, **more)
        except SlackApiError as fault:
            if code(fault) != "hash_conflict":
                log.info("view_gone", code=code(fault))
                return
            again = await self._turn.take(heard.event, "slack")
            await self.show(replace(heard, view=replace(view, hash="")), again)

    async def _form(self, ask: Ask) -> Body:
        """A page anew. Slack shows errors at fields only where the same page was submitted; here they stand on top."""
        labels = {field.key: field.label for field in ask.step.fields}
        wrong = [f"{labels[key]}: {words}" if key in labels else words for key, words in ask.errors.items()]
        shown = replace(ask, errors={WHOLE_STEP: " ".join(wrong)} if wrong else {})
        return render_form.view(shown, await self._members.users(ask))

    async def _quietly(self, call: Awaitable[Any]) -> Any:
        """The view that a call returned; None, and a line in the log, where it came to nothing."""
        try:
            said = await call
        except SlackApiError as fault:
            log.warning("view_refused", code=code(fault))
            return None
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            log.warning("view_lost", cause=cause(fault))
            return None
        return said.get("view")


def _last_page(post: Post) -> Body:
    return render_form.done(Done(post))


def _errand(heard: Heard, post: Post, private: bool, handle: str = "") -> Errand:
    who, where = heard.event.who.key, heard.event.where
    beside = isinstance(heard.event, Pressed) and heard.event.post.startswith(RESPONSE)
    return Errand(who, post, where, private, handle, heard.user, heard.response_url, heard.threaded, beside)
