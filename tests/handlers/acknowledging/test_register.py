"""Who sees what of the register: everybody their own, those who keep it all of it, everybody else numbers at most."""

from __future__ import annotations

import pytest

from bot.collection import Collection
from handlers.acknowledging.round import rounds
from handlers.desk import Member
from tests.conftest import Clock
from tests.handlers.acknowledging.campaign import (
    ALL,
    MINE,
    MINOR,
    OLD,
    TITLE,
    acknowledge,
    begins,
    opened,
    pages,
    put_away,
    replaced,
)
from tests.handlers.larkfield import ASSISTANT, CHAIR, DEPUTY, HEAD, SCHOOL, TEACHER
from tests.handlers.reminders.mornings import next_morning
from tests.handlers.talk import Talk, on
from tests.handlers.versions.papers import in_force
from tests.seats.seen import labels, words

READ = f"Read “{TITLE}”"
FILES = "Fetch it as CSV or PDF"
WHO = f"Who has read “{TITLE}”?"
COUNTED = "people have read and understood it"


async def test_those_who_keep_it_see_names_by_version_and_by_person(talk: Talk, clock: Clock) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    clock.forward(days=15)
    shown = await talk.say(HEAD, "who has read the policy?")
    assert dict(shown.facts)[ALL] == "1 of 4 people have read and understood it, 3 have not yet"
    assert dict((await talk.press(HEAD, shown, WHO)).facts) == {
        "Read and understood (1)": "Miss Marsh",
        "Overdue (3)": "Mr Field, Mr Hill and Mrs Wood",
    }
    page = await talk.open_form(DEPUTY, await talk.say(DEPUTY, "acknowledgements"), "One person")
    record = await talk.finish(DEPUTY, page, {"Whose?": "Mr Field"})
    assert dict(record.facts) == {MINE: "overdue, due 17 March 2027"}


@pytest.mark.parametrize(
    "words",
    [
        "what do I have to read?",
        "I have read and understood the policy",
        "I've read the new policy",
        "my acknowledgements",
        "what have I acknowledged?",
        "Which policies have I read and understood so far?",
        "Have I signed the social media policy?",
    ],
)
async def test_typed_words_show_the_button_and_put_nothing_on_record(talk: Talk, words: str) -> None:
    await begins(talk)
    seen = await talk.say(TEACHER, words)
    assert (seen.title, labels(seen)) == ("Acknowledgements", [READ])
    (one,) = await talk.store.read(lambda tx: rounds(tx.at(SCHOOL.id)))
    assert not one.read


@pytest.mark.parametrize("who", [ASSISTANT, CHAIR])
async def test_others_see_their_own_and_no_names(talk: Talk, who: Member) -> None:
    await begins(talk)
    for one in (TEACHER, DEPUTY):
        await acknowledge(talk, one)
    seen = await talk.say(who, "acknowledgements")
    assert not [name for name in ("Miss Marsh", "Mr Hill") if name in words(seen)]
    assert WHO not in labels(seen)
    heads = await talk.say(HEAD, "acknowledgements")
    assert (await talk.press(who, heads, WHO)).title == "Head, deputy and policy owner keep the register"


async def test_numbers_are_shown_only_where_none_of_them_is_small(talk: Talk) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    assert COUNTED not in words(await talk.say(CHAIR, "acknowledgements")), "1 has, 3 have not"
    await acknowledge(talk, DEPUTY)
    assert f"2 of 4 {COUNTED}, 2 have not yet" in words(await talk.say(CHAIR, "acknowledgements"))
    await acknowledge(talk, HEAD)
    assert COUNTED not in words(await talk.say(CHAIR, "acknowledgements")), "3 have, 1 has not"
    await acknowledge(talk, ASSISTANT)
    assert f"4 of 4 {COUNTED}" in words(await talk.say(CHAIR, "acknowledgements"))


