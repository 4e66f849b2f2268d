"""The life of a concern: opened, in hand, questions and answers, closed; each told to whoever told it, neutrally."""

from __future__ import annotations

from dataclasses import replace

from handlers.concerns.case import State
from handlers.concerns.kinds import Kind
from handlers.concerns.reading import ACTS
from tests.conftest import Clock
from tests.handlers.concerns.cases import now, told
from tests.handlers.concerns.reading import chooses, does, does_at_once, last_page, lines, notice, offered, opens, reads
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.talk import Talk, on
from tests.seats.seen import words

WORDS = {"Your note": "I asked who was on duty."}


async def test_from_received_to_closed_each_told_to_whoever_told_it(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, when="yesterday")
    page = await opens(talk, HEAD)
    assert page.title == "A message"
    assert page.heading == f"Message {case.ref}"
    shown = dict(page.words.facts)
    assert "What happened? He wrote to a pupil at night." in page.words.text
    assert "When was it? yesterday" in page.words.text
    assert shown["Told"] == "3 March 2027, 9:00, by Miss Marsh"
    assert shown["It is about"] == "A colleague's conduct"
    assert shown["Named in it"] == "Mr Field"
    assert shown["Who may read it now"] == "Mrs Wood (head)"
    (opened,) = await talk.told(TEACHER)
    assert opened.text == f"Your message (ref {case.ref}) has been opened by somebody it was sent to."

    await does(talk, HEAD, page, "Take it in hand")
    (in_hand,) = await talk.told(TEACHER)
    assert in_hand.text == f"Your message (ref {case.ref}) is in hand."

    page = await opens(talk, HEAD, in_hand)
    given = {
        "What came of it?": "Advice given",
        "Your reasons, for the record": "He knows now.",
        "For whoever told it": "Thank you. It is dealt with.",
    }
    receipt = await does(talk, HEAD, page, "Close it", given)
    assert receipt.title == "Recorded"
    assert "He knows now" not in words(receipt)
    (closed,) = await talk.told(TEACHER)
    assert closed.text == f"Your message (ref {case.ref}) is closed."
    theirs = await reads(talk, TEACHER, await opens(talk, TEACHER, closed))
    assert "What happened? He wrote to a pupil at night." in theirs
    assert "Where it stands: closed" in theirs.replace("\nclosed", ": closed")
    assert "“Thank you. It is dealt with.”" in theirs
    assert "He knows now" not in theirs
    assert "dvice given" not in theirs, "what came of it for somebody else is not told"
    assert (await now(talk, case)).state is State.CLOSED


