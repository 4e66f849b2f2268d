"""A fault in one of our pages: words with a reference for whoever looks at it, the cause for the log."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.faults import cause, new_reference
from bot.logs import logger
from bot.pages.frame import said

log = logger("proviso.pages")


@web.middleware
async def in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer, or say that it did not work. What was sent before stays as it was: it is one transaction or none."""
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as fault:
        reference = new_reference()
        log.error("page_failed", reference=reference, cause=cause(fault))
        words = (
            "Sorry, that did not work, and nothing was changed. Please go back and try again. If it happens again, "
            f"tell whoever looks after this bot; the reference is {reference}."
        )
        return said("Something went wrong", words, status=500)
