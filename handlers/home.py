"""Home: what waits for me, what is in force, what I keep; for the head also what the policy did not answer."""

from __future__ import annotations

from handlers import appointments, copies, private_devices, rulings
from handlers.acknowledging import register as acknowledgements
from handlers.asking import ASK
from handlers.checking import CHECK_POST
from handlers.concerns import lists as messages
from handlers.desk import Desk, Role
from handlers.drafts import mine as drafts
from handlers.model import Button, Home, Looked, Post, Reply, Said, Say, Style
from handlers.overview import showing as overview
from handlers.policies import line
from handlers.reminders.mine import MY_REMINDERS
from handlers.requests import asking as permission
from handlers.requests import registers
from handlers.roles import may_settle
from handlers.routing import Router
from handlers.sending import sent_line
from handlers.sent import WAITING
from handlers.setup import SETTINGS, offered, still_to_do
from handlers.smalltalk import says
from handlers.telling import TELL_SOMEBODY
from handlers.versions import history as policy_history
from handlers.wording import day, plural

router = Router("home")

_MOST = 20  # sent questions, and subjects


@router.home()
def home(event: Looked, desk: Desk) -> Reply:
    """The person's own page."""
    return Home(_page(desk, event.who.key))


@router.said(lambda event: says(event, r"(my |show )?home( ?page)?"))
def home_in_words(event: Said, desk: Desk) -> Reply:
    """The same as a message, where there is no such page."""
    return Say(_page(desk, event.who.key), private=not event.where.private)


def _page(desk: Desk, who: str) -> Post:
    """What waits comes first, then what is still to be set up, for those who can."""
    waits = appointments.waiting(desk, who)
    of_messages, message_buttons = messages.on_home(desk, who)
    facts = [*of_messages, *(("Waits for you", words) for words, _ in waits)]
    of_policies, read, record = acknowledgements.on_home(desk, who)
    facts += of_policies
    of_requests, decide_requests = registers.on_home(desk, who)
    facts += of_requests
    of_devices, device_buttons = private_devices.on_home(desk, who)
    facts += of_devices
    sent = desk.tx.sent_questions(who)
    of_drafts, decide, draft_buttons = drafts.on_home(desk, who)
    facts += of_drafts
    facts += [(f"Sent to you, {when}", words) for when, words in (sent_line(one, desk) for one in sent[:_MOST])]
    ruled = rulings.on_home(desk, who)
    facts += ruled
    policies_wait = policy_history.waiting(desk, who)
    facts += policies_wait
    if may_settle(desk.school, who):
        facts += still_to_do(desk)
    facts += _policies(desk)
    kept = desk.tx.kept_copies(who)
    facts += [(_kept(copy.at.astimezone(desk.school.zone).date().isoformat()), copy.question) for copy in kept[:_MOST]]
    if desk.school.holds(who, Role.HEAD):
        facts += _not_answered(desk)
    text = "I show this page to you alone: what waits for you, the policies in force, and what you keep."
    buttons = [Button(appointments.WAITING, "Answer what waits for you", style=Style.PRIMARY)] if waits else []
    buttons += message_buttons
    buttons += device_buttons
    buttons += [Button(WAITING, "Answer what was sent to you", style=Style.PRIMARY)] if sent else []
    buttons += read
    buttons += decide_requests
    buttons += decide
    buttons += [
        ASK,
        TELL_SOMEBODY,
        CHECK_POST,
        *draft_buttons,
        permission.ASK_BUTTON,
        Button("show_policies", "See the policies"),
    ]
    buttons += [policy_history.VERSIONS] if policies_wait else []
    buttons += [rulings.RULINGS] if ruled else []
    buttons += record
    buttons += overview.on_home(desk, who)
    buttons += [MY_REMINDERS, *([Button(copies.LIST, "My copies")] if kept else [])]
    buttons += [SETTINGS] if offered(desk, who) else []
    return Post(desk.school.name, text, facts=tuple(facts), buttons=tuple(buttons), glance="Your own page")


def _policies(desk: Desk) -> list[tuple[str, str]]:
    facts = [(policy.title, line(policy)) for policy in desk.knowledge.policies()]
    return facts or [("Policies", "None yet. Whoever looks after this bot can add them.")]


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
