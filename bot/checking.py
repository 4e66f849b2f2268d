"""What is wrong with a school's bot, before its staff find out: each fault a line that says what to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from bot.roll import Kept
from bot.settings import Settings
from bot.store.migrate import StoreFault
from bot.store.store import Store
from bot.store.tx import SchoolTx
from bot.store.unusable import database_faults, of_the_folder
from handlers.concerns.table import dead_lines
from handlers.decisions import CHANNEL
from handlers.desk import Member, Role, School
from handlers.onlookers import Onlookers, last_look, shown, words
from handlers.records import Account, Unreached
from handlers.wording import day, listed, plural

LEADING = (Role.HEAD, Role.CHAIR, Role.SAFEGUARDING_LEAD)  # who must be there, and reachable
LATELY = timedelta(days=7)
_MOST = 12  # names in one line
_LONGEST_HOLIDAY = timedelta(weeks=10)


class Asked(Protocol):
    """A platform that can be asked how it is, without the bot being started.

    `one_by_one`: asking about people is a request for each, and the platform counts them.
    """

    one_by_one: bool

    async def faults(self, channels: Sequence[str]) -> list[str]:
        """What is wrong with the connection. `channels` are the ids of those that the school chose."""
        ...

    async def unreachable(self, people: Mapping[str, str]) -> Mapping[str, str]:
        """Who of `people` (key → e-mail), none of whom has written to the bot, cannot be written to, and why."""
        ...


@dataclass(slots=True)
class Report:
    """What was found. A fault has to be put right; a note should be known."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the store says."""

    school: School
    policies: int
    accounts: Mapping[str, Sequence[Account]]  # by person
    unreached: Sequence[Unreached]
    leaving: Mapping[str, str]  # last day by person
    onlookers: Onlookers | None  # who was seen in the approvals channel last
    given_up: Sequence[tuple[str, str]]  # work that was due and failed ten times: what, and why
    undelivered: Sequence[str]  # why messages were given up lately, one for each


async def everything(settings: Settings, platforms: Mapping[str, Asked]) -> Report:
    """All that can be asked without starting the bot, and while it runs. Changes nothing."""
    report = Report(of_the_folder(settings.data))
    facts, wrong = await _looked(settings)
    report.faults += wrong
    if facts is not None:
        if not facts.policies:
            report.faults.append("No policy is in force. Put one in force: proviso policy add FILE.")
        report.faults += [
            f"Something that was due failed ten times or more ({what}: {why}). It is tried each hour; the log has the "
            "cause."
            for what, why in facts.given_up
        ]
        report.notes += [
            f"{plural(count, 'message')} of the last seven days could not be brought ({why}). What waits for people "
            "stands on their home page all the same."
            for why, count in Counter(facts.undelivered).most_common()
        ]
        if facts.onlookers is not None and words(facts.school, facts.onlookers):
            report.notes.append(shown(facts.school, facts.onlookers))
        if platforms:
            await _of_the_people(facts, platforms, report)
        elif not facts.school.staff:
            report.faults.append("Nothing is connected, and nobody stands under [[school.staff]] to try the bot.")
    places = tuple(facts.school.choices.values()) if facts else ()
    for name, platform in platforms.items():
        report.faults += await of_the_platform(name, platform, places)
    return report


async def chosen_places(settings: Settings) -> tuple[str, ...]:
    """The keys of the places that the school chose in chat; none where the database cannot be asked."""
    facts, _ = await _looked(settings)
    return tuple(facts.school.choices.values()) if facts else ()


async def of_the_platform(name: str, platform: Asked, places: Sequence[str]) -> list[str]:
    """What is wrong with one connection."""
    channels = [key.removeprefix(f"{name}:") for key in places if key.startswith(f"{name}:")]
    return [f"{name.capitalize()}: {fault}" for fault in await platform.faults(channels)]


async def _looked(settings: Settings) -> tuple[_Facts | None, list[str]]:
    """What the store says; or else why it cannot be asked."""
    wrong = database_faults(settings.database_url)
    try:
        return (None, wrong) if wrong else (await _facts(settings), [])
    except StoreFault as fault:  # another key, or none
        return None, [str(fault)]


async def _facts(settings: Settings) -> _Facts:
    def work(records: SchoolTx) -> _Facts:
        bare = settings.bare_school()
        school = bare if bare.staff else Kept(bare).school(records)
        keys = [member.person.key for member in school.staff]
        return _Facts(
            school,
            len(records.policies()),
            {key: records.accounts_of(key) for key in keys},
            [one for one in records.unreached() if one.person in keys],
            {line.key: line.ends for line in records.staff() if line.ends},
            last_look(records, school.choices.get(CHANNEL, "")),
            records.given_up_timers(),
            [one.reason for one in records.undelivered() if one.at >= records.now - LATELY],
        )

    store = Store.open(settings.database_url, keys=settings.keys)
    try:
        return await store.read(lambda tx: work(tx.at(settings.school.id)))
    finally:
        await store.close()


