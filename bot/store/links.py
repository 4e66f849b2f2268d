"""Links that work once, and the visits that begin with them: what each is for is sealed.

Of a link only a hash is kept. A visit is not kept at all: the browser holds it, sealed, and shows it with each request.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, select, update

from bot.store.part import Part
from bot.store.schema import accounts, links, staff, unreached
from bot.vault import VaultFault

VISIT = timedelta(minutes=30)  # how long nothing may happen
KNOWN = timedelta(days=30)  # how long a link to the desk that works no more can be asked about
LONGEST = timedelta(hours=8)  # a visit altogether, however much happens
OPENING = "/open/"
_ENDED = "visits that began before"  # of no link: its row says until when visits were ended


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody on our own pages, who came by a link. `about` is what the link's purpose says."""

    purpose: str  # upload, desk, overview
    about: str
    person: str  # person key
    began: datetime
    until: datetime


class Links(Part):
    """See `handlers.desk.Verbs` for link and reachable; the rest is the pages' own."""

    __slots__ = ()

    def link(self, purpose: str, about: str, person: str, lasts: timedelta) -> str:
        """The address of a link that works once, for one person; "" where the school has no page."""
        if not self.ways.page:
            return ""
        token, until = secrets.token_urlsafe(24), self.now + lasts
        known = until + (KNOWN if purpose == "desk" else timedelta())
        words = {"link": purpose, "about": about, "person": person, "until": until.isoformat(), "used": False}
        self._put(links, hash=_hash(token), sealed=self.vault.seal(json.dumps(words)), expires=known)
        return self.ways.page.rstrip("/") + OPENING + token

    def has_link(self, token: str) -> bool:
        """Whether the link works still. Looking does not use it up: mail programs look at every link."""
        found = self._link(token)
        return found is not None and self._works(found)

    def use_link(self, token: str) -> Visit | None:
        """Begin a visit with a link, which works no more. None where it was used, or is too old."""
        found = self._link(token)
        if found is None or not self._works(found):
            return None
        words = {name: found[name] for name in ("link", "about", "person", "until")} | {"used": True}
        as_read = self._ours(links, hash=found["hash"]) & (links.c.sealed == found["sealed"])
        if (
            self.connection.execute(
                update(links).where(as_read).values(sealed=self.vault.seal(json.dumps(words)))
            ).rowcount
            != 1
        ):
            return None
        return Visit(found["link"], found["about"], found["person"], self.now, self.now + VISIT)

    def spent_link(self, token: str) -> tuple[str, str] | None:
        """(about, person) of a link to the desk that works no more, so that they can be sent another; None if none."""
        found = self._link(token)
        if found is None or self._works(found) or found["link"] != "desk":
            return None
        return found["about"], found["person"]

    def seal_visit(self, visit: Visit) -> str:
        """The visit as the browser holds it, from now on for another half hour."""
        going_on = replace(visit, until=min(self.now + VISIT, visit.began + LONGEST))
        return self.vault.seal(json.dumps({"visit": self.school, **asdict(going_on)}, default=datetime.isoformat))

    def visit(self, sealed: str, purpose: str) -> Visit | None:
        """The visit that a browser shows; None where there is none of this purpose, or it is over."""
        try:
            read: dict[str, Any] = json.loads(self.vault.open(sealed))
        except (VaultFault, ValueError):
            return None
        if read.pop("visit", None) != self.school or read["purpose"] != purpose:
            return None
        times = {name: datetime.fromisoformat(read[name]) for name in ("began", "until")}
        found = Visit(**{**read, **times})
        ended = self._one(links, hash=_hash(_ENDED))
        if ended is not None and found.began <= ended["expires"] - LONGEST:
            return None
        return found if found.until > self.now else None

    def end_links_and_visits(self) -> None:
        """No link of the school's works any more, and no visit goes on. Neither says in plain whose it is."""
        self.connection.execute(delete(links).where(self._ours(links)))
        self._put(links, hash=_hash(_ENDED), sealed="", expires=self.now + LONGEST)

    def reachable(self, person: str) -> bool:
        """Whether somebody can be written to: by an account in the chat, on the browser's page, or by e-mail."""
        if self.ways.browser:
            return True
        email = self._email(person)
        if self.ways.mails and self.ways.page and email:
            return True
        return self._one(unreached, person=person) is None and self._in_chat(person, email)

    # --- inside ---

    def _link(self, token: str) -> dict[str, Any] | None:
        """A link that is known still, whether or not it works."""
        row = self._one(links, hash=_hash(token))
        if row is None or not row["sealed"] or row["expires"] <= self.now:
            return None
        read: dict[str, Any] = json.loads(self.vault.open(row["sealed"]))
        return read | {"hash": row["hash"], "sealed": row["sealed"]}

    def _works(self, found: Mapping[str, Any]) -> bool:
        return not found["used"] and datetime.fromisoformat(found["until"]) > self.now

    def _email(self, person: str) -> str:
        line = self._one(staff, key=person)
        return str(line["email"]) if line else ""

    def _in_chat(self, person: str, email: str) -> bool:
        """Slack finds people by the staff list's address, where Slack is in use; Teams knows who has opened the bot."""
        known = self.connection.execute(select(accounts).where(self._ours(accounts, person=person))).mappings().all()
        if any(one["platform"] == "slack" or one["address"] for one in known):
            return True
        slack = select(accounts.c.account).where(self._ours(accounts, platform="slack")).limit(1)
        return bool(email) and self.connection.execute(slack).first() is not None


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
