"""Whether Slack can be connected as the settings say: each fault in words, with what to click where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.connections import SlackSettings
from bot.slack.entrance import quiet
from bot.slack.faults import code, refused_token
from bot.slack.manifest import FILE

SKEW = 60.0  # seconds; requests of Slack's are refused from five minutes on
CALL = 10.0  # seconds
FILES = "files:read"  # the one scope without which the rest works
APPS = "At api.slack.com/apps, choose the app"

_SCOPES = re.compile(r"^    bot:\n((?: +- \S+\n)+)", re.MULTILINE)
_APP = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-")
_SECRET = re.compile(r"[0-9a-f]{32}")


def scopes() -> tuple[str, ...]:
    """The scopes that the manifest asks for."""
    found = _SCOPES.search(FILE.read_text("utf-8"))
    return tuple(line.strip().removeprefix("- ") for line in found[1].splitlines()) if found else ()


async def faults(settings: SlackSettings, channels: Sequence[str] = ()) -> list[str]:
    """What is wrong; [] where all is well. `channels` are the ids of those that the bot must be in.

    It signs in, and asks for a socket's address without connecting to it: a second connection would take events
    from a bot that runs.
    """
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL), trust_env=True) as session:
        client = _client(session, settings, settings.bot_token.get_secret_value())
        try:
            said = await client.auth_test()
        except SlackApiError as fault:
            both = settings.socket_mode and refused_token(fault)
            return [_token(fault), *(await _socket(session, settings) if both else [])]
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            host = urlsplit(settings.api).hostname
            return [
                f"Slack cannot be reached at {host} ({type(fault).__name__}). Allow this machine to connect to it, and "
                "where that goes through a proxy, set HTTPS_PROXY."
            ]
        found = [*_clock(said.headers), *_lacking(said.headers)]
        if settings.socket_mode:
            found += await _socket(session, settings) or await _another_app(client, said.get("bot_id"), settings)
        else:
            found += _secret(settings)
        for channel in channels:
            found += await _channel(client, channel.removeprefix("slack:"))
        return found


def _client(session: aiohttp.ClientSession, settings: SlackSettings, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=settings.api, session=session, retry_handlers=[], logger=quiet())


def _token(fault: SlackApiError) -> str:
    word = code(fault)
    where = f"{APPS}, then Install App, and copy the Bot User OAuth Token into PROVISO_SLACK_BOT_TOKEN."
    if word in ("account_inactive", "token_revoked"):
        return f"The app is no longer installed in the workspace ({word}). {APPS}, then Install App, and install it."
    if refused_token(fault):
        return f"Slack does not take the bot's token ({word}). {where}"
    return f"Slack did not answer as it should ({word or 'no reason given'}). Try again in a few minutes."


def _lacking(headers: Any) -> list[str]:
    """What the app may not do though it should (x-oauth-scopes tells what it may)."""
    granted = {one.strip() for one in str(headers.get("x-oauth-scopes", "")).split(",")}
    lacking = [one for one in scopes() if one not in granted]
    needed = [one for one in lacking if one != FILES]
    how = "under Bot Token Scopes, and press Reinstall at the top of the page"
    found = []
    if needed:
        found.append(f"The app lacks the scopes {', '.join(needed)}. {APPS}, then OAuth & Permissions, add them {how}.")
    if FILES in lacking:
        found.append(
            f"The app lacks the scope {FILES}, so that nobody can send a policy as a file in the chat. All the rest "
            f"works without it. {APPS}, then OAuth & Permissions, add it {how}."
        )
    return found


def _clock(headers: Any) -> list[str]:
    try:
        theirs = parsedate_to_datetime(str(headers.get("Date", "")))
    except ValueError:
        return []
    ahead = (datetime.now(UTC) - theirs).total_seconds()
    if abs(ahead) <= SKEW:
        return []
    return [
        f"This machine's clock is {abs(ahead):.0f} seconds {'ahead of' if ahead > 0 else 'behind'} Slack's. Switch on "
        "its time synchronisation: from five minutes on, nothing that Slack sends is taken for genuine."
    ]


def _secret(settings: SlackSettings) -> list[str]:
    if _SECRET.fullmatch(settings.signing_secret.get_secret_value()):
        return []
    return [
        f"The signing secret is not one: it has 32 digits and letters from a to f. {APPS}, then Basic Information, App "
        "Credentials, and copy Signing Secret into PROVISO_SLACK_SIGNING_SECRET."
    ]


async def _socket(session: aiohttp.ClientSession, settings: SlackSettings) -> list[str]:
    """Whether the app-level token is given a socket's address."""
    token = settings.app_token.get_secret_value()
    try:
        await _client(session, settings, token).apps_connections_open(app_token=token)
    except SlackApiError as fault:
        word = code(fault)
        if refused_token(fault) or word in ("not_allowed_token_type", "missing_scope"):
            return [
                f"Slack does not take the app-level token ({word}). {APPS}, then Basic Information, App-Level Tokens, "
                "generate one with the scope connections:write, and put it into PROVISO_SLACK_APP_TOKEN."
            ]
        return [f"Slack gives no socket ({word}). {APPS}, then Socket Mode, and switch Enable Socket Mode on."]
    except (aiohttp.ClientError, TimeoutError, OSError) as fault:
        return [f"Slack gives no socket ({type(fault).__name__}). Try again in a few minutes."]
    return []


async def _another_app(client: AsyncWebClient, bot: Any, settings: SlackSettings) -> list[str]:
    """Whether the two tokens are of two apps: each is taken, and nothing that people write ever arrives."""
    named = _APP.match(settings.app_token.get_secret_value())
    if named is None or not bot:
        return []
    try:
        ours = str((await client.bots_info(bot=str(bot)))["bot"].get("app_id") or "")
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
        return []
    if ours in ("", named[1]):
        return []
    return [
        f"The two tokens are of two apps: the app-level token is of {named[1]}, the bot token of {ours}. Take both "
        "from one, at api.slack.com/apps: until then nothing that people write arrives."
    ]


async def _channel(client: AsyncWebClient, channel: str) -> list[str]:
    """Whether the bot is in a channel."""
    try:
        said = await client.conversations_info(channel=channel)
    except SlackApiError as fault:
        if code(fault) != "channel_not_found":
            return [f"Slack does not say whether Proviso is in the channel {channel} ({code(fault)})."]
        return [
            f"Proviso cannot see the channel {channel}: it is gone, or private. If it is there, type /invite @Proviso "
            "in it; otherwise say “settings” to Proviso and choose another."
        ]
    except (aiohttp.ClientError, TimeoutError, OSError) as fault:
        return [f"Slack does not say whether Proviso is in the channel {channel} ({type(fault).__name__})."]
    found: dict[str, Any] = said["channel"]
    if found.get("is_archived"):
        return [f"The channel #{found.get('name')} is archived. Say “settings” to Proviso and choose another."]
    if found.get("is_member"):
        return []
    return [f"Proviso is not in #{found.get('name')}. Type /invite @Proviso in that channel."]
