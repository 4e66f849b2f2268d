"""All conversations about the versions of policies, in the order in which they are asked."""

from __future__ import annotations

from handlers.routing import Router
from handlers.versions import adopting, beginning, bringing, filling, gaps, history, reviewing

router = Router("policy versions").include(
    bringing.router, adopting.router, beginning.router, gaps.router, filling.router, history.router, reviewing.router
)
