"""Whether a request comes from Teams: pure checks of its token, its key and its activity.

The rules are those of Microsoft's "Bot Connector authentication", and what botbuilder 4.17 leaves open is closed: a
token without `exp`, an activity without `serviceUrl`, a caller from any tenant, an unknown key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bot.connections import TeamsSettings

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"  # others of the same bot, such as Web Chat, know no tenant and no accounts
LEEWAY = 300  # seconds that clocks may differ, by the same page

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Denied(Exception):
    """The request is not taken. `status` is 401 or 403, `str()` a few words for the log, never from the token."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Key:
    """One of Microsoft's keys. `endorsements` are the channels that may sign with it."""

    public: RSAPublicKey
    endorsements: frozenset[str]


def bearer(header: str) -> str:
    """The token of an Authorization header. Raises Denied."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Denied(401, "no bearer token")
    return token.strip()


def key_id(token: str) -> str:
    """The name of the key that a token says it is signed with. Raises Denied for what is no RS256 token."""
    try:
        header = jwt.get_unverified_header(token)
    except Exception as fault:
        raise Denied(401, f"not a token ({type(fault).__name__})") from None
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str) or not kid:
        raise Denied(401, "not signed by RS256 with a named key")
    return kid


def claims(token: str, key: Key, app_id: str) -> dict[str, Any]:
    """What a token claims, its signature, issuer, audience and times checked. Raises Denied."""
    try:
        return jwt.decode(
            token,
            key.public,
            algorithms=["RS256"],
            issuer=ISSUER,
            audience=app_id,
            leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud"]},
        )
    except Exception as fault:  # PyJWT has a dozen kinds, and numbers too large for a clock raise others
        raise Denied(401, f"token refused ({type(fault).__name__})") from None


def admit(claimed: Mapping[str, Any], key: Key, activity: Mapping[str, Any], settings: TeamsSettings) -> None:
    """Check that the activity is the one that the token was made for, and that its tenant is allowed. Raises Denied."""
    channel, service = activity.get("channelId"), activity.get("serviceUrl")
    if channel != CHANNEL or channel not in key.endorsements:
        raise Denied(403, "the key may not sign for this channel")
    if not isinstance(service, str) or not service or claimed.get("serviceurl") != service:
        raise Denied(403, "the token is for another serviceUrl")
    if not trusted(service, settings.hosts):
        raise Denied(403, "serviceUrl is not among the allowed hosts")
    tenants = {one.lower() for one in _tenants(activity)}
    if not tenants or not tenants <= settings.allowed:
        raise Denied(403, "the tenant is not allowed")


def trusted(service: str, hosts: tuple[str, ...]) -> bool:
    """Whether our own token may go to this address: https and a named host; plain http only to a named loopback."""
    try:
        parts = urlsplit(service)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if host not in hosts or parts.username is not None or parts.password is not None:
        return False
    if host in _LOOPBACK:
        return parts.scheme in ("http", "https")
    return parts.scheme == "https" and port in (None, 443)


def _tenants(activity: Mapping[str, Any]) -> list[str]:
    """Every tenant that the activity names: all of them must be allowed."""
    found = [_inside(activity, "conversation", "tenantId"), _inside(activity, "channelData", "tenant", "id")]
    return [one for one in found if one]


def _inside(value: object, *names: str) -> str:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""
