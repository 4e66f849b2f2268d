"""A school seen from every seat at once: what each person is sent, in the chat and by e-mail, and all that they find
wherever they press."""

from __future__ import annotations

import itertools
import json
import re
import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

from bot.app import router
from bot.concern_settings import MailSettings
from bot.directory import Directory
from bot.mail import Mail
from bot.outbox import Outbox, Refused
from bot.roll import Kept
from bot.store.deliveries import Delivery
from bot.store.store import Store
from bot.store.tx import SchoolTx
from bot.turn import Turn
from handlers.desk import Desk, Member, Role, School
from handlers.model import (
    Ask,
    Called,
    Done,
    Event,
    Field,
    FieldKind,
    Filled,
    Home,
    Looked,
    Move,
    Nothing,
    Person,
    Place,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Update,
)
from handlers.records import Appointment, StaffLine, Standing
from handlers.reminders import digest
from handlers.reminders.mine import MINE_NOT
from knowledge.model import Verdict
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import NO_FRIENDS, SCHOOL, Book, answer

T = TypeVar("T")


class _Letters(Mail):
    """E-mail up to the wire: whoever would be sent one, and all that stands in it."""

    def __init__(self, turn: Turn, directory: Directory, school: School) -> None:
        super().__init__(MailSettings(host="127.0.0.1", sender="bot@larkfield.example"), turn, directory, school)
        self.letters: list[EmailMessage] = []

    def _post(self, letter: EmailMessage) -> None:
        self.letters.append(letter)

    def to(self, who: Member) -> list[str]:
        """What somebody finds in their mailbox: who it is from, its subject and its words."""
        theirs = [one for one in self.letters if one["To"] == who.person.email]
        return [f"{one['From']}: {one['Subject']}\n{one.get_content()}" for one in theirs]


VICE = Member(Person("vice", "Ms Brook", "vice@larkfield.example"), (Role.VICE_CHAIR,), capacity="governors")
OFFICE = Member(Person("office", "Mrs Reed", "office@larkfield.example"), (Role.COMMUNICATIONS_LEAD,))
IT = Member(Person("it", "Mr Lane", "it@larkfield.example"))  # looks after the bot, and holds no role
TRUST = Member(Person("trust", "Mrs Vale", "trust@larkfield.example"), (Role.TRUST,), capacity="governors")
DATA = Member(Person("data", "Mr Pole", "data@larkfield.example"), (Role.DATA_PROTECTION_LEAD,))
OWNER = Member(Person("owner", "Ms Lark", "owner@larkfield.example"), (Role.POLICY_OWNER,))
POSTER = Member(Person("poster", "Mr Fenn", "poster@larkfield.example"), (Role.AUTHORISED_POSTER,))
STAFF = (*SCHOOL.staff, VICE, OFFICE, IT, TRUST, DATA, OWNER, POSTER)  # every role is somebody's
NUMBERS = SCHOOL.contacts.changed("lado", number="01632 960001").changed("school", number="01632 960000")
WORDS = (
    "home", "help", "my messages", "reminders", "policies", "settings", "my copies", "requests", "devices",
    "authorities", "accounts", "my drafts", "rulings", "agenda", "overview", "versions", "search Quagga",
)  # fmt: skip
_DEEP = 2  # presses after one another


