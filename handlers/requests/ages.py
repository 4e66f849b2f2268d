"""How old people must be for a platform, from a small list that is shipped, and whether that fits the pupils meant."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from handlers.wording import day

OTHER = "other"  # a platform that is not on the list
FRESH = timedelta(days=366)
LAW = 16  # years; announced for the platforms that are marked, see the list
_LAW_WORDS = "The government has said that under-16s will be kept off it, expected from spring 2027."


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform. `least` in years, 0 where its terms have no lowest age; `checked`: None for what somebody typed."""

    key: str
    name: str
    least: int
    note: str = ""
    law: bool = False
    checked: date | None = None

    def age(self, today: date) -> str:
        """The lowest age in words, with how sure that is."""
        words = f"{self.least} years" if self.least else "none of its own"
        if self.note:
            words += f", {self.note}"
        if self.checked is None:
            return f"{words}, as whoever asks read it"
        old = "; that is over a year ago, please look again" if today - self.checked > FRESH else ""
        return f"{words} (last checked on {day(self.checked)}{old})"

    def too_young(self, youngest: int) -> str:
        """Why pupils of that age cannot use it; "" where they can."""
        if youngest >= self.least:
            return ""
        return f"{self.name} takes people from {self.least} on, so it cannot be for pupils of {youngest}."

    def soon(self, youngest: int) -> str:
        """What is about to change for pupils of that age; "" where nothing is known."""
        return _LAW_WORDS if self.law and youngest < LAW else ""


@cache
def platforms() -> dict[str, Platform]:
    """The shipped list, by key."""
    read = tomllib.loads((files("handlers.requests") / "data" / "ages.toml").read_text("utf-8"))
    return {
        key: Platform(key, one["name"], one["least"], one.get("note", ""), one.get("law", False), one["checked"])
        for key, one in read.items()
    }


def platform(key: str, name: str = "", least: int = 0) -> Platform:
    """The platform on the list; what somebody typed where it is not on it."""
    return platforms().get(key) or named(name) or Platform(OTHER, name or "That platform", least)


def named(name: str) -> Platform | None:
    """The platform that somebody means by a name, however it is spelt; None where it is not on the list."""
    wanted = _bare(name)
    return next((one for one in platforms().values() if wanted in (_bare(one.name), one.key, *_parts(one.name))), None)


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _parts(name: str) -> tuple[str, ...]:
    """X (Twitter) → x, twitter."""
    return tuple(_bare(part) for part in name.split("(")) if "(" in name else ()
