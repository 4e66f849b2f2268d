"""What happens twice, late or not at all: repeats, slow turns, crashes, and what Teams will not take."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels import PlatformFault
from bot.outbox import NotNow, Refused
from bot.store.deliveries import Delivery
from bot.teams import parse
from bot.teams.adapter import PATIENCE
from bot.teams.connector import Gone, Unfit, refusal
from bot.turn import SENDING
from handlers.desk import Unknown
from handlers.model import Person, Place, Post
from tests.conftest import Clock
from tests.teams.conftest import Staff, Start, counted
from tests.teams.running import Running
from tests.teams.school import SLOW
from tests.teams.tenant import IN_TIME, Page, Tenant


def letter(person: str, *, place: Place | None = None, handle: str = "", kind: str = "tell") -> Delivery:
    """A message of the outbox's."""
    post = None if kind == "withdraw" else Post("News", "From the head")
    return Delivery(1, "larkfield", kind, "teams", person, place, False, post, handle, Unknown.RESEND, 1, "", "KX7-4QM")


# --- twice ---


async def test_a_message_that_is_delivered_again_is_answered_once(tenant: Tenant, staff: Staff, bot: Running) -> None:
    activity = tenant.message(staff.marsh, "Can I?")
    for _ in range(3):
        assert (await tenant.post(activity))[0] == 200
    await tenant.say(staff.marsh, "And this?")
    assert len(tenant.shown(staff.marsh)) == 2
    assert await counted(bot, "said") == 2


