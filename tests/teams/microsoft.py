"""Microsoft's side for tests, on loopback over real HTTP: keys, sign-in, and the connector that shows messages.

It refuses what the real one refuses (msteams-docs: rate-limit, conversation-messages; bot-docs: authentication):
bearers it did not give out, conversations and messages that are not there, people who have not installed or have
blocked the app, messages that are too large, and, where `per_second` is set, too many of them.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from typing import Any
from urllib.parse import unquote

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.connections import TeamsSettings
from tests.teams.onedrive import OneDrive

Json = dict[str, Any]

LARGEST = 28 * 1024  # bytes; the limit that is safe in every client and tenant


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account. `user` is the id by which the bot writes to them, `account` Entra's."""

    name: str
    email: str
    user: str
    account: str
    tenant: str
    role: str = "user"
    zone: str = "Europe/London"


@dataclass
class Shown:
    """A message of the bot's as Teams has it. `seen` are cards that only one person sees, by their id."""

    conversation: str
    id: str
    activity: Json
    versions: int = 1
    gone: bool = False
    seen: dict[str, Json] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)  # what Teams wrote under the card after a press

    def card(self, who: User | None = None) -> Json:
        """The card, as this person sees it; {} for a message without one."""
        if who is not None and who.user in self.seen:
            return self.seen[who.user]
        attached = self.activity.get("attachments") or [{}]
        content: Json = attached[0].get("content") or {}
        return content

    def words(self, who: User | None = None) -> str:
        """All that it says, in reading order."""
        return "\n".join([self.activity.get("text") or "", *texts(self.card(who))]).strip()

    def buttons(self, who: User | None = None) -> list[str]:
        """The titles of its buttons."""
        return [action["title"] for action in self.card(who).get("actions", [])]


@dataclass
class Conversation:
    """A chat with one person, a group chat or a channel."""

    id: str
    kind: str  # personal, groupChat, channel
    members: dict[str, User]
    installed: bool = True
    shown: list[Shown] = field(default_factory=list)


