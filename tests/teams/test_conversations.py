"""What people do in Teams and what they see: messages, buttons, dialogs, channels, coming and going."""

from __future__ import annotations

import asyncio

import pytest

from tests.teams.conftest import Staff, Start, counted
from tests.teams.running import Running
from tests.teams.tenant import Tenant


async def test_a_question_in_the_personal_chat_is_answered_there(tenant: Tenant, staff: Staff, bot: Running) -> None:
    shown = await tenant.say(staff.marsh, "Can I post a photo?")
    assert shown.words() == "You asked\nCan I post a photo?"
    assert shown.buttons() == ["Yes", "Once more", "Ask the head", "Too late"]
    assert shown.activity["summary"] == "You asked. Can I post a photo?"
    assert len(tenant.shown(staff.marsh)) == 1
    assert await counted(bot, "said") == 1


async def test_somebody_who_adds_the_app_is_welcomed_once(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """Teams tells of an installation by two activities."""
    welcome = await tenant.install(staff.marsh)
    assert welcome.words() == "Hello\nHello Miss Marsh."
    await tenant.say(staff.marsh, "thanks")
    assert len(tenant.shown(staff.marsh)) == 2


async def test_an_installation_told_twice_at_once_is_one_welcome(tenant: Tenant, staff: Staff, bot: Running) -> None:
    chat = tenant.chat(staff.marsh)
    added = tenant.activity(staff.marsh, chat, type="installationUpdate", action="add")
    joined = tenant.activity(staff.marsh, chat, type="conversationUpdate", membersAdded=[{"id": tenant.bot}])
    await asyncio.gather(*(tenant.post(one) for one in (added, joined, added, joined)))
    await tenant.until(lambda: tenant.shown(staff.marsh))
    await tenant.say(staff.marsh, "Can I?")
    assert len(tenant.shown(staff.marsh)) == 2


async def test_a_team_that_adds_the_bot_is_greeted_and_can_be_written_to(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """Until it takes the bot out again."""
    room = tenant.channel(staff.wood)
    await tenant.post(tenant.activity(staff.wood, room, type="installationUpdate", action="add"))
    await tenant.until(lambda: tenant.shown(room))
    assert await bot.directory.place_address(f"teams:{room.id}")
    await tenant.post(tenant.activity(staff.wood, room, type="installationUpdate", action="remove"))
    assert await bot.directory.place_address(f"teams:{room.id}") == ""
    assert await counted(bot, "left") == 1


async def test_a_stranger_is_told_whom_to_ask(tenant: Tenant, staff: Staff, bot: Running) -> None:
    shown = await tenant.say(tenant.add("A Visitor", "visitor@larkfield.example"), "Can I post a photo?")
    assert "I do not know you yet" in shown.words()
    assert await counted(bot, "said") == 0


@pytest.mark.parametrize("other", [{"role": "guest"}, {"tenant": "5b1a5f9e-0000-4000-8000-000000000001"}])
async def test_a_guest_with_the_heads_address_is_not_the_head(
    tenant: Tenant, staff: Staff, bot: Running, other: dict[str, str]
) -> None:
    """An address counts only where the school's own tenant vouches for it."""
    shown = await tenant.say(tenant.add("Mrs Wood", "wood@larkfield.example", **other), "home")
    assert "I do not know you yet" in shown.words()


# --- channels ---


async def test_in_a_channel_the_answer_is_in_the_thread(tenant: Tenant, staff: Staff, bot: Running) -> None:
    room = tenant.channel(staff.marsh, staff.wood)
    shown = await tenant.mention(staff.marsh, room, "Can I post a photo?", thread="1700")
    assert shown.words() == "You asked\nCan I post a photo?"
    assert shown.conversation == f"{room.id};messageid=1700"


async def test_talk_that_does_not_mention_the_bot_is_left_alone(tenant: Tenant, staff: Staff, bot: Running) -> None:
    group = tenant.channel(staff.marsh, staff.wood, kind="groupChat")
    status, _ = await tenant.post(tenant.message(staff.marsh, "Where is the key?", group))
    assert status == 200
    await tenant.mention(staff.marsh, group, "Can I?")
    assert await counted(bot, "said") == 1


async def test_a_private_answer_to_a_channel_comes_one_to_one(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """Miss Marsh has added the app; Mr Hill has not, and gets a line without content."""
    room = tenant.channel(staff.marsh, staff.hill)
    await tenant.install(staff.marsh)
    await tenant.post(tenant.message(staff.marsh, "<at>Proviso</at> secret", room))
    await tenant.until(lambda: len(tenant.shown(staff.marsh)) == 2)
    assert tenant.shown(staff.marsh)[1].words() == "For you alone"
    assert tenant.shown(room) == []
    line = await tenant.mention(staff.hill, room, "secret")
    assert line.words().startswith("I have an answer for you, but cannot write to you alone.")


async def test_somebody_known_from_a_channel_only_is_written_to_alone(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """Mrs Wood has the app, and has never written to it: the conversation is opened for her."""
    room = tenant.channel(staff.wood)
    tenant.chat(staff.wood)
    await tenant.post(tenant.message(staff.wood, "<at>Proviso</at> secret", room))
    await tenant.until(lambda: tenant.shown(staff.wood))
    assert tenant.shown(staff.wood)[0].words() == "For you alone"
    assert "POST conversations" in tenant.calls


# --- buttons ---


async def test_a_press_changes_the_card_for_whoever_pressed_and_for_everybody(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    shown = await tenant.say(staff.marsh, "Can I?")
    body = await tenant.press(staff.marsh, shown, "Yes")
    assert body["type"] == "application/vnd.microsoft.card.adaptive"
    assert shown.words(staff.marsh) == "Settled\nBy Miss Marsh"
    await tenant.until(lambda: shown.versions == 2)
    assert shown.words() == "Settled\nBy Miss Marsh"
    assert len(tenant.shown(staff.marsh)) == 1


async def test_a_client_without_universal_actions_presses_too(tenant: Tenant, staff: Staff, bot: Running) -> None:
    shown = await tenant.say(staff.marsh, "Can I?")
    await tenant.press(staff.marsh, shown, "Yes", plain=True)
    await tenant.until(lambda: shown.versions == 2)
    assert shown.words() == "Settled\nBy Miss Marsh"


async def test_a_press_that_is_answered_by_a_message_says_so_under_the_card(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    shown = await tenant.say(staff.marsh, "Can I?")
    await tenant.press(staff.marsh, shown, "Once more")
    assert shown.lines == ["My answer is below."]
    await tenant.until(lambda: len(tenant.shown(staff.marsh)) == 2)
    assert tenant.shown(staff.marsh)[1].words() == "Once more"


async def test_a_double_click_is_one_press(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """Two presses, two activities: the button stays where it was until the first is answered."""
    shown = await tenant.say(staff.marsh, "Can I?")
    await tenant.press(staff.marsh, shown, "Once more")
    await tenant.press(staff.marsh, shown, "Once more")
    await tenant.until(lambda: len(tenant.shown(staff.marsh)) == 2)
    await tenant.say(staff.marsh, "Can I?")
    assert await counted(bot, "again") == 1
    assert len(tenant.shown(staff.marsh)) == 3


async def test_a_card_whose_message_is_gone_is_said_anew(tenant: Tenant, staff: Staff, bot: Running) -> None:
    shown = await tenant.say(staff.marsh, "Can I?")
    shown.gone = True
    await tenant.press(staff.marsh, shown, "Yes")
    await tenant.until(lambda: tenant.shown(staff.marsh))
    assert tenant.shown(staff.marsh)[0].words() == "Settled\nBy Miss Marsh"


async def test_only_those_who_decide_get_the_buttons(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """The base card has no button; the client of an actor asks for its own, and a decision reaches everybody."""
    room = tenant.channel(staff.marsh, staff.wood, staff.hill)
    await tenant.install(staff.wood)
    await tenant.install(staff.hill)
    await tenant.post(
        tenant.message(staff.marsh, f"<at>Proviso</at> draft {staff.wood.email} {staff.hill.email}", room)
    )
    await tenant.until(lambda: len(tenant.shown(room)) == 2)
    draft = next(one for one in tenant.shown(room) if "A draft" in one.words())
    assert draft.buttons() == []
    assert draft.card()["refresh"]["userIds"] == [staff.wood.user, staff.hill.user]
    await tenant.refresh(staff.wood, draft)
    assert draft.buttons(staff.wood) == ["Approve"]
    assert draft.buttons(staff.marsh) == []
    await tenant.press(staff.wood, draft, "Approve")
    await tenant.until(lambda: draft.versions == 2)
    assert draft.words() == "A draft\nApproved by Mrs Wood"
    assert "refresh" not in draft.card()


async def test_where_teams_knows_nobody_who_decides_everybody_sees_the_buttons(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """A decision that nobody can take would be worse than a button that says no."""
    room = tenant.channel(staff.marsh, staff.wood)
    await tenant.post(tenant.message(staff.marsh, f"<at>Proviso</at> draft {staff.wood.email}", room))
    await tenant.until(lambda: len(tenant.shown(room)) == 2)
    draft = next(one for one in tenant.shown(room) if "A draft" in one.words())
    assert draft.buttons() == ["Approve"]
    assert "refresh" not in draft.card()


# --- dialogs ---


async def test_a_form_from_a_button_to_its_receipt(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """A mistake, back, forward, and the receipt with a button that is answered in the dialog."""
    shown = await tenant.say(staff.marsh, "Can I?")
    page = await tenant.open(staff.marsh, shown, "Ask the head")
    assert "What would you like to ask?" in page.words
    assert [one["title"] for one in page.fields["to"]["choices"]] == ["Miss Marsh", "Mr Hill", "Mrs Wood"]
    page = await tenant.submit(page, "Next", subjects="phones,photos", to=staff.wood.email)
    assert page.faults == ["Please fill this in."]
    assert page.fields["subjects"]["value"] == "phones,photos"
    page = await tenant.submit(page, "Next", words="May I?")
    assert "You ask: May I?" in page.words
    page = await tenant.submit(page, "Back")
    assert page.fields["words"]["value"] == "May I?"
    page = await tenant.submit(await tenant.submit(page, "Next"), "Next")
    assert page.words == f"Sent\nMay I? (phones, photos) to {staff.wood.email}"
    page = await tenant.submit(page, "Once more")
    assert page.words == "Once more"
    assert len(tenant.shown(staff.marsh)) == 1
    assert await counted(bot, "sent") == 1


async def test_a_form_is_cancelled(tenant: Tenant, staff: Staff, bot: Running) -> None:
    page = await tenant.open(staff.marsh, await tenant.say(staff.marsh, "Can I?"), "Ask the head")
    page = await tenant.submit(page, "Cancel")
    assert page.words.startswith("Cancelled")


async def test_a_page_that_was_overtaken_comes_back_as_it_stands(tenant: Tenant, staff: Staff, bot: Running) -> None:
    page = await tenant.open(staff.marsh, await tenant.say(staff.marsh, "Can I?"), "Ask the head")
    review = await tenant.submit(page, "Next", words="First", subjects="phones")
    late = await tenant.submit(page, "Next", words="Second", subjects="phones")
    assert late.faults[0].startswith("This page was out of date")
    assert "You ask: First" in review.words
    assert "You ask: First" in late.words


async def test_nobody_goes_on_with_somebody_elses_form(tenant: Tenant, staff: Staff, bot: Running) -> None:
    page = await tenant.open(staff.marsh, await tenant.say(staff.marsh, "Can I?"), "Ask the head")
    await tenant.say(staff.hill, "Can I?")
    page.who, page.conversation = staff.hill, tenant.chat(staff.hill).id
    assert "This form is closed" in (await tenant.submit(page, "Next", words="Mine?", subjects="phones")).words


async def test_a_restart_in_the_middle_of_a_form(tenant: Tenant, staff: Staff, start: Start) -> None:
    async with start():
        page = await tenant.open(staff.marsh, await tenant.say(staff.marsh, "Can I?"), "Ask the head")
        page = await tenant.submit(page, "Next", words="May I?", subjects="phones")
    async with start() as bot:
        page = await tenant.submit(page, "Next")
        assert page.words.startswith("Sent")
        assert await counted(bot, "sent") == 1


async def test_a_button_that_should_open_a_form_and_does_not_says_why_in_the_dialog(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    """Somebody was quicker: the dialog says so, and the card behind it too."""
    shown = await tenant.say(staff.marsh, "Can I?")
    page = await tenant.open(staff.marsh, shown, "Too late")
    assert page.words == "Decided\nSomebody was quicker."
    await tenant.until(lambda: shown.versions == 2)
    assert shown.words() == "Decided\nSomebody was quicker."


async def test_the_policy_on_a_message_is_shown_to_whoever_asks(tenant: Tenant, staff: Staff, bot: Running) -> None:
    """By a message's menu, in a chat that the bot is not in."""
    group = tenant.channel(staff.marsh, staff.wood, kind="groupChat")
    group.installed = False
    tenant.chat(staff.marsh)
    html = '<p>Shall we use <b>WhatsApp</b> &amp; co, <at id="0">Miss Marsh</at>?</p>'
    page = await tenant.use_action(staff.marsh, group, "policy-on-this", html, staff.wood)
    assert page.words == "About this\nMrs Wood wrote: Shall we use WhatsApp & co, Miss Marsh?"
    page = await tenant.submit(page, "Once more")
    assert page.words == "Once more"
    assert tenant.shown(group) == []


# --- what others are told ---


async def test_somebody_is_told_and_what_was_told_changes_and_goes(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.install(staff.wood)
    await tenant.say(staff.marsh, f"tell {staff.wood.email}")
    await tenant.until(lambda: len(tenant.shown(staff.wood)) == 2)
    news = tenant.shown(staff.wood)[1]
    assert news.words() == "News\nFrom the head"
    await tenant.say(staff.marsh, "change")
    await tenant.until(lambda: news.versions == 2)
    assert news.words() == "News\nChanged"
    await tenant.say(staff.marsh, "withdraw")
    await tenant.until(lambda: news.gone)


async def test_somebody_who_never_opened_the_bot_is_on_the_list_of_the_unreached(
    tenant: Tenant, staff: Staff, bot: Running
) -> None:
    await tenant.say(staff.marsh, f"tell {staff.hill.email}")
    await tenant.until(lambda: bot.store.read(lambda tx: tx.at("larkfield").unreached()))
    (unreached,) = await bot.store.read(lambda tx: tx.at("larkfield").unreached())
    assert unreached.person == staff.hill.email
    assert unreached.reason == "has not opened Proviso in Teams yet: they find it under Apps"


async def test_the_persons_own_page(tenant: Tenant, staff: Staff, bot: Running) -> None:
    assert (await tenant.say(staff.marsh, "home")).words() == "Your page\nMiss Marsh"


async def test_somebody_who_removed_the_app_is_not_written_to(tenant: Tenant, staff: Staff, bot: Running) -> None:
    await tenant.install(staff.wood)
    await tenant.uninstall(staff.wood)
    await tenant.say(staff.marsh, f"tell {staff.wood.email}")
    await tenant.until(lambda: "POST conversations" in tenant.calls)
    assert len(tenant.shown(staff.wood)) == 1
