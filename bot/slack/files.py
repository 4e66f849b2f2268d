"""A file that somebody sent to the bot: what Slack says of it, and its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.fetching import GONE, NotFetched, download
from bot.outbox import NotNow
from bot.slack.faults import called, code
from bot.slack.hosts import slacks
from handlers.model import File
from handlers.versions.in_chat import unfit

NO_SCOPE = (
    "I may not fetch files in this Slack yet: whoever looks after me adds the scope files:read (“proviso check slack” "
    "says where). Then send it again."
)
ELSEWHERE = "It stands somewhere else, and Slack has only a link to it. Save it as a file, and send me that."
_GONE = frozenset({"file_not_found", "file_deleted", "not_visible", "access_denied"})


class Files:
    """The workspace's files, by their ids. `host` is the API's."""

    def __init__(self, client: AsyncWebClient, session: ClientSession, token: str, host: str) -> None:
        self._client = client
        self._session = session
        self._token = token
        self._host = host

    async def fetch(self, key: str) -> bytes:
        """The file's bytes. Raises as `bot.fetching.Fetch` says."""
        said = await self._said(key)
        address, size = str(said.get("url_private_download") or ""), int(said.get("size") or 0)
        if said.get("is_external") or not slacks(address, self._host):
            raise NotFetched(ELSEWHERE)
        why = unfit(File(key, str(said.get("name") or ""), str(said.get("mimetype") or ""), size))
        if why:
            raise NotFetched(why)
        data = await download(self._session, address, {"Authorization": f"Bearer {self._token}"})
        if len(data) != size:  # half of it, or a page for signing in, which Slack sends instead
            raise NotNow("Slack sent something else")
        return data

    async def _said(self, key: str) -> Mapping[str, Any]:
        """What Slack says of it now (files.info)."""
        try:
            answer = await called(lambda: self._client.files_info(file=key))
        except Exception as fault:
            word = _word(fault)
            if word == "missing_scope":
                raise NotFetched(NO_SCOPE) from fault
            if word in _GONE:
                raise NotFetched(GONE) from fault
            raise
        found: Mapping[str, Any] = answer["file"]
        return found


def _word(fault: Exception) -> str:
    refused = fault if isinstance(fault, SlackApiError) else fault.__cause__
    return code(refused) if isinstance(refused, SlackApiError) else ""
