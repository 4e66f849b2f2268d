"""What a conversation needs of a platform: to do there what people do, and to read what each of them sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.directory import Directory
from bot.outbox import Send
from bot.turn import Turn
from handlers.desk import School
from handlers.model import Button, Move, Person
from handlers.onlookers import Present
from tests.seats.seen import Page, Seen

VISITOR = Person("visitor", "Mr Visitor", "visitor@larkfield.example")  # has an account, and is not on the staff list


class Seat(Protocol):
    """A platform as the school's people use it. What is done has its effect once `settled` returns."""

    name: str
    must_arrive: bool  # nothing can be done there, and nobody be told anything, before they open the bot

    async def open(self, turn: Turn, directory: Directory, school: School) -> Send:
        """Connect the bot, with everybody in `school.staff` there; what carries the outbox's messages."""
        ...

    async def close(self) -> None:
        """Hang up."""
        ...

    async def arrive(self, who: Person) -> None:
        """They open the bot for the first time; nothing where they have."""
        ...

    async def settled(self) -> None:
        """Wait until the bot has nothing in hand."""
        ...

    # --- what people do ---

    async def say(self, who: Person, text: str) -> None:
        """Type words in their own conversation with the bot."""
        ...

    async def send_file(self, who: Person, name: str, data: bytes, text: str, *, aloud: bool) -> None:
        """Send a file in their own conversation with the bot or (`aloud`) in the staff room."""
        ...

    async def fetch(self, platform: str, key: str) -> bytes:
        """As `bot.fetching.Fetch`."""
        ...

    @property
    def fetched(self) -> int:
        """How often the bot has asked for a file's bytes."""
        ...

    async def mention(self, who: Person, text: str) -> None:
        """Type words to the bot in the staff room, where everybody reads along."""
        ...

    async def command(self, who: Person, command: str, text: str, *, aloud: bool) -> None:
        """Use a slash command, in their own conversation or (`aloud`) in the staff room."""
        ...

    async def shortcut(self, who: Person, key: str) -> None:
        """Use a shortcut, from anywhere."""
        ...

    async def present(self) -> Present:
        """Who is in the staff room, as the bot can see it."""
        ...

    def admit(self, *people: Person) -> None:
        """They are put into the staff room."""
        ...

    def dismiss(self, *people: Person) -> None:
        """They are taken out of the staff room."""
        ...

    async def use_on(self, who: Person, key: str, text: str, author: Person) -> None:
        """Use what stands in the menu of `author`'s message in the staff room."""
        ...

    async def press(self, who: Person, at: str, button: Button) -> None:
        """Press a button of what stands `at`; of nothing that they see, as only a client of their own making could."""
        ...

    async def fill(self, who: Person, page: Page, move: Move, given: Mapping[str, object]) -> None:
        """Fill in a page, by label, beside what stands there, and go on, back, or away. A choice is made by its words;
        what is no choice is sent all the same."""
        ...

    async def leave(self, who: Person) -> None:
        """Close the form that they have open, by Escape or its ×."""
        ...

    async def home(self, who: Person) -> Seen:
        """Open Home; what it shows."""
        ...

    # --- what people see ---

    async def messages(self, who: Person) -> list[Seen]:
        """All that the bot shows somebody, oldest first."""
        ...

    def dialog(self, who: Person) -> Page | Seen | None:
        """The form that somebody has open: a page, or its last view."""
        ...
