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
