"""The settings of concerns: `[concerns]`, `[contacts]`, `[mail]`, key and page. Secrets stand in the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, field_validator, model_validator

from bot.connections import Part, encrypted, trimmed
from bot.term_dates import TermDates, read_term_dates
from handlers.calendar import Calendar, Nation, Span
from handlers.concerns.kinds import Kind
from handlers.contacts import OWN, Contacts, shipped
from handlers.desk import Role

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEKDAYS: tuple[Weekday, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{1,18}[0-9]( ?(ext\.?|x) ?[0-9]{1,6})?", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")  # what `bot.vault` can use: 32 bytes in base64, for addresses


def _two(values: object) -> object:
    if not isinstance(values, list | tuple) or len(values) != 2:
        raise ValueError('must be two, the first and the last, like ["2026-09-02", "2026-10-23"]')
    return values


def _two_times(values: object) -> object:
    # A bare number would be read as seconds after midnight.
    if not isinstance(values, list | tuple) or len(values) != 2 or any(isinstance(one, int | float) for one in values):
        raise ValueError('must be two times in quotes, like ["08:30", "16:30"]')
    return values


def _is_a_number(number: str) -> str:
    if number and not _NUMBER.fullmatch(number):
        raise ValueError("must be a telephone number in quotes, like 01632 960100 or 01632 960100 ext 12")
    return number


def _is_an_address(address: str) -> str:
    if address and "@" not in address:
        encrypted(address)
    return address


def _are_keys(keys: SecretStr) -> SecretStr:
    if not all(_KEY.fullmatch(key.strip()) for key in keys.get_secret_value().split(",")):
        raise ValueError(
            "is not a key. Make one with: proviso key new. Several are separated by commas, the newest first"
        )
    return keys


def _is_where_browsers_go(url: str) -> str:
    if url and (set(url) & set("?#@ ") or urlsplit(url).path not in ("", "/")):
        raise ValueError("must be an address alone, like https://proviso.school.example")
    return encrypted(url).rstrip("/") if url else url


Keys = Annotated[SecretStr, BeforeValidator(trimmed), AfterValidator(_are_keys)]
PublicUrl = Annotated[str, AfterValidator(_is_where_browsers_go)]
TwoTimes = Annotated[tuple[time, time], BeforeValidator(_two_times)]
TwoDates = Annotated[tuple[date, date], BeforeValidator(_two)]
Hours = Annotated[float, Field(gt=0, le=24)]


class ConcernSettings(Part):
    """`[concerns]`: by whose rules, in whose time, and how long a notice may lie unopened."""

    preset: Literal["maintained", "academy", "independent"] = "maintained"
    nation: Nation = Nation.ENGLAND
    head_is: Literal["head", "headteacher", "executive head", "head of school", "principal"] = "head"
    supply_employer_prompt: bool = True  # say that the employer of supply staff or a contractor has not been told
    hours: TwoTimes = (time(8, 30), time(16, 30))
    days: tuple[Weekday, ...] = _WEEKDAYS[:5]
    council_hours: TwoTimes = (time(9), time(17))
    terms: tuple[TwoDates, ...] = ()
    closed: tuple[TwoDates, ...] = ()
    inset: tuple[date, ...] = ()
    term_dates: Path | None = None
    patience_in_hours: Hours = 1
    patience_outside: Hours = 4
    undelivered_minutes: int = Field(default=15, ge=1, le=60)
    untaken_days: int = Field(default=1, ge=1, le=10)  # working days
    leaders: tuple[Role, ...] = ()  # e.g. ["deputy"]: somebody may tell one of these instead of the head

    @field_validator("hours", "council_hours")
    @classmethod
    def _end_after_they_begin(cls, hours: tuple[time, time]) -> tuple[time, time]:
        if hours[0] >= hours[1] or any(one.tzinfo for one in hours):
            raise ValueError("must end after they begin, on the school's own clock")
        return hours

    @field_validator("days")
    @classmethod
    def _has_one(cls, days: tuple[Weekday, ...]) -> tuple[Weekday, ...]:
        if not days:
            raise ValueError('must name at least one, like ["Monday", "Tuesday"]')
        return days

    @field_validator("terms", "closed")
    @classmethod
    def _each_ends_after_it_begins(cls, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        wrong = [f"{first.isoformat()} to {last.isoformat()}" for first, last in spans if first > last]
        if wrong:
            raise ValueError(f"must end after they begin: {', '.join(wrong)}")
        return spans

    @field_validator("term_dates")
    @classmethod
    def _can_be_read(cls, file: Path | None) -> Path | None:
        if file is not None:
            read_term_dates(file)
        return file

    def calendar(self, zone: ZoneInfo) -> Calendar:
        """The school's calendar: what stands in the settings, and beside it what the file of term dates says."""
        read = read_term_dates(self.term_dates) if self.term_dates else TermDates()
        return Calendar(
            zone,
            self.nation,
            self.hours,
            frozenset(_WEEKDAYS.index(day) for day in self.days),
            (*self.terms, *read.terms),
            (*self.closed, *read.closed),
            frozenset(self.inset) | read.inset,
            self.council_hours,
            timedelta(hours=self.patience_in_hours),
            timedelta(hours=self.patience_outside),
        )


