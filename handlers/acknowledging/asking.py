"""Who is asked to acknowledge: everybody bound by a new version when it comes into force, and whoever starts later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from handlers.acknowledging.absence import absences
from handlers.acknowledging.consent import WHY, turned_into_consent
from handlers.acknowledging.round import JOURNAL, Round, What, add, due_day, round_of, rounds
from handlers.acknowledging.whose import may_keep, named
from handlers.answers import quote
from handlers.desk import Desk, Role, Unknown
from handlers.model import Button, Post
from handlers.roles import name
from handlers.routing import Router
from handlers.versions.beginning import follows
from handlers.versions.bound import who_is_bound
from handlers.versions.reading import policy_of
from handlers.versions.version import State, Version, versions
from handlers.wording import day, plural
from knowledge.model import Cited, Policy

router = Router("asking people to acknowledge")

DAILY = "acknowledging daily"  # before the day's reminders, which go by the alphabet where both are due
SIGN, ASK_ALL = "sign_on_paper", "ask_everybody_to_acknowledge"
OWNERS = (Role.POLICY_OWNER, Role.HEAD, Role.CHAIR)


def follow(desk: Desk, version: Version) -> None:
    """A version is in force: a minor edit goes on with the round there is, any other begins one.

    What was put in force by command, and in place of nothing that people acknowledged, is for those who keep the
    register to begin: whoever looks after the bot does not set the whole school to work. An edit is minor against the
    version that it was compared with; where people read another since, which it replaces too, they are asked.
    """
    policy = in_force(desk, version.sha)
    known = rounds(desk.tx)
    if policy is None or any(one.open and one.sha == version.sha for one in known):
        return
    standing = next((one for one in known if one.open and version.place_of in one.shas), None)
    asked_before = any(_replaces(desk, version) & set(one.shas) for one in known)
    if version.minor and standing is not None:
        add(desk.tx, standing, "", What.EDITED, {"sha": policy.sha, "title": policy.title})
    elif asked_before or (version.adopted_by and not version.minor):
        begin(desk, policy)
    elif not version.minor:
        _offer(desk, policy)


follows.append(follow)


def begin(desk: Desk, policy: Policy, by: str = "") -> Round:
    """Ask everybody whom the policy binds. A round about it, or about what is no longer in force, ends."""
    for other in rounds(desk.tx, open_only=True):
        if policy.sha in other.shas or in_force(desk, other.sha) is None:
            _close(desk, other)
    one = Round.of(desk.tx.begin_journal(JOURNAL, by, What.BEGUN, {"sha": policy.sha, "title": policy.title}))
    one = _up_to_date(desk, one, policy)
    _flag(desk, policy)
    _ring(desk)
    return one


def in_force(desk: Desk, sha: str) -> Policy | None:
    """The policy of this hash, if it is in force; what the bot answers from may be some seconds behind."""
    kept = next((one for one in desk.tx.policies() if one.sha == sha), None)
    return policy_of(kept) if kept is not None else None


@router.woken(DAILY)
def look(about: str, desk: Desk) -> None:
    """Each school morning: whoever is new, or back, is asked; who has left, or is away for long, is not."""
    for key in [one.id for one in rounds(desk.tx, open_only=True)]:
        one = round_of(desk.tx, key)
        if one is None or not one.open:  # what followed upon another has ended it
            continue
        policy, after = in_force(desk, one.sha), _successor(desk, one)
        if policy is not None:
            _up_to_date(desk, one, policy)
        elif after is not None:  # the bot stood still when it began
            follow(desk, after)
        else:
            _close(desk, one)
    if rounds(desk.tx, open_only=True):
        _ring(desk)


# --- inside ---


def _up_to_date(desk: Desk, one: Round, policy: Policy) -> Round:
    away = absences(desk)
    due = {who.person.key for who in who_is_bound(policy, desk.school)} - set(away)
    gone = [key for key in one.asked if key not in due]
    if gone:
        one = add(desk.tx, one, "", What.STOPPED, {"people": gone})
    new = [key for key in due if key not in one.asked]
    if new:
        last = due_day(desk.school.calendar, desk.today)
        people = {key: name(desk.school, key) for key in sorted(new)}
        one = add(desk.tx, one, "", What.ASKED, {"people": people, "due": last.isoformat()})
        _on_paper(desk, one, [key for key in sorted(new) if key not in one.read])
    return one


def _replaces(desk: Desk, version: Version) -> set[str]:
    """The files (hashes) whose place a version took: of that which it was compared with, and of what came since."""
    ended = (one for one in versions(desk.tx) if one.state is State.REPLACED)
    by_it = {one.sha for one in ended if one.journal.entries[-1].given.get("by") == version.sha}
    return ({version.place_of} | by_it) - {""}


def _successor(desk: Desk, one: Round) -> Version | None:
    """What is in force in place of a round's version, and is followed in a moment."""
    standing = (other for other in versions(desk.tx) if other.state is State.IN_FORCE)
    return next((other for other in standing if _replaces(desk, other) & set(one.shas)), None)


