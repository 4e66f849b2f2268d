"""What `proviso check slack` finds wrong, each with what to click."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.slack.check import faults, scopes
from bot.slack.manifest import manifest
from tests.slack.workspace import Workspace
from tests.slack.world import APP, Lost, Says

SECRET = "0123456789abcdef0123456789abcdef"


def settings(slack: Workspace, *, socket_mode: bool = True, **more: Any) -> Any:
    """Settings that are right, but for `more`."""
    return slack.settings(socket_mode=socket_mode, **{"signing_secret": SECRET, **more})


def test_the_scopes_are_those_of_the_manifest() -> None:
    assert list(scopes()) == yaml.safe_load(manifest())["oauth_config"]["scopes"]["bot"]


@pytest.mark.parametrize("socket_mode", [True, False])
async def test_nothing_is_wrong_where_all_is_well(slack: Workspace, socket_mode: bool) -> None:
    assert await faults(settings(slack, socket_mode=socket_mode), ["C1STAFF", "slack:C1STAFF"]) == []
    assert slack.sockets.open == [], "a second socket would take events from a bot that runs"


async def test_two_wrong_tokens_are_told_at_once_and_not_shown(slack: Workspace) -> None:
    bot, app = await faults(settings(slack, bot_token="xoxb-wrong", app_token="xapp-wrong"))
    assert "Install App" in bot
    assert "PROVISO_SLACK_BOT_TOKEN" in bot
    assert "PROVISO_SLACK_APP_TOKEN" in app
    assert "wrong" not in bot + app


async def test_tokens_of_two_apps_are_told_since_nobody_would_ever_be_heard(slack: Workspace) -> None:
    """As where a second app was made for trying things. Slack takes each token by itself."""
    slack.world.app_token = f"xapp-1-{APP}-1234-abc"
    assert await faults(settings(slack)) == []
    slack.world.app_token = "xapp-1-A0OTHER-1234-abc"
    (fault,) = await faults(settings(slack))
    assert f"the app-level token is of A0OTHER, the bot token of {APP}" in fault


async def test_an_app_that_was_removed_is_told_apart(slack: Workspace) -> None:
    slack.world.go_wrong("auth.test", Says("account_inactive"))
    (fault,) = await faults(settings(slack))
    assert fault.startswith("The app is no longer installed")


async def test_missing_scopes_are_named(slack: Workspace) -> None:
    slack.world.scopes = slack.world.scopes.replace(",im:write", "").replace(",users:read.email", "")
    (fault,) = await faults(settings(slack))
    assert "im:write, users:read.email" in fault
    assert "Reinstall" in fault


async def test_without_files_only_bringing_a_policy_in_the_chat_does_not_work(slack: Workspace) -> None:
    slack.world.scopes = slack.world.scopes.replace(",files:read", "")
    (fault,) = await faults(settings(slack))
    assert fault.startswith("The app lacks the scope files:read, so that nobody can send a policy as a file")
    assert "All the rest works without it" in fault
    assert "Reinstall" in fault


async def test_an_app_token_that_opens_no_socket_is_told(slack: Workspace) -> None:
    (fault,) = await faults(settings(slack, app_token="xapp-wrong"))
    assert "connections:write" in fault
    assert "PROVISO_SLACK_APP_TOKEN" in fault
    slack.world.socket_mode = False
    (fault,) = await faults(settings(slack))
    assert "switch Enable Socket Mode on" in fault


async def test_a_signing_secret_that_is_none_is_told_where_it_is_needed(slack: Workspace) -> None:
    (fault,) = await faults(settings(slack, socket_mode=False, signing_secret="xoxb-something"))
    assert "PROVISO_SLACK_SIGNING_SECRET" in fault
    assert "something" not in fault
    assert await faults(settings(slack, signing_secret="xoxb-something")) == []


async def test_a_channel_that_the_bot_is_not_in_is_told_with_what_to_type(slack: Workspace) -> None:
    slack.channel("C2OPEN", "approvals", bot=False)
    slack.channel("G3CLOSED", "governors", bot=False)
    slack.channel("C4OLD", "old-approvals").archived = True
    closed, archived, open_ = await faults(settings(slack), ["G3CLOSED", "C4OLD", "C2OPEN"])
    assert "/invite @Proviso" in closed
    assert "#old-approvals is archived" in archived
    assert open_ == "Proviso is not in #approvals. Type /invite @Proviso in that channel."


@pytest.mark.parametrize(("skew", "word"), [(90, "behind"), (-90, "ahead of")])
async def test_a_clock_that_is_wrong_is_told(slack: Workspace, skew: float, word: str) -> None:
    slack.world.skew = skew
    (fault,) = await faults(settings(slack))
    assert f"{word} Slack's" in fault


async def test_a_slack_that_cannot_be_reached_is_told(slack: Workspace) -> None:
    (fault,) = await faults(settings(slack, api="http://127.0.0.1:9/api/"))
    assert "cannot be reached at 127.0.0.1" in fault
    slack.world.go_wrong("auth.test", Lost())
    (fault,) = await faults(settings(slack))
    assert "cannot be reached" in fault


async def test_calls_that_fail_half_way_are_told_and_end_nothing(slack: Workspace) -> None:
    slack.world.go_wrong("apps.connections.open", Lost())
    # aiohttp asks once more by itself where nothing can be done twice by that
    slack.world.go_wrong("conversations.info", *[Lost()] * 2, Says("missing_scope"))
    found = await faults(settings(slack), ["C1STAFF", "C1STAFF"])
    assert [one.split("(")[0].strip() for one in found] == [
        "Slack gives no socket",
        "Slack does not say whether Proviso is in the channel C1STAFF",
        "Slack does not say whether Proviso is in the channel C1STAFF",
    ]
