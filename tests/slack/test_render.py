"""Posts as Block Kit: what Slack would refuse, what a reader would miss, what must not come alive."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack import render, render_form
from handlers.model import Ask, Button, Dialog, Done, Field, FieldKind, Form, Home, Post, Quote, Step
from tests.posts import ANSWER, HOSTILE, any_post

LIVE = re.compile(r"<[!@#]|<https?://evil|@(?:here|channel|everyone)\b(?=>)")


def texts(value: object) -> list[str]:
    """Every text that is shown."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for key, one in value.items() if key != "text" or not own for text in texts(one)]
    return [text for one in value for text in texts(one)] if isinstance(value, list) else []


def check(message: dict[str, Any], most: int = 50) -> None:
    """What Slack checks, by its own SDK's models and by the figures of its reference."""
    blocks = message["blocks"]
    assert 1 <= len(blocks) <= most
    for block in Block.parse_all(blocks):
        block.validate_json()
    for block in blocks:
        if block["type"] == "section":
            assert 1 <= len(block.get("text", {"text": "x"})["text"]) <= 3000
            assert len(block.get("fields", [])) <= 10
            assert all(1 <= len(field["text"]) <= 2000 for field in block.get("fields", []))
        if block["type"] == "header":
            assert 1 <= len(block["text"]["text"]) <= 150
        if block["type"] == "context":
            assert 1 <= len(block["elements"]) <= 10
            assert all(1 <= len(element["text"]) <= 3000 for element in block["elements"])
        if block["type"] == "actions":
            assert 1 <= len(block["elements"]) <= 25
            ids = [element["action_id"] for element in block["elements"]]
            assert len(set(ids)) == len(ids)
            assert all(len(key) <= 255 for key in ids)
            assert all(1 <= len(element["text"]["text"]) <= 75 for element in block["elements"])
            assert all(1 <= len(element.get("value", "x")) <= 2000 for element in block["elements"])


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_post)
def test_whatever_a_post_holds_slack_takes_it_and_nobody_is_called(post: Post) -> None:
    message = render.message(post)
    check(message)
    assert 1 <= len(message["text"]) <= 4000
    assert not LIVE.search(message["text"])
    assert not any(LIVE.search(text) for text in texts(message["blocks"]))
    json.dumps(message).encode()
    json.dumps(message, ensure_ascii=False).encode()


def test_an_answer_reads_in_order_title_reason_quotation_source_small_print_buttons() -> None:
    blocks = render.message(ANSWER)["blocks"]
    assert [block["type"] for block in blocks] == [
        "header", "section", "section", "context", "section", "context", "actions",
    ]  # fmt: skip
    assert blocks[0]["text"]["text"] == "Your policy says no"
    assert blocks[2]["text"]["text"].splitlines() == [
        "> Social media must not be used to:",
        "> ‘Friend’ a pupil, or accept a pupil's friend request",
    ]
    assert "clause 5.3 (d)" in blocks[3]["elements"][0]["text"]


def test_facts_stand_line_by_line_and_no_value_forges_a_name() -> None:
    post = Post("Check it", facts=(("To", "Mrs Wood"), ("Question", "May I?\n*To:* everybody"), ("Added", " ")))
    assert render.message(post)["blocks"][1]["text"]["text"].splitlines() == [
        "*To:* Mrs Wood", "*Question:* May I?", "\u2060*\u2060To:\u2060*\u2060 everybody", "*Added:* –",
    ]  # fmt: skip


def test_the_text_says_the_content_to_who_hears_it_only() -> None:
    text = render.message(ANSWER)["text"]
    assert text.startswith("Your policy says no\nStaff must not be friends")
    assert "Friend" in text
    assert "clause 5.3" in text


def test_words_that_look_like_mentions_links_and_markup_stay_words() -> None:
    post = Post(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), (Quote(HOSTILE, HOSTILE, "https://evil.example|x>"),))
    message = render.message(post)
    shown = "\n".join([message["text"], *texts(message["blocks"])])
    assert not LIVE.search(shown)
    assert "&lt;\u2060!channel&gt;" in shown
    assert "&amp;lt;!channel" in shown  # typed as an entity, and shown as it was typed
    assert "\u2060*\u2060*\u2060bold\u2060*\u2060*\u2060" in shown


