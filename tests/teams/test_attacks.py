"""What somebody who wishes the school no good may try in Teams, and what must not go wrong by itself."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.store.deliveries import Delivery
from bot.teams import adapter, parse
from bot.teams.keys import Keys, NoKeys, encrypted
from bot.teams.people import read_profile
from bot.teams.pieces import Sender
from bot.teams.words import said, words
from bot.turn import SENDING
from handlers.desk import Unknown
from handlers.model import Person, Post, Pressed
from handlers.records import StaffLine
from tests.conftest import Clock
from tests.teams.conftest import Staff, Start, counted
from tests.teams.running import Running
from tests.teams.school import SCHOOL
from tests.teams.tenant import Page, Tenant

# --- what stands in a dialog is for one person, be it over a channel ---


async def test_a_slow_answer_to_a_press_in_a_dialog_over_a_channel_is_said_to_one_alone(
    tenant: Tenant, staff: Staff, start: Start
) -> None:
    """Miss Marsh asks what the policy says on a message in the staff channel, and presses a button in the dialog. The
    answer takes long, and the channel must not read it."""
    async with start(patience=0.05):
        await tenant.say(staff.marsh, "Can I?")
        channel = tenant.channel(staff.marsh, staff.hill)
        page = await tenant.use_action(staff.marsh, channel, "policy-on-this", "<p>Look</p>", staff.hill)
        carried = {"button": "drag", "value": "q9"}
        value = {"commandId": "policy-on-this", "data": carried}
        body = await tenant.invoke(staff.marsh, channel.id, "composeExtension/submitAction", value)
        late = Page(staff.marsh, channel.id, body["task"], page.about, page.command)
        assert "One moment" in late.words
        await tenant.until(lambda: any("Dragged along" in one.words() for one in tenant.shown(staff.marsh)))
        assert tenant.shown(channel) == []


async def test_after_a_crash_what_a_dialog_over_a_channel_said_goes_to_one_alone(
    tenant: Tenant, staff: Staff, start: Start, clock: Clock
) -> None:
    """An answer in a dialog is an Update of the dialog; the process ends before it is shown."""
    channel = tenant.channel(staff.marsh, staff.hill)
    async with start(clock=clock, sending=False) as bot:
        await tenant.say(staff.marsh, "Can I?")
        await tenant.mention(staff.hill, channel, "Can we?")
        pressed = tenant.activity(
            staff.marsh, channel, type="invoke", name="task/submit", value={"data": {"button": "settle", "value": "y"}}
        )
        event = parse.event(pressed)
        assert isinstance(event, Pressed)
        await bot.turn.take(replace(event, who=Person(staff.marsh.email, "Miss Marsh")), "teams")
    clock.forward(seconds=SENDING.total_seconds() + 1)
    before = len(tenant.shown(channel))
    async with start(clock=clock):
        await tenant.until(lambda: any("Settled" in one.words() for one in tenant.shown(staff.marsh)))
    assert len(tenant.shown(channel)) == before


async def test_what_was_taken_back_is_shown_to_no_client_that_asks_for_it(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """A draft in the staff channel is withdrawn; Mrs Wood's client still knows it, and asks for its card."""
    channel = tenant.channel(staff.marsh, staff.wood)
    await tenant.say(staff.wood, "Can I?")
    await tenant.mention(staff.marsh, channel, f"draft {staff.wood.email}")
    await tenant.until(lambda: any("Please decide" in one.words() for one in tenant.shown(channel)))
    draft = next(one for one in tenant.shown(channel) if "Please decide" in one.words())
    assert "Please decide" in str(await tenant.refresh(staff.wood, draft))
    withdrawn = replace(_letter(""), kind="withdraw", post=None, handle=f"{channel.id} {draft.id}")
    await bot.teams.send(withdrawn)
    assert draft.gone
    assert "Please decide" not in str(await tenant.refresh(staff.wood, draft))


# --- whose account it is ---


