"""What somebody sees where a turn failed: words with a reference, or their form's page with what they typed on it."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.forms import WHOLE_STEP, given_again, page
from handlers.model import Dialog, Done, Event, Filled, Home, Looked, Post, Reply, Say

NOT_KNOWN = "I could not look up who you are just now, and nothing was done. Please try again in a minute."
_FAILED = "Sorry, that did not work, and nothing was changed."
_AGAIN = "Please try again. If it happens again, tell whoever looks after this bot; the reference is {}."


def sorry(event: Event, reference: str) -> Reply:
    """Words for a failure, in the shape that the event's platform can show."""
    post = Post("Something went wrong", f"{_FAILED} {_AGAIN.format(reference)}")
    match event:
        case Filled():
            return Done(post)
        case Looked():
            return Home(post)
    return Say(post, private=True)


def as_given(event: Filled, dialog: Dialog, desk: Desk, reference: str) -> Reply:
    """The page as it was submitted; where the dialog has moved on, the page that it stands at. Raises what its form
    raises."""
    form = desk.form(dialog.form, dialog.about)
    error = f"{_FAILED} What you filled in is still here. {_AGAIN.format(reference)}"
    if event.version not in (0, dialog.version):
        return page(form, dialog, {WHOLE_STEP: error})
    return given_again(form, dialog, event.step, event.given, error)
