"""What people can start from the platform itself: in the manifests, in the readers, in the handlers, the same list."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.app import router
from bot.entrances import ENTRANCES, MENU, names
from bot.slack import manifest as slack
from bot.slack import parse
from bot.teams import manifest as teams
from bot.teams.parse import event as of_teams
from handlers import questions
from handlers.model import Called, Person, Place, Said


def of_kind(*kinds: str) -> list[Any]:
    return [one for one in ENTRANCES if one.kind in kinds]


def in_slack() -> dict[str, Any]:
    """The manifest as Slack reads it."""
    read: dict[str, Any] = yaml.safe_load(slack.manifest())
    return read


def in_teams() -> dict[str, Any]:
    return teams.manifest("https://bot.larkfield.example", "8a3b0f52-1c7d-4e6f-9a2b-3c4d5e6f7a8b")


def test_whatever_can_be_started_from_a_platform_has_a_handler_and_the_other_way_round() -> None:
    assert {one.key for one in ENTRANCES} == set(router().keys("called"))


def test_what_slack_sends_for_each_of_them_reaches_its_handler() -> None:
    """The names in the manifest come back in Slack's requests, and the reader knows every one of them."""
    used = {"trigger_id": "1.2.a", "user": {"id": "U1"}, "channel": {"id": "C1"}, "message": {"ts": "1.2", "text": ""}}
    features = in_slack()["features"]
    sent: list[dict[str, Any]] = [
        {"command": one["command"], "user_id": "U1", "channel_id": "C1", "trigger_id": "1.2.a"}
        for one in features["slash_commands"]
    ]
    types = {"global": "shortcut", "message": "message_action"}
    sent += [{"type": types[one["type"]], "callback_id": one["callback_id"], **used} for one in features["shortcuts"]]
    read = [parse.heard(body, names()) for body in sent]
    assert len(read) == len(ENTRANCES)
    assert all(one and router().find(one.event) for one in read)
    assert {one["callback_id"] for one in features["shortcuts"]} == parse.CALLBACKS


def test_slack_is_asked_for_exactly_the_events_that_are_read() -> None:
    assert set(in_slack()["settings"]["event_subscriptions"]["bot_events"]) == parse.EVENTS


def test_what_teams_sends_for_an_action_reaches_its_handler() -> None:
    (extension,) = in_teams()["composeExtensions"]
    for one in extension["commands"]:
        read = of_teams(
            {
                "type": "invoke",
                "id": "f:1",
                "name": "composeExtension/fetchTask",
                "from": {"id": "29:marsh", "name": "Miss Marsh"},
                "conversation": {"id": "a:1", "conversationType": "personal"},
                "value": {"commandId": one["id"], "messagePayload": {"id": "1", "body": {"content": "A photo"}}},
            }
        )
        assert isinstance(read, Called)
        assert router().find(read)


def test_slack_offers_exactly_the_commands_and_shortcuts_that_there_are() -> None:
    features = in_slack()["features"]
    assert [
        (names()[one["command"]], one["description"], one.get("usage_hint", "")) for one in features["slash_commands"]
    ] == [(one.key, one.description, one.hint) for one in of_kind("command")]
    assert not any(one["should_escape"] for one in features["slash_commands"])
    kinds = {"shortcut": "global", "message": "message"}
    assert features["shortcuts"] == [
        {"name": one.title, "type": kinds[one.kind], "callback_id": one.key, "description": one.description}
        for one in of_kind("shortcut", "message")
    ]


def test_teams_offers_exactly_the_words_and_actions_that_there_are() -> None:
    filled = in_teams()
    (bot,), (extension,) = filled["bots"], filled["composeExtensions"]
    personal, elsewhere = bot["commandLists"]
    assert personal["scopes"] + elsewhere["scopes"] == bot["scopes"] == ["personal", "team", "groupChat"]
    assert personal["commands"] == [{"title": word.text, "description": word.description} for word in MENU]
    assert elsewhere["commands"] == [
        {"title": word.text, "description": word.description} for word in MENU if word.anywhere
    ]
    assert extension["commands"] == [
        {
            "id": one.key,
            "type": "action",
            "title": one.title,
            "description": one.description,
            "context": ["message"],
            "fetchTask": True,
        }
        for one in of_kind("message")
    ]


@pytest.mark.parametrize("word", MENU, ids=lambda word: word.text)
def test_every_word_of_the_menu_is_understood_as_what_it_says(word: Any) -> None:
    """Teams only writes the word; taken for a question, it would get “your policy does not say”."""
    handler = router().find(Said("1", Person("marsh", "Miss Marsh"), Place("chat", private=True), word.text))
    assert handler not in (None, questions.ask)


@pytest.mark.parametrize(
    ("renamed", "words"),
    [
        ({"policy": "our-policy"}, "write a slash"),
        ({"policy": "/Policy"}, "lower-case"),
        ({"policy": "/our policy"}, "write a slash"),
        ({"policy": "/"}, "write a slash"),
        ({"policy": "/" + "p" * 32}, "31"),
        ({"policy": "/a\n"}, "write a slash"),
        ({"policy": "/can-i"}, "a name of its own"),
        ({"worry": "/worry"}, "there are can-i, policy"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_what_to_do(renamed: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        names(renamed)
