"""Somebody types whom it is about, instead of choosing them from the list: who then gets it, what is asked first."""

from __future__ import annotations

import pytest

from handlers.concerns.access import who_sees
from handlers.concerns.case import Case
from handlers.concerns.kinds import Kind
from handlers.concerns.whom import typed, whom
from handlers.desk import Member
from handlers.records import StaffLine
from tests.handlers.concerns.cases import at_the_desk, now, told
from tests.handlers.concerns.dialogs import SHOWN, facts, review, sent, up_to_who
from tests.handlers.concerns.reading import chooses, does, lines, notice, opens, reads
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.talk import Talk, on
from tests.seats.seen import Seen, words

IN_WORDS = "Somebody who is not on the staff list"
NAMED = "Is this about somebody you name?"
NOT_THEM = "I mean somebody else than"


async def readers(talk: Talk, case: Case) -> set[str]:
    """Who may read it now."""
    stands = await now(talk, case)
    return await at_the_desk(talk, lambda desk: {one.person for one in who_sees(stands, desk)})


async def begins(talk: Talk, who: Member, *about: Member, kind: Kind = Kind.COLLEAGUE) -> tuple[Case, Seen]:
    """Somebody told something, and the head has their notice; it, and what the teller presses to open it."""
    await talk.everybody_comes()
    case = await told(talk, who, kind, *about)
    await opens(talk, HEAD)
    return case, await notice(talk, who)


# --- later, as whom it is about ---


@pytest.mark.parametrize("typed_so", ["Mrs Wood", "the headteacher", "head", "Mr Smith and the head"])
async def test_whoever_is_typed_as_whom_it_is_about_hears_nothing_more_and_cannot_open_it(
    talk: Talk, typed_so: str
) -> None:
    case, news = await begins(talk, TEACHER, ASSISTANT)
    page = await chooses(talk, TEACHER, await opens(talk, TEACHER, news), "Say who else it is about")
    page = await talk.fill(TEACHER, page, {IN_WORDS: typed_so})
    assert page.heading == NAMED
    assert "I take it to be about Mrs Wood (head)" in page.words.text
    end = await talk.finish(TEACHER, page)
    assert "cannot open it, from this moment on" in words(end)
    assert "head" not in await readers(talk, case)
    assert not await talk.told(HEAD), "not even that there is something new"
    assert case.ref in (await notice(talk, CHAIR)).title


async def test_a_reader_who_types_whom_it_is_about_keeps_it_from_them_too(talk: Talk) -> None:
    await talk.everybody_comes()
    case = await told(talk, TEACHER, Kind.COLLEAGUE, child="yes")
    page = await chooses(talk, DEPUTY, await opens(talk, DEPUTY), "Add somebody it is about")
    end = await talk.finish(DEPUTY, await talk.fill(DEPUTY, page, {IN_WORDS: "the headteacher"}))
    assert "cannot open it" in words(end)
    assert "head" not in await readers(talk, case)


async def test_of_a_name_that_is_on_no_list_nobody_is_said_to_be_kept_from_it(talk: Talk) -> None:
    case, news = await begins(talk, TEACHER, ASSISTANT)
    page = await chooses(talk, TEACHER, await opens(talk, TEACHER, news), "Say who else it is about")
    end = await talk.finish(TEACHER, page, {IN_WORDS: "the caretaker's brother"})
    assert "cannot open it" not in words(end)
    assert "keeps nobody on the staff list from opening it" in words(end)
    assert await readers(talk, case) == {"head"}


async def test_whoever_means_somebody_else_of_that_name_says_so(talk: Talk) -> None:
    case, news = await begins(talk, TEACHER, ASSISTANT)
    page = await chooses(talk, TEACHER, await opens(talk, TEACHER, news), "Say who else it is about")
    page = await talk.fill(TEACHER, page, {IN_WORDS: "Mrs Wood's husband"})
    end = await talk.finish(TEACHER, page, {NOT_THEM: ["Mrs Wood (head)"]})
    assert "keeps nobody" in words(end)
    assert await readers(talk, case) == {"head"}
    assert (await now(talk, case)).others == ("Mrs Wood's husband",)


