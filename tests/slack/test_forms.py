"""Forms in Slack: errors, next, back, closing, a restart in the middle, pages that were overtaken."""

from __future__ import annotations

import asyncio

from tests.slack.bot import MARSH, ROOM, WOOD, Bot
from tests.slack.office import first_page, office, opened
from tests.slack.workspace import labels, words
from tests.slack.world import Says, Wait


async def test_a_form_goes_from_its_button_to_its_receipt(desk: Bot) -> None:
    form = await first_page(desk)
    await desk.slack.fill(MARSH, day="2027-03-05")
    assert "Cake / wood@larkfield.example / slack:C1STAFF / 2027-03-05" in words(form)
    await desk.slack.fill(MARSH)
    assert "Cake for wood@larkfield.example." in words(form)
    assert form.open, "the receipt is seen"
    await desk.outbox.work_off()
    assert len(desk.slack.sees(WOOD)) == 1


async def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(desk: Bot) -> None:
    form = await opened(desk)
    ack = await desk.slack.fill(MARSH, what="A cake for everybody in the staff room", whom=WOOD)
    assert ack.body["response_action"] == "errors"
    (wrong,) = form.errors.items()
    assert wrong[0].startswith("what#")
    assert "shorten this to 20 characters" in wrong[1]
    await desk.slack.fill(MARSH, what="Cake")
    assert "When?" in words(form)


async def test_what_is_wrong_with_a_whole_page_stands_on_top_of_it(desk: Bot) -> None:
    """Slack shows errors at fields only."""
    form = await first_page(desk)
    await desk.slack.fill(MARSH, day="2027-03-06")
    ack = await desk.slack.fill(MARSH)
    assert ack.body["response_action"] == "update"
    assert "Please note: That is a Saturday." in words(form)
    assert "Please check" in words(form)


async def test_what_turns_out_wrong_on_an_earlier_page_leads_back_there(desk: Bot) -> None:
    form = await opened(desk)
    await desk.slack.fill(MARSH, what="Beer", whom=WOOD)
    await desk.slack.fill(MARSH, day="2027-03-05")
    ack = await desk.slack.fill(MARSH)
    assert ack.body["response_action"] == "update"
    assert "What is it?" in words(form)
    assert "Please note: What: Not in school." in words(form)


async def test_back_is_never_blocked_and_keeps_what_was_given(desk: Bot) -> None:
    form = await first_page(desk)
    before = form.hash
    await desk.slack.back(MARSH)
    await desk.slack.until(lambda: form.hash != before)
    shown = words(form)
    assert "What is it?" in shown
    assert '"initial_value": "Cake"' in shown
    assert f'"initial_user": "{WOOD}"' in shown
    assert f'"initial_conversation": "{ROOM}"' in shown
    await desk.slack.fill(MARSH, what="Biscuits")
    await desk.slack.fill(MARSH, day="2027-03-05")
    assert "Biscuits / wood@larkfield.example" in words(form)


async def test_back_pressed_twice_goes_back_once(desk: Bot) -> None:
    """The second press comes from a page that is no longer there: what is true now is shown."""
    form = await first_page(desk)
    await desk.slack.fill(MARSH, day="2027-03-05")
    first, second = desk.slack.pressed(MARSH, "Back"), desk.slack.pressed(MARSH, "Back")
    await asyncio.gather(desk.slack.line.interactive(first), desk.slack.line.interactive(second))
    await desk.adapter.settled()
    assert "When?" in words(form)
    await desk.slack.fill(MARSH, day="2027-03-08")
    assert "2027-03-08" in words(form)


async def test_a_page_that_was_overtaken_shows_where_one_was(desk: Bot) -> None:
    form = await first_page(desk)
    late = desk.slack.pressed(MARSH, "Back")
    await desk.slack.fill(MARSH, day="2027-03-05")
    assert "Please check" in words(form)
    await desk.slack.line.interactive(late)
    await desk.adapter.settled()
    assert "This page was out of date" in words(form)
    assert "Please check" in words(form)


async def test_a_page_that_arrives_late_never_takes_the_place_of_a_newer_one(desk: Bot) -> None:
    """The page that Back leads to is on its way for long; the person has gone on meanwhile."""
    form = await first_page(desk)
    arrives = asyncio.Event()
    desk.slack.world.go_wrong("views.update", Wait(arrives))
    await desk.slack.back(MARSH)
    await desk.slack.until(lambda: desk.slack.world.calls[-1][0] == "views.update")
    await desk.slack.fill(MARSH, day="2027-03-05")
    assert "This page was out of date" in words(form)
    await desk.slack.fill(MARSH)
    assert "When?" in words(form)
    arrives.set()
    await desk.adapter.settled()
    assert "When?" in words(form)


