"""“Overview”: a link to its page for head and chair, or where the school has no page, the same figures in a message."""

from __future__ import annotations

from datetime import timedelta

from handlers.desk import Desk
from handlers.model import Button, Post, Pressed, Reply, Said, Say, Style
from handlers.overview.counted import overview
from handlers.overview.opening import READERS
from handlers.overview.words import facts
from handlers.routing import Router
from handlers.smalltalk import says

router = Router("overview")

PURPOSE = "overview"  # of the link
LASTS = timedelta(minutes=15)
SHOW = Button("overview", "Overview")

NOT_THEIRS = Post("The overview is for head and chair of governors", "They can print it for the governors.")
_GLANCE = "The overview"
_NOTES = ("No names are in it, and no number so small that it could point at somebody.",)


def may_see(desk: Desk, who: str) -> bool:
    """Whether somebody sees the figures: head and chair, as long as they are."""
    return desk.school.holds(who, *READERS)


@router.said(lambda event: says(event, r"(show )?(me )?(the |our |my )?(school ?s )?(governors? )?overview( page)?"))
def show(event: Said, desk: Desk) -> Reply:
    """Asked for in words."""
    return Say(_post(desk, event.who.key), private=True)


@router.pressed(SHOW.key)
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_post(desk, event.who.key), private=True)


def on_home(desk: Desk, who: str) -> list[Button]:
    """The button on the page of whoever may see it."""
    return [SHOW] if may_see(desk, who) else []


def _post(desk: Desk, who: str) -> Post:
    if not may_see(desk, who):
        return NOT_THEIRS
    link = desk.tx.link(PURPOSE, "", who, LASTS)
    if not link:
        return Post("Overview", facts=tuple(facts(overview(desk))), notes=_NOTES, glance=_GLANCE)
    text = "How the policies are read, reviewed and used, in numbers; it prints on one page for the governors."
    notes = ("The link works once, for you alone, within 15 minutes. For another, say “overview”.", *_NOTES)
    button = Button("overview_page", "Open the overview", style=Style.PRIMARY, link=link)
    return Post("Overview", text, buttons=(button,), notes=notes, glance=_GLANCE)
