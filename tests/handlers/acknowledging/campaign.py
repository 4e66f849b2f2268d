"""A version that everybody is asked to acknowledge: how it comes into force, and how somebody reads it to the end."""

from __future__ import annotations

from bot.collection import Collection
from handlers.acknowledging.pages import STATEMENT
from handlers.desk import Member
from tests.handlers.larkfield import HEAD, SCHOOL
from tests.handlers.reminders.mornings import set_bell
from tests.handlers.talk import Talk
from tests.handlers.versions.papers import MINOR, NEW, OLD, bring, follow
from tests.seats.seen import Page, Seen

__all__ = ["MINOR", "NEW", "OLD"]

TITLE = "Online conduct policy"
MINE = f"{TITLE}, adopted 8 September 2025"  # as it stands in somebody's own lines
ALL = f"Everybody: {TITLE}"
CONSENT = OLD + (
    "\n## Monitoring\n\n3.1 The school may monitor use of its systems, and you consent to such monitoring by your "
    "acknowledgement of this policy.\n"
)


async def put_in_force(talk: Talk, data: bytes, name: str) -> str:
    """A policy is put in force by command, and the head has everybody asked to read it; its hash."""
    added = await Collection(talk.store, SCHOOL.id, SCHOOL.zone).add(data, name)
    await talk.settle()
    await talk.press(HEAD, await talk.say(HEAD, "acknowledgements"), f"Ask everybody to read “{added.policy.title}”")
    return added.policy.sha


async def begins(talk: Talk, text: str = OLD, name: str = "conduct.txt", *, read: bool = True) -> str:
    """The policy comes into force, and the bell of reminders is set; its hash. Everybody has opened the bot, and, where
    `read`, has seen what they were told of it."""
    await talk.everybody_comes()
    sha = await put_in_force(talk, text.encode(), name)
    await set_bell(talk)
    await follow(talk)
    for one in SCHOOL.staff if read else ():
        await talk.told(one)
    return sha


async def replaced(
    talk: Talk, who: Member, text: str = NEW, name: str = "conduct-2027.txt", *, minor: str = ""
) -> None:
    """Head or chair bring a new version and adopt it from today."""
    card = (await bring(talk, who, text, name))[-1]
    today = talk.store.clock().astimezone(SCHOOL.zone).date().isoformat()
    page = await talk.fill(who, await talk.open_form(who, card, "Adopt it"), {"In force from": today})
    if minor:
        page = await talk.fill(who, page, {"Is it a minor edit?": minor})
    await talk.finish(who, page)
    await follow(talk)


async def opened(talk: Talk, who: Member, title: str = TITLE) -> Page:
    """They open what they have to read."""
    return await talk.open_form(who, await talk.say(who, "acknowledgements"), f"Read “{title}”")


async def pages(talk: Talk, who: Member, page: Page) -> list[Page]:
    """They go on to the last page; all pages that they saw."""
    seen = [page]
    while page.heading != "Read and understood?":
        page = await talk.fill(who, page)
        assert not page.faults, page.faults
        seen.append(page)
    return seen


async def acknowledge(talk: Talk, who: Member, answer: str = STATEMENT) -> Seen:
    """They read it all and answer; what they see then."""
    last = (await pages(talk, who, await opened(talk, who)))[-1]
    return await talk.finish(who, last, {"Your answer": answer})


async def put_away(talk: Talk, who: Member, until: str = "") -> Seen:
    """The head puts somebody down as away for long."""
    form = await talk.open_form(HEAD, await talk.say(HEAD, "acknowledgements"), "Somebody is away for long")
    label = f"{who.person.name}, {who.job}" if who.job else who.person.name
    return await talk.finish(HEAD, form, {"Who is away for long?": label, "Last day, if it is known": until})
