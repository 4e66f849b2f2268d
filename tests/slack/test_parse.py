"""Each payload that Slack sends, in its documented shape, and the event that it is."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.entrances import ENTRANCES
from bot.slack.heard import User
from bot.slack.parse import CALLBACKS, EVENTS, heard
from bot.slack.wording import words
from handlers.model import (
    Called,
    Came,
    Event,
    File,
    Filled,
    Looked,
    Message,
    Move,
    Person,
    Place,
    Pressed,
    Said,
)

FOLDER = Path(__file__).parent / "payloads"
COMMANDS = {"/may-i": "can-i", "/policy": "policy"}
BOT = "U0PROVISO"

MARSH = Person("U1MARSH", "")
CHAT, OWN = Place("slack:D1MARSH"), Place("slack:U1MARSH")
ANSWERS = {
    "words": "Fish & chips <b>",
    "role": "head",
    "named": "no",
    "days": ["head", "deputy"],
    "more": [],
    "on": "2027-03-03",
    "at": "15:30",
    "whom": User("U2WOOD"),
    "all": [User("U2WOOD"), User("U3HILL")],
    "where": "slack:C1STAFF",
    "left": None,
    "nobody": None,
}
SHARED = Message(
    "C1STAFF 1804060800.000100", "I put the class photo on my page", "U3HILL", "2027-03-03T08:00:00.000100+00:00",
    "slack:C1STAFF",
)  # fmt: skip
PHOTO = File("F07PICTURE", "trip.jpg", "image/jpeg", 182433)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
POLICY = File("F07POLICY", "Online conduct policy 2027.docx", WORD, 48211)  # without the sign that would turn it round
PRESS = "press:None:{}:{}:settle#0:U1MARSH:1804064410.001200"


def room(thread: str = "") -> Place:
    """The staff room, or a thread in it."""
    return Place("slack:C1STAFF", thread, private=False)


def filled(key: str, move: Move) -> Filled:
    """What the form's payloads say."""
    return Filled(key, MARSH, OWN, "d1", "what", move, ANSWERS, 2)


EXPECTED: dict[str, Event | None] = {
    "message_im": Said(
        "Ev07MESSAGE", MARSH, CHAT, "Can I reply to a parent & friend on Facebook before 9 < 10?"
    ),
    "message_im_file": Said("Ev07FILE", MARSH, CHAT, "Is this picture all right?", (PHOTO,)),
    "message_im_document": Said("Ev07DOCUMENT", MARSH, CHAT, "", (POLICY,)),
    "message_im_thread": Said("Ev07THREAD", MARSH, Place("slack:D1MARSH", "1804064400.000100"), "And at lunch?"),
    "message_im_changed": None,
    "message_im_bot": None,
    "app_mention": Said(
        "Ev07MENTION", MARSH, room("1804064405.000600"), "what would @hill and #staff-room say? @here"
    ),
    "app_mention_thread": Said("Ev07MENTION2", MARSH, room("1804064405.000600"), "May I?"),
    "app_home_opened_home": Looked("Ev07HOME", MARSH, OWN, "home"),
    "app_home_opened_messages": Came("came:T0LARKFIELD:U1MARSH", MARSH, CHAT),
    "command": Called(
        "command:13345224609.738474920.8088930838d88f008e0", MARSH, room(), "can-i", "keep pupils& photos"
    ),
    "shortcut": Called(
        "shortcut:944799105734.773906753841.38b5894552bdd4a780554ee59d1f3638", MARSH, OWN, "ask"
    ),
    "message_action": Called("shortcut:1004.738474920.bbbb", MARSH, room(), "policy-on-this", about=SHARED),
    "block_actions_message": Pressed(
        PRESS.format("D1MARSH", "1804064400.000150"), MARSH, CHAT, "settle", "q1:+who.relative",
        "D1MARSH 1804064400.000150",
    ),
    "block_actions_thread": Pressed(
        PRESS.format("C1STAFF", "1804064405.000650"), MARSH, room("1804064405.000600"), "settle", "q1:+who.relative",
        "C1STAFF 1804064405.000650",
    ),
    "block_actions_ephemeral": Pressed(
        PRESS.format("C1STAFF", "1804064400.000160"), MARSH, OWN, "settle", "q1:+who.relative",
        "response https://hooks.slack.com/actions/T0LARKFIELD/4/eeee",
    ),
    "block_actions_home": Pressed(
        "press:V07HOME:None:None:ask_box#0+:U1MARSH:1804064411.001300", MARSH, OWN, "ask_box"
    ),
    "block_actions_form": Pressed(
        "press:V07FORM:None:None:hint#0:U1MARSH:1804064414.001500", MARSH, OWN, "hint", "k1", "view V07FORM"
    ),
    "block_actions_back": filled("press:V07FORM:None:None:back#99:U1MARSH:1804064413.001400", Move.BACK),
    "view_submission": filled("submit:V07FORM:1804064412.bbbb:3e9f6b", Move.NEXT),
    "view_closed": None,  # whether by a slip or not: the dialog stays as it is
}  # fmt: skip


