"""Settings: from file and environment, all faults at once, secrets hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsFault, load
from handlers.desk import Role

SECRET = "postgresql://proviso:very-secret@db/proviso"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "proviso.toml"
    path.write_text(text, "utf-8")
    return path


def faults(file: Path | None, environment: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsFault) as caught:
        load(file, environment)
    return caught.value.faults


def test_without_any_settings_there_are_sensible_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(environment={})
    assert (settings.address, settings.port, settings.school.smallest_count) == ("127.0.0.1", 3978, 5)
    assert settings.database_url == f"sqlite:///{tmp_path / 'proviso-data' / 'proviso.sqlite'}"


def test_the_environment_stands_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, 'port = 4000\naddress = "0.0.0.0"\n[school]\nname = "Hilltop"\n')
    settings = load(file, {"PROVISO_PORT": "5000", "PROVISO_SCHOOL_ZONE": "Europe/Dublin", "HOME": "/"})
    assert (settings.port, settings.address, settings.school.name) == (5000, "0.0.0.0", "Hilltop")
    assert settings.school.school().zone.key == "Europe/Dublin"


def test_the_staff_list_names_people_and_what_they_answer_for(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        '[[school.staff]]\nname = "Jo"\nemail = "Jo@school.example"\nroles = ["head", "safeguarding lead"]\n'
        '[[school.staff]]\nname = "Sam"\nkey = "chair"\ncapacity = "governors"\nroles = ["chair of governors"]\n',
    )
    school = load(file, {}).school.school()
    assert [member.person.key for member in school.staff] == ["jo@school.example", "chair"]
    assert school.holds("jo@school.example", Role.HEAD)
    assert [member.person.name for member in school.holders(Role.CHAIR)] == ["Sam"]
    assert not school.holds("stranger", Role.HEAD, Role.CHAIR)


def test_every_fault_is_named_at_once_and_where_it_stands(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        'colour = "blue"\naddress = 3\n[school]\nzone = "Europe/Nowhere"\n'
        '[[school.staff]]\nname = "Jo"\nroles = ["king"]\n[[school.staff]]\nemail = "x"\n',
    )
    found = faults(file, {"PROVISO_PORT": "many", "PROVISO_DATABASE": "oracle:x", "PROVISO_PROT": "1"})
    assert {fault.split(":")[0] for fault in found} == {
        "colour", "address", "school.zone", "school.staff[1].roles[1]", "school.staff[2].name",
        "PROVISO_PORT", "PROVISO_DATABASE", "PROVISO_PROT",
    }  # fmt: skip
    assert "PROVISO_PORT: must be a whole number" in found
    assert "PROVISO_DATABASE: must begin with sqlite:/// or postgresql://" in found


def test_somebody_listed_twice_is_a_fault(tmp_path: Path) -> None:
    twice = '[[school.staff]]\nname = "Jo"\nemail = "jo@school.example"\n' * 2
    assert faults(written(tmp_path, twice), {}) == ["school.staff: names somebody twice: jo@school.example"]


@pytest.mark.parametrize("text", ["port = ", "\x00"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, text: str) -> None:
    assert faults(written(tmp_path, text), {})[0].startswith(str(tmp_path / "proviso.toml"))


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    assert "cannot be read" in faults(tmp_path / "none.toml", {})[0]


def test_a_password_belongs_in_the_environment_and_is_never_shown(tmp_path: Path) -> None:
    found = faults(written(tmp_path, f'database = "{SECRET}"\n'), {})
    assert "PROVISO_DATABASE" in found[0]
    assert "very-secret" not in found[0]
    settings = load(written(tmp_path, ""), {"PROVISO_DATABASE": SECRET})
    assert settings.database_url == SECRET
    assert "very-secret" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_settings_do_not_change_while_running() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


# --- the platforms ---

TEAMS = {
    "PROVISO_TEAMS_APP_ID": "8A3B0F52-1c7d-4e6f-9a2b-3c4d5e6f7a8b",
    "PROVISO_TEAMS_TENANT": "00000000-1c7d-4e6f-9a2b-3c4d5e6f7a8b",
    "PROVISO_TEAMS_SECRET": "very-secret",
}
SLACK = {"PROVISO_SLACK_BOT_TOKEN": "xoxb-very-secret", "PROVISO_SLACK_APP_TOKEN": "xapp-very-secret"}


def test_whatever_the_platforms_still_need_is_named_at_once(tmp_path: Path) -> None:
    file = written(tmp_path, '[slack]\nsocket_mode = true\ncommands = {fly = "/fly"}\n[teams]\ntenants = ["elm"]\n')
    found = faults(file, {})
    assert {fault.split(":")[0] for fault in found} == {
        "slack.bot_token", "slack.app_token", "slack.commands", "teams.app_id", "teams.tenant", "teams.secret",
        "teams.tenants",
    }  # fmt: skip
    for variable in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "TEAMS_APP_ID", "TEAMS_TENANT", "TEAMS_SECRET"):
        assert any(f"set PROVISO_{variable}" in fault for fault in found), variable


def test_the_schools_records_need_no_tokens(tmp_path: Path) -> None:
    """The tokens are where the bot runs; policies and staff may be looked after from another shell, or before."""
    file = written(tmp_path, '[school]\nname = "Larkfield"\n[slack]\nsocket_mode = true\n[teams]\n')
    assert faults(file, {})
    chosen = load(file, {}, connections=False)
    assert (chosen.school.name, chosen.slack, chosen.teams) == ("Larkfield", None, None)


def test_without_socket_mode_the_signing_secret_is_needed_and_not_the_app_token(tmp_path: Path) -> None:
    file = written(tmp_path, "[slack]\nsocket_mode = false\n")
    (fault,) = faults(file, {"PROVISO_SLACK_BOT_TOKEN": "xoxb-1"})
    assert "PROVISO_SLACK_SIGNING_SECRET" in fault
    assert load(file, {"PROVISO_SLACK_BOT_TOKEN": "xoxb-1", "PROVISO_SLACK_SIGNING_SECRET": "s"}).slack is not None


def test_variables_alone_connect_a_platform_and_empty_ones_do_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file of variables names both platforms; only one is in use."""
    monkeypatch.chdir(tmp_path)
    settings = load(environment=TEAMS | dict.fromkeys(SLACK, "") | {"PROVISO_PORT": " "})
    assert settings.slack is None
    assert settings.port == 3978
    assert settings.teams is not None
    assert settings.teams.app_id == "8a3b0f52-1c7d-4e6f-9a2b-3c4d5e6f7a8b"
    assert settings.teams.allowed == {"00000000-1c7d-4e6f-9a2b-3c4d5e6f7a8b"}


