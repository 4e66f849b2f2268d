"""Requests and the register of the school's accounts: what is on it, and what a yes puts there."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.drafts.accounts import PLATFORMS, Account, accounts, add
from handlers.requests.ages import OTHER, Platform, named, platforms
from handlers.requests.pages import Registered, platform_of
from handlers.requests.request import Request

_JOINT = ", "  # between an account's name and the name of a platform that the register has no word for


def registered(desk: Desk) -> tuple[Registered, ...]:
    """The accounts in use."""
    return tuple(Registered(one.id, one.title, _platform(one)) for one in accounts(desk))


def register(desk: Desk, one: Request, by: str) -> Account:
    """Put what was approved on the register, under the strictest rule until the head sets another."""
    where = platform_of(one.answers, ())
    key = str(one.answers["platform"])
    name = str(one.answers["name"])
    if key not in PLATFORMS or key == OTHER:
        key, name = OTHER, _JOINT.join((name, where.name if where is not None else ""))
    monitors = one.answers["monitors"]
    given = {
        "platform": key,
        "name": name,
        "owner": one.owner,
        "purpose": one.answers["purpose"],
        "monitors": monitors,
        "approved": desk.today.isoformat(),
    }
    return add(desk, by, given)


def _platform(one: Account) -> Platform | None:
    return platforms().get(one.platform) or named(one.name.rpartition(_JOINT)[2])
