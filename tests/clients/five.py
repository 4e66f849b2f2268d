"""The five conversations that every client carries to the end, and two more for where roles are given in chat."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

MARSH, WOOD, HILL, STONE = "Miss Marsh", "Mrs Wood", "Mr Hill", "Dr Stone"

PATIENCE = 30.0  # seconds until somebody must see something; a killed process has to come back in them
LOOK = 0.1  # seconds between two looks


class Client(Protocol):
    """A client as people use it. Whoever is named has their own conversation with the bot before them."""

    def say(self, who: str, words: str) -> None:
        """Type words to the bot and send them."""
        ...

    def messages(self, who: str) -> Sequence[str]:
        """What the bot's messages to this person show, buttons included, oldest first."""
        ...

    def press(self, who: str, label: str) -> None:
        """Press a button on the newest message that has it."""
        ...

    def dialog(self, who: str) -> str:
        """What the open dialog shows; "" where none is open."""
        ...

    def answer(self, who: str, field: str, value: str) -> None:
        """Type into a field of the open dialog, or choose one of its options by its words."""
        ...

    def submit(self, who: str, label: str) -> None:
        """Send the dialog's page."""
        ...

    def close(self, who: str) -> None:
        """Close a dialog that has come to its end."""
        ...

    def crash(self, leaving: str = "") -> None:
        """Kill the bot without warning, and start it anew on the same database.

        Meanwhile whoever is `leaving` closes their client, and opens it again with no dialog in it.
        """
        ...

    def begin_telling(self, who: str) -> None:
        """Open the form in which somebody tells something: by the command, or by words where there are none."""
        ...

    def drawn(self, words: str) -> str:
        """How this client shows words that are to be copied."""
        ...

    def press_at_once(self, label: str, *people: str) -> None:
        """Each presses their newest button of this name, before anybody's screen shows what comes of it."""
        ...


def sees(client: Client, who: str, *words: str) -> str:
    """Wait until the newest message shows all of these words; what it shows then."""
    return eventually(lambda: client.messages(who)[-1:], *words)


def sees_in_dialog(client: Client, who: str, *words: str) -> str:
    """Wait until the open dialog shows all of these words; what it shows then."""
    return eventually(lambda: [client.dialog(who)], *words)


def eventually(look: Callable[[], Sequence[str]], *words: str) -> str:
    """Look until all of these words are to be seen; all that is to be seen then."""
    end = time.monotonic() + PATIENCE
    while True:
        shown = "\n".join(look())
        missing = [one for one in words if one not in shown]
        if shown and not missing:
            return shown
        assert time.monotonic() < end, f"nobody saw {missing}; what was to be seen: {shown!r}"
        time.sleep(LOOK)


# --- the five ---


def ask(client: Client) -> None:
    """Miss Marsh asks, and gets the verdict, the clause word for word, and where it stands."""
    client.say(MARSH, "Can I look up a pupil's Instagram?")
    sees(client, MARSH, "No", "The clause rules this out.", "Keep a copy for me")
    shown = sees(client, MARSH, "You must not look up, follow or watch a pupil's social media profile.")
    assert "clause 4.6, adopted 8 September 2025" in shown


def follow_up(client: Client) -> None:
    """One thing would settle it: she presses what is so, and the same message says what follows."""
    client.say(MARSH, "Can I enter a pupil's name in ChatGPT?")
    sees(client, MARSH, "Only if…", "Has this been approved by the person the clause names?", "Yes, approved")
    before = len(client.messages(MARSH))
    client.press(MARSH, "Not yet")
    shown = sees(client, MARSH, "the clause rules this out", "Not yet")
    assert "Yes, approved" not in shown, "what is settled is not asked again"
    assert len(client.messages(MARSH)) == before, "the same message, not another one"


def silent_policy(client: Client) -> None:
    """Nothing in the policy decides it: that is said, not guessed around, and not taken for a yes."""
    client.say(MARSH, "Can I wear jeans on an INSET day?")
    shown = sees(client, MARSH, "Your policy doesn't say", "That does not make it allowed")
    assert "You must not" not in shown


