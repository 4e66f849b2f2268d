"""Turns that take longer than Slack waits: acknowledged, or sent again, and shown when they are done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from threading import Event

import pytest

from bot.slack.answer import Patience
from handlers.desk import Desk
from handlers.model import Button, Called, Post, Pressed, Reply, Said, Say, Update
from handlers.routing import Router
from tests.patience import UNHURRIED
from tests.slack.bot import MARSH, ROOM, WOOD, Bot
from tests.slack.office import first_page, office
from tests.slack.shapes import asked
from tests.slack.workspace import Workspace, words
from tests.slack.world import Says, Wait

SLACK = 3.0  # seconds that it waits for an acknowledgement, and that a trigger works for
NO = "Can I accept a friend request from a pupil?"


def slow(gate: Event) -> Router:
    """A bot that answers only once the gate is open."""
    router = Router("slow")

    @router.said()
    def say(event: Said, desk: Desk) -> Reply:
        gate.wait(5)
        return Say(Post(text=f"You said {event.text}.", buttons=(Button("press", "Press"),)))

    @router.called("can-i")
    def call(event: Called, desk: Desk) -> Reply:
        gate.wait(5)
        return Say(Post(text=f"You called {event.text}."), private=True)

    @router.pressed("press")
    def press(event: Pressed, desk: Desk) -> Reply:
        gate.wait(5)
        return Update(Post(text="Pressed."))

    return router


@pytest.fixture
def gate() -> Iterator[Event]:
    """Closed until somebody opens it; what waits at it is slow."""
    made = Event()
    yield made
    made.set()


@pytest.fixture
async def hasty(bot: Bot, gate: Event) -> AsyncIterator[Bot]:
    """A slow bot that does not wait for itself."""
    async with bot.again(routes=slow(gate), patience=Patience(acknowledge=0.02, form=0.02, behind=0.02)) as started:
        started.slack.line.retries = 0
        yield started
        gate.set()


async def test_a_slow_turn_is_not_acknowledged_so_that_slack_asks_again_and_finds_it_done(
    hasty: Bot, gate: Event
) -> None:
    first = await hasty.slack.line.event(asked(NO))
    assert first.status == 503
    gate.set()
    await hasty.adapter.settled()
    async with hasty.again(routes=slow(gate)) as patient:
        assert (await hasty.slack.line.event(asked(NO), 1)).status == 200
        await patient.adapter.settled()
    assert [one.text for one in hasty.slack.sees(MARSH)] == [f"You said {NO}."]


async def test_a_slow_command_is_acknowledged_and_answered_when_it_is_done(hasty: Bot, gate: Event) -> None:
    ack = await hasty.slack.command(MARSH, "/can-i", "this", channel=ROOM)
    assert (ack.status, gate.is_set()) == (200, False)
    gate.set()
    (answer,) = await hasty.slack.news(MARSH)
    assert answer.text == "You called this."


async def test_a_slow_press_is_acknowledged_and_shown_when_it_is_done(hasty: Bot, gate: Event) -> None:
    gate.set()
    await hasty.slack.line.event(asked("hello"))
    (said,) = await hasty.slack.news(MARSH)
    gate.clear()
    ack = await hasty.slack.press(MARSH, "Press")
    assert (ack.status, gate.is_set()) == (200, False)
    gate.set()
    await hasty.slack.until(lambda: said.text == "Pressed.")


async def test_the_loop_goes_on_while_a_turn_is_slow(hasty: Bot, gate: Event) -> None:
    """What Slack checks is answered at once."""
    assert (await hasty.slack.line.event(asked(NO))).status == 503
    assert (await hasty.slack.line.send(b"ssl_check=1&token=x", {"Content-Type": "text/plain"})).status == 200
    assert not gate.is_set()


async def test_whatever_a_turn_takes_slack_is_answered_within_its_three_seconds(
    slack: Workspace, bot: Bot, gate: Event
) -> None:
    """With the patience that the bot really has, and Slack's own limit."""
    async with bot.again(routes=slow(gate), patience=Patience()):
        slack.world.patience = SLACK
        slack.line.retries = 0
        asked_once = slack.line.event(asked("hello"))
        event, command = await asyncio.gather(asked_once, slack.command(WOOD, "/can-i", "this", channel=ROOM))
        assert (event.status, command.status, gate.is_set()) == (503, 200, False)
        gate.set()


