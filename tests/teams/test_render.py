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
    assert summary.startswith("Your policy says no: Staff must not be friends")


def test_markdown_in_peoples_words_stays_words() -> None:
    body = card(render.message(Post(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), (Quote(HOSTILE, HOSTILE),))))["body"]
    blocks = [block for block in body if block["type"] == "TextBlock"]
    assert [block["style"] for block in blocks] == ["heading"]  # the rest are runs, which know no Markdown
    assert r"\[click\]\(https://evil\.example\)" in blocks[0]["text"]
    assert r"\*\*bold\*\*" in blocks[0]["text"]


def test_a_button_that_opens_a_form_asks_for_a_dialog_and_the_others_act() -> None:
    first, _, last = card(render.message(ANSWER))["actions"]
    assert first["type"] == "Action.Execute"
    assert first["data"] == {"button": "settle", "value": "q1:related"}
    assert first["fallback"]["type"] == "Action.Submit"
    assert last["type"] == "Action.Submit"
    assert last["data"]["msteams"] == {"type": "task/fetch"}


def test_the_base_card_has_no_buttons_and_at_most_sixty_clients_refresh_it() -> None:
    made = card(render.message(ANSWER, buttons=False, refresh=[f"29:{n}" for n in range(80)]))
    assert "actions" not in made
    assert len(made["refresh"]["userIds"]) == 60


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
    assert len(inputs) == len(KINDS)
    assert all(element["label"] and "isRequired" not in element for element in inputs)
    assert [action["data"]["move"] for action in made["actions"]] == ["next", "back", "cancel"]
    assert next(one for one in inputs if one["id"] == "people")["value"] == "t1,h1"


def test_a_fault_stands_before_its_field_in_words_not_colour_alone() -> None:
    made = render_form.step_card(
        page(Field("text", "Words"), errors={"text": "Please fill this in.", "": "Out of date."})
    )
    faults = [element["text"] for element in made["body"] if element.get("color") == "Attention"]
    assert faults == ["Out of date\\.", "Please fill this in\\."]


def test_a_long_page_stays_under_the_size() -> None:
    fields = tuple(Field(f"f{n}", f"Question {n}", FieldKind.LONG) for n in range(20))
    ask = page(*fields, **{f"f{n}": "words " * 500 for n in range(20)})
    assert len(json.dumps(render_form.dialog(ask))) < 28 * 1024


def test_the_receipt_stays_to_be_read() -> None:
    task = render_form.done(Done(Post("Sent", "Your reference is KX7-4QM.")))["task"]
    assert task["type"] == "continue"
    assert "KX7-4QM" in json.dumps(task)


def test_a_mention_in_a_source_reaches_not_even_the_links_title() -> None:
    quote = Quote("Staff must ask.", "<AT>everyone</at> Policy", "https://school.example/p")
    written = json.dumps(render.message(Post(quotes=(quote,)))).lower()
    assert "<at" not in written
    assert "</at" not in written
