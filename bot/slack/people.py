"""Slack's users as the directory wants them: a name, and an e-mail address only where our workspace vouches for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.directory import Profile

_UNVOUCHED = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "is_invited_user")


async def profile(client: AsyncWebClient, user: str, team: str) -> Profile:
    """What the workspace `team` says about a user. Raises SlackApiError, or whatever a lost connection raises."""
    return read(await fetched(client, user), team)


async def fetched(client: AsyncWebClient, user: str) -> Mapping[str, Any]:
    """A user object; {} for somebody of another workspace. Raises as `profile` does."""
    try:
        said = await client.users_info(user=user)
    except SlackApiError as refusal:
        if refusal.response.get("error") in ("user_not_found", "user_not_visible"):
            return {}
        raise
    found: Mapping[str, Any] = said["user"]
    return found


def read(user: Mapping[str, Any], team: str) -> Profile:
    """A user object as a profile.

    A guest, a bot, somebody of another workspace, an account that was closed or an address that is not confirmed has
    `email=""`, and so matches nobody on the staff list.
    """
    said = user.get("profile") or {}
    name = str(user.get("real_name") or said.get("real_name") or user.get("name") or "")
    # in an Enterprise Grid the user is the organisation's, and says which workspaces they are in
    teams = [user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())]
    vouched = team in teams and not any(user.get(one) for one in _UNVOUCHED)
    confirmed = user.get("is_email_confirmed", True) is True
    email = str(said.get("email") or "") if vouched and confirmed else ""
    return Profile(name, email, str(user.get("tz") or ""))
