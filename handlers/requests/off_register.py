"""An account goes off the register: what was given or asked for on it alone ends with it."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.drafts.accounts import Account, accounts
from handlers.requests.matters import call_off
from handlers.requests.request import State, requests

_STANDS = (State.WAITS, State.CHANGES, State.GIVEN)


def account_closed(desk: Desk, account: Account, by: str) -> None:
    """`account` was just closed: end what hangs on no other one, and tell whom it was for, and who asked."""
    in_use = {one.id for one in accounts(desk)}
    for one in requests(desk):
        if one.state in _STANDS and account.id in one.accounts and in_use.isdisjoint(one.accounts):
            call_off(desk, one, by, f"{account.title} is off the school's register")
