"""The registers as people see them: everybody their own; head, deputy and policy owner all; others numbers."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.acknowledging.absence import absences
from handlers.acknowledging.asking import ASK_ALL, SIGN
from handlers.acknowledging.chasing import READ, outstanding
from handlers.acknowledging.dissemination import STRIKE, TELL
from handlers.acknowledging.fetching import way
from handlers.acknowledging.lines import read_lines, told_rows
from handlers.acknowledging.office import AWAY, BACK, GONE
from handlers.acknowledging.round import Round, round_of, rounds
from handlers.acknowledging.standing import coverage, to_read
from handlers.acknowledging.told import told
from handlers.acknowledging.whose import KEEPERS_ONLY, may_keep, named
from handlers.desk import Desk
from handlers.model import (
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
from handlers.overview.words import NOBODY_ASKED
from handlers.roles import name
from handlers.routing import Router
from handlers.smalltalk import says
from handlers.wording import day

router = Router("registers")

LIST, VERSION, PERSON = "acknowledgements", "acknowledged_version", "acknowledged_person"
MINE = Button(LIST, "Acknowledgements")
_NOT_YOU = "You have not been asked to read and acknowledge a policy. Others have; numbers so small are not shown."
_LATEST = 5  # occasions
_NAMED = 100  # people, in one line
_SHOW = (
    r"(my |the |our |show |show me |list )*(acknowledge?ments?( register)?|register of acknowledge?ments?)|"
    r"who (has|have|has not|hasnt|did not|didnt) (yet )?(read|acknowledged?) (the |our |it|new |social media )*"
    r"(policy|policies)?|(what|which policies) (do|must|should) i (have to |need to )?(read|acknowledge)|"
    r"(what|which( polic(y|ies)| versions?)?) (have|did) i (already )?(read|acknowledged?|sign(ed)?)( and understood)?"
    r"( so far)?|have i (already )?(read|acknowledged|signed)( and understood)?( the| our| your| new| social media)* "
    r"polic(y|ies)|who was told( (of|about) the policy)?|"
    r"(i (have |ve )?|ive )(read|acknowledged?)( and (i )?understood)?"
    r"( it| this| the| our| your| new| social media| policy| policies)*"
)


@router.said(lambda event: says(event, _SHOW))
def show(event: Said, desk: Desk) -> Reply:
    """Asked for in words."""
    return Say(_page(desk, event.who.key), private=not event.where.private)


@router.pressed(LIST)
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_page(desk, event.who.key), private=True)


@router.pressed(VERSION)
def show_version(event: Pressed, desk: Desk) -> Reply:
    """One version with everybody's names, for those who keep the register."""
    if not may_keep(desk, event.who.key):
        return Say(KEEPERS_ONLY, private=True)
    one = round_of(desk.tx, event.value)
    if one is None:
        return Say(GONE, private=True)
    by_standing: dict[str, list[str]] = {}
    for line in read_lines(desk):
        if line.round.id == one.id:
            by_standing.setdefault(line.stands, []).append(line.name)
    facts = tuple(
        (f"{stands.capitalize()} ({len(names)})", named(names, _NAMED)) for stands, names in by_standing.items()
    )
    buttons, otherwise = way(desk, event.who.key)
    notes = (otherwise,) if otherwise else ()
    return Say(Post(f"“{one.title}”", facts=facts, buttons=buttons, notes=notes, glance="Acknowledgements"),
               private=True)  # fmt: skip


@router.pressed(PERSON)
def choose_person(event: Pressed, desk: Desk) -> Reply:
    """Open the form, for those who keep the register."""
    return desk.ask(PERSON, event) if may_keep(desk, event.who.key) else Say(KEEPERS_ONLY, private=True)


@router.form(PERSON)
def build(desk: Desk, about: str) -> Form:
    """Whose lines; of people who have left, too."""
    known = {one.person.key: one.person.name for one in desk.school.staff}
    known |= {line.person: f"{line.name} (left)" for line in read_lines(desk) if line.person not in known}
    choices = tuple(sorted(known.items(), key=lambda one: one[1]))
    field = Field("person", "Whose?", FieldKind.CHOICE, choices)
    return Form(PERSON, "One person", (Step("who", "Whose lines?", (field,), next_label="Show them"),), PERSON)


