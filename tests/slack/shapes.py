"""The payloads that Slack sends, in the shapes of docs.slack.dev/reference (interaction payloads, events)."""

from __future__ import annotations

import itertools
import time
from typing import Any

from tests.slack.world import APP, BOT, TEAM, Channel, Message, World

Payload = dict[str, Any]

_NUMBERS = itertools.count(1)


def event(inner: Payload, key: str = "") -> Payload:
    """The envelope of an event."""
    return {
        "token": "verification", "team_id": TEAM, "api_app_id": APP, "type": "event_callback", "event": inner,
        "event_id": key or f"Ev{next(_NUMBERS):09d}", "event_time": int(time.time()), "is_ext_shared_channel": False,
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
        ],
    }  # fmt: skip


def message(said: Message, *, key: str = "", **more: Any) -> Payload:
    """message.im"""
    inner = {
        "type": "message", "channel": said.channel, "channel_type": "im", "user": said.author, "text": said.text,
        "ts": said.ts, "event_ts": said.ts, "team": TEAM, "client_msg_id": f"client-{said.ts}", **_thread(said), **more,
    }  # fmt: skip
    return event(inner, key)


def asked(text: str, key: str = "Ev1", **more: Any) -> Payload:
    """An event of Miss Marsh's writing to the bot, the same each time."""
    return message(Message("D1MARSH", "1600000000.000001", "U1MARSH", text), key=key, **more)


def mention(said: Message, *, key: str = "", **more: Any) -> Payload:
    """app_mention"""
    inner = {
        "type": "app_mention", "channel": said.channel, "user": said.author, "text": said.text, "ts": said.ts,
        "event_ts": said.ts, "team": TEAM, **_thread(said), **more,
    }  # fmt: skip
    return event(inner, key)


def opened(user: str, channel: str, tab: str) -> Payload:
    """app_home_opened"""
    return event({"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": "1700000000.0"})


def command(world: World, user: str, place: Channel, name: str, text: str, response_url: str) -> dict[str, str]:
    """A slash command: a form, not JSON."""
    return {
        "token": "verification", "team_id": TEAM, "team_domain": "larkfield", "channel_id": place.id,
        "channel_name": place.name, "user_id": user, "user_name": user.lower(), "command": name, "text": text,
        "api_app_id": APP, "is_enterprise_install": "false", "response_url": response_url,
        "trigger_id": world.trigger(user),
    }  # fmt: skip


def shortcut(world: World, user: str, callback: str) -> Payload:
    """A global shortcut: neither channel nor response address."""
    return _interaction(world, user, "shortcut", callback_id=callback)


def message_shortcut(
    world: World, user: str, place: Channel, about: Message, callback: str, response_url: str
) -> Payload:
    """A shortcut in a message's menu."""
    shown = {
        "type": "message",
        "user": about.author,
        "ts": about.ts,
        "text": about.text,
        "team": TEAM,
        **_thread(about),
    }
    return _interaction(
        world, user, "message_action", callback_id=callback, response_url=response_url, message_ts=about.ts,
        message=shown, channel={"id": place.id, "name": place.name},
    )  # fmt: skip


def press(
    world: World, user: str, place: Channel, on: Message, block: Payload, button: Payload, response_url: str
) -> Payload:
    """A button of a message. Of an ephemeral one the message itself is not sent."""
    container = {"type": "message", "message_ts": on.ts, "channel_id": place.id, "is_ephemeral": bool(on.only_for)}
    shown = {"bot_id": "B0PROVISO", "type": "message", "user": BOT, "ts": on.ts, "text": on.text, **_thread(on)}
    body = _interaction(
        world, user, "block_actions", container=container | _thread(on), channel={"id": place.id, "name": place.name},
        response_url=response_url, actions=[_action(block, button)], state={"values": {}},
    )  # fmt: skip
    return body if on.only_for else body | {"message": shown}


def press_in_form(world: World, user: str, view: Payload, block: Payload, button: Payload) -> Payload:
    """A button of a form, with what is typed in it so far."""
    container = {"type": "view", "view_id": view["id"]}
    return _interaction(world, user, "block_actions", container=container, view=view, actions=[_action(block, button)])


def press_at_home(world: World, user: str, view: Payload, block: Payload, button: Payload) -> Payload:
    """A button of the Home tab."""
    shown = {"id": f"VHOME{user}", "team_id": TEAM, "hash": "1700000000.home", "state": {"values": {}}, **view}
    return press_in_form(world, user, shown, block, button)


def submission(world: World, user: str, view: Payload) -> Payload:
    """A form, submitted: no channel and no response address."""
    return _interaction(world, user, "view_submission", view=view, response_urls=[])


def closed(world: World, user: str, view: Payload) -> Payload:
    """A form, closed."""
    body = _interaction(world, user, "view_closed", view=view, is_cleared=False)
    del body["trigger_id"]
    return body


def typed(element: Payload, value: object) -> Payload:  # noqa: PLR0911 - one for each kind
    """What an element's state holds for a value: words, an option's value or label, a date, user or channel id."""
    options = {one["value"]: one for one in element.get("options", [])}
    options |= {one["text"]["text"]: one for one in element.get("options", [])}
    match element["type"]:
        case "plain_text_input":
            return {"value": value or None}
        case "static_select" | "radio_buttons":
            return {"selected_option": options[str(value)]}
        case "multi_static_select" | "checkboxes":
            return {"selected_options": [options[str(one)] for one in value]}  # type: ignore[attr-defined]
        case "datepicker":
            return {"selected_date": value}
        case "timepicker":
            return {"selected_time": value}
        case "users_select":
            return {"selected_user": value}
        case "multi_users_select":
            return {"selected_users": value}
        case "conversations_select":
            return {"selected_conversation": value}
    raise AssertionError(f"no element of type {element['type']}")


def _interaction(world: World, user: str, kind: str, **more: Any) -> Payload:
    return {
        "type": kind, "token": "verification", "api_app_id": APP, "team": {"id": TEAM, "domain": "larkfield"},
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
        "action_ts": f"1700000001.{next(_NUMBERS):06d}", "is_enterprise_install": False, "enterprise": None,
        "trigger_id": world.trigger(user), **more,
    }  # fmt: skip


def _action(block: Payload, button: Payload) -> Payload:
    shown = {name: button[name] for name in ("action_id", "text", "value", "style", "type") if name in button}
    return {**shown, "block_id": block.get("block_id", "b1"), "action_ts": f"1700000001.{next(_NUMBERS):06d}"}


def _thread(said: Message) -> Payload:
    return {"thread_ts": said.thread} if said.thread else {}
