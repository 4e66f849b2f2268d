"""Who may talk to the page's server: this machine's browser, on this machine's name, from our own page.

The Host check stops DNS rebinding: another site's name made to point here. The Origin check stops other sites' forms
and scripts. The Content-Security-Policy leaves nothing to load from elsewhere, and nothing to send to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


def guard(hosts: frozenset[str] = LOOPBACK) -> Middleware:
    """Refuse what does not come from our page under one of the names `hosts`; put HEADERS on every answer."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if _name(request.host) not in hosts:
            raise web.HTTPForbidden(text="This page answers only to its own name.", headers=HEADERS)
        if request.method not in ("GET", "HEAD") and not _from_our_page(request):
            raise web.HTTPForbidden(text="Only the page itself may send this.", headers=HEADERS)
        try:
            return await handler(request)
        except web.HTTPException as answer:
            answer.headers.update(HEADERS)
            raise

    return check


async def headers(_: web.Request, response: web.StreamResponse) -> None:
    """For `on_response_prepare`: a streamed answer's headers are sent before any middleware sees it again."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


Prepare = Callable[[web.Request, web.StreamResponse], Awaitable[None]]


def _from_our_page(request: web.Request) -> bool:
    """A browser names the origin of every POST; ours is scheme, name and port alike."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.host}"


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
