"""A conversation for tests: who says or presses what, and what they see. Only the knowledge is invented."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.app import router
from bot.store.store import Store
from bot.turn import Turn
from handlers.desk import Member, Role, School
from handlers.model import (
    Ask,
    Called,
    Came,
    Event,
    Filled,
    Home,
    Looked,
    Move,
    Person,
    Place,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Update,
)  # fmt: skip
from knowledge.model import (
    Answer,
    Choice,
    Cited,
    Clause,
    Condition,
    Dates,
    Document,
    FollowUp,
    Modality,
    Policy,
    Verdict,
)  # fmt: skip

TEACHER = Member(Person("teacher", "Miss Marsh"), job="Year 4 teacher")
ASSISTANT = Member(Person("assistant", "Mr Field"))
HEAD = Member(Person("head", "Mrs Wood"), (Role.HEAD, Role.DEPUTY_SAFEGUARDING_LEAD))
DEPUTY = Member(Person("deputy", "Mr Hill"), (Role.DEPUTY, Role.SAFEGUARDING_LEAD))
CHAIR = Member(Person("chair", "Dr Stone"), (Role.CHAIR,), capacity="governors")
SCHOOL = School(
    "larkfield", "Larkfield", ZoneInfo("Europe/London"), (TEACHER, ASSISTANT, HEAD, DEPUTY, CHAIR), smallest_count=2
)

DATES = Dates(adopted="2025-09-08", in_force="2025-10-01", period_months=12)


def clause(
    number: str, text: str, modality: Modality, *, lead_in: str = "", conditions: Sequence[Condition] = ()
) -> Clause:
    """A clause of section 4."""
    heading = ("4. Contact with pupils and families",)
    return Clause(f"c{number}", number, heading, lead_in, text, 0, 1, modality, ("staff",), tuple(conditions))


NO_FRIENDS = clause("4.1", "Staff must not accept a friend request from a pupil.", Modality.PROHIBITION)
PARENTS = clause(
    "4.2", "connect with parents unless they are related.", Modality.PROHIBITION, lead_in="Staff must not",
    conditions=[Condition("exception", "unless they are related")],
)  # fmt: skip
REPORT = clause("4.3", "Staff must tell the headteacher when a pupil contacts them.", Modality.OBLIGATION)
LUNCH = clause("5.2", "Staff may use their own phone at lunch.", Modality.PERMISSION)
CAREFUL = clause("5.3", "Staff are advised to check their privacy settings.", Modality.ADVICE)
POLICY = Policy(
    "Online conduct policy",
    DATES,
    (NO_FRIENDS, PARENTS, REPORT, LUNCH, CAREFUL),
    Document("p.md", "md", "", ()),
    (),
    "a" * 64,
)
TRUST = Policy("Trust policy", Dates(last_reviewed="2023-03"), (CAREFUL,), Document("t.md", "md", "", ()), (), "b" * 64)


def cited(one: Clause, policy: Policy = POLICY) -> Cited:
    """A clause with its policy."""
    return Cited(one, policy, 0.9)


def answer(
    verdict: Verdict, *clauses: Clause, shown: bool = True, reason: str = "The clause rules this out."
) -> Answer:
    """An answer from these clauses, the first deciding."""
    return Answer("", verdict, shown, 0.93, reason, tuple(cited(one) for one in clauses), subject="contact with pupils")


FAMILY = FollowUp(
    "Are you related?", (Choice("1.0", "Yes, family", "+who.relative"), Choice("1.1", "No", "-who.relative"))
)
SILENT = replace(
    answer(Verdict.NOT_COVERED, reason="No clause decides this."),
    nearest=("Personal use", "Photographs"),
    subject="selling things",
)


class Book:
    """Knowledge as a table: question (and facts) → answer; anything else is not covered."""

    def __init__(self, answers: Mapping[str | tuple[str, ...], Answer] | None = None) -> None:
        self.answers = dict(answers or {})
        self.capacities: list[str] = []
        self.known: tuple[Policy, ...] = (POLICY,)

    def answer(self, question: str, *, facts: Sequence[str] = (), capacity: str = "") -> Answer:
        """The answer in the table."""
        self.capacities.append(capacity)
        found = self.answers.get((question, *facts)) or self.answers.get(question, SILENT)
        return replace(found, question=question)

    def policies(self) -> Sequence[Policy]:
        """The policies there are."""
        return self.known

    def search(self, words: str, most: int = 5) -> Sequence[Cited]:
        """Clauses with all these words."""
        wanted = words.casefold().split()
        found = [cited(c, p) for p in self.known for c in p.clauses if all(w in c.text.casefold() for w in wanted)]
        return found[:most]


class Talk:
    """Everybody's conversations with the bot, through the real turn and store."""

    def __init__(self, store: Store, book: Book) -> None:
        self.book = book
        self.store = store
        self._turn = Turn(store, router(), lambda _: SCHOOL, lambda _: book)
        self._ids = itertools.count(1)

    async def say(self, who: Member, text: str, *, private: bool = True) -> Post:
        """They type something; what they see."""
        return _post(await self._take(Said(self._id(), who.person, _where(who, private), text)))

    async def say_aloud(self, who: Member, text: str) -> Say:
        """They type something where others read along."""
        reply = await self._take(Said(self._id(), who.person, _where(who, False), text))
        assert isinstance(reply, Say)
        return reply

    async def command(self, who: Member, command: str, text: str = "") -> Post:
        """They use a slash command."""
        return _post(await self._take(Called(self._id(), who.person, _where(who), command, text)))

    async def press(self, who: Member, post: Post, label: str) -> Post:
        """They press the button with this label; what they see, new or in the message's place."""
        return _post(await self.pressed(who, post, label))

    async def pressed(self, who: Member, post: Post, label: str) -> Reply:
        """The same, as the reply itself."""
        found = [button for button in post.buttons if button.label == label]
        assert found, f"no button {label!r} among {labels(post)}"
        return await self._take(Pressed(self._id(), who.person, _where(who), found[0].key, found[0].value, "post-1"))

    async def open(self, who: Member, post: Post, label: str) -> Ask:
        """They press a button that opens a form."""
        reply = await self.pressed(who, post, label)
        assert isinstance(reply, Ask), reply
        return reply

    async def fill(self, who: Member, form: Ask, move: Move = Move.NEXT, **given: object) -> Reply:
        """They fill in the form's page and go on."""
        dialog = form.dialog
        return await self._take(
            Filled(self._id(), who.person, _where(who), dialog.id, form.step.key, move, given, dialog.version)
        )

    async def home(self, who: Member) -> Post:
        """They open Home."""
        reply = await self._take(Looked(self._id(), who.person, _where(who), "home"))
        assert isinstance(reply, Home)
        return reply.post

    async def come(self, who: Member) -> Post:
        """They meet the bot for the first time."""
        return _post(await self._take(Came(self._id(), who.person, _where(who))))

    async def told(self, who: Member) -> list[Post]:
        """What was sent to them beside the replies."""
        rows = await self.store.run(lambda tx: tx.lease("test", timedelta(minutes=1), 50))
        return [row.post for row in rows if row.person == who.person.key and row.post is not None]

    async def _take(self, event: Event) -> Reply:
        outcome = await self._turn.take(event, "test")
        assert getattr(getattr(outcome.reply, "post", None), "title", "") != "Something went wrong"
        return outcome.reply

    def _id(self) -> str:
        return f"event-{next(self._ids)}"


def labels(post: Post) -> list[str]:
    """The labels of a post's buttons."""
    return [button.label for button in post.buttons]


def words(post: Post) -> str:
    """All that a post says, for looking what is not in it."""
    quotes = (part for quote in post.quotes for part in (quote.lead_in, quote.text, quote.source))
    facts = (part for fact in post.facts for part in fact)
    return "\n".join((post.title, post.text, *facts, *quotes, *post.notes, *labels(post)))


def _where(who: Member, private: bool = True) -> Place:
    return Place(f"chat-{who.person.key}" if private else "staff-room", private=private)


def _post(reply: Reply) -> Post:
    assert isinstance(reply, Say | Update), reply
    return reply.post
