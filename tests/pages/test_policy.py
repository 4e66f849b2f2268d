"""A new version of a policy comes by our own page, is read beside the turns, and put before head and chair."""

from __future__ import annotations

from bot.brought import Reader
from bot.store.tx import SchoolTx
from handlers.model import Person, Place, Pressed, Said, Say
from handlers.versions.version import State, versions
from tests.handlers.larkfield import HEAD, SCHOOL, TEACHER
from tests.pages.browser import Browser
from tests.pages.conftest import Site

POLICY = b"# Phone policy\n\n## Rules\n\n1.1 Staff must not use a phone of their own in class.\n"


async def link(site: Site, who: Person) -> str:
    """What they are given when they say that they have a new version."""
    outcome = await site.turn.take(Said(f"new-{who.key}", who, Place("test:1"), "new version of the policy"), "test")
    assert isinstance(outcome.reply, Say)
    return next((button.link for button in outcome.reply.post.buttons), "")


async def test_the_head_brings_a_file_and_it_waits_to_be_adopted(site: Site, browser: Browser) -> None:
    page = await browser.press(await browser.open(await link(site, HEAD.person)), "Open it")
    assert page.title == "Bring a policy"
    page = await browser.bring([("phones.txt", POLICY)])
    receipt = await browser.press(page, "Send")
    assert receipt.text.endswith("I am reading it now, and write to you in the chat in a minute.")
    await Reader(site.store, site.turn, SCHOOL.id).read()
    (one,) = await site.store.read(lambda tx: versions(tx.at(SCHOOL.id)))
    assert (one.state, one.title, one.by) == (State.WAITS, "Phone policy", "head")
    assert await site.store.read(lambda tx: tx.at(SCHOOL.id).upload(one.upload)) is None, (
        "its bytes are the policy's now"
    )
    assert await site.turn.at_desk(SCHOOL.id, lambda desk, records: _told(records, one.id))


async def test_a_file_with_no_policy_in_it_is_told_to_whoever_brought_it(site: Site, browser: Browser) -> None:
    await browser.press(await browser.open(await link(site, HEAD.person)), "Open it")
    page = await browser.bring([("list.txt", b"Eggs, milk, bread.")])
    await browser.press(page, "Send")
    await Reader(site.store, site.turn, SCHOOL.id).read()
    (one,) = await site.store.read(lambda tx: versions(tx.at(SCHOOL.id)))
    assert one.state is State.CLOSED


async def test_a_teacher_is_given_no_link(site: Site) -> None:
    assert await link(site, TEACHER.person) == ""


async def test_the_agenda_is_saved_as_a_word_file_by_those_who_look_after_the_policies(
    site: Site, browser: Browser
) -> None:
    page = await browser.press(await browser.open(await site.link("desk", "fetch_agenda", "head")), "Open it")
    saved = await browser.press(page, "Save it (Word)")
    assert saved.headers["Content-Type"].endswith("wordprocessingml.document")
    assert saved.body[:2] == b"PK"
    refused = await site.turn.take(Pressed("p", TEACHER.person, Place("test:1"), "fetch_agenda"), "test")
    assert isinstance(refused.reply, Say)
    assert refused.reply.post.title == "The agenda is for those who look after the policies"


def _told(records: SchoolTx, key: str) -> bool:
    return records.arrival(f"policy {key} head").value != "nothing"
