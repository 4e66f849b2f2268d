"""The fake Web API: real HTTP on loopback, refusing what Slack refuses."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate
from time import time
from typing import Any

from aiohttp import web

from tests.slack.chat import Chat, loaded
from tests.slack.files import Files
from tests.slack.rules import view_refused
from tests.slack.world import APP, BOT, TEAM, Form, Lost, LostReply, No, Says, Wait, World

Arguments = dict[str, Any]
Answer = dict[str, Any]

NEEDS = {
    "chat.postMessage": "chat:write", "chat.update": "chat:write", "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write", "users.info": "users:read", "users.lookupByEmail": "users:read.email",
    "conversations.open": "im:write", "conversations.info": "channels:read", "conversations.members": "channels:read",
    "files.info": "files:read",
}  # fmt: skip
RESPONSE_LIFE, RESPONSES = 1800.0, 5


class Api:
    """`/api/{method}` and `/response/{key}`."""

    def __init__(self, world: World, files: Files, socket_url: Callable[[], str]) -> None:
        self._world = world
        self._chat = Chat(world)
        self._socket_url = socket_url
        self._methods: dict[str, Callable[[Arguments], Answer]] = {
            "auth.test": lambda _: {"team_id": TEAM, "user_id": BOT, "bot_id": "B0PROVISO", "team": "Larkfield"},
            "apps.connections.open": self._open_socket,
            "bots.info": lambda _: {"bot": {"id": "B0PROVISO", "app_id": APP, "user_id": BOT}},
            "chat.postMessage": self._chat.post,
            "chat.postEphemeral": self._chat.whisper,
            "chat.update": self._chat.change,
            "chat.delete": self._chat.delete,
            "conversations.open": self._open,
            "conversations.info": self._info,
            "conversations.members": self._members,
            "files.info": files.info,
            "users.info": self._user,
            "users.lookupByEmail": self._lookup,
            "views.open": self._open_view,
            "views.update": self._update_view,
            "views.publish": self._publish,
        }

    def routes(self) -> list[web.RouteDef]:
        """For the fake's application."""
        return [web.route("*", "/api/{method}", self._call), web.post("/response/{key}", self._respond)]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self._world.calls.append((method, arguments))
        wrong = self._world.wrong(method)
        if isinstance(wrong, Wait):
            await wrong.until.wait()
            wrong = self._world.wrong(method)
        if isinstance(wrong, Lost):
            return _hang_up(request)
        if isinstance(wrong, Says):
            after = {} if wrong.retry_after is None else {"Retry-After": str(wrong.retry_after)}
            return web.json_response({"ok": False, "error": wrong.error}, status=wrong.status, headers=after)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.get("token", ""))
        answer, status, headers = self._answer(method, token, arguments)
        if isinstance(wrong, LostReply):
            return _hang_up(request)
        return web.json_response(answer, status=status, headers=headers)

    def _answer(self, method: str, token: str, arguments: Arguments) -> tuple[Answer, int, dict[str, str]]:
        headers = {"x-oauth-scopes": self._world.scopes, "Date": formatdate(time() + self._world.skew, usegmt=True)}
        try:
            self._may(method, token)
            return {"ok": True, **self._methods[method](arguments)}, 200, headers
        except No as refusal:
            limited = refusal.error == "ratelimited"
            headers |= {"Retry-After": "1"} if limited else {}
            return {"ok": False, "error": refusal.error, **refusal.more}, 429 if limited else 200, headers

    def _may(self, method: str, token: str) -> None:
        if method not in self._methods:
            raise No("unknown_method")
        right = self._world.app_token if method == "apps.connections.open" else self._world.bot_token
        if not token:
            raise No("not_authed")
        if token != right:
            raise No(
                "not_allowed_token_type" if token in (self._world.app_token, self._world.bot_token) else "invalid_auth"
            )
        needed = NEEDS.get(method)
        if needed and needed not in self._world.scopes.split(","):
            raise No("missing_scope", needed=needed, provided=self._world.scopes)

    # --- an address to answer at ---

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        """A response address: five uses in half an hour; it alone changes what only one person sees."""
        key, given = request.match_info["key"], await request.json()
        self._world.calls.append(("response_url", given))
        if isinstance(self._world.wrong("response_url"), Lost):
            return _hang_up(request)
        user, channel, message, until, uses = self._world.responses[key]
        if self._world.now() > until or uses >= RESPONSES:
            error = "used_url" if uses >= RESPONSES else "expired_url"
            return web.json_response({"ok": False, "error": error}, status=404)
        self._world.responses[key] = (user, channel, message, until, uses + 1)
        self._chat.responded(given, user, channel, message)
        return web.Response(text="ok")

    # --- people and places ---

    def _open(self, given: Arguments) -> Answer:
        person = self._world.people.get(str(given.get("users", "")))
        if person is None:
            raise No("user_not_found")
        if person.more.get("deleted"):
            raise No("user_disabled")
        return {"channel": {"id": self._world.conversation(person.id).id}}

    def _info(self, given: Arguments) -> Answer:
        channel = self._world.channels.get(str(given.get("channel", "")))
        if channel is None or (channel.id[0] == "G" and BOT not in channel.members):
            raise No("channel_not_found")
        return {
            "channel": {
                "id": channel.id,
                "name": channel.name,
                "is_member": BOT in channel.members,
                "is_archived": channel.archived,
                "is_private": channel.id[0] == "G",
            }
        }

    def _members(self, given: Arguments) -> Answer:
        """A page of a channel's users, fewer than `limit` as often as not."""
        channel = self._world.channels.get(str(given.get("channel", "")))
        private = channel is not None and channel.id[0] == "G"
        if private and "groups:read" not in self._world.scopes.split(","):
            raise No("missing_scope", needed="groups:read", provided=self._world.scopes)
        if channel is None or (private and BOT not in channel.members):
            raise No("channel_not_found")
        if not 1 <= int(given.get("limit", 100)) <= 999:
            raise No("invalid_limit")
        cursor, users = str(given.get("cursor") or ""), sorted(channel.members)
        if cursor and not cursor.startswith("dXNlcjp"):
            raise No("invalid_cursor")
        start = int(cursor.removeprefix("dXNlcjp") or 0)
        end = start + min(int(given.get("limit", 100)), self._world.page)
        more = f"dXNlcjp{end}" if end < len(users) else ""
        return {"members": users[start:end], "response_metadata": {"next_cursor": more}}

    def _user(self, given: Arguments) -> Answer:
        person = self._world.people.get(str(given.get("user", "")))
        if person is None:
            raise No("user_not_found")
        return {"user": person.as_user()}

    def _lookup(self, given: Arguments) -> Answer:
        email = str(given.get("email", "")).lower()
        for person in self._world.people.values():
            if person.email.lower() == email and not person.more.get("deleted"):
                return {"user": person.as_user()}
        raise No("users_not_found")

    # --- forms and Home ---

    def _open_view(self, given: Arguments) -> Answer:
        user, made = self._world.triggers.get(str(given.get("trigger_id")), ("", 0.0))
        if not made:
            raise No("invalid_trigger_id")
        if not user:
            raise No("exchanged_trigger_id")
        if self._world.now() - made > self._world.patience:
            raise No("expired_trigger_id")
        view = _view(given, "modal")
        self._world.triggers[str(given["trigger_id"])] = ("", made)
        return {"view": as_view(self._world.form(user, view))}

    def _update_view(self, given: Arguments) -> Answer:
        form = self._world.forms.get(str(given.get("view_id")))
        if form is None or not form.open:
            raise No("not_found")
        if given.get("hash") and given["hash"] != form.hash:
            raise No("hash_conflict")
        self._world.turn_page(form, _view(given, "modal"))
        return {"view": as_view(form)}

    def _publish(self, given: Arguments) -> Answer:
        if str(given.get("user_id")) not in self._world.people:
            raise No("invalid_arguments")
        self._world.homes[str(given["user_id"])] = _view(given, "home")
        return {"view": {"id": "VHOME"}}

    def _open_socket(self, _: Arguments) -> Answer:
        if not self._world.socket_mode:
            raise No("forbidden_team")
        return {"url": self._socket_url()}


