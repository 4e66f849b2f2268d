"""`proviso manifest`: what is printed or written for an administrator, and what is refused in plain words."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.slack import manifest as slack
from bot.teams import manifest as teams

URL = "https://bot.larkfield.example"
APP_ID = "8a3b0f52-1c7d-4e6f-9a2b-3c4d5e6f7a8b"


def proviso(*words: str) -> Result:
    return CliRunner().invoke(cli, ["manifest", *words])


def in_teams() -> dict[str, Any]:
    return teams.manifest(URL, APP_ID)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An administrator's own folder, with nothing in it yet."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_slack_manifest_goes_to_standard_output_and_the_next_step_does_not(folder: Path) -> None:
    result = proviso("slack", "--socket-mode")
    assert (result.exit_code, result.stdout) == (0, slack.manifest())
    assert "api.slack.com/apps" in result.stderr


def test_renamed_commands_are_read_before_there_is_any_token(folder: Path) -> None:
    """The app must exist before Slack gives tokens, and the manifest must exist before the app."""
    (folder / "proviso.toml").write_text('[slack.commands]\ncan-i = "/may-i"\n', "utf-8")
    result = proviso("slack", "--socket-mode")
    assert result.exit_code == 0
    named = [one["command"] for one in yaml.safe_load(result.stdout)["features"]["slash_commands"]]
    assert "/may-i" in named
    assert "/can-i" not in named
    assert "/policy" in named


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('[slack]\ncommands = "/may-i"\n', "[slack.commands]"),
        ("[slack.commands]\ncan-i = 1\n", "[slack.commands]"),
        ("slack = 1\n", "[slack.commands]"),
        ('[slack.commands]\ncan-i = "May I"\n', "lower-case"),
        ("[slack", "proviso.toml:"),
    ],
)
def test_settings_that_cannot_be_read_are_named(folder: Path, settings: str, words: str) -> None:
    (folder / "proviso.toml").write_text(settings, "utf-8")
    result = proviso("slack", "--socket-mode")
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("words", [(), ("--socket-mode", "--url", URL)])
def test_how_slack_reaches_the_bot_has_to_be_said_once(folder: Path, words: tuple[str, ...]) -> None:
    result = proviso("slack", *words)
    assert result.exit_code == 2
    assert "either --socket-mode" in result.stderr


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("http://bot.larkfield.example", "does not begin with https://"),
        ("bot.larkfield.example", "does not begin with https://"),
        ("https://bot.larkfield.example/slack/events", "the address alone, https://bot.larkfield.example"),
        ("https://bot.larkfield.example?x=1", "the address alone"),
        ("https://wood:secret@bot.larkfield.example", "the address alone"),
        ("https://localhost", "not a name on the internet"),
        ("https://192.168.0.7", "not a name on the internet"),
        ("https://[::1]", "not a name on the internet"),
        ("https://bot larkfield.example", "not a name on the internet"),
        ("https://bot.larkfield.example\nx: y", "is not an address"),
        ("https://", "not a name on the internet"),
        ("https://bot.larkfield.example:x", "is not an address"),
        ("https://[bot.larkfield.example", "is not an address"),
    ],
)
def test_an_address_that_nobody_could_call_is_refused(folder: Path, given: str, words: str) -> None:
    for command in (("slack",), ("teams", "--app-id", APP_ID)):
        result = proviso(*command, "--url", given)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in " ".join(result.stderr.split())
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "address"),
    [(f"{URL}/", URL), ("https://BOT.Larkfield.example", URL), (f"{URL}:443", URL), (f"{URL}:8443", f"{URL}:8443")],
)
def test_an_address_is_tidied(folder: Path, given: str, address: str) -> None:
    assert proviso("slack", "--url", given).stdout == slack.manifest(address)


def test_the_teams_app_has_three_files_at_its_root(folder: Path) -> None:
    result = proviso("teams", "--url", URL, "--app-id", APP_ID)
    assert (result.exit_code, result.stdout) == (0, "proviso-teams.zip\n")
    assert "admin.teams.microsoft.com" in result.stderr
    content = (folder / "proviso-teams.zip").read_bytes()
    assert content == teams.package(in_teams()), "the same app is the same file, whenever it is made"
    with ZipFile(BytesIO(content)) as zipped:
        assert zipped.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(zipped.read("manifest.json")) == in_teams()
        for name in in_teams()["icons"].values():
            assert zipped.read(name) == (teams.FOLDER / name).read_bytes()


def test_the_teams_app_is_written_where_it_is_wanted(folder: Path) -> None:
    (folder / "apps").mkdir()
    pages = ("--privacy", "https://larkfield.example/privacy", "--terms", "https://larkfield.example/terms")
    result = proviso("teams", "--url", URL, "--app-id", APP_ID, "--version", "1.0.1", "--out", "apps", *pages)
    assert result.exit_code == 0
    with ZipFile(folder / "apps" / "proviso-teams.zip") as zipped:
        written = json.loads(zipped.read("manifest.json"))
    assert written["version"] == "1.0.1"
    assert written["developer"]["privacyUrl"] == "https://larkfield.example/privacy"
    assert written["developer"]["termsOfUseUrl"] == "https://larkfield.example/terms"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--app-id", "proviso"), "Application (client) ID"),
        (("--app-id", "00000000-0000-0000-0000-000000000000"), "Application (client) ID"),
        (("--app-id", APP_ID, "--version", "1.0"), "three numbers"),
        (("--app-id", APP_ID, "--version", "1.0.0-beta"), "three numbers"),
        (("--app-id", APP_ID, "--version", "01.0.0"), "three numbers"),
        (("--app-id", APP_ID, "--privacy", "http://larkfield.example/privacy"), "begin with https://"),
        (("--app-id", APP_ID, "--terms", "https://"), "begin with https://"),
        (("--app-id", APP_ID, "--out", "nowhere"), "does not exist"),
    ],
)
def test_what_teams_would_refuse_is_refused_here_first(folder: Path, words: tuple[str, ...], said: str) -> None:
    result = proviso("teams", "--url", URL, *words)
    assert result.exit_code != 0
    assert said in " ".join(result.stderr.split())
    assert list(folder.iterdir()) == []


def test_a_place_where_nothing_can_be_written_is_named(folder: Path) -> None:
    (folder / "proviso-teams.zip").mkdir()
    result = proviso("teams", "--url", URL, "--app-id", APP_ID)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr
