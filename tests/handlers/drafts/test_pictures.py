"""Pictures of a post: brought on our own page, each child looked up, and taken back when a permission goes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.pages.site import add_pages
from handlers.consent import CHANGED
from handlers.desk import Member
from handlers.drafts.draft import drafts
from handlers.drafts.pictured import children
from handlers.model import Post
from handlers.records import Consent
from tests.conftest import Clock
from tests.handlers.drafts.drafting import LINK, OTHER, PICTURES, PUBLISHED, TEXT, authorise, register, sent
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.reminders.mornings import next_morning, reminder, reminders, set_bell
from tests.handlers.talk import Talk
from tests.pages.browser import Browser, Page
from tests.pages.test_upload import jpeg
from tests.seats.seen import Seen, labels, words

HERE = "https://proviso.larkfield.example"
AMINA = Consent("P101", "Amina Brook", {"social": (True, "2026-09-01")})
BEN = Consent("P102", "Ben Brook", {"social": (False, "2026-09-01"), "website": (True, "2026-09-01")})
_HOUR = timedelta(hours=1)
SCHOOL_DEVICE, PRIVATE_DEVICE = "Send: all taken on a school device", "Send: some taken on a private device"
DESCRIBED = "Two children at a stall"


@pytest.fixture
async def browser(talk: Talk) -> AsyncIterator[Callable[[], Browser]]:
    """Opens another browser; the school has a page, an account and a consent list."""
    talk.settings(page=HERE)
    await register(talk)
    await authorise(talk)
    await _import(talk, AMINA, BEN)
    application = web.Application()
    add_pages(application, talk.turn, SCHOOL.id, "/")
    server = TestServer(application)
    clients: list[TestClient[Any, Any]] = []

    def another() -> Browser:
        clients.append(TestClient(server))
        return Browser(clients[-1])

    await server.start_server()
    yield another
    for one in clients:
        await one.close()
    await server.close()


async def _import(talk: Talk, *told: Consent) -> None:
    def work(records: Any) -> None:
        records.put_consents(told)
        records.wake(CHANGED, "", due=records.now, key=CHANGED)

    await talk.store.run(lambda tx: work(tx.at(SCHOOL.id)))


def _link(post: Post, label: str) -> str:
    return next(one.link for one in post.buttons if one.label == label).removeprefix(HERE)


async def _open(browser: Browser, post: Post, label: str) -> Page:
    return await browser.press(await browser.open(_link(post, label)), "Open it")


async def _brought(talk: Talk, browser: Browser, way: str = SCHOOL_DEVICE, *, pictures: int = 1) -> Page:
    """Miss Marsh has drafted a post, brings its pictures, and is asked who is in them."""
    receipt = await sent(talk, TEXT, PICTURES, described="\n".join([DESCRIBED] * pictures))
    await _open(browser, receipt, "Bring the pictures")
    page = await browser.bring([(f"fair{n}.jpg", jpeg(40 * n)) for n in range(pictures)])
    thanks = await browser.press(page, way)
    link = thanks.tree.xpath("//a[text()='Say who is in them']/@href")[0].removeprefix(HERE)
    return await browser.press(await browser.open(link), "Open it")


async def _said(browser: Browser, page: Page, who: str, in_it: Mapping[str, Any]) -> Page:
    page = await browser.press(page, "Next", {"Their references or names, a line for each (optional)": who})
    return await browser.press(page, "Send", {"What does picture 1 show?": DESCRIBED, **in_it})


WHO_1 = "Picture 1, fair0.jpg: who is in it? (optional)"
AMINA_IS_IN_IT = {WHO_1: ["Amina Brook (yes, may be shown)"]}


async def _card(talk: Talk) -> Seen:
    return next(one for one in reversed(await talk.told(HEAD)) if "Approve" in labels(one))


async def test_pictures_are_brought_looked_up_seen_by_who_decides_and_approved(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    mine = browser()
    receipt = await _said(mine, await _brought(talk, mine), "P101", AMINA_IS_IN_IT)
    assert receipt.title == "Sent"
    card = await _card(talk)
    assert ("Picture 1", DESCRIBED) in card.facts
    assert not any(one in words(card) for one in ("Amina", "P101"))
    theirs = browser()
    shown = await _open(theirs, await talk.press(HEAD, card, "See the pictures"), "Open them")
    (source,) = shown.tree.xpath("//main//img/@src")
    assert (await theirs.open(source)).headers["Content-Type"] == "image/jpeg"
    assert shown.tree.xpath("//main//img/@alt") == [DESCRIBED]
    assert "Approved by Mrs Wood" in (await talk.press(HEAD, card, "Approve")).title
    ready = (await talk.told(ASSISTANT))[-1]
    assert labels(ready) == [PUBLISHED, "See the pictures"]


async def test_pictures_are_not_for_everybody(talk: Talk, browser: Callable[[], Browser]) -> None:
    mine = browser()
    await _said(mine, await _brought(talk, mine), "P101", AMINA_IS_IN_IT)
    (draft,) = await talk.at_desk(drafts)
    link = await talk.at_desk(
        lambda desk: desk.tx.link("desk", f"show_pictures {draft.journal.id}", "assistant", _HOUR)
    )
    theirs = browser()
    page = await theirs.press(await theirs.open(link.removeprefix(HERE)), "Open it")
    assert page.title == "These pictures are not for you to see"
    assert (await theirs.open(f"/desk/file/{draft.pictures[0]}")).status == 404


async def test_a_child_without_permission_blocks_and_the_picture_can_be_left_out(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    mine = browser()
    page = await _brought(talk, mine, pictures=2)
    page = await mine.press(page, "Next", {"Their references or names, a line for each (optional)": "amina\nBen Brook"})
    ben = {WHO_1: ["Ben Brook (no, may not be shown)"], "What does picture 1 show?": DESCRIBED}
    amina = {"Picture 2, fair1.jpg: who is in it? (optional)": ["Amina Brook (yes, may be shown)"],
             "What does picture 2 show?": "A stall"}  # fmt: skip
    page = await mine.press(page, "Send", ben | amina)
    assert page.faults == ["There is no permission to show Ben Brook there. Do not use this picture."]
    left_out = {WHO_1: ["Ben Brook (no, may not be shown)", "Do not use this picture"]}
    assert (await mine.press(page, "Send", left_out)).title == "Sent"
    (draft,) = await talk.at_desk(drafts)
    assert (draft.content.described, children(draft)) == (("A stall",), {"P101"})


async def test_who_is_not_on_the_list_has_no_permission(talk: Talk, browser: Callable[[], Browser]) -> None:
    mine = browser()
    page = await _brought(talk, mine)
    page = await mine.press(page, "Next", {"Their references or names, a line for each (optional)": "Zoe\nP101"})
    assert page.faults == [
        "“Zoe”: not on the office's list, so there is no permission. Check it, or choose other pictures."
    ]


async def test_a_private_device_is_to_be_emptied_the_same_day_whatever_becomes_of_the_post(
    talk: Talk, browser: Callable[[], Browser], clock: Clock
) -> None:
    mine = browser()
    await _brought(talk, mine, PRIVATE_DEVICE)
    asked = next(one for one in await talk.told(TEACHER) if one.title == "Delete the pictures from your own device")
    assert "recently deleted" in asked.text
    assert "cloud backup" in asked.text
    assert any("from your own device" in value for _, value in (await talk.home(TEACHER)).facts)
    clock.forward(hours=1)
    (again,) = await talk.told(TEACHER)
    assert again.title == "Still to be done: delete the pictures from your own device"
    clock.forward(hours=3)
    assert len(await talk.told(TEACHER)) == 1
    await set_bell(talk)
    await next_morning(talk, clock)
    last = await reminder(talk, TEACHER)
    assert "Delete the pictures from your own device" in dict(last.facts)
    listed = await talk.say(TEACHER, "reminders")
    (label,) = [one for one in labels(listed) if one.startswith("Delete the pictures")]
    done = await talk.press(TEACHER, await talk.press(TEACHER, listed, label), "I have deleted them")
    assert (done.title, done.facts) == ("Thank you", (("On", "4 March 2027"),))
    await next_morning(talk, clock)
    assert not [one for one in await reminders(talk, TEACHER) if "Delete the pictures" in repr(one.facts)]
    assert not any("from your own device" in value for _, value in (await talk.home(TEACHER)).facts)


async def test_nobody_is_woken_for_a_private_device(talk: Talk, browser: Callable[[], Browser], clock: Clock) -> None:
    clock.forward(hours=11)  # eight in the evening
    await _brought(talk, browser(), PRIVATE_DEVICE)
    await talk.told(TEACHER)
    await set_bell(talk)
    clock.forward(hours=11)  # seven in the morning
    assert not await talk.told(TEACHER)
    clock.forward(hours=2)
    assert "Delete the pictures from your own device" in dict((await reminder(talk, TEACHER)).facts)


async def test_a_private_device_that_nobody_approved_is_the_first_thing_that_the_decider_reads(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    mine = browser()
    await _said(mine, await _brought(talk, mine, PRIVATE_DEVICE), "P101", AMINA_IS_IN_IT)
    assert "School or approved device: not confirmed" in (await _card(talk)).text


async def _approved(talk: Talk, browser: Browser) -> Seen:
    await _said(browser, await _brought(talk, browser), "P101", AMINA_IS_IN_IT)
    await talk.press(HEAD, await _card(talk), "Approve")
    return (await talk.told(ASSISTANT))[-1]


async def test_a_permission_that_goes_takes_an_approved_post_back(talk: Talk, browser: Callable[[], Browser]) -> None:
    await _approved(talk, browser())
    await talk.told(TEACHER)
    await _import(talk, BEN)
    (stop,) = await talk.told(ASSISTANT)
    assert stop.title == "Please do not publish this"
    assert stop.text.endswith("If it is out already, please take it down today.")
    (back,) = await talk.told(TEACHER)
    assert back.title == "A draft of yours was taken back"
    assert "Amina" not in words(back)


async def test_nobody_can_approve_what_lost_its_permission_a_moment_ago(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    mine = browser()
    await _said(mine, await _brought(talk, mine), "P101", AMINA_IS_IN_IT)
    card = await _card(talk)
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).put_consents([BEN]))
    refused = await talk.press(HEAD, card, "Approve")
    assert "no permission any more" in words(refused)
    (draft,) = await talk.at_desk(drafts)
    assert draft.decided is None


async def test_a_published_post_is_to_come_down_until_somebody_says_that_it_is(
    talk: Talk, browser: Callable[[], Browser], clock: Clock
) -> None:
    ready = await _approved(talk, browser())
    await talk.finish(ASSISTANT, await talk.open_form(ASSISTANT, ready, PUBLISHED), {"Its address": LINK})
    for one in (ASSISTANT, HEAD):
        await talk.told(one)
    await _import(talk, AMINA, BEN)
    assert await _tasks(talk, HEAD) == []
    await _import(talk, BEN)
    for one in (ASSISTANT, HEAD):
        (task,) = await _tasks(talk, one)
        assert (task.title, ("Link", LINK) in task.facts) == ("Please take a post down", True)
        assert "Amina" not in words(task)
    clock.forward(hours=38)  # the bot stood still until eleven in the next evening
    assert await _tasks(talk, HEAD) == []
    clock.forward(hours=10)
    (again,) = await _tasks(talk, HEAD)
    await _import(talk, BEN)
    assert await _tasks(talk, HEAD) == [], "one task for one post"
    done = await talk.press(HEAD, again, "It is taken down")
    assert "Mrs Wood took it down on 5 March 2027." in done.text
    assert {one.title for one in await talk.told(ASSISTANT)} == {"Taken down"}
    clock.forward(hours=48)
    assert await _tasks(talk, ASSISTANT) == []


async def _tasks(talk: Talk, who: Member) -> list[Seen]:
    return [one for one in await talk.told(who) if "It is taken down" in labels(one)]


async def test_new_words_keep_the_pictures(talk: Talk, browser: Callable[[], Browser]) -> None:
    mine = browser()
    await _said(mine, await _brought(talk, mine), "P101", AMINA_IS_IN_IT)
    (draft,) = await talk.at_desk(drafts)
    mine_now = await talk.say(TEACHER, "my drafts")
    whole = await talk.press(TEACHER, mine_now, labels(mine_now)[0])
    assert "Bring other pictures" in labels(whole)
    page = await talk.open_form(TEACHER, whole, "Change it")
    while "Check it" not in page.heading:
        page = await talk.fill(TEACHER, page)
    await talk.finish(TEACHER, page)
    (after,) = await talk.at_desk(drafts)
    assert after.pictures == draft.pictures


async def test_a_picture_whose_words_were_taken_out_wants_them_before_it_is_sent_again(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    """Else the second picture's words would stand beside the first one, for whoever cannot see it."""
    mine = browser()
    page = await _brought(talk, mine, pictures=2)
    page = await mine.press(page, "Next", {})
    both = {"What does picture 1 show?": "A stall", "What does picture 2 show?": "A bouncy castle"}
    assert (await mine.press(page, "Send", both)).title == "Sent"
    found = await talk.say(TEACHER, "my drafts")
    form = await talk.open_form(TEACHER, await talk.press(TEACHER, found, labels(found)[0]), "Change it")
    while "What does each picture show?" not in form.blanks:
        form = await talk.fill(TEACHER, form)
    form = await talk.fill(TEACHER, form, {"What does each picture show?": "A bouncy castle"})
    while "Check it" not in form.heading:
        form = await talk.fill(TEACHER, form)
    again = await talk.fill(TEACHER, form)
    assert again.errors["What does each picture show?"].startswith("1 picture has no description yet.")
    again = await talk.fill(TEACHER, again, {"What does each picture show?": "A stall\nA bouncy castle, blown up"})
    while "Check it" not in again.heading:
        again = await talk.fill(TEACHER, again)
    await talk.finish(TEACHER, again)
    (draft,) = await talk.at_desk(drafts)
    assert (len(draft.pictures), draft.content.described) == (2, ("A stall", "A bouncy castle, blown up"))


