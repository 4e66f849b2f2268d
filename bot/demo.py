"""The demo: an invented school with a sample policy, in a database that goes when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.app import App, running
from bot.collection import Collection
from bot.web.render import InForce
from handlers.desk import Member, Role, School
from handlers.model import Person, Post
from handlers.wording import dated, missing, plural
from knowledge.model import Policy
from knowledge.shelf import Shelf

SAMPLE = "policy.md"


def _member(key: str, name: str, job: str, *roles: Role, capacity: str = "staff") -> Member:
    return Member(Person(key, name), roles, capacity, job)


SCHOOL = School(
    "demo",
    "Larkfield Primary School (an invented school)",
    ZoneInfo("Europe/London"),
    (
        _member("teacher", "Miss Marsh", "Year 4 teacher"),
        _member("assistant", "Mr Field", "Teaching assistant"),
        _member("head", "Mrs Wood", "Headteacher", Role.HEAD, Role.DEPUTY_SAFEGUARDING_LEAD, Role.POLICY_OWNER),
        _member("deputy", "Mr Hill", "Deputy head", Role.DEPUTY, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_LEAD),
        _member("chair", "Dr Stone", "Chair of governors", Role.CHAIR, capacity="governors"),
    ),
    smallest_count=2,  # a school of five people is easier to show than one of fifty; real schools have five
)

STARTERS = (
    "Can I look up a pupil's Instagram?",
    "Can I enter a pupil's name in ChatGPT?",
    "Can I take photos of my class on my own phone?",
    "Someone is being abusive about me on Facebook because of my job. What do I do?",
    "Can I wear jeans on an INSET day?",
)


class SampleOrOwn:
    """The page's policies: the sample, or the document somebody dropped on the page in its place."""

    def __init__(self, collection: Collection, shelf: Shelf) -> None:
        self._collection = collection
        self._shelf = shelf
        self._sample = ""
        self._one_at_a_time = asyncio.Lock()

    async def start(self) -> None:
        """Answer from the sample."""
        data = (files("bot.web") / "sample" / SAMPLE).read_bytes()
        self._sample = (await self._collection.add(data, SAMPLE)).policy.sha
        await self._collection.shelve(self._shelf)

    async def in_force(self) -> Sequence[InForce]:
        """What answers come from."""
        return [InForce(one.title, one.dates, len(one.clauses)) for one in self._policies()]

    async def own(self) -> bool:
        """Whether it is somebody's own document."""
        return [one.sha for one in self._policies()] != [self._sample]

    async def take(self, name: str, data: bytes) -> Post:
        """Answer from this document from now on. Raises knowledge.model.DocumentFault."""
        async with self._one_at_a_time:
            policy = (await self._collection.add(data, name, alone=True)).policy
            await self._collection.shelve(self._shelf)
        return what_was_read(policy)

    async def back(self) -> Post:
        """Answer from the sample again."""
        async with self._one_at_a_time:
            await self._collection.in_force_only(self._sample)
            await self._collection.shelve(self._shelf)
        return Post("Back to the sample policy", "Answers come from the sample policy again.")

    def _policies(self) -> Sequence[Policy]:
        held = self._shelf.get(SCHOOL.id)
        return held.policies() if held else ()


def what_was_read(policy: Policy) -> Post:
    """What the bot says about a document that it has just read."""
    facts = [
        ("Read", plural(len(policy.clauses), "clause")),
        ("Dates", dated(policy.dates)),
        ("Missing", missing(policy)),
    ]
    kept_apart = dict.fromkeys(one.what for one in policy.left_out)
    facts.append(("Left out", ", ".join(kept_apart)))
    return Post(
        f"Now I answer from “{policy.title}”",
        "Ask me something about it. It stays on this machine, and is gone when the demo stops.",
        facts=tuple(fact for fact in facts if fact[1]),
    )


@asynccontextmanager
async def demo() -> AsyncIterator[App]:
    """The invented school, until the block ends; nothing of it is left then."""
    with TemporaryDirectory(prefix="proviso-demo-") as folder:
        url = f"sqlite:///{Path(folder) / 'demo.sqlite'}"
        async with running(SCHOOL, url, Path(folder) / "indexes", SampleOrOwn, starters=STARTERS) as app:
            assert isinstance(app.documents, SampleOrOwn)
            await app.documents.start()
            yield app
