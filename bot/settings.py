"""The one settings object, from `proviso.toml` and the environment, checked before anything starts."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from handlers.desk import Member, Role, School
from handlers.model import Person

FILE = "proviso.toml"
PREFIX = "PROVISO_"


class SettingsFault(Exception):
    """Settings that cannot be used. `faults` has one line each; `str()` is all of them, for people."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class StaffEntry(_Part):
    """One line of the staff list. Without a `key`, the e-mail address is the person's key."""

    name: str = Field(min_length=1)
    email: str = ""
    key: str = ""
    roles: tuple[Role, ...] = ()
    capacity: str = Field(default="staff", pattern="^(staff|governors|contractors|volunteers)$")
    job: str = ""

    def member(self) -> Member:
        """The entry as the handlers know it."""
        key = self.key or self.email.lower() or self.name.lower()
        return Member(Person(key, self.name, self.email), self.roles, self.capacity, self.job)


class SchoolSettings(_Part):
    """`[school]`: its name, zone and people."""

    id: str = Field(default="school", pattern="^[a-z0-9-]{1,40}$")
    name: str = Field(default="Our school", min_length=1, max_length=100)
    zone: str = "Europe/London"
    smallest_count: int = Field(default=5, ge=1, le=100)
    staff: tuple[StaffEntry, ...] = ()

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError("is not a time zone; write one like Europe/London") from None
        return zone

    @field_validator("staff")
    @classmethod
    def _each_once(cls, staff: tuple[StaffEntry, ...]) -> tuple[StaffEntry, ...]:
        keys = [entry.member().person.key for entry in staff]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"names somebody twice: {', '.join(twice)}")
        return staff

    def school(self) -> School:
        """The school as the handlers know it."""
        people = tuple(entry.member() for entry in self.staff)
        return School(self.id, self.name, ZoneInfo(self.zone), people, self.smallest_count)


class Settings(_Part):
    """Everything that can be set. Secrets are hidden in `repr` and stand in the environment only."""

    data: Path = Path("proviso-data")
    database: SecretStr | None = Field(default=None, validate_default=True)
    address: str = "127.0.0.1"
    port: int = Field(default=3978, ge=1, le=65535)
    school: SchoolSettings = SchoolSettings()

    @field_validator("database")
    @classmethod
    def _known_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @property
    def database_url(self) -> str:
        """The database's address; without a setting, a SQLite file in the data folder."""
        if self.database is not None:
            return self.database.get_secret_value()
        return f"sqlite:///{self.data.absolute() / 'proviso.sqlite'}"


def load(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from `file` (default: `proviso.toml` here, if there is one), then from PROVISO_… variables over it.

    A variable's name is the setting's path in capitals: PROVISO_PORT, PROVISO_SCHOOL_NAME. Raises SettingsFault,
    which names every fault at once.
    """
    environment = os.environ if environment is None else environment
    values, faults = _from_file(file)
    sources = _overlay(values, environment, faults)
    settings: Settings | None = None
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        faults += [_fault(tuple(one["loc"]), one["type"], one["msg"], sources) for one in error.errors()]
    if faults or settings is None:
        raise SettingsFault(faults)
    return settings


def _from_file(file: Path | None) -> tuple[dict[str, object], list[str]]:
    path = file or Path(FILE)
    if file is None and not path.exists():
        return {}, []
    try:
        values: dict[str, object] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        return {}, [f"{path}: cannot be read ({error.strerror})"]
    except ValueError as error:  # bad TOML or not UTF-8
        return {}, [f"{path}: {error}"]
    if "@" in str(values.get("database", "")):
        return values, [f"database: may hold a password, so set {PREFIX}DATABASE instead of writing it in {path}"]
    return values, []


def _overlay(values: dict[str, object], environment: Mapping[str, str], faults: list[str]) -> dict[str, str]:
    """Put the PROVISO_ variables over `values`; which setting came from which variable."""
    known = {PREFIX + name.upper(): name for name in Settings.model_fields if name != "school"}
    in_school = [name for name in SchoolSettings.model_fields if name != "staff"]
    known |= {f"{PREFIX}SCHOOL_{name.upper()}": f"school.{name}" for name in in_school}
    sources: dict[str, str] = {}
    for variable in sorted(set(environment) & set(known)):
        path = known[variable]
        part = values.setdefault("school", {}) if path.startswith("school.") else values
        if isinstance(part, dict):  # otherwise the file's own fault is named
            part[path.removeprefix("school.")] = environment[variable]
            sources[path] = variable
    strays = sorted(
        name for name in environment if name.startswith(PREFIX) and name not in known and name not in _APART
    )
    faults += [f"{name}: no such setting" for name in strays]
    return sources


_APART = {f"{PREFIX}REQUIRE_POSTGRES"}  # read by the tests


def _fault(place: tuple[int | str, ...], kind: str, message: str, sources: Mapping[str, str]) -> str:
    """One line: where, and what is wrong. Never the value, which may be a secret."""
    path = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    words = _WORDS.get(kind, message.removeprefix("Value error, "))
    return f"{sources.get(path, path)}: {words[:1].lower() + words[1:]}"


_WORDS = {
    "extra_forbidden": "no such setting",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "missing": "is missing",
    "string_type": "must be text in quotes",
}
