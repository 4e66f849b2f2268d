"""Whose e-mail address is believed: it decides who somebody is at school."""

from __future__ import annotations

from typing import Any

import pytest

from bot.directory import Profile
from bot.slack.people import read
from tests.slack.world import TEAM, Person

MARSH = Person("U1MARSH", "Miss Marsh", "marsh@larkfield.example").as_user()


def test_a_member_of_the_workspace_is_known_by_name_address_and_zone() -> None:
    assert read(MARSH, TEAM) == Profile("Miss Marsh", "marsh@larkfield.example", "Europe/London")


@pytest.mark.parametrize(
    "changed",
    [
        {"team_id": "T9OTHER"},
        {"team_id": None},
        {"deleted": True},
        {"is_bot": True},
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"is_invited_user": True},
        {"is_email_confirmed": False},
        {"is_email_confirmed": None},
        {"profile": {}},
        {"profile": None},
        {"team_id": "E1", "enterprise_user": {"teams": ["T9OTHER"]}},
    ],
)
def test_an_address_that_the_workspace_does_not_vouch_for_is_left_out(changed: dict[str, Any]) -> None:
    said = read({**MARSH, **changed}, TEAM)
    assert (said.name, said.email) == ("Miss Marsh", "")


def test_in_an_enterprise_the_workspaces_of_a_user_are_listed() -> None:
    user = {**MARSH, "team_id": "E1", "enterprise_user": {"teams": ["T9OTHER", TEAM]}}
    assert read(user, TEAM).email == "marsh@larkfield.example"


def test_a_user_without_anything_is_nobody() -> None:
    assert read({}, TEAM) == Profile()
