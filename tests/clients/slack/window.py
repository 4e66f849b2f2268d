"""local-slack in a browser window: people take turns at it, as in front of Slack itself.

local-slack (npm `local-slack`, MIT) is not ours, which is the point. What it lacks, and how we get by:

- A field counts only once it was touched: what our form fills in is shown, but not submitted. So everything is typed.
- In a dialog, buttons (Back, an answer's own) do nothing, and people and channel pickers have nothing to pick from. So
  who was picked is put into the frame by which its page submits the form (`FRAMES`).
- It shows one person at a time. So presses that are made at once are kept back, and sent together.
- A press on Home arrives as if it stood on a message without a number, which Slack never sends; we leave it alone.
- It neither checks Block Kit's limits nor stops a page with an empty field, as Slack's own clients do.
- It knows no shortcuts, and shows everybody what only one person may see, with the mark "only visible to you".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.clients.school import Serving
from tests.clients.slack.workspace import Workspace, user_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FRAMES = """
window.picked = {};
window.kept = null;
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  const frame = JSON.parse(text);
  if (frame.t === "view_submit") {
    frame.values = { ...frame.values, ...window.picked };
    window.picked = {};
  }
  const go = () => send.call(this, JSON.stringify(frame));
  if (frame.t === "block_action" && window.kept) window.kept.push(go);
  else go();
};
"""


class Window:
    """local-slack's own page: a `Client`."""

    def __init__(self, page: Page, workspace: Workspace, serving: Serving) -> None:
        self._page = page
        self._workspace = workspace
        self._serving = serving
        page.add_init_script(FRAMES)
        page.goto(workspace.address)
        page.locator(".sidebar-item").first.wait_for()

    def say(self, who: str, words: str) -> None:
        """Type in the chat with the bot. Slowly: the page makes a mention of what follows an @ while one types."""
        self.open(who)
        self.type(words)

    def messages(self, who: str) -> Sequence[str]:
        """What the bot's messages show, in whatever is open to this person."""
        self.open(who)
        return self.shown()

    def press(self, who: str, label: str) -> None:
        """Press a button on the newest message that has it."""
        self.open(who)
        self.press_here(label)

    def dialog(self, who: str) -> str:
        """What the dialog shows."""
        shown: Sequence[str] = self._page.locator(".modal").all_inner_texts()
        return "".join(shown)

    def answer(self, who: str, field: str, value: str) -> None:
        """Type, or choose."""
        label = self._page.locator(".bk-label").get_by_text(field, exact=True)
        asked = self._page.locator(".modal .bk-input").filter(has=label)
        option = asked.get_by_label(value, exact=True)
        if option.count():
            option.check()
        elif asked.locator("select").count():
            self._pick(asked.locator("select"), field, value)
        elif asked.locator("input").count():
            asked.locator("input").fill(value)
        else:  # a list of which people pick several is not drawn at all
            self._put_down(field, value)

    def submit(self, who: str, label: str) -> None:
        """Send the page of the dialog."""
        self._page.locator(".modal-foot").get_by_role("button", name=label, exact=True).click()

    def close(self, who: str, label: str = "Close") -> None:
        """Close the dialog, and see it gone."""
        self.submit(who, label)
        self._page.locator(".modal").wait_for(state="detached")

    def crash(self, leaving: str = "") -> None:
        """Kill the bot and start it anew. What is closed meanwhile, local-slack can tell nobody."""
        self._serving.kill()
        if leaving:
            self.close(leaving)
        self._serving.start()

    def drawn(self, words: str) -> str:
        """Words to be copied, as they are shown: local-slack takes rich text and says only that it is there.

        What stands in it is read in tests/handlers, character for character.
        """
        return "[rich_text]"

    def begin_telling(self, who: str) -> None:
        """By the command, in the chat with the bot."""
        self.say(who, "/concern")

    def press_at_once(self, label: str, *people: str) -> None:
        """Press for one after the other, and let all the presses go together."""
        self._page.evaluate("window.kept = []")
        for who in people:
            self.press(who, label)
        self._page.evaluate("for (const go of window.kept) go(); window.kept = null")

    # --- what only Slack has ---

    def open(self, who: str, name: str = "") -> None:
        """Act as this person, with a channel before them; without a name, their chat with the bot."""
        acting = self._page.locator(".actas select")
        if acting.locator("option:checked").inner_text() != who:
            acting.select_option(label=who)
        title = self._page.locator(".channel-title")
        if title.inner_text().removeprefix("# ") != (name or who):
            self._page.locator(".sidebar-item").filter(has_text=name or who).click()
            title.filter(has_text=name or who).wait_for()

    def type(self, words: str) -> None:
        """Write in the channel that is open, and send it."""
        composer = self._page.locator(".main .composer-input")
        composer.press_sequentially(words, delay=15 if "@" in words else 0)
        composer.press("Enter")

    def shown(self) -> Sequence[str]:
        """What the bot's messages show in the channel that is open."""
        texts: Sequence[str] = self._of_the_bot.all_inner_texts()
        return texts

    def press_here(self, label: str) -> None:
        """Press a button on the newest message that has it, in the channel that is open."""
        self._of_the_bot.get_by_role("button", name=label, exact=True).last.click()

    def thread(self) -> Sequence[str]:
        """The bot's replies in the newest thread of the channel that is open."""
        summary = self._page.locator(".thread-summary").last
        if not summary.count():
            return ()
        summary.click()  # anew at each look: what was the newest thread may be so no longer
        replies: Sequence[str] = self._page.locator(".thread-pane .msg:has(.badge-app)").all_inner_texts()
        return replies

    def home(self, who: str) -> str:
        """What the app's Home shows this person."""
        self.open(who)
        self._page.locator(".sidebar-item").filter(has_text="Proviso").click()
        return self._page.locator(".home").inner_text()

    def _pick(self, select: Locator, field: str, value: str) -> None:
        """Choose from a list; or, where a list of people ought to be, put down whom they pick."""
        if select.locator("option").count() > 1:
            select.select_option(label=value)
        else:
            self._put_down(field, value)

    def _put_down(self, field: str, value: str) -> None:
        """Whom they pick, into the frame that will be sent."""
        block = self._workspace.input_block(field)
        kind, user = block["element"]["type"], user_of(value)
        picked = {"type": kind} | ({"selected_users": [user]} if "multi" in kind else {"selected_user": user})
        self._page.evaluate(
            "([block, action, picked]) => { window.picked[block] = { [action]: picked }; }",
            [block["block_id"], block["element"]["action_id"], picked],
        )

    @property
    def _of_the_bot(self) -> Locator:
        return self._page.locator(".messages .msg:has(.badge-app)")