async def test_however_slow_a_form_is_it_opens_while_its_trigger_works(desk: Bot, gate: Event) -> None:
    async with desk.again(routes=office(gate), patience=Patience()):
        desk.slack.world.patience = SLACK
        assert (await desk.slack.press(MARSH, "Fill it in")).status == 200
        form = await desk.slack.until(lambda: desk.slack.modal(MARSH))
        assert "One moment" in words(form)
        gate.set()
        await desk.slack.until(lambda: "What is it?" in words(form))


# --- the end ---


async def test_what_was_begun_is_finished_before_the_bot_stops(slack: Workspace, bot: Bot, gate: Event) -> None:
    async with bot.again(routes=slow(gate)) as started:
        going = asyncio.create_task(slack.line.event(asked("goodbye")))
        await slack.until(lambda: ("users.info", {"user": MARSH}) in slack.world.calls)
        stopping = asyncio.create_task(started.adapter.stop())
        await asyncio.sleep(0.02)
        assert not stopping.done()
        gate.set()
        await stopping
        assert [one.text for one in slack.sees(MARSH)] == ["You said goodbye."]
        await going
        slack.line.retries = 0
        assert (await slack.line.event(asked("hello", "Ev2"))).status == 503
        assert started.adapter.trouble() == "not connected"


# --- forms ---


async def test_a_form_whose_turn_is_slow_opens_at_once_with_one_moment(desk: Bot) -> None:
    """The trigger would not live as long as the turn takes."""
    gate = Event()
    async with desk.again(routes=office(gate), patience=Patience(acknowledge=UNHURRIED, form=0.02)) as slow:
        ack = await slow.slack.press(MARSH, "Fill it in")
        assert ack.status == 200
        form = await slow.slack.until(lambda: slow.slack.modal(MARSH))
        assert "One moment" in words(form)
        gate.set()
        await slow.slack.until(lambda: "What is it?" in words(form))


async def test_a_slow_submission_says_one_moment_and_then_how_it_went(desk: Bot) -> None:
    form = await first_page(desk)
    await desk.slack.fill(MARSH, day="2027-03-05")
    gate = Event()
    async with desk.again(routes=office(gate), patience=Patience(acknowledge=0.02, form=0.02, behind=0.02)) as slow:
        ack = await slow.slack.fill(MARSH)
        assert ack.status == 200
        assert "One moment" in words(form)
        gate.set()
        await slow.slack.until(lambda: "Cake for" in words(form))


async def test_when_it_fails_after_one_moment_the_form_says_so(desk: Bot) -> None:
    """Slack does not say who it is, and takes its time over it: the form is open by then."""
    desk.slack.person("U5NEW", "Mr Field", "field@larkfield.example")
    asking = asyncio.Event()
    desk.slack.world.go_wrong("users.info", Wait(asking), Says("fatal_error"))
    async with desk.again(routes=office(), patience=Patience(acknowledge=UNHURRIED, form=0.02)) as slow:
        ack = await slow.slack.shortcut("U5NEW", "ask")
        assert ack.status == 200
        form = await slow.slack.until(lambda: slow.slack.modal("U5NEW"))
        assert "One moment" in words(form)
        asking.set()
        await slow.slack.until(lambda: "Something went wrong" in words(form))


async def test_when_a_slow_press_comes_to_no_form_the_message_changes_and_the_moment_says_why(desk: Bot) -> None:
    """The button promised a form; somebody was quicker."""
    gate = Event()
    routes = Router("quicker")

    @routes.pressed("start")
    def start(event: Pressed, desk: Desk) -> Reply:
        gate.wait(5)
        return Update(Post(text="Mrs Wood has done it."))

    async with desk.again(routes=routes, patience=Patience(acknowledge=UNHURRIED, form=0.02)) as slow:
        offer = slow.slack.sees(MARSH)[-1]
        await slow.slack.press(MARSH, "Fill it in")
        form = await slow.slack.until(lambda: slow.slack.modal(MARSH))
        gate.set()
        await slow.slack.until(lambda: offer.text == "Mrs Wood has done it.")
        assert "Mrs Wood has done it." in words(form)