async def test_no_small_number_is_left_when_those_are_taken_off_who_are_away(talk: Talk) -> None:
    """Nobody has read it and three are away for long: everybody would see that it is Mr Field who has not."""
    await begins(talk)
    for one in (TEACHER, DEPUTY):
        await put_away(talk, one)
    assert f"0 of 4 {COUNTED}, 2 have not yet, 2 are away for long" in words(await talk.say(CHAIR, "acknowledgements"))
    await put_away(talk, HEAD)
    assert COUNTED not in words(await talk.say(CHAIR, "acknowledgements"))
    assert f"0 of 4 {COUNTED}, 1 has not yet, 3 are away" in words(await talk.say(HEAD, "acknowledgements"))


async def test_everybody_reads_again_what_is_on_record_of_them(talk: Talk) -> None:
    await begins(talk)
    before = await talk.say(TEACHER, "acknowledgements")
    await acknowledge(talk, TEACHER)
    assert (await talk.press(TEACHER, before, READ)).title == "On record"
    assert dict((await talk.say(TEACHER, "acknowledgements")).facts) == {
        MINE: "read and understood, 3 March 2027, 09:00 (the whole policy)"
    }


async def test_with_a_page_of_ours_they_fetch_the_record_there(talk: Talk) -> None:
    talk.settings(page="https://bot.larkfield.example")
    await begins(talk)
    shown = await talk.say(HEAD, "acknowledgements")
    for one in (shown, await talk.press(HEAD, shown, WHO)):
        (fetch,) = [button for button in one.buttons if button.label == FILES]
        assert fetch.link.startswith("https://bot.larkfield.example/open/")
    assert FILES not in labels(await talk.say(TEACHER, "acknowledgements"))


async def test_without_one_they_read_whom_to_ask(talk: Talk) -> None:
    await begins(talk)
    shown = await talk.say(HEAD, "acknowledgements")
    assert FILES not in labels(shown)
    asks = "As a file for a spreadsheet, or on paper: ask {}. The command is “proviso register”."
    assert list(shown.notes) == [asks.format("whoever looks after me")]
    talk.settings(administrator=ASSISTANT.person.key)
    shown = await talk.say(HEAD, "acknowledgements")
    assert list(shown.notes) == [asks.format("Mr Field, who looks after me")]


async def test_the_list_of_policies_says_what_its_reader_has_acknowledged(talk: Talk) -> None:
    await in_force(talk)
    assert "You" not in dict((await talk.say(TEACHER, "policies")).facts), "nobody was asked"
    await begins(talk)
    assert dict((await talk.say(TEACHER, "policies")).facts)["You"] == "asked, not yet acknowledged, due 17 March 2027"
    await acknowledge(talk, TEACHER)
    mine = "read and understood, 3 March 2027, 09:00"
    assert dict((await talk.say(TEACHER, "policies")).facts)["You"] == mine
    assert mine not in words(await talk.say(HEAD, "policies"))


@on("web", "slack")
async def test_so_does_the_command(talk: Talk) -> None:
    """Teams has none; its menu types the words."""
    await begins(talk)
    assert "You" in dict((await talk.command(TEACHER, "policy")).facts)


async def test_after_a_minor_edit_the_list_says_it_still(talk: Talk) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    await replaced(talk, HEAD, MINOR, minor="Yes")
    assert "read and understood" in dict((await talk.say(TEACHER, "policies")).facts)["You"]


@on("slack", "teams")
async def test_where_others_read_along_the_list_says_nothing_of_anybody(talk: Talk) -> None:
    """The page has no channels."""
    await begins(talk)
    assert "You" not in dict((await talk.say_aloud(TEACHER, "policies")).facts)


async def test_a_policy_from_before_is_put_before_everybody_by_one_press(talk: Talk) -> None:
    await talk.everybody_comes()
    await in_force(talk)
    assert READ not in labels(await talk.say(TEACHER, "acknowledgements"))
    shown = await talk.say(HEAD, "acknowledgements")
    asked = await talk.press(HEAD, shown, f"Ask everybody to read “{TITLE}”")
    assert (asked.title, asked.text) == (
        f"4 people are asked to read “{TITLE}”",
        "They have until 17 March 2027. I remind whoever has not.",
    )
    assert (await talk.press(HEAD, shown, f"Ask everybody to read “{TITLE}”")).title == "This has changed meanwhile"
    assert READ in labels(await talk.say(TEACHER, "acknowledgements"))


