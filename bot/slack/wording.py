"""Slack's markup in what people write → the words that they saw.

Text of messages and commands arrives with `&`, `<` and `>` as entities, and with mentions and links between angle
brackets (docs.slack.dev/messaging/formatting-message-text).
"""

from __future__ import annotations

import re

OPENS = "+"  # ends the action_id of a button that opens a form
LINKS = ">"  # the same of one that opens an address: Slack tells of its press, which means nothing

_TOKEN = re.compile(r"<([^<>\n]*)>")
_SPACES = re.compile(r"[^\S\n]{2,}")


def words(text: str, bot: str = "") -> str:
    """What somebody wrote, as they saw it; mentions of the user `bot` are left out."""
    shown = _TOKEN.sub(lambda token: _shown(token.group(1), bot), text)
    return _SPACES.sub(" ", unescaped(shown)).strip()


def unescaped(text: str) -> str:
    """Text of a form's field or a button's value: no markup is read in it, but entities may stand there."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _shown(token: str, bot: str) -> str:
    """One token: a person, a channel, a group, a date or a link. Its label where it has one."""
    address, _, label = token.partition("|")
    kind, key = address[:1], address[1:]
    if kind == "@":
        return " " if bot and key == bot else f"@{label.lstrip('@') or 'somebody'}"
    if kind == "#":
        return f"#{label or 'a channel'}"
    if kind == "!":
        return label or f"@{key.partition('^')[0]}"
    return label or address.removeprefix("mailto:")
