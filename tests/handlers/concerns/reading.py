"""Opening a concern in tests: the notice, its pages, and doing something there."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.desk import Member
from handlers.model import Post
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen, words

DO = "What would you like to do?"


async def notice(talk: Talk, who: Member) -> Seen:
    """The newest message that they were sent."""
    return (await talk.told(who))[-1]


async def opens(talk: Talk, who: Member, post: Post | None = None, label: str = "Open it") -> Page:
    """They open it by its button."""
    return await talk.open_form(who, post if post is not None else await notice(talk, who), label)


async def last_page(talk: Talk, who: Member, page: Page) -> Page:
    """They read on to the last page, where there is a choice of what to do."""
    while "Next" in page.buttons:
        page = await talk.fill(who, page)
    return page


async def reads(talk: Talk, who: Member, page: Page) -> str:
    """All that they read, page for page."""
    found = [words(page.words)]
    while "Next" in page.buttons:
        page = await talk.fill(who, page)
        found.append(words(page.words))
    return "\n".join(found)


async def chooses(talk: Talk, who: Member, page: Page, act: str) -> Page:
    """They choose what to do; its own page."""
    return await talk.fill(who, await last_page(talk, who, page), {DO: act})


async def does(talk: Talk, who: Member, page: Page, act: str, given: Mapping[str, object] | None = None) -> Seen:
    """They choose what to do, and do it; the receipt."""
    own = await chooses(talk, who, page, act)
    return await talk.finish(who, own, given)


async def does_at_once(talk: Talk, who: Member, page: Page, act: str) -> Seen:
    """They choose what to do, which takes no page of its own; the receipt."""
    return await talk.finish(who, await last_page(talk, who, page), {DO: act})


async def lines(talk: Talk, who: Member) -> list[str]:
    """What they were sent since they last looked, in no order."""
    return [one.text or one.title for one in await talk.told(who)]


def offered(page: Page) -> list[str]:
    """What they may do."""
    return list(page.blanks[DO].choices) if DO in page.blanks else []
