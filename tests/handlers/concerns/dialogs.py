"""Going through the dialog for tests, from the first screen to its end."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.concerns.access import find
from handlers.concerns.case import CONCERN, Case
from handlers.concerns.kinds import NATURES, Kind
from handlers.desk import Desk, Member
from tests.handlers.concerns.cases import at_the_desk
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen, words

NIGHT = "He wrote to a pupil at night."
SHOWN, HIDDEN = "Whoever reads it sees my name", "Hide my name from readers"


async def begun(talk: Talk, who: Member) -> Page:
    """The first screen."""
    await talk.everybody_comes()
    return await talk.open_form(who, await talk.say(who, "I want to report something"), "Tell somebody")


async def up_to_who(
    talk: Talk, who: Member, kind: Kind, what: Mapping[str, object] | None = None, page: Page | None = None
) -> Page:
    """Kind and story are told."""
    page = await talk.fill(who, page or await begun(talk, who), {"What is it about?": NATURES[kind].label})
    given = what or {"What happened?": NIGHT}
    if "Could a pupil be at risk?" in page.blanks and "Could a pupil be at risk?" not in given:
        given = {**given, "Could a pupil be at risk?": "No"}
    return await talk.fill(who, page, given)


async def review(
    talk: Talk,
    who: Member,
    kind: Kind = Kind.COLLEAGUE,
    *about: Member,
    what: Mapping[str, object] | None = None,
    others: str = "",
    name: str = SHOWN,
    when: str = "",
    page: Page | None = None,
) -> Page:
    """Up to the last look, by the pages that there are."""
    page = await up_to_who(talk, who, kind, what, page)
    if page.heading == "Whom is it about?":
        given: dict[str, object] = {}
        if about:
            given["From the staff list"] = [one.person.name for one in about]
        if others:
            given["Somebody who is not on it"] = others
        page = await talk.fill(who, page, given)
    if page.heading == "Is this about somebody you name?":
        page = await talk.fill(who, page)
    assert page.heading == "When, and your name", (page.heading, page.faults)
    given = {"Your name": name} if "Your name" in page.blanks else {}
    page = await talk.fill(who, page, {**given, "When was it?": when})
    assert page.heading == "Check it, then send it", (page.heading, page.faults)
    return page


async def sent(talk: Talk, who: Member, page: Page) -> Seen:
    """It is sent; the receipt."""
    return await talk.finish(who, page)


def facts(page: Page | Seen) -> dict[str, str]:
    """What a page or message says, line by line."""
    return dict((page.words if isinstance(page, Page) else page).facts)


async def anew(talk: Talk, who: Member) -> Page:
    """They begin anew."""
    return await talk.open_form(who, await talk.say(who, "report"), "Begin anew")


async def filed(talk: Talk) -> list[Case]:
    """All that was told, newest first."""

    def work(desk: Desk) -> list[Case]:
        return [case for one in desk.tx.journals(CONCERN) if (case := find(desk, one.id)) is not None]

    return await at_the_desk(talk, work)


def everything(page: Page) -> str:
    """All that stands on a page."""
    blanks = (part for one in page.blanks.values() for part in (one.label, one.hint, one.value, *one.choices))
    return "\n".join((page.title, page.heading, words(page.words), *blanks, page.faults))
