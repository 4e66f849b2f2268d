"""Spot checks: of the posts that go out under standing authority, some are shown to whoever approves, afterwards."""

from __future__ import annotations

from handlers.deciders import deciders
from handlers.desk import Desk
from handlers.drafts.accounts import Account, Rule, account, rule_words
from handlers.drafts.draft import LOOKED, Draft, State, drafts, find
from handlers.model import Button, Post, Pressed, Reply, Say, Style, Update
from handlers.roles import name
from handlers.routing import Router
from handlers.wording import day

router = Router("spot checks")

FINE, TALK = "spot_fine", "spot_talk"
EVERY = 5  # the first post, then each so many-th
NOT_YOURS = Post("This is not yours to check", "Nothing was changed.")


def check(desk: Desk, draft: Draft) -> None:
    """Show it to whoever approves for this account, if it is its turn."""
    where = account(desk, draft.content.account)
    if where is None or not draft.free or where.rule is not Rule.STANDING or _count(desk, where) % EVERY != 1:
        return
    post = Post(
        f"Spot check: published on {where.title}",
        draft.content.text,
        facts=(
            ("By", name(desk.school, draft.author)),
            ("Link", draft.link or "none was given"),
            ("The rule", rule_words(desk, where)),
        ),
        buttons=(
            Button(FINE, "It is fine", draft.journal.id, Style.PRIMARY),
            Button(TALK, "Let's talk", draft.journal.id),
        ),
        glance=f"A post to look at (ref {draft.journal.ref}).",
    )
    for one in deciders(desk, where.deciders, draft.author, draft.since):
        desk.tx.tell(one.key, post, key=_key(draft, one.key))


@router.pressed(FINE)
def fine(event: Pressed, desk: Desk) -> Reply:
    """Looked at."""
    return _looked(event, desk, talk=False)


@router.pressed(TALK)
def talk(event: Pressed, desk: Desk) -> Reply:
    """Looked at, and its author is asked to come."""
    return _looked(event, desk, talk=True)


def _looked(event: Pressed, desk: Desk, *, talk: bool) -> Reply:
    draft = find(desk, event.value)
    where = account(desk, draft.content.account) if draft is not None else None
    if draft is None or where is None:
        return Say(NOT_YOURS, private=True)
    able = {one.key for one in deciders(desk, where.deciders, draft.author, draft.since)}
    if event.who.key not in able:
        return Say(NOT_YOURS, private=True)
    before = next((one for one in draft.journal.entries if one.what == LOOKED), None)
    by = before.by if before else event.who.key
    when = day((before.at if before else desk.now).astimezone(desk.school.zone).date())
    said = Post(f"Looked at by {name(desk.school, by)} on {when}", draft.content.text)
    given = {"talk": talk}
    if before is None and desk.tx.add_entry(draft.journal, event.who.key, LOOKED, given, open_=False) is not None:
        for key in able:
            desk.tx.amend(_key(draft, key), said)
        if talk:
            words = f"{event.who.name} would like to talk with you about a post. Please go and see them."
            glance = f"{event.who.name} would like to talk with you."
            told = Post("About a post of yours", words, facts=(("The post", draft.content.text),), glance=glance)
            desk.tx.tell(draft.author, told)
    return Update(said)


def _count(desk: Desk, where: Account) -> int:
    """How many have gone out on this account under standing authority, this one included."""
    found = drafts(desk, open_only=False)
    return sum(1 for one in found if one.content.account == where.id and one.free and one.state is State.PUBLISHED)


def _key(draft: Draft, person: str) -> str:
    return f"spot {draft.journal.id} {person}"
