"""The register of accounts as people see it: the list, one account with its rule and clause, “I have looked at it”."""

from __future__ import annotations

from handlers.answers import quote
from handlers.desk import Desk, Role
from handlers.drafts import ending
from handlers.drafts.accounts import CLOSED, LOOKED, Account, account, accounts, clause_of, looked_on, rule_words
from handlers.drafts.departure import of_account
from handlers.model import Button, Post, Pressed, Reply, Said, Say, Style, Update
from handlers.requests.off_register import account_closed
from handlers.roles import name
from handlers.routing import Router
from handlers.smalltalk import says
from handlers.wording import day, listed

router = Router("register")

LIST, SHOW, LOOK, CLOSE, SET = "accounts", "show_account", "looked_at_account", "close_account", "account"

GONE = Post("This account is not on the register any more", "Nothing was changed.")
NOT_YOURS = Post("This is not yours to change", "The head keeps the register. Nothing was changed.")
NONE = Post(
    "No account is on the register yet",
    "The head puts each of the school's accounts and groups here, with its purpose, who looks at it, and who approves "
    "its posts. Until then nothing can be drafted.",
)


@router.said(lambda event: says(event, r"(show )?(me )?(the |our )?(register( of accounts)?|accounts)"))
def show_all(event: Said, desk: Desk) -> Reply:
    """Every account; it is no secret among staff."""
    return Say(_all(desk, event.who.key), private=not event.where.private)


@router.pressed(LIST)
def show_all_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, by a button."""
    return Say(_all(desk, event.who.key), private=True)


@router.pressed(SHOW)
def show(event: Pressed, desk: Desk) -> Reply:
    """One account, with what somebody may do about it."""
    found = account(desk, event.value)
    return Say(GONE if found is None or found.closed else shown(desk, found, event.who.key), private=True)


@router.pressed(LOOK)
def look(event: Pressed, desk: Desk) -> Reply:
    """Whoever monitors it says that they have looked at it today."""
    found = account(desk, event.value)
    if found is None or found.closed:
        return Say(GONE, private=True)
    if not monitors(found, event.who.key):
        return Say(NOT_YOURS, private=True)
    journal = desk.tx.add_entry(found.journal, event.who.key, LOOKED, {})
    after = Account.of(journal) if journal is not None else found
    return Update(shown(desk, after, event.who.key))


@router.pressed(CLOSE)
def close(event: Pressed, desk: Desk) -> Reply:
    """The head takes it off the register: nothing more is drafted for it."""
    found = account(desk, event.value)
    if found is None or found.closed:
        return Update(GONE)
    if not keeps(desk, event.who.key):
        return Say(NOT_YOURS, private=True)
    if desk.tx.add_entry(found.journal, event.who.key, CLOSED, {}, open_=False) is None:
        return Say(Post("Somebody was quicker", "It has just been changed. Please look at it again."), private=True)
    ending.account_closed(desk, found.id, event.who.key)
    account_closed(desk, found, event.who.key)
    words = "Nothing more can be drafted for it or published on it. Please close the account itself on its site."
    return Update(Post(f"Off the register: {found.title}", words))


def shown(desk: Desk, one: Account, who: str) -> Post:
    """One account: what for, whose, and the rule with its clause."""
    cited, other, looked = clause_of(desk, one), of_account(desk, one), looked_on(desk, one)
    quoted = {found.clause.id: found for found in (cited, other.cited if other else None) if found}
    buttons = [Button(LOOK, "I have looked at it today", one.id, Style.PRIMARY)] if monitors(one, who) else []
    if keeps(desk, who):
        buttons += [Button(SET, "Change it", one.id, opens=SET), Button(CLOSE, "Take it off the register", one.id)]
    return Post(
        one.title,
        one.purpose,
        facts=(
            ("Owner", name(desk.school, one.owner)),
            ("Approved on", day(one.approved)),
            ("Looked at by", listed((name(desk.school, key) for key in one.monitors), "and")),
            ("Last looked at", day(looked) if looked else "not yet"),
            ("Longest post", f"{one.longest:,} characters"),
            ("Its rule", rule_words(desk, one)),
            *(((other.label, other.words()),) if other else ()),
        ),
        quotes=tuple(quote(found) for found in quoted.values()),
        buttons=tuple(buttons),
    )


def keeps(desk: Desk, who: str) -> bool:
    """Whether somebody keeps the register."""
    return desk.school.holds(who, Role.HEAD)


def monitors(one: Account, who: str) -> bool:
    """Whether somebody looks after it."""
    return who in (one.owner, *one.monitors)


# --- inside ---


def _all(desk: Desk, who: str) -> Post:
    found = accounts(desk)
    add = (Button(SET, "Add an account", opens=SET),) if keeps(desk, who) else ()
    if not found:
        return Post(NONE.title, NONE.text, buttons=add)
    facts = tuple((one.title, _line(desk, one)) for one in found)
    buttons = tuple(Button(SHOW, f"Show {one.title}", one.id) for one in found)
    return Post("The school's accounts", "What is on the register:", facts=facts, buttons=(*buttons, *add))


def _line(desk: Desk, one: Account) -> str:
    other, when = of_account(desk, one), looked_on(desk, one)
    looked = f"Last looked at on {day(when)}" if when else "Nobody has said yet that they looked at it"
    differs = f". {other.words()}" if other else ""
    return f"{one.purpose}. {looked}. {rule_words(desk, one)}{differs}"
