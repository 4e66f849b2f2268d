"""The head puts an account on the register, or changes it: what for, who looks at it, and the rule with its clause."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.answers import quote
from handlers.deciders import Deciders
from handlers.desk import Desk, Role
from handlers.drafts.accounts import CHANGED, LONGEST, PLATFORMS, Account, Rule, account, add, deciders_of, may_publish
from handlers.drafts.deciding import needs_decision
from handlers.drafts.departure import Departure, departure, hears, tell
from handlers.drafts.draft import State, drafts
from handlers.drafts.ending import call_back
from handlers.drafts.protocol import approving, named_in
from handlers.drafts.register import GONE, NOT_YOURS, SET, keeps, shown
from handlers.forms import refuse
from handlers.model import (
    Answers,
    Dialog,
    Done,
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
from handlers.resuming import open_or_go_on
from handlers.roles import name
from handlers.routing import Router
from handlers.wording import day, listed, source
from knowledge.model import Clause

router = Router("registering")

_NOTHING = "nothing"  # no clause, no role
_RULES = (
    (Rule.EACH, "Approve each post"),
    (Rule.PEOPLE, "Approve pictures and people only; updates and reminders go out without"),
    (Rule.STANDING, "Standing authority for authorised posters, with spot checks"),
)
_APPROVERS = tuple((role.value, role.value.capitalize()) for role in (Role.HEAD, Role.CHAIR, Role.DEPUTY,
                                                                       Role.COMMUNICATIONS_LEAD))  # fmt: skip
_ABSENT = ((_NOTHING, "Nobody: it waits"), (Role.DEPUTY.value, "The deputy, if named to stand in (say “away”)"))
_THEN = (
    (_NOTHING, "Remind whoever decides, and wait"),
    (Role.DEPUTY.value, "The deputy may decide too"),
    (Role.CHAIR.value, "The chair of governors may decide too"),
)
_SHOWN = 75  # characters of a clause in the list; the label of a choice holds no more


@router.pressed(SET)
def begin(event: Pressed, desk: Desk) -> Reply:
    """Open the form; a new account begins with what the policy's own clause says about approval."""
    if not keeps(desk, event.who.key):
        return Say(NOT_YOURS, private=True)
    found = account(desk, event.value) if event.value else None
    if event.value and (found is None or found.closed):
        return Say(GONE, private=True)
    who = event.who.key
    answers = _answers(found) if found else _suggested(desk, who)
    return open_or_go_on(desk, SET, event, about=f"{who}:{event.value}", answers=answers)


@router.form(SET)
def build(desk: Desk, about: str) -> Form:
    """The account; the people; the rule; all of it once more. `about`: who fills it in, and the account, if any."""
    clauses = approving(desk)
    listed_clauses = tuple((one.clause.id, _short(one.clause)) for one in clauses)
    rule = (
        Field("clause", "Which clause is the rule by?", FieldKind.CHOICE,
              (*listed_clauses, (_NOTHING, "None; it is my own rule"))),
        Field("rule", "What has to be approved?", FieldKind.CHOICE, _RULES),
        Field("roles", "By whom? Any one of them", FieldKind.CHOICES, _APPROVERS),
        Field("absent", "While the head is away?", FieldKind.CHOICE, _ABSENT),
        Field("then", "If nobody has decided after two days?", FieldKind.CHOICE, _THEN),
    )  # fmt: skip

    def review(answers: Answers) -> Post:
        return _review(desk, answers, about.partition(":")[0])

    return Form(
        SET,
        "Account",
        (
            Step("account", "Which account?", _ACCOUNT),
            Step("people", "Whose is it?", _PEOPLE),
            Step("rule", "Who approves its posts?", rule),
            Step("review", "Check it", words=review, next_label="Put it on the register"),
        ),
        SET,
    )


