"""Microsoft's public keys: fetched without blocking, kept for a day, and fetched anew for one that is unknown."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import jwt
from aiohttp import ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bot.logs import logger
from bot.teams.auth import Key

log = logger("proviso.teams")

FRESH = 24 * 3600.0  # seconds; bot-docs: refresh them at least once a day
PAUSE = 60.0  # seconds between two fetches, however many tokens name a key that nobody knows
PATIENCE = ClientTimeout(total=5)


class NoKeys(Exception):
    """There are no keys to check a token with. `str()` says why."""


class Keys:
    """The keys behind one OpenID metadata address."""

    def __init__(self, openid: str, session: ClientSession, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._openid = openid
        self._session = session
        self._clock = clock
        self._keys: dict[str, Key] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching = asyncio.Lock()
        self._why, self._failed = "Microsoft's keys were not fetched yet", ""

    @property
    def trouble(self) -> str:
        """Why no token can be checked; "" while there are keys, be they a little old."""
        return "" if self._keys else self._why

    async def fetch(self) -> None:
        """Fetch the keys now. Raises NoKeys where there are none afterwards; older ones are kept and used."""
        async with self._fetching:
            await self._fetch()
        self._some()

    async def renew(self) -> None:
        """Fetch the keys where there are none, or old ones, so that nobody has to wait for it."""
        if not self._keys or self._old():
            with suppress(NoKeys):
                await self.fetch()
            self._tell()

    async def find(self, kid: str) -> Key | None:
        """The key of this name; None for one that Microsoft does not have. Raises NoKeys."""
        if kid not in self._keys or self._old():
            async with self._fetching:
                if self._clock() - self._tried >= PAUSE:
                    await self._fetch()
                    self._tell()
        self._some()
        return self._keys.get(kid)

    def _old(self) -> bool:
        return self._clock() - self._fetched >= FRESH

    def _some(self) -> None:
        if not self._keys:
            raise NoKeys(self._why)

    def _tell(self) -> None:
        """The log of whoever serves; `proviso check` says it in words."""
        if self._failed:
            log.warning("keys_not_fetched", cause=self._failed)

    async def _fetch(self) -> None:
        self._tried = self._clock()
        try:
            metadata = await self._json(self._openid)
            keys = _read(await self._json(encrypted(str(metadata["jwks_uri"]), self._openid)))
        except Exception as fault:
            self._failed = type(fault).__name__
            self._why = f"Microsoft's keys cannot be fetched ({self._failed})"
            return
        self._failed = ""
        if not keys:
            self._why = "Microsoft's key list holds no key that can be used"
            return
        self._keys, self._fetched = keys, self._clock()

    async def _json(self, address: str) -> dict[str, Any]:
        async with self._session.get(address, timeout=PATIENCE, raise_for_status=True, allow_redirects=False) as answer:
            read: dict[str, Any] = json.loads(await answer.read())
        return read


def encrypted(keys: str, openid: str) -> str:
    """Where the keys are: read without encryption only where the settings say so of the metadata, as in tests."""
    if not keys.startswith(("https://", openid[: openid.find("://") + 3])):
        raise ValueError("the keys' address is not encrypted")
    return keys


def _read(listed: dict[str, Any]) -> dict[str, Key]:
    """The RSA keys of a JWKS document that have a name and endorsements; what cannot be read is left out."""
    found = {}
    for entry in listed["keys"]:
        try:
            public = jwt.PyJWK(entry, algorithm="RS256").key
            named = frozenset(str(one) for one in entry["endorsements"])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError):
            continue
        if isinstance(public, RSAPublicKey) and isinstance(entry.get("kid"), str):
            found[entry["kid"]] = Key(public, named)
    return found
