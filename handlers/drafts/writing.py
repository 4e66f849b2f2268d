"""Writing a draft: for which account, the text within its limit, the checklist, and what is sent to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.deciders import deciders, in_words
from handlers.deciding import given_back
from handlers.desk import Desk
from handlers.drafts.accounts import Account, Rule, account, accounts, may_publish
from handlers.drafts.deciding import REWRITE, attention, findings, needs_decision, submit
from handlers.drafts.draft import DRAFT, SENT, Content, Draft, State, find
from handlers.drafts.findings import marked
from handlers.drafts.pictured import add_buttons, without_permission
from handlers.drafts.protocol import OWN, checklist
from handlers.drafts.register import GONE
from handlers.forms import refuse
from handlers.model import (
    Answers,
    Dialog,
    Done,
    Event,
    Field,
    FieldKind,
    Filled,
    Form,
    Post,
    Pressed,
    Reply,
    Say,
    Step,
)
from handlers.requests.authority import approved_devices
from handlers.resuming import open_or_go_on
from handlers.roles import name
from handlers.routing import Router
from handlers.wording import day, listed

router = Router("writing")

ONE, READY = "one", "ready"
_KINDS = (
    (ONE, "One post"),
    (READY, "A ready text, for a closure or the like, to be sent when it is needed"),
)
AGAIN = (State.WAITING, State.CHANGES, State.APPROVED, State.READY, State.EXPIRED, State.WITHDRAWN)

NO_ACCOUNT = Post(
    "No account is on the register yet",
    "A post can be drafted for an account that the head has put on the register. Please ask the head; to see the "
    "register, say “accounts”.",
)
NOT_YOURS = Post("This draft is somebody else's", "Only whoever wrote it can change it. Nothing was changed.")
TOO_LATE = Post("This draft can no longer be changed", "It was published or refused. You can write a new one.")
AS_IT_WAS = Post("Nothing was changed", "It is the same as before, so nothing was sent again.")
NO_PERMISSION = Post(
    "These pictures cannot be used any more",
    "There is no permission any more for a child in them. Nothing was sent. Bring other pictures, or send the post "
    "without any.",
)
_NO_DEVICE = "You have no device of your own that was approved; to ask for it, say “ask for permission”."
SOMEBODY = Post("Somebody was quicker", "Your draft has just been decided or changed. Please look at it again.")


@router.pressed(REWRITE)
def begin_by_button(event: Pressed, desk: Desk) -> Reply:
    """A new draft, or (with a value) one of their own again."""
    return begin(event, desk, event.value)


def begin(event: Event, desk: Desk, key: str = "", text: str = "") -> Reply:
    """Open the form, for one of their own again (`key`) or a new one; `text`: what it says so far."""
    if not accounts(desk):
        return Say(NO_ACCOUNT, private=True)
    if not key:
        return open_or_go_on(desk, DRAFT, event, about=f"{event.who.key}:", answers={"text": text} if text else None)
    draft = find(desk, key)
    if draft is None or draft.author != event.who.key:
        return Say(NOT_YOURS, private=True)
    if draft.state not in AGAIN:
        return Say(TOO_LATE, private=True)
    about = f"{event.who.key}:{draft.journal.id}"
    return open_or_go_on(desk, DRAFT, event, about=about, answers=_answers(draft.content))


@router.form(DRAFT)
def build(desk: Desk, about: str) -> Form:
    """What for; the text; its pictures in words; who may send a ready text; the checklist; all of it once more."""
    author = about.partition(":")[0]
    ever = accounts(desk, closed=True)  # one may be closed while somebody writes for it
    known = {one.id: one for one in ever if not one.closed}
    decide = {one.id: in_words(desk, deciders(desk, one.deciders, author, desk.now)) for one in known.values()}

    free = {one.id for one in known.values() if one.rule is Rule.STANDING and may_publish(desk, author, one)}

    def review(answers: Answers) -> Post:
        where = known.get(str(answers["account"]))
        if where is None:
            return GONE
        return _review(desk, _content(answers), where, decide[where.id], publishes=where.id in free)

    return Form(
        DRAFT,
        "Draft a post",
        (
            Step("what", "What is it for?", _first(known)),
            *(_text(one) for one in ever),
            Step(
                "described", "The pictures, in words", _DESCRIBED, when=lambda answers: answers.get("pictures") is True
            ),
            Step("named", "Who may send it?", _NAMED, when=lambda answers: answers.get("kind") == READY),
            _checks(desk, author, pictures=False),
            _checks(desk, author, pictures=True),
            Step("review", "Check it", words=review, next_label="Send"),
        ),
        DRAFT,
    )


@router.done(DRAFT)
def send(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Keep it, and put it before whoever decides; a change puts it there anew."""
    who, _, key = dialog.about.partition(":")
    before = find(desk, key)
    content = _with_pictures(_content(dialog.answers), before)
    where = account(desk, content.account)
    if where is None or where.closed or who != event.who.key:
        return Done(GONE)
    wrong = [one.words for one in findings(desk, content, where) if one.blocks]
    if wrong:
        step = "described" if len(content.text) <= where.longest else f"text_{where.id}"
        field = "described" if step == "described" else "text"
        return refuse(desk.form(DRAFT, dialog.about), dialog, step, {field: " ".join(wrong)})
    if not key:
        return Done(submit(desk, Draft.of(desk.tx.begin_journal(DRAFT, who, SENT, content.given))))
    return Done(change(desk, before, who, content))


