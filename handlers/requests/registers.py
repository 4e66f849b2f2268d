"""What was asked for and given, for those whom it concerns: requests, devices, authorities; ending what was given."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.decisions import able, find, waiting
from handlers.desk import Desk, Role
from handlers.model import (
    Answers,
    Button,
    Dialog,
    Done,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Pressed,
    Reply,
    Said,
    Say,
    Step,
    Style,
)
from handlers.requests.asking import ASK_BUTTON
from handlers.requests.authority import read_first
from handlers.requests.ending import end, may_end
from handlers.requests.kinds import DEVICE, IMAGES, POSTING
from handlers.requests.matters import KIND
from handlers.requests.request import Request, State, in_force, request_of, requests
from handlers.requests.written import in_writing, line
from handlers.roles import name
from handlers.routing import Router
from handlers.smalltalk import says
from handlers.wording import plural

router = Router("requests")

LIST, SHOW, END = "requests", "show_request", "end_request"
REQUESTS = Button(LIST, "Requests")
_DECIDE = Button(KIND.button("waiting"), "Decide about requests", style=Style.PRIMARY)
_MOST = 20
_BY_ROLE = "As authorised poster, on every account: see “settings”."
_FIRST = " The policy in force is still to be acknowledged, before anything can be published."
_SHOW = r"(the |our |my |show |show me |list )*"

GONE = Post("This has changed meanwhile", "Say “requests” to see how it stands now.")
NOTHING = Post("There is nothing here that you could end", "Say “requests” to see what there is.")


def may_see(desk: Desk, one: Request, who: str) -> bool:
    """Whether somebody may see it: who asked, whom it is for, head, who may decide it; of the head's own, the chair."""
    if who in (one.by, one.owner) or desk.school.holds(who, Role.HEAD):
        return True
    if desk.school.holds(one.owner, Role.HEAD) and desk.school.holds(who, Role.CHAIR):
        return True
    matter = find(desk, KIND, one.id) if one.state is State.WAITS else None
    return matter is not None and who in {decider.key for decider in able(desk, matter)}


def on_home(desk: Desk, who: str) -> tuple[list[tuple[str, str]], list[Button]]:
    """For Home: what waits for somebody's decision and what came back to them; the button that decides."""
    waits = waiting(desk, KIND, who)
    facts = [("Waits for your decision", f"{name(desk.school, one.author)}: {one.title}") for one in waits]
    back = (one for one in requests(desk, open_only=True) if one.by == who and one.state is State.CHANGES)
    facts += [("Changes are asked for", f"{one.kind.asks} (ref {one.ref})") for one in back]
    return facts, [_DECIDE] if waits else []


# --- the lists ---


@router.said(lambda event: says(event, rf"{_SHOW}(requests?|permissions?)"))
def show(event: Said, desk: Desk) -> Reply:
    """Asked for in words."""
    return Say(_requests(desk, event.who.key), private=True)


@router.pressed(LIST)
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_requests(desk, event.who.key), private=True)


@router.said(lambda event: says(event, rf"{_SHOW}(approved )?devices?"))
def show_devices(event: Said, desk: Desk) -> Reply:
    """The private devices that are approved for photographs."""
    return Say(_devices(desk, event.who.key), private=True)


@router.said(lambda event: says(event, rf"{_SHOW}authorit(y|ies)( to post)?"))
def show_authorities(event: Said, desk: Desk) -> Reply:
    """Who may post for the school."""
    return Say(_authorities(desk, event.who.key), private=True)


def _requests(desk: Desk, who: str) -> Post:
    mine = [one for one in requests(desk) if may_see(desk, one, who)]
    first = [one for one in mine if one.state in (State.WAITS, State.CHANGES)]
    rest = [one for one in mine if one not in first]
    facts = tuple((_label(desk, one), line(desk, one)) for one in (*first, *rest)[:_MOST])
    text = f"{plural(len(first), 'request')} open, {len(rest)} decided." if mine else "You have asked for nothing yet."
    if len(mine) > _MOST:
        text += f" The first {_MOST} are shown."
    buttons = [*([_DECIDE] if waiting(desk, KIND, who) else []), ASK_BUTTON]
    buttons += [Button(SHOW, "Show one in writing", opens=SHOW)] if mine else []
    return Post("Requests", text, facts=facts, buttons=(*buttons, *_end_button(desk, mine, who)), glance="Requests")


def _devices(desk: Desk, who: str) -> Post:
    """What is approved today: one's own, for the head all."""
    found = [one for one in in_force(desk, DEVICE) if may_see(desk, one, who)]
    facts = tuple((one.whose, line(desk, one)) for one in found[:_MOST])
    text, title = f"{plural(len(found), 'device is', 'devices are')} approved today.", "Approved devices"
    return Post(title, text, facts=facts, buttons=(ASK_BUTTON, *_end_button(desk, found, who)), glance=title)


