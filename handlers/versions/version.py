"""A version of a policy as its journal tells it: read, adopted by whom and from when, in force, replaced.

The file's bytes and what was read from them stand in the store under the file's hash, and are never thrown away; here
is what people did about it. The same file that comes back in force has another journal, so that each has one span.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.desk import Verbs
from handlers.records import Entry, Journal, PolicyVersion

JOURNAL = "policy"  # the kind of the journal
BEGINS = "policy begins"  # the timer that puts an adopted version in force
BEGUN = "policy begun"  # the timer for all that follows once it is


class What(StrEnum):
    """What an entry says; `Entry.what`."""

    WANTED = "wanted"  # somebody wants to bring a file
    SENT = "sent"  # a file stands in the chat; nobody has opened it
    TO_FETCH = "to fetch"  # whoever sent it means it as a policy
    BROUGHT = "brought"  # a file has come
    CLOSED = "closed"  # no policy, or one that is in force or waits already
    READ = "read"
    ADOPTED = "adopted"
    IN_FORCE = "in force"
    REPLACED = "replaced"
    ASIDE = "put aside"
    DECIDED = "decided"  # what it leaves to the school, as a ruling


class State(StrEnum):
    """How a version stands."""

    WANTED = "wanted"
    SENT = "sent"
    TO_FETCH = "to fetch"
    BROUGHT = "brought"
    CLOSED = "closed"
    WAITS = "waits"  # read; for head or chair to adopt
    ADOPTED = "adopted"  # for its day to come
    IN_FORCE = "in force"
    REPLACED = "replaced"
    ASIDE = "put aside"


_OPEN = frozenset((State.WANTED, State.SENT, State.TO_FETCH, State.BROUGHT, State.WAITS, State.ADOPTED))
_AFTER = {
    What.WANTED: State.WANTED,
    What.SENT: State.SENT,
    What.TO_FETCH: State.TO_FETCH,
    What.BROUGHT: State.BROUGHT,
    What.CLOSED: State.CLOSED,
    What.READ: State.WAITS,
    What.ADOPTED: State.ADOPTED,
    What.IN_FORCE: State.IN_FORCE,
    What.REPLACED: State.REPLACED,
    What.ASIDE: State.ASIDE,
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version. `by` brought it (person key; "": by command); hashes are those of files, "" where there is none."""

    journal: Journal
    by: str
    state: State = State.WANTED
    upload: str = ""  # the id of the file that came by our own page
    platform: str = ""  # of the chat that the file was sent in
    file: str = ""  # what the platform fetches it by; "" once that is done
    sha: str = ""
    title: str = ""
    name: str = ""  # of the file
    place_of: str = ""  # the hash of the version that it replaces, or would replace
    adopted_by: str = ""  # person key; "": by command
    adopted_at: datetime | None = None
    role: str = ""  # in which it was adopted
    begins: str = ""  # ISO date, from which it was adopted
    minor: bool = False  # a minor edit: nobody has to acknowledge it anew
    since: datetime | None = None  # in force
    until: datetime | None = None
    decided: Mapping[str, str] | None = None  # clause that leaves something to the school → the ruling's id

    @classmethod
    def of(cls, journal: Journal) -> Version:
        """Fold the journal."""
        one = cls(journal, journal.entries[0].by)
        for entry in journal.entries:
            one = one._with(entry)
        return one

    @property
    def id(self) -> str:
        """The journal's id, which buttons carry."""
        return self.journal.id

    def _with(self, entry: Entry) -> Version:
        given = {key: str(value) for key, value in entry.given.items()}
        one = replace(self, state=_AFTER.get(What(entry.what), self.state))
        match What(entry.what):
            case What.SENT:
                one = replace(one, name=given["name"], platform=given["platform"], file=given.get("file", ""))
            case What.BROUGHT:
                one = replace(one, upload=given["upload"], name=given["name"])
            case What.READ:
                read = {name: given[name] for name in ("sha", "title", "name", "place_of")}
                one = replace(one, **read)  # type: ignore[arg-type]  # these four are strings
            case What.ADOPTED:
                one = replace(one, adopted_by=entry.by, adopted_at=entry.at, role=given["role"])
                minor = entry.given.get("minor") is True
                one = replace(one, begins=given["begins"], place_of=given["place_of"], minor=minor)
            case What.IN_FORCE:
                since = given.get("since")
                one = replace(one, since=datetime.fromisoformat(since) if since else entry.at)
            case What.REPLACED:
                one = replace(one, until=entry.at)
            case What.DECIDED:
                one = replace(one, decided={**(self.decided or {}), given["clause"]: given["ruling"]})
        return one


