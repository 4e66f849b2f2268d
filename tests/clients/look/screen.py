"""One screen: draws a payload, tells what can be read on it, how well, and what the renderer complained about."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# In the page: `faint()` is every piece of text whose contrast with what is painted behind it is too low by WCAG 2,
# `seen()` the words on the screen and in its fields, `wide()` what reaches beyond its right edge.
_LOOKING = """
const screen = document.getElementById("screen");
const shown = (element) => element.checkVisibility() && !element.closest("style, script");
const parts = (colour) => { const found = colour.match(/[\\d.]+/g).map(Number); return [...found, 1].slice(0, 4); };
const part = (one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
const weights = [0.2126, 0.7152, 0.0722];
const light = (rgb) => rgb.reduce((sum, one, at) => sum + part(one / 255) * weights[at], 0);
const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
const behind = (element) => {
  if (!element) return [255, 255, 255];
  const own = parts(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own.slice(0, 3) : over(own, behind(element.parentElement));
};
const contrast = (element) => {
  const ground = behind(element), ink = over(parts(getComputedStyle(element).color), ground);
  const [less, more] = [light(ink), light(ground)].sort((x, y) => x - y);
  return (more + .05) / (less + .05);
};
window.faint = (least, large, except) => {
  const found = [], walk = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement, words = walk.currentNode.data.trim();
    if (!words || !shown(element) || element.closest(except)) continue;
    const big = parseFloat(getComputedStyle(element).fontSize) >= 18 && getComputedStyle(element).fontWeight >= 600;
    if (contrast(element) < (big ? large : least)) found.push(`${contrast(element).toFixed(2)}: ${words.slice(0, 60)}`);
  }
  return found;
};
window.seen = () => {
  const typed = [...screen.querySelectorAll("input, textarea, select")];
  const menus = [...document.querySelectorAll(".ac-ctrl-popup-container")]; // which Teams' renderer puts over the page
  const words = [screen, ...menus].map((one) => one.innerText);
  return [...words, ...typed.flatMap((one) => [one.value, one.placeholder, one.ariaLabel])].join("\\n");
};
window.wide = () => [...screen.querySelectorAll("*")]
  .filter((one) => shown(one) && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `${one.tagName}: ${one.textContent.slice(0, 60)}`);
"""
# Teams' own red on its own card in the dark comes to 4.47. The drawing of Slack has faint words of its own in empty
# fields, and a faint red and green button in the dark, where Slack's are not.
LEAST, LARGE = 4.45, 3
NOT_OURS = "button[class*=danger], button[class*=red], button[class*=bg-green]"
THEIRS = ("Write something", "Pick an option", "Choose an option", "Select users", "Select a conversation")


class Screen:
    """A browser page of one width and theme."""

    def __init__(self, chromium: Browser, page: Path, theme: str, width: int, pictures: Path) -> None:
        self._theme, self._width, self._pictures = theme, width, pictures
        self._platform = page.parent.name
        self._context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if theme == "dark" else "light"
        )
        self.page = self._context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        self.page.goto(page.as_uri())
        self.page.add_script_tag(content=_LOOKING)

    def show(self, payload: dict[str, Any], name: str) -> str:
        """Draw it and take its picture; the words that can be seen, in fields too."""
        self.faults += self.page.evaluate(f"window.show({json.dumps(payload)}, {json.dumps(self._theme)})")
        for more in self.page.locator(".ac-pushButton.overflow, [aria-label='More options']").all():
            more.click()
        seen = str(self.page.evaluate("seen()"))  # before its picture is taken, which closes menus
        file = re.sub(r"\W+", "-", f"{self._platform} {name} {self._theme} {self._width}").lower()
        self.page.screenshot(path=self._pictures / f"{file}.png", full_page=True)
        return seen

    def faint(self) -> list[str]:
        """Words of ours that cannot be read well."""
        found: list[str] = self.page.evaluate(f"faint({LEAST}, {LARGE}, {json.dumps(NOT_OURS)})")
        return [one for one in found if not one.endswith(THEIRS)]

    def wide(self) -> list[str]:
        """What reaches beyond the screen, so that it has to be scrolled sideways."""
        found: list[str] = self.page.evaluate("wide()")
        return found

    def close(self) -> None:
        """Close the page."""
        self._context.close()