class House:
    """A school with its store and its bot; whatever is sent to people is put down."""

    def __init__(self, store: Store, clock: Clock) -> None:
        bare = replace(
            SCHOOL, staff=(), administrator=IT.person.key, contacts=NUMBERS, browser=True, mails=True, page="/"
        )
        # What is no command is a question; none of them may count as one without an answer, which others see.
        self.store, self.clock, self.book = store, clock, Book(dict.fromkeys(WORDS, answer(Verdict.NO, NO_FRIENDS)))
        self.turn = Turn(store, router(), Kept(bare), lambda _: self.book)
        self.mail = _Letters(self.turn, Directory(store, bare), bare)
        self.sent: dict[str, list[Post]] = {}
        self.out_of_reach: set[str] = set()  # whom no message gets to: person keys
        self._outbox = Outbox(store, self._send)
        self._ids = itertools.count(1)
        self._mark = secrets.token_hex(4)  # a bot that was started again hears new events

    @classmethod
    @asynccontextmanager
    async def open(cls, file: Path, clock: Clock) -> AsyncIterator[House]:
        """The school with everybody at work."""
        store = Store.open(f"sqlite:///{file}", clock=clock, keys=KEY)
        house = cls(store, clock)
        await store.run(lambda tx: _employ(tx.at(SCHOOL.id)))
        await house.at_desk(lambda desk, _: digest.begin(desk))
        try:
            yield house
        finally:
            await store.close()

    async def at_desk(self, work: Callable[[Desk, SchoolTx], T]) -> T:
        """Do something at the school's desk."""
        return await self.turn.at_desk(SCHOOL.id, work)

    async def settle(self) -> None:
        """What is due is done, what is to be sent is sent."""
        while await self.turn.ring() or await self._outbox.work_off():
            continue

    async def _send(self, delivery: Delivery) -> str:
        if delivery.post is not None:
            if delivery.person in self.out_of_reach:
                raise Refused("cannot be written to")
            self.sent.setdefault(delivery.person, []).append(delivery.post)
            if delivery.post.mails and not delivery.place:
                await self.mail.send(delivery)
        return f"m{next(self._ids)}"

    # --- what somebody does ---

    async def do(self, event: Event) -> Reply:
        """One event, and its reply as sent."""
        outcome = await self.turn.take(event, "web")
        await self.turn.sent(outcome, f"m{next(self._ids)}")
        return outcome.reply

    async def say(self, who: Member, text: str) -> Reply:
        """They type something, alone with the bot."""
        return await self.do(Said(self.id(), who.person, _alone(who), text))

    async def call(self, who: Member, command: str, text: str = "") -> Reply:
        """They use a command."""
        return await self.do(Called(self.id(), who.person, _alone(who), command, text))

    async def press(self, who: Member, button: str, value: str = "") -> Reply:
        """They press a button, or send what a button would send."""
        return await self.do(Pressed(self.id(), who.person, _alone(who), button, value, "m0"))

    async def home(self, who: Member) -> Reply:
        """They open Home."""
        return await self.do(Looked(self.id(), who.person, _alone(who), "home"))

    async def walk(self, who: Member, reply: Reply, given: Mapping[str, object], words: str = "") -> Reply:
        """They fill in a form to its end, page by page: what is `given` by field, `words` wherever else words go, and
        the first choice where something must be chosen."""
        for _ in range(40):
            if not isinstance(reply, Ask) or reply.errors:
                return reply
            page = {one.key: given.get(one.key, _filled(one, words)) for one in reply.step.fields}
            dialog = reply.dialog
            filled = Filled(
                self.id(), who.person, _alone(who), dialog.id, reply.step.key, Move.NEXT, page, dialog.version
            )
            reply = await self.do(filled)
        raise AssertionError("the form has no end")

    def id(self) -> str:
        """An event's id."""
        return f"{self._mark}-{next(self._ids)}"

    # --- what somebody finds ---

    async def all_that(self, who: Member, *, besides: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
        """All that somebody is shown: what they were sent, Home, each of WORDS, and what every button there leads to.

        `besides`: buttons (key, value) that a client of their own making might send.
        """
        found = {f"sent {at}": shown(Say(one)) for at, one in enumerate(self.sent.get(who.person.key, []))}
        found |= {f"e-mail {at}": words for at, words in enumerate(self.mail.to(who))}
        replies = {"home": await self.home(who)}
        for word in WORDS:
            replies[word] = await self.say(who, word)
        for key, value in besides:
            replies[f"forged {key}"] = await self.press(who, key, value)
        pressed: set[tuple[str, str]] = set()
        for _ in range(_DEEP):
            found |= {where: shown(one) for where, one in replies.items()}
            replies = await self._onward(who, replies, pressed)
        return found | {where: shown(one) for where, one in replies.items()}

    async def _onward(
        self, who: Member, replies: Mapping[str, Reply], pressed: set[tuple[str, str]]
    ) -> dict[str, Reply]:
        """Where each button leads; the same one that stands in several places is pressed once. “Not me” is not: it
        would change what the next one sees."""
        onward: dict[str, Reply] = {}
        for where, reply in replies.items():
            for button in post_of(reply).buttons:
                if button.link or button.key == MINE_NOT or (button.key, button.value) in pressed:
                    continue
                pressed.add((button.key, button.value))
                onward[f"{where} > {button.label}"] = await self.press(who, button.key, button.value)
        return onward


def _filled(field: Field, words: str) -> object:
    """Something for a field: words wherever they go, and what must be chosen."""
    if field.kind in (FieldKind.TEXT, FieldKind.LONG):
        return words[: field.longest] or None
    return _CHOSEN[field.kind](field) if field.required else None


_CHOSEN: Mapping[FieldKind, Callable[[Field], object]] = {
    FieldKind.CHOICE: lambda field: field.choices[0][0],
    FieldKind.CHOICES: lambda field: [field.choices[0][0]],
    FieldKind.YES_NO: lambda _: "yes",
    FieldKind.DATE: lambda _: "2027-03-03",
    FieldKind.TIME: lambda _: "09:00",
    FieldKind.PERSON: lambda _: VICE.person.key,
    FieldKind.PEOPLE: lambda _: [VICE.person.key],
    FieldKind.CHANNEL: lambda _: "",
}


def post_of(reply: Reply) -> Post:
    """The post that a reply shows; of a form its words."""
    match reply:
        case Say(post=post) | Update(post=post) | Done(post=post) | Home(post=post):
            return post
        case Ask():
            return reply.step.words(reply.dialog.answers) if reply.step.words is not None else Post()
    return Post()


def shown(reply: Reply) -> str:
    """All that a person can read of a reply, and all that their client is told, as one text."""
    if isinstance(reply, Nothing):
        return ""
    words: dict[str, Any] = asdict(post_of(reply))
    if isinstance(reply, Ask):
        step = reply.step
        words["form"] = [reply.form.title, step.title, step.next_label, dict(reply.errors), reply.dialog.about]
        words["fields"] = [[one.label, one.hint, one.choices] for one in step.fields]
        words["given"] = {one.key: reply.dialog.answers.get(one.key) for one in step.fields}
    return json.dumps(words, ensure_ascii=False, default=str)


_CHANCE = re.compile(r'(?<=/open/)[\w-]+|"[\w-]{16}"|[\w-]{16}(?=[:.])|\b[A-Z0-9]{3}-[A-Z0-9]{3}\b')


def without_chance(found: Mapping[str, str]) -> dict[str, str]:
    """The same with every id, link and reference made alike, so that two schools can be compared."""
    return {where: _CHANCE.sub("…", words) for where, words in found.items()}


def _alone(who: Member) -> Place:
    return Place(f"web:{who.person.key}")


def _employ(records: SchoolTx) -> None:
    for one in STAFF:
        who = one.person
        records.put_staff([StaffLine(who.key, who.name, who.email, one.capacity, one.job)])
        for role in one.roles:
            held = Appointment(f"{who.key} {role}"[:40], role, who.key, who.key, records.now, Standing.HELD)
            records.appoint(held)


def school() -> School:
    """The school as its people and roles make it."""
    return replace(SCHOOL, staff=STAFF, administrator=IT.person.key, contacts=NUMBERS)
