"""The door: a link that works once, opened by a person and not by whatever looks at links on the way to them.

Mail programs and chat platforms fetch every address in a message. A link is therefore used up by the button on its
page alone.
"""

from __future__ import annotations

from hashlib import sha256

from aiohttp import web

from bot.pages.frame import HEADERS, page, said
from bot.pages.html import button, form, paragraphs, tag
from bot.pages.visits import USED, Visits
from bot.store.links import OPENING, Visit
from bot.store.tx import SchoolTx
from bot.turn import Turn
from handlers.desk import Desk
from handlers.model import Button, Post

SUBJECT = "You have a message"
SENT_AGAIN = (
    "A new link is on its way",
    "It goes to whom the first was sent, by e-mail or in the chat, within a few minutes. You can close this page.",
)


class Door:
    """Where links lead to."""

    def __init__(self, turn: Turn, school: str, visits: Visits) -> None:
        self._turn = turn
        self._school = school
        self._visits = visits

    def add_routes(self, application: web.Application) -> None:
        """Put the addresses down."""
        application.add_routes(
            [
                web.get(OPENING + "{token}", self._look),
                web.post(OPENING + "{token}", self._open),
                web.post(OPENING + "{token}/again", self._again),
            ]
        )

    async def _look(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]

        def work(desk: Desk, records: SchoolTx) -> tuple[bool, bool]:
            return records.has_link(token), records.spent_link(token) is not None

        works, spent = await self._turn.look(self._school, work)
        if not works:
            return _used(token if spent else "")
        words = tag("p", "This link is for one person, and works once. If it was sent to you, open it here.")
        return page("Something is here for you", words, form(request.path, button("Open it", style="primary")))

    async def _open(self, request: web.Request) -> web.Response:
        self._visits.check(request)
        token = request.match_info["token"]

        def work(desk: Desk, records: SchoolTx) -> tuple[Visit, str] | None:
            visit = records.use_link(token)
            if visit is None or desk.school.member(visit.person) is None:  # they may have left since
                return None
            return visit, records.seal_visit(visit)

        begun = await self._turn.at_desk(self._school, work)
        if begun is None:
            return _used("")
        visit, sealed = begun
        to = web.Response(status=303, headers={**HEADERS, "Location": f"/{visit.purpose}"})
        return self._visits.hold(to, visit.purpose, sealed)

    async def _again(self, request: web.Request) -> web.Response:
        """Another link, to whom the first was sent and nobody else: by e-mail, or where they are in the chat."""
        self._visits.check(request)
        token = request.match_info["token"]
        mark = sha256(token.encode()).hexdigest()[:24]  # one each hour, however often it is pressed

        def work(desk: Desk, records: SchoolTx) -> bool:
            spent = records.spent_link(token)
            if spent is None or desk.school.member(spent[1]) is None:
                return False
            about, person = spent
            desk.tx.tell(person, self._message(about), key=f"again {mark} {desk.now:%Y-%m-%d %H}")
            return True

        told = await self._turn.at_desk(self._school, work)
        return said(*SENT_AGAIN) if told else _used("")

    def _message(self, about: str) -> Post:
        key, _, value = about.partition(" ")
        opens = key if key in self._turn.router.keys("form") else ""
        buttons = (Button(key, "Open it", value, opens=opens),) if value else ()
        return Post(SUBJECT, buttons=buttons, glance=SUBJECT, mails=True)


def _used(spent: str) -> web.Response:
    """That it works no more; `spent`: a link for which another can be sent."""
    title, words = USED
    another = form(f"{OPENING}{spent}/again", button("Send me a new link", style="primary")) if spent else None
    return page(title, paragraphs(words), another, status=410)
