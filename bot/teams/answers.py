"""A reply → the body of the answer to an invoke: a dialog's next view, a card in place of a card, or a line. Pure.

An empty or odd body makes Teams show an error and repeat the invoke, so there is always one that says something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sorry import NOT_KNOWN
from bot.teams import render, render_form
from bot.teams.parse import dialog_again
from handlers.model import Ask, Done, Event, Home, Looked, Nothing, Post, Reply, Say, Update

Body = dict[str, Any]

DIALOGS = frozenset({"task/fetch", "task/submit", "composeExtension/fetchTask", "composeExtension/submitAction"})
NAME = "Proviso"

BELOW = "My answer is below."
PRIVATELY = "I've replied to you privately."
LATER = "One moment, please. This takes longer than usual: my answer comes as a message."
THANKS = "Thank you."
NO_FORM = "This form opens from its own button. Please ask again, and use the new one."
BUSY = NOT_KNOWN
UNKNOWN = "I do not know what to do with this. Please ask again, and use the new buttons."
_MOMENT = Post("One moment, please", "This takes longer than usual. Please press the button in a few seconds.")


def answer(name: str, event: Event, reply: Reply, people: render_form.People = (), refresh: Sequence[str] = ()) -> Body:
    """The body for an invoke of this `name`. `people` as in `render_form.dialog`, `refresh` as in `card_for`."""
    if name in DIALOGS:
        return in_dialog(reply, people)
    match reply:
        case Update(post=post) | Home(post=post) | Done(post=post):
            return card_for(post, event.who.key, refresh)
        case Say(post=post) if isinstance(event, Looked):
            return card_for(post, event.who.key, refresh)
        case Say(private=private):
            return line(PRIVATELY if private and not event.where.private else BELOW)
        case Ask():
            return line(NO_FORM)
    return line(THANKS)


def in_dialog(reply: Reply, people: render_form.People = ()) -> Body:
    """What a dialog shows next. Without anything to show it closes with a word."""
    match reply:
        case Ask():
            return render_form.dialog(reply, people)
        case Done():
            return render_form.done(reply)
        case Say(post=post) | Update(post=post) | Home(post=post):
            return _shown(post)
        case Nothing():
            return {"task": {"type": "message", "value": THANKS}}


def card_for(post: Post, who: str, refresh: Sequence[str] = ()) -> Body:
    """The card as this person may see it, in the place of the one that asked. Only they see it.

    `refresh` are the Teams ids of those whose clients go on asking for theirs.
    """
    buttons = not post.actors or who in post.actors
    return _body(render.CARD, render.card(post, buttons=buttons, refresh=refresh))


def line(words: str) -> Body:
    """A line under the card."""
    return _body("application/vnd.microsoft.activity.message", words)


def later(name: str, activity: Mapping[str, Any]) -> Body:
    """For an answer that is not there in time: a line, or a view with a button that asks for the answer again."""
    if name not in DIALOGS:
        return line(LATER)
    body = _shown(_MOMENT)
    shown = body["task"]["value"]["card"]["content"]
    shown["actions"] = [render.submit("Show me", dialog_again(activity))]
    return body


def words(name: str, text: str) -> Body:
    """A sentence, wherever the invoke came from."""
    return _shown(Post(text=text)) if name in DIALOGS else line(text)


def _shown(post: Post) -> Body:
    body = render_form.done(Done(post))
    body["task"]["value"]["title"] = NAME
    return body


def _body(kind: str, value: object) -> Body:
    return {"statusCode": 200, "type": kind, "value": value}
