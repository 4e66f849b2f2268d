"""Writing a draft and deciding about it, for conversations about what comes of it; a policy with a protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.desk import Member, Role
from handlers.drafts.accounts import ACCOUNT, ADDED
from handlers.drafts.protocol import LINES
from knowledge.model import Modality
from tests.handlers.larkfield import ASSISTANT, HEAD, POLICY, SCHOOL, TEACHER, clause
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen, labels

APPROVE = clause(
    "7.1", "All posts on the school's accounts must be approved by the head or the chair of governors.",
    Modality.OBLIGATION,
)  # fmt: skip
PERMISSION = clause(
    "7.2", "Staff make sure that there is permission from the parents of each child.", Modality.OBLIGATION
)
POSITIVE = clause("7.3", "Each post must be positive and relevant to the school.", Modality.OBLIGATION)
RULES = replace(POLICY, clauses=(*POLICY.clauses, APPROVE, PERMISSION, POSITIVE))

DRAFT = "Draft a post for the school"
PAGE = "Larkfield Primary (Facebook page)"
TEXT = "The summer fair is on Saturday. Come and join us!"
OTHER = "The summer fair is on Sunday. Come and join us all!"
WHAT = {
    "Where should it go?": PAGE,
    "What is it for?": "the summer fair",
    "Once, or to be kept ready?": "One post",
    "Does it show, name or tell about a child?": "No",
    "Do pictures go with it?": "No",
}
PICTURES = WHAT | {"Do pictures go with it?": "Yes", "Does it show, name or tell about a child?": "Yes"}
CHILDREN = WHAT | {"Does it show, name or tell about a child?": "Yes"}
READY = WHAT | {
    "What is it for?": "closed for snow",
    "Once, or to be kept ready?": "A ready text, for a closure or the like, to be sent when it is needed",
}
CHECKS = {line.words: line.answers[0][1] for line in LINES}  # all in order
PUBLISHED = "Published, here is the link"
LINK = "https://facebook.com/larkfield/1"


async def register(talk: Talk, **given: object) -> None:
    """The head put the school's page on the register long ago; each post is approved by the head."""
    one = {
        "platform": "facebook", "name": "Larkfield Primary", "owner": "assistant", "purpose": "News for all families",
        "monitors": ["assistant"], "approved": "2026-09-01", **given,
    }  # fmt: skip
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).begin_journal(ACCOUNT, HEAD.person.key, ADDED, one))


async def authorise(talk: Talk, who: Member = ASSISTANT) -> None:
    """They are an authorised poster."""
    await talk.appoint(who.person.key, Role.AUTHORISED_POSTER)


async def review(
    talk: Talk,
    text: str = TEXT,
    what: Mapping[str, object] = WHAT,
    *,
    who: Member = TEACHER,
    named: tuple[Member, ...] = (),
    described: str = "",
    checks: Mapping[str, str] = CHECKS,
) -> Page:
    """They write a new draft, up to the page where it is read once more."""
    return await fill(talk, await talk.open_form(who, await talk.home(who), DRAFT), text, what, who=who, named=named,
                      described=described, checks=checks)  # fmt: skip


async def fill(
    talk: Talk,
    page: Page,
    text: str = TEXT,
    what: Mapping[str, object] = WHAT,
    *,
    who: Member = TEACHER,
    named: tuple[Member, ...] = (),
    described: str = "",
    checks: Mapping[str, str] = CHECKS,
) -> Page:
    """From the form's first page to its last."""
    page = await talk.fill(who, page, what)
    (label,) = page.blanks
    page = await talk.fill(who, page, {label: text})
    if described:
        page = await talk.fill(who, page, {"What does each picture show?": described})
    if named:
        page = await talk.fill(who, page, {"Who may send it, by one press?": [one.person.name for one in named]})
    return await talk.fill(who, page, {label: checks[label] for label in page.blanks})


async def sent(talk: Talk, text: str = TEXT, what: Mapping[str, object] = WHAT, **given: object) -> Seen:
    """They write it and send it; what they read then."""
    who = given.get("who", TEACHER)
    assert isinstance(who, Member)
    return await talk.finish(who, await review(talk, text, what, **given))  # type: ignore[arg-type]  # passed on


async def card(
    talk: Talk, to: Member = HEAD, text: str = TEXT, what: Mapping[str, object] = WHAT, **given: object
) -> Seen:
    """They write it and send it; what whoever decides gets."""
    await sent(talk, text, what, **given)
    return next(one for one in reversed(await talk.told(to)) if "Approve" in labels(one))


async def reasoned(talk: Talk, card: Seen, button: str, reason: str, by: Member = HEAD) -> Seen:
    """They ask for changes, or refuse; what they read then."""
    page = await talk.open_form(by, card, button)
    return await talk.finish(by, page, {"Your reason": reason})


async def approved(talk: Talk, by: Member = HEAD, **given: object) -> Seen:
    """Written and approved; what whoever publishes it gets."""
    await talk.press(by, await card(talk, by, **given), "Approve")  # type: ignore[arg-type]  # passed on
    return (await talk.told(ASSISTANT))[-1]
