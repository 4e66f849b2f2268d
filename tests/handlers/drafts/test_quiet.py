"""What a locked phone shows of a draft, and what a button carries: a reference, an id, and no word of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.conftest import Clock
from tests.handlers.drafts.drafting import LINK, PUBLISHED, READY, RULES, WHAT, authorise, card, reasoned, register
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk, on
from tests.seats.slack_seat import SlackSeat

TEXT = "Zebras come to the fair. Well done, Oliver Brown!"
REASON = "Giraffes are better."
WORDS = ("Zebras", "Oliver", "Giraffes", "summer fair", "snow")
ID = re.compile(r"[\w.:-]*")


async def everything(talk: Talk, clock: Clock) -> None:
    """Every message about drafts that anybody is ever sent without having asked for it."""
    talk.book.known = (RULES,)
    await register(talk)
    await register(talk, name="Class news", rule="standing")
    await authorise(talk)
    seen = await card(talk, text=TEXT)
    clock.forward(days=1)
    await talk.told(HEAD)
    await reasoned(talk, seen, "Ask for changes", REASON)
    await reasoned(talk, await card(talk, text=TEXT), "Refuse", REASON)
    await talk.press(HEAD, await card(talk, text=TEXT), "Approve")
    publish = next(one for one in await talk.told(ASSISTANT) if one.text == TEXT)
    await talk.finish(ASSISTANT, await talk.open_form(ASSISTANT, publish, PUBLISHED), {"Its address": LINK})
    await talk.press(HEAD, await card(talk, text=TEXT, what=READY, named=(DEPUTY,)), "Approve")
    listed = await talk.say(DEPUTY, "ready texts")
    await talk.press(DEPUTY, listed, listed.buttons[0].label)
    await card(talk, text="Come!", what=WHAT)
    clock.forward(days=29)
    for one in (HEAD, TEACHER, ASSISTANT):
        await talk.told(one)


def messages(talk: Talk) -> Iterator[tuple[str, list[str]]]:
    """Of each message that the bot sent: what a notification says, and what its buttons carry."""
    assert isinstance(talk.seat, SlackSeat)
    for one in talk.seat._workspace.world.messages:
        elements = [part for block in one.blocks for part in block.get("elements", [])]
        yield one.text, [part["value"] for part in elements if part.get("type") == "button" and "value" in part]


@on("slack")
async def test_no_notification_says_what_a_draft_is_about(talk: Talk, clock: Clock) -> None:
    """Slack shows a message's text on the phone; what Teams shows is made of the same words."""
    await everything(talk, clock)
    shown = [text for text, _ in messages(talk) if "ref " in text]
    assert len(shown) > 10
    unasked = [text for text, _ in messages(talk) if any(word in text for word in WORDS)]
    assert unasked == []


@on("slack")
async def test_a_button_carries_an_id_and_nothing_else(talk: Talk, clock: Clock) -> None:
    await everything(talk, clock)
    values = [value for _, carried in messages(talk) for value in carried]
    assert len(values) >= 5, "of cards that nobody has decided, and of lists"
    assert [value for value in values if not ID.fullmatch(value)] == []
