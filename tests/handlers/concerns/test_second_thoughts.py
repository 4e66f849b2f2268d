"""Somebody goes back and changes what they wrote: what they were shown is what is sent, and nothing else is taken."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.schema import dialogs
from handlers.concerns.access import find, who_sees
from handlers.concerns.case import CONCERN, Case
from handlers.concerns.clocks import running
from handlers.concerns.kinds import Kind
from handlers.desk import Desk
from tests.handlers.concerns.cases import at_the_desk, told
from tests.handlers.concerns.dialogs import SHOWN, facts, sent, up_to_who
from tests.handlers.concerns.reading import chooses, does, notice, opens
from tests.handlers.concerns.test_life_lists import lists
from tests.handlers.larkfield import ASSISTANT, DEPUTY, HEAD, TEACHER
from tests.handlers.talk import Talk

LINK = "It is at https://pictures.example/17"


async def test_whom_one_ticked_never_gets_it_even_when_their_name_is_taken_out_again(talk: Talk) -> None:
    """The last look says so, and so it is sent."""
    story = {"What happened?": "Mrs Wood shouted at him.", "Could a pupil be at risk?": "No"}
    page = await up_to_who(talk, TEACHER, Kind.OTHER, story)
    page = await talk.fill(TEACHER, page)
    assert page.heading == "Is this about somebody you name?"
    (who,) = page.blanks["It is about"].choices
    page = await talk.fill(TEACHER, page, {"It is about": [who]})
    for _ in range(3):
        page = await talk.back(TEACHER, page)
    assert page.heading == "What is it?"
    page = await talk.fill(TEACHER, page, {**story, "What happened?": "She shouted at him."})
    page = await talk.fill(TEACHER, page)
    if page.heading == "Is this about somebody you name?":
        page = await talk.fill(TEACHER, page)
    page = await talk.fill(TEACHER, page, {"Your name": SHOWN})
    assert "Mrs Wood" in facts(page)["Whom it is about"]
    await sent(talk, TEACHER, page)

    def read(desk: Desk) -> tuple[Case, list[str]]:
        (journal,) = desk.tx.journals(CONCERN)
        case = Case.of(journal)
        return case, [one.person for one in who_sees(case, desk)]

    case, readers = await at_the_desk(talk, read)
    assert case.subjects == ("head",)
    assert "head" not in readers
    assert not await talk.told(HEAD)


async def test_no_address_of_what_may_show_a_child_is_taken_later_on_either(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.CHILD_IMAGE, where="An app")
    await talk.everybody_comes()
    lead = await notice(talk, DEPUTY)
    page = await chooses(talk, DEPUTY, await opens(talk, DEPUTY, lead), "Add a note")
    refused = await talk.fill(DEPUTY, page, {"Your note": LINK})
    assert "nobody should be led to it" in refused.faults
    await does(talk, DEPUTY, await opens(talk, DEPUTY, lead), "Ask whoever told it a question", {
        "Your question": "Which app?"})  # fmt: skip
    news = await notice(talk, TEACHER)
    page = await chooses(talk, TEACHER, await opens(talk, TEACHER, news), "Answer the question")
    refused = await talk.fill(TEACHER, page, {"Your words": LINK})
    assert "nobody should be led to it" in refused.faults
    await talk.finish(TEACHER, refused, {"Your words": "The one with the ghost."})
    stands = await at_the_desk(talk, lambda desk: find(desk, case.id))
    assert stands is not None
    assert not [one for one in stands.entries if LINK in str(one.given)]


async def test_which_list_somebody_looks_at_stands_nowhere_in_plain(talk: Talk) -> None:
    """What a dialog stands at is not sealed, and goes through the chat."""
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    page = await lists(talk, HEAD)
    await talk.fill(HEAD, page, {"Which ones?": "Sent to me, and open", "About what?": "A colleague's conduct"})
    rows = await talk.store.run(lambda tx: tx.connection.execute(select(dialogs.c.step, dialogs.c.about)).all())
    assert rows
    assert not [row for row in rows if any(kind in f"{row}" for kind in Kind)]


async def test_the_officers_working_day_begins_when_a_head_puts_it_down(talk: Talk) -> None:
    """Whoever would be told first told it: nobody need open it for the school to know."""
    case = await told(talk, HEAD, Kind.COLLEAGUE, ASSISTANT)
    (clock,) = await at_the_desk(talk, lambda desk: running(case, desk))
    assert clock.due > case.journal.at
