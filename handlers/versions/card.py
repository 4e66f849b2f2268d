"""The card that head, chair and policy owner have of a version: what was read, what it changes, how it stands."""

from __future__ import annotations

from datetime import date, datetime

from handlers.desk import Desk, Role
from handlers.model import Button, Post, Style
from handlers.roles import name
from handlers.versions.bound import in_words, who_is_bound
from handlers.versions.preview import read_facts, summary
from handlers.versions.reading import policy_of
from handlers.versions.version import State, Version
from handlers.wording import day, version
from knowledge.comparing import Comparison, compare
from knowledge.model import Policy

CHANGES, ADOPT, ASIDE = "policy_changes", "adopt_policy", "put_policy_aside"
ADOPTERS = (Role.HEAD, Role.CHAIR)
KEEPERS = (*ADOPTERS, Role.POLICY_OWNER)  # who may bring a version, and see what it changes

NOT_FOR_YOU = Post(
    "This is for those who look after the policies",
    "Head, chair of governors and policy owner bring new versions; head or chair adopt them.",
)
ADOPTERS_ONLY = Post("Head or chair adopt it", "You see what it changes; whether and from when it holds, they decide.")
NO_PASSWORDS = Post(
    "Policies are put in force by command here",
    "This page has no passwords, and anybody may choose whom to be. Whoever looks after me uses: proviso policy add.",
)
GONE = Post("This has changed meanwhile", "Say “versions” to see how each policy stands now.")


def refused(desk: Desk, who: str, roles: tuple[Role, ...]) -> Post | None:
    """Why somebody may not change policies in one of these roles; None where they may."""
    if desk.school.fixed and desk.school.browser:
        return NO_PASSWORDS
    if desk.school.holds(who, *roles):
        return None
    return ADOPTERS_ONLY if roles == ADOPTERS and desk.school.holds(who, *KEEPERS) else NOT_FOR_YOU


def keepers(desk: Desk) -> tuple[str, ...]:
    """Everybody who looks after the policies (person keys)."""
    return tuple(dict.fromkeys(one.person.key for role in KEEPERS for one in desk.school.holders(role)))


def policy(desk: Desk, sha: str) -> Policy | None:
    """What was read from the file of this hash."""
    kept = desk.tx.policy(sha) if sha else None
    return policy_of(kept) if kept is not None else None


def comparison(desk: Desk, one: Version) -> Comparison | None:
    """What changes with it; None where it takes no other's place."""
    before, after = policy(desk, one.place_of), policy(desk, one.sha)
    return compare(before, after) if before is not None and after is not None else None


def card(desk: Desk, one: Version, who: str) -> Post:
    """How it stands, for one person; with the buttons that are theirs."""
    match one.state:
        case State.WAITS:
            return _waiting(desk, one, who)
        case State.ADOPTED:
            words = f"It will be in force from {day(one.begins)}. {adopted(desk, one)}"
            return Post(f"“{one.title}” was adopted", words, facts=_minor(one), buttons=_calling_off(desk, one, who))
        case State.IN_FORCE:
            return Post(f"“{one.title}” is in force", adopted(desk, one), facts=_minor(one))
        case State.ASIDE:
            entry = one.journal.entries[-1]
            when = day(entry.at.astimezone(desk.school.zone).date())
            return Post(f"“{one.title}” was put aside", f"By {name(desk.school, entry.by)} on {when}. It is kept.")
    return GONE


def adopted(desk: Desk, one: Version) -> str:
    """Mrs Wood (head) adopted it on 3 March 2027."""
    when = f" on {day(here(desk, one))}" if one.adopted_at else ""
    if not one.adopted_by:
        return f"It was put in force by command{when}."
    return f"{name(desk.school, one.adopted_by)} ({one.role}) adopted it{when}."


def here(desk: Desk, one: Version) -> date:
    """The day at the school on which it was adopted, or else began."""
    moment = one.adopted_at or one.since or one.journal.at
    return moment.astimezone(desk.school.zone).date()


def tell(desk: Desk, one: Version, due: datetime | None = None) -> None:
    """Everybody who looks after the policies has the card, now or when `due`; whoever has it sees how it stands now."""
    for who in keepers(desk):
        post = card(desk, one, who)
        if not desk.tx.tell(who, post, due=due, key=key_of(one, who)):
            desk.tx.amend(key_of(one, who), post)


def key_of(one: Version, who: str) -> str:
    """The key under which somebody was told the card."""
    return f"policy {one.id} {who}"


# --- inside ---


def _waiting(desk: Desk, one: Version, who: str) -> Post:
    read, before, found = policy(desk, one.sha), policy(desk, one.place_of), comparison(desk, one)
    if read is None:
        return GONE
    facts = [
        *read_facts(read),
        ("In place of", f"“{before.title}”, {version(before.dates)}" if before else "no other policy"),
        ("What changes", summary(found)),
        ("To be asked to acknowledge it", in_words(who_is_bound(read, desk.school))),
        ("Brought by", name(desk.school, one.by) if one.by else "whoever looks after me, by command"),
    ]
    buttons = [Button(CHANGES, "See what changes", one.id, opens=CHANGES)] if found else []
    if desk.school.holds(who, *ADOPTERS):
        buttons.append(Button(ADOPT, "Adopt it", one.id, Style.PRIMARY, opens=ADOPT))
    if desk.school.holds(who, *ADOPTERS) or who == one.by:
        buttons.append(Button(ASIDE, "Put it aside", one.id))
    words = "I have read this file. Nothing changes before head or chair adopt it from a date."
    title = f"A new version of “{before.title}”" if before else f"A new policy: “{read.title}”"
    return Post(title, words, facts=tuple(facts), buttons=tuple(buttons))


def _calling_off(desk: Desk, one: Version, who: str) -> tuple[Button, ...]:
    return (Button(ASIDE, "Call it off", one.id),) if desk.school.holds(who, *ADOPTERS) else ()


def _minor(one: Version) -> tuple[tuple[str, str], ...]:
    return (("A minor edit", "nobody is asked to acknowledge it anew"),) if one.minor else ()
