"""What is wrong is said before staff find out: each fault a line, and what to do about it."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pydantic import SecretStr

from bot.__main__ import cli
from bot.checking import Report, chosen_places, everything, to_be_renewed
from bot.connections import SlackSettings
from bot.outbox import Outbox, Refused
from bot.school_settings import SchoolSettings
from bot.settings import Settings
from bot.slack.addresses import NO_ACCOUNT
from bot.slack.reach import unreachable
from bot.store.deliveries import Delivery
from bot.store.store import Store, utc_now
from bot.store.tx import SchoolTx
from bot.store.unusable import database_faults, of_the_folder
from bot.vault import new_key
from handlers.calendar import LONDON, Calendar
from handlers.decisions import CHANNEL
from handlers.desk import Role, School
from handlers.model import Post
from handlers.onlookers import ONLOOKERS, forget
from handlers.records import Account, Appointment, PolicyVersion, StaffLine, Standing
from tests.conftest import KEY, Clock
from tests.slack.workspace import Workspace
from tests.teams.tenant import tenant

WOOD = StaffLine("wood@larkfield.example", "Mrs Wood", "wood@larkfield.example")
HILL = StaffLine("hill@larkfield.example", "Mr Hill", "hill@larkfield.example")
STONE = StaffLine("stone@larkfield.example", "Dr Stone", "stone@larkfield.example", "governors")
MARSH = StaffLine("marsh@larkfield.example", "Miss Marsh", "marsh@larkfield.example")
FIELD = StaffLine("field@larkfield.example", "Mr Field", "field@larkfield.example")
BROOK = StaffLine("brook@larkfield.example", "Ms Brook", "brook@larkfield.example", "governors")
LEADING = ((WOOD, Role.HEAD), (STONE, Role.CHAIR), (HILL, Role.SAFEGUARDING_LEAD))
LADO = "01632 960900"
NOT_OPENED = "has not opened Proviso in Teams yet"


@dataclass
class Platform:
    """A chat platform as the check may ask it: what is wrong with it, and whom it cannot find."""

    wrong: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)
    one_by_one: bool = True
    channels: Sequence[str] = ()
    asked: list[str] = field(default_factory=list)

    async def faults(self, channels: Sequence[str]) -> list[str]:
        self.channels = channels
        return self.wrong

    async def unreachable(self, people: Mapping[str, str]) -> Mapping[str, str]:
        self.asked += people.values()
        return {key: reason for key, reason in self.lost.items() if key in people}


@dataclass
class Office:
    """A school that is set up well, until a test changes something."""

    url: str
    folder: Path
    clock: Clock

    async def do(self, *works: Callable[[SchoolTx], Any]) -> None:
        store = Store.open(self.url, clock=self.clock, keys=KEY)
        for work in works:
            await store.run(lambda tx, work=work: work(tx.at("school")))
        await store.close()

    async def appoint(self, line: StaffLine, role: Role, standing: Standing = Standing.HELD) -> None:
        one = Appointment(f"{role} {line.key}"[:40], role, line.key, FIELD.key, self.clock(), standing)
        await self.do(lambda tx: tx.appoint(one))

    async def set_up(self) -> None:
        policy = PolicyVersion("a" * 64, "Social media", "p.md", b"", "[]", self.clock())
        await self.do(
            lambda tx: tx.put_staff([WOOD, HILL, STONE, BROOK, MARSH, FIELD]),
            lambda tx: tx.add_policy(policy),
            *(lambda tx, line=line: tx.put_account(_account(line)) for line in (WOOD, STONE, HILL, BROOK)),
        )
        for line, role in (*LEADING, (BROOK, Role.VICE_CHAIR)):
            await self.appoint(line, role)

    async def check(self, *, administrator: str = FIELD.key, **platforms: Platform) -> Report:
        school = SchoolSettings(administrator=administrator)
        kept = {"data": self.folder, "database": self.url, "key": KEY}
        settings = Settings.model_validate({**kept, "school": school, "contacts": {"lado": LADO}})
        return await everything(settings, platforms)


def _account(line: StaffLine, platform: str = "slack", address: str = "D1") -> Account:
    return Account(platform, "T1", f"U {line.key}", line.key, address=address)


@pytest.fixture
async def office(tmp_path: Path, clock: Clock) -> Office:
    made = Office(f"sqlite:///{tmp_path / 'proviso.sqlite'}", tmp_path, clock)
    clock.now = clock.now.replace(year=2020)  # lines without dates hold on any day
    await made.set_up()
    return made


async def test_of_a_school_that_is_set_up_nothing_is_wrong(office: Office) -> None:
    assert await office.check(slack=Platform()) == Report()


async def test_everything_that_is_missing_is_named_at_once(database_url: str, tmp_path: Path, clock: Clock) -> None:
    empty = Office(database_url, tmp_path, clock)
    await empty.do()
    report = await empty.check(administrator="", slack=Platform(["the token was revoked."]))
    assert report.faults == [
        "No policy is in force. Put one in force: proviso policy add FILE.",
        "Nobody is on the staff list today. Import it: proviso staff import FILE.",
        "Slack: the token was revoked.",
    ]


@pytest.mark.parametrize("role", [role for _, role in LEADING])
@pytest.mark.parametrize("standing", [Standing.NAMED, Standing.ACCEPTED, Standing.ENDED])
async def test_a_leading_role_that_is_not_in_effect_is_a_fault(office: Office, role: Role, standing: Standing) -> None:
    line = next(line for line, held in LEADING if held is role)
    key = f"{role} {line.key}"[:40]
    await office.do(lambda tx: tx.move_appointment(key, Standing.HELD, standing, FIELD.key))
    (fault,) = (await office.check(slack=Platform())).faults
    assert fault.startswith(f"Nobody is {role} yet.")


async def test_a_line_that_would_reach_nobody_is_a_dead_end(office: Office) -> None:
    key = f"{Role.VICE_CHAIR} {BROOK.key}"[:40]
    await office.do(lambda tx: tx.move_appointment(key, Standing.HELD, Standing.ENDED, FIELD.key))
    (fault,) = (await office.check(slack=Platform())).faults
    assert fault.startswith("Dead end: What concerns the chair of governors would go to the vice-chair of governors")


async def test_a_line_on_which_nobody_can_be_reached_is_one_too(office: Office) -> None:
    await office.do(lambda tx: tx.put_unreached(BROOK.key, NOT_OPENED))
    (fault,) = (await office.check(slack=Platform())).faults
    assert "would go to Ms Brook, whom I cannot reach in any way." in fault


async def test_the_administrator_is_named_and_works_here(office: Office) -> None:
    (fault,) = (await office.check(administrator="", slack=Platform())).faults
    assert "school.administrator" in fault
    (fault,) = (await office.check(administrator="it@elsewhere.example", slack=Platform())).faults
    assert "is not on the staff list today" in fault


async def test_a_head_who_never_wrote_is_looked_for_and_must_be_found_somewhere(office: Office) -> None:
    await office.do(lambda tx: tx.unlink(WOOD.key))
    slack = Platform(lost={WOOD.key: "has no account"})
    (fault,) = (await office.check(slack=slack)).faults
    assert fault == "Mrs Wood (head) cannot be reached: has no account."
    assert slack.asked == [WOOD.email], "nobody else is asked about: the platform counts"
    both = {"slack": Platform(lost={WOOD.key: "has no account"}), "teams": Platform()}
    assert (await office.check(**both)).faults == [], "one platform is enough"
    both["teams"].lost = {WOOD.key: NOT_OPENED}
    (fault,) = (await office.check(**both)).faults
    assert fault.endswith(f"has no account; {NOT_OPENED}.")


async def test_an_account_on_a_platform_that_is_no_longer_connected_does_not_count(office: Office) -> None:
    lost = {line.key: NOT_OPENED for line, _ in LEADING}
    assert len((await office.check(teams=Platform(lost=lost))).faults) == 3


async def test_a_head_whose_messages_came_back_is_out_of_reach_though_there_is_an_account(office: Office) -> None:
    await office.do(lambda tx: tx.put_unreached(WOOD.key, "has blocked Proviso"))
    (fault,) = (await office.check(slack=Platform())).faults
    assert fault == "Mrs Wood (head) cannot be reached: has blocked Proviso."


async def test_other_staff_out_of_reach_are_noted_by_reason_and_are_no_fault(office: Office) -> None:
    await office.do(
        lambda tx: tx.put_unreached(MARSH.key, NOT_OPENED),
        lambda tx: tx.put_unreached(FIELD.key, NOT_OPENED),
        lambda tx: tx.put_unreached("left@larkfield.example", NOT_OPENED),
    )
    report = await office.check(slack=Platform())
    assert report.faults == []
    assert report.notes == [f"2 people cannot be reached, because: {NOT_OPENED} (Miss Marsh, Mr Field)."]


async def test_where_asking_costs_nothing_everybody_is_asked_about(office: Office) -> None:
    teams = Platform(lost={line.key: NOT_OPENED for line in (MARSH, FIELD, WOOD)}, one_by_one=False)
    await office.do(*(lambda tx, line=line: tx.put_account(_account(line, "teams")) for line in (WOOD, STONE, HILL)))
    report = await office.check(teams=teams)
    assert (report.faults, len(report.notes)) == ([], 1)
    assert "2 people" in report.notes[0]


async def test_a_head_who_leaves_is_noted_in_time(office: Office) -> None:
    await office.do(lambda tx: tx.put_staff([StaffLine(WOOD.key, WOOD.name, WOOD.email, ends="2999-08-31")]))
    report = await office.check(slack=Platform())
    assert report.notes == ["Mrs Wood (head) leaves on 31 August 2999: hand the role over before."]


async def test_a_platform_is_asked_about_its_own_chosen_channels(office: Office) -> None:
    await office.do(lambda tx: tx.choose("approvals", "slack:C024BE91L", WOOD.key))
    slack, teams = Platform(), Platform()
    await office.check(slack=slack, teams=teams)
    assert (slack.channels, teams.channels) == (["C024BE91L"], [])


async def test_who_reads_along_in_the_approvals_channel_is_a_note(office: Office) -> None:
    """As the bot saw it last; it looks every quarter of an hour."""
    place = "slack:C024BE91L"
    await office.do(lambda tx: tx.choose(CHANNEL, place, WOOD.key))
    assert (await office.check(slack=Platform())).notes == [], "nobody has looked yet"
    given = {"place": place, "people": [], "public": False, "trouble": ""}
    for changed, said in (
        ({}, []),
        (
            {"people": [MARSH.key, "slack:T1:U9"]},
            [
                "2 people in the approvals channel cannot approve: Miss Marsh and 1 who is not on the staff list. "
                "Looked at 09:00 on 3 March 2020."
            ],
        ),
        (
            {"trouble": "Proviso is not in that channel"},
            [
                "Who is in the approvals channel now could not be looked up: Proviso is not in that channel. Looked "
                "at 09:00 on 3 March 2020."
            ],
        ),
        ({"place": "slack:C9OTHER", "people": [MARSH.key]}, []),
    ):
        await office.do(forget, lambda tx, new={**given, **changed}: tx.begin_journal(ONLOOKERS, "", "found", new))
        report = await office.check(slack=Platform())
        assert (report.faults, report.notes) == ([], said)


# --- what grows old ---

TERMS = Calendar(terms=((date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 5), date(2027, 7, 21))))
LARKFIELD = School("larkfield", "Larkfield", LONDON, calendar=TERMS)


def test_a_term_that_seems_to_be_missing_is_noted_and_a_summer_holiday_is_not() -> None:
    spring = (date(2027, 1, 5), date(2027, 3, 25))
    both = replace(LARKFIELD, calendar=Calendar(terms=(spring, (date(2027, 9, 1), date(2027, 12, 17)))))
    (missing,) = to_be_renewed(both, date(2027, 3, 3))
    assert missing.startswith("From 25 March 2027 to 1 September 2027 no term is given.")
    assert to_be_renewed(both, date(2027, 10, 1)) == []
    summer = ((date(2027, 4, 12), date(2027, 6, 30)), (date(2027, 9, 1), date(2027, 12, 17)))
    assert to_be_renewed(replace(LARKFIELD, calendar=Calendar(terms=summer)), date(2027, 5, 1)) == []


def test_term_dates_that_have_ended_and_numbers_of_long_ago_are_noted() -> None:
    assert to_be_renewed(LARKFIELD, date(2027, 7, 21)) == []
    (terms,) = to_be_renewed(LARKFIELD, date(2027, 7, 22))
    assert terms.startswith("The term dates ended on 21 July 2027.")
    terms, numbers = to_be_renewed(LARKFIELD, date(2028, 7, 22))
    assert "Internet Watch Foundation" in numbers
    assert "chair of governors" not in numbers, "nobody gave a number that could be wrong"


def test_a_number_without_a_day_on_which_it_was_checked_is_noted_at_once() -> None:
    school = replace(LARKFIELD, contacts=LARKFIELD.contacts.changed("head", number="01632 960123"))
    assert to_be_renewed(school, date(2027, 3, 3)) == [
        "Last checked more than a year ago, or nobody knows when: head. Check number and address, then set "
        "contacts.checked, or checked under [contacts.others]."
    ]


# --- folder and database ---


def test_a_folder_that_nobody_can_write_to_is_a_fault(tmp_path: Path) -> None:
    assert of_the_folder(tmp_path / "to" / "be" / "made") == []
    assert not (tmp_path / "to").exists(), "looking makes nothing"
    (tmp_path / "file").write_text("")
    assert "Set PROVISO_DATA" in of_the_folder(tmp_path / "file")[0]


async def test_a_database_is_looked_at_and_neither_made_nor_changed(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "proviso.sqlite"
    url = f"sqlite:///{path}"
    assert "There is no database yet" in database_faults(url)[0]
    assert not path.exists()
    await Store.open(url, clock=clock, keys=KEY).close()
    assert database_faults(url) == []
    for found, words in (("0001", "of an older Proviso"), ("9999", "a newer Proviso (revision 9999)")):
        with sqlite3.connect(path) as database:
            database.execute("UPDATE alembic_version SET version_num = ?", [found])
        database.close()
        assert words in database_faults(url)[0]
    path.write_bytes(b"this is no database, and never was one" * 30)
    assert "Put the copy back that was saved last" in database_faults(url)[0]


async def test_records_that_another_key_sealed_are_a_fault_among_the_others(office: Office) -> None:
    for key in (new_key(), "no key"):
        settings = Settings.model_construct(data=office.folder, database=SecretStr(office.url), key=SecretStr(key))
        report = await everything(settings, {"slack": Platform(["Slack cannot be reached."])})
        assert len(report.faults) == 2, report.faults
        assert "key" in report.faults[0].lower()
        assert await chosen_places(settings) == ()


async def test_messages_that_were_given_up_lately_are_counted_by_reason(office: Office) -> None:
    for made in (utc_now() - timedelta(days=8), utc_now()):
        store = Store.open(office.url, clock=lambda made=made: made, keys=KEY)
        await store.run(lambda tx: [tx.at("school").tell(HILL.key, Post("News")) for _ in range(2)])
        await Outbox(store, _away).work_off()
        await store.close()
    (note,) = (await office.check(slack=Platform())).notes
    assert note.startswith("2 messages of the last seven days could not be brought (that channel is archived).")


async def _away(_: Delivery) -> str:
    raise Refused("that channel is archived")


def test_whoever_may_not_look_at_the_bots_files_is_told_whose_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from a folder of their own, or without having become the bot's user."""
    monkeypatch.chdir(tmp_path)
    theirs, exists = tmp_path / "data", Path.exists
    (tmp_path / "proviso.toml").write_text(f'data = "{theirs}"\n', "utf-8")

    def closed(path: Path) -> bool:
        if path.is_relative_to(theirs):
            raise PermissionError(13, "Permission denied", str(path))
        return exists(path)

    monkeypatch.setattr(Path, "exists", closed)  # whoever runs the tests may be allowed everything
    result = CliRunner().invoke(cli, ["check"])
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: You have no right to look at {theirs}. What is the bot's belongs to a user of its own: sudo -iu "
        "proviso, and try again.\n"
    )