# --- later, in other words ---


async def test_whoever_a_note_names_gets_nothing_before_it_is_said_whether_it_is_about_them(talk: Talk) -> None:
    case, news = await begins(talk, TEACHER, ASSISTANT)
    page = await chooses(talk, TEACHER, await opens(talk, TEACHER, news), "Add something")
    page = await talk.fill(TEACHER, page, {"Your words": "Mrs Wood saw it and laughed."})
    assert page.heading == NAMED
    assert not await talk.told(HEAD)
    end = await talk.finish(TEACHER, page, {"It is about": ["Mrs Wood (head)"]})
    assert "cannot open it any more" in words(end)
    assert not await talk.told(HEAD)
    assert "head" not in await readers(talk, case)
    (told_first,) = await talk.told(CHAIR)
    assert words(told_first).startswith(f"You have a message (ref {case.ref})"), "and nothing that comes before it"
    assert "saw it and laughed" in await reads(talk, CHAIR, await opens(talk, CHAIR, told_first))


async def test_whoever_is_only_mentioned_in_a_note_reads_it_as_before(talk: Talk) -> None:
    case, news = await begins(talk, TEACHER, ASSISTANT)
    page = await chooses(talk, TEACHER, await opens(talk, TEACHER, news), "Add something")
    page = await talk.fill(TEACHER, page, {"Your words": "Mrs Wood has seen it too."})
    await talk.finish(TEACHER, page)
    assert await lines(talk, HEAD) == [f"There is something new in a message (ref {case.ref})."]


async def test_a_readers_note_asks_about_a_hidden_teller_like_about_anybody(talk: Talk) -> None:
    """Were they alone left out, the page would show who it is."""
    await talk.everybody_comes()
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT, hidden=True)
    page = await chooses(talk, HEAD, await opens(talk, HEAD), "Add a note")
    page = await talk.fill(HEAD, page, {"Your note": "I spoke to Miss Marsh, Mr Field and Mr Hill."})
    assert "You name Miss Marsh and Mr Hill" in page.words.text
    assert "Your note is added" in words(await talk.finish(HEAD, page))


# --- while it is told ---


async def test_whoever_is_typed_as_whom_it_is_about_in_the_form_is_on_no_line(talk: Talk) -> None:
    page = await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    page = await talk.fill(TEACHER, page, {"Somebody who is not on it": "the headteacher"})
    assert page.heading == NAMED
    page = await talk.fill(TEACHER, await talk.fill(TEACHER, page), {"Your name": SHOWN})
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"
    assert facts(page)["Never"] == "Mrs Wood, whom it is about"
    await sent(talk, TEACHER, page)
    assert await talk.told(CHAIR)
    assert not await talk.told(HEAD)


async def renamed(talk: Talk, one: Member, name: str) -> None:
    """The staff list calls somebody so."""
    lines = [
        StaffLine(who.person.key, name if who == one else who.person.name, who.person.email) for who in SCHOOL.staff
    ]
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).put_staff(lines))


@pytest.mark.parametrize("typed_so", ["will", "Will", "wood", "Mr Field and will"])
async def test_a_head_whose_name_is_a_common_word_does_not_get_what_is_about_them(talk: Talk, typed_so: str) -> None:
    await renamed(talk, HEAD, "Will Wood")
    page = await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    page = await talk.fill(TEACHER, page, {"Somebody who is not on it": typed_so})
    assert page.heading == NAMED
    assert "Will Wood (head)" in page.words.text
    page = await talk.fill(TEACHER, await talk.fill(TEACHER, page), {"Your name": SHOWN})
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"