def change(desk: Desk, before: Draft | None, who: str, content: Content) -> Post:
    """Another round of a draft: what was decided about the last counts no more. The receipt."""
    if before is None or before.author != who:
        return NOT_YOURS
    if before.state not in AGAIN:
        return given_back(TOO_LATE, content.text)
    where = account(desk, content.account)
    if content.pictures and (where is None or without_permission(desk, before, where)):
        return replace(NO_PERMISSION, buttons=add_buttons(desk, before))
    if content.digest == before.content.digest and before.state in (State.WAITING, State.APPROVED, State.READY):
        return AS_IT_WAS
    journal = desk.tx.add_entry(before.journal, who, SENT, content.given)
    return given_back(SOMEBODY, content.text) if journal is None else submit(desk, Draft.of(journal), before)


def _with_pictures(content: Content, before: Draft | None) -> Content:
    """With those of the round before; on another account, permission is looked up anew."""
    stays = before is not None and content.described and content.account == before.content.account
    return replace(content, pictures=before.pictures) if before is not None and stays else content


# --- the pages ---

_DESCRIBED = (
    Field(
        "described",
        "What does each picture show?",
        FieldKind.LONG,
        longest=1500,
        hint="A line for each, for people who cannot see them. No names of children.",
    ),
)
_NAMED = (
    Field("named", "Who may send it, by one press?", FieldKind.PEOPLE, hint="Also out of hours, without asking again."),
)


def _first(known: Mapping[str, Account]) -> tuple[Field, ...]:
    choices = tuple((one.id, one.title) for one in known.values())
    hint = "Only accounts on the register are offered; say “accounts” to see it."
    return (
        Field("account", "Where should it go?", FieldKind.CHOICE, choices, hint=hint),
        Field("purpose", "What is it for?", longest=200, hint="For example: tell parents about sports day."),
        Field("when", "On which day?", FieldKind.DATE, required=False, hint="Leave it empty for as soon as possible."),
        Field("kind", "Once, or to be kept ready?", FieldKind.CHOICE, _KINDS),
        Field("people", "Does it show, name or tell about a child?", FieldKind.YES_NO),
        Field("pictures", "Do pictures go with it?", FieldKind.YES_NO),
    )


def _text(one: Account) -> Step:
    """A page for each account, since each has its own limit."""
    label = f"The text, up to {one.longest:,} characters"
    field = Field("text", label, FieldKind.LONG, longest=one.longest, hint="Exactly as it will appear.")
    return Step(
        f"text_{one.id}", "What should it say?", (field,), when=lambda answers: answers.get("account") == one.id
    )


def _checks(desk: Desk, author: str, *, pictures: bool) -> Step:
    """A field a line. Somebody's own device can be chosen only while it is approved."""
    own = approved_devices(desk, author)
    fields = tuple(
        Field(
            _CHECK + one.line.key,
            one.line.words,
            FieldKind.CHOICE,
            tuple(choice for choice in one.line.answers if own or choice[0] != OWN),
            hint=one.by if own or not one.line.of_pictures else f"{one.by} {_NO_DEVICE}",
        )
        for one in checklist(desk, pictures=pictures)
    )
    key = "checks_pictures" if pictures else "checks"
    return Step(key, "The checklist", fields, when=lambda answers: (answers.get("pictures") is True) is pictures)


def _review(desk: Desk, content: Content, where: Account, decide: str, *, publishes: bool) -> Post:
    first = attention(desk, content, where)
    found = findings(desk, content, where)
    facts = [("Where", where.title), ("When", day(content.when) if content.when else "as soon as possible")]
    facts += [("Please look at this", words) for words in first]
    if content.named:
        facts.append(("May send it", listed((name(desk.school, one) for one in content.named), "and")))
    if needs_decision(desk, content, where, publishes=publishes):
        facts.append(("Decided by", f"{decide}. They see exactly this, with your answers to the checklist."))
    else:
        facts.append(("Decided by", f"nobody: {where.rule.words}"))
    notes = ["I read words only, and never look at pictures or faces."]
    if any(one.start < one.end for one in found):
        notes.insert(0, "What I found is marked ‹so› here; the marks are not part of the post.")
    return Post("This is what will be sent", marked(content.text, found), facts=tuple(facts), notes=tuple(notes))


# --- answers and content ---

_CHECK = "check_"


def _content(answers: Answers) -> Content:
    named = answers.get("named")
    described = str(answers.get("described") or "") if answers.get("pictures") is True else ""
    ready = answers.get("kind") == READY and isinstance(named, list)
    return Content(
        account=str(answers["account"]),
        text=str(answers.get("text") or ""),
        purpose=str(answers["purpose"]),
        when=str(answers.get("when") or ""),
        people=answers.get("people") is True,
        described=tuple(line.strip() for line in described.splitlines() if line.strip()),
        checks={key.removeprefix(_CHECK): str(one) for key, one in answers.items() if key.startswith(_CHECK) and one},
        named=tuple(str(one) for one in named) if ready and isinstance(named, list) else (),
    )


def _answers(content: Content) -> dict[str, object]:
    """A draft as it was written, to be written anew."""
    answers: dict[str, object] = {
        "account": content.account, "text": content.text, "purpose": content.purpose, "people": content.people,
        "kind": READY if content.named else ONE, "pictures": content.with_pictures,
        **{_CHECK + key: one for key, one in content.checks.items()},
    }  # fmt: skip
    optional = {"when": content.when, "described": "\n".join(content.described), "named": list(content.named)}
    return answers | {key: one for key, one in optional.items() if one}
