"""What is in force: titles, dates and what is missing in them, sections, what the asker has acknowledged; and a search
for words."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.acknowledging.lines import read_lines
from handlers.answers import quote
from handlers.desk import Desk
from handlers.model import Called, Event, Post, Pressed, Reply, Said, Say
from handlers.routing import Router
from handlers.smalltalk import NO_POLICY, says
from handlers.versions.card import KEEPERS
from handlers.versions.history import VERSIONS
from handlers.versions.received import NEW_VERSION
from handlers.wording import dated, missing, plural
from knowledge.model import Policy, Section

router = Router("policies")

_SECTIONS = 20
_FOUND = 5  # passages; there may be more
_THE = r"(the|our|this|your|my school s|the school s)"
_SHOW = (
    rf"(what |which |show |list |see |the |our |your |me )*(polic(y|ies))( (is|are) (there|in force|current))?|"
    rf"when (was|is|were|are) {_THE}( \w+){{0,4}} polic(y|ies)( \w+){{0,4}} "
    r"(review(ed)?|adopted|approved|updated|force|due)|"
    rf"how old is {_THE}( \w+){{0,4}} policy"
)
_SEARCH = re.compile(r"\s*search (?:the policy )?(?:for )?((?:[^\s?]+\s*){1,4})", re.IGNORECASE)  # longer is a question


@router.said(lambda event: says(event, _SHOW))
def show(event: Said, desk: Desk) -> Reply:
    """What is in force, asked for in words; it is no secret where others read along."""
    return Say(_with_versions(in_force(desk, event.who.key if event.where.private else ""), event, desk))


@router.pressed("show_policies")
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(_with_versions(in_force(desk, event.who.key), event, desk), private=not event.where.private)


@router.called("policy")
def show_by_command(event: Called, desk: Desk) -> Reply:
    """The same, as a command; with words after it, the passages that hold them."""
    return Say(found(event.text, desk) if event.text.strip() else in_force(desk, event.who.key), private=True)


@router.said(lambda event: _SEARCH.fullmatch(event.text) is not None)
def search(event: Said, desk: Desk) -> Reply:
    """“search photographs”: the passages that hold these words."""
    words = _SEARCH.fullmatch(event.text)
    return Say(found(words[1] if words else "", desk))


def in_force(desk: Desk, who: str = "") -> Post:
    """The policies in force, their dates and their sections; for `who`, alone, what they have acknowledged."""
    policies = desk.knowledge.policies()
    if not policies:
        return NO_POLICY
    facts = []
    for policy in policies:
        facts += [
            (policy.title, line(policy)),
            ("You", _acknowledged(desk, policy, who)),
            ("Sections", sections(policy)),
        ]
    return Post(
        f"{plural(len(policies), 'policy', 'policies')} in force",
        "Answers come from these words and from nothing else.",
        facts=tuple(fact for fact in facts if fact[1]),
        notes=("Say “search photographs”, or any other words, to find where they stand.",),
    )


def _acknowledged(desk: Desk, policy: Policy, who: str) -> str:
    """Whether somebody has acknowledged a policy, or is to; "" where nobody asked them, and where others read along."""
    lines = read_lines(desk, person=who) if who else ()
    return next((f"{one.stands}, {one.on}" for one in lines if policy.sha in one.round.shas), "")


def _with_versions(post: Post, event: Event, desk: Desk) -> Post:
    """For those who look after the policies, alone, the way to the versions."""
    keeps = event.where.private and desk.school.holds(event.who.key, *KEEPERS)
    return replace(post, buttons=(*post.buttons, NEW_VERSION, VERSIONS)) if keeps else post


def found(words: str, desk: Desk) -> Post:
    """The passages that hold these words; labelled as no answer."""
    if not desk.knowledge.policies():
        return NO_POLICY
    cited = desk.knowledge.search(words, _FOUND)
    if not cited:
        return Post("No passage has these words", "Try other words, or ask me a question instead.")
    how_many = "The best passages" if len(cited) == _FOUND else plural(len(cited), "passage")
    text = f"{how_many} with these words. This is a search, not an answer."
    return Post("Found in your policy", text, quotes=tuple(quote(one) for one in cited))


def line(policy: Policy) -> str:
    """A policy's dates, what is missing in them, and its length."""
    return " ".join(filter(None, (dated(policy.dates), missing(policy), plural(len(policy.clauses), "clause") + ".")))


def sections(policy: Policy) -> str:
    """The outermost headings, in order."""
    paths = [one.heading for one in policy.clauses if one.heading and one.section is not Section.GLOSSARY]
    names = dict.fromkeys(path[0] for path in paths)
    if len(names) == 1:  # the document's own title may stand over everything
        names = dict.fromkeys(path[1] for path in paths if len(path) > 1) or names
    shown = list(names)[:_SECTIONS]
    return "; ".join(shown) + (f"; and {len(names) - len(shown)} more" if len(names) > len(shown) else "")