STANDING = PICTURES | {"Where should it go?": "Class news (Facebook page)"}


async def test_under_standing_authority_pictures_that_nobody_looked_up_are_decided(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    await register(talk, name="Class news", rule="standing")
    mine = browser()
    receipt = await sent(talk, TEXT, STANDING, described=DESCRIBED, who=ASSISTANT)
    assert receipt.title == "Sent"
    await _open(mine, receipt, "Bring the pictures")
    thanks = await mine.press(await mine.bring([("fair0.jpg", jpeg(40))]), SCHOOL_DEVICE)
    link = thanks.tree.xpath("//a[text()='Say who is in them']/@href")[0].removeprefix(HERE)
    page = await mine.press(await mine.open(link), "Open it")
    await _said(mine, page, "P101", AMINA_IS_IN_IT)
    ready = [one for one in await talk.told(ASSISTANT) if one.title.startswith("Ready to publish")]
    assert ready, "each child was looked up: now it goes out by the account's rule"
    await _import(talk, BEN)
    (back,) = [one for one in await talk.told(ASSISTANT) if one.title == "A draft of yours was taken back"]
    page = await talk.open_form(ASSISTANT, back, "Change it")
    while "Check it" not in page.heading:
        page = await talk.fill(ASSISTANT, page)
    again = await talk.finish(ASSISTANT, page)
    assert again.title == "These pictures cannot be used any more"
    assert labels(again) == ["Bring other pictures"]
    assert not [one for one in await talk.told(ASSISTANT) if one.title.startswith("Ready to publish")]


async def test_a_picture_that_was_only_added_in_words_is_decided_and_counted(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    """The first was brought, and its children looked up; of the second nobody has seen more than words."""
    await register(talk, name="Class news", rule="standing")
    mine = browser()
    receipt = await sent(talk, TEXT, STANDING, described=DESCRIBED, who=ASSISTANT)
    await _open(mine, receipt, "Bring the pictures")
    thanks = await mine.press(await mine.bring([("fair0.jpg", jpeg(40))]), SCHOOL_DEVICE)
    link = thanks.tree.xpath("//a[text()='Say who is in them']/@href")[0].removeprefix(HERE)
    await _said(mine, await mine.press(await mine.open(link), "Open it"), "P101", AMINA_IS_IN_IT)
    found = await talk.say(ASSISTANT, "my drafts")
    form = await talk.open_form(ASSISTANT, await talk.press(ASSISTANT, found, labels(found)[0]), "Change it")
    while "What does each picture show?" not in form.blanks:
        form = await talk.fill(ASSISTANT, form)
    form = await talk.fill(ASSISTANT, form, {"What does each picture show?": f"{DESCRIBED}\nA child on a slide"})
    while "Check it" not in form.heading:
        form = await talk.fill(ASSISTANT, form)
    assert (await talk.finish(ASSISTANT, form)).title == "Sent"
    assert dict((await _card(talk)).facts)["Pictures"] == "1 of 2 were not sent with it: ask to see them"


async def test_no_child_who_was_named_is_left_out_of_all_pictures(talk: Talk, browser: Callable[[], Browser]) -> None:
    """Two bear the name on the first line, and both are ticked; the child on the second line is still to be placed."""
    alike = Consent("P103", "Amina Hall", {"social": (True, "2026-09-01")})
    await _import(talk, AMINA, alike, BEN)
    mine = browser()
    both = {WHO_1: ["Amina Brook (yes, may be shown)", "Amina Hall (yes, may be shown)"]}
    page = await _said(mine, await _brought(talk, mine), "Amina\nBen", both)
    assert "Please say in which picture they are: Ben Brook." in page.text


KEPT_READY = PICTURES | {
    "Once, or to be kept ready?": "A ready text, for a closure or the like, to be sent when it is needed"
}


async def test_a_ready_text_s_pictures_are_seen_by_whoever_sends_it_and_come_down_when_it_was_sent(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    mine = browser()
    receipt = await sent(talk, TEXT, KEPT_READY, described=DESCRIBED, named=(DEPUTY,))
    await _open(mine, receipt, "Bring the pictures")
    thanks = await mine.press(await mine.bring([("fair0.jpg", jpeg(40))]), SCHOOL_DEVICE)
    link = thanks.tree.xpath("//a[text()='Say who is in them']/@href")[0].removeprefix(HERE)
    await _said(mine, await mine.press(await mine.open(link), "Open it"), "P101", AMINA_IS_IN_IT)
    await talk.press(HEAD, await _card(talk), "Approve")
    listed = await talk.say(DEPUTY, "ready texts")
    copied = await talk.press(DEPUTY, listed, labels(listed)[0])
    assert (await talk.press(DEPUTY, copied, "See the pictures")).title == "The pictures"
    assert ("Picture 1, in words", DESCRIBED) in copied.facts
    await talk.told(HEAD)
    await _import(talk, BEN)
    (task,) = await _tasks(talk, HEAD)
    assert task.title == "Please take a post down"
    assert (await talk.say(DEPUTY, "ready texts")).title == "There is no ready text for you"


async def test_a_ready_text_that_was_sent_and_edited_since_comes_down_as_it_was_sent(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    """Sent twice with Amina in its picture, then edited to go without; what is out there still shows her."""
    mine = browser()
    receipt = await sent(talk, TEXT, KEPT_READY, described=DESCRIBED, named=(DEPUTY,))
    await _open(mine, receipt, "Bring the pictures")
    thanks = await mine.press(await mine.bring([("fair0.jpg", jpeg(40))]), SCHOOL_DEVICE)
    link = thanks.tree.xpath("//a[text()='Say who is in them']/@href")[0].removeprefix(HERE)
    await _said(mine, await mine.press(await mine.open(link), "Open it"), "P101", AMINA_IS_IN_IT)
    await talk.press(HEAD, await _card(talk), "Approve")
    for address in (LINK, f"{LINK}/again"):
        listed = await talk.say(DEPUTY, "ready texts")
        copied = await talk.press(DEPUTY, listed, labels(listed)[0])
        await talk.finish(DEPUTY, await talk.open_form(DEPUTY, copied, PUBLISHED), {"Its address": address})
    await _edit(talk, {"Do pictures go with it?": "No"}, OTHER)
    await talk.press(HEAD, await _card(talk), "Approve")
    await talk.told(HEAD)
    await _import(talk, BEN)
    (task,) = await _tasks(talk, HEAD)
    assert dict(task.facts)["Links"] == f"{LINK}\n{LINK}/again"
    assert dict(task.facts)["The text"] == TEXT
    assert (await talk.press(HEAD, task, "It is taken down")).title == "Taken down"
    assert labels(await talk.say(DEPUTY, "ready texts")), "nobody is in what it says now: it stays ready"


async def _edit(talk: Talk, what: Mapping[str, object], text: str) -> None:
    """Miss Marsh changes what there is of hers, up to its end."""
    mine = await talk.say(TEACHER, "my drafts")
    page = await talk.open_form(TEACHER, await talk.press(TEACHER, mine, labels(mine)[0]), "Change it")
    page = await talk.fill(TEACHER, page, what)
    page = await talk.fill(TEACHER, page, {next(iter(page.blanks)): text})
    while "Check it" not in page.heading:
        page = await talk.fill(TEACHER, page)
    await talk.finish(TEACHER, page)


async def test_whoever_closed_the_page_too_early_comes_back_from_the_chat(
    talk: Talk, browser: Callable[[], Browser]
) -> None:
    mine = browser()
    await _brought(talk, mine)
    arrived = next(one for one in await talk.told(TEACHER) if one.title == "Your pictures have arrived")
    for _ in range(2):
        page = await _open(mine, await talk.press(TEACHER, arrived, "Say who is in them"), "Open them")
        assert page.title == "Which children can be seen?"
    mine_now = await talk.say(TEACHER, "my drafts")
    assert "Say who is in them" in labels(await talk.press(TEACHER, mine_now, labels(mine_now)[0]))
