"""Everything people do about requests, put together."""

from __future__ import annotations

from handlers.requests import asking, ending, leavers, matters, registers
from handlers.routing import Router

router = Router("requests").include(asking.router, matters.router, registers.router, ending.router, leavers.router)