def test_a_disk_that_is_nearly_full_is_named_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert of_the_folder(tmp_path) == []
    monkeypatch.setattr("bot.store.unusable.ROOM", 10**18)
    assert "is nearly full" in of_the_folder(tmp_path)[0]


def test_a_postgresql_that_is_not_there_is_a_fault_without_its_password() -> None:
    (fault,) = database_faults("postgresql://proviso:very-secret@127.0.0.1:1/proviso")
    assert "does not answer" in fault
    assert "very-secret" not in fault


async def test_an_empty_postgresql_is_brought_up_to_date_by_serving(postgres_url: str) -> None:
    assert "proviso serve" in database_faults(postgres_url)[0]


# --- Slack itself ---


async def test_slack_is_asked_who_can_be_found_by_address() -> None:
    async with Workspace.open() as workspace:
        workspace.person("U1", "Mrs Wood", "wood@larkfield.example")
        workspace.person("U2", "Mr Hill", "hill@larkfield.example", is_restricted=True)
        people = {
            "wood": "Wood@larkfield.example",
            "hill": "hill@larkfield.example",
            "stone": "stone@x.example",
            "x": "",
        }
        found = await unreachable(workspace.settings(), people)
    assert sorted(found) == ["hill", "stone", "x"]
    assert "has no account" in found["stone"]
    assert "no e-mail address" in found["x"]


