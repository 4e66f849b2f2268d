"""The real `proviso serve`, connected to local-slack over HTTP and over a socket, and a browser window on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.clients.school import SCHOOL, Serving, free_port
from tests.clients.slack.window import Window
from tests.clients.slack.workspace import Workspace
from tests.patience import UNHURRIED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WAIT = UNHURRIED * 1000  # milliseconds


@dataclass(frozen=True)
class Connected:
    """The workspace, and the bot in it."""

    workspace: Workspace
    serving: Serving


@pytest.fixture(scope="session", params=["http", "socket"])
def connected(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, local_slack: Path
) -> Iterator[Connected]:
    """The school on Slack, each way that the bot can be reached in turn."""
    folder, port = tmp_path_factory.mktemp("slack"), free_port()
    with Workspace(local_slack, folder, socket_mode=request.param == "socket", bot_port=port) as workspace:
        settings = f"{SCHOOL}{workspace.settings()}"
        with Serving(folder, settings, workspace.secrets(), port) as serving:
            serving.employ()
            serving.start()
            yield Connected(workspace, serving)
            serving.stop()
        assert workspace.refusals() == []


@pytest.fixture
def window(chromium: Browser, connected: Connected, tmp_path: Path) -> Iterator[Window]:
    """local-slack's page. What it shows in the end is kept as a picture."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1000}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield Window(page, connected.workspace, connected.serving)
    page.screenshot(path=tmp_path / "slack.png")
    context.close()
