"""What a draft's pictures bring along: buttons to bring and to see them, the children in them and their permission."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.consent import refused
from handlers.desk import Desk
from handlers.drafts.accounts import Account
from handlers.drafts.draft import PICTURES, Draft
from handlers.files import upload_button
from handlers.model import Button

SEE, SAY_WHO = "see_pictures", "say_who_is_shown"


def add_buttons(desk: Desk, draft: Draft) -> tuple[Button, ...]:
    """Where pictures go with it, what opens the page that takes them (none where the school has no page); and where
    some have arrived of which nobody said yet who is in them, what leads to that."""
    if not draft.content.with_pictures:
        return ()
    label = "Bring other pictures" if draft.pictures else "Bring the pictures"
    made = upload_button(desk, draft.journal.id, draft.author, label)
    arrived = [one for one in desk.tx.uploads(draft.journal.id) if one.sent]
    left = arrived and not draft.pictures
    return (*((say_who(draft),) if left else ()), *((made,) if made else ()))


def say_who(draft: Draft) -> Button:
    """What leads its author to the page on which they say who is in the pictures."""
    return Button(SAY_WHO, "Say who is in them", draft.journal.id)


def see_buttons(draft: Draft) -> tuple[Button, ...]:
    """What leads to them. It is looked up who may, when it is pressed."""
    return (Button(SEE, "See the pictures", draft.journal.id),) if draft.pictures else ()


def children(draft: Draft) -> frozenset[str]:
    """The children (references) in the pictures that go with it now."""
    for one in reversed(draft.journal.entries):
        if one.what == PICTURES and isinstance(in_each := one.given.get("shown"), Mapping):
            return frozenset(str(pupil) for key in draft.pictures for pupil in in_each.get(key, ()))
    return frozenset()


def without_permission(desk: Desk, draft: Draft, where: Account) -> bool:
    """Whether a child in them may not be shown there, by the office's list of now."""
    shown = children(draft)
    return bool(shown) and bool(refused(desk.tx.consents(), shown, where.platform))
