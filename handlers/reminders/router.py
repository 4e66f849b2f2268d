"""Everything about reminders, put together."""

from __future__ import annotations

from handlers.reminders import channel, digest, mine, privacy, reviewing
from handlers.routing import Router

router = Router("reminders").include(digest.router, mine.router, privacy.router, reviewing.router, channel.router)
