"""What happened to a concern since it was told, entry by entry, in the words that each of its people may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.concerns.acts import Reading
from handlers.concerns.case import REPORTER, What
from handlers.concerns.closing import OUTCOMES
from handlers.concerns.deciding import DECIDED
from handlers.concerns.routing import Stop
from handlers.records import Entry
from handlers.roles import exact_name, name
from handlers.wording import listed


def since(one: Reading) -> list[str]:
    """A paragraph for each entry that this person may read: when, who, what, and the words."""
    found = []
    for entry in one.case.entries[1:]:
        if one.reads or _for_reporter(one, entry):
            words = written(one, entry)
            line = f"{one.moment(entry.at)}. {_who(one, entry)}: {done(one, entry)}."
            found.append(f"{line}\n{words}" if words else line)
    return found


def stops(one: Reading, keys: Iterable[str]) -> str:
    """Stops by name: a role, or a person."""
    found = (Stop.of(key) for key in keys)
    return listed((f"the {stop.role}" if stop.role else name(one.desk.school, stop.person) for stop in found), "and")


def done(one: Reading, entry: Entry) -> str:
    """What an entry is, in a few words."""
    what = What(entry.what)
    done = "asked you" if what is What.ASKED and not one.reads else _DONE[what]
    return f"{done}{_besides(one, entry)}"


def written(one: Reading, entry: Entry) -> str:
    """What was written, word for word. The reporter reads what was written for them."""
    given = entry.given
    if entry.what == What.SENT_ON:
        return ""
    if entry.what != What.CLOSED:
        theirs = one.reads or entry.what != What.REOPENED
        words = given.get("words") or (given.get("why") if theirs else "")
        return f"“{words}”" if words else ""
    parts = [f"“{given['why']}”"] if given.get("why") and one.reads else []
    if given.get("words"):
        parts.append(f"{'For whoever told it: ' if one.reads else ''}“{given['words']}”")
    return "\n".join(parts)


# --- inside ---


def _who(one: Reading, entry: Entry) -> str:
    """Who did it. Of readers the reporter hears no more than that it was one of them."""
    if one.reads or entry.by == REPORTER or entry.what in (What.SENT_ON, What.ASKED, What.TAKEN):
        return one.call(entry.by)
    return "Somebody it was sent to"


def _for_reporter(one: Reading, entry: Entry) -> bool:
    """Whether the reporter reads it: their own entries, questions to them, and how it goes on."""
    if entry.what == What.OPENED:
        return not any(other.what == What.OPENED for other in one.case.entries[: entry.n])
    return entry.by == REPORTER or entry.what in _REPORTERS


def _besides(one: Reading, entry: Entry) -> str:  # noqa: PLR0911 - one for each sort of entry
    """What else an entry says, in words."""
    given, school = entry.given, one.desk.school
    match What(entry.what):
        case What.SENT_ON:
            to = _list(given, "stops")
            late = _LATE.get(str(given.get("why")), "")
            return f"{late} to {stops(one, to)}" if to else f"{late}: there was nobody further in line"
        case What.SUBJECT:
            names = [*(exact_name(school, key) for key in _list(given, "people")), *_list(given, "others")]
            return f": {listed(names, 'and')}" if names else ""
        case What.LET_GO if one.reads:
            return f" {name(school, str(given['was']))}"
        case What.GIVEN:
            return f" {name(school, str(given['to']))}"
        case What.DECIDED:
            return f": {DECIDED[str(given['as'])]}"
        case What.REGULATOR:
            return ": it is told" if given.get("notify") else ": it is not told"
        case What.SHOWN_TO:
            return f" {given.get('to')}"
        case What.REFERRED | What.EMPLOYER:
            ref = f", reference {given['ref']}" if given.get("ref") else ""
            return f": {given.get('to') or ''}{ref}"
        case What.HANDED_OVER if one.reads:
            kept = "; what was told is kept there, no longer here" if given.get("cut") else ""
            return f", reference {given.get('ref')}{kept}"
        case What.UPLOADED:
            return f" {given['name']}" if given.get("name") else ""
        case What.CLOSED if one.reads:
            labels = [OUTCOMES[key] for key in (str(given.get("outcome")), *_list(given, "also"))]
            return ": " + "; ".join(f"{label[0].lower()}{label[1:]}" for label in labels)
    return ""


def _list(given: Mapping[str, object], key: str) -> list[str]:
    found = given.get(key)
    return [str(one) for one in found] if isinstance(found, (list, tuple)) else []


_DONE: Mapping[What, str] = {
    What.SENT_ON: "sent on",
    What.OPENED: "opened",
    What.NOTED: "note",
    What.SUBJECT: "added whom it is about",
    What.UPLOADED: "added the file",
    What.TAKEN: "took it in hand",
    What.LET_GO: "nobody has it in hand any more, as it is not open any longer to",
    What.ASKED: "asked whoever told it",
    What.STEPPED_ASIDE: "stepped aside",
    What.GIVEN: "gave it to",
    What.DECIDED: "decided",
    What.REFERRED: "referred to the designated officer",
    What.HANDED_OVER: "handed over to the safeguarding system",
    What.EMPLOYER: "told the employer",
    What.REGULATOR: "decided about the regulator",
    What.NAME_SHOWN: "the name of whoever told it is shown",
    What.NAME_ASKED: "asks a second reader to agree that the name is shown",
    What.NAME_KEPT: "does not agree; the name stays hidden",
    What.SHOWN_TO: "made a copy for",
    What.CLOSED: "closed",
    What.REOPENED: "reopened",
}
_LATE = {
    "not opened": ", as nobody had opened it,",
    "undelivered": ", as it had not arrived,",
    "not taken up": ", as nobody had it in hand,",
}
_REPORTERS = (
    What.SENT_ON,
    What.TAKEN,
    What.ASKED,
    What.HANDED_OVER,
    What.NAME_SHOWN,
    What.CLOSED,
    What.REOPENED,
)
