"""What staff can ask permission for: the policy's own sentence on it, who decides by that, and what a yes makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.deciders import Deciders
from handlers.desk import Role
from knowledge.model import Cited, Clause, Policy

_MOST = 3  # clauses quoted
_STANDS_IN = re.compile(r"\b(deputy|senior (manager|leader)|leadership team)\b", re.IGNORECASE)
_FOR_ALL = (r"\bdeputy\b", r"\b(those|these|all|such|its) approvals\b", r"\babsen|\baway\b")  # not for one kind alone
_CHAIR = re.compile(r"\bchair of governors\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    """One of them. `clause`: each pattern in turn, all of whose parts a sentence of the policy must hold.

    `asks` completes “Miss Marsh asks for …”; `makes` says what a yes brings about; `longest` in days, 0: no end.
    """

    key: str
    title: str  # as it is chosen
    asks: str
    makes: str
    clause: tuple[tuple[str, ...], ...]
    longest: int = 366


SITE = Kind(
    "site",
    "A new official account, class page or group",
    "a new official account",
    "it goes onto the register of the school's accounts, with the date.",
    (
        (
            r"\b(creat(e|ing)|open(ing)?|set(ting)? up)\b",
            r"\b(site|page|account|group)s?\b",
            r"\bapprov|\bpermission\b|\breason for\b",
        ),
        (r"\bnot create\b", r"\b(site|page|account|group)s?\b", r"\breasons?\b"),
        (r"\b(site|page|account)s?\b", r"\bcreated\b", r"\b(minimum age|terms and conditions)"),
    ),
    longest=0,
)
DEVICE = Kind(
    "device",
    "My own device, for the school's photographs",
    "the use of a private device for photographs",
    "the device may be used for the school's photographs until that day.",
    ((r"\b(device|camera|phone|tablet)s?\b", r"\bapprov|\bpermission", r"\bphoto|\bimage|\bpicture"),),
)
CONTACT = Kind(
    "contact",
    "Contact with pupils, on an official page",
    "contact with pupils on an official page",
    "they may be in touch with these pupils on this page, for this purpose, until that day.",
    (
        (r"\bpupil|\bstudent|\bchild", r"\bcommunicat|\bin touch\b|\bcontact", r"\bapprov", r"\bofficial\b"),
        (r"\bpupil|\bstudent|\bchild", r"\bcommunicat|\bin touch\b|\bcontact", r"\bofficial\b.{0,30}\bsites?\b"),
    ),
)
IMAGES = Kind(
    "images",
    "Publishing pictures or film taken at school",
    "permission for pictures taken at school",
    "they have it in writing: what, where and until when.",
    ((r"\bphoto|\bimage|\bpicture|\bvideo|\bfilm", r"\bwritten\b", r"\bpermission|\bconsent"),),
)
POSTING = Kind(
    "posting",
    "Authority to post for the school, for me or somebody else",
    "authority to post for the school",
    "they may publish on these accounts, for this purpose and within these limits, until that day.",
    (
        (r"\bauthoris|\bauthoriz", r"\bpurpose\b|\blimits?\b|\bparameters\b", r"\bsocial\b|\bpost"),
        (r"\bauthoris|\bauthoriz", r"\bofficial\b|\bschool account\b", r"\bpost(s|ing|ed)?\b|\bsocial media\b"),
    ),
)
KINDS = {one.key: one for one in (SITE, DEVICE, CONTACT, IMAGES, POSTING)}


def clauses(kind: Kind, policies: Sequence[Policy]) -> tuple[Cited, ...]:
    """What the policies in force say about it, in the order of the patterns; nothing where they are silent."""
    found = [one for parts in kind.clause for one in _with(parts, tuple(policies))]
    return tuple({one.clause.id: one for one in found}.values())[:_MOST]


def rule(kind: Kind, policies: Sequence[Policy]) -> Deciders:
    """Who decides, by the clauses: the head; the chair where they name them; a deputy in the head's absence likewise.

    Where no clause says so, of this kind or of all approvals, nobody stands in for the head: authority moves only
    where the school wrote that it does.
    """
    words = " ".join(_words(one.clause) for one in clauses(kind, policies))
    roles = (Role.HEAD, Role.CHAIR) if _CHAIR.search(words) else (Role.HEAD,)
    stands_in = _STANDS_IN.search(words) is not None or bool(_with(_FOR_ALL, tuple(policies)))
    return Deciders(roles, absent=(Role.DEPUTY,) if stands_in else ())


@lru_cache(maxsize=64)
def _with(parts: tuple[str, ...], policies: tuple[Policy, ...]) -> tuple[Cited, ...]:
    """The clauses that hold all these parts. Kept: a form asks for them at every page, and policies change rarely."""
    return tuple(
        Cited(clause, policy, 1.0)
        for policy in policies
        for clause in policy.clauses
        if all(re.search(part, _words(clause), re.IGNORECASE) for part in parts)
    )


def _words(clause: Clause) -> str:
    return f"{clause.lead_in} {clause.text}"
