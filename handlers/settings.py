"""Settings in chat: who does what, the channel for approvals, and the buttons that change them."""

from __future__ import annotations

from dataclasses import replace

from handlers.desk import Desk, Role
from handlers.model import (
    Button,
    Dialog,
    Done,
    Event,
    Field,
    FieldKind,
    Filled,
    Form,
    Place,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Step,
)
from handlers.notices import notice
from handlers.onlookers import forget, last_look, shown
from handlers.records import Appointment, Standing
from handlers.roles import board, endable, leading, may_settle, name, who_can
from handlers.routing import Router
from handlers.setup import SETTINGS, dead_ends
from handlers.smalltalk import says
from handlers.wording import listed

router = Router("settings")

NAME, GIVE_UP, CHANNEL = "name_holder", "give_up_role", "approvals_channel"
PICKER = ("slack:",)  # the platforms whose forms can ask for a channel

READERS = (
    "Everybody in it reads the posts and requests that are to be decided, and can decide nothing without the role: "
    "please keep it to those who decide. I look who else is in it, and tell head, chair and whoever looks after me."
)
FIXED = Post(
    "Roles stand in the settings file",
    "At this school, whoever looks after me writes people and roles into proviso.toml. Nothing is changed in chat.",
)


@router.said(lambda event: says(event, r"(the |my |show |show me )*settings|who (does|is) (what|who)"))
def show(event: Said, desk: Desk) -> Reply:
    """Asked for in words."""
    return Say(who_does_what(event, desk), private=not event.where.private)


@router.pressed(SETTINGS.key)
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(who_does_what(event, desk), private=True)


def who_does_what(event: Event, desk: Desk) -> Post:
    """Every role with whoever holds it or is to hold it; for those who may change it."""
    known, refused = board(desk), not_allowed(desk, event.who.key)
    give_up = Button(GIVE_UP, "Give up a role", opens=GIVE_UP)
    if refused is not None:  # whoever holds a role may always give it up
        own = endable(known, event.who.key) and not desk.school.fixed
        return replace(refused, buttons=(give_up,)) if own else refused
    facts = [(role.capitalize(), _line(desk, [one for one in known.standing if one.role == role])) for role in Role]
    picks = event.where.key.startswith(PICKER)
    buttons = [Button(NAME, "Name somebody", opens=NAME)]
    if picks:
        buttons.append(Button(CHANNEL, "Choose the approvals channel", opens=CHANNEL))
    if endable(known, event.who.key):
        buttons.append(give_up)
    notes = ["Naming somebody only asks them. Head and chair are told of every change."]
    if not picks:
        notes.append("To choose the approvals channel, add me to it, mention me there and say “use this channel”.")
    return Post(
        "Who does what",
        f"These are the roles at {desk.school.name}, as I know them.",
        facts=(
            *facts,
            *dead_ends(desk, event.who.key),
            ("Approvals channel", _channel(desk)),
        ),
        buttons=tuple(buttons),
        notes=tuple(notes),
    )


def not_allowed(desk: Desk, who: str) -> Post | None:
    """Why somebody may change nothing here; None where they may. Asked again whenever something is pressed or sent."""
    if desk.school.fixed:
        return FIXED
    if may_settle(desk.school, who):
        return None
    return Post("This is for a few people only", f"{who_can(desk.school)} can change who does what. Please ask them.")


# --- the approvals channel ---


@router.said(lambda event: says(event, r"(please )?use this channel( for approvals)?( please)?"))
def use_this_channel(event: Said, desk: Desk) -> Reply:
    """The channel that it is said in; the way that every platform has."""
    refused = not_allowed(desk, event.who.key)
    if refused is not None:
        return Say(refused, private=not event.where.private)
    if event.where.private:
        words = (
            "This is our own chat. Add me to the channel that you mean, mention me there, and say “use this channel”."
        )
        return Say(Post("Please say it in the channel", words))
    return Say(_choose(desk, event, event.where.key))


@router.pressed(CHANNEL)
def open_channel(event: Pressed, desk: Desk) -> Reply:
    """Choose it from a list."""
    refused = not_allowed(desk, event.who.key)
    return desk.ask(CHANNEL, event) if refused is None else Say(refused, private=True)


@router.form(CHANNEL)
def build_channel(desk: Desk, about: str) -> Form:
    """One field."""
    field = Field("channel", "Channel", FieldKind.CHANNEL, hint="Add me to it first: /invite @Proviso.")
    step = Step("channel", "Which channel is for approvals?", (field,), next_label="Choose")
    return Form(CHANNEL, "Approvals channel", (step,), CHANNEL)


@router.done(CHANNEL)
def chosen(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """It is chosen; the channel is told, which shows that I can write there."""
    refused = not_allowed(desk, event.who.key)
    if refused is not None:
        return Done(refused)
    place = str(dialog.answers["channel"])
    said = _choose(desk, event, place)
    desk.tx.tell(Place(place, private=False), said)
    return Done(Post("Chosen", "I say so in the channel. If nothing appears there, add me to it: /invite @Proviso."))


def _choose(desk: Desk, event: Event, place: str) -> Post:
    desk.tx.choose(CHANNEL, place, event.who.key)
    forget(desk.tx)
    for key in leading(desk.school, event.who.key):
        desk.tx.tell(key, notice(f"{event.who.name} chose the channel for approvals."))
    return Post("This is the approvals channel now", f"{event.who.name} chose it.", notes=(READERS,))


def _channel(desk: Desk) -> str:
    place = desk.school.choices.get(CHANNEL, "")
    if not place:
        return "not chosen yet"
    chosen, found = f"Chosen, in {place.partition(':')[0].capitalize()}", last_look(desk.tx, place)
    return chosen if found is None else f"{chosen}. {shown(desk.school, found)}"


# --- inside ---


def _line(desk: Desk, standing: list[Appointment]) -> str:
    """Who holds a role, and what is on the way. Of somebody who has left the list the role does not count."""
    held = [
        name(desk.school, one.person) + ("" if desk.school.member(one.person) else ", not on the staff list any more")
        for one in standing
        if one.standing is Standing.HELD
    ]
    waiting = [_waiting(desk, one) for one in standing if one.standing is not Standing.HELD]
    return "; ".join([*([listed(held, "and")] if held else []), *waiting]) or "nobody yet"


def _waiting(desk: Desk, one: Appointment) -> str:
    person = name(desk.school, one.person)
    if one.standing is Standing.NAMED:
        return f"waiting for {person} to accept"
    return f"waiting for somebody else to confirm {person}"
