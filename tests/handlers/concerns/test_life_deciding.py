"""Deciding about a concern: the questions of harm, the time limits of policy and law, whom it must reach outside."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.concerns.case import State, What
from handlers.concerns.kinds import Kind
from handlers.contacts import shipped
from handlers.desk import Member, Role
from handlers.model import Person
from handlers.records import StaffLine
from tests.conftest import Clock
from tests.handlers.concerns.cases import now, told
from tests.handlers.concerns.reading import chooses, does, last_page, lines, notice, offered, opens, reads
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.talk import Talk
from tests.seats.seen import words

DECIDE = "Decide: low-level concern, allegation or neither"
REFER = "Record a referral to the designated officer"
HAND_OVER = "Hand over to the safeguarding system"
ALLEGATION = {"What is it?": "An allegation: it may meet the threshold of harm", "Your reasons": "Messages at night."}
LOW_LEVEL = {"What is it?": "A low-level concern", "Your reasons": "Once, and he said so himself."}
SPOKEN = {"Whom did you speak or write to?": "Ms Moss", "Their reference": "L-12", "What did they advise?": "Wait."}
CLOSE = {"What came of it?": "No further action", "Your reasons, for the record": "Nothing in it."}
LIMIT = "has a time limit"


async def limits(talk: Talk, who: Member) -> list[str]:
    """What they were told about time limits."""
    return [line for line in await lines(talk, who) if LIMIT in line]


# --- low-level or allegation ---


async def test_head_or_chair_decides_with_the_questions_of_harm_before_them_and_gives_reasons(talk: Talk) -> None:
    talk.settings(contacts=shipped().changed("lado", number="01632 960900"))
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    page = await chooses(talk, HEAD, await opens(talk, HEAD, post), DECIDE)
    shown = words(page.words)
    assert "has harmed a child, or may have" in shown
    assert "may not be suitable to work with children" in shown
    assert "No interviews" in shown
    assert "I weigh nothing here; you decide." in shown
    assert "01632 960900" in shown
    assert "Please fill this in." in (await talk.fill(HEAD, page, {**LOW_LEVEL, "Your reasons": ""})).faults
    receipt = await talk.finish(HEAD, page, LOW_LEVEL)
    assert "low-level" not in words(receipt)
    read = await reads(talk, HEAD, await opens(talk, HEAD, post))
    assert "Mrs Wood: decided: a low-level concern.\n“Once, and he said so himself.”" in read
    assert "low-level" not in await reads(talk, TEACHER, await opens(talk, TEACHER))
    assert (await now(talk, case)).decided == "low_level"


async def test_the_safeguarding_lead_reads_it_and_does_not_decide(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    acts = offered(await last_page(talk, DEPUTY, await opens(talk, DEPUTY)))
    assert DECIDE not in acts
    assert REFER in acts


async def test_of_two_decisions_made_at_once_there_is_one(talk: Talk) -> None:
    """Mrs Wood is in no hurry; meanwhile the chair, whom she gave it to, decides. What she wrote is not lost."""
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    given = {"To whom?": "Dr Stone", "Why?": "You know him better."}
    await does(talk, HEAD, await opens(talk, HEAD, post), "Give it to somebody by name", given)
    of_head = await chooses(talk, HEAD, await opens(talk, HEAD, post), DECIDE)
    await does(talk, CHAIR, await opens(talk, CHAIR), DECIDE, ALLEGATION)
    page = await talk.fill(HEAD, of_head, LOW_LEVEL)
    assert "yours is not recorded yet. Your words still stand below" in page.error
    assert page.blanks["Your reasons"].value == LOW_LEVEL["Your reasons"]
    page = await talk.fill(HEAD, page)
    assert "not recorded" in page.error, "nor by pressing once more"
    found = await now(talk, case)
    assert found.decided == "allegation"
    assert [entry.by for entry in found.entries if entry.what == What.DECIDED] == ["chair"]


async def test_what_a_colleague_does_meanwhile_and_settles_nothing_with_it_takes_no_decision_away(talk: Talk) -> None:
    """Mrs Wood writes her reasons while Mr Hill opens it, asks, and takes it in hand."""
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    of_head = await chooses(talk, HEAD, await opens(talk, HEAD), DECIDE)
    of_lead = await notice(talk, DEPUTY)
    await does(talk, DEPUTY, await opens(talk, DEPUTY, of_lead), "Take it in hand")
    question = {"Your question": "When was it?"}
    await does(talk, DEPUTY, await opens(talk, DEPUTY, of_lead), "Ask whoever told it a question", question)
    assert (await talk.finish(HEAD, of_head, ALLEGATION)).title == "Recorded"
    found = await now(talk, case)
    assert (found.decided, found.owner) == ("allegation", "deputy")


async def test_whoever_had_it_in_hand_and_closes_it_too_late_keeps_their_words(talk: Talk) -> None:
    """Mrs Wood writes what came of it; meanwhile Mr Hill takes it in hand, and only he closes it."""
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    of_head, of_lead = await notice(talk, HEAD), await notice(talk, DEPUTY)
    await does(talk, HEAD, await opens(talk, HEAD, of_head), "Take it in hand")
    closing = await chooses(talk, HEAD, await opens(talk, HEAD, of_head), "Close it")
    await does(talk, DEPUTY, await opens(talk, DEPUTY, of_lead), "Take it in hand")
    page = await talk.fill(HEAD, closing, CLOSE)
    assert "not recorded" in page.error
    assert page.blanks["Your reasons, for the record"].value == CLOSE["Your reasons, for the record"]
    assert (await now(talk, case)).state is not State.CLOSED


# --- the designated officer's working day ---


async def test_a_referral_within_one_working_day_and_reminders_before_it_is_over_and_after(
    talk: Talk, clock: Clock
) -> None:
    """Opened on Wednesday at nine: the officer must hear by Thursday at nine."""
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    page = await opens(talk, HEAD, post)
    assert "by 4 March 2027, 9:00: if it meets the threshold" in dict(page.words.facts)["Time limit"]
    await does(talk, HEAD, page, DECIDE, ALLEGATION)
    assert not await limits(talk, HEAD)
    clock.forward(hours=6)
    assert await limits(talk, HEAD) == [
        f"Your message (ref {case.ref}) has a time limit. It ends at 9:00 on 4 March 2027. Please open it."
    ]
    clock.forward(hours=16)
    assert len(await limits(talk, HEAD)) == 1
    clock.forward(hours=3)
    assert "It ended at 9:00" in (await limits(talk, HEAD))[0]
    clock.forward(days=1)
    assert len(await limits(talk, HEAD)) == 1, "every day, until it is done"
    await does(talk, HEAD, await opens(talk, HEAD, post), REFER, SPOKEN)
    clock.forward(days=3)
    assert not await limits(talk, HEAD)
    read = await reads(talk, HEAD, await opens(talk, HEAD, post))
    assert "referred to the designated officer: Ms Moss, reference L-12.\n“Wait.”" in read
    assert "Time limit" not in read


async def test_where_nothing_told_so_the_working_day_begins_with_the_decision(talk: Talk, clock: Clock) -> None:
    await told(talk, TEACHER, Kind.OTHER, what="He is always late.")
    post = await notice(talk, HEAD)
    assert "Time limit" not in dict((await opens(talk, HEAD, post)).words.facts)
    clock.forward(days=1, hours=2)
    await does(talk, HEAD, await opens(talk, HEAD, post), DECIDE, ALLEGATION)
    assert "by 5 March 2027, 11:00" in dict((await opens(talk, HEAD, post)).words.facts)["Time limit"]


async def test_the_working_day_knows_no_school_holidays_but_bank_holidays(talk: Talk, clock: Clock) -> None:
    """Opened on Maundy Thursday in the Easter holidays: Good Friday and Easter Monday do not count."""
    clock.now = datetime(2027, 3, 25, 11, tzinfo=UTC)
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    page = await opens(talk, HEAD)
    assert "by 30 March 2027, 11:00" in dict(page.words.facts)["Time limit"]


@pytest.mark.parametrize("decision", ["A low-level concern", "Neither"])
async def test_what_is_no_allegation_has_no_time_limit(talk: Talk, clock: Clock, decision: str) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), DECIDE, {**LOW_LEVEL, "What is it?": decision})
    clock.forward(days=2)
    assert not await limits(talk, HEAD)
    assert "Time limit" not in await reads(talk, HEAD, await opens(talk, HEAD, post))


async def test_the_reminder_goes_to_whoever_has_it_in_hand(talk: Talk, clock: Clock) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    await opens(talk, HEAD)
    await does(talk, DEPUTY, await opens(talk, DEPUTY), "Take it in hand")
    clock.forward(hours=23)
    assert await limits(talk, DEPUTY)
    assert not await limits(talk, HEAD)


# --- a child: the school's safeguarding system ---


async def test_what_is_handed_over_for_a_child_is_kept_there_and_forgotten_here(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.CONTACT, what="A pupil asked me for my number.", child="yes")
    post = await notice(talk, DEPUTY)
    await does(talk, DEPUTY, await opens(talk, DEPUTY, post), "Add a note", {"Your note": "His mother knows."})
    page = await chooses(talk, DEPUTY, await opens(talk, DEPUTY, post), HAND_OVER)
    assert "are forgotten here, and cannot be got back" in page.words.text
    await talk.finish(DEPUTY, page, {"The reference there": "CP-77"})
    read = await reads(talk, DEPUTY, await opens(talk, DEPUTY, post))
    assert "It was handed over within the school, and what was told is no longer kept here. Reference: CP-77." in read
    assert "Mr Hill: note." in read, "that there was one, and when, stays"
    kept = str([entry.given for entry in (await now(talk, case)).entries])
    assert "number" not in kept
    assert "mother" not in kept
    news = await talk.told(TEACHER)
    assert f"Your message (ref {case.ref}) has been handed over within the school." in [one.text for one in news]
    mine = await reads(talk, TEACHER, await opens(talk, TEACHER, news[-1]))
    assert "number" not in mine
    assert "CP-77" not in mine
    assert "handed over to the safeguarding system" in mine


async def test_what_also_concerns_an_adult_stays_here_too(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    post = await notice(talk, DEPUTY)
    page = await chooses(talk, DEPUTY, await opens(talk, DEPUTY, post), HAND_OVER)
    assert "What was told stays here too" in page.words.text
    await talk.finish(DEPUTY, page, {"The reference there": "CP-78"})
    assert "He wrote to a pupil at night." in await reads(talk, DEPUTY, await opens(talk, DEPUTY, post))


@pytest.mark.parametrize("others", [("the supply teacher in Year 6",), ()], ids=["an agency's teacher", "not known"])
async def test_what_the_head_has_not_read_of_an_adult_is_there_when_it_was_handed_over_for_the_child(
    talk: Talk, others: tuple[str, ...]
) -> None:
    """Mr Hill opens it first and hands it over; Mrs Wood has a working day to ring the designated officer."""
    await told(talk, TEACHER, Kind.COLLEAGUE, others=others, child="yes")
    over = await chooses(talk, DEPUTY, await opens(talk, DEPUTY), HAND_OVER)
    assert "What was told stays here too" in over.words.text
    await talk.finish(DEPUTY, over, {"The reference there": "CP-79"})
    read = await reads(talk, HEAD, await opens(talk, HEAD))
    assert "He wrote to a pupil at night." in read
    assert f"Named in it\n{others[0] if others else 'nobody'}" in read
    assert "Time limit" in read


async def test_once_it_is_decided_that_no_adult_is_part_of_it_it_can_be_handed_over_and_forgotten(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.CONTACT, others=("somebody's brother",), what="Ask me for my number.", child="yes")
    post, of_lead = await notice(talk, HEAD), await notice(talk, DEPUTY)
    await does(talk, DEPUTY, await opens(talk, DEPUTY, of_lead), HAND_OVER, {"The reference there": "CP-80"})
    assert HAND_OVER not in offered(await last_page(talk, DEPUTY, await opens(talk, DEPUTY, of_lead)))
    neither = {"What is it?": "Neither", "Your reasons": "A pupil of another school."}
    await does(talk, HEAD, await opens(talk, HEAD, post), DECIDE, neither)
    await does(talk, DEPUTY, await opens(talk, DEPUTY, of_lead), HAND_OVER, {"The reference there": "CP-80"})
    assert "no longer kept here" in await reads(talk, HEAD, await opens(talk, HEAD, post))


async def test_whoever_has_it_open_while_it_is_handed_over_reads_no_more_of_it(talk: Talk) -> None:
    """The words are so long that the head is on a page that there is no more."""
    await told(talk, TEACHER, Kind.CONTACT, what="A pupil asked me for my number. " * 200, child="yes")
    page = await opens(talk, HEAD)
    page = await talk.fill(HEAD, page)
    over = await chooses(talk, DEPUTY, await opens(talk, DEPUTY), HAND_OVER)
    await talk.finish(DEPUTY, over, {"The reference there": "CP-77"})
    page = await talk.back(HEAD, page)
    assert "number" not in words(page.words)


# --- an employer elsewhere ---


@pytest.mark.parametrize(("capacity", "prompts"), [("supply", True), ("contractors", True), ("staff", False)])
async def test_of_supply_staff_on_the_list_it_is_said_unless_the_school_wants_no_prompt(
    talk: Talk, capacity: str, prompts: bool
) -> None:
    line = StaffLine("assistant", "Mr Field", "assistant@larkfield.example", capacity)
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).put_staff([line]))
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    missing = "Not recorded so far: that their employer was told."
    assert (missing in await reads(talk, HEAD, await opens(talk, HEAD, post))) == prompts
    talk.settings(employer_prompt=False)
    assert missing not in await reads(talk, HEAD, await opens(talk, HEAD, post))


async def test_of_somebody_whom_another_employer_sent_the_employer_is_to_be_told(talk: Talk) -> None:
    """Whoever it is about is not on the staff list: the agency's supply teacher."""
    await told(talk, TEACHER, Kind.COLLEAGUE, others=("the supply teacher in Year 6",))
    post = await notice(talk, HEAD)
    page = await opens(talk, HEAD, post)
    assert "the supply teacher in Year 6" in await reads(talk, HEAD, page)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    closing = await chooses(talk, HEAD, await opens(talk, HEAD, post), "Close it")
    assert "Not recorded so far: that their employer was told." in words(closing.words)
    act = "Record that their employer was told"
    await does(talk, HEAD, await opens(talk, HEAD, post), act, {"Whom did you tell?": "Bright Supply"})
    assert "told the employer: Bright Supply" in await reads(talk, HEAD, await opens(talk, HEAD, post))
    closing = await chooses(talk, HEAD, await opens(talk, HEAD, post), "Close it")
    assert "employer" not in words(closing.words)


