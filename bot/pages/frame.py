"""The frame of our own pages: how each looks, and the headers that keep others out of it."""

from __future__ import annotations

from importlib.resources import files

from aiohttp import web

from bot.pages.html import Child, Html, joined, paragraphs, tag

# "same-origin" tells no other site anything, as "no-referrer" would; but with that, browsers leave out the origin of a
# form as well, by which we know our own.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
_TYPES = {"css": "text/css", "js": "text/javascript"}


def page(
    title: str, *children: Child, status: int = 200, scripts: tuple[str, ...] = (), styles: tuple[str, ...] = ()
) -> web.Response:
    """A whole page; `styles` beside those of all pages."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        [tag("link", rel="stylesheet", href=f"/pages/{name}") for name in ("pages.css", *styles)],
        [tag("script", src=f"/pages/{name}", defer=True) for name in scripts],
    )
    main = tag("main", tag("p", "Proviso", class_="brand"), tag("h1", title), *children)
    whole = joined(Html("<!doctype html>"), tag("html", head, tag("body", main), lang="en-GB"))
    return web.Response(text=whole, status=status, content_type="text/html", headers=HEADERS)


def said(title: str, words: str, *, status: int = 200) -> web.Response:
    """A page that only says something."""
    return page(title, paragraphs(words), status=status)


async def static(request: web.Request) -> web.Response:
    """A file of the pages, from the package."""
    name = request.match_info["name"]
    kind = _TYPES.get(name.rpartition(".")[2])
    found = files("bot.pages") / "static" / name
    if kind is None or "/" in name or "\\" in name or not found.is_file():
        raise web.HTTPNotFound(text="There is no such page.", headers=HEADERS)
    return web.Response(body=found.read_bytes(), content_type=kind, charset="utf-8", headers=HEADERS)