class ContactEntry(Part):
    """One of `[contacts.others]`: what is given stands over what is shipped."""

    name: str = ""
    number: Annotated[str, Field(max_length=30)] = ""
    address: str = ""
    hours: str = ""
    note: str = ""
    kinds: tuple[Kind, ...] = ()
    checked: date | None = None

    _number = field_validator("number")(_is_a_number)
    _address = field_validator("address")(_is_an_address)


class ContactSettings(Part):
    """`[contacts]`: the telephone numbers that the school gives its staff, and the day on which it checked them."""

    checked: date | None = None
    school: str = ""
    head: str = ""
    deputy: str = ""
    chair: str = ""
    vice_chair: str = ""
    trust_lead: str = ""
    safeguarding_lead: str = ""
    deputy_safeguarding_lead: str = ""
    data_protection_lead: str = ""
    communications_lead: str = ""
    lado: str = ""
    emergency_duty_team: str = ""
    names: Mapping[str, str] = {}  # what one of the above is called here, e.g. {"safeguarding_lead": "DSL"}
    others: Mapping[str, ContactEntry] = {}

    _numbers = field_validator(*OWN)(_is_a_number)

    @field_validator("names")
    @classmethod
    def _of_those_there_are(cls, names: Mapping[str, str]) -> Mapping[str, str]:
        strangers = sorted(set(names) - set(OWN))
        if strangers:
            raise ValueError(f"can name {', '.join(OWN)}, and not {', '.join(strangers)}")
        return names

    def contacts(self, nation: Nation, head: str = "head") -> Contacts:
        """The school's contacts: what is shipped for the nation, and over it what stands here."""
        contacts = shipped(nation).changed("head", name=head)
        for key in OWN:
            number = getattr(self, key)
            if number:
                contacts = contacts.changed(key, number=number, address="", hours="", checked=self.checked)
        for key, name in self.names.items():
            contacts = contacts.changed(key, name=name)
        for key, entry in self.others.items():
            contacts = contacts.changed(key, **entry.model_dump(exclude_unset=True))
        return contacts


class MailSettings(Part):
    """`[mail]`: the school's mail server, for those who have no account in the chat."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    encryption: Literal["starttls", "tls", "none"] = "starttls"
    sender: str
    user: str = ""
    password: SecretStr = SecretStr("")

    @field_validator("sender")
    @classmethod
    def _is_one(cls, sender: str) -> str:
        if not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", sender):
            raise ValueError("must be the e-mail address that messages come from")
        return sender

    @field_validator("password", mode="before")
    @classmethod
    def _trimmed(cls, secret: object) -> object:
        return trimmed(secret)

    @model_validator(mode="after")
    def _keeps_its_secrets(self) -> Self:
        if self.encryption == "none" and self.host not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError('encryption: may be "none" only where the mail server is on this machine')
        if self.user and not self.password.get_secret_value():
            raise ValueError("password: set PROVISO_MAIL_PASSWORD to the password of mail.user")
        return self
