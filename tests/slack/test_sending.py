"""What the outbox brings to Slack: rates, refusals, changes, and people who can or cannot be written to."""

from __future__ import annotations

import pytest
import structlog

from handlers.desk import Unknown
from handlers.model import Button, Place, Post
from tests.slack.bot import CLAUSE, HILL, MARSH, ROOM, WOOD, Bot
from tests.slack.workspace import labels, words
from tests.slack.world import Lost, LostReply, Says

NO = "Can I accept a friend request from a pupil?"
NEWS = Post("A reminder", "The policy is reviewed on 3 March 2027.")


async def test_a_nudge_whose_arrival_nobody_knows_is_not_sent_again(bot: Bot) -> None:
    bot.slack.world.go_wrong("chat.postMessage", LostReply())
    await tell(bot, "marsh@larkfield.example", unknown=Unknown.DROP)
    for _ in range(3):
        bot.clock.forward(minutes=1)
        await bot.outbox.work_off()
    assert len(bot.slack.sees(MARSH)) == 1


async def test_while_slack_cannot_be_reached_nothing_is_dropped(bot: Bot) -> None:
    """It is sure then that a nudge did not arrive."""
    await tell(bot, "marsh@larkfield.example", unknown=Unknown.DROP)
    async with bot.again(api="http://127.0.0.1:9/api/") as away:
        await away.outbox.work_off()
    bot.clock.forward(minutes=1)
    await bot.outbox.work_off()
    assert len(bot.slack.sees(MARSH)) == 1


async def test_slack_is_left_alone_for_as_long_as_it_asks(bot: Bot) -> None:
    bot.slack.world.go_wrong("chat.postMessage", Says("ratelimited", 429, retry_after=30))
    await tell(bot, "marsh@larkfield.example")
    await bot.outbox.work_off()
    await tell(bot, "marsh@larkfield.example", Post(text="And another."))
    await bot.outbox.work_off()
    bot.clock.forward(seconds=20)
    await bot.outbox.work_off()
    assert [method for method, _ in bot.slack.world.calls].count("chat.postMessage") == 1
    assert bot.slack.sees(MARSH) == []


async def test_one_channel_that_must_wait_does_not_hold_up_another(bot: Bot) -> None:
    bot.slack.world.burst = 60.0
    for number in range(2):
        await tell(bot, Place(f"slack:{ROOM}", private=False), key=f"room {number}")
    await bot.outbox.work_off()
    await tell(bot, "marsh@larkfield.example")
    await bot.outbox.work_off()
    assert len(bot.slack.sees(HILL, ROOM)) == 1
    assert len(bot.slack.sees(MARSH, "D1MARSH")) == 1


async def test_words_arrive_where_slack_does_not_take_the_blocks(bot: Bot) -> None:
    bot.slack.world.go_wrong("chat.postMessage", Says("invalid_blocks"))
    with structlog.testing.capture_logs() as logs:
        await bot.slack.say(MARSH, NO)
        (answer,) = await bot.slack.news(MARSH)
    assert (answer.blocks, CLAUSE in answer.text) == ([], True)
    assert [line["event"] for line in logs] == ["rendering_refused"]


async def test_a_long_answer_is_never_refused(bot: Bot) -> None:
    await tell(bot, "marsh@larkfield.example", Post("A long one", "words & <words> " * 4000))
    await bot.outbox.work_off()
    (message,) = bot.slack.sees(MARSH)
    assert message.blocks


async def test_what_was_told_is_changed_and_taken_back_where_it_stands(bot: Bot) -> None:
    await tell(bot, "marsh@larkfield.example", key="news")
    await bot.outbox.work_off()
    (message,) = bot.slack.sees(MARSH)
    await bot.store.run(lambda tx: tx.at(bot.school.id).amend("news", Post(text="It was reviewed.")))
    await bot.outbox.work_off()
    assert (message.text, message.changed) == ("It was reviewed.", 1)
    await bot.store.run(lambda tx: tx.at(bot.school.id).withdraw("news"))
    await bot.outbox.work_off()
    assert bot.slack.sees(MARSH) == []


async def test_taking_back_what_somebody_has_deleted_is_done(bot: Bot) -> None:
    await tell(bot, "marsh@larkfield.example", key="news")
    await bot.outbox.work_off()
    bot.slack.sees(MARSH)[0].gone = True
    await bot.store.run(lambda tx: tx.at(bot.school.id).withdraw("news"))
    await bot.outbox.work_off()
    assert await bot.store.read(lambda tx: tx.at(bot.school.id).undelivered()) == ()


async def test_buttons_are_for_the_people_they_are_meant_for(bot: Bot) -> None:
    """In somebody's own conversation others get the message without; in a channel Slack cannot hide them from one."""
    post = Post("A draft", buttons=(Button("approve", "Approve"),), actors=("wood@larkfield.example",))
    for to in ("wood@larkfield.example", "hill@larkfield.example", Place(f"slack:{ROOM}", private=False)):
        await tell(bot, to, post)
    await bot.outbox.work_off()
    shown = {user: labels(bot.slack.sees(user, f"D{user[1:]}")[0].blocks) for user in (WOOD, HILL)}
    assert shown == {WOOD: ["Approve"], HILL: []}
    assert labels(bot.slack.sees(MARSH, ROOM)[0].blocks) == ["Approve"]