async def test_somebody_seen_first_without_entras_id_is_known_afterwards(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """Miss Marsh adds the bot to a team; what Teams tells of it names her without her Entra id. Her words are answered
    all the same, and she has one account."""
    channel = tenant.channel(staff.marsh, staff.hill)
    added = tenant.activity(staff.marsh, channel, type="conversationUpdate", membersAdded=[{"id": tenant.bot}])
    del added["from"]["aadObjectId"]
    assert (await tenant.post(added))[0] == 200
    assert (await tenant.say(staff.marsh, "Can I?")).words() == "You asked\nCan I?"
    accounts = await bot.directory.accounts(staff.marsh.email)
    assert [one.account for one in accounts] == [staff.marsh.account]


async def test_another_tenants_mail_field_makes_nobody_the_head(tenant: Tenant, staff: Staff, start: Start) -> None:
    """The settings let a trust's tenant in. Somebody there has the head's address in a field that their own
    administrator fills in as they like; only the name they sign in with counts."""
    trust = "00000000-0000-4000-8000-00000000000a"
    async with start(settings=tenant.settings(tenants=(trust,))) as bot:
        await bot.store.run(
            lambda tx: tx.at(SCHOOL.id).put_staff([StaffLine("t@trust.example", "T", "t@trust.example")])
        )
        known = {}
        for user, principal in (("29:false", "x@trust.example"), ("29:true", "t@trust.example")):
            who = tenant.add(user, "wood@larkfield.example", tenant=trust)
            member = {"email": who.email, "userPrincipalName": principal, "tenantId": trust, "aadObjectId": who.account}
            known[principal] = await _person(bot, tenant, trust, user, who.account, member)
        assert known["x@trust.example"].startswith("teams:")
        assert known["t@trust.example"] == "t@trust.example"


async def _person(bot: Running, tenant: Tenant, trust: str, user: str, account: str, member: dict[str, Any]) -> str:
    sender = Sender(trust, account, user, "T", tenant.bot, tenant.service, "a:1", True)

    async def profile() -> Any:
        return read_profile(member, sender, tenant.tenant)

    return (await bot.directory.person("teams", trust, account, profile)).key


async def test_nobody_is_not_a_person_who_can_be_written_to(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """Strangers' accounts are put down as nobody's; what is for nobody goes to none of them."""
    stranger = tenant.add("Stranger", "stranger@elsewhere.example")
    await tenant.say(stranger, "Can I?")
    assert await bot.directory.accounts("") == ()


async def test_what_is_amended_does_not_go_to_an_account_that_was_taken_from_somebody(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """Mrs Wood was told something; then her account was taken from her, and she has another."""
    await tenant.say(staff.wood, "Can I?")
    handle = await bot.teams.send(_letter(staff.wood.email))
    await bot.store.run(lambda tx: tx.at(SCHOOL.id).unlink(staff.wood.email))
    new = tenant.add("Mrs Wood", staff.wood.email)
    await tenant.say(new, "Can I?")
    amended = replace(_letter(staff.wood.email), kind="amend", handle=handle, post=Post("News", "Only for her"))
    await bot.teams.send(amended)
    assert "Only for her" in tenant.shown(new)[-1].words()
    assert not any("Only for her" in one.words() for one in tenant.shown(staff.wood))


def _letter(person: str) -> Delivery:
    post = Post("News", "From the head")
    return Delivery(1, SCHOOL.id, "tell", "teams", person, None, False, post, "", Unknown.RESEND, 1, "", "KX7-4QM")


# --- nothing twice, nothing lost ---


async def test_a_reply_that_takes_longer_than_its_lease_is_left_to_the_outbox(
    tenant: Tenant, staff: Staff, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While we still try, the outbox must not try beside us; so we end first."""
    assert timedelta(seconds=adapter.HURRY) < SENDING
    await tenant.say(staff.marsh, "Can I?")
    monkeypatch.setattr(adapter, "HURRY", 0.05)
    began, sending = [], bot.teams._connected().sending.carry

    async def slow(delivery: Delivery) -> str:
        began.append(delivery.id)
        if len(began) == 1:
            await asyncio.sleep(60)
        return await sending(delivery)

    monkeypatch.setattr(bot.teams._connected().sending, "carry", slow)
    assert (await tenant.say(staff.marsh, "And this?")).words() == "You asked\nAnd this?"
    assert len(began) == 2


async def test_what_was_taken_before_a_stop_under_load_is_answered_once(
    tenant: Tenant, staff: Staff, start: Start, clock: Clock
) -> None:
    """Sixty questions at once, and the process is asked to end in the middle: whatever was acknowledged is answered,
    by this process or the next; the rest was not taken, so that Teams says it again."""
    taken: list[int] = []

    async def ask(number: int) -> None:
        status, _ = await tenant.post(tenant.message(staff.marsh, f"Question {number}?"))
        if status == 200:
            taken.append(number)

    async with start(clock=clock) as bot:
        await tenant.say(staff.marsh, "Can I?")
        asking = [asyncio.create_task(ask(number)) for number in range(60)]
        await tenant.until(lambda: len(taken) > 5)
        await bot.stop()
        await asyncio.gather(*asking, return_exceptions=True)
    clock.forward(seconds=SENDING.total_seconds() + 60)

    def answers() -> list[str]:
        found = [one.words().partition("\n")[2] for one in tenant.shown(staff.marsh)]
        return sorted(one for one in found if one.startswith("Question"))

    async with start(clock=clock):
        await tenant.until(lambda: len(answers()) >= len(taken))
    wanted = {f"Question {number}?" for number in taken}
    assert wanted <= set(answers())
    assert len(set(answers())) == len(answers())


async def test_a_place_that_could_not_be_put_down_is_put_down_the_next_time(
    tenant: Tenant, staff: Staff, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database was away for a moment: the next message is answered."""
    keep, failing = bot.directory.keep_place, [OSError]

    async def kept(key: str, address: str) -> None:
        if failing:
            raise failing.pop()
        await keep(key, address)

    monkeypatch.setattr(bot.directory, "keep_place", kept)
    await tenant.post(tenant.message(staff.marsh, "Can I?"))
    assert (await tenant.say(staff.marsh, "And now?")).words() == "You asked\nAnd now?"


async def test_somebody_who_comes_back_is_answered_whichever_process_saw_them_go(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """Another process heard that Miss Marsh removed the app; this one hears that she added it again."""
    await tenant.say(staff.marsh, "Can I?")
    await bot.directory.forget_place(f"teams:{tenant.chat(staff.marsh).id}")
    assert "Hello" in (await tenant.install(staff.marsh)).words()
    assert (await tenant.say(staff.marsh, "And now?")).words() == "You asked\nAnd now?"
    assert await counted(bot, "said") == 2


# --- holding everybody up ---


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<a ", "<a b='", "<a b=c ", "<!--", "</a", "<?", "&", "<p>", "alt=", "<img alt"]
)
def test_no_message_takes_long_to_read(piece: str) -> None:
    """It is read where everybody's messages are read; HTML that never ends cost seconds once."""
    began = time.process_time()
    words((piece * 100_000)[:100_000])
    assert time.process_time() - began < 0.5


def test_names_of_mentions_do_not_multiply() -> None:
    """Each mention's text stands in the next one's name: twenty of them once made a billion letters."""
    mentions = [("29:x", "a" * 10, "a")] * 20
    assert len(said("a" * 10, mentions, "28:us")) == 100


# --- where the keys come from ---


async def test_an_address_that_sends_on_is_not_followed() -> None:
    """Where Microsoft's metadata is asked for, another server's address comes back."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPFound("/elsewhere")

    application = web.Application()
    application.router.add_get("/{name}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with ClientSession() as session:
        with pytest.raises(NoKeys):
            await Keys(f"http://127.0.0.1:{runner.addresses[0][1]}/openid", session).fetch()
    await runner.cleanup()
    assert asked == ["/openid"]


def test_keys_are_not_read_without_encryption() -> None:
    assert encrypted("https://login.example/keys", "https://login.example/openid")
    assert encrypted("http://127.0.0.1/keys", "http://127.0.0.1/openid")
    with pytest.raises(ValueError, match="not encrypted"):
        encrypted("http://login.example/keys", "https://login.example/openid")
