"""Makes docs/pictures/*.png from the running program: the demo in Chromium, and a command in a terminal.

    pip install -e '.[browser]'; python -m docs.make_pictures

CHROMIUM names another browser than the one on the path. Look at the pictures before you commit them.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--font-render-hinting=none"]

# Each question stands for one kind of answer; tests/test_docs.py says which.
FORBIDDEN = "Can I look up a pupil's Instagram?"
LAPTOP = "Can I use the staff laptop for Facebook?"
FOLLOWED = "Can I enter a pupil's name in ChatGPT?"
TELLING = "Someone is being abusive about me on Facebook because of my job. What do I do?"
SILENT = (
    "Can I wear jeans on Friday?",
    "Am I allowed to wear trainers in school?",
    "How do I claim travel expenses?",
    "What's the marking policy?",
    "Where do staff park?",
)
TERMINAL = 'ask --policy bot/web/sample/policy.md "Can I use my school email for Pinterest?"'


@contextmanager
def demo() -> Iterator[str]:
    """`proviso demo` on a free port; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen([sys.executable, "-m", "bot", "demo", "--port", str(port)], cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}/"
        for _ in range(100):
            try:
                with urlopen(address, timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        running.terminate()
        running.wait(10)


@contextmanager
def page(browser: Browser, address: str, width: int, height: int, *, dark: bool = False) -> Iterator[Page]:
    """The demo's page, of this size in CSS pixels."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        device_scale_factor=2 if width < 600 else 1.25,
        reduced_motion="reduce",
    )
    opened = context.new_page()
    opened.goto(address)
    opened.wait_for_selector(".entry.bot")
    yield opened
    context.close()


def become(opened: Page, name: str) -> None:
    """Be another persona."""
    opened.get_by_role("radio", name=name).check()
    opened.get_by_role("log", name=f"Conversation with Proviso as {name}").wait_for()
    opened.wait_for_selector(".entry.bot")


def ask(opened: Page, words: str) -> Locator:
    """Ask; the answer. Raises SystemExit where there is none, so that no such picture is kept."""
    known = opened.locator(".entry.bot").count()
    opened.get_by_label("Your question").fill(words)
    opened.keyboard.press("Enter")
    answer = opened.locator(".entry.bot").nth(known)
    answer.wait_for()
    if answer.get_by_text("Something went wrong").count():
        raise SystemExit(f"no answer to: {words}")
    return answer


def shoot(opened: Page, name: str) -> None:
    """Take the picture, with nothing focused and everything arrived."""
    opened.evaluate("document.activeElement?.blur()")
    opened.wait_for_timeout(400)
    opened.screenshot(path=PICTURES / f"{name}.png")


def chat(browser: Browser, address: str) -> None:
    """A question answered, with the message as Slack shows it beside it; then a follow-up, beside Teams."""
    with page(browser, address, 1440, 860) as opened:
        ask(opened, FORBIDDEN)
        opened.locator(".slack-header").first.wait_for()
        shoot(opened, "chat")
        become(opened, "Mr Hill")
        ask(opened, FOLLOWED)
        opened.get_by_role("tab", name="As Teams shows it").click()
        shoot(opened, "follow-up")


def phone(browser: Browser, address: str) -> None:
    """A telephone in the dark."""
    with page(browser, address, 390, 844, dark=True) as opened:
        opened.get_by_label("You are").select_option("assistant")
        opened.get_by_role("log", name="Conversation with Proviso as Mr Field").wait_for()
        opened.wait_for_selector(".entry.bot")
        ask(opened, TELLING)
        shoot(opened, "phone")


def head(browser: Browser, address: str) -> None:
    """The head's home: by subject, what the policy did not answer."""
    with page(browser, address, 1440, 860) as opened:
        become(opened, "Dr Stone")
        for words in SILENT:
            ask(opened, words)
        become(opened, "Mrs Wood")
        ask(opened, LAPTOP)
        shoot(opened, "head")


def terminal(browser: Browser) -> None:
    """A command and what it says, drawn by rich from the program's own colours."""
    from rich.console import Console
    from rich.text import Text

    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "92", "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "bot", *shlex.split(TERMINAL)]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, text=True).stdout
    screen = Console(record=True, width=92, file=StringIO(), force_terminal=True, color_system="truecolor")
    screen.print(Text.assemble(("$ ", "bold green"), f"proviso {TERMINAL}"))
    screen.print(Text.from_ansi(said))
    drawn = re.sub(r"@font-face \{.*?\}", "", screen.export_svg(title="proviso"), flags=re.DOTALL)
    drawn = drawn.replace("Fira Code", "DejaVu Sans Mono")
    context = browser.new_context(viewport={"width": 1000, "height": 600}, device_scale_factor=1.25)
    opened = context.new_page()
    opened.set_content(f"<style>body{{margin:0}}svg{{width:1000px;display:block}}</style>{drawn}")
    opened.locator("svg").first.screenshot(path=PICTURES / "terminal.png", omit_background=True)
    context.close()


def main() -> None:
    """Make them all."""
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        chat(browser, address)
        phone(browser, address)
        head(browser, address)
        terminal(browser)
        browser.close()
    for made in sorted(PICTURES.glob("*.png")):
        print(f"{made.relative_to(ROOT)}  {made.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
