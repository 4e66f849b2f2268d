"""Home, the policies in force, and the words around the questions."""

from __future__ import annotations

import re
import textwrap

import pytest

from handlers.answers import SILENT
from handlers.policies import sections
from handlers.wording import day, period
from tests.handlers.larkfield import DEPUTY, HEAD, POLICY, TEACHER, TRUST
from tests.handlers.talk import Talk, on
from tests.seats.seen import words


async def test_home_names_the_policies_their_dates_and_what_is_missing(talk: Talk) -> None:
    talk.book.known = (POLICY, TRUST)
    facts = dict((await talk.home(TEACHER)).facts)
    assert facts["Online conduct policy"] == (
        "Adopted 8 September 2025, in force from 1 October 2025, reviewed every year. "
        "It does not say when it was last reviewed or when it is due for review. 5 clauses."
    )
    assert "Last reviewed March 2023." in facts["Trust policy"]
    assert "It does not say when it was adopted" in facts["Trust policy"]


async def test_only_the_head_sees_counts_and_none_below_the_smallest(talk: Talk) -> None:
    await talk.say(TEACHER, "can I sell laptops?")
    assert "selling things" not in words(await talk.home(HEAD))
    await talk.say(TEACHER, "can I sell books?")
    seen = await talk.home(HEAD)
    assert ("Your policy did not answer", "selling things: 2 questions") in seen.facts
    assert "laptops" not in words(seen)
    for other in (TEACHER, DEPUTY):
        assert "did not answer" not in words(await talk.home(other))


@pytest.mark.parametrize(
    "said",
    [
        "policies",
        "Policy",
        "the policy",
        "what policies are in force",
        "show me the policy",
        "which policies are there?",
        "when is the policy due for review?",
        "When was our social media policy last reviewed",
    ],
)
async def test_the_policies_are_shown_when_asked_for(talk: Talk, said: str) -> None:
    seen = await talk.say(TEACHER, said)
    assert seen.title == "1 policy in force"
    assert dict(seen.facts)["Sections"] == "4. Contact with pupils and families"


@pytest.mark.parametrize(
    "said",
    ["does the policy cover volunteers", "can I search a pupil's phone?", "search history, can the school see mine"],
)
async def test_a_question_about_the_policy_is_still_a_question(talk: Talk, said: str) -> None:
    assert (await talk.say(TEACHER, said)).title == "Your policy doesn't say"


async def test_words_are_searched_and_the_finds_are_called_no_answer(talk: Talk) -> None:
    seen = await talk.say(TEACHER, "search phone")
    assert seen.title == "Found in your policy"
    assert "not an answer" in seen.text
    assert [quote.text for quote in seen.quotes] == ["Staff may use their own phone at lunch."]
    assert (await talk.say(TEACHER, "search zebra")).title == "No passage has these words"


@on("web", "slack")
async def test_a_command_searches_too(talk: Talk) -> None:
    """Teams has no slash commands; there it is typed."""
    assert await talk.command(TEACHER, "policy", "phone") == await talk.say(TEACHER, "search phone")
    assert (await talk.command(TEACHER, "policy")).title == "1 policy in force"


@pytest.mark.parametrize("said", ["hi", "Hello!", "good morning", "Hiya", "hey there"])
async def test_a_greeting_is_answered_with_one(talk: Talk, said: str) -> None:
    assert (await talk.say(TEACHER, said)).title == "Hello!"


@pytest.mark.parametrize(
    "said", ["help", "HELP!", "what can you do?", "What do you do", "?", "is this private?", "how does this work"]
)
async def test_help_says_what_is_kept_and_who_sees_it(talk: Talk, said: str) -> None:
    seen = await talk.say(TEACHER, said)
    assert seen.title == "What I can do"
    assert "Whoever runs this chat may be able to read" in words(seen)


async def test_each_word_that_help_names_leads_somewhere_and_all_of_it_fits_on_a_telephone(talk: Talk) -> None:
    for who in (TEACHER, HEAD):
        seen = await talk.say(who, "help")
        named = [word for _, line in seen.facts for word in re.findall("“(.+?)”", line)]
        assert {"tell somebody", "my messages", "draft a post", "home", "away", "requests"} <= set(named)
        assert {"overview", "rulings", "agenda", "new version"}.isdisjoint(named) == (who == TEACHER)
        for word in named:
            answered = await talk.say(who, word)
            assert answered.title not in (SILENT, "What I can do"), word
        lines = sum(len(textwrap.wrap(f"{name}: {line}", 42)) for name, line in seen.facts)
        assert lines + len(textwrap.wrap(seen.text, 42)) <= 24


@pytest.mark.parametrize("said", ["thanks", "Thank you so much!", "ta", "ok thanks"])
async def test_thanks_are_taken_kindly(talk: Talk, said: str) -> None:
    assert (await talk.say(TEACHER, said)).title == "You're welcome"


async def test_the_first_words_say_what_it_does_keeps_and_who_can_see(talk: Talk) -> None:
    seen = await talk.come(TEACHER)
    assert {name for name, _ in seen.facts} == {"What I keep", "Who can see it", "What is counted"}
    assert "999" in words(seen)
    assert (await talk.press(TEACHER, seen, "See the policies")).title == "1 policy in force"
    assert (await talk.press(TEACHER, seen, "What can you do?")).title == "What I can do"


@pytest.mark.parametrize(
    ("iso", "said"), [("2016-11-28", "28 November 2016"), ("2023-03", "March 2023"), ("2024", "2024")]
)
def test_a_date_is_said_as_far_as_it_is_known(iso: str, said: str) -> None:
    assert day(iso) == said


@pytest.mark.parametrize(
    ("months", "said"), [(12, "every year"), (36, "every 3 years"), (18, "every 18 months"), (1, "every month")]
)
def test_a_period_is_said_in_years_where_it_is_whole(months: int, said: str) -> None:
    assert period(months) == said


def test_sections_are_the_outermost_headings() -> None:
    assert sections(POLICY) == "4. Contact with pupils and families"
