"""Home: what is in force and what I keep; for the head also what the policy did not answer."""

from __future__ import annotations

from handlers import copies
from handlers.desk import Desk, Role
from handlers.model import Button, Home, Looked, Post, Reply
from handlers.policies import line
from handlers.routing import Router
from handlers.sending import sent_line
from handlers.wording import day, plural

router = Router("home")

_MOST = 20  # sent questions, and subjects


@router.home()
def home(event: Looked, desk: Desk) -> Reply:
    """The person's own page."""
    who = event.who.key
    kept = desk.tx.kept_copies(who)
    facts = [(policy.title, line(policy)) for policy in desk.knowledge.policies()]
    if not facts:
        facts = [("Policies", "None yet. Whoever looks after this bot can add them.")]
    facts += [(_kept(copy.at.astimezone(desk.school.zone).date().isoformat()), copy.question) for copy in kept[:_MOST]]
    text = "Ask me in our chat. The policies in force are listed here"
    text += f", and the {plural(len(kept), 'copy', 'copies')} you keep; only you see them." if kept else "."
    if desk.school.holds(who, Role.HEAD):
        facts += _not_answered(desk)
    sent = desk.tx.sent_questions(who)
    facts += [(f"Sent to you, {when}", words) for when, words in (sent_line(one, desk) for one in sent[:_MOST])]
    buttons = [Button("show_policies", "See the policies")]
    if kept:
        buttons.append(Button(copies.LIST, "My copies"))
    return Home(Post(desk.school.name, text, facts=tuple(facts), buttons=tuple(buttons)))


def _kept(iso: str) -> str:
    return f"Copy kept on {day(iso)}"


def _not_answered(desk: Desk) -> list[tuple[str, str]]:
    """Counts by subject; no wording, no names, and no small numbers, which could point at somebody."""
    smallest = desk.school.smallest_count
    counts = desk.tx.unanswered(smallest)[:_MOST]
    rows = [("Your policy did not answer", f"{one.subject}: {plural(one.count, 'question')}") for one in counts]
    if not rows:
        words = f"Nothing to show. A subject appears here from {plural(smallest, 'question')} on, by number alone."
        rows = [("Your policy did not answer", words)]
    return rows
