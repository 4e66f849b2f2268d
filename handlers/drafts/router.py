"""All conversations about posts for the school's accounts, in the order in which they are asked."""

from __future__ import annotations

from handlers import deciding
from handlers.drafts import (
    ending,
    mine,
    pictures,
    publishing,
    ready,
    register,
    registering,
    spot_checks,
    who_is_shown,
    withdrawals,
    writing,
)
from handlers.drafts.deciding import KIND
from handlers.routing import Router

__all__ = ["KIND", "router"]

router = Router("drafts").include(
    register.router,
    registering.router,
    writing.router,
    deciding.machine(KIND),
    publishing.router,
    spot_checks.router,
    ending.router,
    ready.router,
    mine.router,
    pictures.router,
    who_is_shown.router,
    withdrawals.router,
)