async def test_a_slack_that_does_not_answer_reaches_nobody() -> None:
    settings = SlackSettings.model_validate(
        {"bot_token": "xoxb-1", "app_token": "xapp-1", "api": "http://127.0.0.1:1/api/"}
    )
    assert list(await unreachable(settings, {"wood": "wood@larkfield.example"})) == ["wood"]


async def test_the_whole_check_against_a_slack_that_answers(
    run: CliRunner, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has written to the bot yet; all but the chair can be found in the workspace."""
    async with Workspace.open() as workspace:
        for number, line in enumerate((WOOD, HILL)):
            workspace.person(f"U{number}", line.name, line.email)
        await office.do(*(lambda tx, line=line: tx.unlink(line.key) for line, _ in LEADING))
        settings = workspace.settings()
        for name, value in {
            "DATABASE": office.url,
            "KEY": KEY,
            "SCHOOL_ADMINISTRATOR": FIELD.key,
            "CONTACTS_LADO": LADO,
            "SLACK_SOCKET_MODE": "false",
            "SLACK_API": settings.api,
            "SLACK_BOT_TOKEN": settings.bot_token.get_secret_value(),
            "SLACK_SIGNING_SECRET": "0123456789abcdef" * 2,
        }.items():
            monkeypatch.setenv(f"PROVISO_{name}", value)
        result = await asyncio.to_thread(check, run)
        assert result.exit_code == 1
        assert [line for line in result.stdout.splitlines() if line.startswith("Fault")] == [
            f"Fault: Dr Stone (chair of governors) cannot be reached: {NO_ACCOUNT}."
        ]
        assert (await asyncio.to_thread(check, run, "slack")).exit_code == 0
        workspace.world.bot_token = "xoxb-another"
        result = await asyncio.to_thread(check, run, "slack")
    assert result.exit_code == 1
    assert result.stdout.startswith("Fault: Slack: ")


async def test_the_check_of_teams_signs_in(run: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    async with tenant() as driver:
        said = driver.settings()
        for name in ("openid", "login"):
            monkeypatch.setenv(f"PROVISO_TEAMS_{name.upper()}", getattr(said, name))
        monkeypatch.setenv("PROVISO_TEAMS_APP_ID", said.app_id)
        monkeypatch.setenv("PROVISO_TEAMS_TENANT", said.tenant)
        monkeypatch.setenv("PROVISO_TEAMS_SECRET", "wrong")
        result = await asyncio.to_thread(check, run, "teams")
        assert (result.exit_code, result.stdout.startswith("Fault: Teams: ")) == (1, True)
        monkeypatch.setenv("PROVISO_TEAMS_SECRET", driver.secret)
        result = await asyncio.to_thread(check, run, "teams")
    assert (result.exit_code, result.stdout) == (0, "Teams: nothing is wrong.\n")


# --- the command ---


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PROVISO_")]:
        monkeypatch.delenv(name)
    Path("proviso.toml").write_text('[school]\nname = "Larkfield"\n', "utf-8")
    return CliRunner()


def check(run: CliRunner, *words: str) -> Result:
    result = run.invoke(cli, ["check", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_where_nothing_is_set_up_the_first_step_is_named(run: CliRunner) -> None:
    """Somebody installs it and types the command that sounds most helpful, in a folder with nothing in it."""
    Path("proviso.toml").unlink()
    assert "There is no proviso.toml in this folder. Write it first: proviso init." in check(run).stderr


def test_faults_are_lines_and_an_exit_status(run: CliRunner) -> None:
    result = check(run)
    assert result.exit_code == 1
    assert "Fault: There is no database yet." in result.stdout
    assert "1 fault." in result.stderr
    assert not Path("proviso-data").exists()


def test_a_school_on_the_page_alone_needs_people_and_a_policy(run: CliRunner) -> None:
    Path("p.md").write_text("# Phones\n\n1. Staff must not use a phone in class.\n", "utf-8")
    assert run.invoke(cli, ["policy", "add", "p.md"]).exit_code == 0
    assert "nobody stands under [[school.staff]]" in check(run).stdout
    Path("proviso.toml").write_text('[[school.staff]]\nname = "Mrs Wood"\n', "utf-8")
    result = check(run)
    assert (result.exit_code, "nothing is wrong" in result.stdout) == (0, True)


def test_what_has_grown_old_is_a_note_and_no_fault_of_its_own(run: CliRunner) -> None:
    Path("proviso.toml").write_text('[concerns]\nterms = [["2019-09-02", "2020-07-21"]]\n', "utf-8")
    assert "Note: The term dates ended on 21 July 2020." in check(run).stdout


def test_settings_that_cannot_be_used_are_named_first(run: CliRunner) -> None:
    Path("proviso.toml").write_text("[slack]\n", "utf-8")
    result = check(run)
    assert result.exit_code == 1
    assert "PROVISO_SLACK_BOT_TOKEN" in result.stderr
    assert "PROVISO_SLACK_APP_TOKEN" in result.stderr


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_a_platform_that_is_not_set_up_says_so(run: CliRunner, platform: str) -> None:
    result = check(run, platform)
    assert result.exit_code == 1
    assert f"there is no [{platform}] in the settings" in result.stderr
