"""Who gets in: forged, foreign, broken and late requests do not; keys that change are found."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
import structlog
from aiohttp import ClientSession
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.connections import TeamsSettings
from bot.teams.auth import trusted
from bot.teams.keys import PAUSE, Keys, NoKeys
from tests.teams.conftest import Staff, Start, counted
from tests.teams.microsoft import Json
from tests.teams.running import Running
from tests.teams.tenant import Tenant

OTHER_TENANT = "5b1a5f9e-0000-4000-8000-000000000001"
STRANGER = rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True)
class Forged:
    """One way to try: how the token is made, what is changed in the activity, and how the request is sent."""

    name: str
    status: int
    token: Callable[[Tenant], str | None] = lambda tenant: tenant.token()
    activity: Callable[[Json], Any] = lambda activity: activity
    body: bytes | None = None
    kind: str = "application/json"
    scheme: str = "Bearer "


def _part(header: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()


def _claims(tenant: Tenant) -> Json:
    claims: Json = jwt.decode(tenant.token(), options={"verify_signature": False})
    return claims


def _unsigned(tenant: Tenant) -> str:
    return f"{_part({'alg': 'none', 'typ': 'JWT', 'kid': 'key-1'})}.{_part(_claims(tenant))}."


def _signed_with_the_public_key(tenant: Tenant) -> str:
    """HS256 with the key that everybody knows as its secret: takes in whoever lets the token choose."""
    public = tenant.keys["key-1"].public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signed = f"{_part({'alg': 'HS256', 'kid': 'key-1'})}.{_part(_claims(tenant))}"
    mark = base64.urlsafe_b64encode(hmac.digest(pem, signed.encode(), hashlib.sha256)).rstrip(b"=").decode()
    return f"{signed}.{mark}"


def _with(**changes: Any) -> Callable[[Tenant], str]:
    return lambda tenant: tenant.token(**changes)


def _late(seconds: int) -> Callable[[Tenant], str]:
    return lambda tenant: tenant.token(exp=int(time.time()) - seconds)


def _broken_signature(tenant: Tenant) -> str:
    head, claims, mark = tenant.token().split(".")
    return f"{head}.{claims}.{'A' * 8}{mark[8:]}"


def _other_claims(tenant: Tenant) -> str:
    head, _, mark = tenant.token().split(".")
    return f"{head}.{_part(_claims(tenant) | {'serviceurl': 'https://evil.example/'})}.{mark}"


def _elsewhere(service: str) -> Callable[[Json], Json]:
    return lambda activity: activity | {"serviceUrl": service}


def _in_tenant(conversation: str | None, channel: str | None) -> Callable[[Json], Json]:
    def change(activity: Json) -> Json:
        activity["conversation"].pop("tenantId")
        activity.pop("channelData")
        if conversation is not None:
            activity["conversation"]["tenantId"] = conversation
        if channel is not None:
            activity["channelData"] = {"tenant": {"id": channel}}
        return activity

    return change


def _without(name: str) -> Callable[[Json], Json]:
    return lambda activity: {key: value for key, value in activity.items() if key != name}


FORGED = [
    Forged("no header", 401, token=lambda _: None),
    Forged("an empty token", 401, token=lambda _: ""),
    Forged("another scheme", 401, scheme="Basic "),
    Forged("no scheme", 401, scheme=""),
    Forged("not a token", 401, token=lambda _: "abc"),
    Forged("three empty parts", 401, token=lambda _: ".."),
    Forged("not Base64", 401, token=lambda _: "ä.b.c"),
    Forged("a very long token", 401, token=lambda tenant: tenant.token() + "A" * 6_000),
    Forged("unsigned", 401, token=_unsigned),
    Forged("unsigned, with a signature", 401, token=lambda tenant: _unsigned(tenant) + "AAAA"),
    Forged("HS256 with the public key", 401, token=_signed_with_the_public_key),
    Forged("another algorithm", 401, token=_with(signer=ec.generate_private_key(ec.SECP256R1()), algorithm="ES256")),
    Forged("RS512", 401, token=_with(algorithm="RS512")),
    Forged("a stranger's key under a known name", 401, token=_with(signer=STRANGER)),
    Forged("a key that nobody knows", 401, token=_with(signer=STRANGER, kid="key-9")),
    Forged("a broken signature", 401, token=_broken_signature),
    Forged("claims that were changed", 401, token=_other_claims),
    Forged("for another bot", 401, token=_with(aud=OTHER_TENANT)),
    Forged("for nobody", 401, token=_with(aud=None)),
    Forged("from another issuer", 401, token=_with(iss="https://sts.windows.net/")),
    Forged("from no issuer", 401, token=_with(iss=None)),
    Forged("without an end", 401, token=_with(exp=None)),
    Forged("an end that is no number", 401, token=_with(exp="tomorrow")),
    Forged("an end beyond all clocks", 401, token=_with(exp=float("inf"))),
    Forged("expired ten minutes ago", 401, token=_late(600)),
    Forged("expired a little over five minutes ago", 401, token=_late(305)),
    Forged("not yet good", 401, token=_with(nbf=int(time.time()) + 3600)),
    Forged("for another serviceUrl", 403, token=_with(serviceurl="https://smba.trafficmanager.net/emea/")),
    Forged(
        "for a serviceUrl without its last slash",
        403,
        activity=lambda one: one | {"serviceUrl": one["serviceUrl"][:-1]},
    ),
    Forged("without serviceurl", 403, token=_with(serviceurl=None)),
    Forged("an activity without serviceUrl", 403, activity=_without("serviceUrl")),
    Forged("neither has a serviceUrl", 403, token=_with(serviceurl=None), activity=_without("serviceUrl")),
    Forged(
        "a serviceUrl that is not Teams'",
        403,
        token=_with(serviceurl="https://evil.example/"),
        activity=_elsewhere("https://evil.example/"),
    ),
    Forged(
        "a serviceUrl with another port",
        403,
        token=_with(serviceurl="https://smba.trafficmanager.net:8443/"),
        activity=_elsewhere("https://smba.trafficmanager.net:8443/"),
    ),
    Forged("another tenant", 403, activity=_in_tenant(OTHER_TENANT, OTHER_TENANT)),
    Forged(
        "another tenant's channel", 403, activity=lambda one: one | {"channelData": {"tenant": {"id": OTHER_TENANT}}}
    ),
    Forged("no tenant", 403, activity=_in_tenant(None, None)),
    Forged("a tenant that is no text", 403, activity=_in_tenant(7, None)),  # type: ignore[arg-type]
    Forged("another channel of the same bot", 403, activity=lambda one: one | {"channelId": "webchat"}),
    Forged("no channel", 403, activity=_without("channelId")),
    Forged("conversation is a list", 403, activity=lambda one: one | {"conversation": [], "channelData": "no"}),
]
BROKEN = [
    Forged("an empty body", 400, body=b""),
    Forged("not JSON", 400, body=b"{"),
    Forged("not UTF-8", 400, body=b"\xff\xfe{}\x00"),
    Forged("a list", 400, body=b"[]"),
    Forged("a number", 400, body=b"7"),
    Forged("null", 400, body=b"null"),
    Forged("nested ten thousand deep", 400, body=b"[" * 10_000 + b"]" * 10_000),
    Forged("a form", 415, kind="application/x-www-form-urlencoded"),
    Forged("text", 415, kind="text/plain"),
    Forged("over a megabyte", 413, body=b'{"text": "' + b"a" * (1 << 20) + b'"}'),
]


async def test_what_is_not_from_teams_is_refused_and_heard_by_nobody(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """The whole table against one bot, which still answers Miss Marsh afterwards and has written down no token."""
    answered: dict[str, int] = {}
    with structlog.testing.capture_logs() as logs:
        for forged in FORGED + BROKEN:
            token = forged.token(tenant)
            activity = forged.activity(tenant.message(staff.marsh, "Can I?"))
            body = json.dumps(activity).encode() if forged.body is None else forged.body
            headers = {"Content-Type": forged.kind}
            if token is not None:
                headers["Authorization"] = f"{forged.scheme}{token}"
            address = f"{tenant.address}/api/messages"
            async with ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
                answered[forged.name] = answer.status
            assert not token or token not in json.dumps(logs, default=str)
    assert answered == {forged.name: forged.status for forged in FORGED + BROKEN}
    assert len(answered) == len(FORGED + BROKEN) >= 50
    assert await counted(bot, "said") == 0
    assert tenant.shown(staff.marsh) == []
    assert (await tenant.say(staff.marsh, "Can I?")).words() == "You asked\nCan I?"


async def test_whoever_has_no_token_learns_nothing_about_bodies(tenant: Tenant, bot: Running) -> None:
    """The token is looked at before the body is read."""
    async with ClientSession() as session:
        for body in (b"", b"[]", b"a" * (2 << 20)):
            async with session.post(f"{tenant.address}/api/messages", data=body) as answer:
                assert answer.status == 401


@pytest.mark.parametrize("late", [0, 240])
async def test_clocks_may_differ_by_five_minutes(tenant: Tenant, staff: Staff, bot: Running, late: int) -> None:
    status, _ = await tenant.post(tenant.message(staff.marsh, "Can I?"), tenant.token(exp=int(time.time()) - late))
    assert status == 200


async def test_another_tenant_that_the_settings_allow_gets_in(tenant: Tenant, staff: Staff, start: Start) -> None:
    trust = tenant.settings(tenants=(OTHER_TENANT.upper(),))
    async with start(settings=trust) as bot:
        activity = _in_tenant(OTHER_TENANT, OTHER_TENANT)(tenant.message(staff.marsh, "Can I?"))
        status, _ = await tenant.post(activity)
        assert status == 200
        assert bot.teams.trouble() == ""


@pytest.mark.parametrize(
    ("service", "taken"),
    [
        ("https://smba.trafficmanager.net/uk/", True),
        ("https://smba.trafficmanager.net:443/uk/", True),
        ("http://smba.trafficmanager.net/uk/", False),
        ("https://smba.trafficmanager.net.evil.example/uk/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evil.example@smba.trafficmanager.net/", False),
        ("https://evil.example/smba.trafficmanager.net", False),
        ("https://SMBA.trafficmanager.net/uk/", True),
        ("https://smba.trafficmanager.net:99999/", False),
        ("//smba.trafficmanager.net/", False),
        ("https://[smba.trafficmanager.net/", False),
        ("http://127.0.0.1:8080/", False),
        ("", False),
    ],
)
def test_the_bots_own_token_goes_to_named_hosts_only(service: str, taken: bool) -> None:
    settings = TeamsSettings(app_id=OTHER_TENANT, tenant=OTHER_TENANT, secret="s")
    assert trusted(service, settings.hosts) is taken


# --- keys ---


async def test_a_key_that_microsoft_changes_is_found_at_once(tenant: Tenant, staff: Staff, start: Start) -> None:
    """botbuilder refuses everybody for a day then."""
    async with start() as bot:
        await tenant.say(staff.marsh, "Can I?")
        tenant.new_key("key-2")
        _forget_when_it_was_fetched(bot)
        await tenant.say(staff.marsh, "And now?")
        assert tenant.calls.count("GET keys") == 2


async def test_unknown_keys_are_looked_for_once_a_minute_at_most(tenant: Tenant, staff: Staff, bot: Running) -> None:
    _forget_when_it_was_fetched(bot)
    tokens = [tenant.token(signer=STRANGER, kid=f"made-up-{number}") for number in range(20)]
    message = tenant.message(staff.marsh, "Can I?")
    answers = await asyncio.gather(*(tenant.post(message, token) for token in tokens))
    assert {status for status, _ in answers} == {401}
    assert tenant.calls.count("GET keys") == 2  # when it started, and once for all of these


async def test_without_keys_at_the_start_it_serves_and_says_so(tenant: Tenant, staff: Staff, start: Start) -> None:
    """Teams is asked to come again; once the keys are there, it is heard."""
    tenant.keys_down = True
    async with start() as bot:
        assert "keys cannot be fetched" in bot.teams.trouble()
        status, _ = await tenant.post(tenant.message(staff.marsh, "Can I?"))
        assert status == 503
        tenant.keys_down = False
        _forget_when_it_was_fetched(bot)
        await tenant.say(staff.marsh, "Can I?")
        assert bot.teams.trouble() == ""


async def test_keys_of_yesterday_are_fetched_anew_and_used_if_that_fails(tenant: Tenant) -> None:
    now = 0.0
    async with ClientSession() as session:
        keys = Keys(tenant.settings().openid, session, clock=lambda: now)
        await keys.fetch()
        now = 24 * 3600.0
        assert await keys.find("key-1")
        assert tenant.calls.count("GET keys") == 2
        tenant.keys_down = True
        now += 24 * 3600.0
        assert await keys.find("key-1")
        assert keys.trouble == ""
        tenant.keys_down = False
        tenant.new_key("key-2")
        now += PAUSE
        assert await keys.find("key-1") is None
        assert await keys.find("key-2")


@pytest.mark.parametrize("endorsements", [[], None])
async def test_a_key_without_endorsements_signs_for_nobody(
    tenant: Tenant, staff: Staff, start: Start, endorsements: list[str] | None
) -> None:
    tenant.endorsements = endorsements  # type: ignore[assignment]
    async with start():
        status, _ = await tenant.post(tenant.message(staff.marsh, "Can I?"))
        assert status in (403, 503)


async def test_a_key_list_of_another_kind_is_no_key_list(tenant: Tenant) -> None:
    async with ClientSession() as session:
        keys = Keys(f"{tenant.url}/v1/.well-known/keys", session)
        with pytest.raises(NoKeys):
            await keys.find("key-1")


def _forget_when_it_was_fetched(bot: Running) -> None:
    """As if the last look for keys had been long ago."""
    opened = bot.teams._connection
    assert opened is not None
    opened.keys._tried = float("-inf")
