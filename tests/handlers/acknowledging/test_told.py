"""Who was told of a policy, when and how: put down by the office, for people without chat and agency staff too."""

from __future__ import annotations

import pytest

from handlers.acknowledging.told import told
from handlers.desk import Member, Role
from tests.conftest import Clock
from tests.handlers.acknowledging.campaign import TITLE, begins, replaced
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import Page, Seen, labels, words

WHAT = {
    "Which policy?": TITLE,
    "How were they told?": "Staff meeting",
    "When?": "2027-03-01",
    "What was it about?": "Photographs on trips",
}
EVERYBODY, BUT, SOME, NONE = (
    "Everybody on the staff list",
    "Everybody on the staff list, but for…",
    "Some of them",
    "Nobody on the staff list",
)


async def opened(talk: Talk, who: Member = HEAD) -> Page:
    """The form in which it is put down."""
    return await talk.open_form(who, await talk.say(who, "acknowledgements"), "Put down who was told")


async def up_to_the_end(
    talk: Talk, who: Member = HEAD, *, there: str = EVERYBODY, others: str = "", **given: object
) -> Page:
    """Up to the page where it is read once more; `given` for the page on which people are chosen."""
    page = await talk.fill(
        who, await talk.fill(who, await opened(talk, who), WHAT), {"Who was there?": there, "Who else?": others}
    )
    if page.heading == "Who":
        (label,) = page.blanks
        page = await talk.fill(who, page, {label: given["people"]})
    return page


async def put_down(talk: Talk, who: Member = HEAD, **given: object) -> Seen:
    """The same, put down."""
    return await talk.finish(who, await up_to_the_end(talk, who, **given))  # type: ignore[arg-type]  # by name


async def test_the_office_puts_down_a_staff_meeting_for_everybody_but_those_who_were_not_there(talk: Talk) -> None:
    await begins(talk)
    page = await up_to_the_end(talk, there=BUT, people=["Mr Field"])
    assert dict(page.words.facts) == {
        "Policy": TITLE,
        "How": "Staff meeting",
        "When": "1 March 2027",
        "About": "Photographs on trips",
        "4 people": "Dr Stone, Miss Marsh, Mr Hill and Mrs Wood",
    }
    done = await talk.finish(HEAD, page)
    assert done.title == "On record"
    assert "Staff meeting on 1 March 2027, 4 people: Photographs on trips." in done.text
    mine = dict((await talk.say(TEACHER, "acknowledgements")).facts)
    assert mine[f"Told: {TITLE}"] == "Staff meeting, 1 March 2027"
    assert f"Told: {TITLE}" not in dict((await talk.say(ASSISTANT, "acknowledgements")).facts), "he was not there"


async def test_people_who_are_on_no_list_are_written_down_by_name(talk: Talk) -> None:
    """Agency and placement staff, contractors, visitors; a colleague's name finds the colleague."""
    await begins(talk)
    page = await up_to_the_end(talk, there=NONE, others="Placement student, Larkfield\n\n mr  field \nSupply teacher")
    assert dict(page.words.facts)["3 people"] == "Mr Field, Placement student, Larkfield and Supply teacher"
    await talk.finish(HEAD, page)
    assert f"Told: {TITLE}" in dict((await talk.say(ASSISTANT, "acknowledgements")).facts)


async def test_some_people_at_their_induction(talk: Talk) -> None:
    await begins(talk)
    done = await put_down(talk, there=SOME, people=["Miss Marsh, Year 4 teacher", "Mr Field"])
    assert "2 people" in done.text


async def test_nobody_at_all_is_no_occasion(talk: Talk) -> None:
    await begins(talk)
    again = await talk.fill(HEAD, await up_to_the_end(talk, there=NONE))
    assert again.errors == {"Who else?": "Nobody is named. Please choose somebody, or write a name."}


async def test_what_is_still_to_come_cannot_be_put_down(talk: Talk) -> None:
    await begins(talk)
    page = await talk.fill(HEAD, await opened(talk), WHAT | {"When?": "2027-03-04"})
    page = await talk.fill(HEAD, page, {"Who was there?": EVERYBODY})
    again = await talk.fill(HEAD, page)
    assert again.errors == {"When?": "This day is still to come. Put it down once it has been."}


async def test_a_mistake_is_struck_out_with_its_reason(talk: Talk) -> None:
    await begins(talk)
    await put_down(talk)
    form = await talk.open_form(HEAD, await talk.say(HEAD, "acknowledgements"), "Strike one out")
    (choice,) = form.blanks["Which one?"].choices
    done = await talk.finish(HEAD, form, {"Which one?": choice, "What is wrong with it?": "It was last year's."})
    assert done.title == "Struck out"
    assert f"Told: {TITLE}" not in dict((await talk.say(TEACHER, "acknowledgements")).facts)
    assert "Strike one out" not in labels(await talk.say(HEAD, "acknowledgements"))


@pytest.mark.parametrize("who", [TEACHER, CHAIR])
async def test_nobody_else_puts_anything_down(talk: Talk, who: Member) -> None:
    """Looking after the bot gives nobody that, either."""
    talk.settings(administrator=who.person.key)
    await begins(talk)
    shown = await talk.say(HEAD, "acknowledgements")
    for label in ("Put down who was told", "Put down a signature", "Somebody is away for long", "One person"):
        assert (await talk.press(who, shown, label)).title == "Head, deputy and policy owner keep the register"


async def test_deputy_and_policy_owner_do(talk: Talk) -> None:
    await talk.hold(assistant=Role.POLICY_OWNER)
    await begins(talk)
    for who in (DEPUTY, ASSISTANT):
        assert (await put_down(talk, who)).title == "On record"
    assert "5 people" in words(await talk.say(HEAD, "acknowledgements"))


async def test_names_with_commas_between_them_are_not_taken_for_one_person(talk: Talk) -> None:
    await begins(talk)
    names = ", ".join(f"Placement student {n}" for n in range(1, 9))
    page = await up_to_the_end(talk, there=NONE, others=names)
    assert page.faults == "One name a line, please: with a comma between them they would count as one."
    page = await talk.fill(HEAD, page, {"Who else?": names.replace(", ", "\n")})
    assert "8 people" in dict(page.words.facts)


async def test_a_meeting_before_the_new_version_is_put_down_for_the_version_before(talk: Talk, clock: Clock) -> None:
    """Put down on the day after it was replaced; what is to come can have been told of too."""
    before = await begins(talk)
    await replaced(talk, HEAD)
    clock.forward(days=1)
    page = await opened(talk)
    assert list(page.blanks["Which policy?"].choices) == [TITLE, f"Until 3 March 2027: {TITLE}"]
    page = await talk.fill(HEAD, page, {**WHAT, "Which policy?": f"Until 3 March 2027: {TITLE}"})
    done = await talk.finish(HEAD, await talk.fill(HEAD, page, {"Who was there?": EVERYBODY}))
    assert done.title == "On record"
    (one,) = await talk.at_desk(told)
    assert (one.policy, one.sha) == (TITLE, before)
