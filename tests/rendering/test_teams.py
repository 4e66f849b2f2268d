"""Whatever a handler answers with, Teams takes it, shows something, and calls nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams import render, render_form
from handlers.model import Ask, Done, Home, Post
from tests.rendering.any_reply import PEOPLE, PROFILE, asks, line, posts
from tests.rendering.seeing import says, visible
from tests.rendering.teams_rules import check_activity, check_card, check_dialog, dead, words_only


@PROFILE
@given(posts, st.integers(0, 80))
def test_any_message_is_taken_and_calls_nobody(post: Post, actors: int) -> None:
    refresh = [f"29:{n}" for n in range(actors)]
    activity = render.message(post, refresh=refresh)
    check_activity(activity)
    check_activity(render.home(Home(post)))
    if actors:
        assert "actions" not in activity["attachments"][0]["content"]
        check_card(render.card(post, refresh=refresh))
    if visible(post.title):
        assert says(activity["summary"], post.title)


@PROFILE
@given(posts)
def test_any_last_page_is_taken(post: Post) -> None:
    check_dialog(render_form.done(Done(post)))


@PROFILE
@given(asks(), st.lists(line, max_size=3))
def test_any_page_of_a_form_is_taken_whoever_is_on_the_staff_list(ask: Ask, names: list[str]) -> None:
    staff = [(key, names[at % len(names)]) for at, key in enumerate(PEOPLE)] if names else []
    check_dialog(render_form.dialog(ask, staff))


@pytest.mark.parametrize("words", ["<at>Head</at>", "< AT id='1'>", "</at>", "<\u200bat>", "{{DATE(x)}}", "\u202eneve"])
def test_the_rules_themselves_refuse_what_is_alive(words: str) -> None:
    with pytest.raises(AssertionError):
        dead(words)


@pytest.mark.parametrize(
    "words", ["[a](https://b.example)", "**b**", "_i_", "~~s~~", "`c`", "# t", "- i", "1. i", "> q", "<b>b</b>", " "]
)
def test_the_rules_themselves_refuse_markdown(words: str) -> None:
    with pytest.raises(AssertionError):
        words_only(words)
