"""A draft before whoever decides: the post as it will appear, what failed first, what changed since the last round."""

from __future__ import annotations

from dataclasses import replace

from handlers.answers import quote
from handlers.deciders import in_words
from handlers.decisions import Decided, Kind, Matter, Verdict, able, close, put
from handlers.desk import Desk
from handlers.drafts import publishing
from handlers.drafts.accounts import Account, Rule, account, clause_of, may_publish
from handlers.drafts.difference import changed
from handlers.drafts.draft import DRAFT, FREE, Content, Draft, State
from handlers.drafts.findings import Finding, find
from handlers.drafts.pictured import add_buttons, see_buttons, without_permission
from handlers.drafts.protocol import LINES, NO, OWN
from handlers.model import Button, Post, Style
from handlers.records import Journal
from handlers.requests.authority import approved_devices, read_first
from handlers.roles import name
from handlers.wording import day, listed

REWRITE, TAKE_BACK = "draft", "draft_back"  # the form, and the button; the value is the draft
_IN_WORDS = "In the words of a picture:"
_LISTED = 12  # of what was found; a chat cuts what is too long, and the post has to be seen whole
_OVER = {
    State.WITHDRAWN: "It was taken back.",
    State.EXPIRED: "Nobody decided it in time.",
    State.PUBLISHED: "It is published.",
}
_NOBODY = "Nobody can decide it at present. As soon as somebody takes on the role, it is put before them"
_NO_PERMISSION = "There is no permission any more for a child in its pictures. Please ask for changes."


def findings(desk: Desk, content: Content, where: Account) -> tuple[Finding, ...]:
    """What the bot finds in the text, and in the words of its pictures, which are published too. It never looks at
    pictures."""
    staff = [one.person.name for one in desk.school.staff]
    pictures, end = max(len(content.pictures), len(content.described)), len(content.text)
    found = find(content.text, longest=where.longest, staff=staff, pictures=pictures, described=len(content.described))
    beside = find("\n".join(content.described), longest=0, staff=staff, pictures=0, described=0)
    return (*found, *(replace(one, words=f"{_IN_WORDS} {one.words}", start=end, end=end) for one in beside))


def attention(desk: Desk, content: Content, where: Account) -> tuple[str, ...]:
    """What whoever decides is to look at first: lines of the checklist that failed, then what was found, as far as it
    leaves room for the post itself."""
    failed = [f"{one.short}: not confirmed" for one in LINES if content.checks.get(one.key) == NO]
    found = [one.words for one in findings(desk, content, where)]
    more = [f"and {len(found) - _LISTED} more of the like"] if len(found) > _LISTED else []
    return (*failed, *found[:_LISTED], *more)


def needs_decision(desk: Desk, content: Content, where: Account, *, publishes: bool) -> bool:
    """Whether the account's rule asks for a decision; `publishes`: its author may publish there.

    Whatever failed or was found is always looked at by somebody; so are pictures that were not brought, since nobody
    has looked up who is in them.
    """
    if content.named or where.rule is Rule.EACH or content.not_brought or attention(desk, content, where):
        return True
    if where.rule is Rule.PEOPLE:
        return content.people or content.with_pictures
    return not publishes


def matter(desk: Desk, journal: Journal) -> Matter | None:
    """The draft as something to be decided."""
    draft = Draft.of(journal)
    where = account(desk, draft.content.account)
    if where is None:
        return None
    kind = "a ready text" if draft.content.named else "a post"
    over = "It needs no decision." if draft.free else draft.why or _OVER.get(draft.state, "")
    if where.closed and not over:
        over = "Its account is not on the register any more."
    return Matter(
        journal,
        draft.author,
        f"{kind} for {where.title}",
        shown(desk, draft, where),
        draft.content.digest,
        where.deciders,
        draft.since,
        len(draft.rounds),
        draft.decided,
        "" if draft.decided else over,
        blocks=_NO_PERMISSION if without_permission(desk, draft, where) else _unread(desk, draft),
    )


def shown(desk: Desk, draft: Draft, where: Account) -> Post:
    """What is decided about, whole."""
    content = draft.content
    first = attention(desk, content, where)
    if content.checks.get("device") == OWN and not approved_devices(desk, draft.author):
        first = ("The device that the pictures were taken with is not approved", *first)
    words = [f"Please look at this first:\n{_list(first)}"] if first else []
    words += ["The post, as it will appear:", content.text]
    facts = [("When", day(content.when) if content.when else "as soon as possible"), ("What for", content.purpose)]
    if content.named:
        facts[0] = ("To be sent when needed, by", ", ".join(name(desk.school, one) for one in content.named))
    if len(draft.rounds) > 1:
        facts.append(("Asked for", draft.asked or "nothing"))
        facts.append(("Changed since then", _changes(draft)))
    facts += [(f"Picture {number}", words) for number, words in enumerate(content.described, 1)]
    if content.not_brought:
        some = f"{content.not_brought} of {len(content.described)} " if content.pictures else ""
        facts.append(("Pictures", f"{some}were not sent with it: ask to see them"))
    facts.append(("Checklist", _answers(content)))
    cited = clause_of(desk, where)
    return Post(
        text="\n\n".join(words),
        facts=tuple(facts),
        quotes=(quote(cited),) if cited else (),
        buttons=see_buttons(draft),
        notes=(f"The rule of this account: {where.rule.words}.",),
    )


