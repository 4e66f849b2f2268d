"""The school's accounts as the register has them: whose, what for, who looks at them, and who approves their posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from handlers.deciders import Deciders
from handlers.desk import Desk, Member, Role
from handlers.records import Journal
from handlers.requests.authority import given_authority, read_first
from handlers.wording import sentence, source
from knowledge.model import Cited

ACCOUNT = "account"  # the journals' kind
ADDED, CHANGED, LOOKED, CLOSED = "added", "changed", "looked", "closed"
THEN = timedelta(days=2)  # how long a post waits before somebody else may decide, where the school chose that
LONGEST = 3000  # characters: more than that, no form takes

# What there is, in people's words, and how long a post may be there (characters).
PLATFORMS: Mapping[str, tuple[str, int]] = {
    "facebook": ("Facebook page", LONGEST),
    "facebook_group": ("Facebook group", LONGEST),
    "instagram": ("Instagram", 2200),
    "x": ("X (Twitter)", 280),
    "youtube": ("YouTube", LONGEST),
    "linkedin": ("LinkedIn", LONGEST),
    "bluesky": ("Bluesky", 300),
    "threads": ("Threads", 500),
    "class_dojo": ("Class Dojo", LONGEST),
    "website": ("Website or newsletter", LONGEST),
    "other": ("Another site", LONGEST),
}


class Rule(StrEnum):
    """What has to be approved before it is published. The head sets it for each account."""

    EACH = "each"
    PEOPLE = "people"
    STANDING = "standing"

    @property
    def words(self) -> str:
        """As the register says it."""
        return _RULES[self]


_RULES = {
    Rule.EACH: "approve each post",
    Rule.PEOPLE: "approve pictures and people only; updates and reminders go out without",
    Rule.STANDING: "standing authority for authorised posters, with spot checks",
}


@dataclass(frozen=True, slots=True)
class Account:
    """One account on the register. Dates are ISO; `clause` is the id of the clause that the rule rests on."""

    journal: Journal
    platform: str  # a key of PLATFORMS
    name: str
    owner: str  # person key
    purpose: str
    monitors: tuple[str, ...]  # person keys
    approved: str
    longest: int
    rule: Rule
    deciders: Deciders
    clause: str
    looked: datetime | None = None  # when somebody last looked at it; UTC
    closed: bool = False

    @classmethod
    def of(cls, journal: Journal) -> Account:
        """As the entries leave it: the last change counts whole."""
        given = [one.given for one in journal.entries if one.what in (ADDED, CHANGED)][-1]
        looks = [one.at for one in journal.entries if one.what == LOOKED]
        return cls(
            journal,
            str(given["platform"]),
            str(given["name"]),
            str(given["owner"]),
            str(given["purpose"]),
            _several(given.get("monitors")),
            str(given["approved"]),
            int(str(given.get("longest") or _most(str(given["platform"])))),
            Rule(str(given.get("rule") or Rule.EACH)),
            deciders_of(given),
            str(given.get("clause") or ""),
            looks[-1] if looks else None,
            not journal.open,
        )

    @property
    def id(self) -> str:
        """What names it in buttons and drafts."""
        return self.journal.id

    @property
    def title(self) -> str:
        """Larkfield Primary (Facebook page)."""
        return f"{self.name} ({PLATFORMS[self.platform][0]})"

    @property
    def given(self) -> dict[str, object]:
        """As an entry holds it."""
        return {
            "platform": self.platform, "name": self.name, "owner": self.owner, "purpose": self.purpose,
            "monitors": list(self.monitors), "approved": self.approved, "longest": self.longest, "rule": self.rule,
            "roles": list(self.deciders.roles), "absent": list(self.deciders.absent),
            "then": list(self.deciders.then), "clause": self.clause,
        }  # fmt: skip


def deciders_of(given: Mapping[str, object]) -> Deciders:
    """Who decides, as an entry of the register holds it; the head where it says nothing."""
    roles, absent, then = (_roles(given.get(key)) for key in ("roles", "absent", "then"))
    return Deciders(roles or (Role.HEAD,), absent, then, THEN)


def add(desk: Desk, by: str, given: Mapping[str, object]) -> Account:
    """Put an account on the register.

    `given`: platform (a key of PLATFORMS), name, owner, purpose, monitors (person keys), approved (ISO date); if
    known also longest, rule, roles, absent, then, clause. What is missing is the strictest: the head approves each.
    """
    return Account.of(desk.tx.begin_journal(ACCOUNT, by, ADDED, given))


def accounts(desk: Desk, *, closed: bool = False) -> tuple[Account, ...]:
    """Those in use, or all that ever were, by name."""
    found = (Account.of(journal) for journal in desk.tx.journals(ACCOUNT, open_only=not closed))
    return tuple(sorted(found, key=lambda one: one.title.casefold()))


def account(desk: Desk, key: str) -> Account | None:
    """One account, in use or not."""
    journal = desk.tx.journal(key)
    return Account.of(journal) if journal is not None and journal.kind == ACCOUNT else None


def may_publish(desk: Desk, person: str, account: Account) -> bool:
    """Whether somebody may post on this account now: they have the authority, and nothing to read before."""
    return person in authorised(desk, account) and read_first(desk, person) is None


def posters(desk: Desk, account: Account) -> tuple[str, ...]:
    """Who may post on it now, the head only where nobody else may."""
    able = tuple(key for key in authorised(desk, account) if read_first(desk, key) is None)
    return tuple(key for key in able if not desk.school.holds(key, Role.HEAD)) or able


def authorised(desk: Desk, account: Account) -> tuple[str, ...]:
    """Who has the authority to post on it, whether or not they have something to read before: authorised posters,
    whoever was given it for this account; the head, who gives it."""
    if account.closed:
        return ()
    given = given_authority(desk, account.id)
    return tuple(one.person.key for one in desk.school.staff if one.person.key in given or _by_role(one))


def clause_of(desk: Desk, account: Account) -> Cited | None:
    """The clause that its rule rests on, if it is in force."""
    for policy in desk.knowledge.policies():
        for one in policy.clauses:
            if one.id == account.clause:
                return Cited(one, policy, 1.0)
    return None


def looked_on(desk: Desk, account: Account) -> date | None:
    """The day at the school on which somebody last looked at it."""
    return account.looked.astimezone(desk.school.zone).date() if account.looked else None


def rule_words(desk: Desk, account: Account) -> str:
    """The rule, who decides, and by which clause, in one line."""
    cited = clause_of(desk, account)
    by = f"See {source(cited)}" if cited else "The head set this; no clause of the policy is named"
    return f"{sentence(account.rule.words)} Decided by: {account.deciders.words}. {by}"


# --- inside ---


def _by_role(member: Member) -> bool:
    return Role.AUTHORISED_POSTER in member.roles or Role.HEAD in member.roles


def _most(platform: str) -> int:
    return PLATFORMS[platform][1]


def _roles(given: object) -> tuple[Role, ...]:
    return tuple(Role(one) for one in _several(given))


def _several(given: object) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,) if given else ()
    return tuple(str(one) for one in given) if isinstance(given, Iterable) else ()
