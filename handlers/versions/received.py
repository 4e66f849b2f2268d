"""A file that was brought, once it is read: put before those who look after the policies, or why it cannot be used."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.model import Button, Post
from handlers.versions.card import card, tell
from handlers.versions.reading import kept_as, policy_of, predecessor
from handlers.versions.version import State, Version, What, add, as_read, in_force, version, versions
from knowledge.model import Policy

BRING = "bring_policy"
NEW_VERSION = Button(BRING, "Bring a new version")
UNREAD = (State.TO_FETCH, State.BROUGHT)  # a file is there, and is to be read


def put_before(desk: Desk, key: str, policy: Policy, name: str, data: bytes) -> None:
    """A file that was brought is read: whoever looks after the policies sees what it says and changes."""
    one = version(desk.tx, key)
    if one is None or one.state not in UNREAD:
        return
    desk.tx.forget_upload(one.upload)
    standing = in_force(desk.tx, policy.sha) or _waiting(desk, policy.sha)
    if standing is not None or any(kept.sha == policy.sha for kept in desk.tx.policies()):
        close(desk, one, _known(desk, policy, standing, one.by))
        return
    kept = kept_as(policy, name, data, desk.now)
    desk.tx.add_policy(kept)
    before = predecessor(policy, [policy_of(other) for other in desk.tx.policies()])
    read = add(desk.tx, one, "", What.READ, as_read(kept, before.sha if before else ""))
    assert read is not None, "it was read in this transaction"
    tell(desk, _forgotten(desk, read))


def cannot_be_used(desk: Desk, key: str, why: str, *, title: str = "This document cannot be used") -> None:
    """A file that was brought holds no policy that can be read: whoever brought it learns why."""
    one = version(desk.tx, key)
    if one is None or one.state not in UNREAD:
        return
    desk.tx.forget_upload(one.upload)
    close(desk, one, Post(title, why, facts=(("File", one.name),), buttons=(NEW_VERSION,)))


def close(desk: Desk, one: Version, said: Post) -> None:
    """Nothing comes of it, and whoever brought it is told so."""
    closed = add(desk.tx, one, "", What.CLOSED)
    assert closed is not None, "it was read in this transaction"
    _forgotten(desk, closed)
    if one.by:  # "": by command, which had its own answer
        desk.tx.tell(one.by, said)


def _forgotten(desk: Desk, one: Version) -> Version:
    """Where the file stands in the chat, which may be an address that opens it, is not kept once it was read."""
    for entry in one.journal.entries:
        if entry.what == What.SENT:
            kept = {name: value for name, value in entry.given.items() if name != "file"}
            one = Version.of(desk.tx.empty_entry(one.journal, entry.n, kept))
    return one


def _waiting(desk: Desk, sha: str) -> Version | None:
    known = (one for one in versions(desk.tx, open_only=True) if one.sha == sha)
    return next((one for one in known if one.state in (State.WAITS, State.ADOPTED)), None)


def _known(desk: Desk, policy: Policy, standing: Version | None, who: str) -> Post:
    if standing is not None and standing.state is not State.IN_FORCE:
        return card(desk, standing, who)
    return Post(f"“{policy.title}” is in force already", "It is exactly this file, so there is nothing to adopt.")