def payload(name: str) -> dict[str, Any]:
    """A payload from the folder."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return loaded


def parsed(body: dict[str, Any]) -> Event | None:
    """Its event."""
    found = heard(body, COMMANDS, BOT)
    return found.event if found else None


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_payload_is_the_event_that_it_is(name: str) -> None:
    got, expected = parsed(payload(name)), EXPECTED[name]
    if name == "view_submission":  # its id ends with a digest of what was filled in
        assert isinstance(got, Filled)
        assert got.id.startswith("submit:V07FORM:1804064412.bbbb:")
        expected = filled(got.id, Move.NEXT)
    assert got == expected


def test_cancel_is_a_button_of_the_form() -> None:
    body = payload("block_actions_back")
    body["actions"][0]["action_id"] = "cancel#100"
    key = "press:V07FORM:None:None:cancel#100:U1MARSH:1804064413.001400"
    assert parsed(body) == filled(key, Move.CANCEL)


def test_every_payload_in_the_folder_is_expected_to_be_something() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(EXPECTED)


def test_what_the_manifest_asks_slack_for_is_what_is_read() -> None:
    assert {"app_home_opened", "app_mention", "message.im"} == EVENTS
    assert {one.key for one in ENTRANCES if one.kind != "command"} == CALLBACKS


def test_the_ways_to_answer_are_kept_beside_the_event() -> None:
    pressed = heard(payload("block_actions_ephemeral"), COMMANDS, BOT)
    assert pressed is not None
    assert (pressed.user, pressed.trigger) == ("U1MARSH", "1005.738474920.cccc")
    assert pressed.response_url == "https://hooks.slack.com/actions/T0LARKFIELD/4/eeee"
    submitted = heard(payload("view_submission"), COMMANDS, BOT)
    assert submitted is not None
    assert submitted.view is not None
    assert (submitted.view.id, submitted.view.hash) == ("V07FORM", "1804064412.bbbb")
    assert "words#2" in submitted.view.inputs


def test_only_a_button_that_opens_a_form_and_a_shortcut_promise_one() -> None:
    opening = {name for name in EXPECTED if (found := heard(payload(name), COMMANDS, BOT)) and found.opens}
    assert opening == {"block_actions_home", "shortcut"}


def test_a_button_that_opens_an_address_is_no_press() -> None:
    pressed = payload("block_actions_home")
    pressed["actions"][0]["action_id"] = "open#0>"
    assert parsed(pressed) is None


def test_whether_it_was_in_a_thread_is_known_apart_from_where_one_would_begin() -> None:
    threaded = {name for name in EXPECTED if (found := heard(payload(name), COMMANDS, BOT)) and found.threaded}
    assert threaded == {"message_im_thread", "app_mention_thread", "block_actions_thread"}


def test_the_same_again_has_the_same_id_and_done_again_another() -> None:
    """A retry carries the same payload; somebody who does the same thing again makes another."""
    differs = {
        "message_im": lambda body: body.update(event_id="Ev08"),
        "command": lambda body: body.update(trigger_id="1.2.3"),
        "shortcut": lambda body: body.update(trigger_id="1.2.3"),
        "message_action": lambda body: body.update(trigger_id="1.2.3"),
        "block_actions_message": lambda body: body["actions"][0].update(action_ts="1804064499.000000"),
        "block_actions_home": lambda body: body["actions"][0].update(action_ts="1804064499.000000"),
        "block_actions_back": lambda body: body["actions"][0].update(action_ts="1804064499.000000"),
        "view_submission": lambda body: body["view"]["state"]["values"]["words#2"]["value"].update(value="Other"),
    }
    for name, change in differs.items():
        first, other = payload(name), payload(name)
        other_event = copy.deepcopy(other)
        change(other_event)
        one, again, another = parsed(first), parsed(other), parsed(other_event)
        assert one is not None
        assert again is not None
        assert another is not None
        assert one.id == again.id != another.id, name
        assert len(one.id) <= 255


def test_opening_the_conversation_is_the_same_event_each_time() -> None:
    first, later = payload("app_home_opened_messages"), payload("app_home_opened_messages")
    later["event_id"] = "Ev99"
    assert parsed(first) == parsed(later)


def test_a_page_submitted_again_after_it_was_updated_is_another_submission() -> None:
    first, later = payload("view_submission"), payload("view_submission")
    later["view"]["hash"] = "1804064499.cccc"
    one, other = parsed(first), parsed(later)
    assert one is not None
    assert other is not None
    assert one.id != other.id


def test_an_id_is_never_too_long_to_keep() -> None:
    body = payload("block_actions_message")
    body["actions"][0]["action_id"] = "x" * 250 + "#0"
    event = parsed(body)
    assert event is not None
    assert len(event.id) == 64


@pytest.mark.parametrize("name", ["shortcut", "message_action"])
def test_a_shortcut_of_an_older_manifest_is_nothing(name: str) -> None:
    assert parsed({**payload(name), "callback_id": "gone"}) is None


def test_whatever_else_slack_sends_is_nothing() -> None:
    for body in ({"type": "block_suggestion"}, {"type": "app_rate_limited"}, {}, {"type": None}):
        assert parsed(body) is None
    select = payload("block_actions_form")
    select["actions"][0] = {"type": "static_select", "action_id": "x", "block_id": "y"}
    assert parsed(select) is None
    foreign = payload("view_submission")
    foreign["view"]["callback_id"] = "another"
    assert parsed(foreign) is None


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<@U0PROVISO> hello <@U0PROVISO>", "hello"),
        ("<@U9>", "@somebody"),
        ("<@U9|wood>", "@wood"),
        ("<#C9>", "#a channel"),
        (
            "<!channel> <!subteam^S1|@leads> <!date^1392734382^{date}|18 February 2014>",
            "@channel @leads 18 February 2014",
        ),
        ("<https://a.example/?x=1&amp;y=2>", "https://a.example/?x=1&y=2"),
        ("<mailto:wood@larkfield.example|wood@larkfield.example>", "wood@larkfield.example"),
        ("<mailto:wood@larkfield.example>", "wood@larkfield.example"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("two\nlines", "two\nlines"),
        ("<>", ""),
    ],
)
def test_markup_becomes_the_words_that_were_seen(written: str, shown: str) -> None:
    assert words(written, BOT) == shown


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="<>&"), max_size=80))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert words(text).split() == text.split()


@settings(deadline=None)  # a busy machine takes its time
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), st.lists, max_leaves=5))
def test_a_payload_with_anything_in_any_place_is_an_event_or_a_known_fault(junk: object) -> None:
    """The adapter answers 400 to exactly these."""
    for name in EXPECTED:
        whole = payload(name)
        for key in whole:
            body = {**whole, key: junk}
            try:
                heard(body, COMMANDS, BOT)
            except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
                continue


@pytest.mark.parametrize(("key", "opens"), [("report-this", True), ("policy-on-this", False)])
def test_what_opens_a_form_is_heard_as_such(key: str, opens: bool) -> None:
    """While its trigger works, something must stand there."""
    found = heard({**payload("message_action"), "callback_id": key}, COMMANDS, BOT)
    assert found is not None
    assert found.opens is opens
