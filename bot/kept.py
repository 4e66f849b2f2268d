"""The page's policies at a school of its own: shown, and changed by `proviso policy` alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.web.render import InForce
from handlers.model import Post
from knowledge.model import DocumentFault
from knowledge.shelf import Shelf


class Kept:
    """What the school has put in force. The page has no passwords, so nobody changes it there."""

    def __init__(self, shelf: Shelf, school: str) -> None:
        self._shelf = shelf
        self._school = school

    async def in_force(self) -> Sequence[InForce]:
        """The policies in force."""
        held = self._shelf.get(self._school)
        return [InForce(one.title, one.dates, len(one.clauses)) for one in held.policies()] if held else []

    async def own(self) -> bool:
        """They are the school's own; there is no sample to go back to."""
        return False

    async def take(self, name: str, data: bytes) -> Post:
        """Raises DocumentFault, always."""
        raise DocumentFault("Policies are put in force with the command “proviso policy add”, not on this page.")

    async def back(self) -> Post:
        """Says what is so."""
        return Post("Nothing to go back to", "Answers come from the policies that the school has put in force.")
