"""All conversations about who was told and who has read and understood, in the order in which they are asked."""

from __future__ import annotations

from handlers.acknowledging import asking, dissemination, fetching, office, reading, register
from handlers.routing import Router

router = Router("acknowledging").include(
    asking.router, reading.router, register.router, fetching.router, dissemination.router, office.router
)
