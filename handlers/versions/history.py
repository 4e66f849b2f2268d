"""Which version was in force when: each policy's versions with their days, for everybody to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.desk import Desk
from handlers.model import Button, Event, Post, Pressed, Reply, Said, Say, Style
from handlers.records import PolicyVersion
from handlers.routing import Router
from handlers.smalltalk import says
from handlers.versions.card import ADOPTERS, KEEPERS, NOT_FOR_YOU, adopted, card
from handlers.versions.gaps import gaps_button
from handlers.versions.received import NEW_VERSION
from handlers.versions.reviewing import AGENDA
from handlers.versions.version import State, Version, versions
from handlers.versions.version import version as read
from handlers.wording import day, version

router = Router("versions of policies")

LIST, SHOW = "policy_versions", "policy_version"
VERSIONS = Button(LIST, "Versions and their days")
_MOST = 20
_OPENED = 5  # policies that have a button of their own


@router.said(
    lambda event: says(event, r"(the |our |all |old |earlier |policy )*(versions?|policy history)( of the policy)?")
)
def show(event: Said, desk: Desk) -> Reply:
    """Asked for in words; it is no secret where others read along, and has no buttons there."""
    return Say(_list(desk, event) if event.where.private else _bare(desk))


@router.pressed(LIST)
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_list(desk, event), private=True)


@router.pressed(SHOW)
def show_one(event: Pressed, desk: Desk) -> Reply:
    """The card of one that waits, with its buttons, for those who look after the policies."""
    one = read(desk.tx, event.value)
    if one is None or not desk.school.holds(event.who.key, *KEEPERS):
        return Say(NOT_FOR_YOU, private=True)
    return Say(card(desk, one, event.who.key), private=True)


def days(found: Sequence[Version], kept: PolicyVersion, zone: ZoneInfo) -> str:
    """When a version was in force: from 3 March 2027 to 31 August 2027; "" for one that never was."""
    spans = [(one.since, _last(found, one, zone)) for one in found if one.sha == kept.sha and one.since is not None]
    if not spans and kept.in_force:  # put in force before its days were written down
        spans = [(kept.added, None)]
    return "; ".join(_span(since, last, zone) for since, last in sorted(spans, key=lambda span: span[0]))


def _last(found: Sequence[Version], one: Version, zone: ZoneInfo) -> date | None:
    """A version's last day: that before the day for which the next was adopted, or the day on which it was replaced."""
    if one.until is None:
        return None
    ended = one.until.astimezone(zone).date()
    midnight = any(
        other.since == one.until and other.begins == ended.isoformat() and _waited(other, zone) for other in found
    )
    return ended - timedelta(days=1) if midnight else ended


def _waited(one: Version, zone: ZoneInfo) -> bool:
    """Whether it was adopted for a day to come."""
    return one.adopted_at is not None and one.adopted_at.astimezone(zone).date().isoformat() < one.begins


def _span(since: datetime, last: date | None, zone: ZoneInfo) -> str:
    begun = f"from {day(since.astimezone(zone).date())}"
    return f"{begun} to {day(last)}" if last else f"{begun} on"


def waiting(desk: Desk, who: str) -> list[tuple[str, str]]:
    """For Home of those who look after the policies: what waits to be adopted, and what waits for its day."""
    if not desk.school.holds(who, *KEEPERS):
        return []
    facts = []
    for one in versions(desk.tx, open_only=True):
        if one.state is State.WAITS:
            by = "for you" if desk.school.holds(who, *ADOPTERS) else "for head or chair"
            facts.append(("A policy waits", f"“{one.title}” has been read and waits {by} to adopt it."))
        if one.state is State.ADOPTED:
            facts.append(("A policy waits", f"“{one.title}” will be in force from {day(one.begins)}."))
    return facts


def show_button(one: Version) -> Button:
    """Opens the card of one that waits."""
    return Button(SHOW, f"Waiting: {one.title}", one.id, Style.PRIMARY)


# --- inside ---


def _bare(desk: Desk) -> Post:
    kept, found = desk.tx.policies(all_versions=True), versions(desk.tx)
    facts = [
        (f"{one.title}, {version(one.dates)}", _line(desk, found, one)) for one in sorted(kept, key=_order)[:_MOST]
    ]
    words = "Each version with the days on which answers came from it. None is ever thrown away."
    return Post("The policies and their versions", words if facts else "There is no policy yet.", facts=tuple(facts))


def _list(desk: Desk, event: Event) -> Post:
    """With the buttons of those who look after the policies."""
    post = _bare(desk)
    if not desk.school.holds(event.who.key, *KEEPERS):
        return post
    waits = [one for one in versions(desk.tx, open_only=True) if one.state in (State.WAITS, State.ADOPTED)]
    cards = [show_button(one) for one in waits]
    opened = [gaps_button(one.sha, one.title) for one in desk.tx.policies()[:_OPENED]]
    return Post(post.title, post.text, facts=(*waiting(desk, event.who.key), *post.facts),
                buttons=(*cards, NEW_VERSION, AGENDA, *opened))  # fmt: skip


def _order(one: PolicyVersion) -> tuple[bool, str, float]:
    """In force first, by title, the newest first."""
    return not one.in_force, one.title.casefold(), -one.added.timestamp()


def _line(desk: Desk, found: Sequence[Version], kept: PolicyVersion) -> str:
    known = days(found, kept, desk.school.zone)
    if not known:
        return "never in force"
    last = next((one for one in found if one.sha == kept.sha and one.adopted_at), None)
    return f"{'In' if kept.in_force else 'Was in'} force {known}. {adopted(desk, last) if last else ''}".rstrip()
