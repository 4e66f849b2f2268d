"""All our own pages, at one address."""

from __future__ import annotations

from aiohttp import web

from bot.pages.desk.adapter import DeskPage
from bot.pages.door import Door
from bot.pages.fault import in_words
from bot.pages.frame import static
from bot.pages.overview import OverviewPage
from bot.pages.upload import UploadPage
from bot.pages.visits import Visits
from bot.turn import Turn


def add_pages(application: web.Application, turn: Turn, school: str, page: str) -> None:
    """Put down where our pages are. `page` is `School.page`; without one there are none."""
    if not page:
        return
    application.middlewares.append(in_words)
    visits = Visits(page)
    Door(turn, school, visits).add_routes(application)
    UploadPage(turn, school, visits).add_routes(application)
    DeskPage(turn, school, visits).add_routes(application)
    OverviewPage(turn, school, visits).add_routes(application)
    application.add_routes([web.get("/pages/{name}", static)])