async def test_whoever_looks_after_the_bot_does_not_set_the_school_to_work(talk: Talk) -> None:
    """A policy put in force by command is offered to the head; what the head adopts asks everybody at once."""
    await talk.everybody_comes()
    await talk.told(HEAD)
    await Collection(talk.store, SCHOOL.id, SCHOOL.zone).add(OLD.encode(), "conduct.txt")
    (offer,) = [one for one in await talk.told(HEAD) if one.title == "Is everybody to acknowledge it?"]
    assert READ not in labels(await talk.say(TEACHER, "acknowledgements"))
    assert (await talk.press(TEACHER, offer, "Ask everybody to read it")).title == (
        "Head, deputy and policy owner keep the register"
    )
    asked = await talk.press(HEAD, offer, "Ask everybody to read it")
    assert asked.title == f"4 people are asked to read “{TITLE}”"
    assert READ in labels(await talk.say(TEACHER, "acknowledgements"))


async def test_what_the_head_adopts_asks_everybody_at_once(talk: Talk) -> None:
    await talk.everybody_comes()
    await in_force(talk)
    await replaced(talk, HEAD)
    seen = await pages(talk, TEACHER, await opened(talk, TEACHER))
    assert seen[0].heading.startswith("The whole policy"), "nobody acknowledged the one before"


async def test_what_is_to_be_read_stands_on_home(talk: Talk) -> None:
    await begins(talk)
    home = await talk.home(TEACHER)
    assert dict(home.facts)["To read"] == f"“{TITLE}”, by 17 March 2027"
    assert READ in labels(home)
    await acknowledge(talk, TEACHER)
    assert READ not in labels(await talk.home(TEACHER))


async def test_each_version_has_a_line_of_its_own(talk: Talk) -> None:
    await begins(talk)
    await acknowledge(talk, TEACHER)
    await replaced(talk, HEAD)
    mine = dict((await talk.say(TEACHER, "acknowledgements")).facts)
    assert mine[f"{TITLE}, adopted 1 March 2027"] == "asked, not yet acknowledged, due 17 March 2027"
    assert mine[MINE] == "read and understood, 3 March 2027, 09:00 (the whole policy)"
    others = dict((await talk.say(ASSISTANT, "acknowledgements")).facts)
    assert others[MINE] == "out of force before it was due, due 17 March 2027"


async def test_a_signature_on_paper_is_on_record_as_what_it_is(talk: Talk) -> None:
    await begins(talk)
    form = await talk.open_form(HEAD, await talk.say(HEAD, "acknowledgements"), "Put down a signature")
    given = {"Which policy?": TITLE, "Who has signed?": ["Mr Field"], "When?": "2027-03-02"}
    done = await talk.finish(HEAD, form, given)
    assert done.text == f"1 signature is put down for “{TITLE}”, on 2 March 2027, on paper."
    mine = await talk.say(ASSISTANT, "acknowledgements")
    assert dict(mine.facts) == {MINE: "signed on paper: read and understood, 2 March 2027"}
    assert READ not in labels(mine)


async def test_nobody_puts_down_their_own_signature_or_one_of_tomorrow(talk: Talk) -> None:
    await begins(talk)
    form = await talk.open_form(HEAD, await talk.say(HEAD, "acknowledgements"), "Put down a signature")
    own = {"Which policy?": TITLE, "Who has signed?": ["Mrs Wood"], "When?": "2027-03-02"}
    again = await talk.fill(HEAD, form, own)
    assert "Nobody puts down their own signature" in again.faults
    again = await talk.fill(HEAD, again, {"Who has signed?": ["Mr Field"], "When?": "2027-03-04"})
    assert "This day is still to come." in again.faults


@on("slack", "teams")
async def test_whoever_cannot_be_written_to_is_named_to_those_who_can_give_it_to_them(talk: Talk) -> None:
    """People without an account in the chat; to the browser's page everybody can come."""
    await talk.say(HEAD, "hello")
    await talk.everybody_comes()
    await talk.store.run(lambda tx: tx.at(SCHOOL.id).put_unreached(ASSISTANT.person.key, "no account"))
    await begins(talk, read=False)
    (told,) = [one for one in await talk.told(HEAD) if "on paper" in one.title]
    assert told.title == "1 person has to be given the policy on paper"
    assert "I cannot write to Mr Field." in told.text
    assert labels(told) == ["Put down a signature"]