async def test_a_changed_message_keeps_its_buttons_from_whom_they_are_not_for(bot: Bot) -> None:
    await tell(bot, "hill@larkfield.example", key="news")
    await bot.outbox.work_off()
    post = Post("A draft", buttons=(Button("approve", "Approve"),), actors=("wood@larkfield.example",))
    await bot.store.run(lambda tx: tx.at(bot.school.id).amend("news", post))
    await bot.outbox.work_off()
    (message,) = bot.slack.sees(HILL)
    assert message.text.startswith("A draft")
    assert labels(message.blocks) == []


async def test_a_token_that_slack_takes_no_longer_is_trouble_and_loses_nothing(bot: Bot) -> None:
    bot.slack.world.go_wrong("chat.postMessage", Says("token_revoked"))
    await tell(bot, "marsh@larkfield.example")
    await bot.outbox.work_off()
    assert "token" in bot.adapter.trouble()
    bot.clock.forward(minutes=5)
    await bot.outbox.work_off()
    assert bot.adapter.trouble() == ""
    assert len(bot.slack.sees(MARSH)) == 1


# --- people who cannot be written to ---


async def test_somebody_never_seen_is_found_by_their_address_on_the_staff_list(bot: Bot) -> None:
    await tell(bot, "wood@larkfield.example")
    await bot.outbox.work_off()
    (message,) = bot.slack.sees(WOOD)
    assert message.text.startswith("A reminder")
    account = await bot.directory.account_of("wood@larkfield.example", "slack")
    assert account is not None
    assert (account.account, account.address) == (WOOD, "D2WOOD")


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({"deleted": True}, "has no account in the Slack workspace under the e-mail address on the staff list"),
        ({"is_restricted": True}, "has an account in Slack that cannot be told to be theirs"),
        ({"is_email_confirmed": False}, "has an account in Slack that cannot be told to be theirs"),
    ],
)
async def test_whoever_cannot_be_written_to_is_put_down_with_the_reason(
    bot: Bot, what: dict[str, object], reason: str
) -> None:
    bot.slack.world.people[WOOD].more |= what
    await tell(bot, "wood@larkfield.example")
    await bot.outbox.work_off()
    (one,) = await bot.store.read(lambda tx: tx.at(bot.school.id).unreached())
    assert (one.person, one.reason) == ("wood@larkfield.example", reason)


async def test_a_channel_that_the_bot_is_not_in_is_told_with_what_to_type(bot: Bot) -> None:
    bot.slack.channel("G1GOVERNORS", "governors", WOOD, bot=False)
    await tell(bot, Place("slack:G1GOVERNORS", private=False))
    await bot.outbox.work_off()
    (one,) = await bot.store.read(lambda tx: tx.at(bot.school.id).undelivered())
    assert "invite it there with /invite @Proviso" in one.reason


async def test_a_guest_is_not_the_member_of_staff_whose_address_they_carry(bot: Bot) -> None:
    bot.slack.person("U9GUEST", "Miss Marsh", "hill@larkfield.example", is_ultra_restricted=True)
    await bot.slack.say("U9GUEST", NO)
    (answer,) = await bot.slack.news("U9GUEST")
    assert CLAUSE not in words(answer)
    assert "I do not know you yet" in words(answer)


async def test_somebody_of_another_workspace_gets_no_answer_in_a_shared_channel(bot: Bot) -> None:
    bot.slack.person("U9OTHER", "Mr Hill", "hill@larkfield.example", team="T9OTHER")
    bot.slack.channel("C2SHARED", "shared", HILL, "U9OTHER")
    await bot.slack.mention("U9OTHER", "C2SHARED", NO)
    (answer,) = await bot.slack.news("U9OTHER")
    assert answer.only_for == "U9OTHER"
    assert CLAUSE not in words(answer)


async def test_what_a_stranger_is_told_finds_them_later_too(bot: Bot) -> None:
    """They have no person key of ours; their account is enough."""
    bot.slack.person("U9GUEST", "A Guest", "guest@elsewhere.example", is_restricted=True)
    bot.slack.channel("C2SHARED", "shared", HILL, "U9GUEST")
    bot.slack.world.go_wrong("chat.postEphemeral", Says("user_not_in_channel"))
    bot.slack.world.go_wrong("chat.postMessage", Lost())
    await bot.slack.mention("U9GUEST", "C2SHARED", NO)
    await bot.adapter.settled()
    await bot.outbox.work_off()
    (told,) = bot.slack.sees("U9GUEST", "D9GUEST")
    assert "I do not know you yet" in words(told)
    assert len(bot.slack.sees(HILL, "C2SHARED")) == 1  # the mention itself


async def test_when_slack_does_not_say_who_it_is_nothing_is_answered_and_slack_asks_again(bot: Bot) -> None:
    """Somebody on the list must not be taken for a stranger because a call failed."""
    bot.slack.world.go_wrong("users.info", Says("ratelimited", 429, retry_after=5))
    await bot.slack.say(MARSH, NO)
    assert [ack.status for ack in bot.slack.line.acks] == [503, 200]
    (answer,) = await bot.slack.news(MARSH)
    assert CLAUSE in words(answer)


async def tell(
    bot: Bot, to: str | Place, post: Post = NEWS, *, key: str = "", unknown: Unknown = Unknown.RESEND
) -> None:
    """A notice of some handler's."""
    await bot.store.run(lambda tx: tx.at(bot.school.id, "slack").tell(to, post, key=key, unknown=unknown))
