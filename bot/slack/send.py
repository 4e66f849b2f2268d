"""Everything that is posted: one path for a direct reply and for what the outbox sends.

What Slack calls a message, as the outbox keeps it (the handle):

- `C024BE91L 1700000000.0001`: a message; chat.update changes it.
- `response https://hooks…`: a message that only its reader sees. Only the address that came with a press on it can
  change it, five times in half an hour; after that the change goes to the person one-to-one.
- `view V123`: the last view of a form; once it is closed, the change goes to the person one-to-one.
- "": an answer that only its reader saw, and nobody pressed anything on. Nothing can change it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import logger
from bot.outbox import NotNow, Refused
from bot.slack.faults import TOO_MUCH, called, code, pause, refused_token
from bot.slack.hosts import slacks
from bot.slack.render import message
from bot.slack.render_form import done
from handlers.model import Done, Place, Post

log = logger("proviso.slack")

RESPONSE, VIEW = "response ", "view "
_CLOSED = frozenset({"not_found", "view_not_found", "hash_conflict"})


@dataclass(frozen=True, slots=True)
class Errand:
    """One message to bring.

    `user` and `response_url` are of somebody who waits for it at this moment. `threaded`: in a thread that is there
    already, where alone Slack shows what is for one person only. `beside`: next to what was pressed, which only they
    see.
    """

    person: str
    post: Post | None  # None: take it back
    place: Place | None = None
    private: bool = False
    handle: str = ""
    user: str = ""
    response_url: str = ""
    threaded: bool = False
    beside: bool = False

    @property
    def theirs(self) -> bool:
        """Whether the post's buttons are for this person."""
        return self.post is None or not self.post.actors or self.person in self.post.actors


class Addresses(Protocol):
    """Where people can be written to."""

    async def conversation(self, person: str, user: str = "") -> str:
        """The channel of somebody's own conversation with the bot. Raises Refused, NotNow."""
        ...


