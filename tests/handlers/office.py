"""A school whose roles are settled in chat: what is accepted there counts."""

from __future__ import annotations

from handlers.desk import Member, Role
from handlers.records import Standing
from tests.handlers.larkfield import ASSISTANT, SCHOOL
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen

ADMINISTRATOR = ASSISTANT


class Office(Talk):
    """Conversations about who does what."""

    async def settings(self, by: Member, button: str) -> Page:
        """They open one of the forms in the settings."""
        return await self.open_form(by, await self.say(by, "settings"), button)

    async def name(self, by: Member, person: Member, role: Role, instead_of: Member | None = None) -> Seen:
        """They go through the form to its end; what it says there."""
        return await self.finish(by, await self.review(by, person, role, instead_of))

    async def review(self, by: Member, person: Member, role: Role, instead_of: Member | None = None) -> Page:
        """They go through the form to its last page."""
        form = await self.settings(by, "Name somebody")
        page = await self.fill(by, form, {"Role": role.capitalize(), "Person": person.person.name})
        if page.heading != "Check it":
            ((label, blank),) = page.blanks.items()
            gives_up = f"{instead_of.person.name} gives it up" if instead_of else ""
            keeps = next(one for one in blank.choices if one.startswith("No: "))
            page = await self.fill(by, page, {label: gives_up or keeps})
        assert page.heading == "Check it"
        return page

    async def end(self, by: Member, which: str) -> Seen:
        """They go through the form that ends a role; what it says at its end."""
        form = await self.settings(by, "Give up a role")
        return await self.finish(by, await self.fill(by, form, {"Which one?": which}))

    async def holders(self, role: Role) -> list[str]:
        """Who holds a role now, as the records say."""
        rows = await self.store.read(lambda tx: tx.at(SCHOOL.id).appointments(Standing.HELD))
        return [row.person for row in rows if row.role == role]

    async def nobody_is_told(self, *people: Member) -> bool:
        """Whether none of them was sent anything."""
        return not [post for one in people for post in await self.told(one)]