def versions(tx: Verbs, *, open_only: bool = False) -> tuple[Version, ...]:
    """All versions, newest first."""
    return tuple(Version.of(journal) for journal in tx.journals(JOURNAL, open_only=open_only))


def version(tx: Verbs, key: str) -> Version | None:
    """One version, by its id."""
    journal = tx.journal(key)
    return Version.of(journal) if journal is not None and journal.kind == JOURNAL else None


def in_force(tx: Verbs, sha: str) -> Version | None:
    """The version in force that was read from this file."""
    return next((one for one in versions(tx) if one.sha == sha and one.state is State.IN_FORCE), None)


def journalled(tx: Verbs, kept: PolicyVersion) -> Version:
    """A version in force with its journal; one is begun for what was put in force before there were any."""
    known = in_force(tx, kept.sha)
    if known is not None:
        return known
    one = begin(tx, "", What.READ, as_read(kept))
    made = add(tx, one, "", What.IN_FORCE, {"since": kept.added.isoformat()})
    assert made is not None, "nobody else knows of it yet"
    return made


def add(tx: Verbs, one: Version, by: str, what: What, given: Mapping[str, object] | None = None) -> Version | None:
    """Put down what happened to it. None where somebody was quicker."""
    after = _AFTER.get(what, one.state)
    journal = tx.add_entry(one.journal, by, what, given or {}, open_=after in _OPEN)
    return Version.of(journal) if journal is not None else None


def begin(tx: Verbs, by: str, what: What, given: Mapping[str, object] | None = None) -> Version:
    """Begin a version's journal."""
    return Version.of(tx.begin_journal(JOURNAL, by, what, given or {}))


def as_read(kept: PolicyVersion, place_of: str = "") -> dict[str, object]:
    """What an entry says of a file that was read."""
    return {"sha": kept.sha, "title": kept.title, "name": kept.name, "place_of": place_of}


def adopt(
    tx: Verbs, one: Version, by: str, begins: date, *, place_of: str, role: str = "", minor: bool = False
) -> Version | None:
    """Adopt it from a day on. None where somebody was quicker. It is in force only after `put_in_force`."""
    given = {"begins": begins.isoformat(), "role": role, "place_of": place_of, "minor": minor}
    return add(tx, one, by, What.ADOPTED, given)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day begins at the school, in UTC."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def wait(tx: Verbs, one: Version, zone: ZoneInfo) -> None:
    """Wake when the day has come."""
    tx.wake(BEGINS, one.id, due=midnight(date.fromisoformat(one.begins), zone), key=f"{BEGINS} {one.id}")


def put_in_force(tx: Verbs, one: Version, *, besides: tuple[str, ...] = (), quiet: bool = False) -> Version:
    """From now on this version is in force, in place of the one before and of `besides` (hashes).

    What took the place of that one meanwhile goes too: there is one version of a policy at a time. Unless `quiet`, all
    that follows from it begins at once.
    """
    gone = {*_line(tx, one.place_of), *besides} - {one.sha}
    for kept in tx.policies():
        if kept.sha in gone:
            _end(tx, kept, by=one.sha)
    tx.set_in_force(one.sha, True)
    put = add(tx, one, "", What.IN_FORCE)
    assert put is not None, "it was read in this transaction"
    if put.since is not None and not quiet:
        tx.wake(BEGUN, one.id, due=put.since, key=f"{BEGUN} {one.id}")
    return put


def take_out(tx: Verbs, kept: PolicyVersion) -> bool:
    """Put a version out of force with nothing in its place. False if it was not in force."""
    known = any(one.sha == kept.sha for one in tx.policies())
    if known:
        _end(tx, kept)
    return known


def _end(tx: Verbs, kept: PolicyVersion, by: str = "") -> None:
    tx.set_in_force(kept.sha, False)
    add(tx, journalled(tx, kept), "", What.REPLACED, {"by": by})


def _line(tx: Verbs, sha: str) -> set[str]:
    """A version, and all that took its place, one after the other."""
    known, line = versions(tx), {sha} - {""}
    while more := {one.sha for one in known if one.since and one.place_of in line} - line:
        line |= more
    return line
