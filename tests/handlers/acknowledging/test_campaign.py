"""A campaign by the clock: when each is reminded, who starts, leaves or is away, and when the head is asked."""

from __future__ import annotations

from datetime import date

from handlers.acknowledging.pages import STATEMENT
from handlers.acknowledging.round import due_day
from handlers.calendar import Calendar
from handlers.desk import Member
from tests.conftest import Clock
from tests.handlers.acknowledging.campaign import (
    ALL,
    MINE,
    MINOR,
    NEW,
    TITLE,
    acknowledge,
    begins,
    pages,
    put_away,
    replaced,
)
from tests.handlers.larkfield import ASSISTANT, CHAIR, HEAD, SCHOOL, TEACHER
from tests.handlers.reminders.mornings import next_morning, reminders
from tests.handlers.talk import Talk
from tests.handlers.versions.papers import in_force
from tests.seats.seen import labels

READ = f"Read “{TITLE}”"
SPEAK = f"Please speak to 1 person about “{TITLE}”"


async def nagged(talk: Talk, who: Member, clock: Clock, until: date, about: str = READ) -> list[str]:
    """The mornings until a day on which they were told that they have something to read, as day and month."""
    found = []
    while clock.now.astimezone(SCHOOL.zone).date() < until:
        await next_morning(talk, clock)
        seen = await reminders(talk, who)
        assert len(seen) <= 1, "one message a day"
        if any(about in dict(one.facts) for one in seen):
            found.append(f"{clock.now:%d %b}")
    return found


async def short_list(talk: Talk, *but: Member) -> None:
    """All but these acknowledged it at once."""
    await begins(talk)
    for one in SCHOOL.staff:
        if one.capacity == "staff" and one not in but:
            await acknowledge(talk, one)


async def test_each_is_reminded_when_asked_before_it_is_due_then_weekly_and_then_the_head(
    talk: Talk, clock: Clock
) -> None:
    await short_list(talk, TEACHER)
    assert READ in labels(await talk.home(TEACHER))
    mornings = await nagged(talk, TEACHER, clock, date(2027, 4, 13))
    assert mornings == ["10 Mar", "16 Mar", "17 Mar", "24 Mar", "31 Mar", "07 Apr"]
    await talk.told(HEAD)
    assert await nagged(talk, HEAD, clock, date(2027, 4, 30), SPEAK) == ["14 Apr"]
    assert not await nagged(talk, TEACHER, clock, date(2027, 5, 7)), "after three weeks nobody nags any more"


async def test_the_first_reminder_comes_on_the_morning_it_begins(talk: Talk) -> None:
    await talk.everybody_comes()
    await begins(talk, read=False)
    (told,) = await reminders(talk, TEACHER)
    assert dict(told.facts)[READ] == (
        "A version that you have not acknowledged yet is in force. It is due on 17 March 2027. If you acknowledged an "
        "earlier one, you see first what has changed."
    )
    assert not [one for one in await reminders(talk, CHAIR) if READ in dict(one.facts)], "it binds staff alone"


async def test_from_the_reminder_it_is_read_and_done(talk: Talk) -> None:
    await begins(talk, read=False)
    (told,) = await reminders(talk, TEACHER)
    listed = await talk.press(TEACHER, told, "Go through them")
    page = await talk.open_form(TEACHER, await talk.press(TEACHER, listed, READ), "Read it")
    last = (await pages(talk, TEACHER, page))[-1]
    assert (await talk.finish(TEACHER, last, {"Your answer": STATEMENT})).title == "On record"
    assert READ not in labels(await talk.say(TEACHER, "reminders"))


async def test_nobody_is_reminded_of_what_they_have_acknowledged(talk: Talk, clock: Clock) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    assert not await nagged(talk, TEACHER, clock, date(2027, 4, 20))


async def test_whoever_starts_later_is_asked_with_all_the_time_that_others_had(talk: Talk, clock: Clock) -> None:
    await talk.everybody_comes()
    await talk.employ(ASSISTANT, ended="2027-03-02")  # not here yet
    await short_list(talk, ASSISTANT)
    clock.forward(days=5)
    await talk.employ()
    assert await nagged(talk, ASSISTANT, clock, date(2027, 3, 24)) == ["09 Mar", "16 Mar", "22 Mar", "23 Mar"]
    assert (await acknowledge(talk, ASSISTANT)).title == "On record"


async def test_whoever_leaves_is_chased_by_nobody_and_stays_on_record(talk: Talk, clock: Clock) -> None:
    await short_list(talk, ASSISTANT)
    await talk.employ(ASSISTANT, TEACHER, ended="2027-03-08")
    assert not await nagged(talk, HEAD, clock, date(2027, 4, 20), SPEAK)
    page = await talk.open_form(HEAD, await talk.say(HEAD, "acknowledgements"), "One person")
    record = await talk.finish(HEAD, page, {"Whose?": "Miss Marsh (left)"})
    assert record.title == "Miss Marsh"
    assert dict(record.facts)[MINE] == "read and understood, 3 March 2027, 09:00 (the whole policy)"


