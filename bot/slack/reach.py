"""Whom the bot could write to in Slack though they have never written to it: asked without writing anything."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.web.async_client import AsyncWebClient

from bot.connections import SlackSettings
from bot.outbox import NotNow, Refused
from bot.slack.addresses import NO_ACCOUNT, NO_ADDRESS, NOT_THEIRS
from bot.slack.faults import called
from bot.slack.people import read

_PATIENCE = 10  # seconds for an answer


async def unreachable(settings: SlackSettings, people: Mapping[str, str]) -> dict[str, str]:
    """Who of `people` (key → e-mail address) cannot be found in the workspace, and why."""
    token = settings.bot_token.get_secret_value()
    client = AsyncWebClient(token=token, base_url=settings.api, timeout=_PATIENCE, trust_env_in_session=True)
    found = {}
    for key, email in people.items():
        try:
            reason = await _reason(client, email)
        except (Refused, NotNow) as fault:
            reason = str(fault)
        except Exception:  # no answer, or none that means anything
            reason = "Slack could not be asked about them"
        if reason:
            found[key] = reason
    return found


async def _reason(client: AsyncWebClient, email: str) -> str:
    """Why somebody cannot be found; "" where they can. Raises as `called` does."""
    if not email:
        return NO_ADDRESS
    team = str((await called(client.auth_test))["team_id"])
    try:
        said = await called(lambda: client.users_lookupByEmail(email=email))
    except Refused:
        return NO_ACCOUNT
    return "" if read(said["user"], team).email.casefold() == email.casefold() else NOT_THEIRS
