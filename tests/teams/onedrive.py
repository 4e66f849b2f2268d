"""Somebody's OneDrive, where Teams puts what they send: an address opens a file for whoever has its token."""

from __future__ import annotations

import secrets
from typing import Any

from aiohttp import web

Json = dict[str, Any]


class OneDrive:
    """The files by their ids. `calls` is everything that was asked of it."""

    def __init__(self) -> None:
        self.url = ""
        self.faults: list[int] = []  # the next answers
        self.calls: list[str] = []
        self._kept: dict[str, tuple[str, str, bytes]] = {}

    def routes(self) -> list[web.RouteDef]:
        """For the fake's application."""
        return [
            web.get("/personal/{who}/_layouts/15/download.aspx", self._download),
            web.get("/_forms/default.aspx", self._page),
        ]

    def put(self, who: str, name: str, data: bytes) -> Json:
        """Somebody sends a file; the attachment of the message."""
        key, token = secrets.token_hex(8), secrets.token_urlsafe(30)
        self._kept[key] = (token, name, data)
        folder = f"{self.url}/personal/{who}"
        opens = f"{folder}/_layouts/15/download.aspx?UniqueId={key}&Translate=false&tempauth={token}"
        return {
            "contentType": "application/vnd.microsoft.teams.file.download.info",
            "contentUrl": f"{folder}/Documents/Microsoft%20Teams%20Chat%20Files/{name}",
            "name": name,
            "content": {"downloadUrl": opens, "uniqueId": key, "fileType": name.rpartition(".")[2]},
        }

    def expire(self) -> None:
        """The minutes are over in which the addresses open anything."""
        self._kept = {key: ("", name, data) for key, (_, name, data) in self._kept.items()}

    async def _download(self, request: web.Request) -> web.Response:
        self.calls.append("GET file")
        if self.faults:
            return web.Response(status=self.faults.pop(0), headers={"Location": f"{self.url}/_forms/default.aspx"})
        token, name, data = self._kept[request.query["UniqueId"]]
        if not token or request.query.get("tempauth") != token or "Authorization" in request.headers:
            return web.Response(status=401)
        answer = web.Response(body=data, headers={"Content-Disposition": f'attachment; filename="{name}"'})
        answer.enable_chunked_encoding()  # its length is not told before
        return answer

    async def _page(self, _: web.Request) -> web.Response:
        """For signing in."""
        self.calls.append("GET page")
        return web.Response(text="<!DOCTYPE html><html><h1>Sign in</h1></html>", content_type="text/html")
