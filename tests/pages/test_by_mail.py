"""A message for who has no account in the chat: from the e-mail to the record, and nothing of it on the way."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.app import router
from bot.channels import Channels
from bot.directory import Directory
from bot.mail import Mail
from bot.outbox import Outbox, Refused
from bot.pages.site import add_pages
from bot.roll import Fixed
from bot.store.store import Store
from bot.turn import Turn
from handlers.concerns.access import find
from handlers.concerns.case import Case
from handlers.concerns.clocks import keep
from handlers.concerns.delivery import opened
from handlers.concerns.filing import Told, file
from handlers.concerns.kinds import Kind
from handlers.desk import Desk
from handlers.records import StaffLine
from tests.conftest import KEY, Clock
from tests.handlers.larkfield import SCHOOL, Book
from tests.pages.browser import Browser
from tests.post_office import PostOffice, post_office
from tests.test_channels import Network
from tests.test_mail import SETTINGS

PAGE = "https://proviso.larkfield.example"
HERE = replace(SCHOOL, page=PAGE, mails=True)
LINES = [StaffLine(one.person.key, one.person.name, one.person.email, one.capacity) for one in SCHOOL.staff]


def _sender(turn: Turn, store: Store, office: PostOffice) -> Outbox:
    """The bot's chat, in which the chair of governors has no account, and its mail server."""
    directory = Directory(store, HERE)
    mail = Mail(SETTINGS.model_copy(update={"port": office.port}), turn, directory, HERE, trusted=office.trusted)
    return Outbox(store, Channels([Network("slack", Refused("has no account in Slack")), mail], directory).send)


async def test_the_chair_reads_a_message_about_the_head_by_the_link_in_an_e_mail(
    tmp_path: Path, clock: Clock, empty: Path
) -> None:
    store = Store.open(f"sqlite:///{shutil.copy(empty, tmp_path / 'mail.sqlite')}", clock=clock, keys=KEY)
    turn = Turn(store, router(), Fixed(HERE), lambda _: Book())
    application = web.Application()
    add_pages(application, turn, SCHOOL.id, "/")
    told = Told(Kind.COLLEAGUE, {"what": "She wrote to a pupil at night."}, ("head",))
    async with post_office(tmp_path) as office, TestClient(TestServer(application)) as client:
        await store.run(lambda tx: tx.at(SCHOOL.id).put_staff(LINES))
        await turn.at_desk(SCHOOL.id, lambda desk, _: file(desk, "teacher", told))
        await _sender(turn, store, office).work_off()
        (letter,) = [one for one in office.letters if one["To"] == "chair@larkfield.example"]
        assert not [one for one in office.letters if one["To"] == "head@larkfield.example"]
        words = letter.get_content()
        assert not any(one in words for one in ("pupil", "Wood", "Marsh", "concern", "colleague"))
        browser = Browser(client)
        path = words.partition(PAGE)[2].split()[0]
        page = await browser.press(await browser.open(path), "Open it")
        assert "She wrote to a pupil at night." in page.text
        assert "You are here as Dr Stone." in page.text
        used = await Browser(client).open(path)
        assert (used.status, used.buttons) == (410, ["Send me a new link"])
        for _ in range(3):
            again = await browser.press(used, "Send me a new link")
            assert again.title == "A new link is on its way"
        await _sender(turn, store, office).work_off()
        (new,) = [one for one in office.letters if one["To"] == "chair@larkfield.example"][1:]
        path = new.get_content().partition(PAGE)[2].split()[0]
        page = await browser.press(await browser.open(path), "Open it")
        assert "She wrote to a pupil at night." in page.text
    await store.close()


async def test_what_comes_after_the_first_message_comes_by_e_mail_too(
    tmp_path: Path, clock: Clock, empty: Path
) -> None:
    """That time runs out, for whoever reads it; that nobody opened it, for whoever told it. Nobody is in the chat."""
    store = Store.open(f"sqlite:///{shutil.copy(empty, tmp_path / 'mail.sqlite')}", clock=clock, keys=KEY)
    turn = Turn(store, router(), Fixed(HERE), lambda _: Book())
    told = Told(Kind.COLLEAGUE, {"what": "She wrote to a pupil at night."}, ("head",))
    async with post_office(tmp_path) as office:
        await store.run(lambda tx: tx.at(SCHOOL.id).put_staff(LINES))
        sender = _sender(turn, store, office)
        case = await turn.at_desk(SCHOOL.id, lambda desk, _: file(desk, "teacher", told))
        clock.forward(hours=1)
        while await turn.ring() or await sender.work_off():
            continue
        (news,) = [one for one in office.letters if one["To"] == "teacher@larkfield.example"]
        assert f"There is news of your message (ref {case.ref})." in news.get_content()
        await turn.at_desk(SCHOOL.id, lambda desk, _: keep(desk, opened(desk, case_now(desk, case), "chair")))
        clock.forward(hours=23)
        while await turn.ring() or await sender.work_off():
            continue
        letter = [one for one in office.letters if one["To"] == "chair@larkfield.example"][-1]
        assert f"Your message (ref {case.ref}) has a time limit." in letter.get_content()
    await store.close()


def case_now(desk: Desk, case: Case) -> Case:
    """How it stands."""
    found = find(desk, case.id)
    assert found is not None
    return found
