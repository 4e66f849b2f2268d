"""Real clients, which are not ours: npm's tools, from the folder that PROVISO_NPM names, and a browser.

`tests/clients/install.sh` installs them. With PROVISO_REQUIRE_CLIENTS=1 a missing tool fails its tests, otherwise it
skips them and says what is missing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.browser.conftest import FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "clients: needs Chromium, playwright and npm's tools (tests/clients/install.sh)")


def lacking(tool: str) -> NoReturn:
    """Skip for want of a tool, or fail where it was to be there."""
    if os.environ.get("PROVISO_REQUIRE_CLIENTS") == "1":
        pytest.fail(f"PROVISO_REQUIRE_CLIENTS is set, and there is no {tool}")
    pytest.skip(f"there is no {tool}")


@pytest.fixture(scope="session")
def npm() -> Path:
    """The folder with npm's packages."""
    chosen = os.environ.get("PROVISO_NPM") or Path.home() / ".cache" / "proviso-npm"
    modules = Path(chosen) / "node_modules"
    if not modules.is_dir():
        lacking(f"{modules} (tests/clients/install.sh makes it)")
    return modules


@pytest.fixture(scope="session")
def local_slack(npm: Path) -> Path:
    """The program local-slack."""
    program = npm / "local-slack-linux-x64" / "bin" / "local-slack"
    if not program.is_file():
        lacking(f"{program} (tests/clients/install.sh installs it)")
    return program


@pytest.fixture(scope="module")  # no longer: playwright's event loop must be gone before tests that have their own
def chromium() -> Iterator[Browser]:
    """The browser. CHROMIUM names another than the one on the path."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        lacking("Chromium (apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("playwright (pip install playwright)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()
