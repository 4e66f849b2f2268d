"""A typed “ok” decides nothing: whoever types one to the bot is shown the buttons."""

from __future__ import annotations

from handlers import questions
from handlers.decisions import Kind, waiting
from handlers.desk import Desk
from handlers.model import Button, Post, Reply, Said, Say, Style
from handlers.routing import Router
from handlers.smalltalk import says

_OK = (
    r"(yes |ok |no )?(ok(ay)?|approved?|i approve|(its |that is |thats )?(fine|good|agreed)( by me| with me)?|agreed|"
    r"go ahead|looks good|lgtm|publish it|post it|yes|no|refused?|rejected?|declined?)( to me)?( please)?"
)
_WORDS = (
    "A typed word decides nothing, so that nobody can doubt who decided what. Please press the button; what waits is "
    "here, and on your Home page."
)
_SHOW = ("Show what waits for me", "Show what else waits", "Show the rest")


def typed(*kinds: Kind) -> Router:
    """What is said to a typed “ok” while something of these kinds waits for whoever typed it."""
    router = Router("typed words")

    @router.said(lambda event: says(event, _OK))
    def press_the_button(event: Said, desk: Desk) -> Reply:
        """The way to the cards; where nothing waits, the words are like any others."""
        found = [(kind, one) for kind in kinds for one in waiting(desk, kind, event.who.key)]
        if not found:
            return questions.ask(event, desk)
        shown = dict.fromkeys(kind.button("waiting") for kind, _ in found)
        buttons = tuple(Button(key, words, style=Style.PRIMARY) for key, words in zip(shown, _SHOW, strict=False))
        return Say(Post("Please press the button", _WORDS, buttons=buttons), private=not event.where.private)

    return router
