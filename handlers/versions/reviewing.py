"""The agenda for the next review in the chat: how much there is, page by page, and as a Word file from our own page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from handlers.agenda import Kind, Line, Matters, agenda
from handlers.desk import Desk
from handlers.model import (
    Button,
    Dialog,
    Done,
    Event,
    Filled,
    Form,
    Post,
    Pressed,
    Quote,
    Reply,
    Said,
    Say,
    Style,
)
from handlers.records import Journal, Upload
from handlers.reminders.dates import policies, review_due
from handlers.routing import Copy, Filing, Router
from handlers.rulings import RULINGS
from handlers.smalltalk import NO_POLICY, says
from handlers.versions.card import ADOPTERS, KEEPERS
from handlers.versions.gaps import decided
from handlers.versions.preview import reading
from handlers.word_file import MEDIA, docx
from handlers.wording import plural
from knowledge.gaps import left_open

router = Router("the agenda")

SHOW, READ, FETCH = "review_agenda", "read_agenda", "fetch_agenda"
AGENDA = Button(SHOW, "The next review's agenda")
JOURNAL = "agenda"
_LASTS = timedelta(hours=1)
_LONGEST, _MOST = 2200, 12  # characters and lines of a page: what a form shows whole on every platform

NOT_FOR_YOU = Post(
    "The agenda is for those who look after the policies",
    "Head, chair of governors and policy owner see what the next review should look at.",
)


@router.said(
    lambda event: says(
        event, r"(the |our |my |show |show me |next |policy |review s? )*agenda( for the (next )?review)?"
    )
)
def show(event: Said, desk: Desk) -> Reply:
    """Asked for in words."""
    return Say(_summary(desk, event), private=True)


@router.pressed(SHOW)
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_summary(desk, event), private=True)


def lines(desk: Desk) -> tuple[Line, ...]:
    """The agenda as of now."""
    return agenda(_matters(desk))


def _matters(desk: Desk) -> Matters:
    counts = desk.tx.unanswered(desk.school.smallest_count)
    known = policies(desk)
    filled = {one.sha: decided(desk.tx, one, desk.today) for one in known}
    return Matters(desk.school, desk.today, known, desk.tx.rulings(), counts, desk.knowledge.pairs(), filled)


def _summary(desk: Desk, event: Event) -> Post:
    who = event.who.key
    if not desk.school.holds(who, *KEEPERS):
        return NOT_FOR_YOU
    if not desk.knowledge.policies():
        return NO_POLICY
    matters = _matters(desk)
    late = [one for one in matters.policies if (when := review_due(one.dates)) and when < desk.today]
    undated = [one for one in matters.policies if review_due(one.dates) is None]
    open_ones = [one for policy in matters.policies for one in left_open(policy) if not matters.ruling(policy, one)]
    counts = (
        ("Overdue for review", plural(len(late), "policy", "policies")),
        ("Without a date for it", plural(len(undated), "policy", "policies")),
        ("Rulings, as proposed wording", plural(len(matters.rulings), "ruling")),
        ("Not answered by the policies", plural(len(matters.counts), "subject")),
        ("Left to the school, or blank", plural(len(open_ones), "place")),
        ("To read side by side", plural(len(matters.pairs), "pair of rules", "pairs of rules")),
    )
    facts = tuple(fact for fact in counts if not fact[1].startswith("0 "))
    buttons = [Button(READ, "Read it", style=Style.PRIMARY, opens=READ)]
    link = desk.tx.link("desk", FETCH, who, _LASTS)
    if link:
        buttons.append(Button("our_page", "Fetch it as a Word file", link=link))
    if desk.school.holds(who, *ADOPTERS):
        buttons.append(RULINGS)
    return Post("For the next review", "What has gathered since the policies were written.", facts=facts,
                buttons=tuple(buttons))  # fmt: skip


# --- page by page ---


@router.pressed(READ)
def read(event: Pressed, desk: Desk) -> Reply:
    """Open the pages."""
    return desk.ask(READ, event) if desk.school.holds(event.who.key, *KEEPERS) else Say(NOT_FOR_YOU, private=True)


@router.form(READ)
def build(desk: Desk, about: str) -> Form:
    """A page or more for each part."""
    return Form(READ, "The next review", reading(list(_pages(lines(desk)))), READ)


@router.done(READ)
def close(event: Filled, desk: Desk, dialog: Dialog) -> Reply:
    """How to have it on paper."""
    if not desk.school.holds(event.who.key, *KEEPERS):
        return Done(NOT_FOR_YOU)
    words = "To have it as a Word file, say “agenda” again, or ask whoever looks after me: proviso policy agenda --out."
    return Done(Post("That is all", words))


def _pages(made: Sequence[Line]) -> Iterator[tuple[str, Post]]:
    """What stands together on a page: quotations with what is said of them, items as they come."""
    for title, body in _parts(made):
        for n, some in enumerate(_cut(body)):
            yield f"{title}{' (continued)' if n else ''}", _page(some)


def _parts(made: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    title, body = "", list[Line]()
    for line in made:
        if line.kind is Kind.PART:
            if title:
                yield title, body
            title, body = line.text, []
        elif title:
            body.append(line)
    yield title, body


def _cut(body: Sequence[Line]) -> Iterator[list[Line]]:
    some: list[Line] = []
    for line in body:
        size = sum(len(one.text) for one in some) + len(line.text)
        if some and (size > _LONGEST or len(some) >= _MOST) and line.kind is not Kind.QUOTE:
            yield some
            some = []
        some.append(line)
    if some:
        yield some


def _page(some: Sequence[Line]) -> Post:
    """Words first, then each place with what stands under it."""
    facts: list[tuple[str, str]] = []
    quotes: list[Quote] = []
    words: list[str] = []
    place = ""
    for line in some:
        match line.kind:
            case Kind.PLACE:
                place = line.text
            case Kind.QUOTE:
                quotes.append(Quote(line.text, line.source or place))
            case Kind.ITEM:
                name, parted, value = line.text.partition(": ")
                facts.append((name, value) if parted else ("As", name))
            case _:
                words.append(line.text)
    return Post(text="\n".join(words), quotes=tuple(quotes), facts=tuple(facts))


# --- as a file ---


@router.pressed(FETCH)
def fetch(event: Pressed, desk: Desk) -> Reply:
    """On our own page: a button that saves it, made when it is pressed."""
    if not desk.school.holds(event.who.key, *KEEPERS):
        return Say(NOT_FOR_YOU, private=True)
    kept = desk.tx.journals(JOURNAL) or (desk.tx.begin_journal(JOURNAL, event.who.key, "wanted", {}),)
    save = Button("fetch", "Save it (Word)", link=f"/desk/copy/{kept[0].id}/docx")
    return Done(Post("The next review's agenda", "As of the moment at which you save it.", buttons=(save,)))


def copy(journal: Journal, who: str, form: str, desk: Desk) -> Copy | None:
    """The agenda as of now, for those who look after the policies."""
    if form != "docx" or not desk.school.holds(who, *KEEPERS):
        return None
    return Copy(f"agenda-{desk.today.isoformat()}.docx", MEDIA, docx(lines(desk)))


def _no_files(journal: Journal, who: str, desk: Desk) -> Post | None:
    return None


def _nothing(journal: Journal, who: str, files: tuple[Upload, ...], desk: Desk) -> Post:
    return NOT_FOR_YOU


def _never(journal: Journal, who: str, desk: Desk) -> bool:
    return False


router.files(Filing(JOURNAL, _no_files, _nothing, _never, copy))
