"""The calls to Teams: say, change, remove, open a conversation, look somebody up. The one file that knows botbuilder.

botbuilder's connector client makes the requests and reads the answers; they travel by aiohttp and not by its own
sender, which blocks a thread for each. Nothing is tried twice here: a post that is repeated would be read twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import ClientConnectorError, ClientSession, ClientTimeout
from botframework.connector.aio import ConnectorClient
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPSender, AsyncPipeline
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http.async_abc import AsyncClientResponse
from yarl import URL

from bot.channels import CROWDED
from bot.outbox import NotNow, Refused
from bot.teams.tokens import SignIn, SignInFault

Json = Mapping[str, Any]

PATIENCE = ClientTimeout(total=20)  # seconds; the outbox waits for thirty
WAIT = (412, 429, 502, 503, 504)  # msteams-docs, rate-limit: these and no others may be tried again
LONGEST_WAIT = 3600  # seconds

NOT_OPENED = "has not opened Proviso in Teams yet: they find it under Apps"
NOT_THERE = "Proviso is not in that chat or team in Teams any more"
PAGE = 200  # members at a time (msteams-docs, get-teams-context: 50 to 500; of a group chat all come at once)
MOST = 10  # pages

_NOBODY_THERE = {  # by the error's code: why it will never arrive (msteams-docs, conversation-messages)
    "BotNotInConversationRoster": NOT_OPENED,
    "ConversationBlockedByUser": "has blocked Proviso in Teams",
    "MessageWritesBlocked": "has blocked Proviso in Teams",
    "BotDisabledByAdmin": "Proviso is blocked in Teams: Teams admin centre → Teams apps → Manage apps → Proviso",
    "NotEnoughPermissions": "Proviso may not write there: it was taken out of the chat or team",
    "InvalidBotApiHost": "the school's Teams is in another cloud: set [teams] hosts to its own",
    "BotNotRegistered": "the bot is not registered: Azure portal → Azure Bot → Channels → Microsoft Teams",
    "ConversationNotFound": "the chat with Proviso is gone from Teams",
}


class Gone(Refused):
    """The message, the conversation or the member is not there any more."""


class Unfit(Refused):
    """Teams does not take the message as it is: too large, or not as its schema wants it."""


class Connector:
    """Teams at every address it gave us. What it raises is what `bot.outbox.Send` says."""

    def __init__(self, session: ClientSession, signin: SignIn) -> None:
        self._carrier = _Carrier(session, signin)
        self._clients: dict[str, Any] = {}

    async def say(self, service: str, conversation: str, activity: Json) -> str:
        """A new message; its activity id."""
        made = await self._at(service).send_to_conversation(conversation, activity)
        return str(getattr(made, "id", "") or "")

    async def change(self, service: str, conversation: str, message: str, activity: Json) -> None:
        """Another content for a message. Raises Gone."""
        await self._at(service).update_activity(conversation, message, activity)

    async def remove(self, service: str, conversation: str, message: str) -> None:
        """Take a message back. Raises Gone."""
        await self._at(service).delete_activity(conversation, message)

    async def open(self, service: str, tenant: str, bot: str, user: str) -> str:
        """The id of the one-to-one conversation with somebody who has the app. The same each time."""
        wanted = {
            "isGroup": False,
            "bot": {"id": bot},
            "members": [{"id": user}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        made = await self._at(service).create_conversation(wanted)
        return str(made.id)

    async def member(self, service: str, conversation: str, user: str) -> dict[str, Any]:
        """Somebody as the conversation's roster has them. Raises Gone for somebody who is not in it."""
        raw = await self._at(service).get_conversation_member(conversation, user, raw=True)
        found = json.loads(raw.response)
        return found if isinstance(found, dict) else {}

    async def members(self, service: str, conversation: str) -> list[dict[str, Any]]:
        """Everybody in a conversation, as its roster has them; bots are not in it. Raises Refused for too many."""
        found: dict[str, dict[str, Any]] = {}  # by id: a page may repeat somebody
        after = None
        for _ in range(MOST):
            raw = await self._at(service).get_conversation_paged_members(conversation, PAGE, after, raw=True)
            page = json.loads(raw.response)
            found |= {str(one["id"]): one for one in page.get("members") or ()}
            after = page.get("continuationToken")
            if not after:
                return list(found.values())
        raise Refused(CROWDED)

    def _at(self, service: str) -> Any:
        client = self._clients.get(service)
        if client is None:
            client = self._clients[service] = ConnectorClient(
                "", service, pipeline_type=lambda _: AsyncPipeline([RawDeserializer()], self._carrier)
            )
        return client.conversations