@dataclass(slots=True)
class Sender:
    """Brings messages, and does not call Slack while it asks to wait."""

    client: AsyncWebClient
    session: aiohttp.ClientSession
    addresses: Addresses
    clock: Callable[[], float] = time.monotonic
    token_refused: bool = False  # by the last call
    host: str = "slack.com"  # the API's; answers go there or to Slack, and nowhere else whatever a request says
    _closed: dict[tuple[str, str], float] = field(default_factory=dict)

    async def bring(self, errand: Errand) -> str:
        """Post, change or take back; the handle. Raises as `bot.outbox.Send` says."""
        if errand.post is None:
            return await self._take_back(errand.handle)
        if not errand.handle:
            return await self._say(errand, errand.post)
        if await self._change(errand, errand.post):
            return errand.handle
        return await self._one_to_one(errand, errand.post)

    # --- something new ---

    async def _say(self, errand: Errand, post: Post) -> str:
        if errand.beside and await self._respond(errand.response_url, _ephemeral(post)):
            return ""
        channel = errand.place.key.removeprefix("slack:") if errand.place is not None else ""
        if errand.place is None or channel[:1] in ("U", "W", ""):
            return await self._one_to_one(errand, post)
        if errand.private and not errand.place.private:
            if errand.user and await self._only_for_them(errand, post, channel):
                return ""
            return await self._one_to_one(errand, post)
        return await self._post(channel, post, errand.place.thread)

    async def _only_for_them(self, errand: Errand, post: Post, channel: str) -> bool:
        """Show it to the one who waits, in the channel. A thread needs the method; elsewhere the address is surer,
        since the bot need not be in the channel."""
        thread = errand.place.thread if errand.place is not None and errand.threaded else ""
        if errand.response_url and not thread and await self._respond(errand.response_url, _ephemeral(post)):
            return True
        more = {"thread_ts": thread} if thread else {}
        try:
            await self._call("chat.postEphemeral", channel, {"user": errand.user, **message(post), **more})
        except (Refused, NotNow):
            return False
        return True

    async def _one_to_one(self, errand: Errand, post: Post) -> str:
        channel = await self.addresses.conversation(errand.person, errand.user)
        return await self._post(channel, post, buttons=errand.theirs)

    async def _post(self, channel: str, post: Post, thread: str = "", *, buttons: bool = True) -> str:
        more = {"thread_ts": thread} if thread else {}
        said = await self._call("chat.postMessage", channel, {**message(post, buttons=buttons), **more})
        return f"{said.get('channel') or channel} {said['ts']}"

    # --- something that stands there ---

    async def _change(self, errand: Errand, post: Post) -> bool:
        """Whether it could be changed; a message that is gone raises Refused."""
        handle = errand.handle
        if handle.startswith(VIEW):
            return await self._view(handle.removeprefix(VIEW), post)
        if handle.startswith(RESPONSE):
            changed = {"replace_original": True, **message(post, buttons=errand.theirs)}
            return await self._respond(handle.removeprefix(RESPONSE), changed)
        channel, _, ts = handle.partition(" ")
        told = errand.place is None and errand.person and channel.startswith("D")
        if told and channel != await self.addresses.conversation(errand.person):  # the account was taken from them
            return False
        buttons = errand.theirs or not channel.startswith("D")  # where many read, who presses is checked
        await self._call("chat.update", channel, {"ts": ts, **message(post, buttons=buttons)})
        return True

    async def _view(self, view: str, post: Post) -> bool:
        """Whether the form was still open, and shows it now."""
        try:
            await self.client.views_update(view_id=view, view=done(Done(post)))
        except SlackApiError as fault:
            if code(fault) not in _CLOSED:
                log.warning("view_refused", code=code(fault))
            return False
        return True

    async def _take_back(self, handle: str) -> str:
        if handle.startswith(RESPONSE):
            await self._respond(handle.removeprefix(RESPONSE), {"delete_original": True})
        elif handle and not handle.startswith(VIEW):
            channel, _, ts = handle.partition(" ")
            try:
                await self._call("chat.delete", channel, {"ts": ts})
            except Refused as refusal:
                if not isinstance(refusal.__cause__, SlackApiError) or code(refusal.__cause__) != "message_not_found":
                    raise
        return handle

    # --- calls ---

    async def _respond(self, url: str, body: dict[str, Any]) -> bool:
        """Whether the address still worked. Raises what a lost connection raises: nobody knows then."""
        if not slacks(url, self.host):
            log.warning("strange_address")
            return False
        async with self.session.post(url, json=body, allow_redirects=False) as answer:
            return answer.status == 200 and '"ok":false' not in (await answer.text()).replace(" ", "")

    async def _call(self, method: str, channel: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Slack's answer. Where it refuses the blocks, the words go without them."""
        try:
            return await self._once(method, channel, arguments)
        except NotNow as fault:
            refused = fault.__cause__
            if not isinstance(refused, SlackApiError) or code(refused) not in TOO_MUCH or "blocks" not in arguments:
                raise
            log.error("rendering_refused", code=code(refused), method=method)
        plain = {name: value for name, value in arguments.items() if name != "blocks"}
        return await self._once(method, channel, plain)

    async def _once(self, method: str, channel: str, arguments: dict[str, Any]) -> dict[str, Any]:
        wait = self._closed.get((method, channel), 0.0) - self.clock()
        if wait > 0:
            raise NotNow("Slack asks to wait", timedelta(seconds=wait))
        try:
            said = await called(lambda: self.client.api_call(method, json={"channel": channel, **arguments}))
        except NotNow as fault:
            self._slow(method, channel, fault)
            self.token_refused = isinstance(fault.__cause__, SlackApiError) and refused_token(fault.__cause__)
            raise
        self.token_refused = False
        return dict(said.data) if isinstance(said.data, dict) else {}

    def _slow(self, method: str, channel: str, fault: NotNow) -> None:
        """Remember how long a method rests, for this channel: the limit of messages is by channel."""
        if isinstance(fault.__cause__, SlackApiError) and (asked := pause(fault.__cause__)) is not None:
            now = self.clock()
            self._closed = {key: until for key, until in self._closed.items() if until > now}
            self._closed[(method, channel)] = now + asked.total_seconds()


def _ephemeral(post: Post) -> dict[str, Any]:
    return {"response_type": "ephemeral", "replace_original": False, **message(post)}