def _close(desk: Desk, one: Round) -> None:
    add(desk.tx, one, "", What.CLOSED, {}, open_=False)


def _ring(desk: Desk) -> None:
    tomorrow = datetime.combine(desk.today + timedelta(days=1), time(), desk.school.zone)
    desk.tx.wake(DAILY, "", due=desk.school.calendar.next_school_moment(tomorrow), key=DAILY)


def _offer(desk: Desk, policy: Policy) -> None:
    post = Post(
        "Is everybody to acknowledge it?",
        f"“{policy.title}” was put in force by command, and nobody is asked to read it yet. Press the button if "
        "everybody whom it binds is to read and acknowledge it.",
        buttons=(Button(ASK_ALL, "Ask everybody to read it", policy.sha),),
    )
    for who in owners(desk):
        if may_keep(desk, who):
            desk.tx.tell(who, post, due=desk.school.calendar.by_day(desk.now), key=f"ask {policy.sha[:20]} {who}")


def _on_paper(desk: Desk, one: Round, people: Iterable[str]) -> None:
    """Whoever cannot be written to has to be given it by hand: the policy's owner is told, once."""
    names = [name(desk.school, key) for key in people if not desk.tx.reachable(key)]
    if not names:
        return
    post = Post(
        f"{plural(len(names), 'person has', 'people have')} to be given the policy on paper",
        f"I cannot write to {named(names)}. Please give them “{one.title}”, and put down here when they "
        "have signed that they have read and understood it.",
        buttons=(Button(SIGN, "Put down a signature", opens=SIGN),),
        glance="Somebody has to be given a policy on paper",
    )
    first = desk.school.calendar.next_school_moment(desk.now)
    for who in owners(desk):
        desk.tx.tell(who, post, due=first, key=f"paper {one.id} {len(one.journal.entries)} {who}", unknown=Unknown.DROP)


def owners(desk: Desk) -> tuple[str, ...]:
    """Whose business the acknowledgements are: the policy's owner's, else the head's, else the chair's."""
    held = (tuple(one.person.key for one in desk.school.holders(role)) for role in OWNERS)
    return next((some for some in held if some), ())


def _flag(desk: Desk, policy: Policy) -> None:
    """A clause that turns acknowledging into consent goes before the owner and the data protection lead, once."""
    found = turned_into_consent(policy)
    if not found:
        return
    post = Post(
        f"“{policy.title}” turns acknowledging into consent",
        WHY,
        quotes=tuple(quote(Cited(one, policy, 1.0)) for one in found),
        notes=(f"In force since {day(desk.today)}. Everybody who acknowledges it is shown this clause in full.",),
        glance="A clause of a policy needs to be looked at",
    )
    leads = (one.person.key for one in desk.school.holders(Role.DATA_PROTECTION_LEAD))
    for who in dict.fromkeys((*owners(desk), *leads)):
        desk.tx.tell(who, post, due=desk.school.calendar.by_day(desk.now), key=f"consent {policy.sha[:20]} {who}")