async def test_of_a_contractor_on_the_staff_list_too(talk: Talk) -> None:
    cleaner = Member(Person("cleaner", "Mr Lane", "lane@larkfield.example"), capacity="contractors")
    talk.settings(staff=(*SCHOOL.staff, cleaner))
    await told(talk, TEACHER, Kind.COLLEAGUE, cleaner)
    page = await opens(talk, HEAD)
    assert dict(page.words.facts)["Still to do"] == "Not recorded so far: that their employer was told."
    assert "Record that their employer was told" in offered(await last_page(talk, HEAD, page))


async def test_of_our_own_staff_no_employer_is_told(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    acts = offered(await last_page(talk, HEAD, await opens(talk, HEAD)))
    assert "Record that their employer was told" not in acts


# --- information that got out: the regulator's 72 hours ---


async def test_the_72_hours_run_through_the_weekend_and_end_with_a_reasoned_decision(talk: Talk, clock: Clock) -> None:
    """Told on Friday at four: over on Monday at four."""
    await talk.hold(deputy=Role.DATA_PROTECTION_LEAD)
    clock.now = datetime(2027, 3, 5, 16, tzinfo=UTC)
    await told(talk, TEACHER, Kind.DISCLOSED, what="The list of Year 4 went to all parents.")
    post = await notice(talk, DEPUTY)
    page = await opens(talk, DEPUTY, post)
    assert "by 8 March 2027, 16:00" in dict(page.words.facts)["Time limit"]
    clock.forward(days=2)
    assert len(await limits(talk, DEPUTY)) == 1, "on a Sunday too"
    act = "Decide whether the regulator is told"
    page = await chooses(talk, DEPUTY, await opens(talk, DEPUTY, post), act)
    assert "72 hours, weekends and holidays included" in words(page.words)
    await talk.finish(DEPUTY, page, {"Is the regulator told?": "No", "Your reasons": "All have deleted it."})
    assert "decided about the regulator: it is not told.\n“All have deleted it.”" in await reads(
        talk, DEPUTY, await opens(talk, DEPUTY, post)
    )
    clock.forward(days=2)
    assert not await limits(talk, DEPUTY)


# --- what came of it ---


async def test_findings_are_only_of_an_allegation(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    page = await chooses(talk, HEAD, await opens(talk, HEAD, post), "Close it")
    assert "Allegation substantiated" not in page.blanks["What came of it?"].choices
    await does(talk, HEAD, await opens(talk, HEAD, post), DECIDE, ALLEGATION)
    page = await chooses(talk, HEAD, await opens(talk, HEAD, post), "Close it")
    assert "Not recorded so far: a referral to the designated officer." in words(page.words)
    given = {
        **CLOSE,
        "What came of it?": "Allegation substantiated",
        "And besides": ["Referred to the Disclosure and Barring Service", "Passed to the police"],
    }
    await talk.finish(HEAD, page, given)
    read = await reads(talk, HEAD, await opens(talk, HEAD, post))
    assert (
        "closed: allegation substantiated; referred to the Disclosure and Barring Service; passed to the police" in read
    )


async def test_only_whoever_has_it_in_hand_closes_it(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    await does(talk, DEPUTY, await opens(talk, DEPUTY), "Take it in hand")
    assert "Close it" not in offered(await last_page(talk, HEAD, await opens(talk, HEAD)))


async def test_what_is_closed_reminds_nobody(talk: Talk, clock: Clock) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    await does(talk, HEAD, await opens(talk, HEAD, post), "Close it", CLOSE)
    clock.forward(days=3)
    assert not await limits(talk, HEAD)
