"""What Teams sends, read: a recorded payload of each type, the event that it is, and its id."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.teams import parse, pieces
from bot.teams.words import words
from handlers.model import Called, Came, Event, File, Filled, Left, Looked, Message, Move, Person, Place, Pressed, Said

Json = dict[str, Any]

FOLDER = Path(__file__).parent / "payloads"
MARSH = Person("", "Miss Marsh")  # whose account it is, the adapter finds out
ALONE = Place("teams:a:1personal")
THREAD = Place("teams:19:staff@thread.tacv2", "1700000000000", private=False)
GROUP = Place("teams:19:group@thread.v2", private=False)
CARD = "a:1personal 1700000000001"
ABOUT = Message(
    "19:group@thread.v2 1699999999999",
    "Shall we use WhatsApp for the trip?\n\nI <3 it",
    "Mrs Wood",
    "2027-03-03T08:55:00.5Z",
    "teams:19:group@thread.v2",
)
PAGE = {"words": "May I?", "subjects": ["phones", "photos"], "to": "wood@larkfield.example"}

SENT = File(  # opened by its address; Teams tells neither its kind nor its size
    "https://larkfield-my.sharepoint.com/personal/wood_larkfield_example/_layouts/15/download.aspx"
    "?UniqueId=1150d938-8870-4044-9f2c-5bbdeba70c9d&Translate=false&tempauth=v1.eyJzaXRl&ApiVersion=2.0",
    "Online conduct policy.docx",
    "",
    0,
)
PASTED, SPOKEN = File("", "", "image/*", 0), File("", "", "application/vnd.microsoft.card.audio", 0)

EXPECTED: dict[str, Event | None] = {
    "message_personal": Said("", MARSH, ALONE, "Can I post a photo?"),
    "message_file": Said("", MARSH, ALONE, "", (SENT,)),
    "message_picture": Said("", MARSH, ALONE, "Is this picture all right?", (PASTED, SPOKEN)),
    "message_channel": Said("", MARSH, THREAD, "can Mr Hill post a photo?"),
    "message_group": Said("", MARSH, GROUP, "help"),
    "message_submit": Pressed("", MARSH, ALONE, "settle", "q1:related", CARD),
    "message_edited": None,
    "reaction": None,
    "installed": Came("", MARSH, ALONE),
    "member_added": Came("", MARSH, ALONE),
    "member_added_other": None,
    "upgraded": None,
    "removed": Left("", MARSH, ALONE),
    "execute": Pressed("", MARSH, ALONE, "settle", "q1:related", CARD),
    "refresh": Looked("", MARSH, THREAD, "card", "19:staff@thread.tacv2;messageid=1700000000000 1700000000001"),
    "card_action": Pressed("", MARSH, ALONE, "settle", "q1:related", CARD),
    "task_fetch": Pressed("", MARSH, ALONE, "note", "q1", CARD),
    "task_submit_page": Filled("", MARSH, ALONE, "d1", "words", Move.NEXT, PAGE, 2),
    "task_submit_button": Pressed("", MARSH, ALONE, "keep", "q3", "dialog"),
    "task_submit_step_button": Pressed("", MARSH, ALONE, "who_reads", "a1", "dialog"),
    "task_submit_again": Pressed("", MARSH, ALONE, "note", "q1", "dialog"),
    "extension_fetch": Called("", MARSH, GROUP, "policy-on-this", about=ABOUT),
    "extension_submit_button": Pressed("", MARSH, Place("teams:alone"), "keep", "q3", "dialog"),
    "extension_query": None,
    "signin": None,
    "another_bot": None,
}


def payload(name: str) -> Json:
    loaded: Json = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return loaded


def event_id(activity: Json) -> str:
    event = parse.event(activity)
    assert event is not None
    return event.id


def test_every_payload_has_its_event() -> None:
    assert {one.stem for one in FOLDER.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_payload_is_its_event(name: str) -> None:
    event, expected = parse.event(payload(name)), EXPECTED[name]
    assert (event and replace(event, id="")) == expected
    if event is not None:
        assert 20 < len(event.id) <= 255
        assert parse.event(payload(name)) == event


def test_who_sent_it() -> None:
    assert pieces.sender(payload("message_channel")) == pieces.Sender(
        tenant="72f988bf-0000-4000-8000-000000000047",
        account="0c2f4f36-0000-4000-8000-0000000000aa",
        user="29:1marsh",
        name="Miss Marsh",
        bot="28:8a3b0f52-1c7d-4e6f-9a2b-3c4d5e6f7a8b",
        service="https://smba.trafficmanager.net/uk/",
        conversation="19:staff@thread.tacv2",
        personal=False,
        zone="Europe/London",
    )


# --- ids ---


def test_an_installation_that_is_told_twice_is_one_event_and_another_day_another() -> None:
    assert event_id(payload("installed")) == event_id(payload("member_added"))
    assert event_id(payload("installed")) != event_id(payload("installed") | {"timestamp": "2027-03-04T09:00:00Z"})


@pytest.mark.parametrize("name", ["message_personal", "message_submit", "execute", "task_fetch", "extension_fetch"])
def test_another_activity_is_another_event(name: str) -> None:
    other = payload(name) | {"id": "f:other"}
    assert event_id(other) != event_id(payload(name))


@pytest.mark.parametrize("name", ["message_personal", "execute", "task_fetch", "task_submit_page", "extension_fetch"])
def test_another_persons_activity_of_the_same_name_is_another_event(name: str) -> None:
    """Nobody gets the answer to somebody else's press by naming it."""
    other = payload(name)
    other["from"]["aadObjectId"] = "0c2f4f36-0000-4000-8000-0000000000cc"
    assert event_id(other) != event_id(payload(name))


