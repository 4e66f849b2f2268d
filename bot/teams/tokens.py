"""The bot's own sign-in to Teams: a token by secret, certificate or managed identity, fetched without blocking.

Microsoft's client libraries fetch tokens synchronously; by secret and certificate the request is one form
(RFC 6749, 4.4; Entra's "client credentials flow"), so it is sent here. Managed identities differ by host: there MSAL
does it, in a thread.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.connections import TeamsSettings

RESOURCE = "https://api.botframework.com"
EARLY = 300.0  # seconds before its end that a token is replaced
PATIENCE = ClientTimeout(total=10)
PAUSE = 3.0  # seconds after a failure in which nobody else has to wait for the next

_REGISTRATION = "Microsoft Entra admin centre → App registrations → your application"
_WORDS: Mapping[str, str] = {
    "700016": "Microsoft Entra knows no application {app_id} in the tenant {tenant}. Compare app_id and tenant under "
    f"[teams] with the ids on the Overview page: {_REGISTRATION}.",
    "90002": "Microsoft Entra knows no tenant {tenant}. Copy the “Directory (tenant) ID” from the Overview page: "
    f"{_REGISTRATION}.",
    "900023": "Microsoft Entra knows no tenant {tenant}. Copy the “Directory (tenant) ID” from the Overview page: "
    f"{_REGISTRATION}.",
    "7000215": "The client secret is not right. Copy the secret's Value, not its Secret ID, into "
    f"PROVISO_TEAMS_SECRET: {_REGISTRATION} → Certificates & secrets.",
    "7000222": "The client secret has expired. Make a new one and put its Value into PROVISO_TEAMS_SECRET: "
    f"{_REGISTRATION} → Certificates & secrets → New client secret.",
    "700027": "Microsoft Entra does not know the certificate. Upload the one in the file that [teams] certificate "
    f"names: {_REGISTRATION} → Certificates & secrets → Certificates.",
    "7000112": "The application is switched off. Switch it on: Microsoft Entra admin centre → Enterprise applications "
    "→ your application → Properties → Enabled for users to sign in.",
}


class SignInFault(Exception):
    """No token. `lasting`: it will be so until somebody changes something. `str()` says what to click where."""

    def __init__(self, words: str, *, lasting: bool) -> None:
        super().__init__(words)
        self.lasting = lasting


class SignIn:
    """The bot's token, kept until shortly before its end."""

    def __init__(
        self, settings: TeamsSettings, session: ClientSession, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._session = session
        self._clock = clock
        self._token, self._until = "", 0.0
        self._failed: tuple[float, SignInFault] | None = None
        self._fetching = asyncio.Lock()

    @property
    def trouble(self) -> str:
        """Why there is no token; "" where there is one, or none was asked for yet."""
        return str(self._failed[1]) if self._failed else ""

    async def token(self) -> str:
        """A token that is good for some minutes yet. Raises SignInFault."""
        async with self._fetching:
            if not self._token or self._clock() >= self._until:
                if self._failed and self._clock() - self._failed[0] < PAUSE:
                    raise self._failed[1]
                try:
                    token, lasts = await self._fetch()
                except SignInFault as fault:
                    self._failed = self._clock(), fault
                    raise
                self._token, self._until, self._failed = token, self._clock() + lasts - min(EARLY, lasts / 2), None
        return self._token

    def forget(self) -> None:
        """Teams did not take the token: fetch another next time."""
        self._token = ""

    async def _fetch(self) -> tuple[str, float]:
        if self._settings.credential == "managed identity":
            answer = await asyncio.to_thread(managed, self._settings.app_id)
        else:
            answer = await self._ask()
        token, lasts = answer.get("access_token"), answer.get("expires_in", 3600)
        if not isinstance(token, str) or not token:
            raise _fault(answer, self._settings)
        return token, float(lasts)

    async def _ask(self) -> Mapping[str, Any]:
        address = f"{self._settings.login}/{self._settings.tenant}/oauth2/v2.0/token"
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "scope": f"{RESOURCE}/.default",
            **await asyncio.to_thread(proof, self._settings, address),
        }
        try:
            async with self._session.post(address, data=form, timeout=PATIENCE, allow_redirects=False) as answer:
                said = await answer.json(content_type=None)
        except (ClientError, TimeoutError, ValueError) as fault:
            raise SignInFault(
                f"{self._settings.login} cannot be reached ({type(fault).__name__}). Allow this machine to connect to "
                "it, and where that goes through a proxy, set HTTPS_PROXY.",
                lasting=False,
            ) from None
        return said if isinstance(said, dict) else {}


def proof(settings: TeamsSettings, address: str) -> dict[str, str]:
    """What shows that we are the application: its secret, or a statement signed with its certificate's key.

    Raises SignInFault for a certificate file that cannot be used.
    """
    if settings.credential == "password":
        return {"client_secret": settings.secret.get_secret_value()}
    return {
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": _assertion(settings, address),
    }


def _assertion(settings: TeamsSettings, address: str) -> str:
    """Entra's "certificate credentials": PS256, the certificate named by its SHA-256 thumbprint."""
    import jwt
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

    assert settings.certificate is not None  # the settings have checked it
    try:
        pem = settings.certificate.read_bytes()
        der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
        key = load_pem_private_key(pem, password=None)
        thumbprint = base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()
        now = int(time.time())
        said = {
            "aud": address,
            "iss": settings.app_id,
            "sub": settings.app_id,
            "jti": secrets.token_hex(16),
            "nbf": now - 60,
            "exp": now + 600,
        }
        return jwt.encode(said, key, "PS256", {"x5t#S256": thumbprint})  # type: ignore[arg-type]  # any key; not RSA raises
    except Exception as fault:
        raise SignInFault(
            f"The file that [teams] certificate names cannot be used ({type(fault).__name__}). It has to be a PEM file "
            "with the certificate and its unencrypted RSA private key, readable by whoever runs Proviso.",
            lasting=True,
        ) from None


def managed(app_id: str) -> Mapping[str, Any]:
    """A token by the machine's user-assigned managed identity. Blocks."""
    import msal
    import requests

    try:
        with requests.Session() as session:
            identity = msal.UserAssignedManagedIdentity(client_id=app_id)
            found: Mapping[str, Any] = msal.ManagedIdentityClient(
                identity, http_client=session
            ).acquire_token_for_client(resource=RESOURCE)
            return found
    except Exception as fault:
        raise SignInFault(
            f"The managed identity cannot be used ({type(fault).__name__}). It works on an Azure machine only, which "
            "has to have it: Azure portal → the machine → Identity → User assigned.",
            lasting=False,
        ) from None


def _fault(answer: Mapping[str, Any], settings: TeamsSettings) -> SignInFault:
    """Entra's refusal in words. Its own description is left out but for the number."""
    found = re.search(r"AADSTS(\d+)", str(answer.get("error_description", "")))
    number = found.group(1) if found else ""
    if number in _WORDS:
        return SignInFault(_WORDS[number].format(app_id=settings.app_id, tenant=settings.tenant), lasting=True)
    error = re.sub(r"[^\w-]", "", str(answer.get("error", "")))[:60] or "no reason given"
    named = f"AADSTS{number}" if number else error
    return SignInFault(
        f"Microsoft Entra gave the bot no token ({named}). What the number means: https://login.microsoftonline.com/error",
        lasting=error in ("invalid_client", "unauthorized_client", "invalid_request"),
    )