def submit(desk: Desk, draft: Draft, before: Draft | None = None) -> Post:
    """Put a draft before whoever decides, or on its way without; in place of the round `before`. The receipt."""
    where = account(desk, draft.content.account)
    assert where is not None, "a draft is for an account on the register"
    if before is not None:
        _replaced(desk, before)
    publishing.expire_later(desk, draft)
    back = (*add_buttons(desk, draft), Button(TAKE_BACK, "Take it back", draft.journal.id))
    publishes = may_publish(desk, draft.author, where)
    if not needs_decision(desk, draft.content, where, publishes=publishes):
        journal = desk.tx.add_entry(draft.journal, draft.author, FREE, {"rule": where.rule})
        assert journal is not None, "it was written in this very turn"
        free = Draft.of(journal)
        publishing.offer(desk, free, where)
        words = f"{where.title}: {where.rule.words}. It needs no decision."
        return Post("Ready to be published", f"{words} {publishing.who_publishes(desk, free, where)}", buttons=back)
    one = matter(desk, draft.journal)
    assert one is not None, "its account is on the register"
    put(desk, KIND, one)
    found = able(desk, one)
    to = f"{in_words(desk, found)} decides. I tell you what comes of it" if found else _NOBODY
    return Post("Sent" if found else "Kept, and waiting", f"{to} (ref {draft.journal.ref}).", buttons=back)


def follow(desk: Desk, one: Matter, decided: Decided) -> None:
    """What a decision leads to, told to the author."""
    draft = Draft.of(one.journal)
    where = account(desk, draft.content.account)
    assert where is not None, "`matter` found it"
    glance = f"Your draft is decided (ref {one.journal.ref})."
    key = f"decided {one.version}"
    line = decided.line(desk)
    if decided.verdict is Verdict.APPROVED:
        publishing.approved(desk, draft, where, line)
        return
    why = (("The reason", decided.words), ("Your post", draft.content.text))
    rewrite = Button(REWRITE, "Change it", draft.journal.id, Style.PRIMARY, opens=REWRITE)
    buttons = (rewrite,) if decided.verdict is Verdict.CHANGES else ()
    words = "Change it, and it goes there again." if buttons else "It is not published. If you like, talk with them."
    desk.tx.tell(draft.author, Post(line, words, facts=why, buttons=buttons, glance=glance), key=key)


def over(desk: Desk, draft: Draft) -> None:
    """It is no longer to be decided: every copy of its card says so."""
    one = matter(desk, draft.journal)
    if one is not None and one.decided is None:
        close(desk, one, Post(f"No longer to be decided: {one.title}", one.over))


KIND = Kind(DRAFT, matter, follow)


# --- inside ---


def _replaced(desk: Desk, before: Draft) -> None:
    """The round before counts no more, whether or not it was decided."""
    one = matter(desk, before.journal)
    if one is not None:
        words = f"{name(desk.school, before.author)} changed it. What was decided about it before counts no more."
        close(desk, one, Post(f"Changed: {one.title}", words))
    publishing.take_back(desk, before, "Its author changed it. Please wait for the new one.")


def _unread(desk: Desk, draft: Draft) -> str:
    """Who may send a ready text has the authority for it from whoever approves it: they have read the policy first."""
    left = [name(desk.school, one) for one in draft.content.named if read_first(desk, one) is not None]
    if not left:
        return ""
    whose = f"{listed(left, 'and')} {'have' if len(left) > 1 else 'has'} still to acknowledge the policy in force"
    return f"{whose}: they say “acknowledgements”. Once that is on record, you can approve it here."


def _changes(draft: Draft) -> str:
    old, new = draft.rounds[-2], draft.content
    lines = [changed(old.text, new.text)]
    lines += [
        f"{what} changed" for what, was, now in (
            ("When", old.when, new.when), ("What for", old.purpose, new.purpose),
            ("Account", old.account, new.account), ("Pictures", old.pictures, new.pictures),
            ("Descriptions of pictures", old.described, new.described), ("Checklist", old.checks, new.checks),
            ("Who may send it", old.named, new.named), ("Children in it", old.people, new.people),
        ) if was != now
    ]  # fmt: skip
    return "\n".join(line for line in lines if line) or "nothing"


def _answers(content: Content) -> str:
    """The lines of the checklist, by what was answered: “Yes: Copyright, Who speaks for whom”."""
    given: dict[str, list[str]] = {}
    for one in LINES:
        if one.key in content.checks:
            given.setdefault(dict(one.answers).get(content.checks[one.key], ""), []).append(one.short)
    return "\n".join(f"{said}: {', '.join(lines)}" for said, lines in given.items()) or "none"


def _list(lines: tuple[str, ...]) -> str:
    return "\n".join(f"– {line}" for line in lines)
