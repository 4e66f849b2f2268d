"""Pictures of a draft: brought on our own page, and seen there by its author, whoever decides and who publishes."""

from __future__ import annotations

from datetime import timedelta

from handlers import private_devices
from handlers.decisions import able
from handlers.desk import Desk, Role
from handlers.drafts.accounts import account, may_publish
from handlers.drafts.deciding import matter
from handlers.drafts.draft import DRAFT, Draft, State, find
from handlers.drafts.pictured import SAY_WHO, SEE, say_who
from handlers.drafts.who_is_shown import AGAIN, TAKEN, WHO, is_picture
from handlers.files import shown
from handlers.model import Button, Image, Post, Pressed, Reply, Say
from handlers.records import Journal, Upload
from handlers.routing import Filing, Router

router = Router("pictures")

SHOW = "show_pictures"
SCHOOL, PRIVATE = "school", "private"
_WAYS = ((SCHOOL, "Send: all taken on a school device"), (PRIVATE, "Send: some taken on a private device"))
_LASTS = timedelta(hours=2)

BRING = Post(
    "Pictures for your draft",
    "They are seen here, and by whoever decides about the post. They are never shown in a channel. Then you say which "
    "children are in them, and I look up whether their parents agreed.",
)
NOT_FOR_YOU = Post("These pictures are not for you to see", "Its author sees them, whoever decides, and who publishes.")
NO_PAGE = Post(
    "The pictures cannot be shown", "They can be seen on my own page alone, and it has no address at present."
)


# --- bringing them ---


def may_bring(journal: Journal, who: str, desk: Desk) -> Post | None:
    """Its author, as long as it can be changed."""
    draft = Draft.of(journal)
    return BRING if draft.author == who and draft.state in AGAIN else None


def taken(journal: Journal, who: str, way: str, desk: Desk) -> None:
    """With what they were taken; from now on a private device is to be emptied of them."""
    desk.tx.add_entry(journal, who, TAKEN, {"private": way == PRIVATE}, open_=journal.open)
    if way == PRIVATE:
        private_devices.begin(desk, who, journal.ref)


def brought(journal: Journal, who: str, uploads: tuple[Upload, ...], desk: Desk) -> Post:
    """They are here; who is in them is said next, on our own page. What is no picture is not kept."""
    for one in uploads:
        if not is_picture(one):
            desk.tx.forget_upload(one.id)
    if not any(is_picture(one) for one in uploads):
        return Post("No picture among these", "Nothing was kept. Please bring pictures.")
    words = "They go with your draft once you have said who is in them."
    glance = f"Your draft's pictures have arrived (ref {journal.ref})."
    own = say_who(Draft.of(journal))
    desk.tx.tell(who, Post("Your pictures have arrived", words, buttons=(own,), glance=glance))
    link = desk.tx.link("desk", f"{WHO} {journal.id}", who, _LASTS)
    return Post("The pictures have arrived", words, buttons=(Button(WHO, own.label, link=link),))


@router.pressed(SAY_WHO)
def lead_on(event: Pressed, desk: Desk) -> Reply:
    """In the chat: a link to the page on which its author says who is in them, as often as they need one."""
    draft = find(desk, event.value)
    if draft is None or draft.author != event.who.key:
        return Say(NOT_FOR_YOU, private=True)
    return Say(_leading(desk, "Who is in the pictures", f"{WHO} {draft.journal.id}", event.who.key), private=True)


def may_see(journal: Journal, who: str, desk: Desk) -> bool:
    """Its author, whoever may decide about it, whoever may publish it or send it when needed, and the head."""
    draft = Draft.of(journal)
    where = account(desk, draft.content.account)
    if who == draft.author or desk.school.holds(who, Role.HEAD):
        return True
    one = matter(desk, journal)
    decides = one is not None and one.waits and who in {decider.key for decider in able(desk, one)}
    publishes = where is not None and draft.state is State.APPROVED and may_publish(desk, who, where)
    return decides or publishes or (draft.state is State.READY and who in draft.content.named)


router.files(Filing(DRAFT, may_bring, brought, may_see, ways=_WAYS, sent_by=taken))


# --- seeing them ---


@router.pressed(SEE)
def see(event: Pressed, desk: Desk) -> Reply:
    """In the chat: a link of their own to the page that shows them."""
    draft = find(desk, event.value)
    if draft is None or not may_see(draft.journal, event.who.key, desk):
        return Say(NOT_FOR_YOU, private=True)
    return Say(_leading(desk, "The pictures", f"{SHOW} {draft.journal.id}", event.who.key), private=True)


def _leading(desk: Desk, title: str, about: str, who: str) -> Post:
    """A link of somebody's own to our page."""
    link = desk.tx.link("desk", about, who, _LASTS)
    if not link:
        return NO_PAGE
    words = "This link is yours alone, and works once. To come back, press the button again."
    return Post(title, words, buttons=(Button("open_page", "Open them", link=link),))


@router.pressed(SHOW)
def show(event: Pressed, desk: Desk) -> Reply:
    """On our own page."""
    draft = find(desk, event.value)
    if draft is None or not may_see(draft.journal, event.who.key, desk):
        return Say(NOT_FOR_YOU, private=True)
    used = [one for one in desk.tx.uploads(draft.journal.id) if one.id in draft.pictures]
    words = dict(zip(draft.pictures, draft.content.described, strict=False))
    images, others = shown(used)
    images = tuple(Image(one.file, words.get(one.file, one.alt)) for one in images)
    return Say(Post(f"Pictures of draft {draft.journal.ref}", draft.content.text, images=images, buttons=others))
