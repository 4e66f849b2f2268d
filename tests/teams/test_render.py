"""Posts as Adaptive Cards: the schema, the size, and words that stay words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.teams import render, render_form
from handlers.model import Ask, Button, Dialog, Done, Field, FieldKind, Form, Post, Quote, Step
from tests.posts import ANSWER, HOSTILE, any_post

SCHEMA = Path(__file__).parents[3] / "shared/schemas/adaptive-card-1.5.0.json"


def card(activity: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = activity["attachments"][0]["content"]
    return made


def valid(made: dict[str, Any]) -> None:
    """By the published schema of Adaptive Cards 1.5."""
    jsonschema = pytest.importorskip("jsonschema")
    if not SCHEMA.exists():
        pytest.skip(f"the schema of Adaptive Cards 1.5 is not at {SCHEMA}")
    jsonschema.Draft6Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(made)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_post)
def test_whatever_a_post_holds_the_card_is_small_and_mentions_nobody(post: Post) -> None:
    activity = render.message(post)
    written = json.dumps(activity)
    assert len(written.encode()) < 28 * 1024
    json.dumps(activity, ensure_ascii=False).encode()
    assert "<at" not in written.lower()
    assert "</at" not in written.lower()
    assert 1 <= len(activity["summary"]) <= 400
    actions = card(activity).get("actions", [])
    assert len([action for action in actions if action.get("mode") != "secondary"]) <= 6
    assert all(action["title"] for action in actions)


@pytest.mark.parametrize("post", [ANSWER, Post(HOSTILE, HOSTILE), Post(), Post(buttons=(Button("a", ""),) * 30)])
def test_a_card_follows_the_schema(post: Post) -> None:
    valid(card(render.message(post, refresh=["29:abc"])))


def test_an_answer_reads_in_order_with_its_quotation_in_quotation_marks() -> None:
    body = card(render.message(ANSWER))["body"]
    assert body[0] == {
        "type": "TextBlock", "text": "Your policy says no", "style": "heading", "size": "Large", "weight": "Bolder",
        "wrap": True,
    }  # fmt: skip
    assert body[1]["inlines"][0]["text"] == "Staff must not be friends with pupils on social media."
    quoted = [item["inlines"][0]["text"] for item in body[2]["items"]]
    assert quoted == [
        "Social media must not be used to:",
        "“‘Friend’ a pupil, or accept a pupil's friend request”",
        "— Social media policy, clause 5.3 (d), adopted 28 November 2016",
    ]


def test_the_summary_says_the_content() -> None:
    summary = render.message(ANSWER)["summary"]
    assert summary.startswith("Your policy says no. Staff must not be friends")


def test_markdown_in_peoples_words_stays_words() -> None:
    body = card(render.message(Post(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), (Quote(HOSTILE, HOSTILE),))))["body"]
    blocks = [block for block in body if block["type"] == "TextBlock"]
    assert [block["style"] for block in blocks] == ["heading"]  # the rest are runs, which know no Markdown
    assert r"\[click\](https://evil.example)" in blocks[0]["text"]
    assert r"\*\*bold\*\*" in blocks[0]["text"]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Your policy doesn't say", "Your policy doesn't say"),
        ("Sent to Mrs Wood & Mr Hill. (Both)", "Sent to Mrs Wood & Mr Hill. (Both)"),
        ("12. First, 2. then", r"12\. First, 2. then"),
        ("# not a heading - no list", r"\# not a heading - no list"),
        ("<mailto:a@b.example>", r"\<mailto:a@b.example>"),
        ("&lt; is typed", r"\&lt; is typed"),
    ],
)
def test_a_title_is_escaped_where_it_must_be_and_nowhere_else(title: str, written: str) -> None:
    assert card(render.message(Post(title)))["body"][0]["text"] == written


def test_a_button_that_opens_a_form_asks_for_a_dialog_and_the_others_act() -> None:
    first, _, last = card(render.message(ANSWER))["actions"]
    assert first["type"] == "Action.Execute"
    assert first["data"] == {"button": "settle", "value": "q1:related"}
    assert first["fallback"]["type"] == "Action.Submit"
    assert last["type"] == "Action.Submit"
    assert last["data"]["msteams"] == {"type": "task/fetch"}


def test_the_base_card_has_no_buttons_and_at_most_sixty_clients_ask_for_theirs() -> None:
    actors = [f"29:{n}" for n in range(80)]
    made = card(render.message(ANSWER, refresh=actors))
    assert "actions" not in made
    assert len(made["refresh"]["userIds"]) == 60
    assert made["refresh"]["action"]["type"] == "Action.Execute"
    theirs = render.card(ANSWER, refresh=actors)
    assert len(theirs["actions"]) == 3
    assert theirs["refresh"] == made["refresh"]


def test_clients_without_universal_actions_get_the_same_press_in_the_same_place() -> None:
    actions = card(render.message(Post("Which?", buttons=tuple(Button("pick", f"No {n}", str(n)) for n in range(8)))))
    for made in actions["actions"]:
        assert made["fallback"]["data"] == made["data"]
        assert made["fallback"].get("mode") == made.get("mode")
    assert [made.get("mode") for made in actions["actions"]][5:] == [None, "secondary", "secondary"]


def test_the_summary_says_what_a_post_without_title_and_text_holds() -> None:
    assert render.summary(Post(facts=(("Sent to you", "3 March 2027"),))) == "Sent to you: 3 March 2027"
    assert render.summary(Post(notes=("Sent to you alone.",))) == "Sent to you alone."


def test_no_paragraph_is_dropped_for_being_the_forty_first() -> None:
    written = json.dumps(card(render.message(Post("Long", "\n\n".join(f"Point {n}." for n in range(60))))))
    assert all(f"Point {n}." in written for n in range(60))


def test_two_hundred_quotations_become_as_many_as_fit_and_a_line_that_says_so() -> None:
    body = card(render.message(Post("Rules", quotes=tuple(Quote("Rule " * 300, f"clause {n}") for n in range(200)))))[
        "body"
    ]
    assert "more parts do not fit" in body[-1]["inlines"][0]["text"]


# --- forms ---

KINDS = tuple(Field(kind.value, f"Which {kind.value}?", kind, (("a", "First"),), hint="A *hint*") for kind in FieldKind)


def page(*fields: Field, errors: dict[str, str] | None = None, **answers: object) -> Ask:
    first, second = Step("first", "First"), Step("second", "What happened", fields, words=lambda _: Post(text=HOSTILE))
    form = Form("f", "Send a question to the head", (first, second), "done")
    return Ask(form, second, Dialog("d1", "f", "second", answers, "t1", version=3), errors or {})


def test_every_kind_of_field_is_an_input_with_a_label_and_none_blocks_back() -> None:
    made = render_form.step_card(page(*KINDS, people=["t1", "h1"]), [("t1", "Asha"), ("h1", "Jo")])
    valid(made)
    inputs = [element for element in made["body"] if element["type"].startswith("Input.")]
    assert {element["id"] for element in inputs} == set(FieldKind) - {FieldKind.CHANNEL}
    assert all(element["label"] and "isRequired" not in element for element in inputs)
    assert [action["data"]["move"] for action in made["actions"]] == ["next", "back", "cancel"]
    assert next(one for one in inputs if one["id"] == "people")["value"] == "t1,h1"


def test_a_fault_stands_before_its_field_in_words_not_colour_alone() -> None:
    made = render_form.step_card(
        page(Field("text", "Words"), errors={"text": "Please fill this in.", "": "Out of date."})
    )
    runs = [run for element in made["body"] for run in element.get("inlines", [])]
    assert [run["text"] for run in runs if run.get("color") == "Attention"] == ["Out of date.", "Please fill this in."]


def test_a_long_page_stays_under_the_size() -> None:
    fields = tuple(Field(f"f{n}", f"Question {n}", FieldKind.LONG) for n in range(20))
    ask = page(*fields, **{f"f{n}": "words " * 500 for n in range(20)})
    assert len(json.dumps(render_form.dialog(ask))) < 28 * 1024


def test_the_receipt_stays_to_be_read() -> None:
    task = render_form.done(Done(Post("Sent", "Your reference is KX7-4QM.")))["task"]
    assert task["type"] == "continue"
    assert "KX7-4QM" in json.dumps(task)


def test_a_channel_is_chosen_by_speaking_in_it_since_teams_has_no_such_input() -> None:
    made = render_form.step_card(page(Field("room", "Approvals channel", FieldKind.CHANNEL)))
    words = json.dumps(made)
    assert "Approvals channel: " in words
    assert "In the channel, say: @Proviso use this channel" in words
    assert "Input." not in words


def test_buttons_in_a_dialogs_last_view_are_of_the_only_kind_that_works_there() -> None:
    post = Post("Sent", buttons=(Button("mine", "My things", "id-1"), Button("again", "Ask again", opens="ask_head")))
    shown = render_form.done(Done(post))["task"]["value"]["card"]["content"]
    valid(shown)
    assert [action["type"] for action in shown["actions"]] == ["Action.Submit", "Action.Submit"]
    assert shown["actions"][0]["data"] == {"button": "mine", "value": "id-1"}
    assert shown["actions"][1]["data"] == {"button": "again", "value": ""}
    assert "actions" not in render_form.done(Done(post), buttons=False)["task"]["value"]["card"]["content"]


def test_more_choices_than_fit_are_said_to_be_more() -> None:
    choices = tuple((f"key-{n}", f"A choice with a rather long description, number {n}") for n in range(300))
    asked = page(*(Field(f"f{n}", "Which?", FieldKind.CHOICE, choices) for n in range(3)))
    made = render_form.step_card(asked)
    assert render.weight(made) < 28 * 1024
    assert "of 300 can be shown here." in json.dumps(made)


def test_what_was_typed_is_cut_last_and_not_in_silence() -> None:
    kept = page(Field("a", "What?", FieldKind.LONG), a="words " * 500)
    assert next(one for one in render_form.step_card(kept)["body"] if one.get("id") == "a")["value"] == "words " * 500
    fields = tuple(Field(f"f{n}", "What?", FieldKind.LONG) for n in range(20))
    cut = render_form.step_card(page(*fields, **{f"f{n}": "words " * 500 for n in range(20)}))
    assert json.dumps(cut).count("is cut short. Please check it.") == 20


def test_a_mention_in_a_source_reaches_not_even_the_links_title() -> None:
    quote = Quote("Staff must ask.", "<AT>everyone</at> Policy", "https://school.example/p")
    written = json.dumps(render.message(Post(quotes=(quote,)))).lower()
    assert "<at" not in written
    assert "</at" not in written


def test_a_notification_shows_the_glance_where_there_is_one() -> None:
    """A phone lies on a desk between two lessons: its screen says that there is an answer, not what of."""
    post = Post("Please tell somebody today", "If this is happening…", glance="Please read this alone.")
    message = render.message(post)
    assert message["summary"] == "Please read this alone."
    assert "If this is happening…" in json.dumps(card(message), ensure_ascii=False)


def test_the_summary_reads_like_sentences() -> None:
    """It is read aloud: title, words and clause, without two marks in a row."""
    assert render.summary(Post("Hello!", "Ask me.")) == "Hello! Ask me."
    said = render.summary(Post("Only if…", "Has it been approved?", quotes=(Quote("You must ask.", "6.1"),)))
    assert said == "Only if… Has it been approved? “You must ask.”"


def test_a_fact_that_asks_has_no_colon_behind_its_question_mark() -> None:
    made = card(render.message(Post(facts=(("Is it approved?", "Not yet"), ("To", "Mrs Wood")))))
    assert [part["inlines"][0]["text"] for part in made["body"]] == ["Is it approved? ", "To: "]


def test_a_button_with_a_link_opens_it_also_in_a_dialogs_last_view() -> None:
    post = Post("P", buttons=(Button("a", "Open the page", link="https://proviso.example/open/abc"),))
    opened = {"type": "Action.OpenUrl", "title": "Open the page", "url": "https://proviso.example/open/abc"}
    assert render.card(post)["actions"] == [opened]
    assert render_form.done(Done(post))["task"]["value"]["card"]["content"]["actions"] == [opened]
