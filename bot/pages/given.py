"""A file as it is given to a browser: saved, never run; only pictures are shown."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bot.pages.frame import HEADERS
from handlers.records import Upload


def given(upload: Upload, data: bytes) -> web.Response:
    """The answer with a file's bytes. Whoever calls it has asked who may see them."""
    return saved(upload.name, upload.kind, data, how="inline" if upload.picture else "attachment")


def saved(name: str, kind: str, data: bytes, *, how: str = "attachment") -> web.Response:
    """The answer with bytes under a name."""
    headers = {
        **HEADERS,
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Type": kind,
    }
    return web.Response(body=data, headers=headers)