def test_a_quotation_without_markup_is_byte_for_byte_the_policys() -> None:
    words = "5.3 Staff & governors (incl. supply) “must not” – ever – share #photos @home; see §4"
    quoted = render.message(Post(quotes=(Quote(words, "Policy"),)))["blocks"][0]["text"]["text"]
    assert quoted == "> " + words.replace("&", "&amp;")


def test_two_hundred_quotations_become_as_many_as_fit_and_a_line_that_says_so() -> None:
    message = render.message(Post("Rules", quotes=tuple(Quote(f"Rule {n}. " * 20, f"clause {n}") for n in range(200))))
    check(message)
    assert re.search(r"… \d+ more parts do not fit", message["blocks"][-1]["elements"][0]["text"])


def test_buttons_with_one_key_keep_different_ids_and_their_values() -> None:
    elements = render.message(ANSWER)["blocks"][-1]["elements"]
    assert [element["action_id"] for element in elements] == ["settle#0", "settle#1", "ask_head#2+"]
    assert elements[0]["value"] == "q1:related"
    assert elements[0]["style"] == "primary"


def test_who_may_not_press_sees_no_buttons() -> None:
    assert "actions" not in [block["type"] for block in render.message(ANSWER, buttons=False)["blocks"]]


def test_a_link_is_kept_only_where_it_is_one() -> None:
    def source(link: str) -> str:
        words: str = render.message(Post(quotes=(Quote("Words", "Policy", link),)))["blocks"][1]["elements"][0]["text"]
        return words

    assert source("https://school.example/policy?a=1&b=2") == "<https://school.example/policy?a=1&amp;b=2|Policy>"
    assert source("javascript:alert(1)") == "— Policy"
    assert source("https://x.example|Free money>") == "— Policy"


def test_a_post_of_small_print_alone_is_still_said_to_who_hears_it_only() -> None:
    assert render.message(Post(notes=("Sent to you alone.",)))["text"] == "Sent to you alone."


def test_a_long_text_has_no_hole_whatever_else_there_is() -> None:
    text = "\n\n".join(f"Paragraph {n} <&> " * 20 for n in range(10))
    shown = texts(render.message(Post("Title", text, quotes=(Quote("Rule " * 500, "clause 1"),) * 9))["blocks"])
    heard = re.findall(r"Paragraph (\d+)", "\n".join(shown))
    assert list(dict.fromkeys(heard)) == [str(n) for n in range(10)]


def test_home_has_room_for_twice_as_much() -> None:
    view = render.home(Home(Post("Home", quotes=tuple(Quote("Rule", f"clause {n}") for n in range(60)))))
    check(view, most=100)
    assert len(view["blocks"]) > 50


# --- forms ---

KINDS = tuple(
    Field(kind.value, f"Which {kind.value}?", kind, (("a", "First"), ("b", "Second")), hint="A hint")
    for kind in FieldKind
)


def page(*fields: Field, errors: dict[str, str] | None = None, **answers: object) -> Ask:
    first, second = Step("first", "First"), Step("second", "What happened", fields, words=lambda _: Post(text=HOSTILE))
    form = Form("f", "Send a question to the head", (first, second), "done")
    return Ask(form, second, Dialog("d1", "f", "second", answers, "t1", version=3), errors or {})


def test_every_kind_of_field_is_an_input_that_slack_takes() -> None:
    view = render_form.view(page(*KINDS, text=HOSTILE, date="2027-03-03", time="15:30", choices=["a"], yes_no=True))
    View(**view).validate_json()
    check(view, most=100)
    inputs = [block["element"]["type"] for block in view["blocks"] if block["type"] == "input"]
    assert inputs == [
        "plain_text_input", "plain_text_input", "radio_buttons", "checkboxes", "radio_buttons", "datepicker",
        "timepicker", "users_select", "multi_users_select", "conversations_select",
    ]  # fmt: skip


def test_the_client_carries_id_step_and_version_only() -> None:
    view = render_form.view(page(*KINDS, text="something private"))
    assert json.loads(view["private_metadata"]) == {"dialog": "d1", "step": "second", "version": 3}
    assert len(view["title"]["text"]) <= 24