async def test_a_cancelled_form_is_gone_and_says_so(desk: Bot) -> None:
    form = await first_page(desk)
    page = form.view
    ack = await desk.slack.cancel(MARSH)
    assert ack.status == 200
    await desk.adapter.settled()
    assert "Nothing was sent, and what you filled in is gone." in words(form)
    form.view = page  # as if another device still showed it
    await desk.slack.fill(MARSH, day="2027-03-05")
    assert "This form is closed" in words(form)


async def test_a_form_closed_by_a_slip_goes_on_where_it_still_stands(desk: Bot) -> None:
    """Escape, × and Slack's own Close are the same to us, and end nothing."""
    form = await first_page(desk)
    await desk.slack.close(MARSH)
    await desk.adapter.settled()
    form.open = True  # as on another device
    await desk.slack.fill(MARSH, day="2027-03-05")
    assert "Please check" in words(form)


async def test_the_process_dies_in_the_middle_and_the_form_goes_on(desk: Bot) -> None:
    form = await first_page(desk)
    async with desk.again(routes=office()) as anew:
        await anew.slack.fill(MARSH, day="2027-03-05")
        assert "Cake / wood@larkfield.example / slack:C1STAFF / 2027-03-05" in words(form)
        await anew.slack.fill(MARSH)
        assert "Cake for" in words(form)


async def test_a_page_submitted_twice_is_taken_once_and_answered_twice(desk: Bot) -> None:
    form = await first_page(desk)
    await desk.slack.fill(MARSH, day="2027-03-05")
    body = desk.slack.submission(MARSH)
    first, second = await asyncio.gather(*(desk.slack.line.interactive(body) for _ in range(2)))
    assert first.body == second.body
    assert first.body["response_action"] == "update"
    assert form.open
    await desk.outbox.work_off()
    assert len(desk.slack.sees(WOOD)) == 1


async def test_a_button_in_a_form_answers_in_the_form(desk: Bot) -> None:
    form = await opened(desk)
    await desk.slack.press(MARSH, "Give me a hint")
    await desk.slack.until(lambda: "Short is best." in words(form))


async def test_home_and_a_shortcut_open_the_form_too(desk: Bot) -> None:
    await desk.slack.home_opened(MARSH)
    await desk.slack.until(lambda: desk.slack.world.homes.get(MARSH))
    await desk.slack.press(MARSH, "Fill it in", home=True)
    (await desk.slack.until(lambda: desk.slack.modal(MARSH))).open = False
    await desk.slack.shortcut(MARSH, "ask")
    assert await desk.slack.until(lambda: desk.slack.modal(MARSH))


async def test_a_trigger_that_is_too_old_is_told(desk: Bot) -> None:
    body = desk.slack.pressed(MARSH, "Fill it in")
    desk.slack.world.later(seconds=desk.slack.world.patience + 1)
    await desk.slack.line.interactive(body)
    (told,) = await desk.slack.news(MARSH)
    assert "took me too long" in told.text
    assert desk.slack.modal(MARSH) is None


async def test_a_press_that_slack_sends_twice_opens_one_form_and_complains_of_nothing(desk: Bot) -> None:
    body = desk.slack.pressed(MARSH, "Fill it in")
    for _ in range(2):
        await desk.slack.line.interactive(body)
        await desk.adapter.settled()
    assert len(desk.slack.world.forms) == 1
    assert len(desk.slack.sees(MARSH)) == 2  # "hello", and the offer


async def test_when_slack_does_not_say_who_was_picked_the_page_stays_as_it_was_typed(desk: Bot) -> None:
    form = await opened(desk)
    desk.slack.world.go_wrong("users.info", Says("fatal_error"))
    ack = await desk.slack.fill(MARSH, what="Cake", whom=WOOD)
    assert ack.status == 503
    assert "trouble connecting" in form.errors[""]
    await desk.slack.fill(MARSH)
    assert "When?" in words(form)


async def test_a_stranger_gets_no_form(desk: Bot) -> None:
    """Instead of the form, the words for whoever is not on the staff list."""
    desk.slack.person("U9GUEST", "Miss Marsh", "marsh@larkfield.example", is_restricted=True)
    await desk.slack.shortcut("U9GUEST", "ask")
    (told,) = await desk.slack.news("U9GUEST")
    assert "I do not know you yet" in words(told)
    assert desk.slack.modal("U9GUEST") is None


async def test_a_late_press_is_told_kindly(desk: Bot) -> None:
    """A button that nobody knows any more."""
    await desk.slack.press(MARSH, "Read")
    told = (await desk.slack.news(MARSH))[-1]
    assert "no longer does anything" in told.text
    assert labels(told.blocks) == []
