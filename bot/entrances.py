"""What people can start from the platform itself: slash commands, shortcuts, a message's menu, and Teams' word menu."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

_SLASH = re.compile(r"/[\w-]{1,31}")  # Slack takes 32 characters with the slash


@dataclass(frozen=True, slots=True)
class Entrance:
    """One way in. `key` is the `Called.command` that reaches the router; `hint` shows what may follow a command.

    A command is Slack's `/…`, its title the name that it has unless a workspace renames it. A shortcut is Slack's,
    from anywhere; a message entrance stands in the menu of a message on both platforms. `opens`: it opens a form, as
    every shortcut does, so that Slack is shown something while its trigger works.
    """

    key: str
    kind: Literal["command", "shortcut", "message"]
    title: str
    description: str
    hint: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class MenuWord:
    """A word that Teams offers to write for you; it arrives as if it had been typed. `anywhere`: in channels too."""

    text: str
    description: str
    anywhere: bool = False


ENTRANCES = (
    Entrance(
        "can-i",
        "command",
        "/can-i",
        "Ask what your school's policy says. Only you see the answer.",
        "accept a parent on Facebook?",
    ),
    Entrance(
        "policy",
        "command",
        "/policy",
        "What is in force, its dates and sections; with words after it, where they stand.",
        "words to find",
    ),
    Entrance(
        "draft-post",
        "command",
        "/draft-post",
        "Draft a post for the school's accounts, to be approved and published.",
        opens=True,
    ),
    Entrance(
        "concern",
        "command",
        "/concern",
        "Tell somebody in confidence. You see who gets it before it is sent.",
        opens=True,
    ),
    # Slack has an /away of its own, which shows a person as away there and hands nothing over.
    Entrance("away", "command", "/hand-over", "Say when you are away, and who decides in your place.", opens=True),
    Entrance("reminders", "command", "/reminders", "What you have to do, and on which days I remind you."),
    Entrance("ask", "shortcut", "Ask about our policy", "Ask “can I…?” on a form. Only you see the answer."),
    Entrance("draft-post", "shortcut", "Draft a post", "Draft a post for the school's accounts, on a form."),
    # Slack cuts titles at 24 characters, and this one has them all; the description is the whole question.
    Entrance(
        "policy-on-this",
        "message",
        "Check our policy on this",
        "What does our policy say about this message? Only you see the answer.",
    ),
    Entrance(
        "report-this",
        "message",
        "Report this message",
        "Tell somebody about this message, in confidence. You see who gets it before it is sent.",
        opens=True,
    ),
)

MENU = (
    MenuWord("home", "Your own page: what waits for you, and what you keep"),
    MenuWord("policies", "What is in force, its dates and sections", anywhere=True),
    MenuWord("tell somebody", "In confidence; you see who gets it before it is sent"),
    MenuWord("my messages", "What you told, and what was sent to you in confidence"),
    MenuWord("my copies", "The answers that you asked me to keep"),
    MenuWord("draft a post", "For the school's accounts: to be approved, then published"),
    MenuWord("requests", "Ask for permission; what you asked for, and what was approved"),
    MenuWord("reminders", "What you have to do, and on which days I remind you"),
    MenuWord("settings", "Who is named for which role, for those who look after it"),
    MenuWord("help", "What I can do, what I keep and who can see it", anywhere=True),
)


def slashes(renamed: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the workspace types for each command: key → slash name, `renamed` over our own names.

    Raises ValueError, whose text says what to do, for an unknown key, a name that Slack does not take, or one name
    for two commands.
    """
    names = {one.key: one.title for one in ENTRANCES if one.kind == "command"}
    for key, name in (renamed or {}).items():
        if key not in names:
            raise ValueError(f"there is no command “{key}” to rename; there are {', '.join(names)}")
        if not _SLASH.fullmatch(name) or name != name.lower():
            raise ValueError(
                f"“{name}” cannot be the name of a command: write a slash and up to 31 lower-case letters, digits or "
                f"hyphens, for example /{key}"
            )
        names[key] = name
    for name in names.values():
        same = [key for key, other in names.items() if other == name]
        if len(same) > 1:
            raise ValueError(f"{' and '.join(same)} cannot both be called {name}: give each a name of its own")
    return names


def names(renamed: Mapping[str, str] | None = None) -> dict[str, str]:
    """The other way round: slash name → key. Raises ValueError as `slashes` does."""
    return {name: key for key, name in slashes(renamed).items()}
