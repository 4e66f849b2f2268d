"""A first settings file: good as it is once the secrets are there, and holding none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.settings import SettingsFault, load

SLACK = {"PROVISO_SLACK_BOT_TOKEN": "xoxb-secret", "PROVISO_SLACK_APP_TOKEN": "xapp-secret"}
TEAMS = {
    "PROVISO_TEAMS_APP_ID": "8a3b0f52-1c7d-4e6f-9a2b-3c4d5e6f7a8b",
    "PROVISO_TEAMS_TENANT": "00000000-1c7d-4e6f-9a2b-3c4d5e6f7a8b",
    "PROVISO_TEAMS_SECRET": "teams-secret",
}
FILE = Path("proviso.toml")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PROVISO_")]:
        monkeypatch.delenv(name)


def init(*words: str, said: str | None = None) -> Result:
    result = CliRunner().invoke(cli, ["init", *words], input=said)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.mark.parametrize(
    ("words", "secrets"),
    [(["--slack"], SLACK), (["--teams"], TEAMS), (["--slack", "--teams"], SLACK | TEAMS), (["--name", "Elm"], {})],
)
def test_the_file_is_good_once_the_secrets_it_named_are_there(words: list[str], secrets: dict[str, str]) -> None:
    result = init(*words)
    assert result.exit_code == 0
    settings = load(environment=secrets)
    assert (settings.slack is not None, settings.teams is not None) == ("--slack" in words, "--teams" in words)
    for variable in secrets:
        assert variable in result.stdout


def test_what_it_offers_for_concerns_is_good_once_it_is_taken_up() -> None:
    """Every line that stands there as a comment can be used as it is; but the example of a calendar file is none."""
    init("--slack")
    text = FILE.read_text("utf-8")
    begin, offered = text.split("\n[concerns]\n")
    assert "# public_url = " in begin
    offered, slack = offered.split("\n[slack]\n")
    taken = [line.removeprefix("# ") for line in offered.splitlines() if "term_dates" not in line]
    FILE.write_text("\n".join([begin, "[concerns]", *taken, "[slack]", slack]), "utf-8")
    settings = load(environment=SLACK)
    school = settings.bare_school()
    assert school.calendar.terms
    assert school.contacts["lado"].number == "01632 960199"
    assert settings.mail is not None


def test_without_the_secrets_each_that_was_named_is_asked_for() -> None:
    init("--slack", "--teams")
    with pytest.raises(SettingsFault) as caught:
        load(environment={})
    for variable in SLACK | TEAMS:
        assert variable in str(caught.value)


def test_no_secret_is_written_even_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in (SLACK | TEAMS).items():
        monkeypatch.setenv(variable, value)
    result = init("--slack", "--teams")
    assert "secret" not in FILE.read_text("utf-8").replace("secret stands here", "")
    assert not any(value in result.output for value in SLACK.values())


def test_a_new_administrator_is_asked_and_asked_again_where_it_cannot_be() -> None:
    answers = ["", 'The "Elm" School \\ Annexe', "Nowhere/Elm", "Europe/Dublin", "office", "Office@elm.example", "both"]
    result = init(said="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "write one like Europe/London" in result.output
    settings = load(environment=SLACK | TEAMS)
    assert settings.school.name == 'The "Elm" School \\ Annexe'
    assert (settings.school.zone, settings.school.administrator) == ("Europe/Dublin", "office@elm.example")
    assert settings.slack is not None
    assert settings.teams is not None


def test_options_are_enough_and_nothing_is_asked() -> None:
    result = init("--slack", "--name", "Elm", "--zone", "Europe/Paris", "--administrator", "it@elm.example")
    assert (result.exit_code, "?" in result.stdout) == (0, False)
    assert load(environment=SLACK).school.administrator == "it@elm.example"


@pytest.mark.parametrize(
    "words",
    [
        ["--zone", "Elm"],
        ["--slack", "--administrator", "Mr Field"],
        ["--teams", "--administrator", "Mr Field <field@elm.example>"],
        ["--name", "a\nb"],
        ["--name", "x" * 101],
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(words: list[str]) -> None:
    assert init(*words).exit_code != 0
    assert not FILE.exists()


def test_a_file_that_is_there_is_left_as_it_is() -> None:
    FILE.write_text("port = 4000\n", "utf-8")
    result = init("--slack")
    assert result.exit_code == 1
    assert "was left as it is" in result.stderr
    assert FILE.read_text("utf-8") == "port = 4000\n"


def test_whoever_breaks_off_leaves_nothing_behind() -> None:
    assert init(said="Elm\n").exit_code == 1
    assert not FILE.exists()
