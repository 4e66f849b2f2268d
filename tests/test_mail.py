"""E-mail goes to whoever has no account in the chat, says that there is a message, and not a word more."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels import Channels
from bot.concern_settings import MailSettings
from bot.directory import Directory
from bot.mail import Mail, faults
from bot.outbox import Outbox, Refused
from bot.roll import Kept
from bot.store.store import Store
from bot.turn import Turn
from handlers.model import Button, Post
from handlers.records import Account, Arrival, StaffLine, Unreached
from handlers.routing import Router
from tests.conftest import Clock
from tests.handlers.larkfield import CHAIR, SCHOOL, Book
from tests.post_office import PASSWORD, SENDER, USER, PostOffice, post_office
from tests.test_channels import Network

WHO = CHAIR.person
HERE = replace(SCHOOL, staff=(), page="https://proviso.larkfield.example", mails=True)
NOTICE = Post(
    "You have a message (ref ACD-EFH)",
    buttons=(Button("open_message", "Open it", "j1", opens="open_message"),),
    glance="You have a message (ref ACD-EFH)",
    mails=True,
)


@dataclass
class Larkfield:
    """A school with a mail server, a chat, and a chair of governors who has no account in it."""

    store: Store
    office: PostOffice
    chat: Network
    outbox: Outbox
    clock: Clock

    async def tell(self, post: Post = NOTICE, key: str = "k") -> None:
        """The bot tells the chair something."""
        await self.store.run(lambda tx: tx.at(HERE.id).tell(WHO.key, post, key=key))
        await self.outbox.work_off()

    async def arrival(self) -> Arrival:
        """What became of it."""
        return await self.store.run(lambda tx: tx.at(HERE.id).arrival("k"))

    async def unreached(self) -> tuple[Unreached, ...]:
        """Who could not be written to."""
        return await self.store.run(lambda tx: tx.at(HERE.id).unreached())


SETTINGS = MailSettings(host="127.0.0.1", sender=SENDER, user=USER, password=SecretStr(PASSWORD))


def _larkfield(store: Store, office: PostOffice, clock: Clock, settings: MailSettings) -> Larkfield:
    turn, directory = Turn(store, Router("none"), Kept(HERE), lambda _: Book()), Directory(store, HERE)
    mail = Mail(settings.model_copy(update={"port": office.port}), turn, directory, HERE, trusted=office.trusted)
    chat = Network("slack", Refused("has no account in Slack"))
    return Larkfield(store, office, chat, Outbox(store, Channels([chat, mail], directory).send), clock)


@pytest.fixture
async def here(store: Store, tmp_path: Path, clock: Clock) -> AsyncIterator[Larkfield]:
    """The school."""
    line = StaffLine(WHO.key, WHO.name, WHO.email, CHAIR.capacity)
    await store.run(lambda tx: tx.at(HERE.id).put_staff([line]))
    async with post_office(tmp_path) as office:
        yield _larkfield(store, office, clock, SETTINGS)


async def test_who_has_no_account_gets_a_reference_and_a_link_and_nothing_else(here: Larkfield) -> None:
    await here.tell()
    (letter,) = here.office.letters
    assert (letter["From"], letter["To"], letter["Subject"]) == (f"Proviso <{SENDER}>", WHO.email, "You have a message")
    words = letter.get_content()
    link = re.search(r"https://proviso\.larkfield\.example/open/[\w-]{32}\n", words)
    assert link is not None
    rest = words.replace(link.group(), "")
    assert rest.startswith("You have a message (ref ACD-EFH).\n")
    assert "until 6 March 2027 at 09:00" in rest
    assert not re.search(r"concern|report|Stone|Larkfield|j1", rest)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert await here.arrival() is Arrival.ARRIVED
    assert await here.unreached() == ()


async def test_the_link_opens_the_button_of_the_message_for_that_person(here: Larkfield) -> None:
    await here.tell()
    token = here.office.letters[0].get_content().partition("/open/")[2].split()[0]
    visit = await here.store.run(lambda tx: tx.at(HERE.id).use_link(token))
    assert visit is not None
    assert (visit.purpose, visit.about, visit.person) == ("desk", "open_message j1", WHO.key)


async def test_nothing_is_said_in_the_clear_but_the_wish_for_encryption(here: Larkfield) -> None:
    await here.tell()
    assert [one for one in here.office.spoken if "clear" in one] == ["EHLO in the clear", "STARTTLS in the clear"]


async def test_whoever_can_be_reached_in_the_chat_gets_no_e_mail(here: Larkfield) -> None:
    here.chat.fault = None
    await here.tell()
    assert here.office.letters == []
    assert len(here.chat.seen) == 1


async def test_what_does_not_ask_for_it_is_not_sent_by_e_mail(here: Larkfield) -> None:
    await here.tell(replace(NOTICE, mails=False))
    assert here.office.letters == []
    assert await here.arrival() is Arrival.FAILED


async def test_a_change_or_a_withdrawal_sends_no_second_e_mail(here: Larkfield) -> None:
    await here.tell()
    await here.store.run(lambda tx: tx.at(HERE.id).amend("k", replace(NOTICE, title="It was opened")))
    await here.outbox.work_off()
    await here.store.run(lambda tx: tx.at(HERE.id).withdraw("k"))
    await here.outbox.work_off()
    assert len(here.office.letters) == 1


async def test_a_server_that_asks_to_wait_is_asked_again(here: Larkfield) -> None:
    here.office.busy = 1
    await here.tell()
    assert await here.arrival() is Arrival.WAITS
    here.clock.forward(minutes=1)
    await here.outbox.work_off()
    assert await here.arrival() is Arrival.ARRIVED


async def test_an_address_that_nobody_has_there_is_said_at_once(here: Larkfield) -> None:
    here.office.unknown.add(WHO.email)
    await here.tell()
    assert await here.arrival() is Arrival.FAILED
    (known,) = await here.unreached()
    assert "the mail server refuses it (550)" in known.reason
    assert "Nobody" not in known.reason, "what the server says may name somebody"


async def test_where_nobody_knows_whether_it_arrived_it_goes_again_under_the_same_id(here: Larkfield) -> None:
    here.office.hangs_up = True
    await here.tell()
    here.office.hangs_up = False
    here.clock.forward(minutes=1)
    await here.outbox.work_off()
    assert await here.arrival() is Arrival.ARRIVED
    assert len({letter["Message-ID"] for letter in here.office.letters}) == 1


@pytest.mark.parametrize(
    "change",
    [{"password": SecretStr("wrong")}, {"sender": "somebody@else.example"}, {"user": ""}],
    ids=["a wrong password", "somebody else's address", "not signed in"],
)
async def test_a_server_that_does_not_take_us_takes_nothing(here: Larkfield, change: dict[str, object]) -> None:
    other = _larkfield(here.store, here.office, here.clock, SETTINGS.model_copy(update=change))
    await other.tell()
    assert here.office.letters == []
    assert await other.arrival() is not Arrival.ARRIVED


async def test_without_encryption_nothing_is_sent_not_even_the_password(here: Larkfield) -> None:
    here.office.encrypts = False
    await here.tell()
    assert here.office.letters == []
    assert "AUTH in the clear" not in here.office.spoken
    assert await here.arrival() is Arrival.WAITS


async def test_a_certificate_that_nobody_vouches_for_is_not_believed(here: Larkfield) -> None:
    here.office.trusted = ssl.create_default_context()
    await _larkfield(here.store, here.office, here.clock, SETTINGS).tell()
    assert here.office.letters == []


async def test_a_server_encrypted_from_the_first_byte_will_do(here: Larkfield, tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    await asyncio.to_thread(folder.mkdir)
    async with post_office(folder, tls=True) as office:
        await _larkfield(here.store, office, here.clock, SETTINGS.model_copy(update={"encryption": "tls"})).tell()
    assert len(office.letters) == 1


async def test_an_account_in_the_chat_later_takes_over(here: Larkfield) -> None:
    await here.tell()
    account = Account("slack", "T1", "U1", WHO.key)
    await here.store.run(lambda tx: tx.at(HERE.id).put_account(account))
    here.chat.fault = None
    await here.tell(key="another")
    assert (len(here.office.letters), len(here.chat.seen)) == (1, 1)


# --- asked before the bot runs ---


async def test_a_mail_server_that_takes_us_has_no_fault_and_gets_no_letter(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        assert await faults(SETTINGS.model_copy(update={"port": office.port}), office.trusted) == []
    assert office.letters == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": SecretStr("wrong")}, "does not take the user and the password"),
        ({"sender": "somebody@else.example"}, "does not let us send from this address (550). See mail.sender."),
        ({"port": 1}, "cannot be reached (ConnectionRefusedError)"),
    ],
)
async def test_what_is_wrong_with_a_mail_server_says_which_setting(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    async with post_office(tmp_path) as office:
        (fault,) = await faults(SETTINGS.model_copy(update={"port": office.port, **change}), office.trusted)
    assert said in fault
    assert "See mail." in fault