def to_be_renewed(school: School, today: date) -> list[str]:
    """What the settings say of the school that has grown old, or lacks something: term dates, and numbers that people
    are given."""
    lines = [
        f"From {day(last)} to {day(first)} no term is given. If one is missing, add it to concerns.terms or "
        "concerns.term_dates: till then nobody is reminded of anything in those weeks."
        for last, first in _without_terms(school)
        if first >= today
    ]
    ended = [last for _, last in school.calendar.terms]
    if ended and max(ended) < today:
        lines.append(
            f"The term dates ended on {day(max(ended))}. Give the next year's: concerns.terms, or concerns.term_dates. "
            "Until then every week counts as in term."
        )
    old = [one.name for one in school.contacts.stale(today)]
    if old:
        lines.append(
            f"Last checked more than a year ago, or nobody knows when: {', '.join(old)}. Check number and address, "
            "then set contacts.checked, or checked under [contacts.others]."
        )
    return lines


def _without_terms(school: School) -> Iterator[tuple[date, date]]:
    """Between which days no term is given for longer than any summer holiday lasts."""
    ended = None
    for first, last in sorted(school.calendar.terms):
        if ended is not None and first - ended > _LONGEST_HOLIDAY:
            yield ended, first
        ended = max(ended or last, last)


# --- people ---


async def _of_the_people(facts: _Facts, platforms: Mapping[str, Asked], report: Report) -> None:
    school = facts.school
    if not school.staff:
        report.faults.append("Nobody is on the staff list today. Import it: proviso staff import FILE.")
        return
    if not school.administrator:
        report.faults.append("Nobody looks after the bot. Set school.administrator to their e-mail address.")
    elif school.member(school.administrator) is None:
        report.faults.append(
            f"{school.administrator}, school.administrator, is not on the staff list today. Import a list with them on "
            "it, or set another address."
        )
    leading: dict[str, Member] = {}
    for role in LEADING:
        leading |= {member.person.key: member for member in school.holders(role)}
        if not school.holders(role):
            report.faults.append(
                f"Nobody is {role} yet. Once the bot runs, whoever looks after it names them in chat: write to it, "
                "“settings”."
            )
    out_of_reach = await _out_of_reach(facts, platforms, leading)
    report.faults += [f"Dead end: {words}" for words in dead_lines(school, out_of_reach)]
    for key, member in leading.items():
        who = f"{member.person.name} ({listed(member.roles, 'and')})"
        if key in out_of_reach:
            report.faults.append(f"{who} cannot be reached: {out_of_reach.pop(key)}.")
        if key in facts.leaving:
            report.notes.append(f"{who} leaves on {day(facts.leaving[key])}: hand the role over before.")
    report.notes += _grouped(school, out_of_reach)


async def _out_of_reach(facts: _Facts, platforms: Mapping[str, Asked], leading: Mapping[str, Member]) -> dict[str, str]:
    """Who cannot be written to on any platform, and why.

    Of those who never wrote, a platform that is asked one by one is asked about the leading only.
    """
    failed = {one.person: one.reason for one in facts.unreached}
    everybody = {member.person.key: member for member in facts.school.staff}
    unknown = {
        key: member.person.email
        for key, member in (leading if any(one.one_by_one for one in platforms.values()) else everybody).items()
        if key not in failed and not _written_to(facts.accounts[key], platforms)
    }
    reasons: dict[str, list[str]] = defaultdict(list)
    for platform in platforms.values() if unknown else ():
        for key, reason in (await platform.unreachable(unknown)).items():
            reasons[key].append(reason)
    nowhere = {key: "; ".join(some) for key, some in reasons.items() if len(some) == len(platforms)}
    return failed | nowhere


def _written_to(accounts: Sequence[Account], platforms: Mapping[str, Asked]) -> bool:
    """Whether there is an account, on a platform that is connected, that is known how to write to."""
    return any(one.platform in platforms and one.address for one in accounts)


def _grouped(school: School, out_of_reach: Mapping[str, str]) -> list[str]:
    """3 staff cannot be reached, for this reason: … ."""
    names: dict[str, list[str]] = defaultdict(list)
    for member in school.staff:
        if member.person.key in out_of_reach:
            names[out_of_reach[member.person.key]].append(member.person.name)
    lines = []
    for reason, some in sorted(names.items(), key=lambda one: -len(one[1])):
        who = ", ".join(some[:_MOST]) + (f" and {len(some) - _MOST} more" if len(some) > _MOST else "")
        count = "1 person" if len(some) == 1 else f"{len(some)} people"
        lines.append(f"{count} cannot be reached, because: {reason} ({who}).")
    return lines
