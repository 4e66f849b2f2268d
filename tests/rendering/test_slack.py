"""Whatever a handler answers with, Slack takes it, shows something, and calls nobody."""

from __future__ import annotations

import html

import pytest
from blockkit.core import FieldValidationError
from hypothesis import given

from bot.slack import render, render_form
from handlers.model import Ask, Done, Home, Post
from tests.rendering.any_reply import PEOPLE, PROFILE, asks, posts
from tests.rendering.seeing import says, visible
from tests.rendering.slack_rules import build, check_message, check_text, check_view


@PROFILE
@given(posts)
def test_any_message_is_taken_and_calls_nobody(post: Post) -> None:
    message = render.message(post)
    check_message(message)
    check_message(render.message(post, buttons=False))
    if visible(post.title):
        assert says(html.unescape(message["text"]), post.title)


@PROFILE
@given(posts)
def test_any_home_and_any_last_page_are_taken(post: Post) -> None:
    check_view(render.home(Home(post)))
    check_view(render_form.done(Done(post)))


@PROFILE
@given(asks())
def test_any_page_of_a_form_is_taken_with_its_errors(ask: Ask) -> None:
    view = render_form.view(ask, PEOPLE)
    check_view(view)
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    assert all(len(words) <= 2000 for words in render_form.errors(ask).values())
    shown = [field for field in ask.step.fields if render_form.block_id(field.key, ask) in inputs]
    assert all(field in shown or not field.choices for field in ask.step.fields)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "<!channel>",
            "<@U1>",
            "<#C1|general>",
            "<https://evil.example|click>",
            "a & b",
            "&nbsp;",
            "*b*",
            "_i_",
            "~s~",
        ),
        *("`c`", "&gt; forged", "one\n&gt; forged", "\u202eneve", "\ud800", "\u200b", " ", "\u3164"),
    ],
)
def test_the_rules_themselves_refuse_what_is_alive_or_unseen(words: str) -> None:
    with pytest.raises(AssertionError):
        check_text({"type": "mrkdwn", "text": words, "verbatim": True})


def test_the_other_opinion_does_refuse_what_is_too_long() -> None:
    with pytest.raises(FieldValidationError):
        build({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}).build()