class _Carrier(AsyncHTTPSender[Any, Any]):
    """Carries botbuilder's requests by aiohttp, signed in, and says what an error means."""

    def __init__(self, session: ClientSession, signin: SignIn) -> None:
        self._session = session
        self._signin = signin

    async def __aexit__(self, *_: object) -> None:
        """The session is its owner's to close."""

    async def send(self, request: Request[Any], **_: object) -> Response[Any, Any]:
        try:
            token = await self._signin.token()
        except SignInFault as fault:
            raise NotNow(f"the bot cannot sign in to Teams: {fault}") from None
        asked = request.http_request
        headers = {**asked.headers, "Authorization": f"Bearer {token}"}
        headers.pop("Content-Length", None)
        address = URL(asked.url, encoded=True)
        try:
            async with self._session.request(
                asked.method, address, data=asked.data, headers=headers, timeout=PATIENCE, allow_redirects=False
            ) as answer:
                body = await answer.read()
                if answer.status == 401:
                    self._signin.forget()
                if not 200 <= answer.status < 300:
                    raise refusal(answer.status, _code(body), answer.headers.get("Retry-After", ""))
                return Response(request, _Answer(asked, answer.status, dict(answer.headers), body))
        except ClientConnectorError as fault:
            raise NotNow(f"Teams cannot be reached ({type(fault).__name__})") from None


class _Answer(AsyncClientResponse):
    """An answer as msrest reads it."""

    def __init__(self, request: Any, status: int, headers: dict[str, str], body: bytes) -> None:
        super().__init__(request, body)  # what a caller that asks for the raw answer gets
        self.status_code = status
        self.headers = {name.lower(): value for name, value in headers.items()}
        self._body = body

    def body(self) -> bytes:
        return self._body


def refusal(status: int, code: str, retry_after: str) -> Exception:  # noqa: PLR0911 - one for each meaning
    """What an error of the connector means, as `bot.outbox.Send` wants it.

    Anything that is neither a refusal nor an invitation to wait is a RuntimeError: nobody knows whether it arrived.
    """
    named = f"HTTP {status}{f', {code}' if code else ''}"
    if status in WAIT:
        return NotNow(f"Teams asked to wait ({named})", _pause(retry_after))
    if status in (400, 413):
        return Unfit(f"Teams did not take the message ({named})")
    if code in ("ActivityNotFoundInConversation", "ConversationNotFound") or status in (404, 410):
        return Gone(_NOBODY_THERE.get(code, f"it is gone from Teams ({named})"))
    if code in _NOBODY_THERE:
        return Refused(_NOBODY_THERE[code])
    if status == 401:
        return NotNow(f"Teams did not take the bot's sign-in ({named})")
    if status == 403:
        return Refused(f"Teams does not allow it ({named})")
    return RuntimeError(f"no clear answer from Teams ({named})")


def _code(body: bytes) -> str:
    """The error's code, from {"error": {"code": …}}; "" where there is none."""
    try:
        code = json.loads(body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return code if isinstance(code, str) and code.isalnum() and len(code) < 80 else ""


def _pause(retry_after: str) -> timedelta | None:
    """Retry-After in seconds; its other form, a date, is not what Teams sends."""
    return timedelta(seconds=min(int(retry_after), LONGEST_WAIT)) if re.fullmatch(r"\d{1,6}", retry_after) else None