def dialog_across_a_crash(client: Client) -> None:
    """She sends a question to the head. A page has an error, the bot is killed, and the dialog goes on where it was."""
    client.say(MARSH, "Can I wear jeans on an INSET day?")
    sees(client, MARSH, "Your policy doesn't say", "Ask the head")
    client.press(MARSH, "Ask the head")
    sees_in_dialog(client, MARSH, "What to send", "This goes to Mrs Wood and to nobody else.")
    client.answer(MARSH, "Your question", "May we wear jeans on INSET days?")
    client.submit(MARSH, "Next")
    sees_in_dialog(client, MARSH, "What to send", "Please choose one.")

    client.crash()

    client.answer(MARSH, "Your name", "Send my name with it")
    client.submit(MARSH, "Next")
    sees_in_dialog(client, MARSH, "Check it", "This is what will be sent", "May we wear jeans on INSET days?")
    client.submit(MARSH, "Send")
    sees_in_dialog(client, MARSH, "Sent to Mrs Wood")
    client.close(MARSH)
    sees(client, WOOD, "May we wear jeans on INSET days?", MARSH)


def keep_and_throw_away(client: Client) -> None:
    """Two buttons, one after the other, on the same message: a copy is kept, and thrown away again."""
    client.say(MARSH, "Can I look up a pupil's Instagram?")
    sees(client, MARSH, "The clause rules this out.", "Keep a copy for me")
    client.press(MARSH, "Keep a copy for me")
    shown = sees(client, MARSH, "Kept for you alone.", "Throw my copy away")
    assert "Keep a copy for me" not in shown
    client.press(MARSH, "Throw my copy away")
    sees(client, MARSH, "The clause rules this out.", "Keep a copy for me")
    client.say(MARSH, "my copies")
    sees(client, MARSH, "You keep no copies")


FIVE: Sequence[Callable[[Client], None]] = (ask, follow_up, silent_policy, dialog_across_a_crash, keep_and_throw_away)


# --- and two where roles are given and taken in chat ---


def a_role_in_three_steps(client: Client) -> None:
    """Whoever looks after the bot names Mr Hill, he accepts, and the chair confirms: nobody does it alone.

    The head was asked too; her copy says who decided it, and her buttons are gone.
    """
    role = "data protection lead"
    name_mr_hill(client, MARSH, role)
    client.press(HILL, "Accept")
    shown = sees(client, HILL, f"You are to be {role}")
    assert "Decline" not in shown
    sees(client, WOOD, f"Please confirm: {HILL} as {role}", "Refuse")
    sees(client, STONE, f"Please confirm: {HILL} as {role}", "Refuse")
    client.press(STONE, "Confirm")
    for who in (STONE, WOOD):
        shown = sees(client, who, f"{HILL} is {role} now", f"Confirmed by {STONE}")
        assert "Refuse" not in shown
    sees(client, HILL, f"You are {role} now")


def a_role_in_two_steps(client: Client) -> None:
    """The head names Mr Hill, which is a confirmation too; he accepts, and the chair is told."""
    role = "vice-chair of governors"
    name_mr_hill(client, WOOD, role)
    client.press(HILL, "Accept")
    shown = sees(client, HILL, f"You are {role} now")
    assert "Decline" not in shown
    sees(client, STONE, "A change in who does what", HILL, role, "It is in effect.")


def name_mr_hill(client: Client, who: str, role: str) -> None:
    """Somebody names Mr Hill for a role, and he is asked to accept it."""
    client.say(who, "settings")
    sees(client, who, "Who does what", "Name somebody")
    client.press(who, "Name somebody")
    sees_in_dialog(client, who, "Role", "Person")
    client.answer(who, "Role", role.capitalize())
    client.answer(who, "Person", HILL)
    client.submit(who, "Next")
    sees_in_dialog(client, who, "This is what will happen", f"{HILL} is asked to accept it.")
    client.submit(who, "Name them")
    sees_in_dialog(client, who, f"{HILL} is named as {role}")
    client.close(who)
    sees(client, HILL, f"You are asked to be {role}", f"{who} has named you", "Accept", "Decline")


IN_CHAT: Sequence[Callable[[Client], None]] = (*FIVE, a_role_in_three_steps, a_role_in_two_steps)
