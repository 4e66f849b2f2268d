"""Two longer conversations that every client carries to the end: something told in confidence, and a post's way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from handlers.drafts.protocol import LINES
from tests.clients.five import HILL, MARSH, STONE, WOOD, Client, sees, sees_in_dialog

STORY = "He wrote to a pupil at night."
POST = "The summer fair is on Saturday. Come and join us!"
CLAUSE = "7.1: Only staff on the authorised list may post from a school account. To …"  # as a list names it
LINK = "https://facebook.com/larkfield/1"


def told_in_confidence(client: Client) -> None:
    """Miss Marsh tells something about Mr Hill. The bot is killed, her client closed; she goes on where she was.

    The head alone gets it, as a reference; she reads it in a window of her own and takes it in hand, which Miss Marsh
    hears. What it is about stands in nobody's chat.
    """
    client.begin_telling(MARSH)
    sees_in_dialog(client, MARSH, "Before you write", "ring 999 first", "Mrs Wood (head)")
    client.answer(MARSH, "What is it about?", "A colleague's conduct")
    client.submit(MARSH, "Next")
    sees_in_dialog(client, MARSH, "What happened?", "Keep what you have")
    client.answer(MARSH, "What happened?", STORY)
    client.answer(MARSH, "Could a pupil be at risk?", "No")
    client.submit(MARSH, "Next")
    sees_in_dialog(client, MARSH, "Whom is it about?", "They never receive it.")

    client.crash(MARSH)

    client.say(MARSH, "report")
    sees(client, MARSH, "You have begun something", "You have not sent it.")
    client.press(MARSH, "Go on where I was")
    sees_in_dialog(client, MARSH, "Whom is it about?", "They never receive it.")
    client.answer(MARSH, "From the staff list", HILL)
    client.submit(MARSH, "Next")
    sees_in_dialog(client, MARSH, "When, and your name")
    client.answer(MARSH, "When was it?", "last night")
    client.answer(MARSH, "Your name", "Whoever reads it sees my name")
    client.submit(MARSH, "Next")
    sees_in_dialog(client, MARSH, "Check it, then send it", STORY, "last night", HILL, "Mrs Wood (head)")
    client.submit(MARSH, "Send")
    shown = sees_in_dialog(client, MARSH, "Received", "Your message has the reference", "Mrs Wood (head)")
    assert STORY not in shown
    ref = reference(shown)
    client.close(MARSH)
    sees(client, MARSH, f"Your message has the reference {ref}")

    neutral(sees(client, WOOD, f"You have a message (ref {ref})", "Open it"))
    client.press(WOOD, "Open it")
    sees_in_dialog(client, WOOD, f"Message {ref}", STORY, "last night", MARSH, HILL)
    client.submit(WOOD, "Next")
    sees_in_dialog(client, WOOD, "What happened since", "What would you like to do?")
    client.answer(WOOD, "What would you like to do?", "Take it in hand")
    client.submit(WOOD, "Go on")
    sees_in_dialog(client, WOOD, "It is yours to see through then.")
    client.submit(WOOD, "Take it")
    sees_in_dialog(client, WOOD, "Recorded", "You have it in hand.")
    client.close(WOOD)

    neutral(sees(client, MARSH, f"Your message (ref {ref}) is in hand."))
    assert ref not in "\n".join(client.messages(HILL)), "whoever it is about hears nothing of it"


def a_post_is_decided_and_published(client: Client) -> None:
    """The head gives Mr Hill the authority to post; the rest is as it is for anybody who has it."""
    authorise_mr_hill(client)
    a_post_on_its_way(client, HILL)


def a_post_on_its_way(client: Client, poster: str) -> None:
    """The head puts a page on the register, Miss Marsh writes, somebody who has the authority to post publishes.

    Head and chair press at once: one of them has decided, and both read who. The poster has the text, and says that it
    is out; Miss Marsh hears of both.
    """
    page = put_on_the_register(client, "Larkfield Families")
    write_a_post(client, MARSH, page, "Mrs Wood (head) or Dr Stone (chair of governors)")
    for who in (WOOD, STONE):
        sees(client, who, f"To be decided: a post for {page}", POST, "Approve", "Ask for changes", "Refuse")
    client.press_at_once("Approve", WOOD, STONE)
    shown = {who: sees(client, who, "Approved by ", POST) for who in (WOOD, STONE)}
    decided = {found[0] for one in shown.values() if (found := re.search(r"Approved by (Mrs Wood|Dr Stone) on", one))}
    assert len(decided) == 1, "of two presses one decides, and whoever pressed second reads so"
    assert not any("Ask for changes" in one for one in shown.values()), "there is nothing more to press"
    sees(client, MARSH, *decided, f"{poster} can publish it, and has the text.")

    sees(client, poster, "Ready to publish: copy exactly this", client.drawn(POST), page, *decided)
    client.press(poster, "Published, here is the link")
    sees_in_dialog(client, poster, "Where is it?")
    client.answer(poster, "Its address", LINK)
    client.submit(poster, "It is published")
    sees_in_dialog(client, poster, f"Published by {poster}", POST)
    client.close(poster)
    said = sees(client, poster, f"Published by {poster}", LINK)
    assert "Ready to publish" not in said
    sees(client, MARSH, f"Published by {poster}", LINK)


LONGER: Sequence[Callable[[Client], None]] = (told_in_confidence, a_post_is_decided_and_published)


# --- parts of them ---


def authorise_mr_hill(client: Client) -> None:
    """The head makes Mr Hill an authorised poster, which nobody has to confirm."""
    client.say(WOOD, "settings")
    sees(client, WOOD, "Who does what", "Name somebody")
    client.press(WOOD, "Name somebody")
    sees_in_dialog(client, WOOD, "Role", "Person")
    client.answer(WOOD, "Role", "Authorised poster")
    client.answer(WOOD, "Person", HILL)
    client.submit(WOOD, "Next")
    sees_in_dialog(client, WOOD, "This is what will happen", f"It is in effect at once. {HILL} is told.")
    client.submit(WOOD, "Name them")
    sees_in_dialog(client, WOOD, HILL, "authorised poster")
    client.close(WOOD)


def put_on_the_register(client: Client, called: str) -> str:
    """The head puts a page on the register: head or chair approve each post. What the register calls it."""
    client.say(WOOD, "accounts")
    sees(client, WOOD, "Add an account")
    client.press(WOOD, "Add an account")
    sees_in_dialog(client, WOOD, "Which account?")
    client.answer(WOOD, "Where is it?", "Facebook page")
    client.answer(WOOD, "What is it called there?", called)
    client.answer(WOOD, "What is it for?", "News for all families")
    client.answer(WOOD, "Since when is it approved?", "2026-09-01")
    client.submit(WOOD, "Next")
    sees_in_dialog(client, WOOD, "Whose is it?")
    client.answer(WOOD, "Who looks after it?", HILL)
    client.answer(WOOD, "Who looks at what others write there?", HILL)
    client.submit(WOOD, "Next")
    sees_in_dialog(client, WOOD, "Who approves its posts?")
    client.answer(WOOD, "Which clause is the rule by?", CLAUSE)
    client.answer(WOOD, "What has to be approved?", "Approve each post")
    client.answer(WOOD, "By whom? Any one of them", "Head")
    client.answer(WOOD, "By whom? Any one of them", "Chair of governors")
    client.answer(WOOD, "While the head is away?", "Nobody: it waits")
    client.answer(WOOD, "If nobody has decided after two days?", "Remind whoever decides, and wait")
    client.submit(WOOD, "Next")
    page = f"{called} (Facebook page)"
    sees_in_dialog(
        client, WOOD, "Check it", page, "News for all families", HILL, "head or chair of governors", "clause 7.1"
    )
    client.submit(WOOD, "Put it on the register")
    sees_in_dialog(client, WOOD, page, "Decided by: head or chair of governors", "clause 7.1")
    client.close(WOOD)
    return page


def write_a_post(client: Client, who: str, page: str, decided_by: str) -> None:
    """Somebody writes a post for a page, answers the checklist, reads it once more, with who decides, and sends it."""
    client.say(who, "draft a post")
    sees(client, who, "Anyone may write one", "Draft a post for the school")
    client.press(who, "Draft a post for the school")
    sees_in_dialog(client, who, "Where should it go?")
    client.answer(who, "Where should it go?", page)
    client.answer(who, "What is it for?", "the summer fair")
    client.answer(who, "Once, or to be kept ready?", "One post")
    client.answer(who, "Does it show, name or tell about a child?", "No")
    client.answer(who, "Do pictures go with it?", "No")
    client.submit(who, "Next")
    sees_in_dialog(client, who, "What should it say?", "Exactly as it will appear.")
    client.answer(who, "The text, up to 3,000 characters", POST)
    client.submit(who, "Next")
    sees_in_dialog(client, who, "The checklist")
    for line in LINES:
        if not line.of_pictures:
            client.answer(who, line.words, "Yes")
    client.submit(who, "Next")
    sees_in_dialog(client, who, "This is what will be sent", POST, decided_by)
    client.submit(who, "Send")
    sees_in_dialog(client, who, "Sent", f"{decided_by} decides. I tell you what comes of it")
    client.close(who)


def reference(shown: str) -> str:
    """The reference that a receipt names."""
    found = re.search(r"reference ([\w-]+)", shown)
    assert found, shown
    return found[1]


def neutral(shown: str) -> None:
    """Nothing of what was told stands in a chat: not what, not about whom, not by whom."""
    for word in (STORY, "night", "pupil", "colleague", "conduct", "concern", HILL, MARSH):
        assert word not in shown, shown
