"""What is in force: titles, dates and what is missing in them, sections; and a search for words."""

from __future__ import annotations

import re

from handlers.answers import quote
from handlers.desk import Desk
from handlers.model import Called, Post, Pressed, Reply, Said, Say
from handlers.routing import Router
from handlers.smalltalk import NO_POLICY, says
from handlers.wording import dated, missing, plural
from knowledge.model import Policy, Section

router = Router("policies")

_SECTIONS = 20
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
    """What is in force, asked for in words."""
    return Say(in_force(desk), private=not event.where.private)


@router.pressed("show_policies")
def show_by_button(event: Pressed, desk: Desk) -> Reply:
    """The same, as a button."""
    return Say(in_force(desk), private=not event.where.private)


@router.called("policy", "policies")
def show_by_command(event: Called, desk: Desk) -> Reply:
    """The same, as a command; with words after it, the passages that hold them."""
    return Say(found(event.text, desk) if event.text.strip() else in_force(desk), private=True)


@router.said(lambda event: _SEARCH.fullmatch(event.text) is not None)
def search(event: Said, desk: Desk) -> Reply:
    """“search photographs”: the passages that hold these words."""
    words = _SEARCH.fullmatch(event.text)
    return Say(found(words[1] if words else "", desk), private=not event.where.private)


def in_force(desk: Desk) -> Post:
    """The policies in force, their dates and their sections."""
    policies = desk.knowledge.policies()
    if not policies:
        return NO_POLICY
    facts = []
    for policy in policies:
        facts += [(policy.title, line(policy)), ("Sections", sections(policy))]
    return Post(
        f"{plural(len(policies), 'policy', 'policies')} in force",
        "Answers come from these words and from nothing else.",
        facts=tuple(fact for fact in facts if fact[1]),
        notes=("Say “search photographs”, or any other words, to find where they stand.",),
    )


def found(words: str, desk: Desk) -> Post:
    """The passages that hold these words; labelled as no answer."""
    if not desk.knowledge.policies():
        return NO_POLICY
    cited = desk.knowledge.search(words)
    if not cited:
        return Post("No passage has these words", "Try fewer words, or ask me a question instead.")
    text = f"{plural(len(cited), 'passage')} with these words. This is a search, not an answer."
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
