"""The local-slack process: a workspace with the school's people, one channel, and our app."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from tests.clients.five import MARSH
from tests.clients.school import ADDRESSES, free_port

BOT, BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "U0PROVISO", "xoxb-larkfield", "xapp-larkfield", "larkfield-signs-this"
CHANNEL, CHANNEL_ID = "staff-room", "C0STAFFROOM"
STARTING = 40.0  # seconds


class Workspace:
    """The local-slack process: a workspace with the school's people, one channel, and our app."""

    def __init__(self, program: Path, folder: Path, *, socket_mode: bool, bot_port: int) -> None:
        self.port, self.bot_port = free_port(), bot_port
        self.address = f"http://127.0.0.1:{self.port}"
        self.socket_mode = socket_mode
        self._program = program
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start it, and wait until it answers."""
        config = self._folder / "local-slack.json"
        config.write_text(json.dumps(self._config()), "utf-8")
        command = [self._program, "--config", config, "--port", str(self.port), "--base-host", "127.0.0.1"]
        with (self._folder / "local-slack.log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        end = time.monotonic() + STARTING
        while True:
            try:
                self.control("state")
            except (OSError, urllib.error.URLError):
                if time.monotonic() > end:
                    self.__exit__()
                    raise
                time.sleep(0.05)
            else:
                return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    def crash(self) -> None:
        """Kill it, and start it anew at the same address."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self.__enter__()

    def greetings(self) -> Sequence[str]:
        """The sockets that the bot has opened."""
        return [one["summary"] for one in self.control("log")["log"] if "(hello)" in one["summary"]]

    def control(self, path: str) -> Any:
        """What its control interface says about the workspace: state, log, messages/C…"""
        with urllib.request.urlopen(f"{self.address}/_control/{path}", timeout=5) as answer:
            return json.load(answer)

    def messages(self, channel: str) -> Sequence[dict[str, Any]]:
        """A channel's messages as they are kept, oldest first."""
        kept: Sequence[dict[str, Any]] = self.control(f"messages/{channel}")["messages"]
        return kept

    def of_the_bot(self, channel: str) -> Sequence[dict[str, Any]]:
        """Those of the bot's."""
        return [one for one in self.messages(channel) if one.get("bot_id")]

    def refusals(self) -> Sequence[str]:
        """What it did not take of the bot's, and what the bot did not take of it; a killed bot takes nothing."""
        log: Sequence[dict[str, Any]] = self.control("log")["log"]
        calls = [one["summary"] for one in log if one["kind"] == "web_api" and one["direction"] == "internal"]
        answers = [one["summary"] for one in log if str(one["summary"]).startswith("HTTP ")]
        return calls + [one for one in answers if one != "HTTP 200"]

    def input_block(self, label: str) -> dict[str, Any]:
        """The block of a field, in the newest form that the bot sent."""
        for entry in reversed(self.control("log")["log"]):
            for block in _blocks(entry.get("detail")):
                if block.get("type") == "input" and block["label"]["text"] == label:
                    return block
        raise AssertionError(f"no form has a field {label!r}")

    def settings(self) -> str:
        """`[slack]` of proviso.toml."""
        return f'[slack]\nsocket_mode = {str(self.socket_mode).lower()}\napi = "{self.address}/api/"\n'

    def secrets(self) -> dict[str, str]:
        """The variables that the bot needs."""
        return {
            "PROVISO_SLACK_BOT_TOKEN": BOT_TOKEN,
            "PROVISO_SLACK_APP_TOKEN": APP_TOKEN,
            "PROVISO_SLACK_SIGNING_SECRET": SIGNING_SECRET,
        }

    def _config(self) -> dict[str, Any]:
        people = [
            {"id": user_of(name), "name": name.split()[-1].lower(), "real_name": name, "email": email}
            | {"tz": "Europe/London"}
            for name, email in ADDRESSES.items()
        ]
        everybody = [one["id"] for one in people]
        chats = [
            {"id": f"D{user[1:]}", "name": f"dm-{user}", "is_im": True, "is_private": True, "is_channel": False}
            | {"members": [user, BOT]}
            for user in everybody
        ]
        return {
            "workspace": {"name": "Larkfield", "domain": "larkfield", "teamId": "T0LARKFIELD"},
            "app": {
                "appId": "A0PROVISO",
                "botUserId": BOT,
                "botName": "Proviso",
                "botToken": BOT_TOKEN,
                "appToken": APP_TOKEN,
                "signingSecret": SIGNING_SECRET,
                "mode": "socket" if self.socket_mode else "events",
                "requestUrl": f"http://127.0.0.1:{self.bot_port}/slack/events",
            },
            "users": people,
            "channels": [{"id": CHANNEL_ID, "name": CHANNEL, "members": [*everybody, BOT]}, *chats],
        }


def user_of(name: str) -> str:
    """The Slack user id of somebody: U0MARSH."""
    return f"U0{name.rsplit(maxsplit=1)[-1].upper()}"


def private_chat(name: str = MARSH) -> str:
    """The id of somebody's chat with the bot: D0MARSH."""
    return f"D{user_of(name)[1:]}"


def _blocks(sent: Any) -> Sequence[dict[str, Any]]:
    """The blocks of a view that the bot sent, as a call or as an answer."""
    if isinstance(sent, str):
        try:
            sent = json.loads(sent)
        except ValueError:
            return ()
    view = sent.get("view") if isinstance(sent, dict) else None
    if isinstance(view, str):
        view = json.loads(view)
    return view.get("blocks", ()) if isinstance(view, dict) else ()
