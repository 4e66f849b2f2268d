"""The ways in, and what stands on Home: my drafts, what waits for my decision, the ready texts that I may send."""

from __future__ import annotations

from handlers.decisions import Matter, waiting
from handlers.desk import Desk
from handlers.drafts import ready
from handlers.drafts.accounts import account, may_publish
from handlers.drafts.deciding import KIND, REWRITE, TAKE_BACK
from handlers.drafts.draft import OPEN, Draft, State, drafts, find
from handlers.drafts.pictured import add_buttons
from handlers.drafts.publishing import DONE
from handlers.drafts.writing import begin
from handlers.model import Button, Called, Post, Pressed, Reply, Said, Say, Style
from handlers.roles import name
from handlers.routing import Router
from handlers.smalltalk import says

router = Router("my drafts")

COMMAND, LIST, SHOW = "draft-post", "my_drafts", "show_draft"
DRAFT_POST = Button(REWRITE, "Draft a post for the school", opens=REWRITE)
_MOST = 10
_DRAFTING = (  # "can I write a post about…?" is a question about the policy
    r"(?!(can|could|may|am|are) (i|we)\b)"
    r"((please|hi|hello|i|id|we|want|need|would|like|have|can|could|you|u|help|me|us|lets|to|with) )*"
    r"(draft|write|writing|create|prepare|put together)"
    r"(( me| us| up)? ((a|an|the|new|another|school|schools|our|social|media|facebook|instagram|twitter|newsletter) )*"
    r"(post|draft|tweet|announcement|update))?"
    r"( (for|on|to) ((the|our|school|schools|social|media|facebook|instagram|twitter|website|page|account) ?)+)?"
    r"( please)?"
)

OFFER = Post(
    "Draft a post for the school",
    "Anyone may write one; an authorised person publishes it once it is approved. It takes a few minutes.",
    buttons=(DRAFT_POST,),
)
NONE = Post("You have no drafts", "When you have written one, it stands here until it is published.",
            buttons=(DRAFT_POST,))  # fmt: skip


@router.called(COMMAND)
def called(event: Called, desk: Desk) -> Reply:
    """The form at once."""
    return begin(event, desk, text=event.text.strip())


@router.said(lambda event: says(event, _DRAFTING))
def offer(event: Said, desk: Desk) -> Reply:
    """Asked for in words: a button opens the form, since words cannot."""
    return Say(OFFER, private=not event.where.private)


@router.said(lambda event: says(event, r"(show )?(me )?(my )?drafts"))
def show_mine(event: Said, desk: Desk) -> Reply:
    """What somebody wrote, and how it stands."""
    return Say(_mine(desk, event.who.key), private=not event.where.private)


@router.pressed(LIST)
def show_mine_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, by a button."""
    return Say(_mine(desk, event.who.key), private=True)


@router.pressed(SHOW)
def show(event: Pressed, desk: Desk) -> Reply:
    """One draft of somebody's own, whole."""
    draft = find(desk, event.value)
    if draft is None or draft.author != event.who.key:
        return Say(NONE, private=True)
    return Say(_whole(desk, draft), private=True)


def on_home(desk: Desk, who: str) -> tuple[list[tuple[str, str]], list[Button], list[Button]]:
    """Facts; the button for what waits for their decision, if anything does; the buttons for their own."""
    to_decide = waiting(desk, KIND, who)
    facts = [("Waits for your decision", _line(desk, one)) for one in to_decide[:_MOST]]
    facts += [("Waits for your decision", f"{len(to_decide) - _MOST} more")] if len(to_decide) > _MOST else []
    waits = [Button(KIND.button("waiting"), "Decide about posts", style=Style.PRIMARY)] if facts else []
    own = _of(desk, who)
    facts += [("Your draft", _said(desk, one)) for one in own[:_MOST]]
    buttons = [DRAFT_POST, *([Button(LIST, "My drafts")] if own else [])]
    if ready.mine(desk, who):
        facts.append(("Ready texts", "You may send some by one press, also out of hours."))
        buttons.append(ready.READY_TEXTS)
    return facts, waits, buttons


# --- inside ---


def _mine(desk: Desk, who: str) -> Post:
    own = _of(desk, who)
    if not own:
        return NONE
    facts = tuple((f"Draft {one.journal.ref}", _said(desk, one)) for one in own[:_MOST])
    buttons = tuple(Button(SHOW, f"Show {one.journal.ref}", one.journal.id) for one in own[:_MOST])
    return Post("Your drafts", "How each of them stands:", facts=facts, buttons=(*buttons, DRAFT_POST))


def _whole(desk: Desk, draft: Draft) -> Post:
    buttons = []
    if draft.state in OPEN:
        buttons.append(Button(REWRITE, "Change it", draft.journal.id, opens=REWRITE))
        buttons += add_buttons(desk, draft)
        buttons.append(Button(TAKE_BACK, "Take it back", draft.journal.id))
    where = account(desk, draft.content.account)
    if draft.state is State.APPROVED and where is not None and may_publish(desk, draft.author, where):
        buttons.insert(0, Button(DONE, "Published, here is the link", draft.version, Style.PRIMARY, opens=DONE))
    facts = [("It is", draft.state.value)]
    facts += [("Decided", draft.decided.line(desk))] if draft.decided else []
    facts += [("The reason", draft.decided.words)] if draft.decided and draft.decided.words else []
    glance = f"Your draft {draft.journal.ref}"
    return Post(glance, draft.content.text, facts=tuple(facts), buttons=tuple(buttons), glance=glance)


def _of(desk: Desk, who: str) -> list[Draft]:
    return [one for one in drafts(desk) if one.author == who and one.state in OPEN]


def _said(desk: Desk, draft: Draft) -> str:
    where = account(desk, draft.content.account)
    return f"{where.title if where else 'A post'}, {draft.content.purpose}: {draft.state.value}"


def _line(desk: Desk, one: Matter) -> str:
    return f"{one.title}, from {name(desk.school, one.author)}"