def test_errors_name_the_input_blocks_and_the_pages_own_error_stands_on_the_page() -> None:
    wrong = page(Field("text", "Words"), errors={"text": "Please fill this in.", "": "This page was out of date."})
    assert render_form.errors(wrong) == {"text#3": "Please fill this in."}
    assert "This page was out of date." in render_form.view(wrong)["blocks"][0]["text"]["text"]


def test_a_date_or_person_that_slack_would_refuse_is_left_out() -> None:
    wrong = page(*KINDS, date="2027-W53-9", time="half past three", person="head@school.example", people=["x"])
    view = render_form.view(wrong)
    elements = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    assert not any(key.startswith("initial_") for element in elements for key in element)


def test_people_and_channels_of_ours_become_slacks_own_ids_and_unknown_ones_are_left_to_be_picked() -> None:
    asked = page(
        *KINDS, person="staff:1", people=["staff:1", "staff:2", "staff:1", "U0FORGED"], channel="slack:C024BE91L"
    )
    view = render_form.view(asked, {"staff:1": "U012ABC", "staff:2": "no id of Slack's"})
    person, people, channel = [block["element"] for block in view["blocks"] if block["type"] == "input"][-3:]
    assert person["initial_user"] == "U012ABC"
    assert people["initial_users"] == ["U012ABC"]
    assert channel["initial_conversation"] == "C024BE91L"
    unknown = render_form.view(asked)
    assert "initial_user" not in json.dumps(unknown)
    elsewhere = render_form.view(page(*KINDS, channel="teams:19:abc"))
    assert "initial_conversation" not in json.dumps(elsewhere)


def test_no_choice_is_lost_where_there_are_more_than_a_list_may_hold() -> None:
    choices = tuple((f"k{n}", f"Choice {n}") for n in range(300))
    asked = page(Field("a", "One", FieldKind.CHOICE, choices), a="k250")
    element = render_form.view(asked)["blocks"][-2]["element"]
    assert [len(group["options"]) for group in element["option_groups"]] == [100, 100, 100]
    assert element["option_groups"][2]["label"]["text"] == "201 to 300"
    assert element["initial_option"]["value"] == "k250"


def test_a_title_too_long_for_the_top_of_the_last_page_stands_whole_in_it() -> None:
    view = render_form.done(Done(Post("Sent to Mrs Wood & Mr Hill", "They have it now.")))
    assert view["title"]["text"] == "Done"
    assert view["blocks"][0]["text"]["text"] == "Sent to Mrs Wood &amp; Mr Hill"


def test_the_receipt_stays_to_be_read() -> None:
    view = render_form.done(Done(Post("Sent", "Your reference is KX7-4QM.")))
    View(**view).validate_json()
    assert "submit" not in view
    assert "KX7-4QM" in view["blocks"][0]["text"]["text"]


@pytest.mark.parametrize("length", [0, 1, 10, 11, 100, 250])
def test_any_number_of_choices_can_be_shown(length: int) -> None:
    choices = tuple((str(n), f"Choice {n} " * 20) for n in range(length))
    fields = (Field("a", "One", FieldKind.CHOICE, choices), Field("b", "Some", FieldKind.CHOICES, choices))
    View(**render_form.view(page(*fields))).validate_json()


def test_a_notification_shows_the_glance_where_there_is_one() -> None:
    """A phone lies on a desk between two lessons: its screen says that there is an answer, not what of."""
    post = Post("Please tell somebody today", "If this is happening…", glance="Please read this alone.")
    message = render.message(post)
    assert message["text"] == "Please read this alone."
    assert "If this is happening…" in json.dumps(message["blocks"], ensure_ascii=False)


def test_a_fact_that_asks_has_no_colon_behind_its_question_mark() -> None:
    post = Post(facts=(("Is it approved?", "Not yet"), ("To", "Mrs Wood")))
    assert texts(render.message(post)["blocks"]) == ["*Is it approved?* Not yet\n*To:* Mrs Wood"]
    assert render.summary(post) == "Is it approved? Not yet\nTo: Mrs Wood"


def test_a_button_with_a_link_opens_it_and_one_whose_address_is_none_is_left_out() -> None:
    link = "https://proviso.example/open/abc"
    shown = render.blocks(
        Post("P", buttons=(Button("a", "Open the page", link=link), Button("b", "No", link="javascript:1")))
    )
    assert [(one["text"]["text"], one["url"]) for one in shown[-1]["elements"]] == [("Open the page", link)]