@router.done(PERSON)
def show_person(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """All that is on record of one person."""
    if not may_keep(desk, event.who.key):
        return Done(KEEPERS_ONLY)
    person = str(dialog.answers["person"])
    facts = _of(desk, person)
    whose = next((line.name for line in read_lines(desk, person=person)), name(desk.school, person))
    return Done(Post(whose, "" if facts else "Nothing is on record.", facts=facts))


# --- for Home ---


def on_home(desk: Desk, who: str) -> tuple[list[tuple[str, str]], list[Button], list[Button]]:
    """For Home: what somebody has to read, the buttons that open it, and the register's for whoever is in it."""
    standing = rounds(desk.tx, open_only=True)
    left = [one for one in standing if who in outstanding(desk, one)]
    facts = [("To read", f"“{one.title}”, by {day(one.asked[who].due)}") for one in left]
    known = may_keep(desk, who) or any(who in one.asked or who in one.read for one in standing)
    known = known or any(who in one.people for one in told(desk))
    return facts, [_read_button(one) for one in left], [MINE] if known else []


# --- inside ---


def _page(desk: Desk, who: str) -> Post:
    keeps = may_keep(desk, who)
    counts = coverage(desk)
    mine = _of(desk, who)
    facts = [*(("Yours: " + label if keeps else label, words) for label, words in mine)]
    facts += [
        (f"Everybody: {one.title}", one.in_words)
        for one in counts
        if keeps or one.shown_to_all(desk.school.smallest_count)
    ]
    buttons = [_read_button(one) for one in to_read(desk, who)]
    notes: tuple[str, ...] = ("Head, deputy and policy owner see who has read which version. Others see numbers.",)
    if keeps:
        facts += [(f"Told: {one.policy}", one.line) for one in told(desk)[:_LATEST]]
        as_files, otherwise = way(desk, who) if facts else ((), "")
        buttons += [*_keeping(desk), *as_files]
        notes = (otherwise,) if otherwise else ()
    text = "What you were told and asked to read, and what is on record of it."
    if keeps:
        text = "Who was told of the policies, and who has read and understood which version."
    if not facts:
        text = _NOT_YOU if counts else NOBODY_ASKED
    return Post("Acknowledgements", text, facts=tuple(facts), buttons=tuple(buttons), notes=notes,
                glance="Acknowledgements")  # fmt: skip


def _keeping(desk: Desk) -> Iterable[Button]:
    """The buttons of those who keep the register."""
    standing = rounds(desk.tx, open_only=True)
    covered = {sha for one in standing for sha in one.shas}
    for one in standing:
        yield Button(VERSION, f"Who has read “{one.title}”?", one.id)
    for policy in desk.tx.policies():
        if policy.sha not in covered:
            yield Button(ASK_ALL, f"Ask everybody to read “{policy.title}”", policy.sha)
    yield Button(PERSON, "One person", opens=PERSON)
    yield Button(TELL, "Put down who was told", opens=TELL)
    if any(outstanding(desk, one) for one in standing):
        yield Button(SIGN, "Put down a signature", opens=SIGN)
    yield Button(AWAY, "Somebody is away for long", opens=AWAY)
    if absences(desk):
        yield Button(BACK, "Somebody is back", opens=BACK)
    if told(desk):
        yield Button(STRIKE, "Strike one out", opens=STRIKE)


def _of(desk: Desk, person: str) -> tuple[tuple[str, str], ...]:
    lines = read_lines(desk, person=person)
    facts = [(one.policy, f"{one.stands}, {one.on}" + (f" ({one.shown})" if one.shown else "")) for one in lines]
    facts += [(f"Told: {policy}", f"{way}, {on}") for _, policy, _, way, on, _, _, struck in
              told_rows(desk, person=person) if not struck]  # fmt: skip
    return tuple(facts)


def _read_button(one: Round) -> Button:
    return Button(READ, f"Read “{one.title}”", one.id, Style.PRIMARY, opens=READ)
