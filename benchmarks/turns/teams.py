"""Teams under load: signed activities to the bot, and Microsoft's side as far as the bot calls it."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from urllib.parse import unquote

import jwt
from aiohttp import ClientSession, web
from cryptography.hazmat.primitives.asymmetric import rsa

from benchmarks.turns.load import PEOPLE, Load
from benchmarks.turns.slack import email

APP = "8a3b0f52-1c7d-4e6f-9a2b-3c4d5e6f7a8b"
TENANT = "1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9"
ISSUER = "https://api.botframework.com"


class TeamsLoad:
    """A tenant with `PEOPLE` people who ask `questions` in turn."""

    def __init__(self, questions: Sequence[str]) -> None:
        self._questions = questions
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._headers: dict[str, str] = {}
        self.service = ""  # our own address
        self.address = ""  # of the bot, once it runs
        self.load = Load(self._send)

    def begin(self, service: str) -> None:
        """We are at `service` from now on; every activity is signed for it."""
        self.service = service
        said = {
            "iss": ISSUER,
            "aud": APP,
            "exp": int(time.time()) + 3600,
            "nbf": int(time.time()),
            "serviceurl": service,
        }
        token = jwt.encode(said, self._key, "RS256", {"kid": "one"})
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def application(self) -> web.Application:
        """Keys, sign-in and connector."""
        made = web.Application()
        made.add_routes(
            [
                web.get("/openid", self._metadata),
                web.get("/keys", self._keys),
                web.post("/{tenant}/oauth2/v2.0/token", self._token),
                web.get("/v3/conversations/{conversation}/members/{member}", self._member),
                web.post("/v3/conversations/{conversation}/activities", self._said),
                web.post("/v3/conversations/{conversation}/activities/{activity}", self._said),
            ]
        )
        return made

    async def _send(self, session: ClientSession, number: int, conversation: str) -> int:
        question = self._questions[number % len(self._questions)]
        body = json.dumps(_activity(number, conversation, question, self.service)).encode()
        async with session.post(f"{self.address}/api/messages", data=body, headers=self._headers) as answer:
            await answer.read()
            return answer.status

    async def _metadata(self, _: web.Request) -> web.Response:
        said = {"issuer": ISSUER, "jwks_uri": f"{self.service}keys", "id_token_signing_alg_values_supported": ["RS256"]}
        return web.json_response(said)

    async def _keys(self, _: web.Request) -> web.Response:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return web.json_response({"keys": [{**public, "kid": "one", "use": "sig", "endorsements": ["msteams"]}]})

    async def _token(self, _: web.Request) -> web.Response:
        return web.json_response({"token_type": "Bearer", "expires_in": 3600, "access_token": "of-the-benchmark"})

    async def _member(self, request: web.Request) -> web.Response:
        user = unquote(request.match_info["member"])
        address = email(int(user.removeprefix("29:")))
        known = {"id": user, "name": user, "email": address, "userPrincipalName": address}
        return web.json_response({**known, "tenantId": TENANT, "userRole": "user", "aadObjectId": f"aad-{user}"})

    async def _said(self, request: web.Request) -> web.Response:
        await request.read()
        self.load.arrived(unquote(request.match_info["conversation"]))
        return web.json_response({"id": str(time.time_ns())}, status=201)


def _activity(number: int, conversation: str, question: str, service: str) -> dict[str, object]:
    user = f"29:{number % PEOPLE}"
    return {
        "type": "message",
        "id": str(time.time_ns()),
        "timestamp": "2027-03-03T09:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": service,
        "from": {"id": user, "name": user, "aadObjectId": f"aad-{user}"},
        "conversation": {"id": conversation, "conversationType": "personal", "tenantId": TENANT},
        "recipient": {"id": f"28:{APP}", "name": "Proviso"},
        "text": question,
        "textFormat": "plain",
        "channelData": {"tenant": {"id": TENANT}},
    }
