"""Who reads along in the approvals channel and can decide nothing: told once, and shown in the settings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from handlers.deciders import HEADS_OWN
from handlers.decisions import CHANNEL
from handlers.desk import Desk, Role, School, Verbs
from handlers.drafts.accounts import accounts
from handlers.model import Post
from handlers.records import Journal
from handlers.requests.kinds import KINDS, rule
from handlers.roles import leading
from handlers.setup import SETTINGS
from handlers.wording import day, listed, plural

ONLOOKERS = "onlookers"  # the journal's kind: what the last look found, and nothing older
AGAIN = timedelta(minutes=15)  # how often it is looked who is in the channel
_MOST = 12  # names in one line


@dataclass(frozen=True, slots=True)
class Present:
    """Who is in a channel, bots left out: person keys, of somebody who is not on the staff list their account's.

    `public`: whoever has an account can open it and read, without being in it.
    """

    people: tuple[str, ...]
    public: bool = False


@dataclass(frozen=True, slots=True)
class Onlookers:
    """What the last look found. `trouble`: why nobody could look then; the rest is as it was found before."""

    place: str
    at: datetime
    people: tuple[str, ...] = ()
    public: bool = False
    trouble: str = ""

    @classmethod
    def of(cls, journal: Journal) -> Self:
        """As it was put down."""
        entry = journal.entries[0]
        people, given = entry.given["people"], entry.given
        assert isinstance(people, list)
        return cls(str(given["place"]), entry.at, tuple(people), bool(given["public"]), str(given["trouble"]))


# --- what is known ---


def last_look(tx: Verbs, place: str) -> Onlookers | None:
    """What was found in this channel; None where nobody has looked since it was chosen."""
    found = next((Onlookers.of(one) for one in tx.journals(ONLOOKERS)), None)
    return found if found is not None and found.place == place else None


def forget(tx: Verbs) -> None:
    """Forget what was found. It is looked anew, and told anew."""
    for journal in tx.journals(ONLOOKERS):
        tx.forget_journal(journal.id)


def words(school: School, found: Onlookers) -> str:
    """What should be known of it, in sentences; "" where nobody reads along."""
    lines = [_counted(school, found.people)] if found.people else []
    if found.public:
        lines.append("The approvals channel is public: everybody in the workspace can open it and read.")
    if found.trouble:
        lines.append(f"Who is in the approvals channel now could not be looked up: {found.trouble}.")
    return " ".join(lines)


def shown(school: School, found: Onlookers) -> str:
    """The same with when somebody looked; also where nobody reads along."""
    at = found.at.astimezone(school.zone)
    said = words(school, found) or "Nobody is in it who cannot approve."
    return f"{said} Looked at {at:%H:%M} on {day(at.date())}."


# --- what a look finds ---


def found_in(desk: Desk, place: str, present: Present) -> None:
    """Keep what was found; tell those who can put it right of whoever was not there before."""
    if desk.school.choices.get(CHANNEL) != place:  # another was chosen meanwhile
        return
    able, before = approvers(desk), last_look(desk.tx, place)
    people = tuple(dict.fromkeys(key for key in present.people if key not in able))
    found = Onlookers(place, desk.now, people, present.public)
    new = [key for key in people if before is None or key not in before.people]
    if new or (present.public and not (before is not None and before.public)):
        since = f" New since I last looked: {_names(desk.school, new)}." if before is not None and new else ""
        _tell(desk, _warning(desk, found, since), before)
    _keep(desk, found)


def could_not_look(desk: Desk, place: str, why: str) -> None:
    """Keep that nobody could look; say so after the channel was chosen, and not each time that the chat is away."""
    if desk.school.choices.get(CHANNEL) != place:
        return
    before = last_look(desk.tx, place)
    if before is None:
        _tell(desk, _not_seen(why), None)
        before = Onlookers(place, desk.now)
    _keep(desk, Onlookers(place, desk.now, before.people, before.public, why))


# --- inside ---


def approvers(desk: Desk) -> frozenset[str]:
    """Whoever may decide something, by the rules of the accounts and of requests; also in somebody's absence."""
    rules = [one.deciders for one in accounts(desk)]
    rules += [rule(kind, desk.knowledge.policies()) for kind in KINDS.values()]
    roles = {Role.HEAD, *HEADS_OWN, *(role for one in rules for role in (*one.roles, *one.absent, *one.then))}
    return frozenset(member.person.key for role in roles for member in desk.school.holders(role))


def _warning(desk: Desk, found: Onlookers, since: str) -> Post:
    able = approvers(desk)
    names = [one.person.name for one in desk.school.staff if one.person.key in able]
    deciding = listed(names, "and") if names else "nobody"
    return Post(
        "Others can read the approvals channel",
        f"{words(desk.school, found)}{since} They see every post and request that is to be decided. Please keep the "
        "channel to those who decide, or choose another.",
        buttons=(SETTINGS,),
        notes=(f"By the rules of your accounts and requests, {deciding} can approve.",),
    )


def _not_seen(why: str) -> Post:
    return Post(
        "I could not look who is in the approvals channel",
        f"The reason: {why}. Whoever is in it sees every post and request that is to be decided, so please look "
        "yourself. I will try again.",
        buttons=(SETTINGS,),
    )


def _tell(desk: Desk, post: Post, before: Onlookers | None) -> None:
    """Head, chair and whoever looks after the bot: at once after it was chosen, else when the school is open."""
    due = desk.now if before is None else desk.school.calendar.next_school_moment(desk.now)
    for key in dict.fromkeys((*leading(desk.school), desk.school.administrator)):
        if desk.school.member(key) is not None:
            desk.tx.tell(key, post, due=due)


def _keep(desk: Desk, found: Onlookers) -> None:
    forget(desk.tx)
    given = {"place": found.place, "people": list(found.people), "public": found.public, "trouble": found.trouble}
    desk.tx.begin_journal(ONLOOKERS, "", "found", given)


def _counted(school: School, people: Collection[str]) -> str:
    """How many, and who, in a sentence."""
    who = f"{plural(len(people), 'person', 'people')} in the approvals channel"
    if not any(school.member(key) for key in people):
        return f"{who} {_not_on_it(len(people))}."
    return f"{who} cannot approve: {_names(school, people)}."


def _names(school: School, people: Collection[str]) -> str:
    """Staff by name, as far as a line goes; others by their number."""
    names = [one.person.name for one in school.staff if one.person.key in people]
    others = len(people) - len(names)
    more = [f"{len(names) - _MOST} more of the staff"] if len(names) > _MOST else []
    strangers = [f"{others} who {_not_on_it(others)}"] if others else []
    return listed([*names[:_MOST], *more, *strangers], "and")


def _not_on_it(count: int) -> str:
    return f"{'is' if count == 1 else 'are'} not on the staff list"
