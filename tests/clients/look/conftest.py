"""Screens on which the platforms' own renderers, or the nearest to them, draw what ours made."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handlers.model import Reply
from tests.clients.conftest import lacking
from tests.clients.look.replies import replies
from tests.clients.look.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reply]:
    """Every kind of reply, by name."""
    return replies(tmp_path_factory.mktemp("talk"))


@pytest.fixture(scope="session")
def pages(npm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page for each platform, bundled from npm's packages."""
    esbuild = npm / ".bin" / "esbuild"
    for tool in (esbuild, npm / "adaptivecards", npm / "slack-blocks-to-jsx"):
        if not tool.exists():
            lacking(f"{tool} (tests/clients/install.sh installs it)")
    made = tmp_path_factory.mktemp("pages")
    for platform in ("slack", "teams"):
        folder = made / platform
        folder.mkdir()
        shutil.copy(HERE / "page.html", folder / "index.html")
        command = [str(esbuild), str(HERE / f"{platform}.js"), "--bundle", f"--outfile={folder / 'bundle.js'}"]
        production = '--define:process.env.NODE_ENV="development"'  # in which React says what it dislikes
        environment = {**os.environ, "NODE_PATH": str(npm)}
        subprocess.run([*command, production, "--log-level=error"], env=environment, check=True)
        (folder / "bundle.css").touch()
    return made


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go, to be looked at: PROVISO_PICTURES, or pytest's own folder."""
    chosen = os.environ.get("PROVISO_PICTURES")
    folder = Path(chosen) if chosen else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


Opening = Callable[[str, str, int], Screen]


@pytest.fixture
def screen(chromium: Browser, pages: Path, pictures: Path) -> Iterator[Opening]:
    """Opens a screen: platform, theme, width in CSS pixels."""
    opened: list[Screen] = []

    def opening(platform: str, theme: str, width: int) -> Screen:
        opened.append(Screen(chromium, pages / platform / "index.html", theme, width, pictures))
        return opened[-1]

    yield opening
    for one in opened:
        one.close()
