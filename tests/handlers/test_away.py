"""“/away”: who stands in, where the rule lets them, and that it is put down as decided for somebody."""

from __future__ import annotations

import pytest

from handlers.desk import Role
from handlers.records import Standing
from tests.conftest import Clock
from tests.handlers.drafts.drafting import PAGE, RULES, authorise, card, register, sent
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.talk import Talk, on
from tests.seats.seen import Seen, labels, words

DAYS = {"First day away": "2027-03-03", "Last day away": "2027-03-05"}
WHO = "Who stands in for you?"
DEPUTYS = "Mr Hill (deputy)"


async def hand_over(talk: Talk, days: dict[str, str] = DAYS, to: str = DEPUTYS) -> Seen:
    """The head is away; what she reads at the end."""
    form = await talk.open_form(HEAD, await talk.say(HEAD, "away"), "I will be away")
    return await talk.finish(HEAD, await talk.fill(HEAD, form, days | {WHO: to}))


async def accounts(talk: Talk, **given: object) -> None:
    """The school has a page, where the deputy decides in the head's absence; Mr Field may post."""
    talk.book.known = (RULES,)
    await register(talk, **{"absent": ["deputy"], **given})
    await authorise(talk)


@pytest.mark.parametrize("said", ["away", "I am away", "I'll be away"])
async def test_words_open_the_way_to_the_form(talk: Talk, said: str) -> None:
    assert labels(await talk.say(HEAD, said)) == ["I will be away"]


@on("web")
async def test_a_command_opens_the_form_at_once(talk: Talk) -> None:
    """Typed on the page; in Slack it is /hand-over, since /away there is Slack's own; Teams has none."""
    await talk.come(HEAD)
    await talk.seat.command(HEAD.person, "away", "", aloud=False)
    page = talk.seat.dialog(HEAD.person)
    assert page is not None
    assert page.title == "Away"


async def test_the_deputy_is_told_on_the_first_day(talk: Talk, clock: Clock) -> None:
    days = {"First day away": "2027-03-08", "Last day away": "2027-03-10"}
    end = await hand_over(talk, days)
    assert end.text == "Mr Hill stands in from 8 March 2027 to 10 March 2027, and is told on the first day."
    clock.forward(days=4)
    assert not await talk.told(DEPUTY)
    clock.forward(days=1)  # Monday at nine
    (told,) = await talk.told(DEPUTY)
    assert told.title == "You stand in for Mrs Wood"
    assert "until 10 March 2027" in told.text


async def test_the_deputy_decides_and_it_is_put_down_as_decided_for_the_head(talk: Talk) -> None:
    await accounts(talk)
    await hand_over(talk)
    seen = await card(talk, DEPUTY)
    assert "Mrs Wood (head) or Mr Hill (deputy, for Mrs Wood) can decide" in words(seen)
    said = await talk.press(DEPUTY, seen, "Approve")
    assert said.title == "Approved by Mr Hill on 3 March 2027, as deputy for Mrs Wood"
    assert "Approved by Mr Hill on 3 March 2027, as deputy for Mrs Wood" in [
        one.title for one in await talk.told(TEACHER)
    ]


async def test_what_waited_already_goes_over_too(talk: Talk) -> None:
    await accounts(talk)
    await sent(talk)
    assert "Waits for your decision" not in words(await talk.home(DEPUTY))
    await hand_over(talk)
    seen = await talk.press(DEPUTY, await talk.home(DEPUTY), "Decide about posts")
    assert (await talk.press(DEPUTY, seen, "Approve")).title.endswith("as deputy for Mrs Wood")


