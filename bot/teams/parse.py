"""What Teams sends → an event. Pure, on plain dicts; whatever is not for us is None, never an error.

An event's `who` is a placeholder with the name that Teams shows: the adapter looks up whose account it is and puts
the person in. The event is only as trustworthy as that account; nothing else in an activity decides anything.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from bot.shorten import clean
from bot.teams.pieces import (
    Json,
    account,
    conversation,
    data,
    dialog_place,
    handle,
    items,
    mentions,
    part,
    personal,
    place,
    placeholder,
    text,
    us,
)
from bot.teams.words import said, words
from handlers.model import Called, Came, Event, File, Filled, Left, Looked, Message, Move, Place, Pressed, Said

LONGEST = 40_000  # characters of a message; the handler says what is too long for a question
_RAW = 4 * LONGEST  # characters of a message with its HTML
AGAIN = "again"  # in a button's data: the id of the activity that is to be answered once more
IN_DIALOG = "dialog"  # `Pressed.post` of a button that stands in a dialog
_FILE = "application/vnd.microsoft.teams.file.download.info"
_SPOKEN = "application/vnd.microsoft.card.audio"
_ADDRESS = 8000  # characters of a file's address
_KEY, _VALUE = 255, 2000  # characters of a key of ours, and of a button's value
_OURS = frozenset({"dialog", "step", "version", "move", "many", "button", "value", "msteams", AGAIN})


def event(activity: Json) -> Event | None:
    """The event of an activity; None where there is nothing to do: reactions, edits, other bots, what we do not know.

    The id is the same for an activity that Teams delivers again, and another for a deliberate second press, which is
    another activity. A form's page is named by what was filled in, its dialog and version instead: the same page sent
    twice is the same event however it was sent, and the version moves on with every step.
    """
    who = part(activity, "from")
    if not text(who, "id") or text(who, "role") == "bot" or text(who, "id") == us(activity):
        return None
    match text(activity, "type"):
        case "message":
            return _message(activity)
        case "invoke":
            return _invoke(activity)
        case "installationUpdate":
            return _installed(activity, text(activity, "action"))
        case "conversationUpdate":
            return _members(activity)
    return None


def dialog_again(activity: Json) -> dict[str, Any]:
    """Data for a button that has this invoke answered once more, for whoever did not get the answer in time."""
    carried = dict(data(activity))
    carried.pop("msteams", None)
    return {**carried, AGAIN: text(carried, AGAIN) or text(activity, "id")}


# --- messages ---------------------------------------------------------------------------------------


def _message(activity: Json) -> Event | None:
    carried = part(activity, "value")
    if text(carried, "button"):
        return _pressed(activity, carried, handle(activity))  # Action.Submit, where Action.Execute is not known
    named, me = mentions(activity), us(activity)
    heard = said(text(activity, "text")[:_RAW], named, me)[:LONGEST]
    to_us = any(who == me for who, _, _ in named)
    if not to_us and not (personal(activity) and (heard or items(activity, "attachments"))):
        return None  # talk among others, or nothing at all
    return Said(_id(activity, "said"), placeholder(activity), place(activity), heard, _files(activity))


def _files(activity: Json) -> tuple[File, ...]:
    """What was sent with it. A file is fetched by its address, which opens it for some minutes; Teams does not tell its
    size. A picture that was pasted in, or a spoken message, is only known to be there."""
    found = []
    for one in items(activity, "attachments"):
        kind = text(one, "contentType")
        if kind == _FILE:
            found.append(File(text(part(one, "content"), "downloadUrl")[:_ADDRESS], text(one, "name"), "", 0))
        elif kind.startswith(("image/", "video/", "audio/")) or kind == _SPOKEN:
            found.append(File("", text(one, "name"), kind, 0))
    return tuple(found)


# --- invokes ----------------------------------------------------------------------------------------


def _invoke(activity: Json) -> Event | None:  # noqa: PLR0911 - one for each kind
    carried = data(activity)
    match text(activity, "name"):
        case "adaptiveCard/action" if text(part(part(activity, "value"), "action"), "verb") == "refresh":
            surface = text(carried, "surface") or "card"
            return Looked(_id(activity), placeholder(activity), place(activity), surface, handle(activity))
        case "adaptiveCard/action" | "task/fetch" | "":  # a card action may come without a name
            return _pressed(activity, carried, handle(activity))
        case "composeExtension/fetchTask":
            return _called(activity, carried)
        case "task/submit" | "composeExtension/submitAction":
            if text(carried, "dialog") and text(carried, "move"):
                return _filled(activity, carried)
            if text(carried, "command"):  # what `dialog_again` made of a fetchTask
                return _called(activity, carried)
            pressed = _pressed(activity, carried, IN_DIALOG)
            return replace(pressed, where=dialog_place(activity)) if pressed is not None else None
    return None


def _called(activity: Json, carried: Json) -> Called:
    command = text(carried, "command")[:_KEY]
    return Called(_id(activity), placeholder(activity), place(activity), command, about=_about(activity))


def _pressed(activity: Json, carried: Json, post: str) -> Pressed | None:
    button, value = text(carried, "button")[:_KEY], text(carried, "value")[:_VALUE]
    if not button:
        return None
    return Pressed(_id(activity), placeholder(activity), place(activity), button, value, post)


def _filled(activity: Json, carried: Json) -> Filled | None:
    try:
        move, version = Move(text(carried, "move")), int(carried.get("version") or 0)
    except (TypeError, ValueError, OverflowError):
        return None
    several = {one for one in items(carried, "many") if isinstance(one, str)}
    given = {
        str(name): _several(clean(value)) if name in several else clean(value)
        for name, value in carried.items()
        if name not in _OURS and isinstance(value, str)
    }
    dialog, step = text(carried, "dialog")[:_KEY], text(carried, "step")[:_KEY]
    key = _hash("filled", account(activity), json.dumps([dialog, step, move, version, given], sort_keys=True))
    return Filled(key, placeholder(activity), dialog_place(activity), dialog, step, move, given, version)


def _several(value: str) -> list[str]:
    """The values of a ChoiceSet that takes several: joined by commas (Adaptive Cards, Input.ChoiceSet)."""
    return [one for one in value.split(",") if one]


def _about(activity: Json) -> Message | None:
    """The message that the action was used on."""
    payload = part(part(activity, "value"), "messagePayload")
    if not payload:
        return None
    body = part(payload, "body")
    content = text(body, "content")
    return Message(
        key=f"{conversation(activity)} {text(payload, 'id')}",
        text=(words(content[:_RAW]) if text(body, "contentType") == "html" else content.strip())[:LONGEST],
        author=text(part(part(payload, "from"), "user"), "displayName"),
        at=text(payload, "createdDateTime"),
        place=place(activity).key,
    )


# --- coming and going -------------------------------------------------------------------------------


def _installed(activity: Json, action: str) -> Event | None:
    """Teams tells of an installation twice, in any order and as two types: both are the same event.

    An upgrade of the app is neither ("add-upgrade", "remove-upgrade"): nobody is welcomed anew for it.
    """
    where = place(activity)
    whole = Place(where.key, private=where.private)  # a whole team or chat, no thread
    match action:
        case "add":
            return Came(_hash("came", _day(activity), where.key), placeholder(activity), whole)
        case "remove":
            return Left(_hash("left", text(activity, "timestamp"), where.key), placeholder(activity), whole)
    return None


def _members(activity: Json) -> Event | None:
    for name, action in (("membersAdded", "add"), ("membersRemoved", "remove")):
        if any(text(one, "id") == us(activity) != "" for one in items(activity, name)):
            return _installed(activity, action)
    return None


def _day(activity: Json) -> str:
    """The day, so that somebody who adds the bot again later is welcomed again."""
    return text(activity, "timestamp")[:10]


# --- ids --------------------------------------------------------------------------------------------


def _id(activity: Json, kind: str = "invoked") -> str:
    """By account and activity; or, where a button asks for an earlier answer again, by that activity.

    The account is in it, so that nobody can ask for the answer to somebody else's.
    """
    again = text(data(activity), AGAIN) if text(activity, "type") == "invoke" else ""
    given = again or text(activity, "id")
    if not given:  # Teams always names an activity; without a name, its content has to do
        given = json.dumps([activity.get("timestamp"), activity.get("replyToId"), activity.get("value")], default=str)
    return _hash(kind, account(activity), conversation(activity), given)


def _hash(kind: str, *parts: str) -> str:
    return f"teams-{kind}-" + sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:40]
