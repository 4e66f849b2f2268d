"""The one settings object, from `proviso.toml` and the environment, checked before anything starts."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator

from bot.concern_settings import ConcernSettings, ContactSettings, Keys, MailSettings, PublicUrl
from bot.connections import Part, SlackSettings, TeamsSettings
from bot.school_settings import SchoolSettings
from handlers.desk import School

FILE = "proviso.toml"
PREFIX = "PROVISO_"


class SettingsFault(Exception):
    """Settings that cannot be used. `faults` has one line each; `str()` is all of them, for people."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(Part):
    """Everything that can be set. Secrets are hidden in `repr` and stand in the environment only."""

    data: Path = Path("proviso-data")
    database: SecretStr | None = Field(default=None, validate_default=True)
    key: Keys | None = None  # seals what is told in confidence; several, newest first, with commas between
    address: str = "127.0.0.1"
    port: int = Field(default=3978, ge=1, le=65535)
    public_url: PublicUrl = ""
    school: SchoolSettings = SchoolSettings()
    concerns: ConcernSettings = ConcernSettings()
    contacts: ContactSettings = ContactSettings()
    mail: MailSettings | None = None
    slack: SlackSettings | None = None
    teams: TeamsSettings | None = None

    @model_validator(mode="after")
    def _people_of_one_kind(self) -> Self:
        if self.school.staff and (self.slack or self.teams):
            raise ValueError(
                "school.staff: with Slack or Teams the staff list is imported (proviso staff import) and roles are "
                "accepted in chat, so take [[school.staff]] out of the file"
            )
        return self

    @field_validator("database")
    @classmethod
    def _known_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @property
    def keys(self) -> str:
        """What seals the records, see `bot.vault`; "" where the embedded database's own key file does."""
        return self.key.get_secret_value() if self.key is not None else ""

    def bare_school(self) -> School:
        """The school as the handlers know it, before the store says who is who."""
        school = self.school.school()
        return replace(
            school,
            calendar=self.concerns.calendar(school.zone),
            contacts=self.contacts.contacts(self.concerns.nation, self.concerns.head_is),
            takes_files=tuple(name for name in ("slack", "teams") if getattr(self, name) is not None),
            page=self.public_url,
            mails=self.mail is not None and self.public_url != "",
            preset=self.concerns.preset,
            undelivered=timedelta(minutes=self.concerns.undelivered_minutes),
            employer_prompt=self.concerns.supply_employer_prompt,
            untaken=self.concerns.untaken_days,
            leaders=self.concerns.leaders,
        )

    @property
    def database_url(self) -> str:
        """The database's address; without a setting, a SQLite file in the data folder."""
        if self.database is not None:
            return self.database.get_secret_value()
        return f"sqlite:///{self.data.absolute() / 'proviso.sqlite'}"


def load(
    file: Path | None = None, environment: Mapping[str, str] | None = None, *, connections: bool = True
) -> Settings:
    """Settings from `file` (default: `proviso.toml` here, if there is one), then from PROVISO_… variables over it.

    A variable's name is the setting's path in capitals: PROVISO_PORT, PROVISO_SCHOOL_NAME. Raises SettingsFault,
    which names every fault at once. Without `connections`, Slack, Teams and mail are left out with all that they still
    need.
    """
    environment = os.environ if environment is None else environment
    values, faults = _from_file(file)
    sources = _overlay(values, environment, faults)
    if not connections:
        values = {name: value for name, value in values.items() if name not in ("slack", "teams", "mail")}
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
    return values, _secrets_in(values, path)


def _secrets_in(values: dict[str, object], path: Path) -> list[str]:
    """Secrets that stand in the file, where a backup or a colleague would find them."""
    faults = []
    if "@" in str(values.get("database", "")):
        faults.append(f"database: may hold a password, so set {PREFIX}DATABASE instead of writing it in {path}")
    for part, names in _SECRET.items():
        given = values.get(part) if part else values
        found = [f"{part}.{name}".lstrip(".") for name in names if isinstance(given, dict) and name in given]
        faults += [
            f"{name}: is a secret, so set {PREFIX}{name.replace('.', '_').upper()} instead of writing it in {path}"
            for name in found
        ]
    return faults


def _overlay(values: dict[str, object], environment: Mapping[str, str], faults: list[str]) -> dict[str, str]:
    """Put the PROVISO_ variables over `values`; which setting came from which variable.

    An empty variable is none: files of variables name what is not in use, and compose files pass it on.
    """
    known = variables()
    sources: dict[str, str] = {}
    for variable in sorted(name for name in known if environment.get(name, "").strip()):
        part, _, name = known[variable].rpartition(".")
        where = values.setdefault(part, {}) if part else values
        if isinstance(where, dict):  # otherwise the file's own fault is named
            where[name] = environment[variable]
            sources[known[variable]] = variable
    strays = sorted(
        name for name in environment if name.startswith(PREFIX) and name not in known and name not in _APART
    )
    faults += [f"{name}: no such setting" for name in strays]
    return sources


def variables() -> dict[str, str]:
    """Every variable that is read, with its setting: PROVISO_SLACK_BOT_TOKEN → slack.bot_token."""
    known = {PREFIX + name.upper(): name for name in Settings.model_fields if name not in _PARTS}
    for part, model in _PARTS.items():
        names = [name for name in model.model_fields if name not in _FILE_ONLY]
        known |= {f"{PREFIX}{part.upper()}_{name.upper()}": f"{part}.{name}" for name in names}
    return known


_PARTS: dict[str, type[Part]] = {
    "school": SchoolSettings,
    "concerns": ConcernSettings,
    "contacts": ContactSettings,
    "mail": MailSettings,
    "slack": SlackSettings,
    "teams": TeamsSettings,
}
# Tables and lists.
_FILE_ONLY = {"staff", "commands", "tenants", "hosts", "hours", "days", "council_hours", "terms", "closed", "inset",
              "names", "others", "leaders"}  # fmt: skip
_SECRET = {
    "": ("key",),
    "mail": ("password",),
    "slack": ("bot_token", "app_token", "signing_secret"),
    "teams": ("secret",),
}
_APART = {f"{PREFIX}REQUIRE_{tool}" for tool in ("POSTGRES", "BROWSER", "CLIENTS", "SYSTEMD")} | {
    f"{PREFIX}NPM"
}  # read by the tests


def _fault(place: tuple[int | str, ...], kind: str, message: str, sources: Mapping[str, str]) -> str:
    """One line: where, and what is wrong. Never the value, which may be a secret."""
    path = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    words = _WORDS.get(kind, message.removeprefix("Value error, ").replace("Input should be", "must be"))
    if not path:  # of the whole: the words name the settings themselves
        return words
    if path in _PARTS and ": " in words:  # of a part as a whole: the words begin with the setting's name
        name, _, words = words.partition(": ")
        path = f"{path}.{name}"
    return f"{sources.get(path, path)}: {words[:1].lower() + words[1:]}"


_WORDS = {
    "date_from_datetime_parsing": "must be a date like 2026-09-02",
    "extra_forbidden": "no such setting",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "time_parsing": "must be a time like 08:30",
}
