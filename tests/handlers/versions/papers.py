"""Larkfield's policy in two versions, and how somebody brings one."""

from __future__ import annotations

from bot.brought import Reader
from bot.collection import Collection
from bot.store.tx import SchoolTx
from handlers.desk import Desk, Member
from handlers.versions.bringing import brought, may_bring
from handlers.versions.reading import policy_of
from handlers.versions.version import State, versions
from knowledge.model import Policy
from tests.handlers.larkfield import SCHOOL
from tests.handlers.talk import Talk
from tests.seats.seen import Seen

PAGE = "https://bot.larkfield.example"

OLD = """# Online conduct policy

This policy applies to all staff. Adopted 8 September 2025.

## Contact with pupils

1.1 Staff should not accept a friend request from a pupil.

1.2 Staff must tell the headteacher when a pupil contacts them on social media.

## Phones

2.1 Staff may use their own phone in the staff room at lunch.

2.2 Staff are advised to check their privacy settings each term.
"""
NEW = (
    OLD.replace("should not accept", "must not accept")
    .replace("Adopted 8 September 2025", "Adopted 1 March 2027")
    .replace("in the staff room at lunch", "in the staff room at break and lunch")
    .replace(
        "2.2 Staff are advised", "2.2 Staff must never film a lesson on a phone of their own.\n\n2.3 Staff are advised"
    )
)
MINOR = OLD.replace("privacy settings each term", "privacy settings every term")


async def in_force(talk: Talk, text: str = OLD, name: str = "conduct.txt") -> str:
    """The policy has long been in force; its hash."""
    added = await Collection(talk.store, SCHOOL.id, SCHOOL.zone).add(text.encode(), name, alone=True)
    await follow(talk)
    return added.policy.sha


async def follow(talk: Talk) -> tuple[Policy, ...]:
    """The bot answers from what is in force now."""
    await talk.settle()
    kept = await talk.store.read(lambda tx: tx.at(SCHOOL.id).policies())
    talk.book.known = tuple(policy_of(one) for one in kept)
    return talk.book.known


async def bring(talk: Talk, who: Member, text: str = NEW, name: str = "conduct-2027.txt") -> list[Seen]:
    """They ask to bring a new version, choose the file on our page, and wait; what they are told then."""
    talk.settings(page=PAGE)
    offered = await talk.say(who, "I have a new version of the policy")
    assert offered.buttons[0].link.startswith(f"{PAGE}/open/")
    await talk.told(who)
    await arrives(talk, who, text.encode(), name)
    await Reader(talk.store, talk.turn, SCHOOL.id).read()
    return await talk.told(who)


async def arrives(talk: Talk, who: Member, data: bytes, name: str, kind: str = "text/plain") -> str:
    """They send a file on our page, which they were offered; the title of its receipt."""

    def work(desk: Desk, records: SchoolTx) -> str:
        wanted = next(one for one in versions(records, open_only=True) if one.state is State.WANTED)
        assert may_bring(wanted.journal, who.person.key, desk) is not None
        records.add_upload(wanted.id, who.person.key, name, kind, data)
        files = records.send_uploads(wanted.id, who.person.key)
        return brought(wanted.journal, who.person.key, files, desk).title

    return await talk.turn.at_desk(SCHOOL.id, work)