async def test_there_is_nothing_here_for_anybody_else_whether_it_exists_or_not(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    theirs = await notice(talk, HEAD)
    for who in (ASSISTANT, DEPUTY, CHAIR):
        shown = await talk.press(who, theirs, "Open it")
        assert shown.title == "There is nothing here for you"
    assert not await talk.told(TEACHER), "nobody has opened it"


async def test_nothing_in_chat_says_what_it_is_or_whom_it_is_about(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    page = await opens(talk, HEAD)
    await does(talk, HEAD, page, "Ask whoever told it a question", {"Your question": "Which app was it, Mr Field's?"})
    for shown in (*await talk.told(TEACHER), *await talk.told(HEAD)):
        said = f"{words(shown)}\n{shown.glance}\n{[button.value for button in shown.buttons]}".casefold()
        assert not any(one in said for one in ("concern", "report", "conduct", "field", "marsh", "pupil", "app"))


async def test_a_question_and_its_answer_stand_in_the_record_in_order(talk: Talk, clock: Clock) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    page = await opens(talk, HEAD)
    await does(talk, HEAD, page, "Ask whoever told it a question", {"Your question": "Which app was it?"})
    clock.forward(minutes=10)
    told_of_it = await talk.told(TEACHER)
    (question,) = [one for one in told_of_it if "There is a question" in one.text]
    assert question.text == f"There is a question for you in your message (ref {case.ref})."
    page = await opens(talk, TEACHER, question)
    assert "“Which app was it?”" in dict(page.words.facts)["A question for you"]
    assert "3 March 2027, 9:00. Mrs Wood: asked you.\n“Which app was it?”" in await reads(talk, TEACHER, page)
    page = await last_page(talk, TEACHER, await opens(talk, TEACHER, question))
    assert offered(page)[0] == "Answer the question"
    await does(talk, TEACHER, page, "Answer the question", {"Your words": "The blue one."})
    news = await notice(talk, HEAD)
    assert news.text == f"There is something new in a message (ref {case.ref})."
    read = await reads(talk, HEAD, await opens(talk, HEAD, news))
    assert read.index("“Which app was it?”") < read.index("9:10. Miss Marsh: note.\n“The blue one.”")
    page = await last_page(talk, TEACHER, await opens(talk, TEACHER, question))
    assert "Answer the question" not in offered(page)


async def test_whoever_asked_hears_of_the_answer_though_another_has_it_in_hand(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    await does(talk, HEAD, await opens(talk, HEAD), "Take it in hand")
    asked = {"Your question": "Which app was it?"}
    receipt = await does(talk, DEPUTY, await opens(talk, DEPUTY), "Ask whoever told it a question", asked)
    assert "You hear when they have answered." in words(receipt)
    question = await notice(talk, TEACHER)
    await does(talk, TEACHER, await opens(talk, TEACHER, question), "Answer the question", {"Your words": "The blue."})
    for who in (HEAD, DEPUTY):
        assert f"There is something new in a message (ref {case.ref})." in await lines(talk, who)


async def test_whoever_asks_for_news_has_not_answered_yet(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    first = await notice(talk, HEAD)
    for said_so in ("Which app was it?", "And when?"):
        page = await opens(talk, HEAD, first)
        await does(talk, HEAD, page, "Ask whoever told it a question", {"Your question": said_so})
    question = await notice(talk, TEACHER)
    await does_at_once(talk, TEACHER, await opens(talk, TEACHER, question), "Ask for news")
    page = await opens(talk, TEACHER, question)
    asked = [said for about, said in page.words.facts if about == "A question for you"]
    assert ["Which app was it?" in asked[0], "And when?" in asked[1]] == [True, True]
    assert offered(await last_page(talk, TEACHER, page))[0] == "Answer the question"


async def test_a_note_is_dated_and_signed_and_no_matter_of_the_reporters(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    first = await notice(talk, HEAD)
    receipt = await does(talk, HEAD, await opens(talk, HEAD, first), "Add a note", WORDS)
    assert "duty" not in words(receipt)
    read = await reads(talk, HEAD, await opens(talk, HEAD, receipt, "Open it again"))
    assert "3 March 2027, 9:00. Mrs Wood: note.\n“I asked who was on duty.”" in read
    assert "duty" not in await reads(talk, TEACHER, await opens(talk, TEACHER))


async def test_a_long_account_goes_on_over_the_pages_and_is_never_cut(talk: Talk) -> None:
    what = " ".join(f"Sentence {number} & what *he* said <then>." for number in range(220))
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, what=what)
    read = await reads(talk, HEAD, await opens(talk, HEAD))
    flat = " ".join(read.split())
    assert all(f"Sentence {number} & what *he* said <then>." in flat for number in range(220))
    assert "…" not in read


async def test_of_two_who_take_it_in_hand_the_second_sees_that_it_has_moved_on(talk: Talk) -> None:
    """Two of its readers have it open: the lead, as a pupil may be at risk, and the head."""
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    of_head = await chooses(talk, HEAD, await opens(talk, HEAD), "Take it in hand")
    of_lead = await chooses(talk, DEPUTY, await opens(talk, DEPUTY), "Take it in hand")
    assert (await talk.finish(HEAD, of_head)).title == "Recorded"
    assert (await talk.finish(DEPUTY, of_lead)).title == "It has moved on"
    assert (await now(talk, case)).owner == "head"


async def test_whoever_steps_aside_reads_it_no_more_and_it_goes_on(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    first = await notice(talk, HEAD)
    page = await opens(talk, HEAD, first)
    receipt = await does(talk, HEAD, page, "Step aside", {"Why?": "He is my cousin."})
    assert receipt.title == "You have stepped aside"
    assert (await talk.press(HEAD, first, "Open it")).title == "There is nothing here for you"
    read = await reads(talk, CHAIR, await opens(talk, CHAIR))
    assert "Mrs Wood: stepped aside.\n“He is my cousin.”" in read
    assert "Had opened it before they lost access" in read


async def test_the_last_who_steps_aside_reads_that_nobody_is_left(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, HEAD, child="yes")
    page = await opens(talk, CHAIR)
    receipt = await does(talk, DEPUTY, await opens(talk, DEPUTY), "Step aside", {"Why?": "He is my cousin."})
    assert receipt.text == "You cannot open it any more. Others still have it."
    receipt = await does(talk, CHAIR, page, "Step aside", {"Why?": "He is my cousin."})
    assert "Nobody else at the school can read it now. Whoever told it hears so" in receipt.text
    assert [line for line in await lines(talk, TEACHER) if line.startswith("Nobody at the school can read")]


async def test_a_head_who_steps_aside_from_what_they_told_still_sees_what_they_told(talk: Talk) -> None:
    await told(talk, HEAD, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, CHAIR)
    receipt = await does(talk, HEAD, await opens(talk, HEAD, post), "Step aside", {"Why?": "He is my cousin."})
    assert receipt.text == "You still see what you told, and where it stands. Others still have it."
    assert "Take it in hand" not in offered(await last_page(talk, HEAD, await opens(talk, HEAD, post)))


async def test_somebody_it_turns_out_to_be_about_is_shut_out_in_the_middle_of_reading(talk: Talk) -> None:
    """The lead has it open, and has chosen to add a note, when the head puts down that it is about the lead too."""
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    before = await notice(talk, DEPUTY)
    writing = await chooses(talk, DEPUTY, await opens(talk, DEPUTY, before), "Add a note")
    await does(talk, HEAD, await opens(talk, HEAD), "Add somebody it is about", {"Who is it about?": ["Mr Hill"]})
    assert (await talk.finish(DEPUTY, writing, WORDS)).title == "There is nothing here for you"
    assert not [one for one in await talk.told(DEPUTY) if one.buttons], "the notice is taken back"
    read = await reads(talk, HEAD, await opens(talk, HEAD, before))
    assert "Had opened it before they lost access" in read
    assert "Mr Hill, on 3 March 2027, 9:00" in read
    assert "duty" not in read


async def test_it_is_given_to_somebody_by_name_but_not_to_whom_it_is_about(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    page = await chooses(talk, HEAD, await opens(talk, HEAD), "Give it to somebody by name")
    again = await talk.fill(HEAD, page, {"To whom?": "Mr Field", "Why?": "He knows them."})
    assert "It cannot be given to them." in again.faults
    receipt = await talk.finish(HEAD, again, {"To whom?": "Mr Hill", "Why?": "He knows them."})
    assert "Mr Hill has a message now." in receipt.text
    assert not await talk.told(ASSISTANT)
    read = await reads(talk, DEPUTY, await opens(talk, DEPUTY))
    assert "gave it to Mr Hill.\n“He knows them.”" in read
    assert "Who may read it now" in read


async def test_a_teacher_whom_it_was_given_to_cannot_give_it_on_or_decide(talk: Talk) -> None:
    await told(talk, ASSISTANT, Kind.COLLEAGUE, DEPUTY)
    given = {"To whom?": "Miss Marsh", "Why?": "She was there."}
    await does(talk, HEAD, await opens(talk, HEAD), "Give it to somebody by name", given)
    acts = offered(await last_page(talk, TEACHER, await opens(talk, TEACHER)))
    assert "Add a note" in acts
    assert "Give it to somebody by name" not in acts
    assert not [one for one in acts if one.startswith("Decide")]


async def test_the_reporter_adds_to_it_asks_for_news_and_names_somebody_else(talk: Talk, clock: Clock) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    first = await notice(talk, HEAD)
    await opens(talk, HEAD, first)
    mine = await notice(talk, TEACHER)
    await does(talk, TEACHER, await opens(talk, TEACHER, mine), "Add something", {"Your words": "It was at ten."})
    assert "“It was at ten.”" in await reads(talk, HEAD, await opens(talk, HEAD))
    await does_at_once(talk, TEACHER, await opens(talk, TEACHER, mine), "Ask for news")
    assert f"Somebody would like to know what became of a message (ref {case.ref})." in await lines(talk, HEAD)
    page = await last_page(talk, TEACHER, await opens(talk, TEACHER, mine))
    assert "Ask for news" not in offered(page), "once a day"
    given = {"Who is it about?": ["Mrs Wood"]}
    await does(talk, TEACHER, page, "Say who else it is about", given)
    assert (await talk.press(HEAD, first, "Open it")).title == "There is nothing here for you"
    assert "Mr Field and Mrs Wood" in await reads(talk, CHAIR, await opens(talk, CHAIR))
    clock.forward(days=1)
    assert "Ask for news" in offered(await last_page(talk, TEACHER, await opens(talk, TEACHER, mine)))


async def test_what_is_new_reaches_somebody_where_its_owner_may_not_read_it_any_more(talk: Talk) -> None:
    """Mr Hill has it in hand, and then has no role any more."""
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, child="yes")
    await does(talk, DEPUTY, await opens(talk, DEPUTY), "Take it in hand")
    first = await notice(talk, HEAD)
    talk.settings(staff=tuple(replace(one, roles=()) if one == DEPUTY else one for one in SCHOOL.staff))
    mine = (await talk.told(TEACHER))[-1]
    await does(talk, TEACHER, await opens(talk, TEACHER, mine), "Add something", {"Your words": "It was at ten."})
    assert f"There is something new in a message (ref {case.ref})." in await lines(talk, HEAD)
    assert (await talk.press(DEPUTY, first, "Open it")).title == "There is nothing here for you"
    await does(talk, HEAD, await opens(talk, HEAD, first), "Take it in hand")
    assert (await now(talk, case)).owner == "head"


async def test_whom_the_readers_found_out_is_not_told_to_the_reporter(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    await does(talk, HEAD, await opens(talk, HEAD), "Add somebody it is about", {"Who is it about?": ["Mr Hill"]})
    read = await reads(talk, TEACHER, await opens(talk, TEACHER))
    assert "Mr Field" in read
    assert "Mr Hill" not in read


async def test_it_can_be_opened_again(talk: Talk) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    post = await notice(talk, HEAD)
    await does(talk, HEAD, await opens(talk, HEAD, post), "Take it in hand")
    given = {"What came of it?": "No further action", "Your reasons, for the record": "A mistake."}
    await does(talk, HEAD, await opens(talk, HEAD, post), "Close it", given)
    page = await last_page(talk, HEAD, await opens(talk, HEAD, post))
    assert "Take it in hand" not in offered(page)
    await does(talk, HEAD, page, "Open it again", {"Why?": "There is more."})
    assert f"Your message (ref {case.ref}) has been opened again." in await lines(talk, TEACHER)
    assert (await now(talk, case)).journal.open


async def test_what_was_given_on_and_is_not_opened_comes_back_to_whoever_gave_it(talk: Talk, clock: Clock) -> None:
    case = await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    given = {"To whom?": "Mr Hill", "Why?": "He knows them."}
    await does(talk, HEAD, await opens(talk, HEAD), "Give it to somebody by name", given)
    clock.forward(hours=1)
    late = f"Your message (ref {case.ref}), which you passed on, has not been opened yet. Please open it."
    assert late in await lines(talk, HEAD)


@on("teams")
async def test_whoever_cannot_be_reached_is_not_said_to_have_it(talk: Talk) -> None:
    """In Teams nobody can be written to who has not opened the bot."""
    for one in (TEACHER, HEAD):
        await talk.come(one)
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    await talk.settle()
    page = await opens(talk, HEAD, (await talk.overheard(HEAD))[-1])
    given = {"To whom?": "Mr Hill", "Why?": "He knows them."}
    receipt = await does(talk, HEAD, page, "Give it to somebody by name", given)
    assert "Mr Hill may read it now, and I cannot reach them: please tell them" in receipt.text


async def test_nobody_is_told_to_ring_whoever_was_chosen_by_name(talk: Talk, clock: Clock) -> None:
    """Numbers go with roles."""
    talk.settings(contacts=SCHOOL.contacts.changed("school", number="01632 960100"))
    await told(talk, TEACHER, Kind.COLLEAGUE, HEAD)
    given = {"To whom?": "Mr Field", "Why?": "He knows them."}
    await does(talk, CHAIR, await opens(talk, CHAIR), "Give it to somebody by name", given)
    clock.forward(days=2)
    (late,) = [line for line in await lines(talk, TEACHER) if "nobody has it in hand yet" in line]
    assert "ring the chair of governors on 01632 960100" in late


async def test_what_was_given_on_and_is_opened_stays_there(talk: Talk, clock: Clock) -> None:
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    given = {"To whom?": "Mr Hill", "Why?": "He knows them."}
    await does(talk, HEAD, await opens(talk, HEAD), "Give it to somebody by name", given)
    await opens(talk, DEPUTY)
    clock.forward(hours=1)
    assert not [line for line in await lines(talk, HEAD) if "passed on" in line]


async def test_readers_see_whom_else_to_turn_to_and_when_that_was_checked(talk: Talk) -> None:
    await told(talk, TEACHER, Kind.CHILD_IMAGE, where="an app", rung="yes")
    page = await last_page(talk, DEPUTY, await opens(talk, DEPUTY))
    assert "Last checked 21 November 2026" in dict(page.words.facts)["Internet Watch Foundation"]
    assert "Nobody looks at the picture" in page.words.notes[0]


def test_what_can_be_done_fits_into_every_platforms_lists_and_buttons() -> None:
    """Slack takes 75 characters of a choice, and 24 of the button that sends a form."""
    assert all(len(act.label) <= 75 and len(act.button) <= 24 for act in ACTS.values())