def test_a_pasted_token_loses_its_line_end_and_is_never_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(environment={name: f" {value}\n" for name, value in (SLACK | TEAMS).items()})
    assert settings.slack is not None
    assert settings.slack.bot_token.get_secret_value() == "xoxb-very-secret"
    assert "very-secret" not in repr(settings) + settings.model_dump_json()
    wrong = faults(None, {"PROVISO_SLACK_BOT_TOKEN": "very-secret", "PROVISO_TEAMS_APP_ID": "very-secret"})
    assert "very-secret" not in "".join(wrong)


@pytest.mark.parametrize("name", ["bot_token", "app_token", "signing_secret"])
def test_slacks_secrets_are_refused_in_the_file(tmp_path: Path, name: str) -> None:
    found = faults(written(tmp_path, f'[slack]\n{name} = "xoxb-very-secret"\n'), SLACK)
    assert f"set PROVISO_SLACK_{name.upper()} instead" in found[0]
    assert "very-secret" not in "".join(found)


def test_the_secret_of_teams_is_refused_in_the_file_and_its_certificate_must_be_there(tmp_path: Path) -> None:
    assert "PROVISO_TEAMS_SECRET" in faults(written(tmp_path, '[teams]\nsecret = "s"\n'), TEAMS)[0]
    file = written(tmp_path, '[teams]\ncredential = "certificate"\ncertificate = "nowhere.pem"\n')
    assert faults(file, TEAMS) == ["teams.certificate: must name a PEM file with the certificate and its private key"]


@pytest.mark.parametrize("address", ["http://slack.example/api/", "ftp://slack.com/", "https:///api/", "https://a"])
def test_tokens_go_to_encrypted_addresses_only(tmp_path: Path, address: str) -> None:
    assert faults(written(tmp_path, f'[slack]\napi = "{address}"\n'), SLACK)[0].startswith("slack.api: must")
    assert load(written(tmp_path, '[slack]\napi = "http://127.0.0.1:4200/api/"\n'), SLACK).slack is not None


def test_people_stand_in_the_file_or_in_the_store_but_not_in_both(tmp_path: Path) -> None:
    (fault,) = faults(written(tmp_path, '[[school.staff]]\nname = "Jo"\n[slack]\n'), SLACK)
    assert "proviso staff import" in fault


def test_the_administrator_is_somebody_with_an_address(tmp_path: Path) -> None:
    file = written(tmp_path, '[school]\nadministrator = "Field@Larkfield.example"\n')
    assert load(file, {}).school.school().administrator == "field@larkfield.example"
    assert "e-mail address" in faults(file, {"PROVISO_SCHOOL_ADMINISTRATOR": "Mr Field"})[0]