def test_the_same_page_is_the_same_event_however_it_is_sent() -> None:
    first = payload("task_submit_page")
    assert event_id(first | {"id": "f:other", "timestamp": "2027-03-03T09:00:09Z"}) == event_id(first)


@pytest.mark.parametrize(
    ("name", "value"), [("words", "Or not?"), ("version", 3), ("move", "back"), ("step", "review")]
)
def test_a_page_with_something_else_in_it_is_another_event(name: str, value: object) -> None:
    other = payload("task_submit_page")
    other["value"]["data"][name] = value
    assert event_id(other) != event_id(payload("task_submit_page"))


def test_what_is_asked_for_again_is_the_event_that_it_was() -> None:
    """The button of "one moment" brings back what was pressed, and by which activity."""
    first = payload("task_fetch")
    data = parse.dialog_again(first)
    assert data == {"button": "note", "value": "q1", "again": first["id"]}
    assert event_id(payload("task_submit_again")) == event_id(first)
    fetched = payload("extension_fetch")
    again = payload("extension_submit_button")
    again["value"]["data"] = parse.dialog_again(fetched)
    event = parse.event(again | {"id": "f:10"})
    assert event == parse.event(fetched)


# --- words ---


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain", "plain"),
        ("a < b and b > c", "a < b and b > c"),
        ("I <3 you", "I <3 you"),
        ("fish &amp; chips&nbsp;!", "fish & chips !"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("one<br>two", "one\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ('<img alt="🙂" src="x">', "🙂"),
        ("the <form> tag", "the <form> tag"),
        ("</form> and <at>Head</at>", "</form> and Head"),
        ("<b>unclosed", "unclosed"),
        ("  lots   of \t room ", "lots of room"),
        ("&lt;at&gt;Head&lt;/at&gt;", "<at>Head</at>"),
        ("", ""),
    ],
)
def test_html_is_read_as_words(written: str, read: str) -> None:
    assert words(written) == read


def test_a_mention_alone_is_an_empty_message() -> None:
    event = parse.event(payload("message_group") | {"text": "<at>Proviso</at>&nbsp;"})
    assert isinstance(event, Said)
    assert event.text == ""


def test_half_letters_and_control_signs_do_not_get_in() -> None:
    event = parse.event(payload("message_personal") | {"text": "a\ud800\x00b\u202ec"})
    assert isinstance(event, Said)
    assert event.text == "abc"


# --- anything at all ---

_scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20)
_anything = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def _paths(value: object, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [before] if before else []
    if isinstance(value, dict):
        for name, inner in value.items():
            found += _paths(inner, (*before, name))
    return found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(EXPECTED)), _anything, st.randoms(use_true_random=False))
def test_whatever_stands_anywhere_in_a_payload_is_no_error(name: str, value: object, random: Any) -> None:
    activity = payload(name)
    path = random.choice(_paths(activity))
    part: Any = activity
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    event = parse.event(activity)
    pieces.sender(activity)
    parse.dialog_again(activity)
    if event is not None:
        assert len(event.id) <= 255
        json.dumps(event.id).encode()


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(max_size=8), _anything, max_size=5), st.sampled_from(["message", "invoke", "x"]))
def test_any_object_is_no_error(activity: Json, kind: str) -> None:
    parse.event(activity | {"type": kind, "from": {"id": "29:1"}})


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert words(text) == words(text).strip()
