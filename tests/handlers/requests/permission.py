"""Asking for permission, up to its end, for conversations about what comes of it; and a policy that has rules on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.desk import Member
from knowledge.model import Modality
from tests.handlers.larkfield import HEAD, POLICY, TEACHER, clause
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen

NEW_PAGES = clause(
    "6.1",
    "Staff who would like to create a page for their work talk to the headteacher first, who has to approve it.",
    Modality.OBLIGATION,
)
DEVICES = clause(
    "6.2",
    "Photographs are taken with the school's cameras, or a phone approved by the headteacher or, if away, the deputy.",
    Modality.OBLIGATION,
)
PUPILS = clause(
    "6.3", "Staff communicate with pupils only if this was approved, and on official sites.", Modality.OBLIGATION
)
PICTURES = clause("6.4", "No photos taken at school go online without permission in written form.", Modality.OBLIGATION)
POSTERS = clause(
    "6.5",
    "Before authorising anybody to post for the school, the headteacher or a senior manager sees to it that they have "
    "read the policy, and sets the purpose.",
    Modality.OBLIGATION,
)
RULES = replace(POLICY, clauses=(*POLICY.clauses, NEW_PAGES, DEVICES, PUPILS, PICTURES, POSTERS))

KIND = "What is it about?"
SITE = "A new official account, class page or group"
DEVICE = "My own device, for the school's photographs"
CONTACT = "Contact with pupils, on an official page"
IMAGES = "Publishing pictures or film taken at school"
POSTING = "Authority to post for the school, for me or somebody else"

ABOUT_SITE = {
    "What it is called": "Year 4",
    "Platform": "Class Dojo",
    "Who uses it": "Families and the public; pupils do not use it themselves",
}
WHY_SITE = {
    "Why the school needs it": "Parents ask for the homework every day.",
    "The provider's terms": "I have read them, and this keeps to them",
}
ABOUT_DEVICE = {
    "Which device": "my blue phone",
    "What for": "Sports day",
    "Deleting": "I delete each photo at once when it is uploaded to the school",
}
ABOUT_POSTING = {
    "On which accounts": ["Year 4 (Class Dojo)"],
    "Who is to post": "Miss Marsh",
    "What for": "Homework and trips.",
    "Within these limits": "No pictures.",
}
APPROVE_POSTING = "Approve: they have read and understood the policy"


async def begun(talk: Talk, kind: str, who: Member = TEACHER) -> Page:
    """They open the form, and say what it is about: that kind's first page."""
    form = await talk.open_form(who, await talk.say(who, "ask for permission"), "Ask for permission")
    return await talk.fill(who, form, {KIND: kind})


async def review_device(talk: Talk, given: Mapping[str, object] = ABOUT_DEVICE, *, who: Member = TEACHER) -> Page:
    """Up to the page where it is read once more."""
    return await talk.fill(who, await begun(talk, DEVICE, who), given)


async def sent_device(talk: Talk, given: Mapping[str, object] = ABOUT_DEVICE, *, who: Member = TEACHER) -> Seen:
    """A device is asked for; what whoever asked reads then."""
    return await talk.finish(who, await review_device(talk, given, who=who))


async def review_site(talk: Talk, given: Mapping[str, object] = ABOUT_SITE, *, who: Member = TEACHER) -> Page:
    """A new page is asked for, up to the page where it is read once more."""
    page = await talk.fill(who, await begun(talk, SITE, who), given)
    return await talk.fill(who, page, WHY_SITE)


async def sent_site(talk: Talk, given: Mapping[str, object] = ABOUT_SITE) -> Seen:
    """The same, sent."""
    return await talk.finish(TEACHER, await review_site(talk, given))


async def page_there(talk: Talk, given: Mapping[str, object] = ABOUT_SITE) -> None:
    """A page is on the register."""
    await sent_site(talk, given)
    await talk.press(HEAD, (await talk.told(HEAD))[-1], "Approve")
    await talk.told(TEACHER)


async def card(talk: Talk, who: Member = HEAD) -> Seen:
    """The card that they were sent last."""
    return (await talk.told(who))[-1]


async def device_approved(talk: Talk, given: Mapping[str, object] = ABOUT_DEVICE) -> Seen:
    """A device is asked for and approved by the head; what Miss Marsh has in writing."""
    await sent_device(talk, given)
    await talk.press(HEAD, await card(talk), "Approve")
    return (await talk.told(TEACHER))[-1]


async def posting_sent(talk: Talk, *, who: Member = TEACHER, **changes: object) -> Seen:
    """Authority to post is asked for on the class page; what whoever asked reads then."""
    await page_there(talk)
    page = await talk.fill(who, await begun(talk, POSTING, who), {**ABOUT_POSTING, **changes})
    return await talk.finish(who, page)


async def posting_given(talk: Talk) -> Seen:
    """The same, approved by the head; what Miss Marsh has in writing."""
    await posting_sent(talk)
    await talk.press(HEAD, await card(talk), APPROVE_POSTING)
    return (await talk.told(TEACHER))[-1]
