"""A reply as JSON for the page."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from bot.web import render
from handlers.model import (
    Ask,
    Button,
    Dialog,
    Done,
    Field,
    FieldKind,
    Form,
    Home,
    Nothing,
    Person,
    Post,
    Quote,
    Say,
    Step,
    Update,
)
from knowledge.model import Dates
from tests.posts import ANSWER, any_post
from tests.web.echo import STAFF

KINDS = tuple(Field(kind.value, kind.value.title(), kind, (("a", "First"),)) for kind in FieldKind)


def page(*fields: Field, errors: dict[str, str] | None = None, **answers: object) -> Ask:
    first = Step("first", "First", (Field("name", "Name"),))
    hidden = Step("hidden", "Hidden", when=lambda given: given.get("name") == "nobody")
    second = Step(
        "second", "Second", fields, words=lambda given: Post(text=f"For {given.get('name')}"), next_label="Send"
    )
    return Ask(
        Form("f", "A form", (first, hidden, second), "d"),
        second,
        Dialog("d1", "f", "second", answers, "t", version=4),
        errors or {},
    )


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_post)
def test_any_post_can_be_written_to_the_page(post: Post) -> None:
    json.dumps(render.post(post, "teacher"), ensure_ascii=False).encode()


def test_words_reach_the_page_as_they_are_since_it_never_reads_them_as_markup() -> None:
    assert render.post(Post("<b>A & B</b>"), "t")["title"] == "<b>A & B</b>"


def test_buttons_are_for_those_who_may_press_them() -> None:
    theirs = replace(ANSWER, actors=("head",))
    assert len(render.post(theirs, "head")["buttons"]) == 3
    assert render.post(theirs, "teacher")["buttons"] == []
    assert "actions" not in [block["type"] for block in render.previews(theirs, "teacher")["slack"]["blocks"]]


def test_only_links_to_the_web_are_links() -> None:
    def link(given: str) -> object:
        return render.post(Post(quotes=(Quote("words", "source", given),)), "t")["quotes"][0]["link"]

    assert link("https://school.example/policy") == "https://school.example/policy"
    assert link("javascript:alert(1)") == ""


def test_the_previews_are_what_the_platforms_would_get() -> None:
    both = render.previews(ANSWER, "teacher")
    assert both["slack"]["blocks"][0]["type"] == "header"
    assert both["teams"]["attachments"][0]["content"]["version"] == "1.5"


def test_a_step_says_where_it_stands_among_those_that_are_shown() -> None:
    step = render.step(page(name="Asha"), "t", STAFF)
    assert (step["at"], step["of"], step["back"], step["next"]) == (2, 2, True, "Send")
    assert step["words"]["text"] == "For Asha"
    assert (step["dialog"], step["version"]) == ("d1", 4)


def test_no_number_of_steps_is_promised_before_it_is_certain() -> None:
    """Whether a middle page comes is decided on the first."""
    steps = (Step("first", "First"), Step("middle", "Middle", when=lambda a: bool(a.get("more"))), Step("last", "Last"))
    form = Form("f", "Form", steps, "f")

    def counted(step: Step, **answers: object) -> tuple[int, int]:
        shown = render.step(Ask(form, step, Dialog("d1", "f", step.key, answers, "t")), "t", STAFF)
        return shown["at"], shown["of"]

    assert counted(steps[0]) == (1, 0)
    assert counted(steps[1], more=True) == (2, 3)
    assert counted(steps[2]) == (2, 2)


def test_errors_stand_at_their_field_and_the_pages_own_on_the_page() -> None:
    step = render.step(page(KINDS[0], errors={"text": "Please fill this in.", "": "Out of date."}), "t", STAFF)
    assert step["error"] == "Out of date."
    assert step["fields"][0]["error"] == "Please fill this in."


def test_values_come_back_as_the_controls_hold_them() -> None:
    step = render.step(page(*KINDS, text="a", yes_no=False, choices=["a"], date="2027-03-03"), "t", STAFF)
    values = {field["key"]: field["value"] for field in step["fields"]}
    assert values["yes_no"] == "no"
    assert values["choices"] == ["a"]
    assert values["date"] == "2027-03-03"
    assert values["long"] == ""


def test_a_person_is_chosen_from_the_staff_list() -> None:
    person = next(one for one in render.step(page(*KINDS), "t", STAFF)["fields"] if one["kind"] == "person")
    assert ["head", "Mrs Marsh"] in person["choices"]


def test_each_reply_tells_the_page_what_to_do() -> None:
    replies = (Say(ANSWER), Update(ANSWER), Home(ANSWER), Done(ANSWER), page(), Nothing())
    kinds = [render.answer(reply, "t", STAFF)["kind"] for reply in replies]
    assert kinds == ["entry", "entry", "home", "done", "ask", "nothing"]


def test_a_policys_dates_are_in_words_and_the_missing_ones_are_named() -> None:
    listed = render.policy(render.InForce("Social media", Dates("2016-11-28", "2017-01", None, None, 36), 40))
    assert listed["dates"] == [
        ["Adopted", "28 November 2016"],
        ["In force from", "January 2017"],
        ["Reviewed", "every 3 years"],
    ]
    assert listed["missing"] == ["last reviewed", "next review"]


def test_a_persona_is_named_with_what_they_do() -> None:
    assert render.person(STAFF[2])["job"] == "Headteacher"
    assert render.person(replace(STAFF[2], job="", person=Person("h", "Mrs Marsh")))["job"] == "head"


def test_a_button_opens_an_address_or_a_path_of_our_own_and_nothing_else() -> None:
    links = ("https://proviso.example/open/abc", "/open/abc", "//evil.example", "javascript:alert(1)")
    shown = render.post(Post("P", buttons=tuple(Button("a", link, link=link) for link in links)), "t")
    assert [one["link"] for one in shown["buttons"]] == ["https://proviso.example/open/abc", "/open/abc"]
