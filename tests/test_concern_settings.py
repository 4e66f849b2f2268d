"""Settings of concerns: hours and terms, numbers, mail, the key and the page; each fault in words, all at once."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.settings import SettingsFault, load
from handlers.calendar import Nation
from handlers.desk import Role, School

KEY = urlsafe_b64encode(b"k" * 32).decode()
OLDER = urlsafe_b64encode(b"o" * 32).decode()
MAIL = '[mail]\nhost = "mail.larkfield.example"\nsender = "proviso@larkfield.example"\n'


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "proviso.toml"
    path.write_text(text, "utf-8")
    return path


def school(tmp_path: Path, text: str, environment: dict[str, str] | None = None) -> School:
    return load(written(tmp_path, text), environment or {}).bare_school()


def faults(tmp_path: Path, text: str, environment: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(SettingsFault) as caught:
        load(written(tmp_path, text), environment or {})
    return caught.value.faults


# --- school time ---


def test_without_any_settings_a_school_has_an_ordinary_week(tmp_path: Path) -> None:
    calendar = school(tmp_path, "").calendar
    assert (calendar.hours, calendar.nation) == ((time(8, 30), time(16, 30)), Nation.ENGLAND)
    assert calendar.days == {0, 1, 2, 3, 4}
    assert (calendar.patience_in, calendar.patience_outside) == (timedelta(hours=1), timedelta(hours=4))


def test_hours_terms_and_patience_are_the_schools_own(tmp_path: Path) -> None:
    calendar = school(
        tmp_path,
        '[school]\nzone = "Europe/Dublin"\n[concerns]\nnation = "Northern Ireland"\nhours = ["07:45", "15:15"]\n'
        'days = ["Monday", "Tuesday"]\nterms = [["2026-09-02", "2026-10-23"], [2026-11-02, 2026-12-18]]\n'
        'closed = [["2026-09-28", "2026-09-28"]]\ninset = ["2026-09-01"]\npatience_in_hours = 0.5\n'
        'council_hours = ["08:00", "18:00"]\n',
        {"PROVISO_CONCERNS_PATIENCE_OUTSIDE": "2"},
    ).calendar
    assert calendar.zone.key == "Europe/Dublin"
    assert calendar.nation is Nation.NORTHERN_IRELAND
    assert calendar.hours == (time(7, 45), time(15, 15))
    assert calendar.council == (time(8), time(18))
    assert calendar.days == {0, 1}
    assert calendar.terms[1] == (date(2026, 11, 2), date(2026, 12, 18))
    assert calendar.school_day(date(2026, 9, 1))
    assert not calendar.school_day(date(2026, 9, 28))
    assert (calendar.patience_in, calendar.patience_outside) == (timedelta(minutes=30), timedelta(hours=2))


def test_term_dates_can_come_from_a_calendar_file_beside_what_the_settings_say(tmp_path: Path) -> None:
    file = tmp_path / "terms.ics"
    file.write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Autumn term\r\nDTSTART;VALUE=DATE:20260902\r\n"
        b"DTEND;VALUE=DATE:20261219\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    calendar = school(
        tmp_path,
        f'[concerns]\nterm_dates = "{file}"\nclosed = [["2026-10-26", "2026-10-30"]]\ninset = ["2026-09-01"]\n',
    ).calendar
    assert calendar.in_school_time(datetime(2026, 12, 18, 9, 0, tzinfo=UTC))
    assert not calendar.school_day(date(2026, 10, 27))
    assert calendar.school_day(date(2026, 9, 1))


# --- numbers ---


def test_the_schools_numbers_stand_over_what_is_shipped(tmp_path: Path) -> None:
    contacts = school(
        tmp_path,
        '[contacts]\nschool = "01632 960100"\nchair = "01632 960155 ext 2"\nchecked = "2026-09-01"\n'
        '[contacts.names]\nsafeguarding_lead = "DSL"\n'
        '[contacts.others.lado]\naddress = "https://www.council.example/lado"\n'
        '[contacts.others.iwf]\naddress = "https://report.iwf.org.uk"\nchecked = "2027-01-04"\n'
        '[contacts.others.union]\nname = "The union"\nnumber = "01632 960111"\nkinds = ["bullied"]\n',
        {"PROVISO_CONTACTS_LADO": "+44 1632 960199"},
    ).contacts
    assert contacts.for_role(Role.CHAIR).number == "01632 960155 ext 2"
    assert contacts.for_role(Role.HEAD).number == "01632 960100"
    assert contacts["safeguarding_lead"].name == "DSL"
    assert contacts["lado"].how == "+44 1632 960199 or https://www.council.example/lado"
    assert (contacts["iwf"].address, contacts["iwf"].kinds) == ("https://report.iwf.org.uk", ("child_image",))
    assert contacts.signposts("bullied")[-1].name == "The union"
    assert {one.key for one in contacts.stale(date(2027, 11, 1))} >= {"school", "chair", "union"}
    assert "iwf" not in {one.key for one in contacts.stale(date(2027, 11, 30))}


def test_the_words_of_the_nation_and_of_the_school_are_used(tmp_path: Path) -> None:
    contacts = school(tmp_path, '[concerns]\nnation = "Wales"\nhead_is = "executive head"\n').contacts
    assert contacts["safeguarding_lead"].name == "designated safeguarding person"
    assert contacts.for_role(Role.HEAD).name == "executive head"


def test_the_page_and_the_table_reach_the_school(tmp_path: Path) -> None:
    ours = school(tmp_path, 'public_url = "https://proviso.larkfield.example/"\n[concerns]\npreset = "academy"\n')
    assert (ours.page, ours.preset) == ("https://proviso.larkfield.example", "academy")
    assert school(tmp_path, "").page == ""


# --- secrets ---


def test_keys_are_read_from_the_environment_newest_first_and_never_shown(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ""), {"PROVISO_KEY": f" {KEY},{OLDER}\n"})
    assert settings.keys == f"{KEY},{OLDER}"
    assert KEY not in repr(settings) + settings.model_dump_json()


@pytest.mark.parametrize("key", ["secret", KEY[:-4], f"{KEY},", f"{KEY};{OLDER}", "ключ"])
def test_what_is_no_key_is_refused_with_the_way_to_make_one_and_without_showing_it(tmp_path: Path, key: str) -> None:
    (fault,) = faults(tmp_path, "", {"PROVISO_KEY": key})
    assert fault.startswith("PROVISO_KEY: is not a key. Make one with: proviso key new")
    assert key not in fault


def test_key_and_password_are_refused_in_the_file(tmp_path: Path) -> None:
    found = faults(tmp_path, f'key = "{KEY}"\n{MAIL}password = "very-secret"\n')
    assert any(fault.startswith("key: is a secret, so set PROVISO_KEY instead") for fault in found)
    assert any(fault.startswith("mail.password: is a secret, so set PROVISO_MAIL_PASSWORD instead") for fault in found)
    assert KEY not in "".join(found)
    assert "very-secret" not in "".join(found)


# --- mail ---


def test_mail_needs_a_server_and_a_sender_and_encrypts_by_itself(tmp_path: Path) -> None:
    settings = load(written(tmp_path, MAIL + 'user = "proviso"\n'), {"PROVISO_MAIL_PASSWORD": "very-secret\n"})
    assert settings.mail is not None
    assert (settings.mail.port, settings.mail.encryption) == (587, "starttls")
    assert settings.mail.password.get_secret_value() == "very-secret"
    assert "very-secret" not in repr(settings) + settings.model_dump_json()
    assert load(written(tmp_path, ""), {}).mail is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[mail]\n", "mail.host: is missing"),
        (MAIL + 'user = "proviso"\n', "mail.password: set PROVISO_MAIL_PASSWORD to the password of mail.user"),
        (
            MAIL + 'encryption = "none"\n',
            'mail.encryption: may be "none" only where the mail server is on this machine',
        ),
        (
            '[mail]\nhost = "m"\nsender = "Proviso"\n',
            "mail.sender: must be the e-mail address that messages come from",
        ),
    ],
)
def test_mail_that_cannot_go_or_would_go_in_the_clear_is_named(tmp_path: Path, text: str, fault: str) -> None:
    assert fault in faults(tmp_path, text)


def test_a_mail_server_on_this_machine_may_do_without_encryption(tmp_path: Path) -> None:
    text = '[mail]\nhost = "127.0.0.1"\nport = 2525\nsender = "a@b.example"\nencryption = "none"\n'
    assert load(written(tmp_path, text), {}).mail is not None


def test_the_schools_records_need_no_mail_password(tmp_path: Path) -> None:
    assert load(written(tmp_path, MAIL + 'user = "proviso"\n'), {}, connections=False).mail is None


# --- faults ---


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[concerns]\nhours = [8, 16]\n", 'concerns.hours: must be two times in quotes, like ["08:30", "16:30"]'),
        ('[concerns]\nhours = "08:30"\n', 'concerns.hours: must be two times in quotes, like ["08:30", "16:30"]'),
        ('[concerns]\nhours = ["half past eight", "16:30"]\n', "concerns.hours[1]: must be a time like 08:30"),
        (
            '[concerns]\nhours = ["16:30", "08:30"]\n',
            "concerns.hours: must end after they begin, on the school's own clock",
        ),
        (
            '[concerns]\nterms = ["2026-09-02"]\n',
            'concerns.terms[1]: must be two, the first and the last, like ["2026-09-02", "2026-10-23"]',
        ),
        (
            '[concerns]\nterms = [["2 September", "2026-10-23"]]\n',
            "concerns.terms[1][1]: must be a date like 2026-09-02",
        ),
        (
            '[concerns]\nterms = [["2026-10-23", "2026-09-02"]]\n',
            "concerns.terms: must end after they begin: 2026-10-23 to 2026-09-02",
        ),
        ('[concerns]\nterm_dates = "nowhere.ics"\n', "concerns.term_dates: cannot be read (No such file or directory)"),
        (
            '[contacts]\nhead = "ask the office"\n',
            "contacts.head: must be a telephone number in quotes, like 01632 960100 or 01632 960100 ext 12",
        ),
        ("[contacts]\nhead = 1632960100\n", "contacts.head: must be text in quotes"),
        (
            '[contacts.others.iwf]\naddress = "http://iwf.example"\n',
            "contacts.others.iwf.address: must be an address that begins with https://",
        ),
        (
            '[contacts.others.iwf]\nkinds = ["pictures"]\n',
            "contacts.others.iwf.kinds[1]: must be 'pupil_contact', 'bullied', 'colleague', 'reputation', "
            "'child_image', 'obscene', 'disclosed', 'fake_account', 'self' or 'other'",
        ),
        ('public_url = "http://proviso.example"\n', "public_url: must be an address that begins with https://"),
        (
            'public_url = "https://proviso.example/?a=b"\n',
            "public_url: must be an address alone, like https://proviso.school.example",
        ),
        (
            'public_url = "https://school.example/proviso"\n',
            "public_url: must be an address alone, like https://proviso.school.example",
        ),
    ],
)
def test_what_cannot_be_is_named_with_what_to_write_instead(tmp_path: Path, text: str, fault: str) -> None:
    assert faults(tmp_path, text) == [fault]


@pytest.mark.parametrize(
    "text",
    [
        'nation = "France"',
        'preset = "grammar"',
        'head_is = "boss"',
        "days = []",
        'days = ["Mon"]',
        "patience_in_hours = 0",
        "patience_outside = 25",
        "undelivered_minutes = 0",
        "undelivered_minutes = 61",
    ],
)
def test_each_choice_has_its_bounds(tmp_path: Path, text: str) -> None:
    (fault,) = faults(tmp_path, f"[concerns]\n{text}\n")
    assert fault.startswith(f"concerns.{text.partition(' ')[0]}")


def test_a_name_for_somebody_there_is_not_is_refused_with_those_there_are(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, '[contacts.names]\ndsl = "DSL"\n')
    assert "safeguarding_lead" in fault
    assert fault.endswith("and not dsl")


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        '[concerns]\nhours = ["8", "16:30"]\ncolour = "red"\n[contacts]\nlado = "?"\n[mail]\nport = 0\n',
        {"PROVISO_PUBLIC_URL": "proviso", "PROVISO_KEY": "x"},
    )
    assert {fault.split(":")[0] for fault in found} == {
        "concerns.hours[1]", "concerns.colour", "contacts.lado", "mail.host", "mail.port", "mail.sender",
        "PROVISO_PUBLIC_URL", "PROVISO_KEY",
    }  # fmt: skip
