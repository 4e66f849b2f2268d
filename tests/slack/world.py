"""What there is in the fake workspace: people, channels, messages, forms, and whatever is to go wrong next."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

TEAM, BOT, APP = "T0LARKFIELD", "U0PROVISO", "A0PROVISO"
SCOPES = (
    "app_mentions:read,channels:read,chat:write,commands,files:read,groups:read,im:history,im:write,users:read,"
    "users:read.email"
)


@dataclass
class Person:
    """A user of the workspace. `more` are further fields of the user object, e.g. is_restricted."""

    id: str
    name: str
    email: str
    zone: str = "Europe/London"
    team: str = TEAM
    more: dict[str, Any] = field(default_factory=dict)

    def as_user(self) -> dict[str, Any]:
        """As users.info shows it."""
        flags = {"deleted": False, "is_bot": False, "is_restricted": False, "is_ultra_restricted": False}
        profile = {"real_name": self.name, "display_name": self.name.split()[-1].lower(), "email": self.email}
        return {
            "id": self.id, "team_id": self.team, "name": self.name.split()[-1].lower(), "real_name": self.name,
            "tz": self.zone, "is_email_confirmed": True, "profile": profile, **flags, **self.more,
        }  # fmt: skip


@dataclass
class Channel:
    """A channel (C), a private one (G) or a one-to-one conversation with the bot (D)."""

    id: str
    name: str
    members: set[str]
    archived: bool = False


@dataclass
class Message:
    """One message, as somebody sees it. `only_for`: an ephemeral one."""

    channel: str
    ts: str
    author: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread: str = ""
    only_for: str = ""
    changed: int = 0
    gone: bool = False


@dataclass
class Form:
    """A modal that somebody has open, with what they have typed by (block_id, action_id)."""

    id: str
    user: str
    view: dict[str, Any]
    hash: str
    typed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    open: bool = True


class No(Exception):
    """Slack's refusal."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass(frozen=True)
class Says:
    """Slack answers a call with this error."""

    error: str
    status: int = 200
    retry_after: int | None = None


class Lost:
    """The connection breaks before anything was done."""


@dataclass(frozen=True)
class Wait:
    """Slack takes its time over it, until the event is set; then it goes as it goes."""

    until: asyncio.Event


class LostReply:
    """It is done, and the connection breaks before the answer arrives."""


Wrong = Says | Lost | LostReply | Wait


@dataclass
class World:
    """The whole state. `later` moves its clock on, for triggers and response addresses."""

    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    responses: dict[str, tuple[str, str, Message | None, float, int]] = field(default_factory=dict)
    trouble: dict[str, deque[Wrong]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    scopes: str = SCOPES
    bot_token: str = "xoxb-larkfield"
    app_token: str = "xapp-larkfield"
    socket_mode: bool = True
    burst: float = 0.0  # seconds between two messages in one channel; 0: no limit
    page: int = 1000  # users that a page of a channel's members holds at most
    patience: float = 3.0  # seconds that Slack waits for an acknowledgement, and that a trigger works for
    skew: float = 0.0  # seconds that Slack's clock is ahead of ours
    _ahead: float = 0.0
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _last: dict[str, float] = field(default_factory=dict)

    def now(self) -> float:
        """Its clock, in seconds."""
        return time.monotonic() + self._ahead

    def later(self, **parts: float) -> None:
        """Let time pass, by a timedelta's parts."""
        self._ahead += timedelta(**parts).total_seconds()

    def number(self) -> int:
        """A number that was not used before."""
        return next(self._numbers)

    def ts(self) -> str:
        """The next message's timestamp, which is its id."""
        return f"1700000000.{self.number():06d}"

    def go_wrong(self, method: str, *how: Wrong) -> None:
        """The next calls of `method` go wrong in these ways, one each."""
        self.trouble[method].extend(how)

    def wrong(self, method: str) -> Wrong | None:
        """How this call goes wrong; None: it does not."""
        return self.trouble[method].popleft() if self.trouble[method] else None

    def too_fast(self, channel: str) -> bool:
        """Whether a message in this channel comes too soon after another."""
        last, self._last[channel] = self._last.get(channel, float("-inf")), self.now()
        return self.burst > 0 and self.now() - last < self.burst

    def conversation(self, user: str) -> Channel:
        """Somebody's own conversation with the bot, opened where there is none."""
        for channel in self.channels.values():
            if channel.id.startswith("D") and channel.members == {user, BOT}:
                return channel
        return self.channels.setdefault(f"D{user[1:]}", Channel(f"D{user[1:]}", "directmessage", {user, BOT}))

    def trigger(self, user: str) -> str:
        """A trigger, good for three seconds and one form."""
        key = f"{self.number()}.738474920.8088930838d88f008e0"
        self.triggers[key] = (user, self.now())
        return key

    def form(self, user: str, view: dict[str, Any]) -> Form:
        """Open a form for somebody."""
        made = Form(f"V{self.number():06d}", user, view, self.hash())
        self.forms[made.id] = made
        return made

    def turn_page(self, form: Form, view: dict[str, Any]) -> None:
        """Another page in the form's place: what was typed into the same element of the same block stays."""
        form.view, form.hash, form.errors = view, self.hash(), {}
        kept = {
            (block.get("block_id"), block["element"]["action_id"]) for block in view["blocks"] if "element" in block
        }
        form.typed = {key: value for key, value in form.typed.items() if key in kept}

    def hash(self) -> str:
        """A view's hash, another after each change."""
        return f"1700000000.{self.number():06d}"

    def find(self, channel: str, ts: str) -> Message | None:
        """A message that is there."""
        found = (one for one in self.messages if (one.channel, one.ts) == (channel, ts) and not one.gone)
        return next(found, None)
