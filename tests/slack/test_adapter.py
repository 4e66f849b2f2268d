"""The bot in Slack over signed HTTP: what people see where."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.model import Button, Called, Post, Pressed, Reply, Say
from handlers.routing import Router
from tests.slack.bot import CLAUSE, HILL, MARSH, ROOM, WOOD, Bot
from tests.slack.workspace import labels, words

NO = "Can I accept a friend request from a pupil?"
ONLY_IF = "Can I accept a parent on Facebook?"


async def test_somebody_asks_one_to_one_and_gets_the_answer(bot: Bot) -> None:
    ack = await bot.slack.say(MARSH, NO)
    assert (ack.status, ack.body) == (200, {})
    (answer,) = await bot.slack.news(MARSH)
    assert (answer.channel, answer.thread) == ("D1MARSH", "")
    assert CLAUSE in words(answer)
    assert CLAUSE in answer.text  # what a notification shows


async def test_a_question_in_a_thread_of_the_own_conversation_is_answered_there(bot: Bot) -> None:
    await bot.slack.say(MARSH, NO, thread="1600000000.000001")
    (answer,) = await bot.slack.news(MARSH)
    assert answer.thread == "1600000000.000001"


async def test_a_mention_in_a_channel_is_answered_in_its_thread_for_all(bot: Bot) -> None:
    await bot.slack.mention(MARSH, ROOM, NO)
    (answer,) = await bot.slack.news(HILL)
    assert CLAUSE in words(answer)
    assert (answer.channel, answer.thread) == (ROOM, bot.slack.sees(MARSH, ROOM)[0].ts)


async def test_a_command_in_a_channel_is_answered_for_its_asker_alone(bot: Bot) -> None:
    await bot.slack.command(MARSH, "/can-i", NO, channel=ROOM)
    (answer,) = await bot.slack.news(MARSH)
    assert (answer.channel, answer.only_for) == (ROOM, MARSH)
    assert CLAUSE in words(answer)
    assert bot.slack.sees(HILL) == []


async def test_a_command_works_where_the_bot_was_not_invited(bot: Bot) -> None:
    """The command brings an address to answer at, which needs no membership."""
    bot.slack.channel("C9OTHER", "somewhere-else", MARSH, bot=False)
    await bot.slack.command(MARSH, "/can-i", NO, channel="C9OTHER")
    (answer,) = await bot.slack.news(MARSH)
    assert (answer.channel, answer.only_for) == ("C9OTHER", MARSH)


async def test_a_command_in_the_own_conversation_is_answered_with_a_message_that_stays(bot: Bot) -> None:
    await bot.slack.say(MARSH, "hello")
    await bot.slack.news(MARSH)
    await bot.adapter.settled()
    await bot.slack.command(MARSH, "/can-i", NO)
    (answer,) = await bot.slack.news(MARSH)
    assert (answer.channel, answer.only_for) == ("D1MARSH", "")


async def test_a_renamed_command_is_the_same_command(bot: Bot) -> None:
    """What the workspace calls it stands in the settings."""
    async with bot.again(commands={"can-i": "/may-i"}):
        await bot.slack.command(MARSH, "/may-i", NO, channel=ROOM)
        (answer,) = await bot.slack.news(MARSH)
        assert CLAUSE in words(answer)


async def test_a_press_in_the_own_conversation_changes_the_message_words_and_all(bot: Bot) -> None:
    await bot.slack.say(MARSH, ONLY_IF)
    (question,) = await bot.slack.news(MARSH)
    assert "Yes, family" in labels(question.blocks)
    before = question.text
    ack = await bot.slack.press(MARSH, "No")
    assert (ack.status, ack.body) == (200, {})
    (changed,) = await bot.slack.news(MARSH)
    assert changed is question
    assert changed.text != before
    assert "Yes, family" not in labels(changed.blocks)


async def test_a_press_under_an_answer_for_one_changes_that_answer(bot: Bot) -> None:
    """Only the address that comes with the press can change what one person sees."""
    await bot.slack.command(MARSH, "/can-i", ONLY_IF, channel=ROOM)
    (question,) = await bot.slack.news(MARSH)
    await bot.slack.press(MARSH, "No")
    (changed,) = await bot.slack.news(MARSH)
    assert changed is question
    assert changed.only_for == MARSH
    assert not any(method in ("chat.update", "chat.postMessage") for method, _ in bot.slack.world.calls)


async def test_when_the_address_of_an_answer_for_one_is_worn_out_the_change_comes_one_to_one(bot: Bot) -> None:
    await bot.slack.command(MARSH, "/can-i", ONLY_IF, channel=ROOM)
    (question,) = await bot.slack.news(MARSH)
    body = bot.slack.pressed(MARSH, "No")
    bot.slack.world.later(hours=1)
    await bot.slack.line.interactive(body)
    (changed,) = await bot.slack.news(MARSH)
    assert (changed.channel, changed.only_for) == ("D1MARSH", "")
    assert question.changed == 0


async def test_an_answer_for_one_in_a_thread_is_shown_in_the_thread(bot: Bot) -> None:
    """Slack shows such an answer in a thread only where the thread is already there."""
    await bot.slack.mention(MARSH, ROOM, ONLY_IF)
    (answer,) = await bot.slack.news(HILL)
    await bot.slack.press(HILL, "No")
    (told,) = await bot.slack.news(HILL)
    assert (told.only_for, told.thread, told.channel) == (HILL, answer.thread, ROOM)
    assert answer.changed == 0


async def test_home_is_published_when_it_is_opened(bot: Bot) -> None:
    await bot.slack.home_opened(WOOD)
    view = await bot.slack.until(lambda: bot.slack.world.homes.get(WOOD))
    assert "Ask a question" in labels(view["blocks"])


async def test_the_bot_says_hello_once_and_never_again(bot: Bot) -> None:
    """Slack says each time that somebody opens the conversation; what was answered is remembered for days only."""
    await bot.slack.messages_opened(MARSH)
    (hello,) = await bot.slack.news(MARSH)
    assert hello.channel == "D1MARSH"
    await bot.adapter.settled()
    bot.forward(days=30)
    await bot.tidy()
    await bot.slack.messages_opened(MARSH)
    await bot.adapter.settled()
    assert bot.slack.sees(MARSH) == [hello]


async def test_a_question_asked_on_a_form_is_answered_in_the_form(bot: Bot) -> None:
    await bot.slack.shortcut(MARSH, "ask")
    form = await bot.slack.until(lambda: bot.slack.modal(MARSH))
    assert "What would you like to know?" in words(form)
    ack = await bot.slack.fill(MARSH, question=ONLY_IF)
    assert ack.body["response_action"] == "update"
    assert form.open
    assert "Yes, family" in labels(form.view["blocks"])


async def test_a_button_under_an_answer_in_a_form_changes_the_form(bot: Bot) -> None:
    await bot.slack.shortcut(MARSH, "ask")
    form = await bot.slack.until(lambda: bot.slack.modal(MARSH))
    await bot.slack.fill(MARSH, question=ONLY_IF)
    before = form.hash
    await bot.slack.press(MARSH, "No")
    await bot.slack.until(lambda: form.hash != before)
    assert "Yes, family" not in labels(form.view["blocks"])
    await bot.adapter.settled()
    assert bot.slack.sees(MARSH) == []


async def test_when_the_form_was_closed_before_its_button_was_answered_the_answer_comes_one_to_one(bot: Bot) -> None:
    await bot.slack.shortcut(MARSH, "ask")
    await bot.slack.until(lambda: bot.slack.modal(MARSH))
    await bot.slack.fill(MARSH, question=ONLY_IF)
    body = bot.slack.pressed(MARSH, "No")
    await bot.slack.close(MARSH)
    await bot.slack.line.interactive(body)
    (answer,) = await bot.slack.news(MARSH)
    assert answer.channel == "D1MARSH"


async def test_a_message_is_checked_from_its_menu_and_only_who_asked_sees_it(bot: Bot) -> None:
    await bot.slack.mention(HILL, ROOM, NO)
    await bot.slack.news(HILL)
    message = bot.slack.sees(HILL, ROOM)[0]
    await bot.slack.on_message(MARSH, message, "policy-on-this")
    await bot.adapter.settled()
    answer = bot.slack.sees(MARSH)[-1]
    assert answer.only_for == MARSH


async def test_home_opens_the_form(bot: Bot) -> None:
    await bot.slack.home_opened(MARSH)
    await bot.slack.until(lambda: bot.slack.world.homes.get(MARSH))
    await bot.slack.press(MARSH, "Ask a question", home=True)
    form = await bot.slack.until(lambda: bot.slack.modal(MARSH))
    assert "What would you like to know?" in words(form)


def loud() -> Router:
    """A bot that thinks of nobody who might read along."""
    router = Router("loud")

    @router.called("can-i")
    def call(event: Called, desk: Desk) -> Reply:
        return Say(Post(text="Only for you.", buttons=(Button("more", "More"),)), private=True)

    @router.pressed("more")
    def more(event: Pressed, desk: Desk) -> Reply:
        return Say(Post(text="Even more."))

    return router


async def test_a_press_under_an_answer_for_one_is_answered_beside_it_and_never_aloud(bot: Bot) -> None:
    """Only the one who pressed sees what comes of it, and where they look."""
    async with bot.again(routes=loud()) as started:
        await started.slack.command(MARSH, "/can-i", NO, channel=ROOM)
        await started.slack.news(MARSH)
        await started.slack.press(MARSH, "More")
        (more,) = await started.slack.news(MARSH)
        assert (more.text, more.channel, more.only_for) == ("Even more.", ROOM, MARSH)
        assert bot.slack.sees(HILL) == []


async def test_where_its_address_is_worn_out_the_answer_to_a_press_comes_one_to_one(bot: Bot) -> None:
    async with bot.again(routes=loud()) as started:
        await started.slack.command(MARSH, "/can-i", NO, channel=ROOM)
        await started.slack.news(MARSH)
        body = started.slack.pressed(MARSH, "More")
        started.slack.world.later(hours=1)
        await started.slack.line.interactive(body)
        (more,) = await started.slack.news(MARSH)
        assert (more.text, more.channel, more.only_for) == ("Even more.", "D1MARSH", "")


async def test_a_command_in_the_chat_of_two_colleagues_is_answered_there_for_one(bot: Bot) -> None:
    """Slack calls that a one-to-one conversation too; the bot is not in it, and the colleague must see nothing."""
    bot.slack.channel("D9THEIRS", "directmessage", MARSH, HILL, bot=False)
    await bot.slack.command(MARSH, "/can-i", NO, channel="D9THEIRS")
    (answer,) = await bot.slack.news(MARSH)
    assert (answer.channel, answer.only_for) == ("D9THEIRS", MARSH)
    assert bot.slack.sees(HILL) == []
