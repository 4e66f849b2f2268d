"""An account's approvers beside those whom the policy's clause names: where they differ, it is said in plain sight."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.answers import quote
from handlers.deciders import HEADS_OWN, Deciders
from handlers.desk import Desk, Member
from handlers.drafts.accounts import Account, clause_of
from handlers.drafts.protocol import approving, named_in
from handlers.model import Button, Person, Post
from handlers.wording import source
from knowledge.model import Cited


@dataclass(frozen=True, slots=True)
class Departure:
    """`named` by the clause, `chosen` by the head; they differ."""

    cited: Cited
    named: Deciders
    chosen: Deciders

    @property
    def beyond(self) -> bool:
        """Whether somebody may decide whom the clause does not name. That fewer may than it names, it allows: one of
        them is enough (Northumberland 14: the head teacher or chair of governors)."""
        named = set(self.named.roles)
        return not (
            named.issuperset(self.chosen.roles)
            and named.union(self.named.absent).issuperset(self.chosen.absent)
            and named.issuperset(self.chosen.then)
        )

    @property
    def label(self) -> str:
        """What it is, before its words."""
        return "Other than the policy says" if self.beyond else "Fewer than the policy names"

    def words(self, who: str = "the head") -> str:
        """The policy names head or chair of governors (…, clause 7.1); the head chose communications lead."""
        return f"The policy names {self.named.words} ({source(self.cited)}); {who} chose {self.chosen.words}."


def departure(desk: Desk, clause: Cited | None, chosen: Deciders) -> Departure | None:
    """How the choice differs from the clause that the rule rests on; where that names nobody, or the head named no
    clause, from the likeliest that does. None where they agree, and where the policies name nobody."""
    for cited in (*([clause] if clause else []), *approving(desk)):
        named = named_in(cited.clause.text)
        if named is not None:
            found = Departure(cited, named, chosen)
            agree = set(named.roles) == set(chosen.roles) and set(named.absent) == set(chosen.absent)
            return None if agree and not found.beyond else found
    return None


def of_account(desk: Desk, account: Account) -> Departure | None:
    """The same for an account as it stands on the register."""
    return departure(desk, clause_of(desk, account), account.deciders)


def hears(desk: Desk, one: Departure, who: str) -> tuple[Member, ...]:
    """Who is told that the choice of `who` (person key) goes beyond the clause: whom it names, and whoever is over
    the head."""
    over = next((role for role in HEADS_OWN if desk.school.holders(role)), None)
    roles = (*one.named.roles, *([over] if over else []))
    found = {member.person.key: member for role in roles for member in desk.school.holders(role)}
    return tuple(member for key, member in found.items() if key != who)


def tell(desk: Desk, account: Account, by: Person) -> None:
    """It was just chosen: tell whom the clause names, where it goes beyond it."""
    found = of_account(desk, account)
    for member in hears(desk, found, by.key) if found is not None and found.beyond else ():
        assert found is not None, "there is nobody to tell otherwise"
        post = Post(
            f"Who approves posts for {account.title}",
            f"{found.words(by.name)} If that should not be so, please talk with {by.name}.",
            quotes=(quote(found.cited),),
            buttons=(Button("show_account", "Show the account", account.id),),
            glance="Who approves posts was changed for one of the school's accounts.",
        )
        desk.tx.tell(member.person.key, post)
