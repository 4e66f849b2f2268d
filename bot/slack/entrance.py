"""Where Slack's requests arrive, over HTTP and over the socket: genuine ones go to one function, whatever they are.

Bolt reads the bodies, answers Slack's own checks of the address, and carries the socket. It matches nothing: a request
that no listener took would be answered 404, and sent again.
"""

from __future__ import annotations

import hmac
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

Take = Callable[[Mapping[str, Any], bool], Awaitable[BoltResponse]]
"""Answers a request's body; True: Slack sends it again, since it was not acknowledged before."""

OLDEST = 300  # seconds; docs.slack.dev/authentication/verifying-requests-from-slack
_STAMP = re.compile(rb"[0-9]{1,12}")


def quiet() -> logging.Logger:
    """A logger that says nothing: Bolt and the SDK write bodies and addresses with tickets into theirs."""
    logger = logging.getLogger("proviso.slack.library")
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False
    return logger


class Entrance(AsyncMiddleware):
    """Bolt's last middleware: every request ends here, and is answered by `take`."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        """Answer it; what checks the address is answered by Bolt."""
        if req.body.get("type") == "url_verification":
            return await next()
        again = req.headers.get("x-slack-retry-num", ["0"])[0] not in ("", "0")
        return await self._take(req.body, again)


def bolt(client: AsyncWebClient, take: Take) -> AsyncApp:
    """The application. It checks no signature: `Door` has done so, and the socket needs none."""
    return AsyncApp(
        client=client,
        signing_secret="checked before",
        logger=quiet(),
        name="proviso",
        before_authorize=Entrance(take),
        request_verification_enabled=False,
        attaching_function_token_enabled=False,
    )


class Door:
    """`POST /slack/events`: whatever is not Slack's is turned away before a byte of it is read as anything."""

    def __init__(self, app: AsyncApp, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._app = app
        self._secret = secret.encode()
        self._clock = clock

    async def request(self, request: web.Request) -> web.Response:
        """Answer one request: 401 for what is not signed, 400 for what cannot be read."""
        body = await request.read()
        if not self._genuine(body, request.headers):
            if body.startswith(b"ssl_check=1") or b"&ssl_check=1" in body:  # Slack tries the certificate, unsigned
                return web.Response()
            return web.json_response({"error": "not signed by Slack"}, status=401)
        try:
            asked = AsyncBoltRequest(body=body.decode(), headers=_first(request.headers))
        except (ValueError, AttributeError, TypeError, RecursionError):  # not UTF-8, no JSON, or of another shape
            return web.json_response({"error": "cannot be read"}, status=400)
        return await to_aiohttp_response(await self._app.async_dispatch(asked))

    def _genuine(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Slack signed it, within the last five minutes."""
        stamp = headers.get("X-Slack-Request-Timestamp", "").encode("utf-8", "replace")
        given = headers.get("X-Slack-Signature", "").encode("utf-8", "replace")
        if not _STAMP.fullmatch(stamp) or abs(self._clock() - int(stamp)) > OLDEST:
            return False
        ours = "v0=" + hmac.new(self._secret, b"v0:" + stamp + b":" + body, sha256).hexdigest()
        return hmac.compare_digest(ours.encode(), given)


def _first(headers: Mapping[str, str]) -> dict[str, Any]:
    return {name.lower(): value for name, value in headers.items()}
