"""What is read back from a rendering is what was rendered: the readers neither lose nor invent anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.slack import render as slack
from bot.slack import render_form as slack_form
from bot.teams import render as teams
from bot.teams import render_form as teams_form
from bot.web import render as web
from handlers.forms import WHOLE_STEP
from handlers.model import Ask, Button, Dialog, Done, Field, FieldKind, Form, Post, Quote, Step
from tests.posts import ANSWER
from tests.seats import slack_seen, teams_seen, web_seat
from tests.seats.seen import Page
from tests.slack.api import as_view
from tests.slack.world import Form as Modal

BUTTONS = (
    Button("settle", "Yes & no", "q1:a"),
    Button("settle", "No", "q1:b"),
    Button("ask", "Ask", "q1", opens="ask"),
)
PLAIN = replace(ANSWER, buttons=BUTTONS)  # whether a button is more than plain, and which form it opens, is not read
POSTS = {
    "an answer": PLAIN,
    "words alone": Post(text="One line.\n\nAnother, *not* _bold_ and `no code`, <!channel> & [no](link)."),
    "signs that are markup": Post(
        "1. *Title* & <b>", "> no quotation", (("*Name*", "*value:* a\nb"),), (Quote("* a & b", "c | d"),)
    ),
    "facts, quotations and small print": Post(
        facts=(("Are you related?", "Yes"), ("Two lines", "one\ntwo"), ("Last", "one")),
        quotes=(Quote("Must not.", "Policy, 4.1"), Quote("connect.", "Policy, 4.2", lead_in="Staff must not")),
        notes=("A note.", "Another: it has a colon."),
    ),
}
CHOICES = (("head", "Head"), ("deputy", "Deputy & co"))
FIELDS = (
    Field("role", "Role", FieldKind.CHOICE, CHOICES, hint="One of them."),
    Field("why", "Why?", FieldKind.LONG, required=False),
    Field("also", "And?", FieldKind.CHOICES, CHOICES, required=False),
    Field("day", "Which day?", FieldKind.DATE, required=False),
)
FORM = Form(
    "f", "Name somebody", (Step("first", "First"), Step("who", "Who?", FIELDS, words=lambda _: POSTS["an answer"])), ""
)
ASK = Ask(
    FORM,
    FORM.steps[1],
    Dialog("d1", "f", "who", {"role": "deputy", "also": ["head", "deputy"], "day": "2027-03-05"}, "head"),
)
WRONG = replace(ASK, errors={"role": "Please choose one.", "why": "Too long."})


def on_slack(post: Post) -> Post:
    said = slack.message(post)
    return slack_seen.read_message(said["text"], said["blocks"])


def on_teams(post: Post) -> Post:
    said = teams.message(post)
    return teams_seen.read_message(said, said["attachments"][0]["content"])


def on_web(post: Post) -> Post:
    return web_seat.read_post(web.post(post, "teacher"))


def page_on_slack(ask: Ask) -> Page:
    view = as_view(Modal("V1", "U1", slack_form.view(ask), "h"))
    return slack_seen.read_page(view, slack_form.errors(ask), {}, None)


def page_on_teams(ask: Ask) -> Page:
    return teams_seen.read_page(teams_form.dialog(ask)["task"])


def page_on_web(ask: Ask) -> Page:
    return web_seat.read_page(web.step(ask, "teacher", ()))


@pytest.mark.parametrize("post", POSTS.values(), ids=POSTS)
@pytest.mark.parametrize("platform", [on_slack, on_teams, on_web])
def test_a_message_is_read_as_it_was_meant(platform: Any, post: Post) -> None:
    assert platform(post) == post


@pytest.mark.parametrize("platform", [page_on_slack, page_on_teams, page_on_web])
def test_a_page_is_read_as_it_was_meant(platform: Any) -> None:
    page = platform(replace(ASK, dialog=replace(ASK.dialog, answers={"why": "a & b"})))
    assert (page.title, page.heading, page.error) == ("Name somebody", "Who?", "")
    assert replace(page.words, buttons=()) == replace(PLAIN, buttons=())
    role, why = page.blanks["Role"], page.blanks["Why?"]
    assert (role.key, role.hint, role.choices) == ("role", "One of them.", {"Head": "head", "Deputy & co": "deputy"})
    assert (why.key, why.value, role.value) == ("why", "a & b", "")
    assert set(page.buttons) == {"Next", "Back", "Cancel"}
    assert page.buttons[0] == "Next"
    held = {label: blank.value for label, blank in platform(ASK).blanks.items()}
    assert held == {"Role": "Deputy & co", "Why?": "", "And?": "Head, Deputy & co", "Which day?": "2027-03-05"}


@pytest.mark.parametrize("platform", [page_on_slack, page_on_teams, page_on_web])
def test_what_is_wrong_is_read_at_its_field(platform: Any) -> None:
    empty = replace(WRONG, dialog=replace(WRONG.dialog, answers={}))
    assert platform(empty).errors == {"Role": "Please choose one.", "Why?": "Too long."}
    overtaken = platform(replace(ASK, errors={WHOLE_STEP: "It was out of date."}))
    assert (overtaken.error, overtaken.errors) == ("It was out of date.", {})


@pytest.mark.parametrize("title", ["Sent to Mrs Wood", "Sent to somebody whose name is long"])
def test_a_last_view_is_read_with_its_title_wherever_it_stands(title: str) -> None:
    post = Post(title, "They have it now.")
    assert slack_seen.read_last_view(slack_form.done(Done(post))) == post
    task = teams_form.done(Done(post))["task"]
    assert not teams_seen.is_page(task)
    assert teams_seen.read_card(task["value"]["card"]["content"]) == post
