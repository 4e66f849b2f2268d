"""What people do in Slack's messages and forms → an event: presses, submitted pages. Pure."""

from __future__ import annotations

import json
from hashlib import sha256

from bot.slack.heard import Heard, Payload, User, View, event_id, own_place, place_key
from bot.slack.wording import LINKS, OPENS, unescaped
from handlers.model import Filled, Move, Person, Place, Pressed

_MOVES = (Move.BACK, Move.CANCEL)  # which are presses, not submissions

# --- buttons: the id is where the button stands, which one it is, who pressed it and when -------------


def action(body: Payload) -> Heard | None:
    """A button; `action_ts` is the moment of the press, so that a second press is another event."""
    pressed = body["actions"][0]
    if pressed.get("type") != "button" or str(pressed["action_id"]).endswith(LINKS):
        return None
    user, view, container = str(body["user"]["id"]), _view(body.get("view")), body["container"]
    trigger, response_url = str(body.get("trigger_id", "")), str(body.get("response_url", ""))
    stands = (container.get("view_id"), container.get("channel_id"), container.get("message_ts"))
    key = event_id("press", *stands, pressed["action_id"], user, pressed.get("action_ts") or trigger)
    button, _, place = str(pressed["action_id"]).rpartition("#")
    if view is not None and button in _MOVES and pressed.get("block_id") == "moves":
        return Heard(_filled(key, body, Move(button)), trigger, view=view)
    where, post = _stands(body, user)
    event = Pressed(key, Person(user, ""), where, button, unescaped(str(pressed.get("value") or "")), post)
    return Heard(event, trigger, response_url, view, place.endswith(OPENS), threaded=_thread(body) != "")


def _stands(body: Payload, user: str) -> tuple[Place, str]:
    """Where a button stands, and our handle of what it stands on (see `bot.slack.send`)."""
    container = body["container"]
    if container["type"] == "view":  # a form; or Home, which is no message and is not changed
        return own_place(user), "" if body["view"]["type"] == "home" else f"view {container['view_id']}"
    if container.get("is_ephemeral"):  # wherever it was shown, nobody else sees it
        return own_place(user), f"response {body['response_url']}"
    channel, ts, thread = str(container["channel_id"]), str(container["message_ts"]), _thread(body)
    private = channel.startswith("D")  # our own messages in a D channel stand in our conversation with one person
    return Place(place_key(channel), thread or ("" if private else ts), private), f"{channel} {ts}"


def _thread(body: Payload) -> str:
    """The thread that a message stands in."""
    return str(body["container"].get("thread_ts") or (body.get("message") or {}).get("thread_ts") or "")


# --- forms: the id is the view, its hash (another after each update) and what was filled in -----------


def submitted(body: Payload) -> Heard | None:
    view = _view(body["view"])
    if view is None or body["view"].get("callback_id") != "dialog":
        return None
    typed = sha256(json.dumps(body["view"]["state"], sort_keys=True).encode()).hexdigest()[:32]
    filled = _filled(event_id("submit", view.id, view.hash, typed), body, Move.NEXT)
    return Heard(filled, str(body.get("trigger_id", "")), view=view)


def _filled(key: str, body: Payload, move: Move) -> Filled:
    user, about = str(body["user"]["id"]), json.loads(body["view"]["private_metadata"])
    values = (body["view"].get("state") or {}).get("values") or {}
    given = {block.rpartition("#")[0]: _value(one["value"]) for block, one in values.items() if "value" in one}
    return Filled(
        key,
        Person(user, ""),
        own_place(user),
        str(about["dialog"]),
        str(about["step"]),
        move,
        given,
        int(about["version"]),
    )


def _value(element: Payload) -> object:  # noqa: PLR0911 - one for each kind
    """What an input element holds; None where nothing was given."""
    match element.get("type"):
        case "plain_text_input":
            return unescaped(str(element["value"])) if element.get("value") else None
        case "static_select" | "radio_buttons":
            chosen = element.get("selected_option")
            return chosen["value"] if chosen else None
        case "multi_static_select" | "checkboxes":
            return [one["value"] for one in element.get("selected_options") or ()]
        case "datepicker":
            return element.get("selected_date")
        case "timepicker":
            return element.get("selected_time")
        case "users_select":
            return User(element["selected_user"]) if element.get("selected_user") else None
        case "multi_users_select":
            return [User(one) for one in element.get("selected_users") or ()]
        case "conversations_select":
            chosen = element.get("selected_conversation")
            return place_key(chosen) if chosen else None
    return None


def _view(view: Payload | None) -> View | None:
    """The modal; None for Home and for a message."""
    if not view or view.get("type") != "modal":
        return None
    inputs = frozenset(str(block["block_id"]) for block in view.get("blocks") or () if block.get("type") == "input")
    return View(str(view["id"]), str(view.get("hash") or ""), inputs)
