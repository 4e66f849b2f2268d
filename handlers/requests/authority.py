"""What was given and holds today: devices, and accounts to post on, for which the policy has to be read first."""

from __future__ import annotations

import re

from handlers.acknowledging import standing
from handlers.acknowledging.chasing import READ
from handlers.acknowledging.round import rounds
from handlers.desk import Desk, Role
from handlers.model import Button, Post, Style
from handlers.requests.kinds import DEVICE, POSTING
from handlers.requests.request import Request, in_force
from handlers.versions.reading import policy_of
from handlers.wording import listed
from knowledge.model import Modality, Policy

ASK_THEM = "Head, deputy or policy owner can ask everybody: they say “acknowledgements”."
_ASKS = re.compile(r"\bread and underst(an|oo)d\b|\backnowledg\w+ (of )?(this|the) policy\b", re.IGNORECASE)


def given_authority(desk: Desk, account: str) -> frozenset[str]:
    """Who holds the authority to post on this account today (the id of its entry in the register)."""
    return frozenset(one.owner for one in in_force(desk, POSTING) if account in one.accounts)


def approved_devices(desk: Desk, person: str) -> tuple[Request, ...]:
    """The private devices on which somebody may take the school's photographs today."""
    return in_force(desk, DEVICE, person)


def has_acknowledged(desk: Desk, person: str) -> bool | None:
    """Whether their acknowledgement of the versions in force is on record; None: nobody was asked for any yet."""
    return standing.has_acknowledged(desk, person)


def unasked(desk: Desk) -> tuple[Policy, ...]:
    """The policies in force that nobody was asked to acknowledge, so that no authority can rest on having read them.

    Where another one is acknowledged, those alone that ask for it themselves.
    """
    asked = {sha for one in rounds(desk.tx, open_only=True) for sha in one.shas}
    known = [policy_of(kept) for kept in desk.tx.policies()]
    left = tuple(one for one in known if one.sha not in asked)
    return left if len(left) == len(known) else tuple(one for one in left if _asks_for_it(one))


def read_first(desk: Desk, person: str) -> Post | None:
    """What somebody who has the authority to post must do before they post; None where nothing is left to do.

    The head gives the authority and needs none: so somebody can always publish. Where nobody was asked to acknowledge
    any policy, it takes a clause that asks for it: a school is not held up by what it never wrote.
    """
    if desk.school.holds(person, Role.HEAD):
        return None
    urgent = _urgent(desk)
    left = standing.still_to_read(desk, person)
    if left:
        words = "Whoever posts for the school has acknowledged the policy in force. Yours is not on record yet."
        return Post(
            "Please read the policy first",
            f"{words} Read it here, then try again; or sign it on paper, and the office puts that down. {urgent}",
            buttons=tuple(Button(READ, f"Read “{one.title}”", one.id, Style.PRIMARY, opens=READ) for one in left),
            glance="Please read the policy first",
        )
    titles = [f"“{one.title}”" for one in unasked(desk) if _asks_for_it(one)]
    if not titles:
        return None
    rule = "Whoever posts for the school has acknowledged the policy in force."
    words = f"{rule} Nobody was asked yet to acknowledge {listed(titles, 'and')}. {ASK_THEM} {urgent}"
    return Post("Nobody was asked to read the policy yet", words)


# --- inside ---


def _asks_for_it(policy: Policy) -> bool:
    """Whether a rule of it asks that it be acknowledged; by whoever is authorised (Wigan), or by all staff."""
    rules = (one for one in policy.clauses if one.modality is not Modality.STATEMENT)
    return any(_ASKS.search(f"{one.lead_in} {one.text}") for one in rules)


def _urgent(desk: Desk) -> str:
    heads = [one.person.name for one in desk.school.holders(Role.HEAD)]
    return f"If it cannot wait: {listed(heads, 'or')} can publish it." if heads else ""
