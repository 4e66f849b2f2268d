"""What somebody reads before they acknowledge: what changed since the version that they know, or the whole policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.acknowledging.consent import NO_CONSENT, turned_into_consent
from handlers.answers import quote
from handlers.model import Answers, Field, FieldKind, Post, Step
from handlers.versions.preview import in_parts, steps
from handlers.wording import cut, dated, listed, plural, version
from knowledge.comparing import compare
from knowledge.model import Cited, Clause, Policy

THEN, WHOLE, ANSWER, YES = "then", "whole", "answer", "yes"  # of the form's fields
_LONGEST = 2600  # characters of a page: what every platform shows whole
_ON = "on"

STATEMENT = "I have read and understood"


@dataclass(frozen=True, slots=True)
class Reading:
    """All pages there are, made once in a turn. `known`: the version that was acknowledged before, if any."""

    policy: Policy
    known: Policy | None

    def steps(self) -> tuple[Step, ...]:
        """First what changed, with the whole policy one choice away; all of it where no version was known; the end."""
        whole = _whole(self.policy)
        if self.known is None:
            return (*whole, self._end())
        first, *rest = self._changes()
        choice = Field(
            THEN,
            "Then",
            FieldKind.CHOICE,
            ((_ON, "Go on with what has changed"), (WHOLE, f"Read the whole policy ({_pages(len(whole))})")),
        )
        return (
            replace(first, fields=(choice,)),
            *(replace(one, when=lambda answers: not wants_whole(answers)) for one in rest),
            *(replace(one, when=wants_whole) for one in whole),
            self._end(),
        )

    def words(self, answers: Answers) -> tuple[str, ...]:
        """What stood on the pages that somebody with these answers was shown, page by page."""
        shown = (one for one in self.steps() if one.when is None or one.when(answers))
        return tuple(f"{one.title}\n\n{_plain(one.words(answers))}" for one in shown if one.words is not None)

    def _changes(self) -> tuple[Step, ...]:
        assert self.known is not None, "there is nothing to compare it with"
        found = compare(self.known, self.policy)
        return steps(replace(found, changes=found.to_read), last="Next")

    def _end(self) -> Step:
        clauses = (quote(Cited(one, self.policy, 1.0)) for one in turned_into_consent(self.policy))
        consent = tuple(part for one in clauses for part in in_parts(one))
        post = Post(
            text="It goes on record that you have read and understood this version, and when. If anything is unclear, "
            "say so: then nothing is put on record, and nobody is told.",
            facts=(("Policy", self.policy.title), ("Version", version(self.policy.dates))),
            quotes=consent,
            notes=(NO_CONSENT,) if consent else (),
        )
        choices = ((YES, STATEMENT), ("no", "I would like to ask something first"))
        field = Field(ANSWER, "Your answer", FieldKind.CHOICE, choices)
        return Step("end", "Read and understood?", (field,), words=lambda _: post, next_label="Send")


def wants_whole(answers: Answers) -> bool:
    """Whether somebody chose to read the whole policy."""
    return answers.get(THEN) == WHOLE


# --- inside ---


def _whole(policy: Policy) -> tuple[Step, ...]:
    pages = list(_texts(policy))
    return tuple(_page(n, len(pages), text) for n, text in enumerate(pages, 1))


def _page(n: int, of: int, text: str) -> Step:
    post = Post(text=text)
    return Step(f"whole{n}", f"The whole policy, page {n} of {of}", words=lambda _: post)


def _texts(policy: Policy) -> Iterator[str]:
    """The policy as paragraphs, as many to a page as it takes."""
    page = ""
    for paragraph in _paragraphs(policy):
        if page and len(page) + len(paragraph) > _LONGEST:
            yield page
            page = ""
        page = f"{page}\n\n{paragraph}" if page else paragraph
    yield page


def _paragraphs(policy: Policy) -> Iterator[str]:
    yield f"{policy.title}. {dated(policy.dates)}".strip()
    heading: tuple[str, ...] = ()
    lead_in = ""
    for one in policy.clauses:
        if one.heading != heading:
            yield _heading(one.heading, heading)
            heading, lead_in = one.heading, ""
        if one.lead_in and one.lead_in != lead_in:
            yield from cut(one.lead_in, _LONGEST)
        lead_in = one.lead_in
        yield from cut(_numbered(one), _LONGEST)
    if policy.left_out:
        yield f"Not shown here: {listed(dict.fromkeys(one.what for one in policy.left_out), 'and')}."


def _heading(now: tuple[str, ...], before: tuple[str, ...]) -> str:
    """The part of the path that is new."""
    same = next((n for n, (one, other) in enumerate(zip(now, before, strict=False)) if one != other), len(before))
    return " › ".join(now[min(same, len(now) - 1) :]).upper()


def _numbered(clause: Clause) -> str:
    return f"{clause.reference} {clause.text}".strip() if clause.number else f"• {clause.text}"


def _plain(post: Post) -> str:
    quotes = (f"{one.lead_in} {one.text} ({one.source})".strip() for one in post.quotes)
    facts = (f"{name}: {words}" for name, words in post.facts)
    return "\n\n".join(part for part in (post.title, post.text, *facts, *quotes, *post.notes) if part)


def _pages(count: int) -> str:
    return plural(count, "page")
