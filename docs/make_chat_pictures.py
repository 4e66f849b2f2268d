"""Makes the pictures of Slack and Teams in docs/pictures: the real bot, before clients that are not ours.

    pip install -e '.[browser]'; tests/clients/install.sh; python -m docs.make_chat_pictures

Slack is local-slack's window. Teams is a card drawn by Microsoft's renderer, in the colours that Teams gives it; the
bot's messages come through the signed driver of the tests. Look at the pictures before you commit them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docs.make_pictures import FLAGS, FOLLOWED, PICTURES, ROOT
from tests.clients.five import HILL, MARSH, name_mr_hill, sees
from tests.clients.school import SCHOOL, Serving, free_port
from tests.clients.slack.window import Window
from tests.clients.slack.workspace import Workspace
from tests.clients.teams.chat import Chat, teams

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOOK = ROOT / "tests" / "clients" / "look"
ROLE = "data protection lead"


def npm() -> Path:
    """The folder with npm's packages, as tests/clients/install.sh makes it."""
    return Path(os.environ.get("PROVISO_NPM") or Path.home() / ".cache" / "proviso-npm") / "node_modules"


@contextmanager
def window(browser: Browser, folder: Path) -> Iterator[tuple[Window, Page]]:
    """The school on Slack, and local-slack's page."""
    port = free_port()
    program = npm() / "local-slack-linux-x64" / "bin" / "local-slack"
    with (
        Workspace(program, folder, socket_mode=True, bot_port=port) as workspace,
        Serving(folder, SCHOOL + workspace.settings(), workspace.secrets(), port) as serving,
    ):
        serving.employ()
        serving.start()
        context = browser.new_context(viewport={"width": 1000, "height": 480}, device_scale_factor=1.25)
        page = context.new_page()
        yield Window(page, workspace, serving), page
        context.close()
        serving.stop()


def slack(browser: Browser, folder: Path) -> None:
    """A question and its answer; then somebody is asked to take a role."""
    with window(browser, folder) as (shown, page):
        shown.say(MARSH, FOLLOWED)
        sees(shown, MARSH, "Has this been approved")
        shoot(page, "slack")
        name_mr_hill(shown, MARSH, ROLE)
        shoot(page, "slack-role")


def cards(folder: Path) -> dict[str, dict[str, Any]]:
    """The same two messages, as Teams gets them."""
    with teams() as chat, Serving(folder, SCHOOL + chat.settings(), chat.secrets()) as serving:
        serving.employ()
        serving.start()
        chat.connect(serving)
        chat.say(MARSH, FOLLOWED)
        sees(chat, MARSH, "Has this been approved")
        answer = newest(chat, MARSH)
        name_mr_hill(chat, MARSH, ROLE)
        asked = newest(chat, HILL)
        serving.stop()
    return {"teams": answer, "teams-role": asked}


def newest(chat: Chat, who: str) -> dict[str, Any]:
    """The card of the newest message."""
    user = chat.people[who]
    card: dict[str, Any] = chat.driver.shown(user)[-1].card(user)
    return card


def drawn(browser: Browser, folder: Path, made: dict[str, dict[str, Any]]) -> None:
    """The cards by name: each in light colours, and the answer in dark ones too."""
    shutil.copy(LOOK / "page.html", folder / "index.html")
    bundle = [str(npm() / ".bin" / "esbuild"), str(LOOK / "teams.js"), "--bundle", f"--outfile={folder / 'bundle.js'}"]
    subprocess.run([*bundle, "--log-level=error"], env={**os.environ, "NODE_PATH": str(npm())}, check=True)
    (folder / "bundle.css").touch()
    for theme, titles in (("light", list(made)), ("dark", ["teams"])):
        context = browser.new_context(viewport={"width": 560, "height": 700}, device_scale_factor=1.5)
        page = context.new_page()
        page.goto((folder / "index.html").as_uri())
        for title in titles:
            faults = page.evaluate(f"window.show({json.dumps(made[title])}, {json.dumps(theme)})")
            if faults:
                raise SystemExit(f"the renderer says: {faults}")
            file = title if theme == "light" else f"{title}-{theme}"
            page.locator("#screen").screenshot(path=PICTURES / f"{file}.png")
        context.close()


def shoot(page: Page, title: str) -> None:
    """Take the picture, with nothing focused and everything arrived."""
    page.evaluate("document.activeElement?.blur()")
    page.mouse.move(500, 470)
    page.wait_for_timeout(400)
    page.screenshot(path=PICTURES / f"{title}.png")


def main() -> None:
    """Make them all."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as name_of, sync_playwright() as playwright:
        folders = [Path(name_of) / one for one in ("slack", "teams", "page")]
        for one in folders:
            one.mkdir()
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        slack(browser, folders[0])
        drawn(browser, folders[2], cards(folders[1]))
        browser.close()


if __name__ == "__main__":
    main()