@on("slack", "teams")
async def test_a_card_that_stands_in_the_channel_goes_over_to_the_stand_in_and_back(talk: Talk, clock: Clock) -> None:
    """The page has no channels. In Slack everybody there sees the buttons, in Teams those who may decide."""
    await accounts(talk)
    await in_the_channel(talk)
    assert "Mr Hill" not in words(await on_the_wall(talk))
    end = await hand_over(talk, DAYS | {"First day away": "2027-03-04"})
    assert not [one for one in await talk.told(DEPUTY) if not one.alone], "not before the first day"
    clock.forward(days=1)
    card = await on_the_wall(talk)
    assert "Mrs Wood (head) or Mr Hill (deputy, for Mrs Wood) can decide." in words(card)
    assert "Approve" in labels(card)
    await talk.press(HEAD, end, "I am back")
    card = await on_the_wall(talk)
    assert "Mrs Wood (head) can decide." in words(card)
    assert ("Approve" in labels(card)) is (talk.seat.name == "slack")


@on("slack", "teams")
async def test_the_stand_in_decides_in_the_channel_as_deputy_for_the_head_until_the_last_day_is_over(
    talk: Talk, clock: Clock
) -> None:
    """The page has no channels."""
    await accounts(talk)
    await in_the_channel(talk)
    await hand_over(talk)
    card = await on_the_wall(talk)
    clock.forward(days=3)
    after = await on_the_wall(talk)
    assert "Mr Hill" not in words(after)
    assert (await talk.press(DEPUTY, card, "Approve")).title == "This is not yours to decide"
    await hand_over(talk, {"First day away": "2027-03-06", "Last day away": "2027-03-06"})
    said = await talk.press(DEPUTY, await on_the_wall(talk), "Approve")
    assert (said.title, said.at) == ("Approved by Mr Hill on 6 March 2027, as deputy for Mrs Wood", card.at)


async def in_the_channel(talk: Talk) -> None:
    """A post waits in the approvals channel."""
    await talk.everybody_comes()
    await talk.say_aloud(HEAD, "use this channel")
    await talk.told(DEPUTY)
    await sent(talk)


async def on_the_wall(talk: Talk) -> Seen:
    """The card in the channel as Mr Hill sees it now that it came or changed."""
    return [one for one in await talk.told(DEPUTY) if not one.alone][-1]


async def test_without_a_channel_the_stand_in_gets_what_waits_by_day(talk: Talk, clock: Clock) -> None:
    await accounts(talk)
    await sent(talk)
    await hand_over(talk, DAYS | {"First day away": "2027-03-04"})
    clock.forward(hours=16)  # one in the morning
    assert not await talk.told(DEPUTY)
    clock.forward(hours=7)
    told = {one.title: one for one in await talk.told(DEPUTY)}
    card = told[f"To be decided: a post for {PAGE}"]
    assert (await talk.press(DEPUTY, card, "Approve")).title.endswith("as deputy for Mrs Wood")


async def test_while_the_head_is_there_the_deputy_may_not(talk: Talk) -> None:
    await accounts(talk)
    seen = await card(talk)
    assert (await talk.press(DEPUTY, seen, "Approve")).title == "This is not yours to decide"


async def test_where_the_rule_names_nobody_for_the_head_s_absence_it_waits(talk: Talk) -> None:
    await accounts(talk, absent=[])
    await hand_over(talk)
    seen = await card(talk)
    assert (await talk.press(DEPUTY, seen, "Approve")).title == "This is not yours to decide"


async def test_it_ends_by_itself_after_the_last_day(talk: Talk, clock: Clock) -> None:
    await accounts(talk)
    await hand_over(talk)
    seen = await card(talk, DEPUTY)
    clock.forward(days=3)
    assert (await talk.press(DEPUTY, seen, "Approve")).title == "This is not yours to decide"


async def test_back_sooner_the_deputy_hears_of_it_and_decides_no_more(talk: Talk) -> None:
    await accounts(talk)
    end = await hand_over(talk)
    seen = await card(talk, DEPUTY)
    await talk.press(HEAD, end, "I am back")
    assert "Mrs Wood is back" in [one.title for one in await talk.told(DEPUTY)]
    assert (await talk.press(DEPUTY, seen, "Approve")).title == "This is not yours to decide"