def _authorities(desk: Desk, who: str) -> Post:
    """Who may post, given it or by role, and who has the policy to read first: oneself, for the head all."""
    found = [one for one in in_force(desk, POSTING) if may_see(desk, one, who)]
    holders = [one.person for one in desk.school.holders(Role.AUTHORISED_POSTER)]
    by_role = [one for one in holders if one.key == who or desk.school.holds(who, Role.HEAD)]
    first = {key for key in (*(one.owner for one in found), *(one.key for one in by_role)) if read_first(desk, key)}
    facts = [(one.whose, line(desk, one) + (_FIRST if one.owner in first else "")) for one in found]
    facts += [(one.name, _BY_ROLE + (_FIRST if one.key in first else "")) for one in by_role]
    people = {one.owner for one in found} | {one.key for one in by_role}
    text = f"{plural(len(people), 'person has', 'people have')} the authority to post today."
    buttons = (ASK_BUTTON, *_end_button(desk, found, who))
    return Post("Authority to post", text, facts=tuple(facts[:_MOST]), buttons=buttons, glance="Authority to post")


def _label(desk: Desk, one: Request) -> str:
    state = "Ended" if one.state is State.GIVEN and not one.in_force(desk) and one.until else _STATES[one.state]
    return f"{state}: {one.kind.asks}, for {one.whose}"


_STATES = {
    State.WAITS: "Waits",
    State.CHANGES: "To be changed",
    State.GIVEN: "Approved",
    State.REFUSED: "Not given",
    State.TAKEN_BACK: "Taken back",
    State.ENDED: "Ended",
}


def _end_button(desk: Desk, found: Sequence[Request], who: str) -> tuple[Button, ...]:
    able_to = any(may_end(desk, one, who) for one in found)
    return (Button(END, "End one", opens=END, style=Style.DANGER),) if able_to else ()


# --- one in writing ---


@router.pressed(SHOW)
def choose(event: Pressed, desk: Desk) -> Reply:
    """Choose which."""
    return desk.ask(SHOW, event, about=event.who.key)


@router.form(SHOW)
def build(desk: Desk, about: str) -> Form:
    """Which one; permission for pictures first, since that is what people have to show."""
    mine = sorted((one for one in requests(desk) if may_see(desk, one, about)), key=lambda one: one.kind is not IMAGES)
    field = Field("which", "Which one?", FieldKind.CHOICE, _choices(desk, mine))
    return Form(SHOW, "In writing", (Step("which", "Which one?", (field,), next_label="Show it"),), SHOW)


@router.done(SHOW)
def shown(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """The record, for whoever may see it."""
    one = request_of(desk, str(dialog.answers["which"]))
    return Done(in_writing(desk, one) if one is not None and may_see(desk, one, event.who.key) else GONE)


# --- ending what was given ---


@router.pressed(END)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form, for whoever may end one."""
    if not any(may_end(desk, one, event.who.key) for one in requests(desk, open_only=True)):
        return Say(NOTHING, private=True)
    return desk.ask(END, event, about=event.who.key)


@router.form(END)
def build_ending(desk: Desk, about: str) -> Form:
    """Which one, and why; what follows."""
    known = {one.id: one for one in requests(desk, open_only=True) if may_end(desk, one, about)}
    fields = (
        Field("which", "Which one?", FieldKind.CHOICE, _choices(desk, tuple(known.values()))),
        Field("why", "Why", FieldKind.LONG, longest=600, hint="Whom it was given to reads it."),
    )

    def review(answers: Answers) -> Post:
        one = known.get(str(answers.get("which")))
        if one is None:
            return GONE
        facts = (("Whose", one.whose), ("What", one.kind.asks), *one.shown[:1])
        return Post("This will end", "It ends at once, and they are told.", facts=facts)

    last = Step("review", "Check it", words=review, next_label="End it")
    return Form(END, "End a permission", (Step("which", "Which one ends?", fields), last), END)


@router.done(END)
def ended(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """End it, if whoever sends the form still may."""
    one = request_of(desk, str(dialog.answers["which"]))
    if one is None or not may_end(desk, one, event.who.key):
        return Done(GONE)
    done = end(desk, one, event.who.key, str(dialog.answers["why"]))
    return Done(Post("Ended", "It holds no longer.", facts=(("Ref", one.ref),)) if done else GONE)


def _choices(desk: Desk, found: Sequence[Request]) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, f"{one.ref}: {one.kind.asks}, {one.whose}") for one in found)