def as_view(form: Form) -> Answer:
    """A form as payloads show it, with what was typed."""
    values: dict[str, dict[str, Any]] = {}
    for block in form.view["blocks"]:
        if block.get("type") == "input":
            action, kind = block["element"]["action_id"], block["element"]["type"]
            typed = form.typed.get((block["block_id"], action)) or _initial(block["element"])
            values.setdefault(block["block_id"], {})[action] = {"type": kind, **typed}
    return {
        "id": form.id, "team_id": TEAM, "app_id": APP, "hash": form.hash, "root_view_id": form.id,
        "previous_view_id": None, "external_id": "", "callback_id": "", "private_metadata": "",
        **form.view, "state": {"values": values},
    }  # fmt: skip


_INITIAL = {
    "initial_value": "value", "initial_option": "selected_option", "initial_options": "selected_options",
    "initial_date": "selected_date", "initial_time": "selected_time", "initial_user": "selected_user",
    "initial_users": "selected_users", "initial_conversation": "selected_conversation",
}  # fmt: skip


def _initial(element: Arguments) -> Answer:
    return {later: element[first] for first, later in _INITIAL.items() if first in element}


def _view(given: Arguments, kind: str) -> dict[str, Any]:
    view = loaded(given.get("view"))
    wrong = view_refused(view)
    if wrong or view["type"] != kind:
        raise No("invalid_arguments", response_metadata={"messages": wrong})
    return dict(view)


async def _arguments(request: web.Request) -> Arguments:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}


def _hang_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
