"""A file that somebody sent to the bot in their own chat: it stands in their OneDrive, and Teams gives an address that
opens it for some minutes (msteams-docs, bots-filesv4)."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import ClientSession

from bot.fetching import NotFetched, download
from bot.teams.auth import trusted

ELSEWHERE = "Teams did not say where it stands. Please send it again, from a computer and not from a telephone."
_ONEDRIVE = ("sharepoint.com", "sharepoint.us", "sharepoint-mil.us", "sharepoint.cn")  # by Microsoft's clouds


async def fetch(session: ClientSession, address: str, hosts: tuple[str, ...]) -> bytes:
    """The file's bytes, without any token of ours. `hosts`: others that are allowed, as in the settings.

    Raises as `bot.fetching.Fetch` says.
    """
    if not in_onedrive(address) and not trusted(address, hosts):
        raise NotFetched(ELSEWHERE)
    return await download(session, address)


def in_onedrive(address: str) -> bool:
    """Whether an address is OneDrive's: https, by its name, at its own port."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return host.endswith(tuple(f".{one}" for one in _ONEDRIVE)) and trusted(address, (host,))
