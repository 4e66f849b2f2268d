"""What Slack's error codes come to: never, not now, or nobody knows; in words that an administrator can act on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.outbox import NotNow, Refused

T = TypeVar("T")

_GONE_PERSON = "has left the Slack workspace"
_NEVER = {
    "user_not_found": _GONE_PERSON,
    "users_not_found": _GONE_PERSON,
    "user_disabled": _GONE_PERSON,
    "account_inactive_user": _GONE_PERSON,
    "cannot_dm_bot": "is a bot in Slack",
    "messages_tab_disabled": "cannot be written to in Slack: Proviso's Messages tab is switched off in its settings",
    "channel_not_found": "Proviso is not in that channel: invite it there with /invite @Proviso",
    "not_in_channel": "Proviso is not in that channel: invite it there with /invite @Proviso",
    "is_archived": "that channel is archived",
    "restricted_action": "Slack's settings do not let Proviso write in that channel",
    "restricted_action_read_only_channel": "Slack's settings do not let Proviso write in that channel",
    "restricted_action_thread_only_channel": "that channel takes replies only",
    "message_not_found": "the message is no longer there",
    "cant_update_message": "the message cannot be changed any more",
    "cant_delete_message": "the message cannot be taken back any more",
    "edit_window_closed": "the message cannot be changed any more",
    "is_inactive": "the message cannot be changed any more",
}
_TOKEN = frozenset(
    {"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed", "no_permission"}
)
_PARTLY = frozenset({"internal_error", "fatal_error", "request_timeout"})  # it may have been done all the same
TOO_MUCH = frozenset({"msg_too_long", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "no_text"})


def code(fault: SlackApiError) -> str:
    """Slack's word for what went wrong; "" where its answer was none."""
    data: Any = getattr(fault.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def refused_token(fault: SlackApiError) -> bool:
    """Whether it is the token that Slack does not take."""
    return code(fault) in _TOKEN


async def called(call: Callable[[], Awaitable[T]]) -> T:
    """What the call returns. Raises Refused or NotNow where it is sure that nothing was done, else what was raised."""
    try:
        return await call()
    except SlackApiError as fault:
        meant = _read(fault)
        if meant is fault:  # nobody knows; it is not its own cause
            raise
        raise meant from fault
    except aiohttp.ClientConnectorError as fault:  # before anything was said
        raise NotNow("Slack cannot be reached") from fault


def pause(fault: SlackApiError) -> timedelta | None:
    """How long Slack asks to wait; None where it does not."""
    if getattr(fault.response, "status_code", 0) != 429 and code(fault) not in ("ratelimited", "rate_limited"):
        return None
    asked = str((getattr(fault.response, "headers", None) or {}).get("Retry-After", ""))
    return timedelta(seconds=int(asked) if asked.isdecimal() and len(asked) < 6 else 30)


def _read(fault: SlackApiError) -> Exception:
    word, wait = code(fault), pause(fault)
    if wait is not None:
        return NotNow("Slack asks to wait", wait)
    if word in _NEVER:
        return Refused(_NEVER[word])
    if word in _TOKEN:
        return NotNow("Slack does not take the bot's token")
    if word == "missing_scope":
        return NotNow("the bot lacks a permission in Slack: install it anew")
    if not word or word in _PARTLY:
        return fault
    return NotNow(f"Slack answered {word}")
