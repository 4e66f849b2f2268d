"""The overview for head and chair: what is counted, what is too small to be shown, and who learns nothing by it."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

import pytest

from handlers.concerns.case import What
from handlers.concerns.delivery import opened
from handlers.concerns.kinds import Kind
from handlers.desk import Desk, Member, Role
from handlers.overview.counted import overview
from handlers.overview.figures import Opening, Share, seen
from handlers.overview.opening import opening
from handlers.overview.words import read
from tests.conftest import Clock
from tests.handlers.acknowledging.campaign import acknowledge, begins
from tests.handlers.concerns.cases import at_the_desk, now, told
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, POLICY, TEACHER, TRUST
from tests.handlers.requests.permission import RULES, sent_device
from tests.handlers.talk import Talk, on
from tests.seats.seen import labels, words

PAGE = "https://proviso.larkfield.example"
LATE = "To be decided: a week or longer"


async def facts(talk: Talk, who: Member = HEAD) -> dict[str, str]:
    """What they read, line by line."""
    return dict((await talk.say(who, "overview")).facts)


# --- who sees it, and how ---


async def test_head_and_chair_get_a_link_that_works_for_a_quarter_of_an_hour(talk: Talk) -> None:
    talk.settings(page=PAGE)
    for who in (HEAD, CHAIR):
        seen = await talk.press(who, await talk.home(who), "Overview")
        (button,) = seen.buttons
        assert (button.label, button.link.startswith(f"{PAGE}/open/")) == ("Open the overview", True)
        assert "within 15 minutes" in words(seen)
        assert not seen.facts, "the figures are on the page alone"


async def test_where_the_school_has_no_page_the_message_has_the_figures(talk: Talk) -> None:
    talk.book.known = (POLICY, TRUST)
    assert await facts(talk) == {
        "Read and understood": "Nobody has been asked to read and acknowledge a policy yet.",
        "Review: Online conduct policy": "8 September 2026, 176 days late",
        "Review: Trust policy": "Its last date is March 2023, and it does not say when it is due for review.",
        "To be decided: less than 2 days": "none",
        "To be decided: 2 to 6 days": "none",
        LATE: "none",
        "Your policy did not answer": "Nothing to show. A subject appears here from 2 questions on.",
        "Time until a message is opened": "Not shown: fewer than 2 messages can be counted.",
    }


@pytest.mark.parametrize("who", [TEACHER, ASSISTANT, DEPUTY])
async def test_nobody_else_sees_any_of_it(talk: Talk, who: Member) -> None:
    talk.settings(page=PAGE)
    seen = await talk.say(who, "show me the overview")
    assert seen.title == "The overview is for head and chair of governors"
    assert not seen.buttons
    assert "Overview" not in labels(await talk.home(who))


@on("slack", "teams")
async def test_the_link_is_shown_to_nobody_who_reads_along(talk: Talk) -> None:
    """On the web nobody reads along."""
    talk.settings(page=PAGE)
    seen = await talk.say_aloud(HEAD, "overview")
    assert seen.alone


# --- what is counted ---


async def test_acknowledgements_are_counted_and_none_too_few(talk: Talk) -> None:
    await begins(talk)
    said = []
    for who in (TEACHER, ASSISTANT, HEAD, DEPUTY):
        await acknowledge(talk, who)
        said.append((await facts(talk))["Read and understood: Online conduct policy"])
    assert said == ["fewer than 2 of 4", "2 of 4", "all but fewer than 2 of 4", "4 of 4"]


async def test_what_waits_for_a_decision_is_counted_by_how_long_it_has_waited(talk: Talk, clock: Clock) -> None:
    talk.book.known = (RULES,)
    for who in (TEACHER, ASSISTANT):
        await sent_device(talk, who=who)
    assert (await facts(talk))["To be decided: less than 2 days"] == "2"
    clock.forward(days=7)
    await sent_device(talk, who=DEPUTY)
    found = await facts(talk)
    assert (found["To be decided: less than 2 days"], found[LATE]) == ("fewer than 2", "2")


async def test_subjects_that_no_policy_answers_are_counted(talk: Talk) -> None:
    await talk.say(TEACHER, "can I sell laptops?")
    assert "selling" not in words(await talk.say(HEAD, "overview"))
    await talk.say(TEACHER, "can I sell books?")
    assert (await facts(talk))["Your policy did not answer"] == "selling things: 2 questions"


# --- how long until something told in confidence is opened ---


async def opens(talk: Talk, who: Member, *about: Member, reader: Member, after: float, clock: Clock) -> str:
    """Somebody tells something, and so many minutes later it is opened; its id."""
    case = await told(talk, who, Kind.COLLEAGUE, *about)
    clock.forward(minutes=after)
    found = await now(talk, case)
    assert (await at_the_desk(talk, lambda desk: opened(desk, found, reader.person.key))).opened, "they may read it"
    return case.id


@on("web")
async def test_the_time_is_one_rounded_number_once_there_are_enough(talk: Talk, clock: Clock) -> None:
    """What is counted does not depend on the platform."""
    await opens(talk, TEACHER, ASSISTANT, reader=HEAD, after=11, clock=clock)
    assert await at_the_desk(talk, opening) == Opening()
    await opens(talk, TEACHER, ASSISTANT, reader=HEAD, after=33, clock=clock)
    assert await at_the_desk(talk, opening) == Opening(timedelta(minutes=20), 2)
    await opens(talk, TEACHER, ASSISTANT, reader=HEAD, after=22, clock=clock)
    assert await at_the_desk(talk, opening) == Opening(timedelta(minutes=20), 2), "one more is not to be seen"
    await told(talk, TEACHER, Kind.COLLEAGUE, ASSISTANT)
    line = (await facts(talk))["Time until a message is opened"]
    assert line == "Half were opened within about 20 minutes (2 messages or more)."


@on("web")
@pytest.mark.parametrize("concerned", [HEAD, CHAIR])
async def test_whatever_head_or_chair_must_not_see_changes_no_figure_for_anybody(
    talk: Talk, clock: Clock, concerned: Member
) -> None:
    """What is counted does not depend on the platform."""
    await talk.hold(deputy=Role.VICE_CHAIR)
    for minutes in (10, 10):
        await opens(talk, TEACHER, ASSISTANT, reader=HEAD, after=minutes, clock=clock)
    before = await at_the_desk(talk, overview)
    reader = CHAIR if concerned is HEAD else DEPUTY
    for _ in range(4):
        await opens(talk, TEACHER, concerned, reader=reader, after=3000, clock=clock)
    after = await at_the_desk(talk, overview)
    assert (after.opening, after.ages, after.subjects) == (before.opening, before.ages, before.subjects)


@on("web")
async def test_somebody_who_turns_out_to_be_concerned_sees_nothing_change(talk: Talk, clock: Clock) -> None:
    """What is counted does not depend on the platform."""
    ids = [await opens(talk, TEACHER, ASSISTANT, reader=HEAD, after=10, clock=clock) for _ in range(2)]
    before = await at_the_desk(talk, opening)
    assert before.at_least == 2

    def found_out(desk: Desk) -> None:
        journal = desk.tx.journal(ids[0])
        assert journal is not None
        desk.tx.add_entry(journal, DEPUTY.person.key, What.SUBJECT, {"people": ["head"], "others": ""})

    await at_the_desk(talk, found_out)
    assert await at_the_desk(talk, opening) == before


# --- small numbers ---


def test_no_small_group_can_be_told_from_what_is_shown_of_a_policy() -> None:
    for smallest in (3, 5):
        for bound in range(1, 40):
            shown = sorted((read(Share.of("", n, bound, smallest), smallest), n) for n in range(bound + 1))
            for said, group in groupby(shown, key=lambda one: one[0]):
                counts = [n for _, n in group]
                if len(counts) > 1:
                    assert len(counts) >= min(smallest - 1, bound + 1), (said, counts)
                else:
                    (count,) = counts
                    assert min(count, bound - count) >= smallest or count in (0, bound), (said, count)


def test_words_say_which_numbers_are_small() -> None:
    said = [read(Share.of("", n, 23, 5), 5) for n in (0, 3, 14, 20, 23)]
    assert said == ["0 of 23", "fewer than 5 of 23", "14 of 23", "all but fewer than 5 of 23", "23 of 23"]
    assert read(Share.of("", 3, 4, 5), 5) == "fewer than 5 people are bound by it"
    assert [seen(n, 5) for n in (0, 1, 4, 5)] == [0, None, None, 5]


@pytest.mark.parametrize(
    ("minutes", "shown"), [(1, 5), (62, 60), (119, 120), (140, 120), (60 * 47, 60 * 47), (60 * 50, 60 * 48)]
)
def test_a_time_is_rounded(minutes: int, shown: int) -> None:
    assert Opening.of([timedelta(minutes=minutes)] * 5, 5).median == timedelta(minutes=shown)