@router.done(SET)
def settle(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """Keep it, if whoever sends it still keeps the register."""
    if not keeps(desk, event.who.key):
        return Done(NOT_YOURS)
    answers = dialog.answers
    longest = str(answers.get("longest") or PLATFORMS[str(answers["platform"])][1])
    if not longest.isdigit() or not 1 <= int(longest) <= LONGEST:
        error = {"longest": f"Please give a number up to {LONGEST:,}."}
        return refuse(desk.form(SET, dialog.about), dialog, "account", error)
    given = _given(answers, desk) | {"longest": int(longest)}
    key = dialog.about.partition(":")[2]
    before = account(desk, key)
    after = _kept(desk, event.who.key, given, before) if before or not key else None
    if after is None:
        return Done(GONE)
    if before is None or (before.deciders, before.clause) != (after.deciders, after.clause):
        tell(desk, after, event.who)
    _decided_now(desk, after, event.who.key)
    return Done(shown(desk, after, event.who.key))


# --- inside ---


def _kept(desk: Desk, by: str, given: Mapping[str, object], before: Account | None) -> Account | None:
    """Put it on the register, or change what is `before`; None where that is not on it any more."""
    if before is None:
        return add(desk, by, given)
    journal = None if before.closed else desk.tx.add_entry(before.journal, by, CHANGED, given)
    return Account.of(journal) if journal is not None else None


def _decided_now(desk: Desk, one: Account, by: str) -> None:
    """What was to go out without a decision by the rule before, and needs one now, is called back."""
    for draft in drafts(desk):
        if draft.content.account == one.id and draft.free and draft.state is State.APPROVED:
            publishes = may_publish(desk, draft.author, one)
            if needs_decision(desk, draft.content, one, publishes=publishes):
                call_back(desk, draft, by, "The rule of its account has changed.", "Send it again: it is decided now.")


_ACCOUNT = (
    Field("platform", "Where is it?", FieldKind.CHOICE, tuple((key, words) for key, (words, _) in PLATFORMS.items())),
    Field("name", "What is it called there?", longest=80),
    Field("purpose", "What is it for?", longest=200, hint="For example: news for all families."),
    Field("approved", "Since when is it approved?", FieldKind.DATE),
    Field("longest", "Longest post, in characters", required=False, longest=5,
          hint="Leave it empty for what the site takes."),
)  # fmt: skip
_PEOPLE = (
    Field("owner", "Who looks after it?", FieldKind.PERSON),
    Field("monitors", "Who looks at what others write there?", FieldKind.PEOPLE),
)


def _given(answers: Answers, desk: Desk) -> dict[str, object]:
    """As an entry holds it."""
    one = {key: str(answers.get(key) or "") for key in ("platform", "name", "owner", "purpose", "rule", "clause")}
    monitors, roles = answers.get("monitors"), answers.get("roles")
    chosen = {key: [] if answers.get(key) in (None, _NOTHING) else [str(answers[key])] for key in ("absent", "then")}
    return {
        **one,
        **chosen,
        "clause": "" if one["clause"] == _NOTHING else one["clause"],
        "monitors": list(monitors) if isinstance(monitors, list) else [],
        "roles": list(roles) if isinstance(roles, list) else [],
        "approved": str(answers.get("approved") or desk.today.isoformat()),
    }


def _answers(one: Account) -> dict[str, object]:
    given = one.given
    return given | {
        "clause": one.clause or _NOTHING,
        "longest": str(one.longest),
        "absent": next(iter(one.deciders.absent), _NOTHING),
        "then": next(iter(one.deciders.then), _NOTHING),
    }


def _suggested(desk: Desk, who: str) -> dict[str, object]:
    """What the likeliest clause says about who approves."""
    best = next(iter(approving(desk)), None)
    named = (best and named_in(best.clause.text)) or Deciders()
    return {
        "approved": desk.today.isoformat(), "owner": who, "monitors": [who],
        "clause": best.clause.id if best else _NOTHING, "rule": Rule.EACH, "roles": list(named.roles),
        "absent": next(iter(named.absent), _NOTHING), "then": _NOTHING,
    }  # fmt: skip


def _differs(desk: Desk, other: Departure, who: str) -> str:
    """In words for whoever is choosing; and who will be told."""
    told = [one.person.name for one in hears(desk, other, who)] if other.beyond else []
    return f"{other.words('you')} {listed(told, 'and')} will be told." if told else other.words("you")


def _review(desk: Desk, answers: Answers, who: str) -> Post:
    given = _given(answers, desk)
    rule = next(words for key, words in _RULES if key == given["rule"])
    clause = next((one for one in approving(desk) if one.clause.id == given["clause"]), None)
    monitors, chosen = answers.get("monitors"), deciders_of(given)
    other = departure(desk, clause, chosen)
    people = listed((name(desk.school, str(one)) for one in monitors), "and") if isinstance(monitors, list) else ""
    return Post(
        f"{given['name']} ({PLATFORMS[str(given['platform'])][0]})",
        str(given["purpose"]),
        facts=(
            ("Owner", name(desk.school, str(given["owner"]))),
            ("Looked at by", people),
            ("Approved on", day(str(given["approved"]))),
            ("To be approved", rule),
            ("By", chosen.words),
            ("The clause", source(clause) if clause else "none; your own rule"),
            *(((other.label, _differs(desk, other, who)),) if other else ()),
        ),
        quotes=(quote(other.cited),) if other else (),
        notes=("Nobody approves their own. What the head writes goes to the chair of governors.",),
    )


def _short(clause: Clause) -> str:
    """Its number and how it begins, which is what somebody knows it by; the policy stands on the last page."""
    words = f"{clause.reference}: {clause.text}".removeprefix(": ")
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
