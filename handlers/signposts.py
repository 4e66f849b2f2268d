"""Whom outside the school somebody may turn to: what fits their question first, and little of it."""

from __future__ import annotations

import re

from handlers.concerns.kinds import Kind
from handlers.contacts import Contact, Contacts

_MOST = 3
# Which words point to which kind of concern. It settles an order and nothing else: what was missed stands in the form.
_POINTS_TO = {
    Kind.CHILD_IMAGE: r"nudes?|naked|topless|indecent|explicit|sexual\w*|sext(ing|s|ed)?",
    Kind.DISCLOSED: r"data breach|leak(s|ed)?|got out|confidential\w*|wrong (person|people|parents?|address)",
    Kind.FAKE_ACCOUNT: r"fake|impersonat\w+|pretend\w*",
    Kind.BULLIED: r"bull(y|ies|ied|ying)|abus(e|ed|es|ive|ing)( me)?|harass\w*|troll\w*|threat\w*|insult\w*|stalk\w*",
    Kind.CONTACT: r"pupils?|students?|child(ren)?|boys?|girls?|y(ea)?r ?\d+|groom\w*",
}
_ELSE = (Kind.COLLEAGUE,)


def outside(question: str, contacts: Contacts) -> tuple[Contact, ...]:
    """The signposts that fit a question best, three at most, as the school's settings have them."""
    kinds = [kind for kind, words in _POINTS_TO.items() if re.search(rf"\b({words})\b", question, re.IGNORECASE)]
    found = {one.key: one for kind in (*kinds, *_ELSE) for one in contacts.signposts(kind)}
    return tuple(found.values())[:_MOST]
