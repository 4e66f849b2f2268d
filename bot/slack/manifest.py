"""Slack's app manifest: `manifest/slack.yaml` with a school's own address and names put in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from bot.entrances import names, slashes

FILE = Path(__file__).parents[2] / "manifest" / "slack.yaml"  # beside the packages, in a checkout and when installed
NAME = "Proviso"
LONGEST_NAME = 35  # characters; Slack's limit for display_information.name

_ADDRESS = re.compile(r"^( *)# ((?:request_)?url: )https://bot\.school\.example(/slack/events\n)", re.MULTILINE)
_SOCKET = re.compile(r"^( *socket_mode_enabled: )true$", re.MULTILINE)
_COMMAND = re.compile(r"^( *- command: )(/\S+)$", re.MULTILINE)
_NAME = re.compile(rf"^( *(?:display_)?name: ){NAME}$", re.MULTILINE)
_HEAD = re.compile(r"\A(?:#.*\n)+")  # tells what the file is; no longer true of what was filled in


def manifest(url: str = "", *, commands: Mapping[str, str] | None = None, name: str = NAME) -> str:
    """The manifest as YAML: for Socket Mode, or with the bot's `url` (https, no path) for requests to /slack/events.

    `commands` are renamed ones, key → slash name. Raises ValueError for names that Slack does not take. Filled in as
    text, so that the reasons beside the scopes and settings reach whoever pastes it.
    """
    if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise ValueError(f"The app's name must have 1 to {LONGEST_NAME} characters, on one line.")
    ours, theirs = names(), slashes(commands)
    text = FILE.read_text("utf-8")
    text = _COMMAND.sub(lambda line: line[1] + theirs[ours[line[2]]], text)
    text = _NAME.sub(lambda line: line[1] + json.dumps(name.strip(), ensure_ascii=False), text)  # YAML reads JSON
    text = _ADDRESS.sub(lambda line: line[1] + line[2] + url + line[3] if url else "", text)
    if url:
        text = _SOCKET.sub(r"\1false", text)
    return _HEAD.sub("", text)
