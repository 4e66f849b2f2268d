"""The fake Web API's messages: posted, for one person, changed, taken back; and what is refused."""

from __future__ import annotations

import json
from typing import Any

from tests.slack.rules import blocks_refused
from tests.slack.world import BOT, Channel, Message, No, World

Arguments = dict[str, Any]
Answer = dict[str, Any]


class Chat:
    """The methods chat.*."""

    def __init__(self, world: World) -> None:
        self._world = world

    def post(self, given: Arguments) -> Answer:
        """chat.postMessage"""
        channel = self._channel(given)
        if self._world.too_fast(channel.id):
            raise No("ratelimited")
        text, blocks = _content(given)
        message = Message(channel.id, self._world.ts(), BOT, text[:40_000], blocks, str(given.get("thread_ts") or ""))
        self._world.messages.append(message)
        return {"channel": channel.id, "ts": message.ts, "message": {"text": text, "ts": message.ts}}

    def whisper(self, given: Arguments) -> Answer:
        """chat.postEphemeral"""
        channel = self._channel(given)
        if given.get("user") not in channel.members:
            raise No("user_not_in_channel")
        text, blocks = _content(given)
        message = Message(
            channel.id, self._world.ts(), BOT, text, blocks, str(given.get("thread_ts") or ""), str(given["user"])
        )
        # Slack takes it, and shows it to nobody, where the thread has no reply yet
        message.gone = bool(message.thread) and all(one.thread != message.thread for one in self._world.messages)
        self._world.messages.append(message)
        return {"message_ts": message.ts}

    def change(self, given: Arguments) -> Answer:
        """chat.update"""
        message = self._own(given)
        text, blocks = _content(given)
        if len(text) > 4000:
            raise No("msg_too_long")
        message.text, message.blocks, message.changed = text, blocks, message.changed + 1
        return {"channel": message.channel, "ts": message.ts, "text": text}

    def delete(self, given: Arguments) -> Answer:
        """chat.delete"""
        self._own(given).gone = True
        return {"channel": given["channel"], "ts": given["ts"]}

    def _own(self, given: Arguments) -> Message:
        """A message of the bot's own that everybody sees: an ephemeral one cannot be found."""
        channel = self._channel(given)
        message = self._world.find(channel.id, str(given.get("ts")))
        if message is None or message.only_for:
            raise No("message_not_found")
        if message.author != BOT:
            raise No("cant_update_message")
        return message

    def _channel(self, given: Arguments) -> Channel:
        key = str(given.get("channel", ""))
        channel = self._world.channels.get(key)
        if channel is None or (BOT not in channel.members and key[0] == "G"):
            raise No("channel_not_found")
        if BOT not in channel.members:
            raise No("not_in_channel")
        if channel.archived:
            raise No("is_archived")
        return channel

    def responded(self, given: Arguments, user: str, channel: str, message: Message | None) -> None:
        """What came to an address that somebody's command or press had brought."""
        if message is not None and given.get("delete_original"):
            message.gone = True
            return
        text, blocks = _content(given)
        if message is not None and given.get("replace_original"):
            message.text, message.blocks, message.changed = text, blocks, message.changed + 1
            return
        only_for = "" if given.get("response_type") == "in_channel" else user
        self._world.messages.append(Message(channel, self._world.ts(), BOT, text, blocks, only_for=only_for))


def _content(given: Arguments) -> tuple[str, list[dict[str, Any]]]:
    text, blocks = str(given.get("text") or ""), loaded(given.get("blocks")) or []
    if not text and not blocks:
        raise No("no_text")
    wrong = blocks_refused(blocks)
    if wrong:
        raise No("invalid_blocks", response_metadata={"messages": wrong})
    return text, blocks


def loaded(value: Any) -> Any:
    """An argument that is JSON, or was sent as it."""
    return json.loads(value) if isinstance(value, str) and value else value