async def test_a_stand_in_decides_neither_their_own_nor_the_head_s(talk: Talk) -> None:
    await accounts(talk)
    await hand_over(talk)
    own = await card(talk, who=DEPUTY)
    assert "Mr Hill" not in own.notes[0]
    assert (await talk.press(DEPUTY, own, "Approve")).title == "Nobody decides about their own"
    of_head = await card(talk, CHAIR, who=HEAD)
    assert "Dr Stone (chair of governors) can decide." in words(of_head)
    assert (await talk.press(DEPUTY, of_head, "Approve")).title == "This is not yours to decide"


async def test_a_stand_in_who_is_deputy_no_more_decides_nothing(talk: Talk) -> None:
    await accounts(talk)
    await hand_over(talk)
    seen = await card(talk, DEPUTY)
    await talk.store.run(
        lambda tx: tx.at(SCHOOL.id).move_appointment(f"deputy-{Role.DEPUTY}", Standing.HELD, Standing.ENDED, "deputy")
    )
    assert (await talk.press(DEPUTY, seen, "Approve")).title == "This is not yours to decide"


async def test_the_chair_s_place_is_taken_by_the_vice_chair(talk: Talk) -> None:
    await accounts(talk)
    await talk.appoint("assistant", Role.VICE_CHAIR)
    form = await talk.open_form(CHAIR, await talk.say(CHAIR, "away"), "I will be away")
    await talk.finish(CHAIR, await talk.fill(CHAIR, form, DAYS | {WHO: "Mr Field (vice-chair of governors)"}))
    seen = await card(talk, ASSISTANT, who=HEAD)
    said = await talk.press(ASSISTANT, seen, "Approve")
    assert said.title == "Approved by Mr Field on 3 March 2027, as vice-chair of governors for Dr Stone"


async def test_nobody_in_the_chair_s_place_decides_about_the_chair_s_own(talk: Talk) -> None:
    """The chair chose who stands in; it would be the chair's own word."""
    await accounts(talk, roles=["head", "chair of governors"])
    await talk.appoint("assistant", Role.VICE_CHAIR)
    form = await talk.open_form(CHAIR, await talk.say(CHAIR, "away"), "I will be away")
    await talk.finish(CHAIR, await talk.fill(CHAIR, form, DAYS | {WHO: "Mr Field (vice-chair of governors)"}))
    own = await card(talk, who=CHAIR)
    assert "Mrs Wood (head) can decide." in words(own)
    assert (await talk.press(ASSISTANT, own, "Approve")).title == "This is not yours to decide"


async def test_who_decides_nothing_has_nothing_to_hand_over(talk: Talk) -> None:
    assert (await talk.say(TEACHER, "away")).title == "There is nothing to hand over"


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2027-03-05", "2027-03-04", "The last day comes before the first."),
        ("2027-03-01", "2027-03-02", "Please give a day from today on."),
    ],
)
async def test_days_that_cannot_be_are_asked_for_again(talk: Talk, first: str, last: str, wrong: str) -> None:
    form = await talk.open_form(HEAD, await talk.say(HEAD, "away"), "I will be away")
    page = await talk.fill(HEAD, form, {"First day away": first, "Last day away": last, WHO: DEPUTYS})
    assert (await talk.fill(HEAD, page)).errors == {"Last day away": wrong}


async def test_a_new_absence_takes_the_place_of_the_one_before(talk: Talk) -> None:
    await accounts(talk)
    await hand_over(talk)
    await hand_over(talk, {"First day away": "2027-03-08", "Last day away": "2027-03-09"})
    seen = await talk.say(HEAD, "away")
    assert "From 8 March 2027 to 9 March 2027" in seen.text
    assert f"To be decided: a post for {PAGE}" == (await card(talk)).title
    assert "Mr Hill" not in words(await talk.home(HEAD))


async def test_nobody_else_ends_it(talk: Talk) -> None:
    end = await hand_over(talk)
    assert (await talk.press(DEPUTY, end, "I am back")).title == "This is not yours to end"