class Microsoft:
    """What the bot talks to. Started by `Tenant`, which plays the people."""

    def __init__(self) -> None:
        self.app_id, self.tenant, self.secret = str(uuid.uuid4()), str(uuid.uuid4()), secrets.token_hex(16)
        self.bot = f"28:{self.app_id}"
        self.conversations: dict[str, Conversation] = {}
        self.users: dict[str, User] = {}
        self.blocked: set[str] = set()  # users
        self.faults: list[tuple[int, str, str]] = []  # the next answers of the connector: status, code, Retry-After
        self.pause = 0.0  # seconds that the connector takes to say who somebody is
        self.page = 500  # members that a page of a roster holds at most
        self.per_second = 0  # messages a conversation takes in a second; 0: any number
        self.largest = LARGEST
        self.calls: list[str] = []  # "POST activities", "GET keys"…
        self.asked: list[Json] = []  # the forms by which tokens were asked for
        self.entra: Json = {}  # an error that sign-in answers with
        self.keys_down = False
        self.ahead = 0.0  # seconds that Microsoft's clock is ahead of ours
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.endorsements = ["msteams"]
        self.url = ""
        self.drive = OneDrive()
        self.lasts = 3600
        self._given: set[str] = set()
        self._sent: dict[str, list[float]] = {}
        self._ids = iter(range(1_700_000_000_000, 1_800_000_000_000))
        self.new_key("key-1")

    @property
    def service(self) -> str:
        """The connector's address, as it stands in each activity."""
        return f"{self.url}/emea/"

    def settings(self, **changed: Any) -> TeamsSettings:
        """Settings for a bot that is registered here."""
        chosen = {
            "app_id": self.app_id,
            "tenant": self.tenant,
            "secret": self.secret,
            "hosts": ("127.0.0.1",),
            "openid": f"{self.url}/v1/.well-known/openidconfiguration",
            "login": self.url,
        }
        return TeamsSettings(**{**chosen, **changed})

    def application(self) -> web.Application:
        """The server."""
        made = web.Application(client_max_size=1 << 22)
        conversations = "/emea/v3/conversations"
        made.add_routes(
            [
                web.get("/v1/.well-known/openidconfiguration", self._metadata),
                web.get("/v1/.well-known/keys", self._keys),
                web.post("/{tenant}/oauth2/v2.0/token", self._token),
                web.post(conversations, self._create),
                web.post(f"{conversations}/{{conversation}}/activities", self._post),
                web.put(f"{conversations}/{{conversation}}/activities/{{message}}", self._put),
                web.delete(f"{conversations}/{{conversation}}/activities/{{message}}", self._delete),
                web.get(f"{conversations}/{{conversation}}/members/{{member}}", self._member),
                web.get(f"{conversations}/{{conversation}}/pagedmembers", self._members),
                *self.drive.routes(),
            ]
        )
        return made

    # --- keys and tokens ---

    def new_key(self, kid: str) -> None:
        """Sign with another key from now on; the older ones are taken from the list."""
        self.keys = {kid: private_key(kid)}

    def token(self, *, signer: object = None, algorithm: str = "RS256", kid: str = "", **claims: Any) -> str:
        """A token as Microsoft gives it with an activity. A claim that is None is left out."""
        name, key = next(iter(self.keys.items()))
        now = int(time.time())
        said = {
            "iss": "https://api.botframework.com",
            "aud": self.app_id,
            "exp": now + 3600,
            "nbf": now - 60,
            "serviceurl": self.service,
        }
        told = {name: value for name, value in {**said, **claims}.items() if value is not None}
        return jwt.encode(told, signer or key, algorithm, {"kid": kid or name})  # type: ignore[arg-type]

    async def _metadata(self, request: web.Request) -> web.Response:
        self.calls.append("GET metadata")
        if self.keys_down:
            return web.Response(status=503)
        said = {"issuer": "https://api.botframework.com", "jwks_uri": f"{self.url}/v1/.well-known/keys"}
        now = format_datetime(datetime.now(UTC) + timedelta(seconds=self.ahead), usegmt=True)
        return web.json_response(said, headers={"Date": now})

    async def _keys(self, request: web.Request) -> web.Response:
        self.calls.append("GET keys")
        listed = []
        for kid, key in self.keys.items():
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
            chain = ["A" * 40_000]  # Microsoft's list is long, and does not come in one piece
            listed.append({**public, "kid": kid, "use": "sig", "x5c": chain, "endorsements": self.endorsements})
        return web.json_response({"keys": listed})

    async def _token(self, request: web.Request) -> web.Response:
        self.calls.append("POST token")
        form = dict(await request.post())
        self.asked.append(form)
        if self.entra:
            return web.json_response(self.entra, status=401)
        if request.match_info["tenant"] != self.tenant:
            return _entra("invalid_request", 90002)
        if form.get("client_id") != self.app_id:
            return _entra("unauthorized_client", 700016)
        if "client_assertion" not in form and form.get("client_secret") != self.secret:
            return _entra("invalid_client", 7000215)
        token = secrets.token_hex(20)
        self._given.add(token)
        return web.json_response({"token_type": "Bearer", "expires_in": self.lasts, "access_token": token})

    def forget_tokens(self) -> None:
        """Take no token that was given out until now."""
        self._given.clear()

    # --- the connector ---

    def next_id(self) -> str:
        """An id for an activity: a time in milliseconds."""
        return str(next(self._ids))

    def personal(self, who: User) -> Conversation | None:
        """Somebody's own conversation with the bot."""
        found = [one for one in self.conversations.values() if one.kind == "personal" and who.user in one.members]
        return found[0] if found else None

    async def _create(self, request: web.Request) -> web.Response:
        refused = self._refused(request, "POST conversations")
        if refused is not None:
            return refused
        wanted = {name.lower(): value for name, value in (await request.json()).items()}  # botbuilder writes tenantID
        if wanted["bot"]["id"] != self.bot or wanted.get("tenantid") != self.tenant:
            return _error(400, "BadArgument")
        asked = wanted["members"][0]["id"]
        who = next((one for one in self.users.values() if asked in (one.user, one.account)), None)
        chat = self.personal(who) if who is not None else None
        if chat is None or not chat.installed:
            return _error(403, "BotNotInConversationRoster")
        return web.json_response({"id": chat.id}, status=201)

    async def _post(self, request: web.Request) -> web.Response:
        return await self._changing(request, "POST activities", self._say)

    async def _put(self, request: web.Request) -> web.Response:
        return await self._changing(request, "PUT activity", self._change)

    async def _delete(self, request: web.Request) -> web.Response:
        return await self._changing(request, "DELETE activity", self._remove)

    async def _changing(
        self,
        request: web.Request,
        call: str,
        work: Callable[[web.Request, Conversation, str, Json], web.Response],
    ) -> web.Response:
        refused = self._refused(request, call)
        if refused is not None:
            return refused
        full = unquote(request.match_info["conversation"])
        chat = self.conversations.get(full.partition(";messageid=")[0])
        if chat is None:
            return _error(404, "ConversationNotFound")
        if not chat.installed:
            return _error(403, "BotNotInConversationRoster")
        if chat.kind == "personal" and self.blocked & set(chat.members):
            return _error(403, "MessageWritesBlocked")
        raw = await request.read()
        if len(raw) > self.largest:
            return _error(413, "MessageSizeTooBig")
        return work(request, chat, full, json.loads(raw) if raw else {})

    def _say(self, _: web.Request, chat: Conversation, full: str, activity: Json) -> web.Response:
        if self.per_second:
            now = time.monotonic()
            recent = [at for at in self._sent.get(chat.id, []) if now - at < 1]
            if len(recent) >= self.per_second:
                return _error(429, "TooManyRequests", "1")
            self._sent[chat.id] = [*recent, now]
        if activity.get("type") != "message" or not (activity.get("text") or activity.get("attachments")):
            return _error(400, "BadSyntax")
        shown = Shown(full, self.next_id(), activity)
        chat.shown.append(shown)
        return web.json_response({"id": shown.id}, status=201)

    def _change(self, request: web.Request, chat: Conversation, _: str, activity: Json) -> web.Response:
        shown = _find(chat, request)
        if shown is None:
            return _error(404, "ActivityNotFoundInConversation")
        shown.activity = activity
        shown.versions += 1
        shown.seen.clear()
        return web.json_response({"id": shown.id})

    def _remove(self, request: web.Request, chat: Conversation, _: str, __: Json) -> web.Response:
        shown = _find(chat, request)
        if shown is None:
            return _error(404, "ActivityNotFoundInConversation")
        shown.gone = True
        return web.Response(status=200)

    async def _member(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.pause)
        refused = self._refused(request, "GET member")
        if refused is not None:
            return refused
        chat = self.conversations.get(unquote(request.match_info["conversation"]))
        who = chat.members.get(unquote(request.match_info["member"])) if chat is not None else None
        if chat is not None and not chat.installed:
            return _error(403, "BotNotInConversationRoster")
        if chat is None or who is None:
            return _error(404, "MemberNotFoundInConversation" if chat else "ConversationNotFound")
        return web.json_response(_member(who))

    async def _members(self, request: web.Request) -> web.Response:
        """A page of a channel's roster; all of a chat's, which has no pages."""
        refused = self._refused(request, "GET members")
        if refused is not None:
            return refused
        chat = self.conversations.get(unquote(request.match_info["conversation"]))
        if chat is None:
            return _error(404, "ConversationNotFound")
        if not chat.installed:
            return _error(403, "BotNotInConversationRoster")
        everybody, token = list(chat.members.values()), request.query.get("continuationToken", "0")
        if not token.isdecimal():
            return _error(400, "BadArgument")
        asked = min(max(int(request.query.get("pageSize", 200)), 50), 500)
        size = min(asked, self.page) if chat.kind == "channel" else len(everybody)
        end = int(token) + size
        more = {"continuationToken": str(end)} if end < len(everybody) else {}
        return web.json_response({"members": [_member(one) for one in everybody[int(token) : end]], **more})

    def _refused(self, request: web.Request, call: str) -> web.Response | None:
        self.calls.append(call)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self._given:
            return _error(401, "Unauthorized")
        if self.faults:
            return _error(*self.faults.pop(0))
        return None