async def test_nobody_was_asked_yet(talk: Talk) -> None:
    seen = await talk.say(TEACHER, "acknowledgements")
    assert seen.text == "Nobody has been asked to read and acknowledge a policy yet."


async def test_an_acknowledgement_from_before_a_minor_edit_counts_and_keeps_its_own_hash(talk: Talk) -> None:
    before = await begins(talk)
    await acknowledge(talk, TEACHER)
    await replaced(talk, HEAD, MINOR, "minor.txt", minor="Yes")
    assert "1 of 4 people" in dict((await talk.say(HEAD, "acknowledgements")).facts)[ALL]
    await acknowledge(talk, DEPUTY)
    (one,) = await talk.store.read(lambda tx: rounds(tx.at(SCHOOL.id)))
    assert one.read[TEACHER.person.key].sha == before
    assert one.read[DEPUTY.person.key].sha == one.sha != before


async def test_who_has_left_or_is_away_stays_on_record_as_that(talk: Talk, clock: Clock) -> None:
    """Nobody who was asked drops out of the register, whatever the mornings since have looked at."""
    await begins(talk)
    await put_away(talk, TEACHER, "2027-03-26")
    await talk.employ(ASSISTANT, ended="2027-03-08")
    await next_morning(talk, clock, 12)
    shown = await talk.say(HEAD, "acknowledgements")
    assert dict((await talk.press(HEAD, shown, WHO)).facts) == {
        "Asked, not yet acknowledged (2)": "Mr Hill and Mrs Wood",
        "Away for long (1)": "Miss Marsh",
        "Left before acknowledging (1)": "Mr Field",
    }
    page = await talk.open_form(HEAD, shown, "One person")
    record = await talk.finish(HEAD, page, {"Whose?": "Mr Field (left)"})
    assert dict(record.facts) == {MINE: "left before acknowledging, was due 17 March 2027"}
    assert dict((await talk.say(TEACHER, "acknowledgements")).facts)[MINE] == "away for long, was due 17 March 2027"
    await next_morning(talk, clock, 15)  # after Easter
    assert "asked, not yet acknowledged, due" in dict((await talk.say(TEACHER, "acknowledgements")).facts)[MINE]


async def test_whoever_was_not_asked_does_not_read_that_nobody_was(talk: Talk) -> None:
    """The chair is not bound by it, and one of four is no number to show."""
    await begins(talk)
    await acknowledge(talk, TEACHER)
    seen = await talk.say(CHAIR, "acknowledgements")
    assert (seen.facts, seen.text.split(".")[0]) == ((), "You have not been asked to read and acknowledge a policy")


async def test_a_signature_that_is_on_record_already_is_not_put_down_again(talk: Talk) -> None:
    """Miss Marsh has acknowledged one policy, and has another to read."""
    await begins(talk)
    await acknowledge(talk, TEACHER)
    await begins(talk, OLD.replace(TITLE, "Phone policy"), "phones.txt")
    form = await talk.open_form(HEAD, await talk.say(HEAD, "acknowledgements"), "Put down a signature")
    hers = {"Which policy?": TITLE, "Who has signed?": ["Miss Marsh, Year 4 teacher"], "When?": "2027-03-02"}
    again = await talk.fill(HEAD, form, hers)
    assert "They have acknowledged this one already" in again.faults
    both = {**hers, "Who has signed?": ["Miss Marsh, Year 4 teacher", "Mr Field"]}
    assert (await talk.finish(HEAD, again, both)).text.startswith("1 signature is put down")


async def test_of_a_policy_that_was_taken_out_of_force_no_other_version_is_spoken_of(talk: Talk, clock: Clock) -> None:
    sha = await begins(talk)
    await Collection(talk.store, SCHOOL.id, SCHOOL.zone).remove(sha)
    await next_morning(talk, clock)
    seen = await talk.say(TEACHER, "acknowledgements")
    assert dict(seen.facts) == {MINE: "out of force before it was due, due 17 March 2027"}
    assert READ not in labels(seen)
