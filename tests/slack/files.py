"""Files in the fake workspace: what files.info says of them, and their bytes for whoever has the right token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.slack.world import TEAM, Lost, No, Says, Wait, World

KINDS = {
    "pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain", "md": "text/plain", "html": "text/html", "jpg": "image/jpeg", "png": "image/png",
    "mp4": "video/mp4",
}  # fmt: skip


@dataclass
class Kept:
    """A file of somebody's. `said` is what Slack says of it besides, or instead."""

    id: str
    user: str
    name: str
    data: bytes
    said: dict[str, Any] = field(default_factory=dict)


class Files:
    """`files.info`, and the address that it names."""

    def __init__(self, world: World, base: Callable[[], str]) -> None:
        self._world = world
        self._base = base
        self._kept: dict[str, Kept] = {}

    def routes(self) -> list[web.RouteDef]:
        """For the fake's application."""
        return [
            web.get("/files-pri/{team}-{id}/download/{name}", self._download),
            web.get("/", self._sign_in),
        ]

    def put(self, user: str, name: str, data: bytes, **said: Any) -> dict[str, Any]:
        """Somebody uploads a file; what an event says of it."""
        kept = Kept(f"F{self._world.number():06d}", user, name, data, said)
        self._kept[kept.id] = kept
        return self._shown(kept)

    def delete(self, key: str) -> None:
        """Somebody deletes a file."""
        del self._kept[key]

    def info(self, given: dict[str, Any]) -> dict[str, Any]:
        """files.info"""
        kept = self._kept.get(str(given.get("file", "")))
        if kept is None:
            raise No("file_not_found")
        return {"file": self._shown(kept)}

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """The bytes. Whoever may not have them is sent to the page for signing in, as a browser would be."""
        self._world.calls.append(("download", {"file": request.match_info["id"]}))
        wrong = self._world.wrong("download")
        if isinstance(wrong, Wait):
            await wrong.until.wait()
        if isinstance(wrong, Lost):
            assert request.transport is not None
            request.transport.abort()
        if isinstance(wrong, Says):
            return web.Response(status=wrong.status, headers={"Location": self._base()})
        kept = self._kept.get(request.match_info["id"])
        right = request.headers.get("Authorization") == f"Bearer {self._world.bot_token}"
        if not right or "files:read" not in self._world.scopes.split(","):
            return web.Response(status=302, headers={"Location": f"{self._base()}?redir=files-pri"})
        return web.Response(body=kept.data) if kept is not None else web.Response(status=404)

    async def _sign_in(self, _: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>Sign in</title>", content_type="text/html")

    def _shown(self, kept: Kept) -> dict[str, Any]:
        ending = kept.name.rpartition(".")[2].lower()
        address = f"{self._base()}files-pri/{TEAM}-{kept.id}"
        return {
            "id": kept.id, "created": 1804064399, "timestamp": 1804064399, "name": kept.name, "title": kept.name,
            "mimetype": KINDS.get(ending, "application/octet-stream"), "filetype": ending, "user": kept.user,
            "size": len(kept.data), "mode": "hosted", "is_external": False, "file_access": "visible",
            "url_private": f"{address}/{kept.name}", "url_private_download": f"{address}/download/{kept.name}",
            **kept.said,
        }  # fmt: skip