@on("teams")
async def test_of_two_with_the_same_name_one_sees_whom_one_chooses(talk: Talk) -> None:
    """Slack has people chosen by their accounts; who stands in the browser page's list is in the settings."""
    await renamed(talk, ASSISTANT, HEAD.person.name)
    page = await up_to_who(talk, TEACHER, Kind.COLLEAGUE)
    theirs = [label for label in page.blanks["From the staff list"].choices if "Mrs Wood" in label]
    assert theirs == [f"Mrs Wood ({one.person.email})" for one in (ASSISTANT, HEAD)]
    page = await talk.fill(TEACHER, page, {"From the staff list": [theirs[1]]})
    page = await talk.fill(TEACHER, page, {"Your name": SHOWN})
    assert facts(page)["Whom it is about"] == theirs[1]
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"
    await sent(talk, TEACHER, page)
    assert theirs[1] in words((await opens(talk, CHAIR)).words)


async def test_a_name_that_is_a_common_word_is_asked_about_wherever_it_stands(talk: Talk) -> None:
    await renamed(talk, HEAD, "Will Wood")
    page = await up_to_who(talk, TEACHER, Kind.OTHER, {"What happened?": "Will pushed a child."})
    page = await talk.fill(TEACHER, page, {"Somebody who is not on it": "will from the office"})
    assert page.heading == NAMED
    assert page.words.text.startswith("You name Will Wood (head).")
    page = await talk.fill(TEACHER, page, {"It is about": ["Will Wood (head)"]})
    page = await talk.fill(TEACHER, page, {"Your name": SHOWN})
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"


async def test_whoever_tells_of_themselves_is_asked_about_whom_else_they_name(talk: Talk) -> None:
    page = await up_to_who(talk, TEACHER, Kind.SELF, {"What happened?": "The head and I gave a pupil wine."})
    assert page.heading == NAMED
    assert page.words.text.startswith("You name Mrs Wood (head).")
    page = await talk.fill(TEACHER, await talk.fill(TEACHER, page, {"It is about": ["Mrs Wood (head)"]}))
    assert facts(page)["Whom it is about"] == "you and Mrs Wood"
    assert facts(page)["Gets it now"] == "Dr Stone (chair of governors)"
    await sent(talk, TEACHER, page)
    assert await talk.told(CHAIR)
    assert not await talk.told(HEAD)


async def test_a_teaching_assistant_is_not_taken_for_the_deputy(talk: Talk) -> None:
    page = await review(talk, TEACHER, Kind.COLLEAGUE, others="a teaching assistant in Year 3")
    assert facts(page)["Whom it is about"] == "a teaching assistant in Year 3"


@pytest.mark.parametrize(
    ("line", "people", "others"),
    [
        ("Mrs Wood", ("head",), ()),
        ("mrs wood", ("head",), ()),
        ("the headteacher", ("head",), ("the headteacher",)),
        ("Head", ("head",), ("Head",)),
        ("Head of Year 6", (), ("Head of Year 6",)),
        ("deputy head", ("deputy",), ("deputy head",)),
        ("Mr Field, head", ("assistant", "head"), ("Mr Field, head",)),
        ("a parent", (), ("a parent",)),
        (" ", (), ()),
    ],
)
def test_whom_a_line_is_about(line: str, people: tuple[str, ...], others: tuple[str, ...]) -> None:
    found = whom(line, SCHOOL)
    assert (found.people, found.others) == (people, others)
    assert tuple(one.person.key for one in typed(line, SCHOOL)) == people


async def test_nobody_is_put_down_who_is_on_no_list(talk: Talk) -> None:
    """Slack lets people pick anybody of the workspace; the others refuse it before."""
    if talk.seat.name != "slack":
        return
    _, news = await begins(talk, TEACHER, ASSISTANT)
    page = await chooses(talk, TEACHER, await opens(talk, TEACHER, news), "Say who else it is about")
    page = await talk.fill(TEACHER, page, {"Who is it about?": ["Mr Visitor"]})
    assert "not on the staff list. Please write that name" in page.faults
    end = await does(talk, TEACHER, await opens(talk, TEACHER, news), "Say who else it is about",
                     {IN_WORDS: "Mr Visitor"})  # fmt: skip
    assert "keeps nobody" in words(end)