@cache
def private_key(kid: str) -> rsa.RSAPrivateKey:
    """A key of this name, made once in a test run: making one takes a tenth of a second."""
    return rsa.generate_private_key(65537, 2048)


def texts(part: object) -> list[str]:
    """Every text of a card, in reading order, without Markdown's escapes and without its buttons."""
    found: list[str] = []
    if isinstance(part, list):
        for one in part:
            found += texts(one)
    elif isinstance(part, dict):
        if part.get("type") == "RichTextBlock":
            return ["".join(run["text"] for run in part["inlines"])]
        if isinstance(part.get("text"), str):
            found.append(part["text"].replace("\\", "") if part.get("type") == "TextBlock" else part["text"])
        for name in ("label", "value"):
            if str(part.get("type", "")).startswith("Input.") and isinstance(part.get(name), str):
                found.append(part[name])
        for name in ("body", "items", "columns"):
            found += texts(part.get(name))
    return found


def _member(who: User) -> Json:
    """Somebody as a roster has them."""
    return {
        "id": who.user,
        "name": who.name,
        "email": who.email,
        "userPrincipalName": who.email,
        "tenantId": who.tenant,
        "userRole": who.role,
        "aadObjectId": who.account,
    }


def _find(chat: Conversation, request: web.Request) -> Shown | None:
    wanted = unquote(request.match_info["message"])
    return next((one for one in chat.shown if one.id == wanted and not one.gone), None)


def _error(status: int, code: str, retry_after: str = "") -> web.Response:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return web.json_response({"error": {"code": code, "message": "in words"}}, status=status, headers=headers)


def _entra(error: str, number: int) -> web.Response:
    said = {"error": error, "error_description": f"AADSTS{number}: words, and a trace that names the tenant."}
    return web.json_response(said, status=400)
