"""The demo: an invented school with a sample policy, in a database that goes when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.app import App, on_the_page
from bot.collection import Collection
from bot.roll import Kept
from bot.store.tx import SchoolTx
from bot.web.render import InForce
from handlers.acknowledging.asking import begin
from handlers.acknowledging.round import sign
from handlers.contacts import shipped
from handlers.desk import Desk, Member, Role, School
from handlers.drafts.accounts import ACCOUNT, ADDED, Rule
from handlers.model import Person, Post
from handlers.records import Appointment, StaffLine, Standing
from handlers.versions.reading import policy_of
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
        _member("assistant", "Mr Field", "Teaching assistant", Role.AUTHORISED_POSTER),
        _member("head", "Mrs Wood", "Headteacher", Role.HEAD, Role.DEPUTY_SAFEGUARDING_LEAD, Role.POLICY_OWNER),
        _member("deputy", "Mr Hill", "Deputy head", Role.DEPUTY, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_LEAD),
        _member("chair", "Dr Stone", "Chair of governors", Role.CHAIR, capacity="governors"),
    ),
    contacts=shipped()  # numbers that Ofcom keeps free for stories
    .changed("school", number="01632 960100")
    .changed("lado", number="01632 960110")
    .changed("emergency_duty_team", number="01632 960111"),
    smallest_count=2,  # a school of five people is easier to show than one of fifty; real schools have five
)

STARTERS = (
    "Can I look up a pupil's Instagram?",
    "Can I enter a pupil's name in ChatGPT?",
    "Can I take photos of my class on my own phone?",
    "Someone is being abusive about me on Facebook because of my job. What do I do?",
    "Can I wear jeans on an INSET day?",
)


# The school's accounts, as the head put them on the register.
ACCOUNTS: tuple[dict[str, object], ...] = (
    {"platform": "facebook", "name": "Larkfield Primary", "purpose": "News for all families", "rule": Rule.EACH,
     "owner": "assistant", "monitors": ["assistant"], "approved": "2025-09-08"},
    {"platform": "class_dojo", "name": "Year 4", "purpose": "Homework and trips of one class", "rule": Rule.PEOPLE,
     "owner": "teacher", "monitors": ["teacher"], "approved": "2025-09-08"},
)  # fmt: skip


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
        self._sample = (await self._collection.add(data, SAMPLE, alone=True)).policy.sha
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


def _employ(records: SchoolTx) -> None:
    """The staff list and the roles, as if both had been settled long ago; in the demo, too, they change in chat."""
    for one in SCHOOL.staff:
        who = one.person
        records.put_staff([StaffLine(who.key, who.name, who.email, one.capacity, one.job)])
        for role in one.roles:
            held = Appointment(f"{who.key} {role}", role, who.key, who.key, records.now, Standing.HELD)
            records.appoint(held)
    for account in ACCOUNTS:
        records.begin_journal(ACCOUNT, "head", ADDED, account)


def _have_signed(desk: Desk, _: SchoolTx) -> None:
    """Everybody has read and understood the sample policy, on paper: whoever posts for the school has to have."""
    for kept in desk.tx.policies():
        one = begin(desk, policy_of(kept))
        for key, asked in one.asked.items():
            by = "deputy" if key == "head" else "head"  # nobody puts down their own
            one = sign(desk.tx, one, by, key, asked.name, desk.today.isoformat())


@asynccontextmanager
async def demo() -> AsyncIterator[App]:
    """The invented school, until the block ends; nothing of it is left then."""
    with TemporaryDirectory(prefix="proviso-demo-") as folder:
        url = f"sqlite:///{Path(folder) / 'demo.sqlite'}"
        indexes = Path(folder) / "indexes"
        async with on_the_page(SCHOOL, url, indexes, SampleOrOwn, starters=STARTERS, roll=Kept) as app:
            await app.machine.store.run(lambda tx: _employ(tx.at(SCHOOL.id)))
            assert isinstance(app.documents, SampleOrOwn)
            await app.documents.start()
            await app.machine.turn.at_desk(SCHOOL.id, _have_signed)
            yield app
