"""What Slack sends → an event. Pure.

An event's id is the same when Slack sends it again, and another when somebody does the same thing again: each function
says what it is made of. People are Slack's user ids here; the adapter puts the staff list's people in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.entrances import ENTRANCES
from bot.shorten import clean
from bot.slack.heard import Heard, Payload, event_id, own_place, place_key
from bot.slack.parse_form import action, submitted
from bot.slack.wording import words
from handlers.model import Called, Came, File, Looked, Message, Person, Place, Said

EVENTS = frozenset({"app_home_opened", "app_mention", "message.im"})
CALLBACKS = frozenset(one.key for one in ENTRANCES if one.kind in ("shortcut", "message"))
OPENING = frozenset(one.key for one in ENTRANCES if one.opens)

_TYPED = frozenset({"", "file_share", "me_message", "thread_broadcast"})  # the subtypes that somebody typed


def heard(body: Payload, commands: Mapping[str, str], bot: str = "") -> Heard | None:
    """The event of a request's body; None for what is nothing to us. `commands`: slash name → key; `bot`: our user id.

    Raises TypeError, KeyError, ValueError or AttributeError for what Slack never sends.
    """
    found = _heard(body, commands, bot)
    return replace(found, user=found.event.who.key) if found else None


def _heard(body: Payload, commands: Mapping[str, str], bot: str) -> Heard | None:  # noqa: PLR0911 - one for each kind
    if "command" in body:
        return _command(body, commands)
    match body.get("type"):
        case "event_callback":
            return _event(body, bot)
        case "shortcut":
            return _shortcut(body)
        case "message_action":
            return _message_shortcut(body)
        case "block_actions":
            return action(body)
        case "view_submission":
            return submitted(body)
    return None


# --- the Events API: the id is Slack's own event_id, the same for each of its retries ----------------


def _event(body: Payload, bot: str) -> Heard | None:
    event, key = body["event"], event_id(body["event_id"])
    user, threaded = event.get("user"), "thread_ts" in event
    if not isinstance(user, str) or user in ("", bot, "USLACKBOT") or event.get("bot_id"):
        return None
    who, edited = Person(user, ""), "edited" in event
    match event.get("type"):
        case "message" if event.get("channel_type") == "im" and event.get("subtype", "") in _TYPED and not edited:
            where = Place(place_key(event["channel"]), str(event.get("thread_ts", "")))
            said = Said(key, who, where, words(str(event.get("text", ""))), _files(event))
            return Heard(said, threaded=threaded)
        case "app_mention" if not edited and not str(event["channel"]).startswith("D"):
            where = Place(place_key(event["channel"]), str(event.get("thread_ts") or event["ts"]), private=False)
            said = Said(key, who, where, words(str(event.get("text", "")), bot or _bot(body)), _files(event))
            return Heard(said, threaded=threaded)
        case "app_home_opened" if event.get("tab") == "home":
            return Heard(Looked(key, who, own_place(user), "home"))
        case "app_home_opened" if event.get("tab") == "messages":
            # The one-to-one conversation was opened; the id is the person's, so that they are welcomed once.
            came = event_id("came", body.get("team_id"), user)
            return Heard(Came(came, who, Place(place_key(event["channel"]))))
    return None


def _bot(body: Payload) -> str:
    """Our own user id, as an event tells it."""
    return next((str(one["user_id"]) for one in body.get("authorizations") or () if one.get("is_bot")), "")


def _files(event: Payload) -> tuple[File, ...]:
    return tuple(
        File(
            str(one.get("id", "")),
            clean(str(one.get("name") or "")),
            str(one.get("mimetype") or ""),
            int(one.get("size") or 0),
        )
        for one in event.get("files") or ()
    )


# --- commands and shortcuts: the id is the trigger's, made once for each use --------------------------


def _command(body: Payload, commands: Mapping[str, str]) -> Heard:
    name, user = str(body["command"]), str(body["user_id"])
    key = event_id("command", body["trigger_id"])
    where = Place(place_key(body["channel_id"]), private=False)  # a one-to-one chat may be that of two colleagues
    called = Called(
        key, Person(user, ""), where, commands.get(name, name.lstrip("/")), words(str(body.get("text", "")))
    )
    opens = called.command in OPENING
    return Heard(called, str(body["trigger_id"]), str(body.get("response_url", "")), opens=opens)


def _shortcut(body: Payload) -> Heard | None:
    """From anywhere: there is no channel, so that words in answer go to the person's own conversation."""
    if body["callback_id"] not in CALLBACKS:
        return None
    user = str(body["user"]["id"])
    called = Called(event_id("shortcut", body["trigger_id"]), Person(user, ""), own_place(user), body["callback_id"])
    return Heard(called, str(body["trigger_id"]), opens=True)


def _message_shortcut(body: Payload) -> Heard | None:
    if body["callback_id"] not in CALLBACKS:
        return None
    message, channel = body["message"], str(body["channel"]["id"])
    place = Place(place_key(channel), str(message.get("thread_ts", "")), private=False)
    about = Message(
        key=f"{channel} {message['ts']}",
        text=words(str(message.get("text") or "")),
        author=str(message.get("username") or message.get("user") or ""),  # of people an id: `Members` has the name
        at=datetime.fromtimestamp(float(message["ts"]), UTC).isoformat(),
        place=place.key,
    )
    who = Person(str(body["user"]["id"]), "")
    called = Called(event_id("shortcut", body["trigger_id"]), who, place, body["callback_id"], about=about)
    trigger, response_url = str(body["trigger_id"]), str(body.get("response_url", ""))
    return Heard(called, trigger, response_url, opens=called.command in OPENING, threaded=place.thread != "")