async def test_whoever_comes_back_is_asked_anew_and_what_they_acknowledged_before_counts(
    talk: Talk, clock: Clock
) -> None:
    await short_list(talk, ASSISTANT)
    await talk.employ(ASSISTANT, TEACHER, ended="2027-03-08")
    await next_morning(talk, clock, 20)
    await talk.employ()
    assert await nagged(talk, ASSISTANT, clock, date(2027, 4, 2)) == ["24 Mar", "02 Apr"]
    assert not await nagged(talk, TEACHER, clock, date(2027, 4, 6))


async def test_whoever_is_away_for_long_is_asked_when_they_are_back(talk: Talk, clock: Clock) -> None:
    await short_list(talk, TEACHER)
    seen = await put_away(talk, TEACHER)
    assert "The reason stands nowhere." in seen.text
    assert not await nagged(talk, TEACHER, clock, date(2027, 4, 18))
    shown = dict((await talk.say(HEAD, "acknowledgements")).facts)[ALL]
    assert shown == "3 of 4 people have read and understood it, 1 is away for long"
    form = await talk.open_form(HEAD, await talk.say(HEAD, "acknowledgements"), "Somebody is back")
    assert (await talk.finish(HEAD, form, {"Who is back?": "Miss Marsh"})).title == "Put down"
    assert await nagged(talk, TEACHER, clock, date(2027, 4, 30)) == ["19 Apr", "27 Apr"]


async def test_an_absence_with_a_last_day_ends_by_itself(talk: Talk, clock: Clock) -> None:
    await short_list(talk, TEACHER)
    await put_away(talk, TEACHER, "2027-04-09")
    assert await nagged(talk, TEACHER, clock, date(2027, 4, 13)) == ["12 Apr"]


async def test_a_new_version_ends_the_chase_for_the_one_before(talk: Talk, clock: Clock) -> None:
    await short_list(talk, TEACHER)
    clock.forward(days=6)  # 9 March
    await replaced(talk, HEAD, NEW)
    assert await nagged(talk, TEACHER, clock, date(2027, 3, 24)) == ["10 Mar", "16 Mar", "22 Mar", "23 Mar"]


async def test_a_minor_edit_changes_no_date(talk: Talk, clock: Clock) -> None:
    await short_list(talk, TEACHER)
    clock.forward(days=6)
    await replaced(talk, HEAD, MINOR, "minor.txt", minor="Yes")
    assert await nagged(talk, TEACHER, clock, date(2027, 3, 24)) == ["10 Mar", "16 Mar", "17 Mar", "24 Mar"]
    assert not await nagged(talk, ASSISTANT, clock, date(2027, 4, 20))


async def test_about_the_head_it_is_the_chair_who_is_asked(talk: Talk, clock: Clock) -> None:
    await short_list(talk, HEAD)
    await talk.told(CHAIR)
    assert await nagged(talk, CHAIR, clock, date(2027, 4, 20), SPEAK) == ["14 Apr"]


async def test_once_it_is_done_the_head_is_asked_no_more(talk: Talk, clock: Clock) -> None:
    await short_list(talk, TEACHER)
    await nagged(talk, HEAD, clock, date(2027, 4, 14), SPEAK)
    assert SPEAK in str((await talk.say(HEAD, "reminders")).facts)
    await acknowledge(talk, TEACHER)
    assert SPEAK not in str((await talk.say(HEAD, "reminders")).facts)


async def test_a_policy_out_of_force_is_nobodys_to_read(talk: Talk, clock: Clock) -> None:
    await begins(talk)
    await in_force(talk, NEW.replace(TITLE, "Another policy"), "another.txt")
    assert not await nagged(talk, TEACHER, clock, date(2027, 4, 20))
    assert READ not in labels(await talk.say(TEACHER, "acknowledgements"))


def test_it_is_due_ten_school_days_on() -> None:
    """Not counted: the day itself, weekends, Good Friday, Easter Monday, and the holidays where they are known."""
    plain = Calendar()
    assert due_day(plain, date(2027, 3, 3)) == date(2027, 3, 17)
    assert due_day(plain, date(2027, 3, 22)) == date(2027, 4, 7)
    terms = Calendar(terms=((date(2027, 1, 4), date(2027, 7, 21)), (date(2027, 9, 1), date(2027, 12, 17))))
    assert due_day(terms, date(2027, 7, 20)) == date(2027, 9, 13)


async def test_the_head_who_has_spoken_to_them_is_not_asked_again_a_year_later(talk: Talk, clock: Clock) -> None:
    await short_list(talk, TEACHER)
    await nagged(talk, HEAD, clock, date(2027, 4, 14), SPEAK)
    task = await talk.press(HEAD, await talk.say(HEAD, "reminders"), SPEAK)
    assert "Nobody is reminded of it any more." in (await talk.press(HEAD, task, "It is done")).text
    for _ in range(3):
        clock.forward(weeks=26)
        await next_morning(talk, clock, 7)
    assert not [one for one in await reminders(talk, HEAD) if SPEAK in dict(one.facts)]
