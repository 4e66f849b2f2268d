"""Which column of a staff export means what: the headings that schools' systems write, and what the office says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

IGNORE = "ignore"  # in a mapping: this column means nothing to us

# The headings of each field, best first, as `plain` leaves them. Nobody is known by a private address.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "forename": (
        "preferred forename", "preferred first name", "chosen forename", "chosen name", "known as", "forename",
        "forenames", "first name", "first names", "given name", "givenname", "christian name", "legal forename",
        "legal first name",
    ),
    "surname": (
        "preferred surname", "preferred last name", "chosen surname", "surname", "last name", "lastname", "family name",
        "second name", "legal surname", "legal last name",
    ),
    "name": (
        "name", "full name", "fullname", "preferred full name", "staff name", "display name", "displayname",
        "employee name", "staff member", "member of staff", "employee", "governor name", "preferred name",
        "legal full name", "legal name",
    ),
    "email": (
        "work email", "work email address", "email work", "school email", "school email address", "staff email",
        "business email", "google email", "email", "email address", "emailaddress", "mail", "primary email",
        "primary email address", "main email", "main email address", "default email address", "email 1", "upn",
        "user principal name", "userprincipalname", "microsoft account", "login email", "username",
    ),
    "job": (
        "job title", "jobtitle", "main job title", "primary job title", "current job title", "job", "post",
        "post title", "current post", "position", "role", "roles", "business role", "business roles", "current role",
        "job role", "occupation",
    ),
    "start": (
        "start date", "employment start date", "employment start", "date of joining", "joining date", "date joined",
        "date started", "date of arrival", "arrival date", "appointed", "date appointed", "appointment date", "from",
        "start", "starts", "begins", "joined", "joining", "contract start", "contract start date",
        "service start date", "term start",
    ),
    "end": (
        "end date", "employment end date", "employment end", "date of leaving", "leaving date", "leave date",
        "date left", "leaver date", "date of departure", "departure date", "last day", "last working day", "until",
        "to", "end", "ends", "left", "leaving", "contract end", "contract end date", "service end date",
        "term end", "term of office ends",
    ),
    "capacity": (
        "capacity", "staff type", "staff category", "category", "type", "person type", "worker type", "workforce type",
        "type of staff", "user type",
    ),
    "governor": ("governor", "governors", "is governor", "trustee"),
    "volunteer": ("volunteer", "volunteers", "is volunteer"),
    "contractor": ("contractor", "contractors", "is contractor", "agency", "agency worker"),
}  # fmt: skip

SHOWN = {
    "name": "name", "forename": "forename", "surname": "surname", "email": "e-mail address", "job": "job",
    "start": "first day", "end": "last day", "capacity": "staff, governor, contractor or volunteer",
    "governor": "governor: yes or no", "volunteer": "volunteer: yes or no", "contractor": "contractor: yes or no",
}  # fmt: skip

_LEAVERS = re.compile(r"\b(leavers?|status|current|active|inactive|archived|former)\b")


class MappingFault(Exception):
    """A mapping that fits neither the file nor us; `str()` says what to write."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which places of a row hold which field, best first; `titles` are the headings as they stand there."""

    titles: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]

    def value(self, row: Sequence[str], field: str) -> str:
        """The first cell of the field that is not empty; "" where there is none."""
        cells = (shown(row[place]) for place in self.places.get(field, ()) if place < len(row))
        return next((cell for cell in cells if cell), "")

    def missing(self) -> list[str]:
        """What every list needs and this one lacks."""
        named = "name" in self.places or {"forename", "surname"} <= set(self.places)
        return [*([] if named else ["name"]), *([] if "email" in self.places else ["e-mail address"])]

    def fitting(self, mapping: Mapping[str, str]) -> int:
        """How many columns are understood or mapped: how much this looks like a row of headings."""
        headings = {plain(title) for title in self.titles}
        return len(self.places) + sum(plain(title) in headings for title in mapping)

    def understood(self) -> list[tuple[str, str]]:
        """Each column and what it is taken for; "" for one that is not looked at."""
        meaning = {place: SHOWN[field] for field, places in self.places.items() for place in places}
        return [(title, meaning.get(place, "")) for place, title in enumerate(self.titles) if title]

    def may_tell_of_leavers(self) -> list[str]:
        """Columns without a meaning to us that may say who has left, where none says when."""
        if "end" in self.places:
            return []
        return [title for title, meaning in self.understood() if not meaning and _LEAVERS.search(plain(title))]


def columns(row: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """What the headings of a row mean, by `mapping` (heading → field) first. Raises MappingFault."""
    titles = tuple(shown(cell) for cell in row)
    headings = [plain(title) for title in titles]
    given = {plain(title): field for title, field in (mapping or {}).items()}
    for title, field in (mapping or {}).items():
        if field not in _HEADINGS and field != IGNORE:
            raise MappingFault(f"“{field}” is nothing that a column can mean. Write one of: {_fields()}.")
        if plain(title) not in headings:
            there = ", ".join(f"“{one}”" for one in titles if one)
            raise MappingFault(f"There is no column “{shown(title)}”. There are: {there}.")
    places: dict[str, tuple[int, ...]] = {}
    for field, known in _HEADINGS.items():
        ours = tuple(place for place, heading in enumerate(headings) if given.get(heading) == field)
        if not ours:
            free = [heading if heading not in given else "" for heading in headings]
            ours = tuple(place for name in known for place, heading in enumerate(free) if heading == name)
        if ours:
            places[field] = ours
    return Columns(titles, places)


def plain(heading: str) -> str:
    """A heading without case, marks and the hyphen of e-mail: “Work E-mail:” → work email, “Role(s)” → roles."""
    words = re.sub(r"[\W_]+", " ", shown(heading).casefold().replace("(s)", "s")).strip()
    return re.sub(r"\be mail", "email", words)


def shown(text: str) -> str:
    """Text that no terminal and no chat takes for anything but letters: no control characters, single spaces."""
    kept = "".join(" " if unicodedata.category(one) in _CONTROLS else one for one in text)
    return " ".join(unicodedata.normalize("NFC", kept).split())


_CONTROLS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _fields() -> str:
    return ", ".join([*_HEADINGS, IGNORE])
