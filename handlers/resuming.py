"""A form that was closed half-way, by a slip or on purpose: to go on where one was, to begin anew, or to have it gone.

No platform tells us that a form was closed: Slack is not asked to, and Teams cannot. So nothing follows from it: the
dialog stands at its last completed step until its day is over, and whoever opens the form again is asked.
"""

from __future__ import annotations

import json

from handlers.desk import Desk
from handlers.forms import page
from handlers.model import Answers, Button, Dialog, Event, Post, Pressed, Reply, Say, Update
from handlers.routing import Router

router = Router("resuming")

GO_ON, ANEW, AWAY = "go_on_with_form", "begin_form_anew", "throw_form_away"

CLOSED = Post("This form is closed", "It was finished, cancelled or left open for too long. You can start it again.")
CANCELLED = Post("Cancelled", "Nothing was sent, and what you filled in is gone.")


def open_or_go_on(desk: Desk, form: str, event: Event, *, about: str = "", answers: Answers | None = None) -> Reply:
    """Open a form, starting from `answers`; where they left it half filled in, ask first what to do with that.

    What they would begin anew with is kept beside it, so that the question itself loses nothing either.
    """
    old = half_way(desk, event.who.key, form, about, answers)
    fresh = desk.ask(form, event, about=about, answers=answers)
    return fresh if old is None else Say(_offer(old, fresh.dialog), private=True)


def half_way(desk: Desk, who: str, form: str, about: str, answers: Answers | None = None) -> Dialog | None:
    """The dialog that somebody has got furthest with; None where none holds more than a new one would."""
    found = [one for one in desk.tx.open_dialogs(who, form) if one.about == about]
    begun = [one for one in found if _filled_in(one.answers) != _filled_in(answers or {})]
    return max(begun, key=lambda one: one.version, default=None)


@router.pressed(GO_ON)
def go_on(event: Pressed, desk: Desk) -> Reply:
    """Where they were, after a slip or a restart or on another device."""
    dialog = _theirs(event, desk)
    return _page(dialog, desk) if dialog is not None else Say(CLOSED, private=True)


@router.pressed(ANEW)
def begin_anew(event: Pressed, desk: Desk) -> Reply:
    """With what the entrance began with; what was filled in before is gone."""
    fresh = _theirs(event, desk)
    if fresh is None:
        return Say(CLOSED, private=True)
    _throw_away(fresh, desk, but=fresh.id)
    return _page(fresh, desk)


@router.pressed(AWAY)
def throw_away(event: Pressed, desk: Desk) -> Reply:
    """All of it is gone."""
    dialog = _theirs(event, desk)
    if dialog is None:
        return Update(CLOSED)
    _throw_away(dialog, desk)
    return Update(CANCELLED)


# --- inside ---


def _offer(old: Dialog, fresh: Dialog) -> Post:
    """It says nothing of what the form is for: it stands in the chat."""
    return Post(
        "You have begun something",
        "You have not sent it. You can go on where you were, or begin anew; then what you filled in is gone. Left as "
        "it is, it is forgotten a day after you began.",
        buttons=(
            Button(GO_ON, "Go on where I was", old.id, opens=old.form),
            Button(ANEW, "Begin anew", fresh.id, opens=old.form),
            Button(AWAY, "Throw it away", old.id),
        ),
        glance="You have begun something here.",
    )


def _theirs(event: Pressed, desk: Desk) -> Dialog | None:
    dialog = desk.tx.dialog(event.value)
    return dialog if dialog is not None and dialog.who == event.who.key else None


def _throw_away(dialog: Dialog, desk: Desk, *, but: str = "") -> None:
    """This dialog and all others of the same, except `but`."""
    for one in desk.tx.open_dialogs(dialog.who, dialog.form):
        if one.about == dialog.about and one.id != but:
            desk.tx.close_dialog(one.id)


def _page(dialog: Dialog, desk: Desk) -> Reply:
    return page(desk.form(dialog.form, dialog.about), dialog)


def _filled_in(answers: Answers) -> str:
    """What is answered, in a form that can be compared."""
    given = {key: value for key, value in answers.items() if value not in (None, "", [], ())}
    return json.dumps(given, sort_keys=True, default=str)
