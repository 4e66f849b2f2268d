"""Fetches a file that somebody sent in a chat: from the one address that was given, no more than may be, in time.

Whose file it is and what it says it is has been looked at before (`handlers.versions.in_chat`); which addresses are a
platform's own, the platform knows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import ClientSession, ClientTimeout
from yarl import URL

from bot.outbox import NotNow
from handlers.files import LARGEST
from handlers.versions.in_chat import TOO_LARGE

PATIENCE = ClientTimeout(total=60, sock_connect=10, sock_read=20)  # seconds
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
PART = 1 << 16  # bytes

GONE = "It is gone, or its address has expired. Please send the file again."

Fetch = Callable[[str, str], Awaitable[bytes]]
"""The bytes of a file, by the platform's name and what that fetches it by. Raises NotFetched where it cannot be had;
any other exception means that it may be tried again."""


class NotFetched(Exception):
    """A file that cannot be had. `str()` says why, and what to do, to whoever sent it."""


async def nowhere(platform: str, key: str) -> bytes:
    """Where nothing is connected that files come from."""
    raise NotFetched(GONE)


async def download(session: ClientSession, address: str, headers: Mapping[str, str] | None = None) -> bytes:
    """The bytes at this address, which leads nowhere else. Raises as `Fetch` says."""
    asked = {"Accept-Encoding": "identity", **(headers or {})}
    url = URL(address, encoded=True)
    async with session.get(url, headers=asked, timeout=PATIENCE, allow_redirects=False) as answer:
        if answer.status in LATER:
            raise NotNow(f"the file's server answers {answer.status}")
        if answer.status != 200:  # a redirect leads to a page for signing in
            raise NotFetched(GONE)
        data = bytearray()
        async for part in answer.content.iter_chunked(PART):
            data += part
            if len(data) > LARGEST:
                raise NotFetched(TOO_LARGE)
        return bytes(data)
