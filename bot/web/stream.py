"""Server-sent events: the whole conversation, then each piece of news (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.web import render
from bot.web.conversation import Conversation, Entry, Line, News

HEARTBEAT = 15.0  # seconds


async def live(request: web.Request, talk: Conversation, viewer: str) -> web.StreamResponse:
    """Tell a page what is said, for as long as it looks on."""
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    with talk.listening() as line, suppress(ConnectionError):  # the page may go at any time
        await stream.prepare(request)
        await _write(stream, "all", [_entry(entry, viewer) for entry in talk.entries])
        await _tell(stream, line, viewer)
    return stream


async def _tell(stream: web.StreamResponse, line: Line, viewer: str) -> None:
    """News as it comes, until the line is ended; the page then connects again and gets the whole."""
    while True:
        try:
            news = await asyncio.wait_for(line.get(), HEARTBEAT)
        except TimeoutError:
            await stream.write(b": still here\n\n")
            continue
        if news is None:
            return
        await _write(stream, *_news(news, viewer))


async def _write(stream: web.StreamResponse, kind: str, data: Any) -> None:
    await stream.write(f"event: {kind}\ndata: {json.dumps(data)}\n\n".encode())


def _news(news: News, viewer: str) -> tuple[str, Any]:
    if news.entry is not None:
        return "entry", _entry(news.entry, viewer)
    return ("gone", news.gone) if news.gone else ("reload", news.reload)


def _entry(entry: Entry, viewer: str) -> dict[str, Any]:
    """An entry as the page shows it."""
    made: dict[str, Any] = {"id": entry.id, "at": entry.at.isoformat(), "changed": entry.changed}
    if entry.post is None:
        return made | {"words": entry.words}
    return made | {"post": render.post(entry.post, viewer)}
