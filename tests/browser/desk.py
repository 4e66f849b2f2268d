"""The page as the people of the school take turns at it, with a mouse or by keyboard alone: a `Client`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.clients.school import Serving

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route
FOCUSED = "one => one === document.activeElement"
ORDER = "new Intl.DateTimeFormat().formatToParts(new Date()).map((part) => part.type)"  # of a date, in this browser
MOST = 150  # presses of the Tab key


class Desk:
    """The page as the people of the school take turns at it: a `Client`."""

    def __init__(self, page: Page, serving: Serving | None = None, pictures: Path | None = None) -> None:
        """`pictures`: the folder for a picture of each page before it is left."""
        self._page = page
        self._serving = serving
        self._pictures = pictures

    def say(self, who: str, words: str) -> None:
        """Type words and press Enter."""
        self._become(who)
        self._page.get_by_label("Your question").fill(words)
        self._page.keyboard.press("Enter")

    def messages(self, who: str) -> Sequence[str]:
        """What the bot's entries show."""
        self._become(who)
        return self._page.locator(".entry.bot").all_inner_texts()

    def press(self, who: str, label: str) -> None:
        """Press a button on the newest entry that has it."""
        self._become(who)
        button = self._page.locator(".entry.bot").get_by_role("button", name=label, exact=True).last
        button.wait_for()
        self._picture(label)
        self._press(button)

    def dialog(self, who: str) -> str:
        """What the dialog shows."""
        shown: Sequence[str] = self._page.locator("dialog[open]").all_inner_texts()
        return "".join(shown)

    def answer(self, who: str, field: str, value: str) -> None:
        """Type, or choose."""
        choices, control = self._asked(field)
        if choices.count():
            choices.get_by_label(value, exact=True).check()
        elif control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)

    def submit(self, who: str, label: str) -> None:
        """Send the page of the dialog."""
        self._picture(label)
        self._press(self._dialog.get_by_role("button", name=label, exact=True))

    def close(self, who: str) -> None:
        """Close the receipt."""
        self.submit(who, "Close")

    def crash(self, leaving: str = "") -> None:
        """Kill the process and start it anew; the page stays open meanwhile, or is loaded anew."""
        assert self._serving is not None
        self._serving.crash()
        if leaving:
            self._page.reload()
            self._page.locator(".entry.bot").first.wait_for()

    def drawn(self, words: str) -> str:
        """Words to be copied, as they are shown: as they are."""
        return words

    def begin_telling(self, who: str) -> None:
        """By the command."""
        self.say(who, "/concern")

    def press_at_once(self, label: str, *people: str) -> None:
        """Press for one after the other, and let all the presses arrive together."""
        held: list[Route] = []
        self._page.route("**/web/event/pressed", lambda one: held.append(one))  # noqa: PLW0108 - playwright takes no built-in
        for number, who in enumerate(people, 1):
            self.press(who, label)
            while len(held) < number:
                self._page.wait_for_timeout(20)
        for one in held:
            one.continue_()
        self._page.unroute("**/web/event/pressed")

    def _asked(self, field: str) -> tuple[Locator, Locator]:
        """What the dialog asks under this label: a group of choices, or one control. One of the two is there."""
        label = re.compile(rf"^{re.escape(field)}( \(optional\))?$")
        return self._dialog.get_by_role("group", name=label), self._dialog.get_by_label(label)

    @property
    def _dialog(self) -> Locator:
        return self._page.get_by_role("dialog")

    def _press(self, button: Locator) -> None:
        button.click()

    def _become(self, who: str) -> None:
        log = self._page.get_by_role("log", name=f"Conversation with Proviso as {who}", exact=True)
        if not log.count():
            self._choose(who)
            log.wait_for()
            self._page.locator("#log:not([aria-busy])").wait_for()  # what was said earlier stands in it again

    def _choose(self, who: str) -> None:
        """From the row of faces, or where there is no room for it, from the list."""
        face = self._page.get_by_role("radio", name=who)
        if face.count():
            face.check()
        else:
            self._people.select_option(self._people.locator("option", has_text=who).get_attribute("value"))

    @property
    def _people(self) -> Locator:
        return self._page.get_by_role("combobox", name="You are")

    def _picture(self, label: str) -> None:
        if self._pictures is not None:
            number = len(list(self._pictures.iterdir()))
            self._page.screenshot(path=self._pictures / f"{number:02} {label}.png")


class Keys(Desk):
    """The same by keyboard alone: Tab to where one wants to be, then type, or Space, Enter and the arrows."""

    def say(self, who: str, words: str) -> None:
        """Type words and press Enter."""
        self._become(who)
        self._write(self._page.get_by_label("Your question"), words)
        self._page.keyboard.press("Enter")

    def answer(self, who: str, field: str, value: str) -> None:
        """Type, or choose."""
        choices, control = self._asked(field)
        if choices.count():
            self._pick(choices.get_by_label(value, exact=True))
        elif control.evaluate("one => one.tagName") == "SELECT":
            self._from_list(control, value)
        elif control.get_attribute("type") == "date":
            parts = dict(zip(("year", "month", "day"), value.split("-"), strict=True))
            self._tab_to(control)
            self._page.keyboard.type("".join(parts.get(part, "") for part in self._page.evaluate(ORDER)))
            assert control.input_value() == value
        else:
            self._write(control, value)

    def _press(self, button: Locator) -> None:
        self._tab_to(button)
        self._page.keyboard.press("Enter")

    def _choose(self, who: str) -> None:
        self._from_list(self._people, who)

    def _write(self, control: Locator, words: str) -> None:
        self._tab_to(control)
        self._page.keyboard.press("Control+A")
        self._page.keyboard.type(words)

    def _pick(self, option: Locator) -> None:
        """One of several boxes; or the arrows lead to it, once the Tab key has come to its group."""
        name = option.get_attribute("name")
        if option.get_attribute("type") == "checkbox":
            self._tab_to(option)
        else:
            group = self._dialog.locator(f'input[name="{name}"]')
            self._tab_to(group)
            for _ in range(group.count()):
                if option.evaluate(FOCUSED):
                    break
                self._page.keyboard.press("ArrowDown")
        if not option.is_checked():
            self._page.keyboard.press("Space")
        assert option.is_checked()

    def _from_list(self, control: Locator, words: str) -> None:
        self._tab_to(control)
        self._page.keyboard.press("Home")
        for _ in range(control.locator("option").count()):
            if control.locator("option:checked").inner_text().startswith(words):
                return
            self._page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {words}")

    def _tab_to(self, wanted: Locator) -> None:
        """Press Tab until one of these has the focus; whatever cannot be reached so fails."""
        wanted.first.wait_for()
        for _ in range(MOST):
            if wanted.evaluate_all("all => all.includes(document.activeElement)"):
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not lead to {wanted}")