async def test_a_message_that_is_delivered_ten_times_at_once_is_answered_once(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    activity = tenant.message(staff.marsh, "Can I?")
    answers = await asyncio.gather(*(tenant.post(activity) for _ in range(10)))
    assert {status for status, _ in answers} == {200}
    await tenant.until(lambda: tenant.shown(staff.marsh))
    assert len(tenant.shown(staff.marsh)) == 1
    assert await counted(bot, "said") == 1


async def test_an_invoke_that_is_delivered_again_is_answered_again_and_does_nothing_new(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    shown = await tenant.say(staff.marsh, "Can I?")
    value = {"action": shown.card()["actions"][0], "trigger": "manual"}
    activity = tenant.message(staff.marsh, "") | {
        "type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": shown.id, "id": "f:1",
    }  # fmt: skip
    bodies = await asyncio.gather(*(tenant.ask(activity) for _ in range(5)))
    assert all(body == bodies[0] for body in bodies)
    assert "By Miss Marsh" in str(bodies[0])
    assert await counted(bot, "settled") == 1
    await tenant.until(lambda: shown.versions == 2)


async def test_a_forms_last_page_sent_twice_sends_one_question(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """Both times with the same receipt."""
    page = await tenant.open(staff.marsh, await tenant.say(staff.marsh, "Can I?"), "Ask the head")
    page = await tenant.submit(page, "Next", words="May I?", subjects="phones")
    receipts = await asyncio.gather(*(tenant.submit(page, "Next") for _ in range(3)))
    assert {receipt.words for receipt in receipts} == {"Sent\nMay I? (phones) to None"}
    assert await counted(bot, "sent") == 1


# --- late ---


async def test_whatever_a_turn_takes_an_invoke_is_answered_before_teams_gives_up(
    tenant: Tenant, staff: Staff, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the patience that the bot really has, and Teams' own limit."""
    monkeypatch.setattr("tests.teams.school.SLOW", IN_TIME + 1)
    async with start(patience=PATIENCE):
        shown = await tenant.say(staff.marsh, "Can I?")
        action = {"type": "Action.Execute", "title": "Drag", "verb": "drag", "data": {"button": "drag", "value": ""}}
        shown.card()["actions"].append(action)
        tenant.in_time = IN_TIME
        await tenant.press(staff.marsh, shown, "Drag")
        assert shown.lines[0].startswith("One moment, please.")
        await tenant.until(lambda: len(tenant.shown(staff.marsh)) == 2)


async def test_a_slow_answer_to_a_press_comes_as_a_message(tenant: Tenant, staff: Staff, start: Start) -> None:
    async with start(patience=0.05) as bot:
        shown = await tenant.say(staff.marsh, "Can I?")
        action = {"type": "Action.Execute", "title": "Drag", "verb": "drag", "data": {"button": "drag", "value": ""}}
        shown.card()["actions"].append(action)
        await tenant.press(staff.marsh, shown, "Drag")
        assert shown.lines == ["One moment, please. This takes longer than usual: my answer comes as a message."]
        await tenant.until(lambda: len(tenant.shown(staff.marsh)) == 2)
        assert tenant.shown(staff.marsh)[1].words() == "Dragged along"
        assert bot.teams.trouble() == ""


async def test_a_slow_press_that_fails_after_all_says_so(tenant: Tenant, staff: Staff, start: Start) -> None:
    """Somebody new presses a button that others see, and the roster takes its time to say no."""
    async with start(patience=0.02):
        room = tenant.channel(staff.marsh, staff.hill)
        shown = await tenant.mention(staff.marsh, room, "Can I?")
        tenant.pause, tenant.faults = SLOW, [(503, "", "")]
        await tenant.press(staff.hill, shown, "Once more")
        assert shown.lines[0].startswith("One moment, please.")
        await tenant.until(lambda: len(tenant.shown(room)) == 2)
        assert tenant.shown(room)[1].words().startswith("I could not look up who you are just now")


async def test_a_form_that_is_slow_to_open_waits_for_show_me(tenant: Tenant, staff: Staff, start: Start) -> None:
    """The store is busy with somebody's slow question; the same press, asked again, has its form."""
    async with start(patience=0.05):
        shown = await tenant.say(staff.marsh, "Can I?")
        await tenant.say(staff.hill, "Can I?")
        busy = asyncio.create_task(tenant.say(staff.hill, "slow"))
        await asyncio.sleep(0.02)
        page = await tenant.open(staff.marsh, shown, "Ask the head")
        assert page.words.startswith("One moment, please")
        await busy
    async with start() as bot:
        page = await tenant.submit(page, "Show me")
        assert "What would you like to ask?" in page.words
        page = await tenant.submit(page, "Next", words="May I?", subjects="phones")
        assert (await tenant.submit(page, "Next")).words.startswith("Sent")
        assert await counted(bot, "sent") == 1


async def test_what_was_done_and_cannot_be_shown_is_not_called_undone(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """The press has opened the form; only the list of names for its page cannot be read at this moment."""
    shown = await tenant.say(staff.marsh, "Can I?")
    await tenant.say(staff.marsh, "Can I?")  # she is known by now, without another look
    await bot.store.run(lambda tx: tx.connection.exec_driver_sql("ALTER TABLE staff RENAME TO away"))
    page = await tenant.open(staff.marsh, shown, "Ask the head")
    assert page.words.startswith("One moment, please")
    await bot.store.run(lambda tx: tx.connection.exec_driver_sql("ALTER TABLE away RENAME TO staff"))
    assert "What would you like to ask?" in (await tenant.submit(page, "Show me")).words


async def test_show_me_shows_nobody_elses_answer(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """The id in the button's data comes from the client, so it counts for its own account alone."""
    shown = await tenant.say(staff.marsh, "Can I?")
    await tenant.open(staff.marsh, shown, "Ask the head")
    await tenant.say(staff.hill, "Can I?")
    action = {"type": "Action.Submit", "title": "Show me", "data": {"button": "again", "again": "f:1"}}
    task = {"type": "continue", "value": {"card": {"content": {"actions": [action], "body": []}}}}
    page = await tenant.submit(Page(staff.hill, tenant.chat(staff.hill).id, task), "Show me")
    assert page.words == "Once more"


# --- crashes and stops ---


async def test_what_was_answered_and_not_sent_is_sent_after_a_crash(
    tenant: Tenant, staff: Staff, start: Start, clock: Clock
) -> None:
    """The first process ends between the commit and the sending; Teams delivers the message again to the second."""
    async with start(clock=clock, sending=False) as bot:
        await tenant.say(staff.marsh, "Can I?")
        activity = tenant.message(staff.marsh, "And then?")
        event = parse.event(activity)
        assert event is not None
        await bot.turn.take(replace(event, who=Person(staff.marsh.email, "Miss Marsh")), "teams")
    clock.forward(seconds=SENDING.total_seconds() + 1)
    async with start(clock=clock) as bot:
        await tenant.post(activity)
        await tenant.until(lambda: len(tenant.shown(staff.marsh)) == 2)
        assert tenant.shown(staff.marsh)[1].words() == "You asked\nAnd then?"
        assert await counted(bot, "said") == 2


async def test_whoever_decides_has_the_buttons_after_a_restart_too(tenant: Tenant, staff: Staff, start: Start) -> None:
    """A card stands for weeks; the client asks for it again whenever it is looked at."""
    room = tenant.channel(staff.marsh, staff.wood)
    async with start():
        await tenant.install(staff.wood)
        await tenant.post(tenant.message(staff.marsh, f"<at>Proviso</at> draft {staff.wood.email}", room))
        await tenant.until(lambda: len(tenant.shown(room)) == 2)
    draft = next(one for one in tenant.shown(room) if "A draft" in one.words())
    async with start() as bot:
        await tenant.refresh(staff.wood, draft)
        assert draft.buttons(staff.wood) == ["Approve"]
        assert await bot.directory.card(f"teams:{room.id} {draft.id}") is not None
        await tenant.press(staff.wood, draft, "Approve")
        await tenant.until(lambda: draft.versions == 2)
        await bot.teams.settled()
        assert await bot.directory.card(f"teams:{room.id} {draft.id}") is None, "nobody decides it any more"


async def test_an_answer_that_could_not_be_sent_is_sent_by_the_outbox(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    await tenant.say(staff.marsh, "Can I?")
    tenant.faults = [(502, "", "")]
    shown = await tenant.say(staff.marsh, "And then?")
    assert shown.words() == "You asked\nAnd then?"
    assert tenant.calls.count("POST activities") == 3


async def test_stopping_finishes_what_was_begun_and_takes_nothing_new(
    tenant: Tenant, staff: Staff, start: Start
) -> None:
    async with start() as bot:
        await tenant.say(staff.marsh, "Can I?")
        await bot.teams.settled()
        asked = asyncio.create_task(tenant.post(tenant.message(staff.marsh, "slow one")))
        await tenant.until(lambda: bot.teams._under_way._open)
        await bot.teams.stop()
        assert (await asked)[0] == 200
        assert tenant.shown(staff.marsh)[-1].words() == "At last"
        assert (await tenant.post(tenant.message(staff.marsh, "Too late")))[0] == 503
        with pytest.raises(NotNow):
            await bot.teams.send(letter(staff.marsh.email))
        assert await counted(bot, "said") == 1


# --- what Teams will not take ---


async def test_a_card_that_is_too_large_is_said_shorter(tenant: Tenant, staff: Staff, bot: Running) -> None:
    tenant.largest = 4000
    shown = await tenant.say(staff.marsh, "long")
    assert shown.words().startswith("Long\nword word")
    assert shown.words().endswith("It was too long for Teams, and this is its beginning.")
    assert shown.buttons() == ["Yes"]


async def test_a_card_that_teams_cannot_read_at_all_is_said_in_words(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    await tenant.say(staff.marsh, "Can I?")
    tenant.faults = [(400, "BadSyntax", ""), (413, "MessageSizeTooBig", "")]
    shown = await tenant.say(staff.marsh, "Can I?")
    assert shown.card() == {}
    assert shown.words() == "You asked. Can I?"


async def test_too_many_messages_wait_as_long_as_teams_asks(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.say(staff.marsh, "Can I?")
    tenant.faults = [(429, "TooManyRequests", "17")]
    with pytest.raises(NotNow) as wait:
        await bot.teams.send(letter(staff.marsh.email))
    assert wait.value.after == timedelta(seconds=17)


async def test_a_conversation_takes_so_many_a_second(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.say(staff.marsh, "Can I?")
    tenant.per_second = 2
    sent = await asyncio.gather(*(bot.teams.send(letter(staff.marsh.email)) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in sent if not isinstance(one, str)] == [NotNow]


async def test_somebody_who_blocked_the_bot(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.say(staff.marsh, "Can I?")
    tenant.blocked = {staff.marsh.user}
    with pytest.raises(Refused, match="has blocked Proviso in Teams"):
        await bot.teams.send(letter(staff.marsh.email))


async def test_a_conversation_that_was_made_anew_is_found(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.say(staff.marsh, "Can I?")
    old = tenant.chat(staff.marsh)
    del tenant.conversations[old.id]
    new = tenant.chat(staff.marsh)
    handle = await bot.teams.send(letter(staff.marsh.email))
    assert handle.startswith(f"{new.id} ")
    assert len(new.shown) == 1
    await bot.teams.send(letter(staff.marsh.email))
    assert tenant.calls.count("POST conversations") == 1


async def test_a_place_that_the_bot_was_taken_out_of(tenant: Tenant, staff: Staff, bot: Running) -> None:
    with pytest.raises(Refused, match="not in that chat or team"):
        await bot.teams.send(letter("", place=Place("teams:19:gone@thread.v2", private=False)))


async def test_a_message_that_is_gone_cannot_be_taken_back_twice(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.say(staff.marsh, "Can I?")
    handle = await bot.teams.send(letter(staff.marsh.email))
    for _ in range(2):
        await bot.teams.send(letter(staff.marsh.email, handle=handle, kind="withdraw"))
    assert len(tenant.shown(staff.marsh)) == 1


async def test_an_unclear_answer_is_no_refusal(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.say(staff.marsh, "Can I?")
    tenant.faults = [(500, "", "")]
    with pytest.raises(RuntimeError):
        await bot.teams.send(letter(staff.marsh.email))
    assert len(tenant.shown(staff.marsh)) == 1


async def test_a_token_that_teams_no_longer_takes_is_fetched_anew(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.say(staff.marsh, "Can I?")
    tenant.forget_tokens()
    shown = await tenant.say(staff.marsh, "And now?")
    assert shown.words() == "You asked\nAnd now?"
    assert tenant.calls.count("POST token") == 2


async def test_a_bot_whose_roster_does_not_answer_says_so(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """Nobody is taken for a stranger because of a bad minute."""
    tenant.faults = [(503, "", "")]
    shown = await tenant.say(staff.marsh, "Can I?")
    assert shown.words().startswith("I could not look up who you are just now")
    assert (await tenant.say(staff.marsh, "Can I?")).words() == "You asked\nCan I?"


@pytest.mark.parametrize(
    ("status", "code", "kind", "words"),
    [
        (403, "BotNotInConversationRoster", Refused, "has not opened Proviso in Teams yet"),
        (403, "ConversationBlockedByUser", Refused, "has blocked"),
        (403, "MessageWritesBlocked", Refused, "has blocked"),
        (403, "BotDisabledByAdmin", Refused, "Teams admin centre"),
        (403, "NotEnoughPermissions", Refused, "taken out"),
        (403, "InvalidBotApiHost", Refused, "another cloud"),
        (403, "SomethingNew", Refused, "HTTP 403, SomethingNew"),
        (401, "BotNotRegistered", Refused, "not registered"),
        (401, "", NotNow, "sign-in"),
        (404, "ConversationNotFound", Gone, "gone"),
        (404, "ActivityNotFoundInConversation", Gone, "gone"),
        (400, "BadSyntax", Unfit, "BadSyntax"),
        (413, "MessageSizeTooBig", Unfit, "MessageSizeTooBig"),
        (412, "", NotNow, "HTTP 412"),
        (429, "", NotNow, "HTTP 429"),
        (502, "", NotNow, "HTTP 502"),
        (503, "", NotNow, "HTTP 503"),
        (504, "", NotNow, "HTTP 504"),
        (500, "", RuntimeError, "HTTP 500"),
        (302, "", RuntimeError, "HTTP 302"),
    ],
)
def test_what_an_error_means(status: int, code: str, kind: type[Exception], words: str) -> None:
    fault = refusal(status, code, "")
    assert type(fault) is kind
    assert words in str(fault)


# --- starting ---


async def test_it_does_not_start_with_a_secret_that_is_not_right(tenant: Tenant, start: Start) -> None:
    with pytest.raises(PlatformFault, match="The client secret is not right"):
        async with start(settings=tenant.settings(secret="wrong")):
            pass


async def test_it_starts_while_sign_in_is_down_and_says_so(tenant: Tenant, staff: Staff, start: Start) -> None:
    tenant.entra = {"error": "temporarily_unavailable"}
    async with start() as bot:
        assert "gave the bot no token (temporarily_unavailable)" in bot.teams.trouble()
        tenant.entra = {}
        _later(bot)
        await tenant.say(staff.marsh, "Can I?")
        assert bot.teams.trouble() == ""


async def test_passwords_that_the_machine_keeps_for_other_programs_are_not_microsofts(
    tenant: Tenant, staff: Staff, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login larkfield password secret\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    async with start():
        shown = await tenant.say(staff.marsh, "Can I?")
        assert shown.words() == "You asked\nCan I?"


def _later(bot: Running) -> None:
    """As if the last attempt to sign in had been a minute ago."""
    opened = bot.teams._connection
    assert opened is not None
    assert opened.signin._failed is not None
    opened.signin._failed = opened.signin._failed[0] - 60, opened.signin._failed[1]
