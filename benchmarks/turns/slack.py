"""Slack under load: signed Events API posts to the bot, and the few Web API methods it calls."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Sequence

from aiohttp import ClientSession, web

from benchmarks.turns.load import PEOPLE, Load

SECRET = "a-signing-secret-of-the-benchmark"
TOKEN = "xoxb-benchmark"
TEAM, BOT = "T0BENCH", "U0BOT"


class SlackLoad:
    """A workspace with `PEOPLE` people who ask `questions` in turn."""

    def __init__(self, questions: Sequence[str]) -> None:
        self._questions = questions
        self.address = ""  # of the bot, once it runs
        self.load = Load(self._send)

    def application(self) -> web.Application:
        """The Web API."""
        made = web.Application()
        made.router.add_route("*", "/api/{method}", self._method)
        return made

    async def _send(self, session: ClientSession, number: int, conversation: str) -> int:
        body = json.dumps(_event(number, conversation, self._questions[number % len(self._questions)])).encode()
        stamp = str(int(time.time()))
        signed = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed}",
        }
        async with session.post(f"{self.address}/slack/events", data=body, headers=headers) as answer:
            await answer.read()
            return answer.status

    async def _method(self, request: web.Request) -> web.Response:
        match request.match_info["method"]:
            case "auth.test":
                who = {
                    "team_id": TEAM,
                    "user_id": BOT,
                    "bot_id": "B0BOT",
                    "url": "https://x.slack.com/",
                    "team": "Larkfield",
                }
                return web.json_response({"ok": True, **who})
            case "users.info":
                user = (await request.post()).get("user") or request.query.get("user", "")
                return web.json_response({"ok": True, "user": _user(str(user))})
            case "chat.postMessage":
                given = await request.json() if "json" in request.content_type else await request.post()
                self.load.arrived(given["channel"])
                return web.json_response(
                    {"ok": True, "channel": given["channel"], "ts": f"{time.time():.6f}", "message": {}}
                )
        return web.json_response({"ok": True})


def email(number: int) -> str:
    """Somebody on the staff list."""
    return f"staff{number}@larkfield.example"


def _user(user: str) -> dict[str, object]:
    profile = {"email": email(int(user.removeprefix("U") or 0)), "real_name": f"Colleague {user}"}
    vouched = {"is_email_confirmed": True, "is_bot": False, "deleted": False, "is_restricted": False}
    return {"id": user, "team_id": TEAM, "tz": "Europe/London", "name": user, "profile": profile, **vouched}


def _event(number: int, conversation: str, question: str) -> dict[str, object]:
    stamp = f"{1_700_000_000 + number}.000100"
    message = {
        "type": "message",
        "channel": conversation,
        "channel_type": "im",
        "user": f"U{number % PEOPLE}",
        "text": question,
        "ts": stamp,
        "event_ts": stamp,
        "team": TEAM,
    }
    return {
        "type": "event_callback",
        "token": "unused",
        "team_id": TEAM,
        "api_app_id": "A0BENCH",
        "event": message,
        "event_id": f"Ev{time.time_ns():x}{number}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}],
    }
