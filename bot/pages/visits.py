"""Visits: the cookie in which a browser holds one, and whether a request comes from our own page."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from bot.pages.frame import said
from bot.store.links import LONGEST, Visit
from bot.store.tx import SchoolTx

OVER = (
    "This page is closed",
    "It closes after half an hour in which nothing happens. Nothing that you sent is lost. For a new link, go back to "
    "the chat or the message that brought you here and press its button again, or ask the bot for one.",
)
USED = (
    "This link does not work any more",
    "Each link works once, and only for a while. For a new one, go back to the chat or the message that you had it "
    "from and press its button again. If you had it by e-mail, or cannot find it, ask whoever you expected to hear "
    "from at the school, by telephone if it cannot wait.",
)


class Visits:
    """The visits to pages at one address; `page` is the school's own, "/" where it is wherever the browser is."""

    def __init__(self, page: str) -> None:
        self._page = urlsplit(page)
        self._secure = self._page.scheme == "https"

    def check(self, request: web.Request) -> None:
        """Only our own page may send something. Raises aiohttp.web.HTTPForbidden."""
        own = (
            f"{self._page.scheme}://{self._page.netloc}" if self._page.netloc else f"{request.scheme}://{request.host}"
        )
        if request.headers.get("Origin", "").lower() != own.lower():
            raise web.HTTPForbidden(text="Only the page itself may send this.")

    def of(self, request: web.Request, purpose: str, records: SchoolTx) -> Visit | None:
        """The visit that a request belongs to."""
        return records.visit(request.cookies.get(_name(purpose), ""), purpose)

    def hold(self, answer: web.Response, purpose: str, sealed: str) -> web.Response:
        """Give the visit to the browser, with the answer."""
        answer.set_cookie(
            _name(purpose),
            sealed,
            path=f"/{purpose}",
            max_age=int(LONGEST.total_seconds()),
            httponly=True,
            secure=self._secure,
            samesite="Strict",
        )
        return answer

    def end(self, answer: web.Response, purpose: str) -> web.Response:
        """Take the visit from the browser."""
        answer.del_cookie(_name(purpose), path=f"/{purpose}", httponly=True, secure=self._secure, samesite="Strict")
        return answer


def over() -> web.Response:
    """Words for whoever comes without a visit."""
    return said(*OVER, status=403)


def _name(purpose: str) -> str:
    return f"proviso-{purpose}"
