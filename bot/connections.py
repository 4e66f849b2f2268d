"""The settings of the chat platforms: `[slack]` and `[teams]`. Secrets stand in the environment only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from bot.entrances import slashes

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Part(BaseModel):
    """A part of the settings: nothing unknown in it, and it does not change."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class SlackSettings(Part):
    """`[slack]`: one workspace."""

    socket_mode: bool = True  # no public address is needed; False: Slack calls us at /slack/events
    bot_token: SecretStr = Field(default=SecretStr(""), validate_default=True)
    app_token: SecretStr = Field(default=SecretStr(""), validate_default=True)
    signing_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    commands: Mapping[str, str] = {}  # our command → what the workspace calls it, e.g. {"can-i": "/may-i"}
    api: str = "https://slack.com/api/"

    @field_validator("bot_token", "app_token", "signing_secret", mode="before")
    @classmethod
    def _trimmed(cls, secret: object) -> object:
        return trimmed(secret)

    @field_validator("bot_token")
    @classmethod
    def _is_a_bot_token(cls, token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith("xoxb-"):
            raise ValueError("set PROVISO_SLACK_BOT_TOKEN to the app's bot token, which begins with xoxb-")
        return token

    @field_validator("app_token")
    @classmethod
    def _opens_sockets(cls, token: SecretStr, so_far: ValidationInfo) -> SecretStr:
        if so_far.data.get("socket_mode") and not token.get_secret_value().startswith("xapp-"):
            raise ValueError(
                "set PROVISO_SLACK_APP_TOKEN to the app-level token, which begins with xapp-; Socket Mode needs it"
            )
        return token

    @field_validator("signing_secret")
    @classmethod
    def _can_be_checked(cls, secret: SecretStr, so_far: ValidationInfo) -> SecretStr:
        if so_far.data.get("socket_mode") is False and not secret.get_secret_value():
            raise ValueError(
                "set PROVISO_SLACK_SIGNING_SECRET to the app's signing secret; without Socket Mode it is what tells "
                "Slack's requests from forged ones"
            )
        return secret

    @field_validator("commands")
    @classmethod
    def _can_be_names(cls, commands: Mapping[str, str]) -> Mapping[str, str]:
        slashes(commands)
        return commands

    @field_validator("api")
    @classmethod
    def _is_an_address(cls, api: str) -> str:
        if not api.endswith("/"):
            raise ValueError("must end with /")
        return encrypted(api)


class TeamsSettings(Part):
    """`[teams]`: one tenant."""

    app_id: str = Field(default="", validate_default=True)
    tenant: str = Field(default="", validate_default=True)
    credential: Literal["password", "certificate", "managed identity"] = "password"
    secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    certificate: Path | None = Field(default=None, validate_default=True)  # PEM: the certificate and its private key
    tenants: tuple[str, ...] = ()  # others that may talk to the bot, besides `tenant`
    hosts: tuple[str, ...] = ("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com")
    openid: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    login: str = "https://login.microsoftonline.com"

    @field_validator("app_id", "tenant")
    @classmethod
    def _is_a_guid(cls, value: str, field: ValidationInfo) -> str:
        if not value:
            raise ValueError(f"set PROVISO_TEAMS_{str(field.field_name).upper()}, from Microsoft Entra")
        return _guid(value)

    @field_validator("tenants")
    @classmethod
    def _are_guids(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_guid(value) for value in values)

    @field_validator("secret", mode="before")
    @classmethod
    def _trimmed(cls, secret: object) -> object:
        return trimmed(secret)

    @field_validator("secret")
    @classmethod
    def _has_its_secret(cls, secret: SecretStr, so_far: ValidationInfo) -> SecretStr:
        if so_far.data.get("credential") == "password" and not secret.get_secret_value():
            raise ValueError("set PROVISO_TEAMS_SECRET to the app's client secret")
        return secret

    @field_validator("certificate")
    @classmethod
    def _has_its_certificate(cls, certificate: Path | None, so_far: ValidationInfo) -> Path | None:
        if so_far.data.get("credential") == "certificate" and (certificate is None or not certificate.is_file()):
            raise ValueError("must name a PEM file with the certificate and its private key")
        return certificate

    @field_validator("openid", "login")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        return encrypted(address)

    @property
    def allowed(self) -> frozenset[str]:
        """The tenants whose people may talk to the bot."""
        return frozenset({self.tenant, *self.tenants})


def trimmed(secret: object) -> object:
    """A secret without the spaces and line ends that come along when it is pasted or read from a file."""
    if isinstance(secret, SecretStr):
        return SecretStr(secret.get_secret_value().strip())
    return secret.strip() if isinstance(secret, str) else secret


def _guid(value: str) -> str:
    if not _GUID.fullmatch(value):
        raise ValueError("must be an id like 8a3b0f52-1c7d-4e6f-9a2b-3c4d5e6f7a8b, from Microsoft Entra")
    return value.lower()


def encrypted(address: str) -> str:
    """Tokens go there, so that nothing but this machine itself (for tests) is called without encryption."""
    parts = urlsplit(address)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))
    ):
        raise ValueError("must be an address that begins with https://")
    return address
