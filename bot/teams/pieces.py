"""The pieces of an activity: who sent it, from where, whom it mentions, what its button carries. Pure.

Teams leaves things out and sends null for others; whatever is missing or of another kind is empty, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.shorten import clean
from handlers.model import Person, Place

Json = Mapping[str, Any]

_ZONE = 60  # characters of a time zone's name; the client says it
ALONE = "teams:alone"  # the key of somebody's own conversation with the bot, where its id is not known


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent an activity, and from where, as Teams names them."""

    tenant: str
    account: str  # Entra's object id, the same in every conversation; else the id that is ours alone
    user: str  # "29:…": the id by which this bot writes to them
    name: str
    bot: str  # our own id there
    service: str
    conversation: str  # without thread
    personal: bool
    zone: str = ""


def sender(activity: Json) -> Sender:
    """Who sent it. Empty strings where Teams left something out."""
    who, tenant = part(activity, "from"), text(part(activity, "conversation"), "tenantId")
    return Sender(
        tenant=(tenant or text(part(part(activity, "channelData"), "tenant"), "id")).lower(),
        account=text(who, "aadObjectId") or text(who, "id"),
        user=text(who, "id"),
        name=text(who, "name"),
        bot=us(activity),
        service=text(activity, "serviceUrl"),
        conversation=conversation(activity),
        personal=personal(activity),
        zone=next((text(one, "timezone") for one in items(activity, "entities") if text(one, "timezone")), "")[:_ZONE],
    )


def mentions(activity: Json) -> list[tuple[str, str, str]]:
    """(id, name, text) of everybody who is mentioned."""
    found = [one for one in items(activity, "entities") if text(one, "type") == "mention"]
    return [
        (text(part(one, "mentioned"), "id"), text(part(one, "mentioned"), "name"), text(one, "text")) for one in found
    ]


def data(activity: Json) -> Json:
    """What the pressed button carries, wherever this kind of invoke puts it."""
    value = part(activity, "value")
    name = text(activity, "name")
    if name == "adaptiveCard/action":
        return part(part(value, "action"), "data")
    if name == "composeExtension/fetchTask":
        return {"command": text(value, "commandId")}
    return part(value, "data") if name else value


def place(activity: Json) -> Place:
    """Where it was said: the conversation; in a channel also the thread, by the id of its first message."""
    thread = text(part(activity, "conversation"), "id").partition(";messageid=")[2]
    return Place(f"teams:{conversation(activity)}", thread, personal(activity))


def dialog_place(activity: Json) -> Place:
    """Where a dialog is open. Only one person sees it, be it over a channel: what follows is for them alone."""
    return place(activity) if personal(activity) else Place(ALONE)


def handle(activity: Json) -> str:
    """The message that the button stands on, as `bot.teams.send` names it: conversation, space, activity."""
    message = text(activity, "replyToId")
    return f"{text(part(activity, 'conversation'), 'id')} {message}" if message else ""


def personal(activity: Json) -> bool:
    """Whether only the person and the bot read it. What Teams does not call personal is not."""
    return text(part(activity, "conversation"), "conversationType") == "personal"


def placeholder(activity: Json) -> Person:
    """Somebody whose account has not been looked up yet."""
    return Person("", text(part(activity, "from"), "name"))


def account(activity: Json) -> str:
    """Whose account it came from, as one text."""
    found = sender(activity)
    return f"{found.tenant} {found.account}"


def conversation(activity: Json) -> str:
    """The conversation's id, without the thread that Teams adds to it in a channel."""
    return text(part(activity, "conversation"), "id").partition(";messageid=")[0]


def us(activity: Json) -> str:
    """Our own id there."""
    return text(part(activity, "recipient"), "id")


def part(value: object, name: str) -> Json:
    """The object of this name; empty where there is none."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def items(value: Json, name: str) -> list[Any]:
    """The list of this name; empty where there is none."""
    found = value.get(name)
    return found if isinstance(found, list) else []


def text(value: object, name: str) -> str:
    """The text of this name, without what cannot be kept or shown; "" where there is none."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return clean(found) if isinstance(found, str) else ""
